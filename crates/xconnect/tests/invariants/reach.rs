//! How far the stories get: a test that only ever hears refusals shows nothing.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::{follow, random};

/// Stories that are the same in every run.
const STORIES: usize = 128;

/// How often each call has succeeded.
#[derive(Debug, Default)]
pub(crate) struct Reached(pub(crate) BTreeMap<&'static str, usize>);

#[test]
fn every_action_succeeds_in_some_story() {
    let seed = [7; 32];
    let mut runner = TestRunner::new_with_rng(
        proptest::test_runner::Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    );
    let mut all = Reached::default();
    for story in 0..STORIES {
        let case = if story % 3 == 0 {
            random::routing::case().new_tree(&mut runner).unwrap().current()
        } else {
            random::case().new_tree(&mut runner).unwrap().current()
        };
        for (action, times) in follow(&case).0 {
            *all.0.entry(action).or_default() += times;
        }
    }
    let never: Vec<_> = all.0.iter().filter(|(_, times)| **times == 0).collect();
    assert!(never.is_empty(), "nobody ever succeeds with {never:?}: {all:#?}");
}
