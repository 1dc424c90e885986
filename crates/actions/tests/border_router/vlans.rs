//! VLANs: one holder each, zero for nobody else, kept for a time.

use std::time::Duration;

use xconnect_model::border_router::VbrEvent;

use super::*;

const CREATE: &str = "CreateVirtualBorderRouter";
const DAY: Duration = Duration::from_secs(86_400);

fn cut_off(world: &mut World, vbr: &str) {
    act(world, "TerminateVirtualBorderRouter", vbr, &[]);
    happen(world, vbr, VbrEvent::Terminated);
}

#[test]
fn a_vlan_has_one_holder_on_a_line() {
    let mut world = World::new();
    let (one, two) = (line(&mut world, "pc-1"), line(&mut world, "pc-2"));
    router(&mut world, &one, "100");
    assert_eq!(world.refused(CREATE, &creation(&one, "100", &[])), "400 InvalidVlanId.Used");
    router(&mut world, &two, "100");
    let vbr = router(&mut world, &one, "101");
    let refused = refused(&mut world, "ModifyVirtualBorderRouterAttribute", &vbr, &[("VlanId", "100")]);
    assert_eq!(refused, "400 InvalidVlanId.Used");
    shared_line(&mut world, "pc-shared", &one, 200);
    assert_eq!(world.refused(CREATE, &creation(&one, "200", &[])), "400 InvalidVlanId.Used");
}

#[test]
fn a_vlan_is_a_number_up_to_2999() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    for bad in ["3000", "-1", "+1", "1.0", "65536", "x", " 1"] {
        assert_eq!(world.refused(CREATE, &creation(&line, bad, &[])), "400 InvalidVlanId.Malformed", "{bad}");
    }
    router(&mut world, &line, "2999");
}

#[test]
fn vlan_0_takes_the_whole_line() {
    let mut world = World::new();
    let line_0 = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line_0, "0");
    let refused_with = |world: &mut World, vlan: &str| world.refused(CREATE, &creation("pc-1", vlan, &[]));
    assert_eq!(refused_with(&mut world, "0"), "400 OperationFailed.Vlan0VbrUnSharePconn");
    assert_eq!(refused_with(&mut world, "1"), "400 OperationFailed.PconnExistVlan0Vbr");
    // It may take a number, and give the line free for others.
    act(&mut world, "ModifyVirtualBorderRouterAttribute", &vbr, &[("VlanId", "5")]);
    assert_eq!(refused_with(&mut world, "0"), "400 OperationFailed.PconnAllocateVlan0");
    router(&mut world, &line_0, "6");
    let back = refused(&mut world, "ModifyVirtualBorderRouterAttribute", &vbr, &[("VlanId", "0")]);
    assert_eq!(back, "400 InvalidVlanId.Used");
}

#[test]
fn a_terminated_router_keeps_its_vlan_for_seven_days() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "100");
    cut_off(&mut world, &vbr);
    world.pass(DAY * 7 - Duration::from_secs(1));
    assert_eq!(world.refused(CREATE, &creation(&line, "100", &[])), "400 InvalidVlanId.Used");
    world.pass(Duration::from_secs(1));
    router(&mut world, &line, "100");
    let recovery = refused(&mut world, "RecoverVirtualBorderRouter", &vbr, &[]);
    assert_eq!(recovery, "400 OperationFailed.VlanIdAlreadyInUse");
}

#[test]
fn a_router_comes_back_late_when_its_vlan_is_still_free() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "100");
    cut_off(&mut world, &vbr);
    world.pass(DAY * 30);
    act(&mut world, "RecoverVirtualBorderRouter", &vbr, &[]);
    assert_eq!(world.refused(CREATE, &creation(&line, "100", &[])), "400 InvalidVlanId.Used");
}

#[test]
fn a_shared_line_has_vlans_of_its_own() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let shared = shared_line(&mut world, "pc-shared", &line, 100);
    router(&mut world, &line, "7");
    world.call_other(CREATE, &creation(&shared, "7", &[])).unwrap();
    assert_eq!(
        world.refused(CREATE, &creation(&shared, "8", &[])),
        "400 InvalidPhysicalConnectionId.NotFound"
    );
}

#[test]
fn a_router_on_its_way_to_a_shared_line_keeps_its_vlan() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &line, "100");
    accept(&mut world, &vbr);
    let shared = shared_line(&mut world, "pc-shared", &line, 100);
    edit_line(&mut world, &shared, |line| {
        line.shared.as_mut().unwrap().from_vbr = vbr.as_str().into();
    });
    cut_off(&mut world, &vbr);
    act(&mut world, "RecoverVirtualBorderRouter", &vbr, &[]);
    // For everybody else it is taken.
    assert_eq!(world.refused(CREATE, &creation(&line, "100", &[])), "400 InvalidVlanId.Used");
}
