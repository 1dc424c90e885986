//! Requests of any shape are decoded or refused, and never more than that.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| xconnect_fuzz::requests::decode(input));
