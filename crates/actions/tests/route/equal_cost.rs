//! Several next hops that share the traffic.

use serde_json::json;
use xconnect_model::RouterType;
use xconnect_model::router_interface::Status;

use crate::{World, creation, edit_interface, put_link, settle, shown, world};

/// A world with three links to the border router: `ri-1` to `ri-3` on the VPC's router.
fn linked() -> World {
    let mut world = world();
    for number in 1..=3 {
        put_link(&mut world, &format!("ri-{number}"), &format!("ri-far-{number}"));
    }
    world
}

fn to<'p>(hops: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    let table = [("RouteTableId", "vtb-a"), ("DestinationCidrBlock", "192.168.0.0/16")];
    [&table[..], hops].concat()
}

const PAIR: [(&str, &str); 4] = [
    ("NextHopList.1.NextHopId", "ri-1"),
    ("NextHopList.1.Weight", "200"),
    ("NextHopList.2.NextHopId", "ri-2"),
    ("NextHopList.2.NextHopType", "RouterInterface"),
];

fn refused(world: &mut World, hops: &[(&str, &str)]) -> String {
    world.refused("CreateRouteEntry", &to(hops))
}

#[test]
fn two_links_share_the_traffic_by_weight() {
    let mut world = linked();
    let made = world.call("CreateRouteEntry", &to(&PAIR)).unwrap();
    settle(&mut world);
    let id = made["RouteEntryId"].as_str().unwrap();
    let hops = &shown(&mut world, "vtb-a", id)["NextHops"]["NextHop"];
    let related = json!({ "InstanceId": "vbr-a", "InstanceType": "VBR", "RegionId": "cn-hangzhou" });
    let hop = |id: &str, weight: u32| {
        json!({
            "NextHopId": id, "NextHopType": "RouterInterface", "NextHopRegionId": "cn-hangzhou",
            "Weight": weight, "Enabled": 1, "NextHopRelatedInfo": related,
        })
    };
    assert_eq!(*hops, json!([hop("ri-1", 200), hop("ri-2", 100)]));
    let tables = world.call("DescribeRouteTables", &[("RouteTableId", "vtb-a")]).unwrap();
    let entry = &tables["RouteTables"]["RouteTable"][0]["RouteEntrys"]["RouteEntry"][0];
    assert_eq!((&entry["NextHopType"], &entry["InstanceId"]), (&json!("RouterInterface"), &json!("")));
    assert_eq!(entry["NextHops"]["NextHop"][1]["Weight"], 100);
}

#[test]
fn json_text_stands_for_the_list() {
    let mut world = linked();
    let text = r#"[{"NextHopId":"ri-1","Weight":0},{"NextHopId":"ri-2","Weight":255}]"#;
    world.call("CreateRouteEntry", &to(&[("NextHopList", text)])).unwrap();
}

#[test]
fn the_same_list_again_is_the_same_entry() {
    let mut world = linked();
    world.call("CreateRouteEntry", &to(&PAIR)).unwrap();
    settle(&mut world);
    assert_eq!(refused(&mut world, &PAIR), "400 InvalidRouteEntry.Duplicate");
    let turned = [
        ("NextHopList.1.NextHopId", "ri-2"),
        ("NextHopList.2.NextHopId", "ri-1"),
        ("NextHopList.2.Weight", "200"),
    ];
    assert_eq!(refused(&mut world, &turned), "400 InvalidRouteEntry.Duplicate");
    let others = [("NextHopList.1.NextHopId", "ri-1"), ("NextHopList.2.NextHopId", "ri-3")];
    assert_eq!(refused(&mut world, &others), "400 InvalidCIDRBlock.Duplicate");
    let one = creation("vtb-a", "192.168.0.0/16", ("RouterInterface", "ri-1"));
    assert_eq!(world.refused("CreateRouteEntry", &one), "400 InvalidCIDRBlock.Duplicate");
}

#[test]
fn a_list_has_two_to_four_members_each_once() {
    let mut world = linked();
    assert_eq!(refused(&mut world, &PAIR[..2]), "400 InvalidRouteEntrySize");
    let names: Vec<_> = (1..=5).map(|at| format!("NextHopList.{at}.NextHopId")).collect();
    let five: Vec<_> = names.iter().map(|name| (name.as_str(), "ri-1")).collect();
    assert_eq!(refused(&mut world, &five), "400 InvalidNexthopListSize");
    assert_eq!(refused(&mut world, &five[..2]), "400 InvalidRouterInterface");
    assert_eq!(refused(&mut world, &[PAIR[0], ("NextHopList.2.Weight", "1")]), "400 MissingParameter");
}

#[test]
fn weights_are_numbers_up_to_255() {
    let mut world = linked();
    for bad in ["256", "-1", "+1", "half", "99999999999"] {
        let hops = [PAIR[0], PAIR[2], ("NextHopList.2.Weight", bad)];
        assert_eq!(refused(&mut world, &hops), "400 INVALID_WEIGHT_PARAM", "{bad}");
    }
}

#[test]
fn members_lead_to_border_routers() {
    let mut world = linked();
    assert_eq!(
        refused(&mut world, &[PAIR[0], ("NextHopList.2.NextHopId", "ri-none")]),
        "400 InvalidNextHop.NotFound"
    );
    let other_type = [PAIR[0], PAIR[2], ("NextHopList.2.NextHopType", "Instance")];
    assert_eq!(refused(&mut world, &other_type), "400 InvalidNextHopType");
    let both = [&PAIR[..], &[("NextHopId", "ri-1")]].concat();
    assert_eq!(refused(&mut world, &both), "400 InvalidNexthopTypeAndList.BothNotNull");
    edit_interface(&mut world, "ri-2", |one| one.status = Status::Idle);
    assert_eq!(refused(&mut world, &PAIR), "400 OperationDenied.VbrIdle");
    edit_interface(&mut world, "ri-2", |one| one.opposite.router_type = Some(RouterType::VRouter));
    assert_eq!(refused(&mut world, &PAIR), "400 InvalidOppositeRouterType");
    let on_vbr = [
        ("RouteTableId", "vtb-vbr"),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("NextHopList.1.NextHopId", "ri-far-1"),
        ("NextHopList.2.NextHopId", "ri-far-2"),
    ];
    assert_eq!(world.refused("CreateRouteEntry", &on_vbr), "400 InvalidNextHopType");
}

#[test]
fn a_list_is_deleted_by_all_its_members() {
    let mut world = linked();
    world.call("CreateRouteEntry", &to(&PAIR)).unwrap();
    settle(&mut world);
    let none = "400 InvalidRouteEntry.NotFound";
    assert_eq!(world.refused("DeleteRouteEntry", &to(&[("NextHopId", "ri-1")])), none);
    assert_eq!(world.refused("DeleteRouteEntry", &to(&[("NextHopList.1.NextHopId", "ri-1")])), none);
    let both = to(&[("NextHopId", "ri-1"), ("NextHopList.1.NextHopId", "ri-2")]);
    assert_eq!(world.refused("DeleteRouteEntry", &both), "400 InvalidParameter");
    let turned = [("NextHopList.1.NextHopId", "ri-2"), ("NextHopList.2.NextHopId", "ri-1")];
    world.call("DeleteRouteEntry", &to(&turned)).unwrap();
    settle(&mut world);
    assert!(world.state.route_entries.is_empty());
}
