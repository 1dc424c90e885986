//! A fixture of any content is read, or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| xconnect_fuzz::stored::fixture(input));
