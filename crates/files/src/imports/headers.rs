//! What column names mean (I1): ours, those of the exporters in `source.rs`, and the words people use, in six languages.
//! A name is compared without case, accents, spaces, signs and what stands in brackets, so `Email Address [Required]`,
//! `EmailAddress` and `E-mail address` are one.

mod names;

use icu_normalizer::DecomposingNormalizerBorrowed;

use model::imports::Field;
use names::{BLOCKED, CREDENTIALS, NAMES, OPEN, OPEN_ENDS, SECRET_ENDS, SECRETS, SKIPPED};

/// What a column's name alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is this field.
    Is(Field),
    /// It may be one of these; its values or a person must say.
    MayBe(&'static [Field]),
    /// A secret: never read, never shown, never stored; what to say instead.
    Secret(&'static str),
    /// Known, and not for us; the reason, if there is one worth telling.
    Skip(Option<&'static str>),
    Unknown,
}

/// A column's name without case, accents, signs and brackets: `Email Address [Required]` → `emailaddress`.
pub fn key(header: &str) -> String {
    let (mut depth, mut plain) = (0_u32, String::new());
    for c in header.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&plain);
    apart.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one of a name's words is this one, however the words are parted: `vm_pass`, `Web Pass`, `sipPwd`, `PWHASH`; not `Passport`.
fn ends_with_word(header: &str, key: &str, word: &str) -> bool {
    let mut words = String::new();
    let mut before = ' ';
    for c in header.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
            words.push(' ');
        }
        words.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        before = c;
    }
    let bare = |one: &str| one.trim_end_matches(|c: char| c.is_ascii_digit()) == word;
    words.split(' ').any(bare) || (word.len() > 2 && word != "pin" && key.ends_with(word) && !OPEN_ENDS.contains(&key))
}

/// A name's meaning, and its rank within its field (0 is the likeliest). What the whole name doesn't say, a part of it may: what
/// stands in brackets, behind the last dot, before a slash, or without a word such as "required" or "user".
pub fn meaning(header: &str) -> (Meaning, usize) {
    let key = key(header);
    let secret = SECRETS.iter().any(|s| key.contains(s)) && !key.contains("secretar");
    if secret || SECRET_ENDS.iter().any(|s| ends_with_word(header, &key, s)) {
        return (Meaning::Secret("Passwords are never imported"), 0);
    }
    if CREDENTIALS.contains(&key.as_str()) {
        return (Meaning::Secret("How desk phones sign in is never imported"), 0);
    }
    let found = of_key(&key);
    if found.0 != Meaning::Unknown {
        return found;
    }
    let parts = parts(header, &key);
    let known = parts.iter().map(|part| of_key(part)).find(|(meaning, _)| *meaning != Meaning::Unknown);
    known.map_or((Meaning::Unknown, 0), |(meaning, rank)| (meaning, rank + BY_PART))
}

/// Ranks for what a part of a name says, behind anything whole names say.
const BY_PART: usize = 50;

/// Words before a name that say whose it is, and behind it that say nothing.
const BEFORE: [&str; 10] =
    ["user", "users", "employee", "member", "agent", "staff", "primary", "preferred", "business", "company"];
const BEHIND: [&str; 7] = ["required", "optional", "mandatory", "value", "1", "field", "pflichtfeld"];

/// Keys of the parts of a name that may say more than the whole.
fn parts(header: &str, whole: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let brackets = header.split(['[', '(']).skip(1).filter_map(|rest| rest.split([']', ')']).next());
    parts.extend(brackets.map(key));
    let plain = header.split(['[', '(']).next().unwrap_or(header);
    for sign in ['.', ':', '/', '|'] {
        if let Some((before, after)) = plain.rsplit_once(sign) {
            parts.extend([key(after), key(before)]);
        }
    }
    let mut bare = whole;
    while let Some(rest) = BEHIND.iter().find_map(|word| bare.strip_suffix(word)) {
        bare = rest;
        parts.push(bare.to_owned());
    }
    // An employee's number is a staff number.
    let whose = BEFORE.iter().filter_map(|word| bare.strip_prefix(word)).filter(|rest| *rest != "number");
    parts.extend(whose.map(str::to_owned));
    parts.retain(|part| part.len() > 1 && part != whole);
    parts
}

