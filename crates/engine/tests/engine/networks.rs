//! VPCs and vSwitches: pending for exactly as long as they take, on a clock that the test moves.
//!
//! Here a VPC takes its time and a vSwitch takes none: a vSwitch that has become available proves that the
//! reconciler has looked, so that a VPC that is still pending is pending because it is not yet its time.

use std::time::Duration;

use xconnect_engine::Engine;
use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_log::SqliteLog;
use xconnect_model::network::NetworkStatus;
use xconnect_model::{Seq, Time, VSwitch, Vpc};
use xconnect_state::{Draft, State};

use crate::support::{Drive, START, Site, ms};

const HOUR: Duration = ms(3_600_000);

/// A VPC takes so many milliseconds, and nothing else takes any.
pub(crate) fn timing(millis: u64) -> Timing {
    Timing::new(Profile::Instant).with(Step::CreateVpc, ms(millis))
}

pub(crate) fn put_vpc(_: &State, draft: &mut Draft<'_>) -> Seq {
    let (seq, since) = (draft.seq(), draft.now());
    let id = draft.id("bp1");
    draft.put(Vpc { seq, id, since, status: NetworkStatus::Pending, ..Vpc::default() });
    seq
}

pub(crate) fn put_vswitch(_: &State, draft: &mut Draft<'_>) -> Seq {
    let (seq, since) = (draft.seq(), draft.now());
    let id = draft.id("bp1");
    draft.put(VSwitch { seq, id, since, status: NetworkStatus::Pending, ..VSwitch::default() });
    seq
}

/// Waits for a VPC or a vSwitch, and returns since when it has been available.
pub(crate) fn until_available(engine: &Engine, seq: Seq) -> Time {
    engine.until("it is available", |state| {
        find(state, seq).is_some_and(|(status, _)| status == NetworkStatus::Available)
    });
    find(&engine.state(), seq).expect("it has not gone").1
}

pub(crate) fn is_pending(engine: &Engine, seq: Seq) -> bool {
    find(&engine.state(), seq).is_some_and(|(status, _)| status == NetworkStatus::Pending)
}

fn find(state: &State, seq: Seq) -> Option<(NetworkStatus, Time)> {
    let vpc = state.vpcs.at(seq).map(|vpc| (vpc.status, vpc.since));
    vpc.or_else(|| state.vswitches.at(seq).map(|vswitch| (vswitch.status, vswitch.since)))
}

/// Waits until the reconciler has looked at everything whose time has come.
pub(crate) fn until_looked(engine: &Engine) {
    let vswitch = engine.make(put_vswitch);
    until_available(engine, vswitch);
}

#[test]
fn a_vpc_is_available_when_its_time_is_over_and_not_before() {
    let site = Site::new(timing(200));
    let engine = site.start();
    engine.freeze();
    let early = engine.make(put_vpc);
    engine.advance(ms(1));
    let late = engine.make(put_vpc);
    engine.advance(ms(198));
    until_looked(&engine);
    assert!(is_pending(&engine, early) && is_pending(&engine, late));

    engine.advance(ms(1));
    assert_eq!(until_available(&engine, early), START.after(ms(200)));
    assert!(is_pending(&engine, late));
    engine.advance(ms(1));
    assert_eq!(until_available(&engine, late), START.after(ms(201)));
    assert_eq!(engine.state().under_way(), 0);
    engine.stop();
}

#[test]
fn time_that_passes_by_itself_counts() {
    let site = Site::new(timing(10));
    let engine = site.start();
    let vpc = engine.make(put_vpc);
    site.wall.advance(ms(9));
    until_looked(&engine);
    assert!(is_pending(&engine, vpc));
    site.wall.advance(ms(1));
    assert_eq!(until_available(&engine, vpc), START.after(ms(10)));
    engine.stop();
}

#[test]
fn nothing_moves_while_the_clock_is_frozen() {
    let site = Site::new(timing(10));
    let engine = site.start();
    engine.freeze();
    let vpc = engine.make(put_vpc);
    site.wall.advance(HOUR);
    until_looked(&engine);
    assert!(is_pending(&engine, vpc));
    engine.advance(ms(10));
    assert_eq!(until_available(&engine, vpc), START.after(ms(10)));
    engine.stop();
}

