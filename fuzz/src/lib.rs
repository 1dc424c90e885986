//! What the fuzz targets do with an input. Each is a function of bytes that panics when something is wrong; inputs are
//! texts that a person can read and write, so that the corpus says what it is about.
//!
//! The modules belong to two crates: to this one, and to the test that runs them over their corpus without a fuzzer
//! (`crates/xconnect/tests/fuzz_corpus.rs`).

pub mod requests;
pub mod rules;
pub mod stored;
