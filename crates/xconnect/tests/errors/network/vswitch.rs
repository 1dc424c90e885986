//! ModifyVSwitchAttribute and DeleteVSwitch.

use super::{
    IPV6, creation_in, made, nowhere, on_vswitch, route_in, vpc, vpc_with_ipv6, vswitch_in, vswitch_texts,
};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const MODIFY: &str = "ModifyVSwitchAttribute";
const DELETE: &str = "DeleteVSwitch";

pub(super) fn cases() -> Vec<Case> {
    let of_both = [(MODIFY, modify as fn(&World) -> Call), (DELETE, delete)];
    let common =
        of_both.into_iter().flat_map(|(action, call)| [nowhere(action, call), not_own(action, call)]);
    common.chain(vswitch_texts(MODIFY, modify)).chain(not_ready()).chain(ipv6()).collect()
}

fn modify(world: &World) -> Call {
    on_vswitch(world, MODIFY, &vswitch_in(world, &vpc(world))).with("VSwitchName", "renamed")
}

fn delete(world: &World) -> Call {
    on_vswitch(world, DELETE, &vswitch_in(world, &vpc(world)))
}

fn not_own(action: &'static str, call: fn(&World) -> Call) -> Case {
    case(action, 404, "InvalidVSwitchId.NotFound", "The specified vSwitch does not exist.", move |world| {
        call(world).by_partner()
    })
}

fn not_ready() -> [Case; 2] {
    let message = "The current status of the vSwitch does not support this operation.";
    let unfinished = |world: &World| world.send(&creation_in(world, &vpc(world))).text("VSwitchId");
    [
        case(MODIFY, 400, "IncorrectStatus.VSwitch", message, move |world| {
            on_vswitch(world, MODIFY, &unfinished(world)).with("VSwitchName", "renamed")
        }),
        case(DELETE, 400, "IncorrectVSwitchStatus", message, move |world| {
            on_vswitch(world, DELETE, &unfinished(world))
        }),
    ]
}

fn ipv6() -> Vec<Case> {
    let numbered = |world: &World, vpc: &str| {
        on_vswitch(world, MODIFY, &vswitch_in(world, vpc)).with("Ipv6CidrBlock", "7")
    };
    let illegal = |vpc: fn(&World) -> String, number: &'static str| {
        let message = "The specified Ipv6CidrBlock is not valid for this VPC.";
        case(MODIFY, 400, "IllegalParam.Ipv6CidrBlock", message, move |world| {
            numbered(world, &vpc(world)).with("Ipv6CidrBlock", number)
        })
    };
    vec![
        illegal(vpc_with_ipv6, "256"),
        illegal(vpc, "7"),
        case(
            MODIFY,
            400,
            "IllegalParam.VpcIpv6CidrBlock",
            "The specified VpcIpv6CidrBlock is not a block of this VPC.",
            move |world| {
                let call = numbered(world, &vpc_with_ipv6(world));
                call.with("VpcIpv6CidrBlock", &IPV6.1.replace("1:200", "1:300"))
            },
        ),
        case(
            MODIFY,
            400,
            "InvalidIpv6CidrBlock.Overlapped",
            "The specified IPv6 block overlaps that of another vSwitch.",
            move |world| {
                let vpc = vpc_with_ipv6(world);
                let neighbour = creation_in(world, &vpc).with("CidrBlock", "10.0.2.0/24");
                made(world, &neighbour.with("Ipv6CidrBlock", "7"));
                numbered(world, &vpc)
            },
        ),
        case(
            MODIFY,
            400,
            "InvalidCidrBlock.Overlapped",
            "The specified CidrBlock overlaps the destination of a custom route entry.",
            move |world| {
                let vpc = vpc_with_ipv6(world);
                route_in(world, &vpc, "2408:4005:1:207::/65");
                numbered(world, &vpc)
            },
        ),
    ]
}
