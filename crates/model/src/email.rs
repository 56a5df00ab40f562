//! Sign-in names: email addresses and usernames (M1, M2, M5).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is no email address. Each sentence says what happened, then the fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    #[error("Enter an email address, such as dana@example.com.")]
    Empty,
    #[error("An email address has one @, as in dana@example.com.")]
    NoAt,
    #[error("The email has nothing before the @. Add the name, as in dana@example.com.")]
    NoName,
    #[error("The email has no domain after the @. Add it, as in dana@example.com.")]
    NoDomain,
    #[error("The email has no ending such as .com. Add it after “{0}”.")]
    NoEnding(String),
    #[error("The email has a character that addresses can’t have: “{0}”. Take it out.")]
    Character(char),
    #[error("The email is longer than 254 characters. Use a shorter address.")]
    TooLong,
}

/// An address mail can be sent to, as typed but trimmed; compared without regard to case (M5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address as people type it. Line breaks are refused, so it is safe in a mail header (QUALITY).
    pub fn parse(text: &str) -> Result<Self, EmailProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if text.len() > 254 {
            return Err(EmailProblem::TooLong);
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control() || "()<>[]:;,\\\"".contains(*c)) {
            return Err(EmailProblem::Character(c));
        }
        let (name, domain) = match text.split_once('@') {
            Some((n, d)) if !d.contains('@') => (n, d),
            _ => return Err(EmailProblem::NoAt),
        };
        if name.is_empty() {
            return Err(EmailProblem::NoName);
        }
        if domain.is_empty() {
            return Err(EmailProblem::NoDomain);
        }
        let labels: Vec<&str> = domain.split('.').collect();
        if labels.len() < 2 || labels.last().is_some_and(|l| l.chars().count() < 2) {
            return Err(EmailProblem::NoEnding(domain.to_owned()));
        }
        let fine = |l: &&str| !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-');
        if !labels.iter().all(fine) {
            return Err(EmailProblem::NoDomain);
        }
        if let Some(c) = domain.chars().find(|c| !c.is_alphanumeric() && *c != '.' && *c != '-') {
            return Err(EmailProblem::Character(c));
        }
        Ok(EmailAddress(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no username (M2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsernameProblem {
    #[error("A username has 3 to 40 characters.")]
    Length,
    #[error("A username has letters, digits, dots, hyphens and underscores only: take out “{0}”.")]
    Character(char),
}

/// The sign-in name of a member without email (M2): it has no @, so it can never be taken for an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);

impl Username {
    pub fn parse(text: &str) -> Result<Self, UsernameProblem> {
        let text = text.trim();
        if let Some(c) = text.chars().find(|c| !c.is_alphanumeric() && !"._-".contains(*c)) {
            return Err(UsernameProblem::Character(c));
        }
        if !(3..=40).contains(&text.chars().count()) {
            return Err(UsernameProblem::Length);
        }
        Ok(Username(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a member signs in with: email or username, unique in the deployment whatever its case (M5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInName {
    Email(EmailAddress),
    Username(Username),
}

impl SignInName {
    pub fn as_str(&self) -> &str {
        match self {
            SignInName::Email(e) => e.as_str(),
            SignInName::Username(u) => u.as_str(),
        }
    }

    /// The form that is unique: trimmed and lower-cased (M5).
    pub fn key(text: &str) -> String {
        text.trim().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_an_address_as_people_type_it_is_read() {
        for text in ["dana@example.com", " Kofi.Mensah+desk@mail.example.co.uk ", "jürgen@köln.example"] {
            assert!(EmailAddress::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn m1_an_address_without_domain_names_its_fix() {
        assert_eq!(EmailAddress::parse("dana@"), Err(EmailProblem::NoDomain));
        assert_eq!(EmailAddress::parse("xochitl@larkspur"), Err(EmailProblem::NoEnding("larkspur".into())));
        assert_eq!(EmailAddress::parse("dana"), Err(EmailProblem::NoAt));
        assert_eq!(EmailAddress::parse("a@b@c.com"), Err(EmailProblem::NoAt));
    }

    #[test]
    fn an_address_can_not_carry_a_mail_header() {
        assert!(EmailAddress::parse("dana@example.com\r\nBcc: all@example.com").is_err());
    }

    #[test]
    fn m2_a_username_never_looks_like_an_address() {
        assert!(Username::parse("front-desk.2").is_ok());
        assert_eq!(Username::parse("front@desk"), Err(UsernameProblem::Character('@')));
        assert_eq!(Username::parse("ab"), Err(UsernameProblem::Length));
    }

    #[test]
    fn m5_case_does_not_make_another_name() {
        assert_eq!(SignInName::key(" Dana@Example.COM "), SignInName::key("dana@example.com"));
    }
}
