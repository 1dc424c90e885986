//! Requests from another time, and requests that were sent before.

use std::time::Duration;

use xconnect_model::Time;

use crate::support::records::HANGZHOU;
use crate::support::{Setup, World};

const USED: &str = "400 SignatureNonceUsed";
const NOT_NOW: &str = "400 IllegalTimestamp";

#[test]
fn a_request_may_be_an_hour_early_or_late() {
    let world = World::new();
    for (timestamp, accepted) in [
        ("2026-11-20T23:00:00Z", true),
        ("2026-11-20T22:59:59Z", false),
        ("2026-11-21T01:00:00Z", true),
        ("2026-11-21T01:00:01Z", false),
        ("2026-11-21 00:00:00", false),
        ("1795219200", false),
    ] {
        let answer = world.send(&world.list().with("Timestamp", timestamp));
        if accepted {
            answer.success();
        } else {
            assert_eq!(answer.refusal(), NOT_NOW, "{timestamp}");
        }
    }
}

#[test]
fn the_window_is_configurable_and_does_not_follow_the_service_clock() {
    let world = Setup::default().config("[limits]\ntimestamp_window_seconds = 5").start();
    world.pass(Duration::from_secs(86_400));
    world.send(&world.list()).success();
    assert_eq!(world.send(&world.list().with("Timestamp", "2026-11-21T00:00:06Z")).refusal(), NOT_NOW);
}

#[test]
fn the_same_request_does_nothing_twice() {
    let world = World::new();
    for call in [world.list(), world.list().acs3(), world.list().with("RegionId", "cn-nowhere")] {
        world.send(&call);
        assert_eq!(world.send(&call).refusal(), USED);
        // Under another date it is the same nonce.
        assert_eq!(world.send(&call.with("Timestamp", "2026-11-21T00:10:00Z")).refusal(), USED);
    }
}

#[test]
fn nonces_are_each_keys_own_and_only_its_owner_can_use_one_up() {
    let world = World::new();
    let call = world.list();
    assert_eq!(world.send(&call.clone().key("testid", "guessed")).refusal(), "400 SignatureDoesNotMatch");
    world.send(&call).success();
    world.send(&call.by_partner()).success();
}

#[test]
fn a_write_is_not_done_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().folder(folder.path()).start();
    let done = world.call("ModifyRouterInterfaceAttribute", &[]);
    let done =
        done.with("RouterInterfaceId", &world.interface(&[])).with("RegionId", HANGZHOU).with("Name", "done");
    let refused = done.clone().with("SignatureNonce", "of the refused one").with("Name", "!");
    world.send(&done).success();
    assert_eq!(world.send(&refused).refusal(), "400 InvalidName.Malformed");
    let world = world.restart();
    assert_eq!(world.send(&done).refusal(), USED);
    assert_eq!(world.send(&refused).refusal(), USED);
    assert_eq!(world.state().router_interfaces.iter().next().unwrap().name, "done");
}

#[test]
fn what_was_signed_long_ago_stays_refused() {
    let world = World::new();
    let call = world.list();
    world.send(&call).success();
    world.wall().advance(Duration::from_secs(3_601));
    assert_eq!(world.send(&call).refusal(), NOT_NOW);
    assert_eq!(world.server.engine().clock().wall(), Time::from_wire("2026-11-21T01:00:01Z").unwrap());
}
