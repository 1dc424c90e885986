//! Documents that people download. Records go in, bytes of a file come out; who may have them is decided elsewhere.

mod letter;

pub use letter::letter;
