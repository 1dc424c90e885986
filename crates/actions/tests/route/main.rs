//! Route entries as pure functions: what a table takes, what it shows, and what routes keep in place.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod cascades;
mod creation;
mod deletion;
mod equal_cost;
mod lists;
mod next_hops;
mod system;

use serde_json::Value;
use support::{OWN, World};
use xconnect_model::network::{NetworkStatus, RouteTableKind};
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::provider::NextHopTarget;
use xconnect_model::route::RouteStatus;
use xconnect_model::router_interface::{Link, Opposite, Status};
use xconnect_model::{
    AccountId, PhysicalConnection, RouteEntry, RouteTable, RouterInterface, RouterRef, RouterType, VSwitch,
    VirtualBorderRouter, Vpc,
};
use xconnect_state::{Change, Draft};

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

/// The names of a call's parameters, and their values.
type Params<'p> = Vec<(&'p str, &'p str)>;

/// `vpc-a` with the block 172.16.0.0/12, its router `vrt-a`, its table `vtb-a`, and `vsw-a`, 172.16.1.0/24; the border
/// router `vbr-a` with the line `pc-a`, the built-in interface `ri-vlan`, and the table `vtb-vbr`; and the instance
/// `i-a` in the VPC.
fn world() -> World {
    let mut world = World::new();
    put_vpc(&mut world, OWN, "a", "172.16.0.0/12");
    put_vbr(&mut world, OWN, "vbr-a", "vtb-vbr", "ri-vlan", "pc-a");
    put_target(&mut world, "i-a", "Instance");
    world
}

fn put_vpc(world: &mut World, account: AccountId, name: &str, cidr: &str) -> Vpc {
    let vpc = Vpc {
        seq: world.state.next_seq(),
        id: format!("vpc-{name}").as_str().into(),
        account,
        region: "cn-hangzhou".into(),
        cidr: cidr.parse().unwrap(),
        vrouter: format!("vrt-{name}").as_str().into(),
        route_table: format!("vtb-{name}").as_str().into(),
        status: NetworkStatus::Available,
        ..Vpc::default()
    };
    world.put(vpc.clone());
    put_table(world, account, vpc.route_table.as_str(), vpc.router(), vpc.id.as_str());
    let block = format!("{}.{}.1.0/24", vpc.cidr.addr().octets()[0], vpc.cidr.addr().octets()[1]);
    world.put(VSwitch {
        seq: world.state.next_seq(),
        id: format!("vsw-{name}").as_str().into(),
        account,
        region: vpc.region.clone(),
        vpc: vpc.id.clone(),
        cidr: block.parse().unwrap(),
        route_table: vpc.route_table.clone(),
        ..VSwitch::default()
    });
    vpc
}

fn put_table(world: &mut World, account: AccountId, id: &str, router: RouterRef, vpc: &str) {
    world.put(RouteTable {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        router,
        vpc: vpc.into(),
        kind: RouteTableKind::System,
        created_at: world.now,
        ..RouteTable::default()
    });
}

/// An active border router with an enabled line.
fn put_vbr(world: &mut World, account: AccountId, id: &str, table: &str, vlan_interface: &str, line: &str) {
    world.put(PhysicalConnection {
        seq: world.state.next_seq(),
        id: line.into(),
        account,
        region: "cn-hangzhou".into(),
        status: LineStatus::Enabled,
        ..PhysicalConnection::default()
    });
    world.put(VirtualBorderRouter {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        line: line.into(),
        line_account: account,
        vlan_interface: vlan_interface.into(),
        route_table: table.into(),
        ..VirtualBorderRouter::default()
    });
    put_table(world, account, table, RouterRef { kind: RouterType::Vbr, id: id.into() }, "");
}

/// Something in `vpc-a` that an operator has registered, ready.
fn put_target(world: &mut World, id: &str, kind: &str) -> NextHopTarget {
    let target = NextHopTarget {
        seq: world.state.next_seq(),
        id: id.into(),
        kind: kind.into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        vpc: "vpc-a".into(),
        ready: true,
        ..NextHopTarget::default()
    };
    world.put(target.clone());
    target
}

