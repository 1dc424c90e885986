//! Recovery: whatever was committed is there after a start, from entries, from a snapshot, or from both.

use std::sync::Arc;

use xconnect_engine::clock::ManualWall;
use xconnect_engine::{CommitError, Engine, Nonce, Options, Origin, OsRandom, Retention, StartError};
use xconnect_log::{Log, MemoryLog, SqliteLog};
use xconnect_model::{ResourceGroup, Time};
use xconnect_state::{Draft, State};

use crate::support::{Drive, START, Site, ask, block_on, eventually, ms, put_group};

/// Commits in a burst: some new records, some updates, some deletions.
fn commit_many(engine: &Engine, count: u64) {
    let step = |number: u64| {
        move |state: &State, draft: &mut Draft<'_>| {
            let oldest = state.resource_groups.iter().next().cloned();
            match (number % 4, oldest) {
                (2, Some(group)) => {
                    draft.put(ResourceGroup {
                        name: number.to_string().as_str().into(),
                        ..ResourceGroup::clone(&group)
                    });
                }
                (3, Some(group)) => draft.delete(group.as_ref()),
                _ => drop(put_group(draft)),
            }
            Ok(())
        }
    };
    let numbers: Vec<u64> = (0..count).collect();
    for burst in numbers.chunks(4_000) {
        let origin = |number: u64| Origin {
            nonce: number.is_multiple_of(10).then_some(Nonce { at: Time(number as i64), print: number }),
            ..Origin::service("Test")
        };
        let asked: Vec<_> =
            burst.iter().map(|&number| ask(engine, origin(number), step(number)).expect("room")).collect();
        asked.into_iter().for_each(|commit| block_on(commit).expect("the commit is accepted"));
    }
}

fn snapshot_position(log: &mut dyn Log) -> Option<u64> {
    log.latest_snapshot().expect("a sound log").map(|snapshot| snapshot.position())
}

#[test]
fn a_snapshot_is_written_while_commits_go_on_and_what_it_covers_is_dropped() {
    let site = Site::instant();
    let engine = site.start();
    commit_many(&engine, 20_000);
    eventually("a snapshot", || snapshot_position(&mut site.log.clone()).is_some());
    let at = snapshot_position(&mut site.log.clone()).expect("there is one");
    // Entries are let go a few at a time, so that no commit waits for long.
    eventually("the entries up to it are gone", || {
        engine.make_group();
        site.log.clone().trimmed() == Ok(at)
    });
    let before = engine.state().clone();
    engine.stop();

    let engine = site.start();
    assert!(**engine.state() == *before);
    assert_eq!(engine.recovered_nonces().len(), 2_000);
    engine.stop();
}

/// A log that was stopped often enough to have a snapshot and a tail.
fn restarted(site: &Site, open: impl Fn() -> Box<dyn Log>) {
    let mut before = State::default();
    for count in [1_200, 50, 1_100, 7] {
        let engine = start(site, open());
        assert!(**engine.state() == before, "after {count}");
        assert_eq!(engine.state().next_seq(), before.next_seq());
        commit_many(&engine, count);
        before = State::clone(&engine.state());
        engine.stop();
    }
    let mut log = open();
    assert_eq!(snapshot_position(log.as_mut()), Some(2_350));
    assert_eq!(log.head(), Ok(2_357));
    assert_eq!(log.trimmed(), Ok(2_350));
    drop(log);
    let engine = start(site, open());
    assert!(**engine.state() == before);
    engine.stop();
}

fn start(site: &Site, log: Box<dyn Log>) -> Engine {
    try_start(site, log).expect("the engine starts")
}

fn try_start(site: &Site, log: Box<dyn Log>) -> Result<Engine, StartError> {
    Engine::start(Options {
        log,
        wall: site.wall.clone(),
        fabric: site.fabric.clone(),
        random: Box::new(OsRandom::default()),
        provider: xconnect_engine::Provider::default(),
        retention: Retention { entries: 0, ..Retention::default() },
    })
}

