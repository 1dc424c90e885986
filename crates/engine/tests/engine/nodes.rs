//! Two engines over one log: whoever is behind catches up and decides again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use xconnect_engine::clock::ManualWall;
use xconnect_engine::{CommitError, Engine};
use xconnect_log::Log;
use xconnect_model::Vpc;
use xconnect_model::network::NetworkStatus;

use crate::support::{Drive, START, Site, ms, put_group};

fn two() -> (Site, Engine, Engine) {
    let site = Site::instant();
    let (one, other) = (site.start(), site.start());
    (site, one, other)
}

fn stop(engines: [Engine; 2]) {
    engines.iter().for_each(Engine::stop);
}

#[test]
fn a_node_that_is_behind_decides_on_the_newest_state() {
    let (site, one, other) = two();
    one.make_group();
    one.make_group();
    assert_eq!(other.state().records(), 0);
    // The first run sees nothing and its append is turned down; what counts is what the second run saw.
    assert_eq!(other.make(|state, draft| (state.records(), put_group(draft))), (2, 2));
    assert_eq!(other.state().records(), 3);
    one.make_group();
    assert_eq!(one.state().records(), 4);
    assert_eq!(site.log.clone().head(), Ok(4));
    stop([one, other]);
}

#[test]
fn a_rule_holds_over_all_nodes() {
    let (site, one, other) = two();
    let claim = |engine: &Engine| {
        engine.attempt(|state, draft| match state.records() {
            0 => Ok(put_group(draft)),
            _ => Err("taken".to_owned()),
        })
    };
    assert_eq!(claim(&one), Ok(0));
    assert_eq!(claim(&other), Err(CommitError::Refused("taken".to_owned())));
    assert_eq!(other.state().records(), 1);
    assert_eq!(site.log.clone().head(), Ok(1));
    stop([one, other]);
}

#[test]
fn nodes_that_race_never_give_a_place_or_an_id_twice() {
    const EACH: usize = 200;
    let (site, one, other) = two();
    let places: Vec<u64> = thread::scope(|scope| {
        let run =
            |engine| scope.spawn(move || (0..EACH).map(|_| Engine::make_group(engine)).collect::<Vec<_>>());
        let threads = [run(&one), run(&other)];
        threads.into_iter().flat_map(|thread| thread.join().expect("no node panics")).collect()
    });
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 2 * EACH);
    one.make_group();
    other.make_group();
    one.make_group();
    for engine in [&one, &other] {
        let state = engine.state().clone();
        let ids: BTreeSet<_> = state.resource_groups.iter().map(|group| &group.id).collect();
        assert_eq!(ids.len(), state.resource_groups.len());
    }
    assert_eq!(other.make(|state, draft| (state.records(), put_group(draft))).0, 2 * EACH + 3);
    let fresh = site.start();
    assert!(**fresh.state() == **other.state());
    fresh.stop();
    stop([one, other]);
}

#[test]
fn a_clock_that_was_set_on_one_node_is_set_on_the_other() {
    let (site, one, other) = two();
    one.freeze();
    one.advance(ms(86_400_000));
    site.wall.advance(ms(5));
    other.make_group();
    assert_eq!(other.clock().now(), START.after(ms(86_400_000)));
    stop([one, other]);
}

#[test]
fn time_in_the_log_never_goes_back_though_the_nodes_clocks_differ() {
    let mut site = Site::instant();
    let ahead = site.start();
    let wall = Arc::new(ManualWall::at(START));
    let first = std::mem::replace(&mut site.wall, wall);
    let behind = site.start();
    first.advance(ms(2_000));
    for engine in [&ahead, &behind, &ahead, &behind] {
        engine.make_group();
    }
    let times: Vec<_> = site.commits().iter().map(|commit| commit.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    stop([ahead, behind]);
}

#[test]
fn a_node_may_finish_what_another_has_begun() {
    let (_site, one, other) = two();
    one.make(|_, draft| {
        let (seq, since) = (draft.seq(), draft.now());
        draft.put(Vpc { seq, since, status: NetworkStatus::Pending, ..Vpc::default() });
    });
    other.make_group();
    let settled = |engine: &Engine| {
        engine.until("the VPC is available", |state| {
            state.vpcs.len() == 1 && state.vpcs.iter().all(|vpc| vpc.status == NetworkStatus::Available)
        });
    };
    settled(&other);
    one.make_group();
    settled(&one);
    stop([one, other]);
}
