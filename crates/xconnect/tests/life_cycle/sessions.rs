//! BGP over HTTP: a session that the customer's router makes possible, what is learned over it, and what its end takes
//! away.

use std::time::Duration;

use serde_json::{Value, json};
use xconnect_model::account::Secret;
use xconnect_model::{CustomerRouter, VirtualBorderRouterId};

use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

/// A customer's router at 10.0.0.2 that announces two prefixes.
fn describe_customer(world: &World, vbr: &str) {
    let vbr: VirtualBorderRouterId = vbr.into();
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(CustomerRouter {
            seq,
            id: "dc".into(),
            vbr: vbr.clone(),
            address: [10, 0, 0, 2].into(),
            asn: 65_001,
            auth_key: Secret::new("key"),
            announces: ["192.168.1.0/24", "192.168.2.0/24"].map(|text| text.parse().unwrap()).into(),
            ..CustomerRouter::default()
        });
    });
}

fn peer(world: &World) -> Value {
    let answer = world.ok("DescribeBgpPeers", &[("RegionId", HANGZHOU)]);
    answer["BgpPeers"]["BgpPeer"][0].clone()
}

/// Destination, kind, and status of what a border router has learned.
fn learned(world: &World, vbr: &str) -> Vec<Value> {
    let table = world.state().virtual_border_router(vbr).unwrap().route_table.to_string();
    let answer = world.ok("DescribeRouteEntryList", &[("RegionId", HANGZHOU), ("RouteTableId", &table)]);
    let entries = answer["RouteEntrys"]["RouteEntry"].as_array().unwrap().clone();
    let shown =
        entries.iter().map(|entry| json!([entry["DestinationCidrBlock"], entry["Type"], entry["Status"]]));
    shown.collect()
}

#[test]
fn a_session_comes_with_the_customers_router_and_goes_with_the_line() {
    let world = World::new();
    let line = world.bare_line(OWN);
    let vbr = world.vbr_on(&line, "1");
    let group = world.call("CreateBgpGroup", &[("RegionId", HANGZHOU), ("RouterId", &vbr)]);
    let group = world.send(&group.with("PeerAsn", "65001").with("AuthKey", "key")).text("BgpGroupId");
    world.settle();
    world.ok("CreateBgpPeer", &[("RegionId", HANGZHOU), ("BgpGroupId", &group)]);
    let network = [("RegionId", HANGZHOU), ("RouterId", vbr.as_str()), ("DstCidrBlock", "10.8.0.0/16")];
    world.ok("AddBgpNetwork", &network);
    world.settle();
    let alone = peer(&world);
    assert_eq!((&alone["Status"], &alone["BgpStatus"]), (&json!("Available"), &json!("Connect")));
    assert_eq!((&alone["ReceivedRouteCount"], &alone["AdvertisedRouteCount"]), (&json!(0), &json!(0)));

    describe_customer(&world, &vbr);
    world.finish();
    let together = peer(&world);
    assert_eq!((&together["ReceivedRouteCount"], &together["AdvertisedRouteCount"]), (&json!(2), &json!(1)));
    let both = ["192.168.1.0/24", "192.168.2.0/24"].map(|prefix| json!([prefix, "BGP", "Available"]));
    assert_eq!(learned(&world, &vbr), both);

    world.edit_line(&line, |line| line.cut = true);
    world.pass(Duration::from_secs(29));
    assert_eq!(learned(&world, &vbr), both);
    world.finish();
    assert_eq!(learned(&world, &vbr), Vec::<Value>::new());
    assert_eq!(peer(&world)["ReceivedRouteCount"], 0);

    world.edit_line(&line, |line| line.cut = false);
    world.finish();
    assert_eq!(learned(&world, &vbr), both);
    let id = peer(&world)["BgpPeerId"].as_str().unwrap().to_owned();
    world.ok("DeleteBgpPeer", &[("RegionId", HANGZHOU), ("BgpPeerId", &id)]);
    assert_eq!(learned(&world, &vbr), Vec::<Value>::new(), "nobody waits for that");
    world.finish();
    world.ok("DeleteBgpGroup", &[("RegionId", HANGZHOU), ("BgpGroupId", &group)]);
    world.finish();
    world.send(&world.on_vbr("DeleteVirtualBorderRouter", &vbr)).success();
    world.finish();
    let state = world.state();
    let left = [state.bgp_networks.len(), state.customer_routers.len(), state.bgp_peers.len()];
    assert_eq!((left, state.route_entries.len()), ([0; 3], 0));
}