fn of_key(key: &str) -> (Meaning, usize) {
    for (field, names) in NAMES {
        if let Some(rank) = names.iter().position(|n| *n == key) {
            return (Meaning::Is(field), rank);
        }
    }
    let holds = |names: &[&str]| names.contains(&key);
    if let Some((fields, _)) = OPEN.iter().find(|(_, names)| holds(names)) {
        return (Meaning::MayBe(fields), 0);
    }
    match SKIPPED.iter().find(|(_, names)| holds(names)) {
        Some((why, _)) => (Meaning::Skip(*why), 0),
        None => (Meaning::Unknown, 0),
    }
}

/// Does a status column with this name say yes of those who may not sign in, such as `Block sign in (Yes/No)`?
pub fn says_blocked(header: &str) -> bool {
    BLOCKED.contains(&key(header).trim_end_matches("required"))
}

/// Is this a column name that we know in any way? Used to tell delimiters apart and headers from people.
pub fn is_known(header: &str) -> bool {
    meaning(header).0 != Meaning::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field::{Email, Extension, FirstName};

    #[test]
    fn i1_a_column_is_known_however_its_name_is_written() {
        for name in ["Email Address [Required]", "EmailAddress", "e-mail address", "EMAIL_ADDRESS", " Email address* "]
        {
            assert_eq!(meaning(name).0, Meaning::Is(Email), "{name}");
        }
        assert_eq!(meaning("Prénom").0, Meaning::Is(FirstName));
        assert_eq!(meaning("Nebenstelle").0, Meaning::Is(Extension));
        assert_eq!(meaning("Shoe size").0, Meaning::Unknown);
    }

    #[test]
    fn i1_a_part_of_a_name_says_what_the_whole_does_not() {
        for (name, field) in [
            ("Name [displayName] Required", Field::FullName),
            ("User name [userPrincipalName] Required", Email),
            ("Anmeldung [userPrincipalName]", Email),
            ("User.BasicInfo.FirstName", FirstName),
            ("User.Voice.ExtensionNumber", Extension),
            ("E-mail 1 - Value", Email),
            ("Ext. (4 digits)", Extension),
            ("Employee first name", FirstName),
            ("Email / UPN", Email),
            ("Block sign in (Yes/No) [accountEnabled] Required", Field::Status),
        ] {
            assert_eq!(meaning(name).0, Meaning::Is(field), "{name}");
        }
        assert!(says_blocked("Block sign in (Yes/No) [accountEnabled] Required") && !says_blocked("accountEnabled"));
    }

    #[test]
    fn i1_passwords_and_pins_are_secrets_and_a_secretary_is_not() {
        for name in [
            "Password [Required]",
            "AuthPassword",
            "User Password",
            "PIN",
            "Voicemail PIN",
            "SIP secret",
            "Mot de passe",
            "Pass",
            "vm_pass",
            "WebPass",
            "userpass",
            "sipPwd",
            "pwd2",
            "Login PW",
            "API token",
            "accessToken",
            "pw_hash",
            "PasswordHash",
            "vmPin",
            "User PIN",
        ] {
            assert!(matches!(meaning(name).0, Meaning::Secret(_)), "{name}");
        }
        for name in ["Secretary", "Spinner", "Passport", "Compass", "Bypass", "Pinboard"] {
            assert_eq!(meaning(name).0, Meaning::Unknown, "{name}");
        }
    }

    #[test]
    fn i2_our_own_header_means_our_own_fields() {
        for field in Field::EXPORTED {
            assert_eq!(meaning(field.label()), (Meaning::Is(field), 0), "{}", field.label());
        }
    }

    #[test]
    fn i1_every_known_name_is_written_as_it_is_compared_and_stands_once() {
        let all = NAMES.iter().map(|n| n.1).chain(OPEN.iter().map(|n| n.1)).chain(SKIPPED.iter().map(|n| n.1));
        let mut seen = std::collections::HashSet::new();
        for name in all.flatten() {
            assert_eq!(key(name), *name);
            assert!(seen.insert(*name), "{name} stands twice");
        }
    }
}
