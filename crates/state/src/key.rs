//! Index keys: a fingerprint of "this attribute has this value", and the place of the record that has it.
//!
//! All indexes of a table are one tree, ordered by fingerprint and then by creation. A fingerprint has 128 bits of
//! SipHash under a key that every process draws anew, so nobody can prepare two values that meet. Fingerprints never
//! leave the process.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use siphasher::sip128::{Hasher128, SipHasher13};
use xconnect_model::{AccountId, Seq};

use crate::tree::TreeKey;

/// "This attribute has this value."
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u64, u64);

/// One record under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting(pub(crate) Key, pub(crate) Seq);

impl TreeKey for Posting {
    fn rough(&self) -> u64 {
        self.0.0
    }
}

/// Puts a key together. A copy goes on where the original stood, so that what many keys begin with is read once.
#[derive(Clone)]
pub struct KeyBuilder(SipHasher13);

impl Key {
    /// Begins the key of an attribute. Attributes of one table need names of their own.
    pub fn of(attribute: &'static str) -> KeyBuilder {
        KeyBuilder(hasher()).text(attribute)
    }
}

impl Key {
    /// How many parts the order of keys is cut into by [`Key::part`].
    pub(crate) const PARTS: usize = 1 << u8::BITS;

    /// In which part of the order of keys this one stands.
    pub(crate) fn part(self) -> usize {
        usize::from(self.0.to_be_bytes()[0])
    }
}

impl KeyBuilder {
    /// Adds a text.
    pub fn text(mut self, text: &str) -> Self {
        self.0.write(text.as_bytes());
        // No text holds this byte, so that "ab" + "c" and "a" + "bc" differ.
        self.0.write_u8(0xff);
        self
    }

    /// Adds an account.
    pub fn account(self, account: AccountId) -> Self {
        self.number(account.0)
    }

    /// Adds a number.
    pub fn number(mut self, number: u64) -> Self {
        self.0.write_u64(number);
        self
    }

    /// The finished key.
    pub fn key(self) -> Key {
        let hash = self.0.finish128();
        Key(hash.h1, hash.h2)
    }
}

fn hasher() -> SipHasher13 {
    static SEEDED: OnceLock<SipHasher13> = OnceLock::new();
    *SEEDED.get_or_init(|| {
        let draw = || RandomState::new().build_hasher().finish();
        SipHasher13::new_with_keys(draw(), draw().rotate_left(32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_key_do_not_run_together() {
        let key = |a, b| Key::of("attribute").text(a).text(b).key();
        assert_eq!(key("ab", "c"), key("ab", "c"));
        assert_ne!(key("ab", "c"), key("a", "bc"));
        assert_ne!(Key::of("a").text("b").key(), Key::of("ab").key());
    }
}
