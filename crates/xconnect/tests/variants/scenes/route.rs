//! Route entries and tables.

use serde_json::Value;
use xconnect_model::provider::{AddressStatus, NextHopTarget, TargetAddress};
use xconnect_model::route::{NextHop, NextHopType, RouteKind, RouteStatus};
use xconnect_model::router_interface::{Opposite, Status};
use xconnect_model::{RouteEntry, RouterInterface, RouterRef, RouterType};

use super::Scenes;
use crate::list::List;
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

pub(super) const SCENES: Scenes = &[
    ("CreateRouteEntry", create),
    ("DeleteRouteEntry", delete),
    ("ModifyRouteEntry", modify),
    ("DescribeRouteEntryList", list),
    ("DescribeRouteTables", tables),
];

/// A destination that nothing stands in the way of.
const OFFICE: &str = "192.168.0.0/16";
/// The same for IPv6.
const OFFICE_V6: &str = "2001:db8:7::/48";

/// Kinds of targets that an operator registers, each with the id of one.
const TARGETS: [(&str, &str); 8] = [
    ("Instance", "i-test"),
    ("HaVip", "havip-test"),
    ("NetworkInterface", "eni-test"),
    ("VpnGateway", "vpn-test"),
    ("IPv6Gateway", "ipv6gw-test"),
    ("NatGateway", "ngw-test"),
    ("Attachment", "tr-attach-test"),
    ("VpcPeer", "pcc-test"),
];

/// A VPC with something of each kind that a route can lead to.
struct Site {
    table: String,
    router: String,
}

impl Site {
    fn new(world: &World) -> Self {
        let made = world.ok("CreateVpc", &[("RegionId", HANGZHOU), ("EnableIpv6", "true")]);
        world.settle();
        let text = |field: &str| made[field].as_str().unwrap_or_default().to_owned();
        let (vpc, router) = (text("VpcId"), text("VRouterId"));
        for (kind, id) in TARGETS {
            let target = NextHopTarget {
                id: id.into(),
                kind: kind.into(),
                account: OWN,
                region: HANGZHOU.into(),
                vpc: vpc.as_str().into(),
                name: id.into(),
                ready: true,
                ipv6: if kind == "NetworkInterface" { vec![address()] } else { Vec::new() },
                ..NextHopTarget::default()
            };
            world.edit(move |_, draft| {
                let seq = draft.seq();
                draft.put(NextHopTarget { seq, ..target.clone() });
            });
        }
        for number in 1..=5 {
            let interface = RouterInterface {
                id: interface(number).as_str().into(),
                account: OWN,
                region: HANGZHOU.into(),
                router: RouterRef { kind: RouterType::VRouter, id: router.as_str().into() },
                vpc: vpc.as_str().into(),
                opposite: Opposite { router_type: Some(RouterType::Vbr), ..Opposite::default() },
                status: Status::Active,
                ..RouterInterface::default()
            };
            world.edit(move |_, draft| {
                let seq = draft.seq();
                draft.put(RouterInterface { seq, ..interface.clone() });
            });
        }
        Self { table: text("RouteTableId"), router }
    }

    /// A route, which is available.
    fn route(&self, world: &World, params: &[(&str, &str)]) -> String {
        let call = world.call("CreateRouteEntry", &[("RouteTableId", &self.table)]);
        let call = params.iter().fold(call, |call, (name, value)| call.with(name, value));
        let entry = world.send(&call).text("RouteEntryId");
        world.settle();
        entry
    }

    /// A route over an instance, with a name and a description.
    fn to_office(&self, world: &World) -> String {
        let target = [("NextHopType", "Instance"), ("NextHopId", "i-test")];
        let texts = [("RouteEntryName", "office"), ("Description", "to the office")];
        self.route(world, &[&[("DestinationCidrBlock", OFFICE)][..], &target, &texts].concat())
    }
}

/// The IPv6 address of the network interface.
fn address() -> TargetAddress {
    TargetAddress { address: "2001:db8:7::1".parse().unwrap(), status: AddressStatus::Assigned }
}

fn interface(number: usize) -> String {
    format!("ri-{number}")
}

