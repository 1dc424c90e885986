//! Router interfaces: connections that are made or fail, and every other state that ends by itself.

use xconnect_engine::Engine;
use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_model::router_interface::{Link, Role, Status};
use xconnect_model::{RouterInterface, Seq, Time};
use xconnect_state::{Draft, State};

use crate::networks::until_looked;
use crate::support::{Drive, START, Site, ms};

const INITIATOR: &str = "ri-initiator";
const ACCEPTOR: &str = "ri-acceptor";

/// Connecting takes 300 ms and nothing else takes any time.
fn site() -> Site {
    Site::new(Timing::new(Profile::Instant).with(Step::ConnectRouterInterface, ms(300)))
}

pub(crate) fn interface(draft: &mut Draft<'_>, id: &str, status: Status) -> RouterInterface {
    let (seq, now) = (draft.seq(), draft.now());
    let (id, created_at, modified_at) = (id.into(), now, now);
    RouterInterface { seq, id, status, since: now, created_at, modified_at, ..RouterInterface::default() }
}

/// Stages both ends of a connection that is being made.
pub(crate) fn put_pair(_: &State, draft: &mut Draft<'_>) -> (Seq, Seq) {
    let link = |to: &str| Some(Box::new(Link { interface: to.into(), ..Link::default() }));
    let initiator = interface(draft, INITIATOR, Status::Connecting);
    let initiator = RouterInterface { link: link(ACCEPTOR), ..initiator };
    let acceptor = interface(draft, ACCEPTOR, Status::AcceptingConnecting);
    let acceptor = RouterInterface { link: link(INITIATOR), role: Role::AcceptingSide, ..acceptor };
    let places = (initiator.seq, acceptor.seq);
    draft.put(initiator);
    draft.put(acceptor);
    places
}

fn get(engine: &Engine, seq: Seq) -> RouterInterface {
    RouterInterface::clone(engine.state().router_interfaces.at(seq).expect("the interface is there"))
}

fn until_settled(engine: &Engine) {
    engine.until("nothing is under way", |state| state.under_way() == 0);
}

/// One interface in this state, alone, until that state has ended.
fn settled(status: Status) -> (Engine, Seq) {
    let engine = Site::instant().start();
    let seq = engine.make(move |_, draft| {
        let one = RouterInterface { failure: Some("old".into()), ..interface(draft, INITIATOR, status) };
        let seq = one.seq;
        draft.put(one);
        seq
    });
    until_settled(&engine);
    (engine, seq)
}

#[test]
fn a_connection_becomes_active_at_both_ends_at_the_same_time() {
    let engine = site().start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.advance(ms(299));
    until_looked(&engine);
    assert_eq!(get(&engine, initiator).status, Status::Connecting);
    assert_eq!(get(&engine, acceptor).status, Status::AcceptingConnecting);

    engine.advance(ms(1));
    until_settled(&engine);
    let connected: Time = START.after(ms(300));
    for (seq, other) in [(initiator, ACCEPTOR), (acceptor, INITIATOR)] {
        let end = get(&engine, seq);
        assert_eq!((end.status, end.since, end.connected_at), (Status::Active, connected, Some(connected)));
        assert_eq!((end.modified_at, end.created_at), (connected, START));
        assert_eq!(end.link.as_ref().map(|link| link.interface.as_str()), Some(other));
        assert!(end.has_living_link() && end.failure.is_none());
    }
    engine.stop();
}

#[test]
fn a_connection_that_fails_leaves_both_ends_idle_with_the_reason() {
    let site = site();
    site.fabric.fail(INITIATOR.into(), "no light on the line");
    let engine = site.start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.advance(ms(300));
    until_settled(&engine);
    for seq in [initiator, acceptor] {
        let end = get(&engine, seq);
        assert_eq!((end.status, end.since), (Status::Idle, START.after(ms(300))));
        assert_eq!(end.failure.as_deref(), Some("no light on the line"));
        assert_eq!((end.link, end.connected_at), (None, None));
    }
    engine.stop();
}

#[test]
fn a_connection_survives_a_restart_in_the_middle() {
    let site = site();
    let engine = site.start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.advance(ms(150));
    engine.stop();
    let engine = site.start();
    engine.advance(ms(150));
    until_settled(&engine);
    for seq in [initiator, acceptor] {
        assert_eq!(get(&engine, seq).connected_at, Some(START.after(ms(300))));
    }
    engine.stop();
}

#[test]
fn an_accepting_end_whose_initiator_is_gone_is_idle_again() {
    let engine = site().start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.make(move |state, draft| {
        draft.delete(state.router_interfaces.at(initiator).expect("it was made").as_ref());
    });
    engine.advance(ms(300));
    until_settled(&engine);
    let end = get(&engine, acceptor);
    assert_eq!((end.status, end.link), (Status::Idle, None));
    assert_eq!(end.failure.as_deref(), Some("the initiating side is gone"));
    engine.stop();
}

#[test]
fn an_initiating_end_whose_acceptor_is_gone_is_idle_again() {
    let engine = site().start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.make(move |state, draft| {
        draft.delete(state.router_interfaces.at(acceptor).expect("it was made").as_ref());
    });
    engine.advance(ms(300));
    until_settled(&engine);
    let end = get(&engine, initiator);
    assert_eq!((end.status, end.link), (Status::Idle, None));
    assert_eq!(end.failure.as_deref(), Some("the accepting side is gone"));
    engine.stop();
}

#[test]
fn an_acceptor_that_means_somebody_else_is_not_connected() {
    let engine = site().start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.make(move |state, draft| {
        let end = state.router_interfaces.at(acceptor).expect("it was made");
        let link = Some(Box::new(Link { interface: "ri-other".into(), ..Link::default() }));
        draft.put(RouterInterface { link, ..RouterInterface::clone(end) });
    });
    engine.advance(ms(300));
    until_settled(&engine);
    assert_eq!(get(&engine, initiator).status, Status::Idle);
    assert_eq!(get(&engine, acceptor).status, Status::Idle);
    engine.stop();
}

#[test]
fn an_attempt_that_was_given_up_is_not_taken_for_the_next() {
    let engine = site().start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(put_pair);
    engine.advance(ms(200));
    // Both ends begin anew: what was due for the first attempt means nothing to the second.
    engine.make(move |state, draft| {
        for seq in [initiator, acceptor] {
            let end = state.router_interfaces.at(seq).expect("it was made");
            draft.put(RouterInterface { since: draft.now(), ..RouterInterface::clone(end) });
        }
    });
    engine.advance(ms(299));
    until_looked(&engine);
    assert_eq!(get(&engine, initiator).status, Status::Connecting);
    engine.advance(ms(1));
    until_settled(&engine);
    assert_eq!(get(&engine, acceptor).connected_at, Some(START.after(ms(500))));
    engine.stop();
}

#[test]
fn a_deletion_ends_with_the_record_gone() {
    let (engine, seq) = settled(Status::Deleting);
    assert!(engine.state().router_interfaces.at(seq).is_none());
    assert_eq!(engine.state().records(), 0);
    engine.stop();
}

#[test]
fn what_is_switched_on_or_off_is_so_in_the_end() {
    for (status, end) in [(Status::Activating, Status::Active), (Status::Deactivating, Status::Inactive)] {
        let (engine, seq) = settled(status);
        assert_eq!((get(&engine, seq).status, get(&engine, seq).failure), (end, None), "{status:?}");
        engine.stop();
    }
}
