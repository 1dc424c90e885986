//! Shared lines: what partner and tenant can do in every state. The first account is the partner, the second the
//! tenant.

use xconnect_model::physical_connection::{Status, VpconnStatus};
use xconnect_model::{AccountId, PhysicalConnection};
use xconnect_state::rows;

use crate::lines;
use crate::matrix::{Matrix, by_first, by_second};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, PARTNER};

const TENANT: AccountId = PARTNER;

/// Every state of a shared line, with every action that can name one.
const MATRIX: Matrix<String> = Matrix {
    states: &[
        ("UnConfirmed, Allocated", unconfirmed),
        ("Confirmed, Confirmed", confirmed),
        ("Confirmed, Confirmed, opening", |world| after(world, confirmed, "EnablePhysicalConnection")),
        ("Confirmed, Enabled", enabled),
        ("Confirmed, Terminating", |world| after(world, enabled, "TerminatePhysicalConnection")),
        ("Confirmed, Terminated", terminated),
        ("Confirmed, Terminated, recovering", |world| {
            let line = terminated(world);
            world.send(&recover(world, &line).by_partner()).success();
            line
        }),
        ("Confirmed, Canceled", |world| after(world, confirmed, "CancelPhysicalConnection")),
        ("Deleted", |world| after(world, terminated, "DeletePhysicalConnection")),
    ],
    actions: &[
        ("ConfirmPhysicalConnection", |world, line| world.on_line("ConfirmPhysicalConnection", line)),
        ("EnablePhysicalConnection", |world, line| world.on_line("EnablePhysicalConnection", line)),
        ("CancelPhysicalConnection", |world, line| world.on_line("CancelPhysicalConnection", line)),
        ("TerminatePhysicalConnection", |world, line| world.on_line("TerminatePhysicalConnection", line)),
        ("RecoverPhysicalConnection", |world, line| recover(world, line)),
        ("DeletePhysicalConnection", |world, line| world.on_line("DeletePhysicalConnection", line)),
        ("ModifyPhysicalConnectionAttribute Name", |world, line| {
            world.on_line("ModifyPhysicalConnectionAttribute", line).with("Name", "renamed")
        }),
        ("ModifyPhysicalConnectionAttribute bandwidth", |world, line| {
            world.on_line("ModifyPhysicalConnectionAttribute", line).with("bandwidth", "40")
        }),
        ("DescribePhysicalConnections", |world, _| {
            world.call("DescribePhysicalConnections", &[("RegionId", HANGZHOU)])
        }),
        ("ApplyPhysicalConnectionLOA", |world, line| world.letter_for(line)),
        ("DescribePhysicalConnectionLOA", |world, line| {
            world.on_letter("DescribePhysicalConnectionLOA", line)
        }),
        ("CompletePhysicalConnectionLOA", |world, line| {
            world.on_letter("CompletePhysicalConnectionLOA", line)
        }),
        ("CreatePhysicalConnectionOccupancyOrder", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line)
        }),
        ("CreatePhysicalConnectionOccupancyOrder AutoPay", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line).with("AutoPay", "true")
        }),
        ("CreateVirtualPhysicalConnection", |world, line| world.share(line, TENANT, "5")),
        ("ListVirtualPhysicalConnections", |world, _| {
            world.call("ListVirtualPhysicalConnections", &[("RegionId", HANGZHOU)])
        }),
        ("UpdateVirtualPhysicalConnection VlanId", |world, line| {
            world.on_letter("UpdateVirtualPhysicalConnection", line).with("VlanId", "9")
        }),
        ("UpdateVirtualPhysicalConnection ExpectSpec", |world, line| {
            world
                .on_letter("UpdateVirtualPhysicalConnection", line)
                .with("VlanId", "5")
                .with("ExpectSpec", "100M")
        }),
        ("CreateVirtualBorderRouter", |world, line| world.router_on(line, "7")),
    ],
    state: |world, line| state(world, line),
};