#[test]
fn an_hour_is_over_in_a_moment_on_a_fast_clock() {
    let site = Site::new(timing(3_600_000));
    let engine = site.start();
    engine.set(engine.clock().at_rate(1_000_000.0));
    let vpc = engine.make(put_vpc);
    site.wall.advance(ms(3));
    until_looked(&engine);
    assert!(is_pending(&engine, vpc));
    site.wall.advance(ms(1));
    assert_eq!(until_available(&engine, vpc), START.after(ms(4_000_000)));
    engine.stop();
}

#[test]
fn a_clock_that_is_sped_up_later_wakes_who_waits() {
    let site = Site::new(timing(3_600_000));
    let engine = site.start();
    let vpc = engine.make(put_vpc);
    until_looked(&engine);
    engine.set(engine.clock().at_rate(1_000_000.0));
    site.wall.advance(ms(4));
    until_available(&engine, vpc);
    engine.stop();
}

#[test]
fn a_change_meanwhile_is_not_lost() {
    let site = Site::new(timing(200));
    let engine = site.start();
    engine.freeze();
    let vpc = engine.make(put_vpc);
    for name in ["east", "west"] {
        engine.make(move |state, draft| {
            let vpc = state.vpcs.at(vpc).expect("it was made");
            draft.put(Vpc { name: name.into(), ..Vpc::clone(vpc) });
        });
    }
    engine.advance(ms(200));
    assert_eq!(until_available(&engine, vpc), START.after(ms(200)));
    assert_eq!(engine.state().vpcs.at(vpc).map(|vpc| vpc.name.to_string()), Some("west".into()));
    let observed = site.commits().into_iter().filter(|commit| commit.origin.action == "Observe");
    assert_eq!(observed.map(|commit| commit.changes.len()).collect::<Vec<_>>(), [1], "it is settled once");
    engine.stop();
}

#[test]
fn what_is_deleted_meanwhile_stays_deleted() {
    let site = Site::new(timing(200));
    let engine = site.start();
    engine.freeze();
    let vpc = engine.make(put_vpc);
    engine.make(move |state, draft| draft.delete(state.vpcs.at(vpc).expect("it was made").as_ref()));
    engine.advance(ms(200));
    until_looked(&engine);
    assert!(engine.state().vpcs.is_empty());
    engine.stop();
}

#[test]
fn more_than_fits_into_one_commit_is_settled_all_the_same() {
    let site = Site::instant();
    let engine = site.start();
    engine.make(|state, draft| {
        for _ in 0..1_000 {
            put_vpc(state, draft);
            put_vswitch(state, draft);
        }
    });
    engine.until("all are available", |state| state.under_way() == 0 && state.records() == 2_000);
    engine.stop();
}

#[test]
fn a_restart_in_the_middle_makes_no_difference() {
    let site = Site::new(timing(200));
    let engine = site.start();
    engine.freeze();
    let (early, late) = engine.make(|state, draft| (put_vpc(state, draft), put_vpc(state, draft)));
    engine.make(move |state, draft| {
        let vpc = state.vpcs.at(late).expect("it was made");
        draft.put(Vpc { since: vpc.since.after(ms(1)), ..Vpc::clone(vpc) });
    });
    engine.advance(ms(120));
    engine.stop();
    drop(engine);

    let engine = site.start();
    until_looked(&engine);
    assert!(is_pending(&engine, early) && is_pending(&engine, late));
    engine.advance(ms(80));
    assert_eq!(until_available(&engine, early), START.after(ms(200)));
    assert!(is_pending(&engine, late));
    engine.stop();

    let engine = site.start();
    engine.advance(ms(1));
    assert_eq!(until_available(&engine, late), START.after(ms(201)));
    engine.stop();
}

#[test]
fn a_restart_after_its_time_settles_it_at_once() {
    let dir = tempfile::tempdir().expect("a directory");
    let open = || SqliteLog::open(dir.path()).expect("a log");
    let site = Site::new(timing(3_600_000));
    let engine = site.start_on(open());
    let vpc = engine.make(put_vpc);
    engine.stop();
    site.wall.advance(2 * HOUR);
    let engine = site.start_on(open());
    assert_eq!(until_available(&engine, vpc), START.after(2 * HOUR));
    engine.stop();
}
