//! CreateVirtualBorderRouter.

use super::{IPV6, REGION, TRAFFIC, close_traffic, take_ipv6};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{ABROAD, OWN, PARTNER};

const CREATE: &str = "CreateVirtualBorderRouter";

pub(crate) fn cases() -> Vec<Case> {
    [missing(), values(), vlans(), line(), quotas(), owner(), not_by_caller()].into_iter().flatten().collect()
}

/// A creation that succeeds.
fn good(world: &World) -> Call {
    world.router_on(&world.bare_line(OWN), "1")
}

/// A row that one parameter's value provokes.
fn of_value(code: &'static str, message: &'static str, name: &'static str, value: &'static str) -> Case {
    case(CREATE, 400, code, message, move |world| good(world).with(name, value))
}

fn of_missing(name: &'static str, message: &'static str) -> Case {
    case(CREATE, 400, "MissingParameter", message, move |world| good(world).with(name, ""))
}

fn missing() -> Vec<Case> {
    vec![
        of_missing(
            "PhysicalConnectionId",
            "The input parameter 'PhysicalConnectionId' that is mandatory for processing this request is not supplied.",
        ),
        of_missing(
            "VlanId",
            "The input parameter 'VlanId' that is mandatory for processing this request is not supplied.",
        ),
        of_missing(
            "LocalGatewayIp",
            "The input parameter 'LocalGatewayIp' that is mandatory for processing this request is not supplied.",
        ),
        of_missing(
            "PeerGatewayIp",
            "The input parameter 'PeerGatewayIp' that is mandatory for processing this request is not supplied.",
        ),
        of_missing(
            "PeeringSubnetMask",
            "The input parameter 'PeeringSubnetMask' that is mandatory for processing this request is not supplied.",
        ),
        case(
            CREATE,
            400,
            "MissingParameter",
            "LocalGatewayIp, peerGatewayIp and peeringSubnetMask must not be null.",
            |world| {
                let none = ["LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask"];
                none.into_iter().fold(good(world), |call, name| call.with(name, ""))
            },
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        of_value("InvalidVlanId.Malformed", "The specified VlanId is not valid.", "VlanId", "3000"),
        of_value(
            "InvalidCircuitCode.Malformed",
            "The specified CircuitCode is not valid.",
            "CircuitCode",
            "a b",
        ),
        of_value(
            "InvalidLocalGatewayIp.Malformed",
            "The specified LocalGatewayIp is not valid.",
            "LocalGatewayIp",
            "10.0.0.0",
        ),
        of_value(
            "InvalidPeerGatewayIp.Malformed",
            "The specified PeerGatewayIp is not valid.",
            "PeerGatewayIp",
            "10.0.0.1",
        ),
        of_value(
            "InvalidPeeringSubnetMask.Malformed",
            "The specified PeeringSubnetMask is not valid.",
            "PeeringSubnetMask",
            "255.255.0.0",
        ),
        of_value(
            "InvalidIp.NotSameSubnet",
            "Local gateway ip and peer gateway ip are not in the same subnet.",
            "PeerGatewayIp",
            "10.0.0.6",
        ),
        of_value("InvalidIP.Malformed", "Ip malformed.", "PeeringIpv6SubnetMask", "2408::"),
        of_value("InvalidName.Malformed", r#"The specified "Name" is not valid."#, "Name", "x"),
        of_value(
            "InvalidDescription.Malformed",
            r#"The specifid "Description" is not valid."#,
            "Description",
            "http://example.com",
        ),
        case(CREATE, IPV6.0, IPV6.1, IPV6.2, |world| {
            take_ipv6(world);
            good(world).with("EnableIpv6", "true")
        }),
        case(CREATE, 404, "InvalidRegionId.NotFound", REGION, |world| {
            good(world).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn vlans() -> Vec<Case> {
    let beside = |present: &'static str, wanted: &'static str| {
        move |world: &World| {
            let line = world.bare_line(OWN);
            world.vbr_on(&line, present);
            world.router_on(&line, wanted)
        }
    };
    vec![
        case(CREATE, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", beside("1", "1")),
        case(
            CREATE,
            400,
            "OperationFailed.PconnAllocateVlan0",
            "Vlan 0 Vbr cannot share the physical connection with another Vbr.",
            beside("1", "0"),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.PconnExistVlan0Vbr",
            "The physical connection has VLAN 0 VBR. You cannot create another VBR.",
            beside("0", "1"),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.Vlan0VbrUnSharePconn",
            "VLAN 0 VBR cannot share the physical connection with another VBR.",
            beside("0", "0"),
        ),
    ]
}

fn line() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "InvalidPhysicalConnectionId.NotFound",
            "The specified PhysicalConnectionId is not found.",
            |world| world.router_on(&world.bare_line(PARTNER), "1"),
        ),
        case(
            CREATE,
            400,
            "InvalidPhysicalConnectionId.NotEnabled",
            "The specified PhysicalConnectionId is not in Enabled state.",
            |world| world.router_on(&world.line(&[]), "1"),
        ),
        case(CREATE, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            close_traffic(world);
            good(world)
        }),
        case(
            CREATE,
            400,
            "ResourceNotEnough.Bandwidth",
            "The specified resource of Bandwidth is not enough.",
            |world| good(world).with("Bandwidth", "2048"),
        ),
    ]
}

fn quotas() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "QuotaExceeded.vbrPerpConn",
            "Virtual boarder router per PhysicalConnection quota exceed.",
            |world| {
                world.edit_account(OWN, |account| {
                    account.quotas.insert("vbrs_per_line".into(), 1);
                });
                let line = world.bare_line(OWN);
                world.vbr_on(&line, "1");
                world.router_on(&line, "2")
            },
        ),
        case(CREATE, 400, "QuotaExceeded.freevbr", "Free virtual boarder router quota exceed.", |world| {
            // The quota that counts is that of the account that is to own the router.
            world.edit_account(PARTNER, |account| {
                account.quotas.insert("vbrs_per_account".into(), 0);
            });
            world.router_for_another_on(&world.bare_line(OWN), "1")
        }),
    ]
}

