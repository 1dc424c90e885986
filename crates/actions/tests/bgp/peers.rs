//! BGP peers: where they can be, and what is shown of them.

use std::time::Duration;

use serde_json::{Value, json};
use xconnect_model::bgp::{Session, SessionState};
use xconnect_model::border_router::Association;
use xconnect_model::{BgpPeer, RouteEntry};

use crate::support::World;
use crate::{edit_vbr, group, peer, peering, peers, settle, with, world};

#[test]
fn a_peer_is_made_shown_changed_and_deleted() {
    let mut world = world();
    let own = group(&mut world, &[("Name", "main"), ("Description", "of both"), ("AuthKey", "key")]);
    let params = with(&[("BgpGroupId", &own), ("EnableBfd", "true"), ("BfdMultiHop", "10")]);
    let id = world.call("CreateBgpPeer", &params).unwrap()["BgpPeerId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("bgp-bp1"));
    let expected = json!({
        "BgpPeerId": id, "BgpGroupId": own, "RouterId": "vbr-1", "RegionId": "cn-hangzhou",
        "Status": "Pending", "BgpStatus": "creating", "PeerIpAddress": "10.0.1.2", "IpVersion": "IPv4",
        "EnableBfd": true, "BfdMultiHop": 10, "Name": "main", "Description": "of both", "PeerAsn": 65_001,
        "LocalAsn": 45_104, "IsFake": false, "AuthKey": "key", "Hold": "30", "Keepalive": "10",
        "RouteLimit": "110", "ReceivedRouteCount": 0, "AdvertisedRouteCount": 0,
        "GmtModified": "2026-11-21T00:00:00Z",
    });
    assert_eq!(peers(&mut world, &[("BgpPeerId", &id)]), [expected]);
    settle(&mut world);
    assert_eq!(peers(&mut world, &[])[0]["BgpStatus"], "Connect");

    let other = group(&mut world, &[]);
    world.pass(Duration::from_secs(60));
    let changes = with(&[("BgpPeerId", &id), ("BgpGroupId", &other), ("PeerIpAddress", "10.0.1.3")]);
    world.call("ModifyBgpPeerAttribute", &changes).unwrap();
    let shown = &peers(&mut world, &[("BgpGroupId", &other)])[0];
    for (field, value) in [
        ("Status", json!("Modifying")),
        ("BgpStatus", json!("modifying")),
        ("PeerIpAddress", json!("10.0.1.3")),
        ("Name", json!("")),
        ("EnableBfd", json!(true)),
        ("BfdMultiHop", json!(10)),
        ("GmtModified", json!("2026-11-21T00:01:00Z")),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    assert_eq!(peers(&mut world, &[("BgpGroupId", &own)]), Vec::<Value>::new());
    settle(&mut world);
    world.call("ModifyBgpPeerAttribute", &with(&[("BgpPeerId", &id), ("EnableBfd", "false")])).unwrap();
    assert_eq!(peers(&mut world, &[])[0]["BfdMultiHop"], 0);
    settle(&mut world);
    world.call("DeleteBgpPeer", &with(&[("BgpPeerId", &id)])).unwrap();
    assert_eq!(peers(&mut world, &[])[0]["BgpStatus"], "deleting");
    assert_eq!(
        world.refused("DeleteBgpGroup", &with(&[("BgpGroupId", &other)])),
        "400 DependencyViolation.BgpPeer"
    );
}

#[test]
fn what_a_peer_exchanges_is_counted() {
    let mut world = world();
    let own = group(&mut world, &[]);
    let id = peer(&mut world, &own, &[]);
    for block in ["10.1.0.0/16", "10.2.0.0/16"] {
        world.call("AddBgpNetwork", &with(&[("RouterId", "vbr-1"), ("DstCidrBlock", block)])).unwrap();
    }
    settle(&mut world);
    world.put(RouteEntry {
        seq: world.state.next_seq(),
        id: "rte-1".into(),
        peer: id.as_str().into(),
        ..RouteEntry::default()
    });
    let counts = |world: &mut World| {
        let shown = peers(world, &[]).remove(0);
        [shown["ReceivedRouteCount"].as_u64(), shown["AdvertisedRouteCount"].as_u64()]
    };
    assert_eq!(counts(&mut world), [Some(1), Some(0)]);
    let before = BgpPeer::clone(world.state.bgp_peer(&id).unwrap());
    let session = Session { state: SessionState::Established, ..Session::default() };
    world.put(BgpPeer { session, ..before });
    assert_eq!(counts(&mut world), [Some(1), Some(2)]);
}

#[test]
fn a_peer_is_at_the_far_end_of_a_line() {
    let mut world = world();
    let own = group(&mut world, &[]);
    for bad in [
        "10.0.1.0",
        "10.0.1.1",
        "10.0.1.7",
        "10.0.1.9",
        "10.0.2.2",
        "::1",
        "2001:db8::2",
        "10.0.1",
        "010.0.1.2",
        "here",
    ] {
        let params = with(&[("BgpGroupId", &own), ("PeerIpAddress", bad)]);
        assert_eq!(world.refused("CreateBgpPeer", &params), "400 InvalidIP.Malformed", "{bad}");
    }
    let first = peer(&mut world, &own, &[]);
    // No two peers have one address, however it came about.
    for taken in [with(&[("BgpGroupId", &own)]), with(&[("BgpGroupId", &own), ("PeerIpAddress", "10.0.1.2")])]
    {
        assert_eq!(world.refused("CreateBgpPeer", &taken), "400 InvalidIP.Malformed");
    }
    let same = with(&[("BgpPeerId", &first), ("PeerIpAddress", "10.0.1.2")]);
    world.call("ModifyBgpPeerAttribute", &same).unwrap();
    edit_vbr(&mut world, |vbr| {
        vbr.associated = vec![Association { line: "pc-2".into(), peering: peering(2), ..Default::default() }];
    });
    let nowhere = with(&[("BgpGroupId", &own)]);
    assert_eq!(world.refused("CreateBgpPeer", &nowhere), "400 InvalidPeerIpAddress");
    peer(&mut world, &own, &[("PeerIpAddress", "10.0.2.2")]);
}

#[test]
fn a_gateway_does_not_move_to_where_another_peer_is() {
    let mut world = world();
    let own = group(&mut world, &[]);
    let follows = peer(&mut world, &own, &[]);
    let named = peer(&mut world, &own, &[("PeerIpAddress", "10.0.1.3")]);
    let to = |address| {
        let ends = [("VbrId", "vbr-1"), ("LocalGatewayIp", "10.0.1.1"), ("PeerGatewayIp", address)];
        with(&[ends.as_slice(), &[("PeeringSubnetMask", "255.255.255.248")]].concat())
    };
    const MOVE: &str = "ModifyVirtualBorderRouterAttribute";
    assert_eq!(world.refused(MOVE, &to("10.0.1.3")), "400 InvalidIp.Malformed");
    world.call(MOVE, &to("10.0.1.4")).unwrap();
    assert_eq!(peers(&mut world, &[("BgpPeerId", &follows)])[0]["PeerIpAddress"], "10.0.1.4");
    world.call("DeleteBgpPeer", &with(&[("BgpPeerId", &named)])).unwrap();
    world.call(MOVE, &to("10.0.1.3")).unwrap();
}

#[test]
fn of_the_peers_without_an_address_only_one_can_follow_the_gateway() {
    let mut world = world();
    edit_vbr(&mut world, |vbr| vbr.peering.ipv6_enabled = true);
    let own = group(&mut world, &[("IpVersion", "IPv6")]);
    peer(&mut world, &own, &[]);
    assert_eq!(world.refused("CreateBgpPeer", &with(&[("BgpGroupId", &own)])), "400 InvalidIP.Malformed");
    let beside = group(&mut world, &[]);
    peer(&mut world, &beside, &[]);
}

#[test]
fn hops_go_with_bfd() {
    let mut world = world();
    let own = group(&mut world, &[]);
    for bad in ["0", "256"] {
        let params = with(&[("BgpGroupId", &own), ("EnableBfd", "true"), ("BfdMultiHop", bad)]);
        assert_eq!(world.refused("CreateBgpPeer", &params), "400 InvalidParameter");
    }
    let id = peer(&mut world, &own, &[("BfdMultiHop", "255")]);
    assert_eq!(peers(&mut world, &[])[0]["BfdMultiHop"], 0);
    world.call("ModifyBgpPeerAttribute", &with(&[("BgpPeerId", &id), ("EnableBfd", "true")])).unwrap();
    assert_eq!(peers(&mut world, &[])[0]["BfdMultiHop"], 0, "nobody has said how many");
    settle(&mut world);
    world.call("ModifyBgpPeerAttribute", &with(&[("BgpPeerId", &id), ("BfdMultiHop", "255")])).unwrap();
    assert_eq!(peers(&mut world, &[])[0]["BfdMultiHop"], 255);
}
