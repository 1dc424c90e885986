//! VPCs, vSwitches, and their routers and route tables as pure functions.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod lists;
mod refusals;
mod vpcs;
mod vswitches;

use std::collections::BTreeSet;

use serde_json::Value;
use support::World;
use xconnect_model::network::{NetworkStatus, RouteTableKind};
use xconnect_model::{AccountId, RegionId, RouteTable, RouteTableId, VSwitch, VSwitchId, Vpc, VpcId};

pub(crate) const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

/// `Name=value&Other=value` as the parameters of a call.
pub(crate) fn params(text: &str) -> Vec<(&str, &str)> {
    text.split('&').filter_map(|pair| pair.split_once('=')).collect()
}

/// A VPC in Hangzhou that is ready: `vpc-x` for the name `x`, with its router `vrt-x` and its table `vtb-x`.
pub(crate) fn put_vpc(world: &mut World, account: AccountId, name: &str, cidr: &str) -> Vpc {
    let vpc = Vpc {
        seq: world.state.next_seq(),
        id: VpcId::new(format!("vpc-{name}")),
        account,
        region: RegionId::from("cn-hangzhou"),
        name: name.into(),
        cidr: cidr.parse().unwrap(),
        vrouter: xconnect_model::VRouterId::new(format!("vrt-{name}")),
        route_table: RouteTableId::new(format!("vtb-{name}")),
        status: NetworkStatus::Available,
        created_at: world.now,
        ..Vpc::default()
    };
    world.put(vpc.clone());
    world.put(RouteTable {
        seq: world.state.next_seq(),
        id: vpc.route_table.clone(),
        account,
        region: vpc.region.clone(),
        router: vpc.router(),
        vpc: vpc.id.clone(),
        kind: RouteTableKind::System,
        ..RouteTable::default()
    });
    vpc
}

/// A vSwitch in a VPC that is ready: `vsw-x` for the name `x`.
pub(crate) fn put_vswitch(world: &mut World, vpc: &Vpc, name: &str, cidr: &str) -> VSwitch {
    let vswitch = VSwitch {
        seq: world.state.next_seq(),
        id: VSwitchId::new(format!("vsw-{name}")),
        account: vpc.account,
        region: vpc.region.clone(),
        zone: "cn-hangzhou-h".into(),
        vpc: vpc.id.clone(),
        name: name.into(),
        cidr: cidr.parse().unwrap(),
        route_table: vpc.route_table.clone(),
        ..VSwitch::default()
    };
    world.put(vswitch.clone());
    vswitch
}

/// The texts of one field of all items of a list.
pub(crate) fn ids<'v>(answer: &'v Value, pointer: &str, field: &str) -> Vec<&'v str> {
    let items = answer.pointer(pointer).and_then(Value::as_array).unwrap();
    items.iter().map(|item| item[field].as_str().unwrap()).collect()
}

/// The ids of everything in the State, for a look at what a call has left behind.
pub(crate) fn labels(world: &World) -> BTreeSet<String> {
    let vpcs = world.state.vpcs.iter().map(|vpc| vpc.id.to_string());
    let vswitches = world.state.vswitches.iter().map(|vswitch| vswitch.id.to_string());
    let tables = world.state.route_tables.iter().map(|table| table.id.to_string());
    vpcs.chain(vswitches).chain(tables).collect()
}
