//! The refusals of the actions on route entries.

mod create;
mod delete;
mod modify;
mod next_hops;

use serde_json::Value;
use xconnect_model::provider::NextHopTarget;
use xconnect_model::route::RouteKind;
use xconnect_model::router_interface::{Opposite, Status};
use xconnect_model::{RouteEntry, RouterInterface, RouterRef, RouterType};

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

/// A destination that nothing stands in the way of.
const OFFICE: &str = "192.168.0.0/16";

pub(crate) fn cases() -> Vec<Case> {
    let actions = [create::cases(), next_hops::cases(), delete::cases(), modify::cases(), describe()];
    actions.into_iter().flatten().collect()
}

fn describe() -> Vec<Case> {
    vec![case(
        "DescribeRouteEntryList",
        404,
        "InvalidRouteTableId.NotFound",
        "Specified route table does not exist.",
        |world| {
            let table = VpcSite::new(world).table;
            let call = [("RegionId", HANGZHOU), ("RouteTableId", table.as_str())];
            world.call("DescribeRouteEntryList", &call).by_partner()
        },
    )]
}

/// A VPC of the first account in Hangzhou, 172.16.0.0/12.
struct VpcSite {
    vpc: String,
    router: String,
    table: String,
}

impl VpcSite {
    fn new(world: &World) -> Self {
        let site = Self::pending(world);
        world.settle();
        site
    }

    /// One that is still being made.
    fn pending(world: &World) -> Self {
        let made = world.ok("CreateVpc", &[("RegionId", HANGZHOU)]);
        let text = |field: &str| made[field].as_str().unwrap_or_default().to_owned();
        Self { vpc: text("VpcId"), router: text("VRouterId"), table: text("RouteTableId") }
    }

    /// The creation of a route to the office over an instance that is ready, to be varied and sent.
    fn creation(&self, world: &World) -> Call {
        self.target(world, "i-test", |_| {});
        creation(world, &self.table, "Instance", "i-test")
    }

    /// Registers an instance, or what a change makes of it.
    fn target(&self, world: &World, id: &str, change: impl FnOnce(&mut NextHopTarget)) {
        let mut target = NextHopTarget {
            id: id.into(),
            kind: "Instance".into(),
            account: OWN,
            region: HANGZHOU.into(),
            vpc: self.vpc.as_str().into(),
            ready: true,
            ..NextHopTarget::default()
        };
        change(&mut target);
        world.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(NextHopTarget { seq, ..target.clone() });
        });
    }

    /// An interface on the VPC's router, towards a border router and active, or what a change makes of it.
    fn interface(&self, world: &World, id: &str, change: impl FnOnce(&mut RouterInterface)) {
        let mut interface = RouterInterface {
            id: id.into(),
            account: OWN,
            region: HANGZHOU.into(),
            router: RouterRef { kind: RouterType::VRouter, id: self.router.as_str().into() },
            vpc: self.vpc.as_str().into(),
            opposite: Opposite { router_type: Some(RouterType::Vbr), ..Opposite::default() },
            status: Status::Active,
            ..RouterInterface::default()
        };
        change(&mut interface);
        world.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(RouterInterface { seq, ..interface.clone() });
        });
    }

    /// The creation of a route to the office over two interfaces, to be varied and sent.
    fn shared(&self, world: &World) -> Call {
        for id in ["ri-1", "ri-2"] {
            self.interface(world, id, |_| {});
        }
        world
            .call("CreateRouteEntry", &[("RouteTableId", &self.table), ("DestinationCidrBlock", OFFICE)])
            .with("NextHopList.1.NextHopId", "ri-1")
            .with("NextHopList.2.NextHopId", "ri-2")
    }
}

/// A border router of the first account in Hangzhou.
struct VbrSite {
    vbr: String,
    line: String,
    table: String,
    vlan_interface: String,
}

impl VbrSite {
    fn new(world: &World) -> Self {
        let vbr = world.vbr();
        let state = world.state();
        let record = state.virtual_border_router(&vbr).expect("the router has just been made");
        let (line, table) = (record.line.to_string(), record.route_table.to_string());
        Self { line, table, vlan_interface: record.vlan_interface.to_string(), vbr }
    }

    /// The creation of a route to the office over the line, to be varied and sent.
    fn creation(&self, world: &World) -> Call {
        creation(world, &self.table, "RouterInterface", &self.vlan_interface)
    }
}

fn creation(world: &World, table: &str, kind: &str, hop: &str) -> Call {
    let params = [
        ("RouteTableId", table),
        ("DestinationCidrBlock", OFFICE),
        ("NextHopType", kind),
        ("NextHopId", hop),
    ];
    world.call("CreateRouteEntry", &params)
}

/// Sends a creation, and waits until the entry is available; its id.
fn created(world: &World, call: &Call) -> String {
    let entry = world.send(call).text("RouteEntryId");
    world.settle();
    entry
}

/// The same call once more, as a client would send it.
fn again(call: Call) -> Call {
    call.with("SignatureNonce", "again")
}

/// A route to the office of another origin, in a table.
fn learned(world: &World, table: &str, kind: RouteKind) -> String {
    let entry = RouteEntry {
        id: "rte-learned".into(),
        account: OWN,
        region: HANGZHOU.into(),
        table: table.into(),
        destination: OFFICE.parse().expect("the office is a block"),
        kind,
        ..RouteEntry::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(RouteEntry { seq, ..entry.clone() });
    });
    "rte-learned".to_owned()
}

/// The entries of a table, as the list shows them.
fn listed(world: &World, table: &str) -> Vec<Value> {
    let answer = world.ok("DescribeRouteEntryList", &[("RegionId", HANGZHOU), ("RouteTableId", table)]);
    answer["RouteEntrys"]["RouteEntry"].as_array().cloned().unwrap_or_default()
}
