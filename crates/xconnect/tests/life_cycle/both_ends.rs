//! What becomes of two ends together: fast links, deletions, failed connections, restarts on the way.

use crate::support::World;
use crate::support::records::{BEIJING, HANGZHOU, OWN, PARTNER};

/// Both ends of a fast link: the initiator first.
fn fast_link(world: &World) -> (String, String) {
    let other = world.router(OWN, HANGZHOU);
    let initiator = world.interface(&[
        ("FastLinkMode", "true"),
        ("OppositeRegionId", HANGZHOU),
        ("OppositeRouterId", &other),
        ("OppositeRouterType", "VRouter"),
    ]);
    let acceptor = world.seen(&initiator, "OppositeInterfaceId");
    (initiator, acceptor)
}

fn delete_both(world: &World, interface: &str, force: &str) -> String {
    let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", interface), ("Force", force)];
    let answer = world.send(&world.call("DeleteExpressConnect", &params));
    if answer.status == 200 { "done".to_owned() } else { answer.refusal() }
}

#[test]
fn a_fast_link_makes_and_connects_both_ends() {
    let world = World::new();
    let (initiator, acceptor) = fast_link(&world);
    assert_eq!(world.seen(&initiator, "Status"), "Connecting");
    assert_eq!(world.seen(&acceptor, "Status"), "AcceptingConnecting");
    world.settle();
    for (end, role, spec, other) in [
        (&initiator, "InitiatingSide", "Large.1", &acceptor),
        (&acceptor, "AcceptingSide", "Negative", &initiator),
    ] {
        let seen = world.describe(end);
        assert_eq!(seen["Status"], "Active");
        assert_eq!(seen["OppositeInterfaceStatus"], "Active");
        assert_eq!((&seen["Role"], &seen["Spec"]), (&role.into(), &spec.into()));
        assert_eq!(seen["OppositeInterfaceId"], other.as_str());
        assert_eq!(seen["OppositeInterfaceOwnerId"], OWN.to_string());
        assert_eq!(seen["FastLinkMode"], "true");
    }
}

#[test]
fn both_ends_are_deleted_with_one_call_when_they_are_at_rest_or_by_force() {
    let world = World::new();
    let (initiator, acceptor) = fast_link(&world);
    world.settle();
    assert_eq!(delete_both(&world, &initiator, "false"), "400 IncorrectStatus");
    world.act("DeactivateRouterInterface", &initiator);
    world.settle();
    assert_eq!(delete_both(&world, &initiator, "false"), "400 IncorrectStatus", "one end is still active");
    assert_eq!(delete_both(&world, &acceptor, "true"), "done");
    assert_eq!(world.seen(&initiator, "Status"), "Deleting");
    world.settle();
    assert!(world.state().router_interfaces.is_empty());
    let (initiator, _) = fast_link(&world);
    assert_eq!(delete_both(&world, &initiator, "true"), "done", "even while it is being connected");
    world.settle();
    assert!(world.state().router_interfaces.is_empty());
}

#[test]
fn inactive_ends_need_no_force() {
    let world = World::new();
    let (initiator, acceptor) = fast_link(&world);
    world.settle();
    world.act("DeactivateRouterInterface", &initiator);
    world.act("DeactivateRouterInterface", &acceptor);
    world.settle();
    assert_eq!(delete_both(&world, &initiator, "false"), "done");
    world.settle();
    assert!(world.state().router_interfaces.is_empty());
}

#[test]
fn an_interface_without_a_connection_is_deleted_alone() {
    let world = World::new();
    let interface = world.interface(&[]);
    assert_eq!(delete_both(&world, &interface, "false"), "done");
    world.settle();
    assert_eq!(world.seen(&interface, "RouterInterfaceId"), "");
}

