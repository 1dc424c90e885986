//! Health checks on a frozen clock: what probes say begins to count at exactly its time.

use std::net::Ipv4Addr;
use std::time::Duration;

use xconnect_engine::Engine;
use xconnect_model::router_interface::{Event, HealthCheck, HealthState, Link, Status};
use xconnect_model::{RouterInterface, RouterRef, RouterType, Time};
use xconnect_state::State;

use crate::sessions::{at, cut_line, edit, edit_customer, established, settled, site};
use crate::support::{Drive, ms};

/// Adds a link between a VPC and the border router, whose VPC end probes a target every 100 ms, 20 times.
fn put_checked_link(engine: &Engine, target: Ipv4Addr) {
    engine.make(move |_, draft| {
        for (id, other, kind, router) in [
            ("ri-vpc", "ri-vbr", RouterType::VRouter, "vrt-1"),
            ("ri-vbr", "ri-vpc", RouterType::Vbr, "vbr-1"),
        ] {
            let other_router = if kind == RouterType::Vbr { "vrt-1" } else { "vbr-1" };
            let health_check = match kind {
                RouterType::Vbr => HealthCheck::default(),
                RouterType::VRouter => HealthCheck {
                    source: Some(Ipv4Addr::new(10, 1, 0, 9)),
                    target: Some(target),
                    rate: Some(100),
                    threshold: Some(20),
                },
            };
            let interface = RouterInterface {
                seq: draft.seq(),
                id: id.into(),
                router: RouterRef { kind, id: router.into() },
                link: Some(Box::new(Link {
                    interface: other.into(),
                    router: other_router.into(),
                    gone: false,
                })),
                status: Status::Active,
                health_check,
                ..RouterInterface::default()
            };
            draft.put(interface);
        }
    });
    // The ends were not there at the same time: the second has told the first that it is.
    assert_eq!(health(engine), (HealthState::Good, at(1_000)));
}

fn health(engine: &Engine) -> (HealthState, Time) {
    settled(engine);
    let state = engine.state();
    let health = state.router_interface("ri-vpc").expect("it is there").health.expect("it is checked");
    (health.state, health.since)
}

fn edit_interface(engine: &Engine, id: &'static str, change: impl Fn(&mut RouterInterface) + Send + 'static) {
    let find = move |state: &State| RouterInterface::clone(state.router_interface(id).expect("it is there"));
    edit(engine, find, change);
}

#[test]
fn a_health_check_fails_and_recovers_after_as_many_probes_as_it_needs() {
    let site = site();
    let engine = established(&site, false);
    put_checked_link(&engine, Ipv4Addr::new(10, 0, 1, 2));
    cut_line(&engine, "pc-1", true);
    engine.advance(ms(1_999));
    assert_eq!(health(&engine), (HealthState::Good, at(1_000)));
    engine.advance(ms(1));
    assert_eq!(health(&engine), (HealthState::Failed, at(3_000)));
    assert!(engine.state().router_interface("ri-vpc").expect("it is there").has_failed_health());
    cut_line(&engine, "pc-1", false);
    engine.advance(ms(1_000));
    cut_line(&engine, "pc-1", true);
    cut_line(&engine, "pc-1", false);
    engine.advance(ms(1_999));
    assert_eq!(health(&engine), (HealthState::Failed, at(3_000)));
    engine.advance(Duration::from_secs(60));
    assert_eq!(health(&engine), (HealthState::Good, at(6_000)));
    engine.stop();
}

#[test]
fn a_deactivated_interface_fails_its_health_check_from_either_end() {
    for id in ["ri-vpc", "ri-vbr"] {
        let site = site();
        let engine = established(&site, false);
        put_checked_link(&engine, Ipv4Addr::new(10, 0, 1, 2));
        edit_interface(&engine, id, |one| {
            one.status = one.status.on(Event::Deactivate).expect("it is active")
        });
        engine.advance(ms(1_999));
        assert_eq!(health(&engine), (HealthState::Good, at(1_000)));
        engine.advance(ms(1));
        assert_eq!(health(&engine), (HealthState::Failed, at(3_000)), "{id}");
        engine.stop();
    }
}

#[test]
fn a_target_answers_by_way_of_a_router_that_is_on() {
    let site = site();
    let engine = established(&site, false);
    put_checked_link(&engine, Ipv4Addr::new(172, 30, 0, 9));
    edit_customer(&engine, "dc-1", |customer| customer.on = false);
    engine.advance(Duration::from_secs(60));
    assert_eq!(health(&engine), (HealthState::Good, at(1_000)), "the other one answers");
    edit_customer(&engine, "dc-2", |customer| customer.networks.clear());
    engine.advance(Duration::from_secs(60));
    assert_eq!(health(&engine), (HealthState::Failed, at(63_000)));
    edit_interface(&engine, "ri-vpc", |one| one.health_check = HealthCheck::default());
    settled(&engine);
    let state = engine.state();
    assert_eq!(state.router_interface("ri-vpc").expect("it is there").health, None);
    engine.stop();
}
