//! What every kind of next hop is good for in every condition: whether a route to it can be made, and what becomes
//! of one that there is already.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::provider::{AddressStatus, NextHopTarget, TargetAddress};
use xconnect_model::router_interface::{BusinessStatus, Status};
use xconnect_model::{RouterInterface, VirtualBorderRouter};

use super::{OFFICE, Site, creation};
use crate::matrix::manual;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

/// Where a new route to the next hop would lead.
const FURTHER: &str = "192.168.128.0/24";

/// A condition, and how it comes about.
type Condition = (&'static str, fn(&World, &Site, &str));

/// What an operator registers.
const TARGETS: [&str; 8] = [
    "Instance",
    "HaVip",
    "NetworkInterface",
    "NatGateway",
    "VpnGateway",
    "IPv6Gateway",
    "Attachment",
    "VpcPeer",
];

const OF_TARGETS: &[Condition] = &[
    ("ready", |_, _, _| {}),
    ("not ready", |world, _, id| edit_target(world, id, |target| target.ready = false)),
    ("of another kind", |world, _, id| edit_target(world, id, |target| target.kind = "Other".into())),
    ("in another VPC", |world, _, id| edit_target(world, id, |target| target.vpc = "vpc-other".into())),
    ("another account's", |world, _, id| edit_target(world, id, |target| target.account = PARTNER)),
    ("gone", |world, _, id| {
        let id = id.to_owned();
        world.edit(move |state, draft| draft.delete(state.next_hop_target(&id).unwrap().as_ref()));
    }),
];

/// Conditions of a network interface that has had one IPv6 address.
const OF_ADDRESSES: &[Condition] = &[
    ("one address", |_, _, _| {}),
    ("none", |world, _, id| edit_target(world, id, |target| target.ipv6.clear())),
    ("being assigned", |world, _, id| {
        edit_target(world, id, |target| target.ipv6[0].status = AddressStatus::Assigning);
    }),
    ("being removed", |world, _, id| {
        edit_target(world, id, |target| target.ipv6[0].status = AddressStatus::Removing);
    }),
    ("two addresses", |world, _, id| {
        edit_target(world, id, |target| target.ipv6.push(address("2001:db8::2")));
    }),
    ("primary", |world, _, id| edit_target(world, id, |target| target.primary = true)),
];

/// Conditions of an interface, of the other end, of the border router, and of the line.
const OF_INTERFACES: &[Condition] = &[
    ("Active", |_, _, _| {}),
    ("Idle", |world, _, id| move_to(world, id, Status::Idle)),
    ("Connecting", |world, _, id| move_to(world, id, Status::Connecting)),
    ("Deactivating", |world, _, id| move_to(world, id, Status::Deactivating)),
    ("Inactive", |world, _, id| move_to(world, id, Status::Inactive)),
    ("Activating", |world, _, id| move_to(world, id, Status::Activating)),
    ("Deleting", |world, _, id| move_to(world, id, Status::Deleting)),
    ("FinancialLocked", |world, _, id| world.lock(id, BusinessStatus::FinancialLocked)),
    ("SecurityLocked", |world, _, id| world.lock(id, BusinessStatus::SecurityLocked)),
    ("cut", |world, _, id| world.edit_interface(id, |one| one.cut = true)),
    ("gone", |world, _, id| {
        let id = id.to_owned();
        world.edit(move |state, draft| draft.delete(state.router_interface(&id).unwrap().as_ref()));
    }),
    ("the other end Inactive", |world, site, id| {
        move_to(world, other(site, id), Status::Inactive);
    }),
    ("the other end gone", |world, site, id| {
        world.edit_interface(id, |one| one.link.as_mut().unwrap().gone = true);
        let other = other(site, id).to_owned();
        world.edit(move |state, draft| draft.delete(state.router_interface(&other).unwrap().as_ref()));
    }),
];

/// Conditions of a border router and its line.
const OF_LINES: &[Condition] = &[
    ("Enabled", |_, _, _| {}),
    ("router terminating", |world, site, _| router(world, site, VbrStatus::Terminating)),
    ("router terminated", |world, site, _| router(world, site, VbrStatus::Terminated)),
    ("router recovering", |world, site, _| router(world, site, VbrStatus::Recovering)),
    ("line cut", |world, site, _| world.edit_line(&site.line, |line| line.cut = true)),
    ("line FinancialLocked", |world, site, _| {
        world.edit_line(&site.line, |line| line.business_status = BusinessStatus::FinancialLocked);
    }),
    ("line SecurityLocked", |world, site, _| {
        world.edit_line(&site.line, |line| line.business_status = BusinessStatus::SecurityLocked);
    }),
    ("line Terminated", |world, site, _| {
        world.edit_line(&site.line, |line| line.status = LineStatus::Terminated);
    }),
];

fn other<'s>(site: &'s Site, id: &str) -> &'s str {
    if id == site.on_vpc { &site.on_vbr } else { &site.on_vpc }
}