fn owner() -> Vec<Case> {
    vec![
        case(CREATE, 404, "InvalidVbrOwnerId.NotFound", "The specified VbrOwnerId is not valid.", |world| {
            good(world).with("VbrOwnerId", "42")
        }),
        case(CREATE, 404, "CROSS_BID.FORBIDDEN", "Create VBR across bid is illegal", |world| {
            good(world).with("VbrOwnerId", &ABROAD.to_string())
        }),
    ]
}

fn not_by_caller() -> Vec<Case> {
    let of = |code, message, name: &'static str, value: &'static str| {
        case(CREATE, 403, code, message, move |world| {
            world.router_for_another_on(&world.bare_line(OWN), "1").with(name, value)
        })
    };
    vec![
        of(
            "Forbidden.LocalGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the LocalGatewayIp parameter.",
            "LocalGatewayIp",
            "10.0.0.1",
        ),
        of(
            "Forbidden.PeerGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the PeerGatewayIp parameter.",
            "PeerGatewayIp",
            "10.0.0.2",
        ),
        of(
            "Forbidden.PeeringSubnetMaskNotAllowedByCaller",
            "The caller is not allowed to specify the PeeringSubnetMask parameter.",
            "PeeringSubnetMask",
            "255.255.255.252",
        ),
        of(
            "Forbidden.NameNotAllowedByCaller",
            "The caller is not allowed to specify the Name parameter.",
            "Name",
            "theirs",
        ),
        of(
            "Forbidden.DescriptionNotAllowedByCaller",
            "The caller is not allowed to specify the Description parameter.",
            "Description",
            "theirs",
        ),
    ]
}
