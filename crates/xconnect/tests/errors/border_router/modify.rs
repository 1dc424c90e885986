//! ModifyVirtualBorderRouterAttribute and UpdateVirtualBorderBandwidth.

use super::{IPV6, REGION, STATE, TRAFFIC, close_traffic, take_ipv6};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

const MODIFY: &str = "ModifyVirtualBorderRouterAttribute";
const UPDATE: &str = "UpdateVirtualBorderBandwidth";

pub(crate) fn cases() -> Vec<Case> {
    [values(), surroundings(), not_by_caller(), update()].into_iter().flatten().collect()
}

fn modify(world: &World) -> Call {
    world.on_vbr(MODIFY, &world.vbr())
}

fn of_value(code: &'static str, message: &'static str, name: &'static str, value: &'static str) -> Case {
    case(MODIFY, 400, code, message, move |world| modify(world).with(name, value))
}

fn values() -> Vec<Case> {
    vec![
        of_value(
            "IllegalParam.CidrBlock",
            "The specified CidrBlock is illegal.",
            "PeeringIpv6SubnetMask",
            "2408::/0",
        ),
        of_value(
            "InvalidCircuitCode.Malformed",
            "The specified CircuitCode is not valid.",
            "CircuitCode",
            "a b",
        ),
        of_value("InvalidVlanId.Malformed", "The specified VlanId is not valid.", "VlanId", "3000"),
        of_value(
            "InvalidIp.Malformed",
            "The specified ip address is not valid.",
            "LocalGatewayIp",
            "10.0.0.256",
        ),
        of_value(
            "InvalidPeeringSubnetMask.Malformed",
            "The specified PeeringSubnetMask is not valid.",
            "PeeringSubnetMask",
            "255.255.255.254",
        ),
        of_value(
            "InvalidIp.NotSameSubnet",
            "Local gateway ip and peer gateway ip are not in the same subnet.",
            "PeerGatewayIp",
            "10.0.0.6",
        ),
        of_value("InvalidName.Malformed", "The specified 'Name' is not valid.", "Name", "x"),
        of_value(
            "InvalidDescription.Malformed",
            "The specified 'Description' is not valid.",
            "Description",
            "x",
        ),
        case(
            MODIFY,
            400,
            "MissingParameter",
            "LocalGatewayIp, peerGatewayIp and peeringSubnetMask must not be null.",
            |world| {
                let call = world.on_vbr(MODIFY, &world.unconfirmed_vbr());
                call.with("LocalGatewayIp", "10.0.0.1").by_partner()
            },
        ),
    ]
}

fn surroundings() -> Vec<Case> {
    vec![
        case(
            MODIFY,
            400,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter is not found.",
            |world| modify(world).by_partner(),
        ),
        case(MODIFY, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", |world| {
            let line = world.bare_line(OWN);
            world.vbr_on(&line, "2");
            world.on_vbr(MODIFY, &world.vbr_on(&line, "1")).with("VlanId", "2")
        }),
        case(MODIFY, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            let call = modify(world);
            close_traffic(world);
            call
        }),
        case(MODIFY, STATE.0, STATE.1, STATE.2, |world| {
            let vbr = world.terminated_vbr(&world.bare_line(OWN), std::time::Duration::ZERO);
            world.on_vbr(MODIFY, &vbr)
        }),
        case(MODIFY, IPV6.0, IPV6.1, IPV6.2, |world| {
            let call = modify(world);
            take_ipv6(world);
            call.with("EnableIpv6", "true")
        }),
        case(MODIFY, 404, "InvalidRegionId.NotFound", REGION, |world| {
            modify(world).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn not_by_caller() -> Vec<Case> {
    let by_line_owner = |code, message, name: &'static str, value: &'static str| {
        case(MODIFY, 403, code, message, move |world| {
            world.on_vbr(MODIFY, &world.foreign_vbr()).with(name, value)
        })
    };
    let by_router_owner = |code, message, name: &'static str, value: &'static str| {
        case(MODIFY, 403, code, message, move |world| {
            world.on_vbr(MODIFY, &world.foreign_vbr()).with(name, value).by_partner()
        })
    };
    vec![
        by_line_owner(
            "Forbidden.LocalGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the LocalGatewayIp parameter.",
            "LocalGatewayIp",
            "10.0.0.1",
        ),
        by_line_owner(
            "Forbidden.PeerGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the PeerGatewayIp parameter.",
            "PeerGatewayIp",
            "10.0.0.2",
        ),
        by_line_owner(
            "Forbidden.PeeringSubnetMaskNotAllowedByCaller",
            "The caller is not allowed to specify the PeeringSubnetMask parameter.",
            "PeeringSubnetMask",
            "255.255.255.252",
        ),
        by_line_owner(
            "Forbidden.NameNotAllowedByCaller",
            "The caller is not allowed to specify the Name parameter.",
            "Name",
            "theirs",
        ),
        by_line_owner(
            "Forbidden.DescriptionNotAllowedByCaller",
            "The caller is not allowed to specify the Description parameter.",
            "Description",
            "theirs",
        ),
        by_router_owner(
            "Forbidden.VlanIdNotAllowedByCaller",
            "The caller is not allowed to specify the VlanId.",
            "VlanId",
            "2999",
        ),
        by_router_owner(
            "Forbidden.CircuitCodeNotAllowedByCaller",
            "The caller is not allowed to specify the CircuitCode parameter.",
            "CircuitCode",
            "c1",
        ),
        case(
            MODIFY,
            403,
            "Forbidden.CircuitCodeNotAllowedByCaller",
            "The caller is not allowed to modify.",
            |world| {
                let (vbr, theirs) = (world.foreign_vbr(), world.bare_line(PARTNER));
                world.send(&world.association(&vbr, &theirs).by_partner()).success();
                let settings = format!(r#"[{{"PhysicalConnectionId":"{theirs}","CircuitCode":"c1"}}]"#);
                world.on_vbr(MODIFY, &vbr).with("AssociatedPhysicalConnections", &settings)
            },
        ),
    ]
}

fn update() -> Vec<Case> {
    let call = |world: &World, vbr: &str| {
        world.call(UPDATE, &[("RegionId", HANGZHOU), ("VirtualBorderRouterId", vbr), ("Bandwidth", "10")])
    };
    vec![
        case(UPDATE, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, move |world| {
            let vbr = world.vbr();
            close_traffic(world);
            call(world, &vbr)
        }),
        case(
            UPDATE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter is not found.",
            move |world| call(world, "vbr-none"),
        ),
        case(UPDATE, STATE.0, STATE.1, STATE.2, move |world| call(world, &world.unconfirmed_vbr())),
        case(UPDATE, 404, "InvalidRegionId.NotFound", REGION, move |world| {
            call(world, &world.vbr()).with("RegionId", "cn-nowhere")
        }),
    ]
}
