//! Border routers of the second account on a line of the first: what either of them can do in every state.

use std::time::Duration;

use crate::lines;
use crate::matrix::{Matrix, by_first, by_second, manual};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{BEIJING, HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

/// A router, and the line that it is on.
struct Place {
    vbr: String,
    line: String,
}

/// Every state, with every action that can name a router.
const MATRIX: Matrix<Place> = Matrix {
    states: &[
        ("unconfirmed", unconfirmed),
        ("active", active),
        ("terminating", terminating),
        ("terminated", terminated),
        ("recovering", |world| {
            let place = terminated(world);
            world.send(&world.on_vbr("RecoverVirtualBorderRouter", &place.vbr)).success();
            place
        }),
        ("deleting", |world| {
            let place = active(world);
            world.send(&world.on_vbr("DeleteVirtualBorderRouter", &place.vbr).by_partner()).success();
            place
        }),
    ],
    actions: &[
        ("ModifyVirtualBorderRouterAttribute Name", |world, place| {
            modify(world, place).with("Name", "renamed")
        }),
        ("ModifyVirtualBorderRouterAttribute VlanId", |world, place| {
            modify(world, place).with("VlanId", "8")
        }),
        ("ModifyVirtualBorderRouterAttribute LocalGatewayIp...", |world, place| {
            addressed(modify(world, place))
        }),
        ("ModifyVirtualBorderRouterAttribute Bandwidth", |world, place| {
            modify(world, place).with("Bandwidth", "20")
        }),
        ("ModifyVirtualBorderRouterAttribute MinTxInterval", |world, place| {
            modify(world, place).with("MinTxInterval", "300")
        }),
        ("UpdateVirtualBorderBandwidth", |world, place| {
            world
                .on_vbr("UpdateVirtualBorderBandwidth", &place.vbr)
                .with("VirtualBorderRouterId", &place.vbr)
                .with("Bandwidth", "20")
        }),
        ("TerminateVirtualBorderRouter", |world, place| {
            world.on_vbr("TerminateVirtualBorderRouter", &place.vbr)
        }),
        ("RecoverVirtualBorderRouter", |world, place| world.on_vbr("RecoverVirtualBorderRouter", &place.vbr)),
        ("DeleteVirtualBorderRouter", |world, place| world.on_vbr("DeleteVirtualBorderRouter", &place.vbr)),
        ("AssociatePhysicalConnectionToVirtualBorderRouter", |world, place| {
            world.association(&place.vbr, &world.bare_line(PARTNER))
        }),
        ("UnassociatePhysicalConnectionFromVirtualBorderRouter", |world, place| {
            world
                .on_vbr("UnassociatePhysicalConnectionFromVirtualBorderRouter", &place.vbr)
                .with("PhysicalConnectionId", &place.line)
        }),
        ("DescribeVirtualBorderRouters", |world, _| {
            world.call("DescribeVirtualBorderRouters", &[("RegionId", HANGZHOU)])
        }),
        ("DescribeVirtualBorderRoutersForPhysicalConnection", |world, place| {
            world.on_line("DescribeVirtualBorderRoutersForPhysicalConnection", &place.line)
        }),
        ("CreateVpconnFromVbr", |world, place| world.on_vbr("CreateVpconnFromVbr", &place.vbr)),
        ("CreateRouterInterface", |world, place| {
            world
                .creation(&place.vbr)
                .with("RouterType", "VBR")
                .with("AccessPointId", HANGZHOU_POINT)
                .with("OppositeRouterType", "VRouter")
                .with("OppositeRegionId", BEIJING)
        }),
        ("GrantInstanceToCen", |world, place| {
            world
                .call("GrantInstanceToCen", &[("RegionId", HANGZHOU), ("InstanceType", "VBR")])
                .with("InstanceId", &place.vbr)
                .with("CenId", &world.active_cen(OWN))
                .with("CenOwnerId", &OWN.to_string())
        }),
        ("AttachCenChildInstance", |world, place| world.attachment(&world.active_cen(PARTNER), &place.vbr)),
        ("TerminatePhysicalConnection", |world, place| {
            world.on_line("TerminatePhysicalConnection", &place.line)
        }),
    ],
    state,
};

/// The states in which a router can have a further line, with what depends on it.
const ASSOCIATED: Matrix<Place> = Matrix {
    states: &[
        ("active", associated),
        ("terminating", |world| {
            let place = associated(world);
            world.send(&world.on_vbr("TerminateVirtualBorderRouter", &place.vbr)).success();
            place
        }),
        ("terminated", terminated_with_a_further_line),
        ("recovering", |world| {
            let place = terminated_with_a_further_line(world);
            world.send(&world.on_vbr("RecoverVirtualBorderRouter", &place.vbr)).success();
            place
        }),
    ],
    actions: &[
        ("AssociatePhysicalConnectionToVirtualBorderRouter", |world, place| {
            world.association(&place.vbr, &place.line)
        }),
        ("UnassociatePhysicalConnectionFromVirtualBorderRouter", |world, place| {
            world
                .on_vbr("UnassociatePhysicalConnectionFromVirtualBorderRouter", &place.vbr)
                .with("PhysicalConnectionId", &place.line)
        }),
        ("ModifyVirtualBorderRouterAttribute Associated...", |world, place| {
            let settings =
                format!("[{{\"PhysicalConnectionId\":\"{}\",\"CircuitCode\":\"c-1\"}}]", place.line);
            modify(world, place).with("AssociatedPhysicalConnections", &settings)
        }),
        ("DeleteVirtualBorderRouter", |world, place| world.on_vbr("DeleteVirtualBorderRouter", &place.vbr)),
        ("TerminatePhysicalConnection of the further line", |world, place| {
            world.on_line("TerminatePhysicalConnection", &place.line)
        }),
    ],
    state,
};

fn unconfirmed(world: &World) -> Place {
    let line = lines::enabled(world);
    let vbr = world.send(&world.router_for_another_on(&line, "1")).text("VbrId");
    Place { vbr, line }
}

fn active(world: &World) -> Place {
    let place = unconfirmed(world);
    world.send(&addressed(modify(world, &place)).by_partner()).success();
    place
}

fn terminating(world: &World) -> Place {
    let place = active(world);
    world.send(&world.on_vbr("TerminateVirtualBorderRouter", &place.vbr)).success();
    place
}

fn terminated(world: &World) -> Place {
    let place = terminating(world);
    world.finish();
    place
}

/// An active router, and in place of its own line the further one.
fn associated(world: &World) -> Place {
    let Place { vbr, .. } = active(world);
    let line = world.bare_line(PARTNER);
    world.send(&world.association(&vbr, &line).by_partner()).success();
    Place { vbr, line }
}

fn terminated_with_a_further_line(world: &World) -> Place {
    let place = associated(world);
    world.send(&world.on_vbr("TerminateVirtualBorderRouter", &place.vbr)).success();
    world.finish();
    place
}

fn modify(world: &World, place: &Place) -> Call {
    world.on_vbr("ModifyVirtualBorderRouterAttribute", &place.vbr)
}

fn addressed(call: Call) -> Call {
    call.with("LocalGatewayIp", "10.0.0.1")
        .with("PeerGatewayIp", "10.0.0.2")
        .with("PeeringSubnetMask", "255.255.255.252")
}

fn state(world: &World, place: &Place) -> String {
    let state = world.state();
    state.virtual_border_router(&place.vbr).map_or("gone", |vbr| vbr.status.lower_case()).to_owned()
}

#[test]
fn every_action_of_the_line_s_owner_in_every_state() {
    insta::assert_snapshot!(MATRIX.table(by_first));
}

#[test]
fn every_action_of_the_router_s_owner_in_every_state() {
    insta::assert_snapshot!(MATRIX.table(by_second));
}

#[test]
fn every_action_on_a_further_line() {
    insta::assert_snapshot!(ASSOCIATED.table(by_second));
}

#[test]
fn a_terminated_router_keeps_its_vlan_for_seven_days_and_then_only_while_nobody_takes_it() {
    let day = Duration::from_secs(86_400);
    let world = manual();
    let place = terminated(&world);
    world.pass(7 * day - Duration::from_secs(60));
    let take = || world.send(&world.router_on(&place.line, "1"));
    assert_eq!(take().refusal(), "400 InvalidVlanId.Used");
    world.pass(day);
    let recover = || world.send(&world.on_vbr("RecoverVirtualBorderRouter", &place.vbr));
    recover().success();
    world.finish();
    assert_eq!(state(&world, &place), "active");
    world.send(&world.on_vbr("TerminateVirtualBorderRouter", &place.vbr)).success();
    world.finish();
    world.pass(8 * day);
    take().success();
    assert_eq!(recover().refusal(), "400 OperationFailed.VlanIdAlreadyInUse");
}
