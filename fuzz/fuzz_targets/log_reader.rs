//! A log of any content is read, or refused with the position of what is wrong.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| xconnect_fuzz::stored::log_reader(input));