/// An active connection from `vrt-a` to `vbr-a`: `near` on the VPC's router, `far` on the border router.
fn put_link(world: &mut World, near: &str, far: &str) {
    let (vrouter, vbr) = (RouterType::VRouter, RouterType::Vbr);
    for (id, kind, router, other, other_kind) in
        [(near, vrouter, "vrt-a", far, vbr), (far, vbr, "vbr-a", near, vrouter)]
    {
        world.put(RouterInterface {
            seq: world.state.next_seq(),
            id: id.into(),
            account: OWN,
            region: "cn-hangzhou".into(),
            router: RouterRef { kind, id: router.into() },
            vpc: if kind == vrouter { "vpc-a".into() } else { "".into() },
            opposite: Opposite { router_type: Some(other_kind), ..Opposite::default() },
            link: Some(Box::new(Link { interface: other.into(), ..Link::default() })),
            status: Status::Active,
            ..RouterInterface::default()
        });
    }
}

fn edit_interface(world: &mut World, id: &str, change: impl FnOnce(&mut RouterInterface)) {
    let mut interface = RouterInterface::clone(world.state.router_interface(id).unwrap());
    change(&mut interface);
    world.put(interface);
}

fn edit_vbr(world: &mut World, change: impl FnOnce(&mut VirtualBorderRouter)) {
    let mut vbr = VirtualBorderRouter::clone(world.state.virtual_border_router("vbr-a").unwrap());
    change(&mut vbr);
    world.put(vbr);
}

fn edit_line(world: &mut World, id: &str, change: impl FnOnce(&mut PhysicalConnection)) {
    let mut line = PhysicalConnection::clone(world.state.physical_connection(id).unwrap());
    change(&mut line);
    world.put(line);
}

/// The parameters of a creation in a table; `hop` is a type and an id.
fn creation<'p>(table: &'p str, destination: &'p str, hop: (&'p str, &'p str)) -> Params<'p> {
    vec![
        ("RouteTableId", table),
        ("DestinationCidrBlock", destination),
        ("NextHopType", hop.0),
        ("NextHopId", hop.1),
    ]
}

/// Creates an entry and lets it become available; its id.
fn create(world: &mut World, table: &str, destination: &str, hop: (&str, &str)) -> String {
    let answer = world.call("CreateRouteEntry", &creation(table, destination, hop)).unwrap();
    settle(world);
    answer["RouteEntryId"].as_str().unwrap().to_owned()
}

/// The code that a creation is refused with.
fn not_created(world: &mut World, table: &str, destination: &str, hop: (&str, &str)) -> String {
    world.refused("CreateRouteEntry", &creation(table, destination, hop))
}

/// Ends what the reconciler would end.
fn settle(world: &mut World) {
    let moving: Vec<_> =
        world.state.route_entries.find(xconnect_state::rows::route::in_transition()).cloned().collect();
    for entry in moving {
        if entry.status == RouteStatus::Deleting {
            remove(world, &entry);
        } else {
            world.put(RouteEntry { status: RouteStatus::Available, ..RouteEntry::clone(&entry) });
        }
    }
}

fn remove(world: &mut World, entry: &RouteEntry) {
    struct None;
    impl xconnect_model::id::RandomBytes for None {
        fn fill(&mut self, _: &mut [u8]) {}
    }
    let (seq, mut none) = (world.state.next_seq(), None);
    let mut draft = Draft::new(world.now, seq, &mut none);
    draft.delete(entry);
    let changes: Vec<Change> = draft.into_changes();
    world.state.apply(&changes);
}

/// A batch of a table.
fn list(world: &mut World, table: &str, more: &[(&str, &str)]) -> Value {
    let params = [&[REGION, ("RouteTableId", table), ("MaxResult", "100")], more].concat();
    world.call("DescribeRouteEntryList", &params).unwrap()
}

fn entries(answer: &Value) -> &Vec<Value> {
    answer["RouteEntrys"]["RouteEntry"].as_array().unwrap()
}

/// The destinations of a batch of a table.
fn destinations(world: &mut World, table: &str, more: &[(&str, &str)]) -> Vec<String> {
    let answer = list(world, table, more);
    entries(&answer).iter().map(|one| one["DestinationCidrBlock"].as_str().unwrap().to_owned()).collect()
}

/// An entry, as the list shows it.
fn shown(world: &mut World, table: &str, entry: &str) -> Value {
    let answer = list(world, table, &[("RouteEntryId", entry)]);
    assert_eq!(entries(&answer).len(), 1, "{answer}");
    entries(&answer)[0].clone()
}

/// Whether the only next hop of an entry can be used.
fn enabled(world: &mut World, table: &str, entry: &str) -> i64 {
    shown(world, table, entry)["NextHops"]["NextHop"][0]["Enabled"].as_i64().unwrap()
}
