//! RPC requests verify as they were signed, and in no other form.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| xconnect_fuzz::requests::rpc_signature(input));
