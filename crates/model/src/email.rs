//! Sign-in names: email addresses and usernames (M1, M2, M5).

#[cfg(feature = "parse")]
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
    #[error("“{0}” is not the name of a domain. Check the letters after the @.")]
    Domain(String),
}

/// An address mail can be sent to, in one spelling: composed, without invisible letters, and a domain of other letters
/// than ASCII's in those letters ("münchen", not "xn--mnchen-3ya"). Compared without regard to case (M5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    #[cfg(feature = "parse")]
    /// Reads an address as people type it: the syntax of RFC 5322 and RFC 6531 (letters of any script), and on top of it
    /// what mail to people needs: no name or comment beside it, no quoted part before the @, a domain name with an
    /// ending of two letters or more, and 254 bytes at most (RFC 3696, erratum 1690). Line breaks are refused, so it is
    /// safe in a mail header (QUALITY).
    ///
    /// # Errors
    /// The problem whose sentence tells what to mend.
    pub fn parse(text: &str) -> Result<Self, EmailProblem> {
        let text = &crate::text::line(text);
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
        let address = EmailAddress(format!("{}@{}", read.local_part(), in_its_letters(domain)?));
        if address.in_ascii_domain().len() > 254 {
            return Err(EmailProblem::TooLong);
        }
        Ok(address)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As mail servers are told it: the domain in ASCII (RFC 5891), so that only a name of other letters before the @
    /// needs SMTPUTF8 (RFC 6531) of them.
    #[cfg(feature = "parse")]
    pub fn in_ascii_domain(&self) -> String {
        let (name, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        match idna::domain_to_ascii(domain) {
            Ok(ascii) => format!("{name}@{ascii}"),
            Err(_) => self.0.clone(),
        }
    }
}

/// A domain as people read it. One of ASCII stays as it was typed; any other, and any in the spelling that name servers
/// have of it (xn--), is checked and brought to its own letters (UTS #46), so that both spellings are one address.
#[cfg(feature = "parse")]
fn in_its_letters(domain: &str) -> Result<String, EmailProblem> {
    let coded = |label: &str| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    if domain.is_ascii() && !domain.split('.').any(coded) {
        return Ok(domain.to_owned());
    }
    let wrong = || EmailProblem::Domain(domain.to_owned());
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| wrong())?;
    let (letters, read) = idna::domain_to_unicode(&ascii);
    read.map(|()| letters).map_err(|_| wrong())
}

#[cfg(feature = "parse")]
/// "Dana <dana@example.com>" and dana@[127.0.0.1] are addresses too, but not what a member signs in with.
const SYNTAX: Options = Options { minimum_sub_domains: 2, allow_domain_literal: false, allow_display_text: false };

#[cfg(feature = "parse")]
/// Blanks, line breaks, and the signs that only quoted parts, comments and lists of addresses have.
fn is_never_allowed(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "()<>[]:;,\\\"".contains(c)
}

#[cfg(feature = "parse")]
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

#[cfg(feature = "parse")]
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
    #[cfg(feature = "parse")]
    pub fn parse(text: &str) -> Result<Self, UsernameProblem> {
        let text = &crate::text::line(text);
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

    /// The form that is unique: in the one spelling that is kept, in small letters (M5). A text that is no address is
    /// brought to it as far as it can be, since whoever signs in may type anything.
    #[cfg(feature = "parse")]
    pub fn key(text: &str) -> String {
        let text = EmailAddress::parse(text).map_or_else(|_| crate::text::line(text), |address| address.0);
        crate::text::line(&text.to_lowercase())
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
    fn m5_an_address_is_one_however_its_letters_are_coded() {
        for (one, other) in [
            ("zoe\u{308}.form@example.com", "zoë.form@example.com"),
            ("info@mu\u{308}nchen.example", "info@münchen.example"),
            ("info@xn--mnchen-3ya.example", "info@münchen.example"),
            ("info@MÜNCHEN.example", "info@münchen.example"),
            ("info@XN--MNCHEN-3YA.Example", "info@münchen.example"),
            ("\u{200b}dana@example.com\u{200e}", "dana@example.com"),
        ] {
            assert_eq!(EmailAddress::parse(one).map(|e| e.0), Ok(other.to_owned()), "{one:?}");
            assert_eq!(SignInName::key(one), other, "{one:?}");
        }
        let address = EmailAddress::parse("info@münchen.example").unwrap();
        assert_eq!(address.in_ascii_domain(), "info@xn--mnchen-3ya.example");
    }

    #[test]
    fn m1_a_domain_that_can_not_be_is_refused() {
        for text in ["info@xn--a.example", "info@ab--cü.example"] {
            let domain = text.split('@').nth(1).unwrap_or_default().to_owned();
            assert_eq!(EmailAddress::parse(text), Err(EmailProblem::Domain(domain)), "{text}");
        }
        let long = format!("i@{}.example", "ü".repeat(60));
        assert!(EmailAddress::parse(&long).is_err(), "longer than a label in the coding of name servers");
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