#[test]
fn a_snapshot_and_the_entries_after_it_are_the_state_in_memory() {
    let site = Site::instant();
    restarted(&site, || Box::new(site.log.clone()));
}

#[test]
fn a_snapshot_and_the_entries_after_it_are_the_state_on_disk() {
    let dir = tempfile::tempdir().expect("a directory");
    restarted(&Site::instant(), || Box::new(SqliteLog::open(dir.path()).expect("a log")));
}

#[test]
fn nonces_come_back_from_entries_and_from_snapshots() {
    let site = Site::instant();
    let engine = site.start();
    assert_eq!(engine.recovered_nonces(), []);
    let nonce = |print| Nonce { at: Time(77), print };
    let refuse = |engine: &Engine, print| {
        let origin = Origin { nonce: Some(nonce(print)), ..Origin::service("Test") };
        let outcome = engine.commit_blocking(origin, |_, _| Err::<(), _>("no".to_owned()));
        assert_eq!(outcome, Err(CommitError::Refused("no".to_owned())));
    };
    refuse(&engine, 1);
    refuse(&engine, 2);
    assert_eq!(engine.state().records(), 0);
    engine.stop();

    let engine = site.start();
    assert_eq!(engine.recovered_nonces(), [nonce(1), nonce(2)]);
    for _ in 0..1_000 {
        engine.make_group();
    }
    engine.stop();

    let engine = site.start();
    engine.make_group();
    eventually("the nonces' entries are gone", || site.log.clone().trimmed() == Ok(1_002));
    refuse(&engine, 3);
    engine.stop();

    let engine = site.start();
    assert_eq!(engine.recovered_nonces(), [nonce(1), nonce(2), nonce(3)]);
    engine.stop();
}

#[test]
fn the_time_of_a_snapshot_counts() {
    let mut site = Site::instant();
    let engine = site.start();
    for _ in 0..1_000 {
        engine.make_group();
    }
    site.wall.advance(ms(5_000));
    let latest = engine.clock().now();
    engine.stop();
    site.wall = Arc::new(ManualWall::at(START));
    let engine = site.start();
    assert_eq!(engine.clock().now(), latest);
    engine.stop();
}

#[test]
fn a_node_that_slept_through_a_trim_catches_up_from_the_snapshot() {
    let site = Site::instant();
    let (awake, asleep) = (site.start(), site.start());
    commit_many(&awake, 1_500);
    awake.stop();
    let awake = site.start();
    awake.make_group();
    eventually("the entries are gone", || site.log.clone().trimmed() == Ok(1_500));
    asleep.make_group();
    awake.make_group();
    assert!(asleep.make(|state, _| state.records()) > 0);
    assert_eq!(asleep.state().records() + 1, awake.state().records());
    awake.stop();
    asleep.stop();
}

#[test]
fn an_entry_of_a_later_version_stops_the_start() {
    let site = Site::instant();
    let bodies =
        [r#"{"v":1,"at":1,"action":"A","changes":[]}"#, r#"{"v":2,"at":2,"action":"A","changes":[]}"#];
    let bodies = bodies.map(|body| body.as_bytes().to_vec());
    site.log.clone().append(0, &bodies).expect("a log in memory takes it");
    match try_start(&site, Box::new(site.log.clone())) {
        Err(StartError::Unreadable { position: 2, reason }) => {
            assert!(reason.contains("later version"), "{reason}")
        }
        other => panic!("it must not start: {:?}", other.err()),
    }
}

#[test]
fn an_entry_that_is_no_commit_stops_the_start() {
    for body in ["", "{}", "null", r#"{"v":1,"at":1,"action":"A","changes":[{"put":{"Unknown":{}}}]}"#] {
        let mut log = MemoryLog::new();
        log.append(0, &[body.as_bytes().to_vec()]).expect("a log in memory takes it");
        let outcome = try_start(&Site::instant(), Box::new(log));
        assert!(matches!(outcome, Err(StartError::Unreadable { position: 1, .. })), "{body}");
    }
}