/// The way of a converted border router: the shared line that was made from it, in the states up to its opening.
const CONVERSION: Matrix<(String, String)> = Matrix {
    states: &[
        ("UnConfirmed, Allocated; router on the line below", converted),
        ("Confirmed, Confirmed; router on the line below", |world| {
            let (line, vbr) = converted(world);
            act(world, "ConfirmPhysicalConnection", &line);
            (line, vbr)
        }),
        ("Confirmed, Enabled; router on the line below", opened),
        ("Confirmed, Enabled; router on the shared line", attached),
    ],
    actions: &[
        ("CreateVpconnFromVbr", |world, (_, vbr)| world.on_vbr("CreateVpconnFromVbr", vbr)),
        ("AttachVbrToVpconn", |world, (line, vbr)| attach(world, line, vbr)),
        ("ConfirmPhysicalConnection", |world, (line, _)| world.on_line("ConfirmPhysicalConnection", line)),
        ("EnablePhysicalConnection", |world, (line, _)| world.on_line("EnablePhysicalConnection", line)),
        ("CancelPhysicalConnection", |world, (line, _)| world.on_line("CancelPhysicalConnection", line)),
        ("TerminatePhysicalConnection", |world, (line, _)| {
            world.on_line("TerminatePhysicalConnection", line)
        }),
        ("DeletePhysicalConnection", |world, (line, _)| world.on_line("DeletePhysicalConnection", line)),
        ("UpdateVirtualPhysicalConnection VlanId", |world, (line, _)| {
            world.on_letter("UpdateVirtualPhysicalConnection", line).with("VlanId", "9")
        }),
        ("ModifyVirtualBorderRouterAttribute VlanId", |world, (_, vbr)| {
            world.on_vbr("ModifyVirtualBorderRouterAttribute", vbr).with("VlanId", "8")
        }),
        ("TerminateVirtualBorderRouter", |world, (_, vbr)| world.on_vbr("TerminateVirtualBorderRouter", vbr)),
        ("DeleteVirtualBorderRouter", |world, (_, vbr)| world.on_vbr("DeleteVirtualBorderRouter", vbr)),
    ],
    state: |world, (line, vbr)| {
        let place = match world.state().virtual_border_router(vbr) {
            Some(router) if router.line.as_str() == line => "router on the shared line",
            Some(_) => "router on the line below",
            None => "no router",
        };
        format!("{}; {place}", state(world, line))
    },
};

fn unconfirmed(world: &World) -> String {
    world.send(&world.share(&lines::enabled(world), TENANT, "5")).text("VirtualPhysicalConnection")
}

fn confirmed(world: &World) -> String {
    after(world, unconfirmed, "ConfirmPhysicalConnection")
}

fn enabled(world: &World) -> String {
    let line = after(world, confirmed, "EnablePhysicalConnection");
    world.finish();
    line
}

fn terminated(world: &World) -> String {
    let line = after(world, enabled, "TerminatePhysicalConnection");
    world.finish();
    line
}

/// A shared line and the tenant's border router on the line below that it was made from.
fn converted(world: &World) -> (String, String) {
    let below = lines::enabled(world);
    let vbr = world.send(&world.router_for_another_on(&below, "3").with("Bandwidth", "50")).text("VbrId");
    let accept = world.on_vbr("ModifyVirtualBorderRouterAttribute", &vbr).with("LocalGatewayIp", "10.0.0.1");
    let accept = accept.with("PeerGatewayIp", "10.0.0.2").with("PeeringSubnetMask", "255.255.255.252");
    world.send(&accept.by_partner()).success();
    let line = world.send(&world.on_vbr("CreateVpconnFromVbr", &vbr)).text("VirtualPhysicalConnection");
    (line, vbr)
}

fn opened(world: &World) -> (String, String) {
    let (line, vbr) = converted(world);
    act(world, "ConfirmPhysicalConnection", &line);
    act(world, "EnablePhysicalConnection", &line);
    world.finish();
    (line, vbr)
}

fn attached(world: &World) -> (String, String) {
    let (line, vbr) = opened(world);
    world.send(&attach(world, &line, &vbr)).success();
    (line, vbr)
}

