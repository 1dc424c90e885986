//! Index keys: a fingerprint of "this attribute has this value", and the place of the record that has it.
//!
//! All indexes of a table are one tree, ordered by fingerprint and then by creation. A fingerprint has 128 bits, and
//! at least 96 of them are SipHash under a key that every process draws anew, so nobody can prepare two values that meet. Fingerprints never
//! leave the process.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use siphasher::sip128::{Hasher128, SipHasher13};
use xconnect_model::id::SHARED;
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
pub struct KeyBuilder {
    hasher: SipHasher13,
    neighbourhood: Option<u32>,
}

impl Key {
    /// Begins the key of an attribute. Attributes of one table need names of their own.
    pub fn of(attribute: &'static str) -> KeyBuilder {
        KeyBuilder { hasher: hasher(), neighbourhood: None }.text(attribute)
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
        self.hasher.write(text.as_bytes());
        // No text holds this byte, so that "ab" + "c" and "a" + "bc" differ.
        self.hasher.write_u8(0xff);
        self
    }

    /// Adds the id of a resource. The first one in a key decides about its neighbourhood: keys with ids that were made
    /// together lie side by side in the index, so that what makes them changes a few places of it, and not as many as
    /// there are keys.
    pub fn id(mut self, id: &str) -> Self {
        self.neighbourhood = self.neighbourhood.or_else(|| neighbourhood(id));
        self.text(id)
    }

    /// Adds an account.
    pub fn account(self, account: AccountId) -> Self {
        self.number(account.0)
    }

    /// Adds a number.
    pub fn number(mut self, number: u64) -> Self {
        self.hasher.write_u64(number);
        self
    }

    /// The finished key. A neighbourhood takes 32 of its bits; those that are left still make it unique.
    pub fn key(self) -> Key {
        let hash = self.hasher.finish128();
        match self.neighbourhood {
            Some(neighbourhood) => Key(u64::from(neighbourhood) << 32 | hash.h1 >> 32, hash.h2),
            None => Key(hash.h1, hash.h2),
        }
    }
}

/// What ids that were made together have in common behind their prefix, scattered over all keys.
fn neighbourhood(id: &str) -> Option<u32> {
    /// Any odd number does that has its bits all over.
    const SCATTER: u64 = 0x9e37_79b9_7f4a_7c15;
    let (_, behind) = id.split_once('-')?;
    let mut shared = [0; 8];
    let length = behind.len().min(SHARED);
    shared[..length].copy_from_slice(&behind.as_bytes()[..length]);
    u32::try_from(u64::from_le_bytes(shared).wrapping_mul(SCATTER) >> 32).ok()
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

    #[test]
    fn keys_with_ids_that_begin_alike_lie_side_by_side_and_differ() {
        let key = |attribute, id| Key::of(attribute).id(id).key();
        let mut keys = [
            key("a", "vpc-bp1abcd0"),
            key("a", "vpc-bp1zzzz0"),
            key("b", "vpc-bp1abcd0"),
            key("a", "vrt-bp1abcd1"),
            key("a", "vrt-bp1zzzz1"),
        ];
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        let places: Vec<_> = keys.iter().map(|key| key.0 >> 32).collect();
        assert_eq!(places.chunk_by(|one, other| one == other).count(), 2, "{places:x?}");
    }

    #[test]
    fn any_text_can_be_looked_up_as_an_id() {
        let texts =
            ["", "-", "vpc", "vpc-", "vpc-1", "路-由器路由器", "vpc-bp1abcd0efgh", "vpc-bp1abcd0efgi"];
        let mut keys: Vec<_> = texts.iter().map(|text| Key::of("a").id(text).key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), texts.len());
    }
}
