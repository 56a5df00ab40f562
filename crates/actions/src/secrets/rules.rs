//! Which new passwords are taken (OWASP ASVS 5.0, section 6.2). No composition rules: length, and nothing that is guessed first.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::sync::LazyLock;

/// Longer ones are refused, so that hashing can't be made a burden (QUALITY: 8 to 128 characters).
pub const MAX_PASSWORD: usize = 128;
const MIN_PASSWORD: usize = 8;

/// What has to be left of a password without the words that everybody knows of its owner.
const MIN_OWN: usize = 6;

/// Frequent passwords of 8 characters and more, from the zxcvbn project (MIT, Daniel Wolf and Dropbox), sorted.
static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("common-passwords.txt").lines().collect());

/// Why a password is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    #[error("Use at least 8 characters; 15 or more are better.")]
    TooShort,
    #[error("Use at most 128 characters.")]
    TooLong,
    #[error("Many people use this password, so it is guessed first. Use another.")]
    Common,
    #[error("The password is your sign-in name. Use another.")]
    SameAsName,
    #[error(
        "The password is little more than a name that others know: yours, your company’s or Teamline’s. Use another."
    )]
    KnownWords,
    #[error("The password repeats a few characters or counts them up. Use another.")]
    Repeats,
}

/// What is known of whoever chooses a password, by which it would be guessed first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner<'a> {
    pub sign_in: &'a str,
    /// First and last name.
    pub name: &'a str,
    pub company: &'a str,
}

/// A password in the one form that is hashed: é is the same letter however a keyboard writes it (Unicode's NFC).
pub(super) fn composed(password: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(password).into_owned()
}

/// Checks a new password.
///
/// # Errors
/// The first rule that refuses it.
pub fn check_password(password: &str, owner: Owner<'_>) -> Result<(), PasswordProblem> {
    let password = composed(password);
    // Blanks at its ends are easily lost, so they don't count.
    if password.trim().chars().count() < MIN_PASSWORD {
        return Err(PasswordProblem::TooShort);
    }
    if password.chars().count() > MAX_PASSWORD {
        return Err(PasswordProblem::TooLong);
    }
    let lower = password.to_lowercase();
    if COMMON.binary_search(&lower.as_str()).is_ok() {
        return Err(PasswordProblem::Common);
    }
    if repeats(&lower) {
        return Err(PasswordProblem::Repeats);
    }
    let name = owner.sign_in.to_lowercase();
    if lower == name || name.split('@').next().is_some_and(|local| local.len() >= MIN_PASSWORD && lower == local) {
        return Err(PasswordProblem::SameAsName);
    }
    if of_known_words(&lower, owner) {
        return Err(PasswordProblem::KnownWords);
    }
    Ok(())
}

/// One to four characters over and over, or each the one after the last.
fn repeats(password: &str) -> bool {
    let all: Vec<char> = password.chars().collect();
    let over_and_over = (1..=4).any(|unit| all.iter().zip(all.iter().skip(unit)).all(|(a, b)| a == b));
    let step = |by: i64| all.windows(2).all(|two| i64::from(u32::from(two[1])) - i64::from(u32::from(two[0])) == by);
    over_and_over || step(1) || step(-1)
}

/// Whether little is left without the service's, the company's and the owner's words. Shorter than three letters is no word.
fn of_known_words(password: &str, owner: Owner<'_>) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let known = format!("teamline {} {} {}", owner.company, owner.name, owner.sign_in).to_lowercase();
    let mut words: Vec<String> = known.split(|c: char| !c.is_alphanumeric()).map(letters).collect();
    words.push(letters(&owner.company.to_lowercase()));
    words.retain(|word| word.chars().count() >= 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let whole = letters(password);
    let left = words.iter().fold(whole.clone(), |left, word| left.replace(word.as_str(), ""));
    left.len() < whole.len() && left.chars().count() < MIN_OWN
}

#[cfg(test)]
mod tests {
    use super::*;

    const DANA: Owner<'_> =
        Owner { sign_in: "dana@larkspur.example.com", name: "Dana Whitfield", company: "Larkspur Home & Garden" };

    #[test]
    fn a2_a_long_phrase_is_taken_and_a_short_or_common_one_refused() {
        let refused = |password: &str| check_password(password, DANA).err();
        assert_eq!(refused("correct horse battery"), None);
        assert_eq!(refused("seven77"), Some(PasswordProblem::TooShort));
        assert_eq!(refused(&"x7".repeat(65)), Some(PasswordProblem::TooLong));
        assert_eq!(refused("Password123"), Some(PasswordProblem::Common));
        assert_eq!(refused("Dana@larkspur.example.com"), Some(PasswordProblem::SameAsName));
    }

    #[test]
    fn a2_blanks_repeats_and_counted_up_characters_are_no_password() {
        for blanks in ["        ", "   seven77   "] {
            assert_eq!(check_password(blanks, DANA), Err(PasswordProblem::TooShort), "{blanks:?}");
        }
        for repeated in ["qqqqqqqqqqqqq", "xkxkxkxkxkx", "4mz.4mz.4mz.4mz.", "ghijklmnopq", "98765432109876543210x"] {
            let refused = check_password(repeated, DANA).is_err();
            assert_eq!(refused, repeated != "98765432109876543210x", "{repeated}");
        }
    }

    #[test]
    fn a2_names_that_others_know_are_no_password_and_may_be_part_of_one() {
        for known in [
            "teamline",
            "Teamline2026!",
            "whitfield",
            "LarkspurHomeGarden",
            "dana.whitfield",
            "Whitfield-1987",
            "larkspur.dana!",
        ] {
            assert_eq!(check_password(known, DANA), Err(PasswordProblem::KnownWords), "{known}");
        }
        assert_eq!(check_password("dana likes 7 lemons", DANA), Ok(()));
        assert_eq!(check_password("teamline", Owner::default()), Err(PasswordProblem::KnownWords));
    }
}
