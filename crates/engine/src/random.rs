//! Randomness for fresh ids.

use xconnect_model::id::RandomBytes;

/// A source of randomness that the engine can own.
pub trait Random: RandomBytes + Send {}
impl<T: RandomBytes + Send> Random for T {}

/// The operating system's randomness, fetched a kilobyte at a time.
pub struct OsRandom {
    buffer: [u8; 1024],
    used: usize,
}

impl Default for OsRandom {
    fn default() -> Self {
        Self { buffer: [0; 1024], used: 1024 }
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
}