/// Two or more interfaces that share the traffic.
fn shares() -> List {
    let hop = |place: usize| {
        vec![
            ("NextHopId", interface(place)),
            ("NextHopType", "RouterInterface".to_owned()),
            ("Weight", "10".to_owned()),
        ]
    };
    List::new("NextHopList", 4, hop).of_several().in_place_of(&["NextHopId", "NextHopType"])
}

fn create(world: &World) -> Scene {
    let site = Site::new(world);
    let params = [
        ("RouteTableId", site.table.as_str()),
        ("DestinationCidrBlock", OFFICE),
        ("NextHopId", "i-test"),
        ("NextHopType", "Instance"),
    ];
    let mut scene = Scene::of(world.call("CreateRouteEntry", &params))
        .ids(&["RouteTableId", "NextHopId"])
        .option("RegionId", HANGZHOU)
        .option("RouteEntryName", "office")
        .option("Description", "to the office")
        .option("DryRun", "false")
        .accepted("DestinationCidrBlock: an address", &[("DestinationCidrBlock", "192.168.1.1")])
        .refused(
            "DestinationCidrBlock: more bits than there are",
            &[("DestinationCidrBlock", "192.168.0.0/33")],
        )
        .refused("DestinationCidrBlock: the cloud's own", &[("DestinationCidrBlock", "100.64.0.0/10")])
        .refused("NextHopId: of another kind", &[("NextHopType", "HaVip")])
        .refused("NextHopId: no attachment's", &[("NextHopType", "Attachment")])
        .value("NextHopType", "RouterInterface", &[("NextHopId", &interface(1))])
        .accepted(
            "to an IPv6 block",
            &[
                ("DestinationCidrBlock", OFFICE_V6),
                ("NextHopType", "IPv6Gateway"),
                ("NextHopId", "ipv6gw-test"),
            ],
        )
        .accepted(
            "to an IPv6 block over a network interface",
            &[
                ("DestinationCidrBlock", OFFICE_V6),
                ("NextHopType", "NetworkInterface"),
                ("NextHopId", "eni-test"),
            ],
        )
        .list(shares());
    for (kind, id) in TARGETS {
        let block = if kind == "IPv6Gateway" { OFFICE_V6 } else { OFFICE };
        scene = scene.value("NextHopType", kind, &[("NextHopId", id), ("DestinationCidrBlock", block)]);
    }
    scene
}

fn delete(world: &World) -> Scene {
    let site = Site::new(world);
    let entry = site.to_office(world);
    let hops = |index: usize| format!("NextHopList.{index}.NextHopId");
    let several: Vec<(String, String)> = (1..=4).map(|index| (hops(index), interface(index))).collect();
    let several: Vec<(&str, &str)> = several.iter().map(|(name, id)| (name.as_str(), id.as_str())).collect();
    site.route(world, &[&[("DestinationCidrBlock", "10.99.0.0/16")][..], &several].concat());
    let params =
        [("RouteTableId", site.table.as_str()), ("DestinationCidrBlock", OFFICE), ("NextHopId", "i-test")];
    let two = [&[("DestinationCidrBlock", "10.98.0.0/16")][..], &several[..2]].concat();
    site.route(world, &two);
    let shares = List::new("NextHopList", 4, |place| {
        vec![("NextHopId", interface(place)), ("NextHopType", "RouterInterface".to_owned())]
    });
    Scene::of(world.call("DeleteRouteEntry", &params))
        .ids(&["RouteTableId", "RouteEntryId"])
        .option("RegionId", HANGZHOU)
        .option("RouteEntryId", entry)
        .option("DryRun", "false")
        .list(shares.of_several().in_place_of(&["NextHopId"]).beside(|count| {
            let block = if count == 4 { "10.99.0.0/16" } else { "10.98.0.0/16" };
            vec![("DestinationCidrBlock".to_owned(), block.to_owned())]
        }))
}

fn modify(world: &World) -> Scene {
    let entry = Site::new(world).to_office(world);
    let params = [("RegionId", HANGZHOU), ("RouteEntryId", entry.as_str())];
    Scene::of(world.call("ModifyRouteEntry", &params))
        .ids(&["RouteEntryId"])
        .option("RouteEntryName", "renamed")
        .option("Description", "somewhere")
        .option("DryRun", "false")
}