fn router(world: &World, site: &Site, status: VbrStatus) {
    let id = site.vbr.clone();
    world.edit(move |state, draft| {
        let vbr = VirtualBorderRouter::clone(state.virtual_border_router(&id).unwrap());
        draft.put(VirtualBorderRouter { status, since: draft.now(), ..vbr });
    });
}

/// An interface comes into a state at this moment, so that one which ends by itself does not end before it is seen.
fn move_to(world: &World, id: &str, status: Status) {
    let id = id.to_owned();
    world.edit(move |state, draft| {
        let interface = RouterInterface::clone(state.router_interface(&id).unwrap());
        draft.put(RouterInterface { status, since: draft.now(), ..interface });
    });
}

/// Registers a target in the site's VPC, ready.
fn register(world: &World, site: &Site, kind: &str) -> String {
    let id = format!("tr-attach-{kind}");
    let target = NextHopTarget {
        id: id.as_str().into(),
        kind: kind.into(),
        account: OWN,
        region: HANGZHOU.into(),
        vpc: site.vpc.as_str().into(),
        ready: true,
        ..NextHopTarget::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(NextHopTarget { seq, ..target.clone() });
    });
    id
}

fn address(text: &str) -> TargetAddress {
    TargetAddress { address: text.parse().unwrap(), status: AddressStatus::Assigned }
}

fn edit_target(world: &World, id: &str, change: impl Fn(&mut NextHopTarget) + Send + 'static) {
    let id = id.to_owned();
    world.edit(move |state, draft| {
        let mut target = NextHopTarget::clone(state.next_hop_target(&id).unwrap());
        change(&mut target);
        draft.put(target);
    });
}

/// The part of the table about one next hop: each condition with what a creation answers, and what the list shows of
/// a route that was there before.
fn part(
    name: &str,
    conditions: &[Condition],
    before: &str,
    make: impl Fn(&World) -> (Site, String, String),
    call: impl Fn(&World, &Site, &str, &str) -> Call,
) -> String {
    let mut text = format!("{name}\n");
    for (condition, bring_about) in conditions {
        let world = manual();
        let (site, table, id) = make(&world);
        let made = world.send(&call(&world, &site, &id, before));
        world.finish();
        bring_about(&world, &site, &id);
        let shown = match made.status {
            200 => shown(&world, &table, &made.text("RouteEntryId")),
            _ => made.refusal(),
        };
        let again = world.send(&call(&world, &site, &id, FURTHER));
        let created = if again.status == 200 { "created".to_owned() } else { again.refusal() };
        text.push_str(&format!("  {condition:<24} {created:<62} {shown}\n"));
    }
    text
}

/// The status of a route, and which of its next hops are enabled.
fn shown(world: &World, table: &str, entry: &str) -> String {
    let call = [("RegionId", HANGZHOU), ("RouteTableId", table), ("RouteEntryId", entry)];
    let answer = world.ok("DescribeRouteEntryList", &call);
    let entry = &answer["RouteEntrys"]["RouteEntry"][0];
    let hops = entry["NextHops"]["NextHop"].as_array().unwrap();
    let enabled: Vec<_> = hops.iter().map(|hop| hop["Enabled"].to_string()).collect();
    format!("{} Enabled {}", entry["Status"].as_str().unwrap(), enabled.join(", "))
}

/// A second connection of the VPC's router, to a border router on another line; the end on the VPC.
fn second_way(world: &World, site: &Site) -> String {
    let vbr = world.vbr();
    let state = world.state();
    let router = &state.vpc(&site.vpc).unwrap().vrouter;
    let link = world.creation(&vbr).with("RouterType", "VBR");
    let link = link.with("AccessPointId", crate::support::records::HANGZHOU_POINT);
    let link = link.with("OppositeRegionId", HANGZHOU).with("OppositeRouterType", "VRouter");
    let link = link.with("OppositeRouterId", router.as_str()).with("FastLinkMode", "true");
    let on_vbr = world.send(&link).text("RouterInterfaceId");
    world.finish();
    world.state().router_interface(&on_vbr).unwrap().link.clone().unwrap().interface.to_string()
}

