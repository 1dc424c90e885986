//! Requests that are generated for every action: each parameter given and left out, at its limits and beyond, of the
//! wrong type, wrongly encoded, in every form of a list. Each has one outcome, which stands in `baseline/`, and some
//! laws hold whatever the outcome is (`laws.rs`).
//!
//! An action has a scene in `scenes/`, which sets up what a call needs and says of each parameter which values are good.
//! Everything else follows from the action's declaration and its row in the catalogue of documented limits.
//! `UPDATE_BASELINE=1` writes the baseline anew; `ONLY=RouterInterface` tries the actions with this in their names.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod baseline;
mod catalogue;
mod exceptions;
mod generate;
mod laws;
mod list;
mod restore;
mod scene;
mod scenes;
mod stage;
mod tree;
mod variant;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::scenes::Play;

/// Actions that are tried side by side.
const THREADS: usize = 4;

/// What has come of the variants of an action.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) generated: usize,
    pub(crate) problems: Vec<String>,
    /// How many variants have one.
    pub(crate) failed: usize,
}

#[test]
fn every_variant_of_every_action_is_answered_as_it_should_be() {
    let plays = scenes::all();
    let mut problems = without_a_scene(&plays);
    problems.extend(baseline::orphans(plays.iter().map(|play| play.entry)));
    let only = std::env::var("ONLY").unwrap_or_default();
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(play) = plays.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if play.name().contains(&only) {
                        let outcome = tried(play);
                        outcomes.lock().unwrap().insert(play.name(), outcome);
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    for (name, outcome) in &outcomes {
        problems.extend(outcome.problems.iter().map(|problem| format!("{name}: {problem}")));
    }
    baseline::leave_evidence(&outcomes);
    let generated: usize = outcomes.values().map(|outcome| outcome.generated).sum();
    assert!(
        problems.is_empty(),
        "{} problems in {generated} variants:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// Tries all variants of an action; a scene that does not work is a problem, and not the end.
fn tried(play: &Play) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| stage::run(play))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map_or("it panics", String::as_str);
        Outcome { generated: 1, failed: 1, problems: vec![format!("the scene: {text}")] }
    })
}

fn without_a_scene(plays: &[Play]) -> Vec<String> {
    let missing = xconnect_actions::all()
        .filter(|entry| !plays.iter().any(|play| std::ptr::eq(play.entry, *entry)))
        .map(|entry| format!("{} has no scene", catalogue::name_of(entry)));
    missing.collect()
}