/// A table with entries of every kind.
fn full(world: &World) -> (Site, String) {
    let site = Site::new(world);
    let entry = site.to_office(world);
    let hops: Vec<_> =
        (1..=2).map(|index| (format!("NextHopList.{index}.NextHopId"), interface(index))).collect();
    let hops: Vec<_> = hops.iter().map(|(name, id)| (name.as_str(), id.as_str())).collect();
    site.route(world, &[&[("DestinationCidrBlock", "10.99.0.0/16")][..], &hops].concat());
    for (number, kind) in [RouteKind::Bgp, RouteKind::Cen].into_iter().enumerate() {
        let table = site.table.clone();
        let hop = NextHop { kind: NextHopType::RouterInterface, id: interface(1).into(), weight: 0 };
        let entry = RouteEntry {
            id: format!("rte-learned{number}").as_str().into(),
            account: OWN,
            region: HANGZHOU.into(),
            table: table.as_str().into(),
            router: RouterRef { kind: RouterType::VRouter, id: site.router.as_str().into() },
            destination: format!("10.{number}.0.0/16").parse().unwrap(),
            kind,
            next_hops: vec![hop],
            ..RouteEntry::default()
        };
        world.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(RouteEntry { seq, ..entry.clone() });
        });
    }
    (site, entry)
}

fn list(world: &World) -> Scene {
    let (site, entry) = full(world);
    // While one is under way, the table takes no other.
    let others = ["10.90.0.0/16", "10.91.0.0/16"].map(|block| {
        let target = [("NextHopType", "Instance"), ("NextHopId", "i-test")];
        site.route(world, &[("DestinationCidrBlock", block), target[0], target[1]])
    });
    for (entry, status) in others.into_iter().zip([RouteStatus::Pending, RouteStatus::Deleting]) {
        world.edit(move |state, draft| {
            let (one, since) = (state.route_entry(&entry).unwrap(), draft.now());
            draft.put(RouteEntry { status, since, ..RouteEntry::clone(one) });
        });
    }
    let params = [("RegionId", HANGZHOU), ("RouteTableId", site.table.as_str())];
    let page = world.ok("DescribeRouteEntryList", &[params[0], params[1], ("MaxResult", "1")]);
    let next = page["NextToken"].as_str().map(ToOwned::to_owned);
    Scene::of(world.call("DescribeRouteEntryList", &params))
        .ids(&["RouteTableId"])
        .option("RouteEntryId", entry)
        .option("DestinationCidrBlock", OFFICE)
        .option("RouteEntryName", "office")
        .option("IpVersion", "IPv4")
        .option("RouteEntryType", "Custom")
        .option("NextHopId", "i-test")
        .option("NextHopType", "Instance")
        .option("MaxResult", 10)
        .option("NextToken", next.unwrap_or_default())
        .list(List::texts("DestCidrBlockList", 100, |place| format!("10.{place}.0.0/16")))
        .accepted("in every state", &[("MaxResult", "100")])
        .accepted("one at a time", &[("MaxResult", "1")])
}

fn tables(world: &World) -> Scene {
    let (site, _) = full(world);
    let vbr = world.vbr();
    let group = default_group(world);
    Scene::of(world.call("DescribeRouteTables", &[("VRouterId", &site.router)]))
        .ids(&["VRouterId"])
        .option("RouteTableId", &site.table)
        .option("RouterId", &site.router)
        .option("RouterType", "VRouter")
        .option("RegionId", HANGZHOU)
        .option("RouteTableName", "none")
        .option("Type", "System")
        .option("ResourceGroupId", group)
        .pages()
        .accepted("of a border router", &[("VRouterId", &vbr)])
}

/// The id of the group of what names none.
fn default_group(world: &World) -> String {
    let call = world.call("ListResourceGroups", &[]).with("Version", "2020-03-31");
    let groups: Value = world.send(&call).success();
    groups["ResourceGroups"]["ResourceGroup"][0]["Id"].as_str().unwrap_or_default().to_owned()
}
