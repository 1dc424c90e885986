//! ModifyVpcAttribute and DeleteVpc.

use xconnect_model::RouteTable;
use xconnect_model::network::RouteTableKind;

use super::{
    IPV6, creation_in, made, not_own_vpc, nowhere, on_vpc, unfinished_vpc, vpc, vpc_not_ready, vpc_texts,
    vpc_with_ipv6, vswitch_in,
};
use crate::case::{Case, case};
use crate::cen::{attached, cen};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

const MODIFY: &str = "ModifyVpcAttribute";
const DELETE: &str = "DeleteVpc";

pub(super) fn cases() -> Vec<Case> {
    let of_both = [(MODIFY, modify as fn(&World) -> Call), (DELETE, delete)];
    let common =
        of_both.into_iter().flat_map(|(action, call)| [nowhere(action, call), not_own_vpc(action, call)]);
    common.chain(modification()).chain(deletion()).collect()
}

fn modify(world: &World) -> Call {
    on_vpc(world, MODIFY, &vpc(world)).with("VpcName", "renamed")
}

fn delete(world: &World) -> Call {
    on_vpc(world, DELETE, &vpc(world))
}

fn modification() -> Vec<Case> {
    let block = |block: &'static str| {
        let message = "The specified CidrBlock is not valid for this VPC.";
        case(MODIFY, 400, "InvalidCidrBlock.Malformed", message, move |world| {
            let vpc = vpc(world);
            vswitch_in(world, &vpc);
            on_vpc(world, MODIFY, &vpc).with("CidrBlock", block)
        })
    };
    let used = |change: fn(Call) -> Call| {
        let message = "The VPC still has vSwitches with IPv6 blocks.";
        case(MODIFY, 400, "DependencyViolation.VSwitch", message, move |world| {
            let vpc = vpc_with_ipv6(world);
            made(world, &creation_in(world, &vpc).with("Ipv6CidrBlock", "7"));
            change(on_vpc(world, MODIFY, &vpc))
        })
    };
    let mut cases = vec![
        vpc_not_ready(MODIFY, |world| {
            on_vpc(world, MODIFY, &unfinished_vpc(world)).with("VpcName", "renamed")
        }),
        block("10.0.0.1/8"),
        block("100.64.0.0/16"),
        // The vSwitch would lie outside.
        block("10.0.2.0/24"),
        case(
            MODIFY,
            400,
            "MissingParam.EnableIpv6",
            "An Ipv6CidrBlock is specified, but IPv6 is not enabled by the same request.",
            |world| modify(world).with(IPV6.0, IPV6.1),
        ),
        case(
            MODIFY,
            400,
            "InvalidIpv6CidrBlock.Malformed",
            "The specified Ipv6CidrBlock is malformed.",
            |world| modify(world).with("EnableIPv6", "true").with(IPV6.0, "fe80::/56"),
        ),
        case(
            MODIFY,
            400,
            "IllegalParam.Ipv6Isp",
            "The specified line type of the IPv6 block is illegal.",
            |world| modify(world).with("EnableIPv6", "true").with("Ipv6Isp", "Pigeon"),
        ),
        used(|call| call.with("EnableIPv6", "false")),
        used(|call| call.with("EnableIPv6", "true").with(IPV6.0, "2408:4005:9::/56")),
    ];
    cases.extend(vpc_texts(MODIFY, modify));
    cases
}

fn deletion() -> Vec<Case> {
    vec![
        vpc_not_ready(DELETE, |world| on_vpc(world, DELETE, &unfinished_vpc(world))),
        case(DELETE, 400, "DependencyViolation.VSwitch", "The VPC still has vSwitches.", |world| {
            let vpc = vpc(world);
            vswitch_in(world, &vpc);
            on_vpc(world, DELETE, &vpc).with("ForceDelete", "true")
        }),
        case(
            DELETE,
            400,
            "DependencyViolation.RouterInterface",
            "The VPC still has router interfaces.",
            |world| {
                let vpc = vpc(world);
                let router = world.state().vpc(&vpc).unwrap().vrouter.to_string();
                world.interface_on(&router, &[]);
                on_vpc(world, DELETE, &vpc)
            },
        ),
        case(
            DELETE,
            400,
            "DependencyViolation.RouteTable",
            "The VPC still has custom route tables.",
            |world| {
                let vpc = vpc(world);
                custom_table_in(world, &vpc);
                on_vpc(world, DELETE, &vpc)
            },
        ),
        case(
            DELETE,
            400,
            "DependencyViolation.CenInstance",
            "The VPC is still attached to a CEN instance.",
            |world| {
                let vpc = vpc(world);
                attached(world, &cen(world), &vpc);
                on_vpc(world, DELETE, &vpc)
            },
        ),
    ]
}

/// A route table of the kind that no action of this service makes.
fn custom_table_in(world: &World, vpc: &str) {
    let table = RouteTable {
        id: "vtb-custom".into(),
        account: OWN,
        region: HANGZHOU.into(),
        vpc: vpc.into(),
        kind: RouteTableKind::Custom,
        ..RouteTable::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(RouteTable { seq, ..table.clone() });
    });
}
