//! Interfaces that are locked: because of bills, and by risk control.

use xconnect_model::router_interface::BusinessStatus;

use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, Pair};

/// Makes a call, with whatever it needs.
type Attempt = fn(&World, &Pair) -> Call;

/// What can be done to a connected pair's initiator, and beside it.
const ATTEMPTS: [(&str, Attempt); 9] = [
    ("ConnectRouterInterface", |world, pair| on(world, "ConnectRouterInterface", &pair.initiator)),
    ("ConnectRouterInterface, another one", |world, _| {
        on(world, "ConnectRouterInterface", &world.pair().initiator)
    }),
    ("CreateRouterInterface", |world, _| world.creation(&world.router(OWN, HANGZHOU))),
    ("DeactivateRouterInterface", |world, pair| on(world, "DeactivateRouterInterface", &pair.initiator)),
    ("ActivateRouterInterface", |world, pair| on(world, "ActivateRouterInterface", &pair.initiator)),
    ("ModifyRouterInterfaceSpec", |world, pair| {
        on(world, "ModifyRouterInterfaceSpec", &pair.initiator).with("Spec", "Mini.2")
    }),
    ("ModifyRouterInterfaceAttribute", |world, pair| {
        on(world, "ModifyRouterInterfaceAttribute", &pair.initiator).with("Name", "renamed")
    }),
    ("DeleteRouterInterface", |world, pair| on(world, "DeleteRouterInterface", &pair.initiator)),
    ("DescribeRouterInterfaces", |world, _| world.list()),
];

fn on(world: &World, action: &str, interface: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouterInterfaceId", interface)])
}

#[test]
fn every_action_on_a_locked_interface() {
    let mut table = String::new();
    for lock in [BusinessStatus::FinancialLocked, BusinessStatus::SecurityLocked] {
        for frozen in [false, true] {
            table.push_str(&format!("{} {}\n", if frozen { "Inactive" } else { "Active" }, lock.as_str()));
            for (what, attempt) in ATTEMPTS {
                table.push_str(&format!("  {what:<36} {}\n", outcome(lock, frozen, attempt)));
            }
        }
    }
    insta::assert_snapshot!(table);
}

fn outcome(lock: BusinessStatus, frozen: bool, attempt: Attempt) -> String {
    let world = World::new();
    let pair = world.connected();
    if frozen {
        world.act("DeactivateRouterInterface", &pair.initiator);
        world.settle();
    }
    // The call first: what it needs may have to be made, which a lock can forbid.
    let call = attempt(&world, &pair);
    world.lock(&pair.initiator, lock);
    assert_eq!(world.seen(&pair.initiator, "BusinessStatus"), lock.as_str());
    let answer = world.send(&call);
    if answer.status == 200 { "done".to_owned() } else { answer.refusal() }
}

#[test]
fn a_lock_shows_at_the_other_end_and_does_not_touch_the_status() {
    let world = World::new();
    let pair = world.connected();
    world.lock(&pair.acceptor, BusinessStatus::FinancialLocked);
    let seen = world.describe(&pair.initiator);
    assert_eq!(seen["OppositeInterfaceBusinessStatus"], "FinancialLocked");
    assert_eq!((&seen["Status"], &seen["BusinessStatus"]), (&"Active".into(), &"Normal".into()));
    // The partner's bills are not the caller's.
    world.interface(&[]);
}

#[test]
fn an_acceptor_that_risk_control_has_locked_is_not_connected() {
    let world = World::new();
    let pair = world.pair();
    world.lock(&pair.acceptor, BusinessStatus::SecurityLocked);
    let answer = world.send(&on(&world, "ConnectRouterInterface", &pair.initiator));
    assert_eq!(answer.refusal(), "403 Forbidden.RiskControl");
}
