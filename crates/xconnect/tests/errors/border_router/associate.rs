//! AssociatePhysicalConnectionToVirtualBorderRouter and UnassociatePhysicalConnectionFromVirtualBorderRouter.

use std::time::Duration;

use super::{IPV6, REGION, STATE, TRAFFIC, close_traffic, take_ipv6};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{BEIJING, OWN, PARTNER};

const ASSOCIATE: &str = "AssociatePhysicalConnectionToVirtualBorderRouter";
const UNASSOCIATE: &str = "UnassociatePhysicalConnectionFromVirtualBorderRouter";

pub(crate) fn cases() -> Vec<Case> {
    [missing(), values(), surroundings(), room(), owner(), unassociate()].into_iter().flatten().collect()
}

/// An association that succeeds.
fn good(world: &World) -> Call {
    world.association(&world.vbr(), &world.bare_line(OWN))
}

fn of_value(code: &'static str, message: &'static str, name: &'static str, value: &'static str) -> Case {
    case(ASSOCIATE, 400, code, message, move |world| good(world).with(name, value))
}

fn missing() -> Vec<Case> {
    let of = |name: &'static str, message| {
        case(ASSOCIATE, 400, "MissingParameter", message, move |world| good(world).with(name, ""))
    };
    vec![
        of(
            "PhysicalConnectionId",
            "The input parameter 'PhysicalConnectionId' that is mandatory for processing this request is not supplied.",
        ),
        of(
            "VlanId",
            "The input parameter 'VlanId' that is mandatory for processing this request is not supplied.",
        ),
        of(
            "LocalGatewayIp",
            "The input parameter 'LocalGatewayIp' that is mandatory for processing this request is not supplied.",
        ),
        of(
            "PeerGatewayIp",
            "The input parameter 'PeerGatewayIp' that is mandatory for processing this request is not supplied.",
        ),
        of(
            "PeeringSubnetMask",
            "The input parameter 'PeeringSubnetMask' that is mandatory for processing this request is not supplied.",
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        of_value("InvalidVlanId.Malformed", "The specified VlanId is not valid.", "VlanId", "x"),
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
            "localhost",
        ),
        of_value(
            "InvalidPeerGatewayIp.Malformed",
            "The specified PeerGatewayIp is not valid.",
            "PeerGatewayIp",
            "10.0.1.3",
        ),
        of_value(
            "InvalidPeeringSubnetMask.Malformed",
            "The specified PeeringSubnetMask is not valid.",
            "PeeringSubnetMask",
            "30",
        ),
        of_value("InvalidIP.Malformed", "Ip malformed.", "LocalIpv6GatewayIp", "10.0.1.1"),
        of_value(
            "InvalidIp.NotSameSubnet",
            "Local gateway ip and peer gateway ip are not in the same subnet.",
            "LocalGatewayIp",
            "10.0.2.1",
        ),
        case(ASSOCIATE, IPV6.0, IPV6.1, IPV6.2, |world| {
            take_ipv6(world);
            good(world).with("EnableIpv6", "true")
        }),
        case(ASSOCIATE, 404, "InvalidRegionId.NotFound", REGION, |world| {
            good(world).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn surroundings() -> Vec<Case> {
    vec![
        case(ASSOCIATE, STATE.0, STATE.1, STATE.2, |world| {
            let vbr = world.terminated_vbr(&world.bare_line(OWN), Duration::ZERO);
            world.association(&vbr, &world.bare_line(OWN))
        }),
        case(ASSOCIATE, 400, "InvalidStatus.NotAllowed", "Invalid virtual border router status.", |world| {
            let vbr = world.terminated_vbr(&world.bare_line(OWN), Duration::ZERO);
            world.send(&world.on_vbr("RecoverVirtualBorderRouter", &vbr)).success();
            world.association(&vbr, &world.bare_line(OWN))
        }),
        case(
            ASSOCIATE,
            400,
            "InvalidPhysicalConnectionId.NotFound",
            "The specified PhysicalConnectionId is not found.",
            |world| world.association(&world.vbr(), &world.bare_line(PARTNER)),
        ),
        case(
            ASSOCIATE,
            400,
            "InvalidPhysicalConnectionId.NotEnabled",
            "The specified PhysicalConnectionId is not in Enabled state.",
            |world| world.association(&world.vbr(), &world.line(&[])),
        ),
        case(
            ASSOCIATE,
            400,
            "InvalidStatus.StatusNotEnabled",
            "The physical connection status is invalid.",
            |world| {
                let line = world.line(&[]);
                world.act_on_line("CancelPhysicalConnection", &line);
                world.association(&world.vbr(), &line)
            },
        ),
        case(
            ASSOCIATE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter does not exist in our records.",
            |world| good(world).by_partner(),
        ),
        case(
            ASSOCIATE,
            404,
            "InvalidInstanceId.NotFound",
            "The specified Instance does not exist in the specified region.",
            |world| good(world).with("RegionId", BEIJING),
        ),
        case(ASSOCIATE, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            let call = good(world);
            close_traffic(world);
            call
        }),
    ]
}

fn room() -> Vec<Case> {
    vec![
        case(ASSOCIATE, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", |world| {
            let line = world.bare_line(OWN);
            world.vbr_on(&line, "20");
            world.association(&world.vbr(), &line)
        }),
        case(
            ASSOCIATE,
            400,
            "QuotaExceeded.vbrPerpConn",
            "Virtual boarder router per PhysicalConnection quota exceed.",
            |world| {
                world.edit_account(OWN, |account| {
                    account.quotas.insert("vbrs_per_line".into(), 1);
                });
                let line = world.bare_line(OWN);
                world.vbr_on(&line, "1");
                world.association(&world.vbr(), &line)
            },
        ),
        case(
            ASSOCIATE,
            400,
            "EXCEED_ASSOCIATE_MAX_NUM",
            "assocaite virtual boarder num too many.",
            |world| {
                let vbr = world.vbr();
                for _ in 0..3 {
                    world.send(&world.association(&vbr, &world.bare_line(OWN))).success();
                }
                world.association(&vbr, &world.bare_line(OWN))
            },
        ),
        case(
            ASSOCIATE,
            400,
            "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR",
            "The specified operation not allow.",
            |world| {
                let line = world.bare_line(OWN);
                world.association(&world.vbr_on(&line, "1"), &line)
            },
        ),
    ]
}

/// The owner of a router's line is not the router's.
fn owner() -> Vec<Case> {
    let addresses = ["LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask"];
    let with_only = move |world: &World, kept: &str| {
        let call = world.association(&world.foreign_vbr(), &world.bare_line(OWN));
        addresses.into_iter().filter(|name| *name != kept).fold(call, |call, name| call.with(name, ""))
    };
    vec![
        case(
            ASSOCIATE,
            403,
            "Forbidden.LocalGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the LocalGatewayIp parameter.",
            move |world| with_only(world, "LocalGatewayIp"),
        ),
        case(
            ASSOCIATE,
            403,
            "Forbidden.PeerGatewayIpNotAllowedByCaller",
            "The caller is not allowed to specify the PeerGatewayIp parameter.",
            move |world| with_only(world, "PeerGatewayIp"),
        ),
        case(
            ASSOCIATE,
            403,
            "Forbidden.PeeringSubnetMaskNotAllowedByCaller",
            "The caller is not allowed to specify the PeeringSubnetMask parameter.",
            move |world| with_only(world, "PeeringSubnetMask"),
        ),
        case(
            ASSOCIATE,
            403,
            "Forbidden.OperationNotAllowedByUser",
            "The caller is not allowed to delete the specified VirtualBorderRouter.",
            move |world| with_only(world, "none of them"),
        ),
    ]
}

fn unassociate() -> Vec<Case> {
    let call = |world: &World, vbr: &str, line: &str| {
        world.on_vbr(UNASSOCIATE, vbr).with("PhysicalConnectionId", line)
    };
    vec![
        case(
            UNASSOCIATE,
            400,
            "PARAMETER_MUST_NOT_NULL",
            "The specified physical connection id or vbrId must not be null.",
            move |world| call(world, &world.vbr(), ""),
        ),
        case(
            UNASSOCIATE,
            400,
            "PHYSICAL_NOT_ASSOCIATE_TO_VBR",
            "The specified PhysicalConnection have not associate to the vbr.",
            move |world| call(world, &world.vbr(), &world.bare_line(OWN)),
        ),
        case(
            UNASSOCIATE,
            400,
            "InvalidStatus.NotAllowed",
            "Invalid virtual border router status.",
            move |world| {
                let (vbr, line) = (world.vbr(), world.bare_line(OWN));
                world.send(&world.association(&vbr, &line)).success();
                world.edit_vbr(&vbr, |vbr| vbr.status = xconnect_model::border_router::VbrStatus::Deleting);
                // The reconciler would remove it in time, and time stands still here.
                call(world, &vbr, &line)
            },
        ),
        case(
            UNASSOCIATE,
            400,
            "ROUTER_INTERFACE_REFERED_BY_ROUTEENTRY",
            "The specified VlanInterface has been used by routeEntry.",
            move |world| {
                let (vbr, line) = (world.vbr(), world.bare_line(OWN));
                world.send(&world.association(&vbr, &line)).success();
                let state = world.state();
                let further = &state.virtual_border_router(&vbr).unwrap().associated[0];
                world.lead_to(further.vlan_interface.as_str());
                call(world, &vbr, &line)
            },
        ),
        case(
            UNASSOCIATE,
            400,
            "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR",
            "The specified operation not allow.",
            move |world| {
                let line = world.bare_line(OWN);
                call(world, &world.vbr_on(&line, "1"), &line)
            },
        ),
        case(
            UNASSOCIATE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter does not exist in our records.",
            move |world| call(world, "vbr-none", &world.bare_line(OWN)),
        ),
        case(
            UNASSOCIATE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter or PhysicalConnection does not exist in our records.",
            move |world| call(world, &world.vbr(), "pc-none"),
        ),
        case(UNASSOCIATE, 404, "InvalidRegionId.NotFound", REGION, move |world| {
            call(world, &world.vbr(), "pc-none").with("RegionId", "cn-nowhere")
        }),
    ]
}
