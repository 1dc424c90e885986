//! Randomness for fresh ids.

use xconnect_model::id::RandomBytes;

/// A source of randomness that the engine can own.
pub trait Random: RandomBytes + Send {}
impl<T: RandomBytes + Send> Random for T {}

/// How many ids in a row begin alike: as many as make a few leaves of an index.
const ALIKE: u8 = 64;

/// The operating system's randomness, fetched a kilobyte at a time.
pub struct OsRandom {
    buffer: [u8; 1024],
    used: usize,
    shared: [u8; 4],
    /// How many more ids get what is shared.
    alike: u8,
}

impl Default for OsRandom {
    fn default() -> Self {
        Self { buffer: [0; 1024], used: 1024, shared: [0; 4], alike: 0 }
    }
}

impl RandomBytes for OsRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.used == self.buffer.len() {
                // Without randomness ids would repeat; there is nothing sensible to go on with.
                getrandom::fill(&mut self.buffer).expect("the operating system supplies randomness");
                self.used = 0;
            }
            *byte = self.buffer[self.used];
            self.used += 1;
        }
    }

    fn fill_shared(&mut self, buffer: &mut [u8; 4]) {
        if self.alike == 0 {
            let mut shared = [0; 4];
            self.fill(&mut shared);
            (self.shared, self.alike) = (shared, ALIKE);
        }
        self.alike -= 1;
        *buffer = self.shared;
    }
}

#[cfg(test)]
mod tests {
    use xconnect_model::VpcId;
    use xconnect_model::id::{SHARED, fresh};

    use super::*;

    #[test]
    fn ids_made_together_begin_alike_and_all_differ() {
        let mut random = OsRandom::default();
        let ids: Vec<VpcId> = (0..3 * usize::from(ALIKE)).map(|_| fresh(&mut random, "bp1")).collect();
        let begins: Vec<_> = ids.iter().map(|id| &id.as_str()[.."vpc-".len() + SHARED]).collect();
        let runs: Vec<_> = begins.chunk_by(|one, other| one == other).map(<[_]>::len).collect();
        assert_eq!(runs, [usize::from(ALIKE); 3]);
        let different: std::collections::HashSet<_> = ids.iter().map(VpcId::as_str).collect();
        assert_eq!(different.len(), ids.len());
    }
}
