//! The fuzz targets over their corpus, without a fuzzer: as it is, and with random edits.
//!
//! How many edits are tried is for `PROPTEST_CASES` to say, as for every other property.

#[path = "../../../fuzz/src/requests.rs"]
pub mod requests;
#[path = "../../../fuzz/src/rules.rs"]
pub mod rules;
#[path = "../../../fuzz/src/stored.rs"]
pub mod stored;

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

/// What a target does with an input.
type Target = fn(&[u8]);

/// Every target, with its name, which is its corpus's too.
const TARGETS: [(&str, Target); 6] = [
    ("decode", requests::decode),
    ("rpc_signature", requests::rpc_signature),
    ("acs3_signature", requests::acs3_signature),
    ("network_rules", rules::network_rules),
    ("log_reader", stored::log_reader),
    ("fixture", stored::fixture),
];

/// A change of an input: where, how many bytes go, and what comes in their place.
type Edit = (Index, usize, Vec<u8>);

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort_unstable();
    paths.iter().map(|path| std::fs::read(path).unwrap_or_default()).collect()
}

fn edited(mut input: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for (at, gone, new) in edits {
        let start = at.index(input.len() + 1);
        let end = (start + gone).min(input.len());
        input.splice(start..end, new.iter().copied());
    }
    input
}

/// A few characters as the inputs have them, or anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => "[0-9./:]{1,3}".prop_map(String::into_bytes),
        4 => "[ -~\n]{0,3}".prop_map(String::into_bytes),
        1 => any::<Vec<u8>>(),
    ]
}

#[test]
fn every_target_holds_on_its_corpus() {
    for (name, target) in TARGETS {
        let inputs = corpus(name);
        assert!(inputs.len() >= 4, "the corpus of {name} is gone");
        for input in inputs {
            target(&input);
        }
    }
}

proptest! {
    #[test]
    fn every_target_holds_around_its_corpus(
        start: Index,
        edits in prop::collection::vec((any::<Index>(), 0..6_usize, bytes()), 1..6),
    ) {
        for (name, target) in TARGETS {
            let inputs = corpus(name);
            target(&edited(start.get(&inputs).clone(), &edits));
        }
    }
}
