//! CreateVSwitch.

use super::{
    IPV6, creation_in, made, not_own_vpc, nowhere, route_in, unfinished_vpc, vpc, vpc_not_ready,
    vpc_with_ipv6, vswitch_in, vswitch_texts,
};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const CREATE: &str = "CreateVSwitch";

pub(super) fn cases() -> Vec<Case> {
    let own = [nowhere(CREATE, fresh), not_own_vpc(CREATE, fresh)];
    let own = own.into_iter().chain(vswitch_texts(CREATE, fresh));
    own.chain(places()).chain(blocks()).chain(ipv6()).collect()
}

/// A creation in a VPC that has nothing yet, to be varied and sent.
fn fresh(world: &World) -> Call {
    creation_in(world, &vpc(world))
}

fn places() -> Vec<Case> {
    vec![
        case(CREATE, 404, "InvalidZoneId.NotFound", "The specified zone does not exist.", |world| {
            fresh(world).with("ZoneId", "cn-beijing-a")
        }),
        vpc_not_ready(CREATE, |world| creation_in(world, &unfinished_vpc(world))),
        case(
            CREATE,
            400,
            "QuotaExceeded.VSwitch",
            "The quota of vSwitches in this VPC is used up.",
            |world| {
                let vpc = vpc(world);
                vswitch_in(world, &vpc);
                creation_in(world, &vpc).with("CidrBlock", "10.0.2.0/24")
            },
        )
        .config("[quotas]\nvswitches_per_vpc = 1"),
    ]
}

fn blocks() -> Vec<Case> {
    let wrong_size = |block: &'static str| {
        let message = "The mask of the specified CidrBlock is not between 16 and 29.";
        case(CREATE, 400, "InvalidCirdrBlock.MaskLength", message, move |world| {
            fresh(world).with("CidrBlock", block)
        })
    };
    let overlapped = |block: &'static str| {
        let message = "The specified CidrBlock overlaps that of another vSwitch.";
        case(CREATE, 400, "InvalidCidrBlock.Overlapped", message, move |world| {
            let vpc = vpc(world);
            vswitch_in(world, &vpc);
            creation_in(world, &vpc).with("CidrBlock", block)
        })
    };
    let routed = |destination: &'static str, change: fn(Call) -> Call| {
        let message = "The specified CidrBlock overlaps the destination of a custom route entry.";
        case(CREATE, 400, "InvalidCidrBlock.Overlapped", message, move |world| {
            let vpc = vpc_with_ipv6(world);
            route_in(world, &vpc, destination);
            change(creation_in(world, &vpc))
        })
    };
    vec![
        case(CREATE, 400, "InvalidCidrBlock.Malformed", "The specified CidrBlock is malformed.", |world| {
            fresh(world).with("CidrBlock", "10.0.1.1/24")
        }),
        wrong_size("10.0.0.0/15"),
        wrong_size("10.0.0.0/30"),
        case(CREATE, 400, "InvalidParameter", "The specified CidrBlock is not inside the VPC.", |world| {
            fresh(world).with("CidrBlock", "11.0.0.0/24")
        }),
        overlapped("10.0.1.128/25"),
        overlapped("10.0.0.0/16"),
        routed("10.0.1.0/28", |call| call),
        routed("2408:4005:1:207::/65", |call| call.with("Ipv6CidrBlock", "7")),
    ]
}

fn ipv6() -> Vec<Case> {
    let illegal = |vpc: fn(&World) -> String, number: &'static str| {
        let message = "The specified Ipv6CidrBlock is not valid for this VPC.";
        case(CREATE, 400, "IllegalParam.Ipv6CidrBlock", message, move |world| {
            creation_in(world, &vpc(world)).with("Ipv6CidrBlock", number)
        })
    };
    vec![
        illegal(vpc_with_ipv6, "256"),
        illegal(vpc, "7"),
        case(
            CREATE,
            400,
            "IllegalParam.VpcIpv6CidrBlock",
            "The specified VpcIpv6CidrBlock is not a block of this VPC.",
            |world| {
                let call = creation_in(world, &vpc_with_ipv6(world)).with("Ipv6CidrBlock", "7");
                call.with("VpcIpv6CidrBlock", &IPV6.1.replace("1:200", "1:300"))
            },
        ),
        case(
            CREATE,
            400,
            "InvalidIpv6CidrBlock.Overlapped",
            "The specified IPv6 block overlaps that of another vSwitch.",
            |world| {
                let vpc = vpc_with_ipv6(world);
                let call = creation_in(world, &vpc).with("Ipv6CidrBlock", "7");
                made(world, &call);
                call.with("CidrBlock", "10.0.2.0/24").with("SignatureNonce", "again")
            },
        ),
    ]
}
