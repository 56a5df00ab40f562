//! Sign-in names: email addresses and usernames (M1, M2, M5).

use email_address::{Error, Options};
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
    #[error("The email has a character that addresses can’t have there: “{0}”. Take it out.")]
    Character(char),
    #[error("The email has a dot too many. Dots stand alone, between letters or digits, as in dana.lee@example.com.")]
    Dot,
    #[error("A part of the email is too long: up to 64 characters before the @, and 63 between two dots after it.")]
    PartTooLong,
    #[error("The email is longer than 254 characters. Use a shorter address.")]
    TooLong,
}

/// An address mail can be sent to, as typed but trimmed; compared without regard to case (M5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address as people type it: the syntax of RFC 5322 and RFC 6531 (letters of any script), and on top of it
    /// what mail to people needs: no name or comment beside it, no quoted part before the @, a domain name with an
    /// ending of two letters or more, and 254 bytes at most (RFC 3696, erratum 1690). Line breaks are refused, so it is
    /// safe in a mail header (QUALITY).
    ///
    /// # Errors
    /// The problem whose sentence tells what to mend.
    pub fn parse(text: &str) -> Result<Self, EmailProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if text.len() > 254 {
            return Err(EmailProblem::TooLong);
        }
        if let Some(c) = text.chars().find(|c| is_never_allowed(*c)) {
            return Err(EmailProblem::Character(c));
        }
        let read = email_address::EmailAddress::parse_with_options(text, SYNTAX).map_err(|e| problem(text, e))?;
        let domain = read.domain();
        // Host names have letters, digits and hyphens only (RFC 1123 §2.1); the syntax of mail allows more.
        if let Some(c) = domain.chars().find(|c| !c.is_alphanumeric() && *c != '.' && *c != '-') {
            return Err(EmailProblem::Character(c));
        }
        if domain.rsplit('.').next().is_some_and(|ending| ending.chars().count() < 2) {
            return Err(EmailProblem::NoEnding(domain.to_owned()));
        }
        Ok(EmailAddress(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// "Dana <dana@example.com>" and dana@[127.0.0.1] are addresses too, but not what a member signs in with.
const SYNTAX: Options = Options { minimum_sub_domains: 2, allow_domain_literal: false, allow_display_text: false };

/// Blanks, line breaks, and the signs that only quoted parts, comments and lists of addresses have.
fn is_never_allowed(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "()<>[]:;,\\\"".contains(c)
}

/// The words for what the syntax of `text` lacks.
fn problem(text: &str, error: Error) -> EmailProblem {
    let (name, domain) = text.rsplit_once('@').unwrap_or((text, ""));
    match error {
        Error::MissingSeparator => EmailProblem::NoAt,
        Error::LocalPartEmpty => EmailProblem::NoName,
        Error::DomainEmpty => EmailProblem::NoDomain,
        Error::DomainTooFew => EmailProblem::NoEnding(domain.to_owned()),
        Error::SubDomainEmpty => EmailProblem::Dot,
        Error::LocalPartTooLong | Error::DomainTooLong | Error::SubDomainTooLong => EmailProblem::PartTooLong,
        _ if name.contains('@') => EmailProblem::NoAt,
        _ if name.split('.').any(str::is_empty) => EmailProblem::Dot,
        // What is left is a character out of place: a sign, or a hyphen at a label's beginning or end.
        _ => EmailProblem::Character(misplaced(name, domain)),
    }
}

fn misplaced(name: &str, domain: &str) -> char {
    let in_name = |c: &char| !c.is_alphanumeric() && !"!#$%&'*+-/=?^_`{|}~.".contains(*c);
    let in_domain = |c: &char| !c.is_alphanumeric() && *c != '.' && *c != '-';
    name.chars().find(in_name).or_else(|| domain.chars().find(in_domain)).unwrap_or('-')
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
        let fine =
            ["dana@example.com", " Kofi.Mensah+desk@mail.example.co.uk ", "jürgen@köln.example", "o'neil@a-b.example"];
        for text in fine {
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
    fn m1_dots_stand_alone_between_letters_of_an_address() {
        for text in ["dots..x@example.com", ".dotstart@example.com", "dotend.@example.com", "dana@example..com"] {
            assert_eq!(EmailAddress::parse(text), Err(EmailProblem::Dot), "{text}");
        }
    }

    #[test]
    fn m1_an_address_is_no_longer_than_mail_servers_take() {
        let address = |name: usize, label: usize, labels: usize| {
            format!("{}@{}example", "n".repeat(name), format!("{}.", "d".repeat(label)).repeat(labels))
        };
        assert!(EmailAddress::parse(&address(64, 63, 2)).is_ok());
        assert_eq!(EmailAddress::parse(&address(65, 1, 1)), Err(EmailProblem::PartTooLong));
        assert_eq!(EmailAddress::parse(&address(1, 64, 1)), Err(EmailProblem::PartTooLong));
        let (fits, over) = (address(54, 63, 3), address(55, 63, 3));
        assert_eq!((fits.len(), over.len()), (254, 255));
        assert!(EmailAddress::parse(&fits).is_ok());
        assert_eq!(EmailAddress::parse(&over), Err(EmailProblem::TooLong));
    }

    #[test]
    fn m1_an_address_has_no_quotes_names_comments_or_numbers_for_a_domain() {
        for (text, c) in [
            ("\"dana\"@example.com", '"'),
            ("<dana@example.com>", '<'),
            ("Dana<dana@example.com>", '<'),
            ("dana(desk)@example.com", '('),
            ("dana@[127.0.0.1]", '['),
            ("dana@exa_mple.com", '_'),
            ("dana@-example.com", '-'),
            ("dana@example-.com", '-'),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(EmailProblem::Character(c)), "{text}");
        }
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