fn attach(world: &World, line: &str, vbr: &str) -> Call {
    world.on_vbr("AttachVbrToVpconn", vbr).with("VpconnId", line)
}

fn after(world: &World, way: fn(&World) -> String, action: &str) -> String {
    let line = way(world);
    act(world, action, &line);
    line
}

/// The tenant acts, with success.
fn act(world: &World, action: &str, line: &str) {
    world.send(&world.on_line(action, line).by_partner()).success();
}

fn recover(world: &World, line: &str) -> Call {
    world.on_letter("RecoverPhysicalConnection", line)
}

fn state(world: &World, line: &str) -> String {
    match record(world, line).map(|line| line.shared.unwrap().status) {
        None => "gone".to_owned(),
        Some(VpconnStatus::Deleted) => "Deleted".to_owned(),
        Some(status) => format!("{}, {}", status.as_str(), lines::state(world, line)),
    }
}

/// The record, which a deleted shared line has, too.
fn record(world: &World, line: &str) -> Option<PhysicalConnection> {
    let key = rows::physical_connection::id(line);
    world.state().physical_connections.first(key).map(|line| PhysicalConnection::clone(line))
}

#[test]
fn every_action_of_the_tenant_in_every_state() {
    insta::assert_snapshot!(MATRIX.table(by_second));
}

#[test]
fn every_action_of_the_partner_in_every_state() {
    insta::assert_snapshot!(MATRIX.table(by_first));
}

#[test]
fn every_action_of_the_partner_on_the_way_of_a_conversion() {
    insta::assert_snapshot!(CONVERSION.table(by_first));
}

#[test]
fn every_action_of_the_tenant_on_the_way_of_a_conversion() {
    insta::assert_snapshot!(CONVERSION.table(by_second));
}

#[test]
fn payment_opens_a_line_that_its_tenant_has_accepted() {
    let world = crate::matrix::manual();
    let line = unconfirmed(&world);
    let order = world.on_line("CreatePhysicalConnectionOccupancyOrder", &line).with("AutoPay", "true");
    world.send(&order.by_partner()).success();
    assert_eq!(state(&world, &line), "UnConfirmed, Allocated");
    act(&world, "ConfirmPhysicalConnection", &line);
    assert_eq!(state(&world, &line), "Confirmed, Confirmed, opening");
    world.finish();
    assert_eq!(record(&world, &line).unwrap().status, Status::Enabled);
}

#[test]
fn a_shared_line_forgets_the_router_that_it_was_made_from_when_that_is_deleted() {
    let world = crate::matrix::manual();
    let made_from = |world: &World, line: &str| {
        let line = world.state().physical_connection(line).unwrap().shared.clone().unwrap();
        line.from_vbr.to_string()
    };
    for way in [converted, attached] {
        let (line, vbr) = way(&world);
        assert_eq!(made_from(&world, &line), vbr);
        world.send(&world.on_vbr("DeleteVirtualBorderRouter", &vbr).by_partner()).success();
        world.finish();
        assert!(world.state().virtual_border_router(&vbr).is_none());
        assert_eq!(made_from(&world, &line), "");
        // The VLAN below stays the shared line's.
        let parent = world.state().physical_connection(&line).unwrap().shared.clone().unwrap().parent;
        assert_eq!(world.send(&world.router_on(parent.as_str(), "3")).refusal(), "400 InvalidVlanId.Used");
    }
}

#[test]
fn a_deleted_line_leaves_the_list_after_seven_days() {
    let world = crate::matrix::manual();
    let line = after(&world, terminated, "DeletePhysicalConnection");
    world.pass(std::time::Duration::from_secs(7 * 86_400 - 1));
    world.until("still listed", |state| state.under_way() == 0);
    assert_eq!(state(&world, &line), "Deleted");
    world.pass(std::time::Duration::from_secs(1));
    world.until("forgotten", |state| {
        state.physical_connections.count(rows::physical_connection::id(&line)) == 0
    });
}