#[test]
fn every_kind_of_target_in_every_condition() {
    let mut text = String::new();
    for kind in TARGETS {
        // An IPv6 gateway takes IPv6 only.
        let before = if kind == "IPv6Gateway" { "2001:db8:5::/48" } else { OFFICE };
        let make = |world: &World| {
            let site = Site::new(world);
            let (table, id) = (site.table.clone(), register(world, &site, kind));
            (site, table, id)
        };
        text += &part(kind, OF_TARGETS, before, make, |world, site, id, to| {
            let to = if kind == "IPv6Gateway" && to == FURTHER { "2001:db8:6::/48" } else { to };
            creation(world, &site.table, (kind, id), to)
        });
    }
    insta::assert_snapshot!(text);
}

#[test]
fn ipv6_over_a_network_interface_in_every_condition() {
    let make = |world: &World| {
        let site = Site::new(world);
        let (table, id) = (site.table.clone(), register(world, &site, "NetworkInterface"));
        edit_target(world, &id, |target| target.ipv6.push(address("2001:db8::1")));
        (site, table, id)
    };
    let text = part("NetworkInterface", OF_ADDRESSES, "2001:db8:5::/48", make, |world, site, id, to| {
        let to = if to == FURTHER { "2001:db8:6::/48" } else { to };
        creation(world, &site.table, ("NetworkInterface", id), to)
    });
    insta::assert_snapshot!(text);
}

#[test]
fn every_kind_of_interface_in_every_condition() {
    let in_vpc = |world: &World| {
        let site = Site::new(world);
        let (table, id) = (site.table.clone(), site.on_vpc.clone());
        (site, table, id)
    };
    let in_vbr = |world: &World| {
        let site = Site::new(world);
        let (table, id) = (site.vbr_table.clone(), site.on_vbr.clone());
        (site, table, id)
    };
    let built_in = |world: &World| {
        let site = Site::new(world);
        let (table, id) = (site.vbr_table.clone(), site.vlan.clone());
        (site, table, id)
    };
    let over =
        |world: &World, table: &str, id: &str, to: &str| creation(world, table, ("RouterInterface", id), to);
    let of_vpc = |world: &World, site: &Site, id: &str, to: &str| over(world, &site.table, id, to);
    let of_vbr = |world: &World, site: &Site, id: &str, to: &str| over(world, &site.vbr_table, id, to);
    let text = [
        part("a VPC's interface towards a border router", OF_INTERFACES, OFFICE, in_vpc, of_vpc),
        part("the same, and what is behind it", OF_LINES, OFFICE, in_vpc, of_vpc),
        part("a border router's interface towards a VPC", OF_INTERFACES, OFFICE, in_vbr, of_vbr),
        part("the same, and the router itself", OF_LINES, OFFICE, in_vbr, of_vbr),
        part("a border router's built-in interface", OF_LINES, OFFICE, built_in, of_vbr),
    ];
    insta::assert_snapshot!(text.concat());
}

#[test]
fn two_ways_at_once_with_one_of_them_in_every_condition() {
    let make = |world: &World| {
        let site = Site::new(world);
        second_way(world, &site);
        let (table, id) = (site.table.clone(), site.on_vpc.clone());
        (site, table, id)
    };
    let call = |world: &World, site: &Site, id: &str, to: &str| {
        let state = world.state();
        let router = &state.vpc(&site.vpc).unwrap().vrouter;
        let second = state
            .router_interfaces
            .iter()
            .find(|one| one.router.id == router.as_str() && one.id.as_str() != id);
        world
            .call("CreateRouteEntry", &[("RouteTableId", &site.table), ("DestinationCidrBlock", to)])
            .with("NextHopList.1.NextHopId", id)
            .with("NextHopList.2.NextHopId", second.unwrap().id.as_str())
    };
    let text = [
        part("one interface of two", OF_INTERFACES, OFFICE, make, call),
        part("the same, and what is behind it", OF_LINES, OFFICE, make, call),
    ];
    insta::assert_snapshot!(text.concat());
}
