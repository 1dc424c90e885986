//! The refusals of the actions on VPCs, vSwitches, and the routers and route tables that come with them.

mod create_vpc;
mod create_vswitch;
mod describe;
mod vpc;
mod vswitch;

use xconnect_model::RouteEntry;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

/// An IPv6 block that a VPC can have.
const IPV6: (&str, &str) = ("Ipv6CidrBlock", "2408:4005:1:200::/56");

pub(crate) fn cases() -> Vec<Case> {
    let actions =
        [create_vpc::cases(), vpc::cases(), create_vswitch::cases(), vswitch::cases(), describe::cases()];
    actions.into_iter().flatten().collect()
}

/// The creation of a VPC in Hangzhou, 10.0.0.0/8, to be varied and sent.
fn creation(world: &World) -> Call {
    world.call("CreateVpc", &[("RegionId", HANGZHOU), ("CidrBlock", "10.0.0.0/8")])
}

/// A VPC that is still being made.
fn unfinished_vpc(world: &World) -> String {
    world.send(&creation(world)).text("VpcId")
}

fn vpc(world: &World) -> String {
    let vpc = unfinished_vpc(world);
    world.settle();
    vpc
}

/// A VPC with IPv6.
fn vpc_with_ipv6(world: &World) -> String {
    let call = creation(world).with("EnableIpv6", "true").with(IPV6.0, IPV6.1);
    let vpc = world.send(&call).text("VpcId");
    world.settle();
    vpc
}

/// The creation of a vSwitch, 10.0.1.0/24, to be varied and sent.
fn creation_in(world: &World, vpc: &str) -> Call {
    let params =
        [("RegionId", HANGZHOU), ("VpcId", vpc), ("ZoneId", "cn-hangzhou-h"), ("CidrBlock", "10.0.1.0/24")];
    world.call("CreateVSwitch", &params)
}

/// A vSwitch, 10.0.1.0/24.
fn vswitch_in(world: &World, vpc: &str) -> String {
    made(world, &creation_in(world, vpc))
}

/// The vSwitch that a creation leads to.
fn made(world: &World, creation: &Call) -> String {
    let vswitch = world.send(creation).text("VSwitchId");
    world.settle();
    vswitch
}

/// An action on a VPC in Hangzhou, to be varied and sent.
fn on_vpc(world: &World, action: &str, vpc: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("VpcId", vpc)])
}

/// An action on a vSwitch in Hangzhou, to be varied and sent.
fn on_vswitch(world: &World, action: &str, vswitch: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("VSwitchId", vswitch)])
}

/// A custom route in the table of a VPC.
fn route_in(world: &World, vpc: &str, destination: &str) {
    let state = world.state();
    let table = state.vpc(vpc).expect("the VPC has just been made").route_table.clone();
    let entry = RouteEntry {
        id: "rte-custom".into(),
        account: OWN,
        region: HANGZHOU.into(),
        table,
        destination: destination.parse().expect("a destination is a block"),
        ..RouteEntry::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(RouteEntry { seq, ..entry.clone() });
    });
}

/// The row about a region that does not exist.
fn nowhere(action: &'static str, call: fn(&World) -> Call) -> Case {
    case(action, 404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.", move |world| {
        call(world).with("RegionId", "cn-nowhere")
    })
}

/// The row about a VPC that the caller does not have: here, one that somebody else has.
fn not_own_vpc(action: &'static str, call: fn(&World) -> Call) -> Case {
    case(action, 404, "InvalidVpcId.NotFound", "The specified VPC does not exist.", move |world| {
        call(world).by_partner()
    })
}

/// The rows about the name and the description of a VPC.
fn vpc_texts(action: &'static str, call: fn(&World) -> Call) -> [Case; 2] {
    [
        case(action, 400, "InvalidVpcName.Malformed", "The specified VpcName is not valid.", move |world| {
            call(world).with("VpcName", "1st")
        }),
        case(
            action,
            400,
            "InvalidVpcDiscription.Malformed",
            "The specified VPC description is not valid.",
            move |world| call(world).with("Description", "https://example.com"),
        ),
    ]
}

/// The rows about the name and the description of a vSwitch.
fn vswitch_texts(action: &'static str, call: fn(&World) -> Call) -> [Case; 2] {
    [
        case(
            action,
            400,
            "InvalidVSwitchName.Malformed",
            "The specified VSwitchName is not valid.",
            move |world| call(world).with("VSwitchName", "1st"),
        ),
        case(
            action,
            400,
            "InvalidVSwitchDiscription.Malformed",
            "The specified vSwitch description is not valid.",
            move |world| call(world).with("Description", "https://example.com"),
        ),
    ]
}

/// The row about a VPC that is still being made.
fn vpc_not_ready(action: &'static str, call: fn(&World) -> Call) -> Case {
    let message = "The current status of the VPC does not support this operation.";
    case(action, 400, "IncorrectVpcStatus", message, call)
}
