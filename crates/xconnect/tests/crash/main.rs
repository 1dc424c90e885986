//! `kill -9` at any moment loses nothing that was acknowledged, and leaves no half of anything.
//!
//! The real binary is driven over several connections, killed at a random moment, and started again on the
//! same folder; then everything in it is compared with what the clients were told. Of a request that was not
//! answered, the client does not know whether it happened: it must have happened entirely, or not at all. (A
//! kill takes the process, not the power: what reaches the disk when is for the tests of the log.)
//!
//! - a [`server`] is a process with a folder, which can be started and killed;
//! - a [`client`] signs requests and sends them over one connection;
//! - a [`lane`] is one connection's work: it writes to interfaces on routers of its own, so that it knows
//!   exactly what must be there, up to the one [`write`](write::Write) that was under way;
//! - a [`book`] says what must be there;
//! - a [`campaign`] is a folder's life over many kills.
//!
//! Every run has another seed, which a failure prints; `XCONNECT_CRASH_SEED` repeats it, as far as the
//! machine lets it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "everything here is a test"
)]

mod book;
mod campaign;
mod client;
mod lane;
mod random;
mod server;
mod write;

use campaign::{Campaign, Tally};
use random::Random;

/// Kills in a folder's life.
const KILLS: usize = 20;
/// Commits after which the engine takes a snapshot.
const SNAPSHOT: usize = 20_000;
/// How many of them are left for when the kills have begun.
const SHORT_OF_SNAPSHOT: usize = 100;

#[test]
fn a_few_kills_lose_nothing() {
    let tally = run(seed(), |seed| Campaign { seed, kills: 5, fill: 0 });
    println!("{tally:?}");
    assert!(tally.kills >= 5 && tally.acknowledged > 0, "{tally:?}");
}

#[test]
#[ignore = "takes minutes; `cargo xtask test` runs it"]
fn two_hundred_kills_lose_nothing() {
    let mut seeds = Random::new(seed());
    let mut total = Tally::default();
    for folder in 0..10 {
        // Some folders come to a snapshot under fire: it is begun, interrupted, and begun again by the next
        // server.
        let fill = if folder % 5 == 0 { SNAPSHOT - SHORT_OF_SNAPSHOT } else { 0 };
        let first = if folder == 0 { seed_given() } else { None };
        let seed = first.unwrap_or_else(|| seeds.next());
        let tally = run(seed, |seed| Campaign { seed, kills: KILLS, fill });
        println!("folder {folder}: {tally:?}");
        assert!(fill == 0 || tally.snapshots > 0, "there was no snapshot: the seed is {seed}");
        total += tally;
    }
    println!("in total: {total:?}");
    assert!(total.kills >= 200 && total.recovery_kills > 0, "{total:?}");
    assert!(total.unanswered_and_done > 0 && total.unanswered_and_not_done > 0, "too tame: {total:?}");
}

fn run(seed: u64, campaign: impl FnOnce(u64) -> Campaign) -> Tally {
    let _told = SeedIfFailed(seed);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(campaign(seed).run())
}

fn seed() -> u64 {
    seed_given().unwrap_or_else(|| getrandom::u64().unwrap())
}

fn seed_given() -> Option<u64> {
    let text = std::env::var("XCONNECT_CRASH_SEED").ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("XCONNECT_CRASH_SEED={text} is no number")))
}

/// Tells the seed when a test fails, whichever way.
struct SeedIfFailed(u64);

impl Drop for SeedIfFailed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("XCONNECT_CRASH_SEED={} may repeat this", self.0);
        }
    }
}
