//! Service time: set, durable, and never going back.

use std::sync::Arc;

use xconnect_engine::CommitError;
use xconnect_engine::clock::ManualWall;
use xconnect_model::{ClockSetting, Time};

use crate::networks::{is_pending, put_vpc, timing, until_available, until_looked};
use crate::support::{Drive, START, Site, block_on, ms};

const DAY: std::time::Duration = ms(86_400_000);

#[test]
fn a_frozen_clock_stays_frozen_over_a_restart() {
    let site = Site::instant();
    let engine = site.start();
    engine.freeze();
    engine.advance(DAY);
    engine.stop();
    site.wall.advance(DAY);
    let engine = site.start();
    assert_eq!(engine.clock().now(), START.after(DAY));
    assert_eq!(engine.clock().wall(), START.after(DAY));
    engine.advance(DAY);
    assert_eq!(engine.clock().now(), START.after(2 * DAY));
    engine.stop();
}

#[test]
fn a_fast_clock_runs_on_over_a_restart() {
    let site = Site::instant();
    let engine = site.start();
    engine.set(engine.clock().at_rate(60.0));
    site.wall.advance(ms(1_000));
    assert_eq!(engine.clock().now(), START.after(ms(60_000)));
    engine.stop();
    site.wall.advance(ms(1_000));
    let engine = site.start();
    assert_eq!(engine.clock().now(), START.after(ms(120_000)), "down time is time, too");
    engine.stop();
}

#[test]
fn time_does_not_go_back_when_the_machines_clock_does() {
    let mut site = Site::instant();
    site.wall.advance(DAY);
    let engine = site.start();
    engine.make_group();
    engine.stop();
    site.wall = Arc::new(ManualWall::at(START));
    let engine = site.start();
    assert_eq!(engine.clock().now(), START.after(DAY));
    engine.make_group();
    assert!(site.commits().is_sorted_by_key(|commit| commit.at));
    engine.stop();
}

#[test]
fn time_does_not_go_back_when_it_is_set_back() {
    let site = Site::instant();
    let engine = site.start();
    engine.set(ClockSetting { wall: START, service: Time(5), rate: 0.0 });
    assert_eq!(engine.clock().now(), START);
    engine.stop();
    let engine = site.start();
    assert_eq!(engine.clock().now(), START);
    engine.stop();
}

#[test]
fn a_rate_that_no_clock_can_have_is_refused() {
    let site = Site::instant();
    let engine = site.start();
    for rate in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e7] {
        let setting = ClockSetting { rate, ..engine.clock().frozen() };
        let outcome = block_on(engine.set_clock(setting));
        assert!(matches!(outcome, Err(CommitError::Refused(_))), "{rate}");
    }
    assert_eq!(site.commits(), [], "a rate that JSON cannot write would make the log unreadable");
    engine.stop();
}

#[test]
fn a_clock_may_be_slower_than_anyone_can_wait() {
    let site = Site::new(timing(20));
    let engine = site.start();
    engine.set(ClockSetting { rate: f64::MIN_POSITIVE, ..engine.clock().frozen() });
    let vpc = engine.make(put_vpc);
    until_looked(&engine);
    assert!(is_pending(&engine, vpc));
    engine.advance(ms(20));
    until_available(&engine, vpc);
    engine.stop();
}