#[test]
fn the_end_that_stays_keeps_its_status_and_sees_the_other_as_deleted() {
    let world = World::new();
    let pair = world.connected();
    world.withdraw(&pair.acceptor);
    let seen = world.describe(&pair.initiator);
    assert_eq!((&seen["Status"], &seen["OppositeInterfaceStatus"]), (&"Active".into(), &"Deleted".into()));
    // It is of no more use, and can be taken away.
    world.act("DeactivateRouterInterface", &pair.initiator);
    world.settle();
    world.act("DeleteRouterInterface", &pair.initiator);
    world.settle();
    assert!(world.state().router_interfaces.is_empty());
}

#[test]
fn from_the_moment_of_its_deletion_an_interface_is_gone_for_the_other_end() {
    let world = World::new();
    let pair = world.connected();
    world.act("DeactivateRouterInterface", &pair.initiator);
    world.settle();
    world.act("DeleteRouterInterface", &pair.initiator);
    let params = [("RegionId", BEIJING), ("InstanceId", pair.acceptor.as_str())];
    let seen = world.send(&world.call("DescribeRouterInterfaceAttribute", &params).by_partner()).success();
    assert_eq!((&seen["Status"], &seen["OppositeInterfaceStatus"]), (&"Active".into(), &"Deleted".into()));
    assert_eq!(world.seen(&pair.initiator, "Status"), "Deleting");
}

#[test]
fn a_connection_that_fails_brings_both_ends_back() {
    let world = World::new();
    let pair = world.pair();
    world.server.fabric().fail(pair.initiator.as_str().into(), "no light");
    for _ in 0..2 {
        world.act("ConnectRouterInterface", &pair.initiator);
        world.settle();
        let state = world.state();
        for end in [&pair.initiator, &pair.acceptor] {
            let interface = state.router_interface(end).unwrap();
            assert_eq!(interface.status.as_str(), "Idle");
            assert_eq!(interface.failure.as_deref(), Some("no light"));
            assert_eq!(interface.link, None);
        }
    }
    assert_eq!(world.seen(&pair.initiator, "OppositeInterfaceStatus"), "");
}

#[test]
fn a_connection_whose_acceptor_is_withdrawn_on_the_way_comes_to_nothing() {
    let world = World::new();
    let pair = world.connecting();
    let acceptor = pair.acceptor.clone();
    world.edit(move |state, draft| draft.delete(state.router_interface(&acceptor).unwrap().as_ref()));
    world.settle();
    assert_eq!(world.seen(&pair.initiator, "Status"), "Idle");
}

#[test]
fn what_is_under_way_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = crate::support::Setup::default().folder(folder.path()).start();
    let pair = world.connecting();
    let world = world.restart();
    assert_eq!(world.seen(&pair.initiator, "Status"), "Connecting");
    world.settle();
    assert_eq!(world.seen(&pair.initiator, "Status"), "Active");
    let world = world.restart();
    assert_eq!(world.seen(&pair.initiator, "OppositeInterfaceStatus"), "Active");
}

#[test]
fn two_routers_can_be_connected_again_after_a_deletion() {
    let world = World::new();
    let pair = world.connected();
    world.act("DeactivateRouterInterface", &pair.initiator);
    world.settle();
    world.act("DeleteRouterInterface", &pair.initiator);
    let again = world.interface_on(
        &pair.router,
        &[
            ("OppositeInterfaceId", &pair.acceptor),
            ("OppositeRouterId", &pair.other_router),
            ("OppositeRouterType", "VRouter"),
            ("OppositeInterfaceOwnerId", &PARTNER.to_string()),
        ],
    );
    // Its old partner is in the way until it is frozen and deleted too.
    let connect =
        world.call("ConnectRouterInterface", &[("RegionId", HANGZHOU), ("RouterInterfaceId", &again)]);
    assert_eq!(world.send(&connect).refusal(), "400 AttrMismatching.AcceptingSideOppositeInterfaceId");
    world.withdraw(&pair.acceptor);
    world.settle();
    assert_eq!(world.state().router_interfaces.len(), 1);
}
