//! Passwords and single-use tokens: hashing, checking, making (QUALITY, Security).
//!
//! What belongs here: argon2id, random bits. Which passwords are taken is in [`rules`]. What does not: where they are kept.

#[cfg(test)]
mod before_hash_tests;
pub mod rules;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::error::{AppError, AppResult};
pub use rules::{MAX_PASSWORD, Owner, PasswordProblem, check_password};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use store::fault;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Where passwords wait to be hashed.
struct Desk {
    hashing: Semaphore,
    queue: Semaphore,
}

/// At most two hashes at once: each takes 19 MiB and a core for a while, and the Team page goes first (P9). So many wait, together
/// with those being hashed: more would wait for longer than a browser does.
static DESK: Desk = Desk { hashing: Semaphore::const_new(2), queue: Semaphore::const_new(32) };

/// A turn to hash.
struct Turn<'a> {
    _hashing: SemaphorePermit<'a>,
    _queue: SemaphorePermit<'a>,
}

impl Desk {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`AppError::Crowded`] at once when many wait already.
    async fn turn(&self) -> AppResult<Turn<'_>> {
        #[cfg(test)]
        before_hash_tests::note_turn();
        let queue = self.queue.try_acquire().map_err(|_| AppError::Crowded)?;
        let hashing = self.hashing.acquire().await.map_err(|e| fault(&e))?;
        Ok(Turn { _hashing: hashing, _queue: queue })
    }
}

/// OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Hashes a password as a PHC string, off the async threads. Ask for rights and check the form before it.
///
/// # Errors
/// [`AppError::Crowded`], or a fault when the machine has no randomness or memory.
pub async fn hash_password(password: String) -> AppResult<String> {
    let _turn = DESK.turn().await?;
    tokio::task::spawn_blocking(move || {
        argon2().hash_password(rules::composed(&password).as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(|e| fault(&e))?
    .map_err(|e| fault(&e))
}

/// Whether `password` belongs to `hash`. Without a hash the same work is done for nothing, so that a missing name
/// takes as long as a wrong password (QUALITY, invariant 16).
///
/// # Errors
/// [`AppError::Crowded`]: it was not looked at.
pub async fn verify_password(password: String, hash: Option<String>) -> AppResult<bool> {
    static NOBODY: LazyLock<String> = LazyLock::new(|| {
        argon2().hash_password(b"nobody has this password").map(|h| h.to_string()).unwrap_or_default()
    });
    let _turn = DESK.turn().await?;
    if password.chars().count() > MAX_PASSWORD {
        return Ok(false);
    }
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(parsed) = PasswordHash::new(&text) else { return false };
        argon2().verify_password(rules::composed(&password).as_bytes(), &parsed).is_ok() && known
    })
    .await
    .map_err(|e| fault(&e))
}

/// Whether two typed passwords are the same one.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    rules::composed(one) == rules::composed(other)
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

    #[tokio::test]
    async fn a2_only_the_right_password_opens() {
        let hash = hash_password("correct horse battery".into()).await.ok();
        assert!(hash.as_deref().is_some_and(|h| h.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")));
        assert_eq!(verify_password("correct horse battery".into(), hash.clone()).await, Ok(true));
        assert_eq!(verify_password("correct horse batterz".into(), hash).await, Ok(false));
        assert_eq!(
            verify_password("nobody has this password".into(), None).await,
            Ok(false),
            "a missing name never opens"
        );
    }

    #[tokio::test]
    async fn a2_a_letter_with_an_accent_is_the_same_however_a_keyboard_writes_it() {
        let hash = hash_password("caf\u{e9} au lait 7".into()).await.ok();
        assert_eq!(verify_password("cafe\u{301} au lait 7".into(), hash.clone()).await, Ok(true));
        assert_eq!(verify_password("cafe au lait 7".into(), hash).await, Ok(false));
    }

    #[tokio::test]
    async fn p9_whoever_finds_too_many_waiting_for_a_hash_is_told_at_once() {
        let desk = Desk { hashing: Semaphore::new(1), queue: Semaphore::new(2) };
        let first = desk.turn().await.expect("a turn");
        let (second, third) = tokio::join!(biased; desk.turn(), async {
            let third = desk.turn().await.err();
            drop(first);
            third
        });
        assert_eq!((second.is_ok(), third), (true, Some(AppError::Crowded)));
        drop(second);
        assert!(desk.turn().await.is_ok(), "there is room again");
    }

    #[test]
    fn m2_a_temporary_password_passes_the_rules_and_is_new_each_time() {
        let made = temporary_password();
        assert_eq!(made.len(), 14);
        assert_eq!(check_password(&made, Owner { sign_in: "front-desk", ..Owner::default() }), Ok(()));
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
