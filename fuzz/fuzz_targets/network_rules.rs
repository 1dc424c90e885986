//! No call, whatever its values, breaks the rules for networks, names, and pages.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| xconnect_fuzz::rules::network_rules(input));
