//! Random calls of all actions, and what a plain, slow model of the rules says of them: every answer has to
//! be the one that the model expects.
//!
//! The model knows nothing of the product's code: things are structs in lists that are searched from end to
//! end, written from the documents. `MODEL_CALLS` says how many calls are made (the `fuzz` step makes
//! 100,000), and `MODEL_SEED` runs the one episode again that a failure names.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod address;
mod ask;
mod bgp;
mod border_router;
mod cen;
mod drive;
mod failover_group;
mod families;
mod habits;
mod line_paperwork;
mod network;
mod physical_connection;
mod random;
mod reference;
mod region;
mod resource_group;
mod route;
mod router_interface;
mod shared_line;
mod shrink;
mod tagging;
mod tally;
mod verdict;

use self::tally::Tally;

/// Steps of an episode. Each has a server of its own, so that lists stay as short as a plain model can take.
const STEPS: usize = 1_000;

#[test]
fn every_answer_is_the_one_that_the_model_expects() {
    let mut tally = Tally::default();
    if let Some(seed) = number("MODEL_SEED") {
        return run(seed, &mut tally);
    }
    let calls = number("MODEL_CALLS").unwrap_or(20_000);
    let mut seed = 0;
    while tally.calls() < calls as usize {
        run(seed, &mut tally);
        seed += 1;
    }
    println!("{tally}");
    tally.check(calls as usize);
}

/// The neighbours alone, which answer official clients on their way, have no rules to speak of.
#[test]
fn the_model_has_every_action() {
    let known: Vec<_> = families::actions().collect();
    let neighbours: Vec<_> =
        xconnect_actions::neighbours::ACTIONS.iter().map(|one| one.declaration.name).collect();
    let all = xconnect_actions::all().map(|entry| entry.declaration.name);
    let missing: Vec<_> = all.filter(|name| !known.contains(name) && !neighbours.contains(name)).collect();
    assert!(missing.is_empty(), "the model knows nothing of {missing:?}");
}

/// An episode; a difference is cut down to the fewest steps that show one.
fn run(seed: u64, tally: &mut Tally) {
    let steps = drive::steps(seed, STEPS);
    if let Err(difference) = drive::episode(&steps, tally) {
        let shortest = shrink::shortest(&steps[..difference.steps]);
        let told = drive::episode(&shortest, &mut Tally::default()).err().map(|short| short.told);
        panic!(
            "MODEL_SEED={seed}, call {}:\n{}\n\ncut down to {} steps:\n{}",
            difference.steps,
            difference.last(),
            shortest.len(),
            told.unwrap_or_default().join("\n"),
        );
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}
