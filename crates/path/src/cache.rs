//! What has been worked out of a State once is kept, for as long as what it was worked out of stays the same.

use std::array;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use xconnect_model::Text;

/// A copy shares all shelves with the original; a value that is added or removed later costs the copy of one of them.
const SHELVES: usize = 64;

/// Values by name, each made when it is asked for first.
pub(crate) struct Cache<T>([RwLock<Shelf<T>>; SHELVES]);

type Shelf<T> = Arc<HashMap<Text, Arc<T>, BuildHasherDefault<NameHasher>>>;

impl<T> Default for Cache<T> {
    fn default() -> Self {
        let empty = Shelf::default();
        Self(array::from_fn(|_| RwLock::new(Arc::clone(&empty))))
    }
}

impl<T> Cache<T> {
    /// The value with this name. Two who ask at the same time may both make it; one of the two is kept.
    pub(crate) fn get(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        // Nothing is left half done in here, so that a panic elsewhere has broken nothing.
        let shelf = &self.0[place(name)];
        let known = shelf.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.unwrap_or_else(|| {
            let made = Arc::new(make());
            let mut shelf = shelf.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(Arc::make_mut(&mut shelf).entry(name.into()).or_insert(made))
        })
    }

    /// What is known now, for a State in which it still holds but for these.
    pub(crate) fn without<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut copy = Self(array::from_fn(|at| RwLock::new(self.shelf(at))));
        for name in names {
            let shelf = copy.0[place(name)].get_mut().unwrap_or_else(PoisonError::into_inner);
            if shelf.contains_key(name) {
                Arc::make_mut(shelf).remove(name);
            }
        }
        copy
    }

    /// The names of those values that something holds of.
    pub(crate) fn names(&self, holds: impl Fn(&T) -> bool) -> Vec<Text> {
        let shelves = (0..SHELVES).map(|at| self.shelf(at));
        let those = |shelf: Shelf<T>| -> Vec<Text> {
            shelf.iter().filter(|(_, value)| holds(value)).map(|(name, _)| name.clone()).collect()
        };
        shelves.flat_map(those).collect()
    }

    fn shelf(&self, at: usize) -> Shelf<T> {
        Arc::clone(&self.0[at].read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Which shelf a name is on: by other bits than those that decide about its place there.
fn place(name: &str) -> usize {
    let hash = BuildHasherDefault::<NameHasher>::default().hash_one(name);
    (hash >> 32) as usize % SHELVES
}

/// Hashes the names of tables and routers. The service makes them all: nobody can choose some that collide, so that
/// this may be quicker than what the standard library has.
#[derive(Default)]
struct NameHasher(u64);

impl NameHasher {
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.write_u8(*byte));
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(byte.into());
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_leaves_the_original_alone() {
        let cache = Cache::default();
        let names: Vec<String> = (0..1_000).map(|n| format!("vtb-{n}")).collect();
        for (n, name) in names.iter().enumerate() {
            assert_eq!(*cache.get(name, || n), n);
        }
        let copy = cache.without(["vtb-7", "vtb-none"]);
        assert_eq!((*cache.get("vtb-7", || 0), *copy.get("vtb-7", || 7_000)), (7, 7_000));
        assert_eq!((*cache.get("vtb-8", || 0), *copy.get("vtb-8", || 0)), (8, 8));
        copy.get("vtb-new", || 1);
        assert_eq!(*cache.get("vtb-new", || 2), 2);
        assert_eq!(copy.names(|n| *n == 7_000), ["vtb-7"]);
    }

    #[test]
    fn names_spread_over_the_shelves() {
        let mut count = [0; SHELVES];
        for n in 0..64_000 {
            count[place(&format!("vtb-bp1{n:017}"))] += 1;
        }
        assert!(count.iter().all(|count| (800..1_200).contains(count)), "{count:?}");
    }
}
