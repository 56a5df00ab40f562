//! How the audit chain covers an entry's words without keeping them for ever (G1, M17).
//!
//! Who, when and what (ids, action) go into the chain as they are. The words people read (names, address, before → after) go
//! in as salted digests. Erasing a person replaces their words; the entry then keeps those words' digests without their salts,
//! so the chain still proves order and authorship while nobody can find out by trying what the words were.

use sha2::{Digest, Sha256};

/// Actor's name, the name on whose behalf, address, target's name, changes.
pub(crate) const WORDS: usize = 5;

type Hash = [u8; 32];

/// How the words of an entry are salted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seal {
    /// As written: one secret, from which each word's salt comes.
    Whole([u8; 16]),
    /// After an erasure: for each word its salt, or only its digest.
    Opened([Slot; WORDS]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Salt(Hash),
    Digest(Hash),
}

fn sha(parts: &[&[u8]]) -> Hash {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    sha.finalize().into()
}

impl Seal {
    pub fn new() -> Seal {
        Seal::Whole(rand::random())
    }

    /// None: no seal that this program writes.
    pub fn read(bytes: &[u8]) -> Option<Seal> {
        if let Ok(secret) = bytes.try_into() {
            return Some(Seal::Whole(secret));
        }
        let mut slots = [Slot::Digest([0; 32]); WORDS];
        let mut chunks = bytes.chunks_exact(33);
        for slot in &mut slots {
            let chunk = chunks.next()?;
            let hash: Hash = chunk[1..].try_into().ok()?;
            *slot = if chunk[0] == 1 { Slot::Salt(hash) } else { Slot::Digest(hash) };
        }
        (bytes.len() == 33 * WORDS).then_some(Seal::Opened(slots))
    }

    /// 16 bytes, or 165 once opened: by its length the database knows an erasure from a forgery.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Seal::Whole(secret) => secret.to_vec(),
            Seal::Opened(slots) => slots
                .iter()
                .flat_map(|slot| match slot {
                    Slot::Salt(hash) => std::iter::once(1).chain(*hash),
                    Slot::Digest(hash) => std::iter::once(0).chain(*hash),
                })
                .collect(),
        }
    }

    fn slot(&self, word: usize) -> Slot {
        match self {
            Seal::Whole(secret) => Slot::Salt(sha(&[secret, &[word as u8]])),
            Seal::Opened(slots) => slots[word],
        }
    }

    /// What the chain covers of these words.
    pub fn digests(&self, words: [&str; WORDS]) -> [Hash; WORDS] {
        std::array::from_fn(|i| match self.slot(i) {
            Slot::Salt(salt) => sha(&[&salt, words[i].as_bytes()]),
            Slot::Digest(digest) => digest,
        })
    }

    /// The seal after some of the words are replaced: theirs are only digests from then on.
    pub fn without(&self, words: [&str; WORDS], replaced: [bool; WORDS]) -> Seal {
        let digests = self.digests(words);
        Seal::Opened(std::array::from_fn(|i| if replaced[i] { Slot::Digest(digests[i]) } else { self.slot(i) }))
    }
}

/// The salt of the words of one of many (`audit_items`).
pub(crate) fn item_salt() -> Vec<u8> {
    rand::random::<[u8; 16]>().to_vec()
}

/// What an entry's digest covers of one member's words. Once they are erased the seal is that digest itself.
pub(crate) fn item_words(seal: &[u8], told: &str) -> Vec<u8> {
    if seal.len() == 32 && told.is_empty() { seal.to_vec() } else { sha(&[seal, told.as_bytes()]).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: [&str; WORDS] = ["Marisol Vega", "", "192.0.2.7", "Dana Whitfield", "[]"];

    #[test]
    fn g1_the_digests_stay_the_same_when_a_word_is_erased() {
        let seal = Seal::new();
        let opened = seal.without(WRITTEN, [false, false, false, true, false]);
        let after = ["Marisol Vega", "", "192.0.2.7", "Former member (ext. 118)", "[]"];
        assert_eq!(seal.digests(WRITTEN), opened.digests(after));
        assert_eq!(Seal::read(&opened.bytes()), Some(opened.clone()));
        let twice = opened.without(after, [true, false, false, false, false]);
        assert_eq!(
            twice.digests(["Former member", "", "192.0.2.7", "Former member (ext. 118)", "[]"]),
            seal.digests(WRITTEN)
        );
    }

    #[test]
    fn g1_a_word_that_was_not_erased_cannot_be_forged() {
        let opened = Seal::new().without(WRITTEN, [false, false, false, true, false]);
        let forged = ["Kofi Mensah", "", "192.0.2.7", "Former member (ext. 118)", "[]"];
        assert_ne!(opened.digests(WRITTEN), opened.digests(forged));
    }

    #[test]
    fn a_broken_seal_is_none() {
        assert_eq!(Seal::read(&[]), None);
        assert_eq!(Seal::read(&[0; 164]), None);
        assert_eq!(Seal::Whole([7; 16]).bytes().len(), 16);
    }
}
