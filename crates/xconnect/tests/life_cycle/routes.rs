//! Route entries: every action in every state of an entry, and what every kind of next hop is good for in every
//! condition.

mod next_hops;

use xconnect_model::route::{RouteKind, RouteStatus};
use xconnect_model::router_interface::Status;

use crate::bgp;
use crate::matrix::{Matrix, by_first, by_second, manual};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN};

/// A destination that nothing stands in the way of.
const OFFICE: &str = "192.168.0.0/16";

/// A VPC with a vSwitch, a border router on a line, and a connection between the two.
struct Site {
    vpc: String,
    vswitch: String,
    table: String,
    vbr: String,
    line: String,
    vbr_table: String,
    /// The border router's built-in interface.
    vlan: String,
    /// The connection's ends.
    on_vpc: String,
    on_vbr: String,
}

/// An entry of a site, and what it leads to.
struct Route {
    site: Site,
    table: String,
    hop: (&'static str, String),
    id: String,
}

impl Site {
    fn new(world: &World) -> Self {
        let made = world.ok("CreateVpc", &[("RegionId", HANGZHOU)]);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let (vpc, router, table) = (text("VpcId"), text("VRouterId"), text("RouteTableId"));
        world.settle();
        let vswitch = world.call("CreateVSwitch", &[("RegionId", HANGZHOU), ("VpcId", &vpc)]);
        let vswitch = vswitch.with("ZoneId", "cn-hangzhou-h").with("CidrBlock", "172.16.1.0/24");
        let vswitch = world.send(&vswitch).text("VSwitchId");
        let line = world.bare_line(OWN);
        let vbr = world.vbr_on(&line, "1");
        let link = world.creation(&vbr).with("RouterType", "VBR").with("AccessPointId", HANGZHOU_POINT);
        let link = link.with("OppositeRegionId", HANGZHOU).with("OppositeRouterType", "VRouter");
        let link = link.with("OppositeRouterId", &router).with("FastLinkMode", "true");
        let on_vbr = world.send(&link).text("RouterInterfaceId");
        world.finish();
        let state = world.state();
        let far = state.router_interface(&on_vbr).unwrap().link.clone().unwrap();
        let record = state.virtual_border_router(&vbr).unwrap();
        let (vbr_table, vlan) = (record.route_table.to_string(), record.vlan_interface.to_string());
        Self { vpc, vswitch, table, vbr, line, vbr_table, vlan, on_vpc: far.interface.to_string(), on_vbr }
    }
}

impl Route {
    /// A route that has just been asked for.
    fn asked_for(world: &World, site: Site, table: String, hop: (&'static str, String)) -> Self {
        let mut route = Self { site, table, hop, id: String::new() };
        route.id = world.send(&route.creation(world, OFFICE)).text("RouteEntryId");
        route
    }

    fn creation(&self, world: &World, destination: &str) -> Call {
        creation(world, &self.table, (self.hop.0, &self.hop.1), destination)
    }
}

fn creation(world: &World, table: &str, (kind, id): (&str, &str), destination: &str) -> Call {
    let call = world.call("CreateRouteEntry", &[("RegionId", HANGZHOU), ("RouteTableId", table)]);
    call.with("DestinationCidrBlock", destination).with("NextHopType", kind).with("NextHopId", id)
}

/// Makes a table of routes of one kind, whose creation is the first state.
macro_rules! matrix {
    ($pending:ident, $($action:expr),+ $(,)?) => {
        Matrix {
            states: &[
                ("Pending", $pending),
                ("Available", |world| available(world, $pending)),
                ("Modifying (being deleted)", |world| deleting(world, $pending)),
                ("gone", |world| {
                    let route = deleting(world, $pending);
                    world.finish();
                    route
                }),
            ],
            actions: &[
                ("CreateRouteEntry same destination", |world, route| route.creation(world, OFFICE)),
                ("CreateRouteEntry another destination", |world, route| {
                    route.creation(world, "192.168.0.0/24")
                }),
                ("CreateRouteEntry DryRun", |world, route| {
                    route.creation(world, "192.168.0.0/24").with("DryRun", "true")
                }),
                ("ModifyRouteEntry", |world, route| {
                    on_entry(world, "ModifyRouteEntry", route).with("RouteEntryName", "renamed")
                }),
                ("DeleteRouteEntry RouteEntryId", |world, route| {
                    on_entry(world, "DeleteRouteEntry", route)
                }),
                ("DeleteRouteEntry DestinationCidrBlock, NextHopId", |world, route| {
                    world
                        .call("DeleteRouteEntry", &[("RegionId", HANGZHOU), ("RouteTableId", &route.table)])
                        .with("DestinationCidrBlock", OFFICE)
                        .with("NextHopId", &route.hop.1)
                }),
                ("DescribeRouteEntryList", |world, route| {
                    world.call(
                        "DescribeRouteEntryList",
                        &[("RegionId", HANGZHOU), ("RouteTableId", &route.table)],
                    )
                }),
                ("DescribeRouteTables", |world, route| {
                    world.call("DescribeRouteTables", &[("RegionId", HANGZHOU), ("RouteTableId", &route.table)])
                }),
                $($action),+
            ],
            state,
        }
    };
}

/// Routes of a VPC to a border router.
const IN_VPC: Matrix<Route> = matrix!(
    in_vpc,
    ("CreateVSwitch", |world, route| {
        world
            .call("CreateVSwitch", &[("RegionId", HANGZHOU), ("VpcId", &route.site.vpc)])
            .with("ZoneId", "cn-hangzhou-h")
            .with("CidrBlock", "172.16.2.0/24")
    }),
    ("DeleteVSwitch", |world, route| {
        world.call("DeleteVSwitch", &[("RegionId", HANGZHOU), ("VSwitchId", &route.site.vswitch)])
    }),
    ("DeleteVpc with nothing else in it", |world, route| {
        without_interfaces(world, &route.site);
        world.ok("DeleteVSwitch", &[("RegionId", HANGZHOU), ("VSwitchId", &route.site.vswitch)]);
        world.call("DeleteVpc", &[("RegionId", HANGZHOU), ("VpcId", &route.site.vpc)])
    }),
    ("DeactivateRouterInterface", |world, route| {
        on_interface(world, "DeactivateRouterInterface", &route.site.on_vpc)
    }),
    ("DeactivateRouterInterface at the other end", |world, route| {
        on_interface(world, "DeactivateRouterInterface", &route.site.on_vbr)
    }),
    ("DeleteRouterInterface", |world, route| {
        world.edit_interface(&route.site.on_vpc, |one| one.status = Status::Inactive);
        on_interface(world, "DeleteRouterInterface", &route.site.on_vpc)
    }),
    ("DeleteExpressConnect", |world, route| {
        on_interface(world, "DeleteExpressConnect", &route.site.on_vpc).with("Force", "true")
    }),
    ("TerminateVirtualBorderRouter", |world, route| {
        world.on_vbr("TerminateVirtualBorderRouter", &route.site.vbr)
    }),
);

/// Routes that their table's owner has not made.
const NOT_CUSTOM: Matrix<Route> = Matrix {
    states: &[
        ("System", |world| {
            let site = Site::new(world);
            let table = site.table.clone();
            of_kind(world, site, table, RouteKind::System)
        }),
        ("BGP", |world| {
            let session = bgp::established(world);
            let mut site = Site::new(world);
            (site.vbr, site.line) = (session.vbr, session.line);
            let vbr = world.state().virtual_border_router(&site.vbr).unwrap().clone();
            (site.vbr_table, site.vlan) = (vbr.route_table.to_string(), vbr.vlan_interface.to_string());
            let table = site.vbr_table.clone();
            of_kind(world, site, table, RouteKind::Bgp)
        }),
    ],
    actions: &[
        ("CreateRouteEntry same destination", |world, route| {
            let entry = world.state().route_entry(&route.id).unwrap().clone();
            route.creation(world, &entry.destination.to_string())
        }),
        ("CreateRouteEntry inside it", |world, route| {
            let entry = world.state().route_entry(&route.id).unwrap().clone();
            let inside = entry.destination.subnets(28).unwrap().next().unwrap();
            route.creation(world, &inside.to_string())
        }),
        ("ModifyRouteEntry", |world, route| {
            on_entry(world, "ModifyRouteEntry", route).with("RouteEntryName", "renamed")
        }),
        ("DeleteRouteEntry", |world, route| on_entry(world, "DeleteRouteEntry", route)),
    ],
    state: |world, route| {
        let kind = world.state().route_entry(&route.id).map(|entry| entry.kind.as_str());
        kind.unwrap_or("gone").to_owned()
    },
};

/// The newest entry of a kind in a table.
fn of_kind(world: &World, site: Site, table: String, kind: RouteKind) -> Route {
    let state = world.state();
    let mut entries: Vec<_> = state.route_entries.iter().collect();
    entries.retain(|entry| entry.table.as_str() == table && entry.kind == kind);
    let id = entries.last().unwrap().id.to_string();
    let hop = if table == site.table { site.on_vpc.clone() } else { site.vlan.clone() };
    Route { site, table, hop: ("RouterInterface", hop), id }
}

/// Routes of a border router to its line.
const IN_VBR: Matrix<Route> = matrix!(
    in_vbr,
    ("TerminateVirtualBorderRouter", |world, route| {
        world.on_vbr("TerminateVirtualBorderRouter", &route.site.vbr)
    }),
    ("DeleteVirtualBorderRouter without interfaces", |world, route| {
        without_interfaces(world, &route.site);
        world.on_vbr("DeleteVirtualBorderRouter", &route.site.vbr)
    }),
    ("TerminatePhysicalConnection", |world, route| {
        world.on_line("TerminatePhysicalConnection", &route.site.line)
    }),
    ("DeleteExpressConnect", |world, route| {
        on_interface(world, "DeleteExpressConnect", &route.site.on_vbr).with("Force", "true")
    }),
);

fn in_vpc(world: &World) -> Route {
    let site = Site::new(world);
    let (table, hop) = (site.table.clone(), site.on_vpc.clone());
    Route::asked_for(world, site, table, ("RouterInterface", hop))
}

fn in_vbr(world: &World) -> Route {
    let site = Site::new(world);
    let (table, hop) = (site.vbr_table.clone(), site.vlan.clone());
    Route::asked_for(world, site, table, ("RouterInterface", hop))
}

fn available(world: &World, way: fn(&World) -> Route) -> Route {
    let route = way(world);
    world.finish();
    route
}

fn deleting(world: &World, way: fn(&World) -> Route) -> Route {
    let route = available(world, way);
    world.send(&on_entry(world, "DeleteRouteEntry", &route)).success();
    route
}

fn on_entry(world: &World, action: &str, route: &Route) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouteEntryId", &route.id)])
}

fn on_interface(world: &World, action: &str, interface: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouterInterfaceId", interface)])
}

/// Both ends of the connection go, past all rules.
fn without_interfaces(world: &World, site: &Site) {
    let ends = [site.on_vpc.clone(), site.on_vbr.clone()];
    world.edit(move |state, draft| {
        for end in &ends {
            draft.delete(state.router_interface(end).unwrap().as_ref());
        }
    });
}

/// The state of the entry, as the list shows it to its owner.
fn state(world: &World, route: &Route) -> String {
    match world.state().route_entry(&route.id).map(|entry| entry.status) {
        None => "gone".to_owned(),
        Some(RouteStatus::Deleting) => "Modifying (being deleted)".to_owned(),
        Some(status) => status.as_str().to_owned(),
    }
}

#[test]
fn every_action_of_the_owner_on_a_route_of_a_vpc() {
    insta::assert_snapshot!(IN_VPC.table(by_first));
}

#[test]
fn every_action_of_the_owner_on_a_route_of_a_border_router() {
    insta::assert_snapshot!(IN_VBR.table(by_first));
}

#[test]
fn every_action_of_the_owner_on_a_route_that_nobody_made() {
    insta::assert_snapshot!(NOT_CUSTOM.table(by_first));
}

#[test]
fn another_account_finds_no_route_in_any_state() {
    insta::assert_snapshot!([IN_VPC.table(by_second), IN_VBR.table(by_second)].join("\n"));
}

#[test]
fn a_table_with_an_entry_under_way_takes_no_other_and_lets_none_go() {
    let world = manual();
    let first = available(&world, in_vpc);
    let second = world.send(&first.creation(&world, "192.168.7.0/24")).text("RouteEntryId");
    let refused = |call: Call| world.send(&call).refusal();
    assert_eq!(refused(first.creation(&world, "192.168.8.0/24")), "400 IncorrectRouteEntryStatus");
    assert_eq!(refused(on_entry(&world, "DeleteRouteEntry", &first)), "400 IncorrectRouteEntryStatus");
    let beside = creation(&world, &first.site.vbr_table, ("RouterInterface", &first.site.vlan), OFFICE);
    world.send(&beside).success();
    world.finish();
    assert_eq!(world.state().route_entry(&second).unwrap().status.as_str(), "Available");
    world.send(&on_entry(&world, "DeleteRouteEntry", &first)).success();
}
