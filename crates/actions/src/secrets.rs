//! Passwords and single-use tokens: hashing, checking, making (QUALITY, Security).
//!
//! What belongs here: argon2id, random bits, the list of common passwords. What does not: where they are kept.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Longer ones are refused, so that hashing can't be made a burden (QUALITY: 8 to 128 characters).
pub const MAX_PASSWORD: usize = 128;
const MIN_PASSWORD: usize = 8;

/// Frequent passwords of 8 characters and more, from the zxcvbn project (MIT, Daniel Wolf and Dropbox), sorted.
static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("secrets/common-passwords.txt").lines().collect());

/// At most two hashes at once: each takes 19 MiB and a core for a while, and the Team page goes first (P9).
static HASHING: Semaphore = Semaphore::const_new(2);

/// Why a password is not taken. No composition rules, by OWASP ASVS 5.0 section 6.2.
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
}

/// Checks a new password, told its owner's sign-in name.
pub fn check_password(password: &str, sign_in: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Err(PasswordProblem::TooShort);
    }
    if length > MAX_PASSWORD {
        return Err(PasswordProblem::TooLong);
    }
    let lower = password.to_lowercase();
    if COMMON.binary_search(&lower.as_str()).is_ok() {
        return Err(PasswordProblem::Common);
    }
    let name = sign_in.to_lowercase();
    if lower == name || name.split('@').next().is_some_and(|local| local.len() >= MIN_PASSWORD && lower == local) {
        return Err(PasswordProblem::SameAsName);
    }
    Ok(())
}

/// OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Hashes a password as a PHC string, off the async threads. None only when the machine has no randomness or memory.
pub async fn hash_password(password: String) -> Option<String> {
    let _permit = HASHING.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || argon2().hash_password(password.as_bytes()).ok().map(|h| h.to_string()))
        .await
        .ok()?
}

/// Whether `password` belongs to `hash`. Without a hash the same work is done for nothing, so that a missing name
/// takes as long as a wrong password (QUALITY, invariant 16).
pub async fn verify_password(password: String, hash: Option<String>) -> bool {
    static NOBODY: LazyLock<String> = LazyLock::new(|| {
        argon2().hash_password(b"nobody has this password").map(|h| h.to_string()).unwrap_or_default()
    });
    let Ok(_permit) = HASHING.acquire().await else { return false };
    if password.chars().count() > MAX_PASSWORD {
        return false;
    }
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(parsed) = PasswordHash::new(&text) else { return false };
        argon2().verify_password(password.as_bytes(), &parsed).is_ok() && known
    })
    .await
    .unwrap_or(false)
}

/// Does the work of the first unknown name ahead of it, so that it takes no longer than the others.
pub fn warm_up() {
    tokio::spawn(verify_password(String::new(), None));
}

/// 256 random bits as 43 characters for a cookie or link, and the hash that is kept of them.
pub fn new_token() -> (String, Vec<u8>) {
    let bytes: [u8; 32] = rand::random();
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let hash = token_hash(&text);
    (text, hash)
}

/// A password for a member without email, read out or written down once (M2): 12 of 31 letters and digits that nobody
/// takes for another, 59 bits.
pub fn temporary_password() -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut text = String::with_capacity(14);
    for i in 0..12 {
        if i > 0 && i % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[rand::random_range(0..LETTERS.len())]));
    }
    text
}

/// What is kept of a token. It is random, so a plain hash is enough.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_phrase_is_taken_and_a_short_or_common_one_refused() {
        assert_eq!(check_password("correct horse battery", "dana@example.com"), Ok(()));
        assert_eq!(check_password("seven77", "dana@example.com"), Err(PasswordProblem::TooShort));
        assert_eq!(check_password(&"x".repeat(129), "dana@example.com"), Err(PasswordProblem::TooLong));
        assert_eq!(check_password("Password123", "dana@example.com"), Err(PasswordProblem::Common));
        assert_eq!(check_password("dana@example.com", "Dana@example.com"), Err(PasswordProblem::SameAsName));
    }

    #[tokio::test]
    async fn a2_only_the_right_password_opens() {
        let hash = hash_password("correct horse battery".into()).await;
        assert!(hash.as_deref().is_some_and(|h| h.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")));
        assert!(verify_password("correct horse battery".into(), hash.clone()).await);
        assert!(!verify_password("correct horse batterz".into(), hash).await);
    }

    #[tokio::test]
    async fn a_missing_name_never_opens() {
        assert!(!verify_password("nobody has this password".into(), None).await);
    }

    #[test]
    fn m2_a_temporary_password_passes_the_rules_and_is_new_each_time() {
        let made = temporary_password();
        assert_eq!(made.len(), 14);
        assert_eq!(check_password(&made, "front-desk"), Ok(()));
        assert_ne!(made, temporary_password());
    }

    #[test]
    fn tokens_are_kept_only_as_hashes() {
        let (token, hash) = new_token();
        assert_eq!(token.len(), 43);
        assert_eq!(token_hash(&token), hash);
        assert_ne!(new_token().0, token);
    }
}
