//! BGP groups, peers, and networks as pure functions.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod peers;

use std::net::Ipv4Addr;

use serde_json::{Value, json};
use support::{OTHER, OWN, World};
use xconnect_model::bgp::BgpStatus;
use xconnect_model::border_router::{Peering, PeeringV4, PeeringV6, VbrStatus};
use xconnect_model::physical_connection::Status;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    AccountId, BgpGroup, BgpNetwork, BgpPeer, CustomerRouter, PhysicalConnection, VirtualBorderRouter, Vpc,
};

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

fn put_vbr(world: &mut World, account: AccountId, id: &str) {
    let line = format!("pc-{id}");
    world.put(PhysicalConnection {
        seq: world.state.next_seq(),
        id: line.as_str().into(),
        account,
        region: "cn-hangzhou".into(),
        status: Status::Enabled,
        ..PhysicalConnection::default()
    });
    world.put(VirtualBorderRouter {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        line: line.as_str().into(),
        line_account: account,
        peering: peering(1),
        status: VbrStatus::Active,
        ..VirtualBorderRouter::default()
    });
}

fn peering(third: u8) -> Peering {
    let [local, peer] = [1, 2].map(|last| Ipv4Addr::new(10, 0, third, last));
    Peering { v4: Some(PeeringV4 { local, peer, prefix: 29 }), ..Peering::default() }
}

/// An active border router of the first account.
fn world() -> World {
    let mut world = World::new();
    put_vbr(&mut world, OWN, "vbr-1");
    world
}

fn edit_vbr(world: &mut World, change: impl Fn(&mut VirtualBorderRouter)) {
    let mut vbr = VirtualBorderRouter::clone(world.state.virtual_border_router("vbr-1").unwrap());
    change(&mut vbr);
    world.put(vbr);
}

/// Ends what the reconciler would end.
fn settle(world: &mut World) {
    let state = world.state.clone();
    let status = BgpStatus::Available;
    for group in state.bgp_groups.iter().filter(|group| group.status != BgpStatus::Deleting) {
        world.put(BgpGroup { status, ..BgpGroup::clone(group) });
    }
    for peer in state.bgp_peers.iter().filter(|peer| peer.status != BgpStatus::Deleting) {
        world.put(BgpPeer { status, ..BgpPeer::clone(peer) });
    }
    for network in state.bgp_networks.iter().filter(|network| network.status != BgpStatus::Deleting) {
        world.put(BgpNetwork { status, ..BgpNetwork::clone(network) });
    }
}

/// A call with the region and these parameters.
fn with<'p>(params: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    std::iter::once(REGION).chain(params.iter().copied()).collect()
}

fn group(world: &mut World, extra: &[(&str, &str)]) -> String {
    let mut params = with(&[("RouterId", "vbr-1")]);
    params.extend_from_slice(extra);
    if !extra.iter().any(|(name, _)| *name == "PeerAsn") {
        params.push(("PeerAsn", "65001"));
    }
    let id = world.call("CreateBgpGroup", &params).unwrap()["BgpGroupId"].as_str().unwrap().to_owned();
    settle(world);
    id
}

fn peer(world: &mut World, group: &str, extra: &[(&str, &str)]) -> String {
    let mut params = with(&[("BgpGroupId", group)]);
    params.extend_from_slice(extra);
    let id = world.call("CreateBgpPeer", &params).unwrap()["BgpPeerId"].as_str().unwrap().to_owned();
    settle(world);
    id
}

fn groups(world: &mut World, filter: &[(&str, &str)]) -> Vec<Value> {
    let answer = world.call("DescribeBgpGroups", &with(filter)).unwrap();
    answer["BgpGroups"]["BgpGroup"].as_array().unwrap().clone()
}

fn peers(world: &mut World, filter: &[(&str, &str)]) -> Vec<Value> {
    let answer = world.call("DescribeBgpPeers", &with(filter)).unwrap();
    answer["BgpPeers"]["BgpPeer"].as_array().unwrap().clone()
}

fn networks(world: &mut World, filter: &[(&str, &str)]) -> Vec<Value> {
    let answer = world.call("DescribeBgpNetworks", &with(filter)).unwrap();
    answer["BgpNetworks"]["BgpNetwork"].as_array().unwrap().clone()
}

#[test]
fn a_group_is_made_shown_changed_and_deleted() {
    let mut world = world();
    let params = with(&[
        ("RouterId", "vbr-1"),
        ("Name", "main"),
        ("Description", "both lines"),
        ("PeerAsn", "4200000001"),
        ("AuthKey", "a \"key\""),
        ("IsFakeAsn", "true"),
    ]);
    let id = world.call("CreateBgpGroup", &params).unwrap()["BgpGroupId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("bgpg-bp1"));
    let mut expected = json!({
        "BgpGroupId": id, "RouterId": "vbr-1", "RegionId": "cn-hangzhou", "Status": "Pending", "Name": "main",
        "Description": "both lines", "PeerAsn": 4_200_000_001_u32, "LocalAsn": 45_104, "IsFake": true,
        "AuthKey": "a \"key\"", "IpVersion": "IPv4", "Hold": "30", "Keepalive": "10", "RouteLimit": "110",
    });
    assert_eq!(groups(&mut world, &[("BgpGroupId", &id)]), [expected.clone()]);
    settle(&mut world);
    let changes = with(&[
        ("BgpGroupId", &id),
        ("Name", "other"),
        ("PeerAsn", "65002"),
        ("LocalAsn", "64512"),
        ("IsFakeAsn", "false"),
        ("RouteQuota", "7"),
        ("ClearAuthKey", "true"),
    ]);
    world.call("ModifyBgpGroupAttribute", &changes).unwrap();
    for (field, value) in [
        ("Status", json!("Modifying")),
        ("Name", json!("other")),
        ("PeerAsn", json!(65_002)),
        ("LocalAsn", json!(64_512)),
        ("IsFake", json!(false)),
        ("RouteLimit", json!("7")),
        ("AuthKey", json!("")),
    ] {
        expected[field] = value;
    }
    assert_eq!(groups(&mut world, &[("RouterId", "vbr-1")]), [expected]);
    assert_eq!(
        world.refused("ModifyBgpGroupAttribute", &changes),
        "400 InvalidStatus.CannotOperate",
        "it is being changed"
    );
    settle(&mut world);
    world.call("DeleteBgpGroup", &with(&[("BgpGroupId", &id)])).unwrap();
    assert_eq!(groups(&mut world, &[])[0]["Status"], "Deleting");
    assert_eq!(
        world.refused("DeleteBgpGroup", &with(&[("BgpGroupId", &id)])),
        "400 InvalidStatus.CannotOperate"
    );
}

#[test]
fn what_is_left_out_of_a_change_stays() {
    let mut world = world();
    let id = group(&mut world, &[("AuthKey", "key"), ("Name", "main"), ("RouteQuota", "5")]);
    world.call("ModifyBgpGroupAttribute", &with(&[("BgpGroupId", &id), ("Description", "new")])).unwrap();
    let shown = &groups(&mut world, &[])[0];
    for (field, value) in [("AuthKey", "key"), ("Name", "main"), ("RouteLimit", "5"), ("Description", "new")]
    {
        assert_eq!(shown[field], value, "{field}");
    }
}

#[test]
fn as_numbers_are_those_that_somebody_can_have() {
    let mut world = world();
    let mut create = |name: &'static str, value: &str| {
        let mut params = with(&[("RouterId", "vbr-1"), ("PeerAsn", "65001")]);
        params.retain(|(known, _)| *known != name);
        params.push((name, value));
        let state = world.state.clone();
        let code = world.call("CreateBgpGroup", &params).err().map(|error| error.code().to_owned());
        world.state = state;
        code
    };
    for good in ["1", "45103", "64512", "65534", "65536", "4294967294"] {
        assert_eq!(create("PeerAsn", good), None, "{good}");
    }
    for bad in ["0", "23456", "45104", "65535", "4294967295", "4294967296", "18446744073709551615"] {
        assert_eq!(create("PeerAsn", bad).as_deref(), Some("InvalidPeerAsn.Malformed"), "{bad}");
    }
    for bad in ["x", "-1", "+1", "1.5"] {
        assert_eq!(create("PeerAsn", bad).as_deref(), Some("InvalidParameter"), "{bad}");
    }
    for good in ["45104", "64512", "65534", "4200000000", "4294967294"] {
        assert_eq!(create("LocalAsn", good), None, "{good}");
    }
    for bad in ["0", "1", "64511", "65025", "65535", "4294967295", "99999999999"] {
        assert_eq!(create("LocalAsn", bad).as_deref(), Some("InvalidParameter"), "{bad}");
    }
    assert_eq!(
        create("LocalAsn", "65001").as_deref(),
        Some("InvalidPeerAsn.Malformed"),
        "both ends are the same"
    );
}

#[test]
fn keys_and_limits_have_bounds() {
    let mut world = world();
    let long = "k".repeat(80);
    let id = group(&mut world, &[("AuthKey", &long)]);
    assert_eq!(groups(&mut world, &[])[0]["AuthKey"], json!(long));
    let mut change = |params: &[(&str, &str)]| {
        let mut all = with(&[("BgpGroupId", &id)]);
        all.extend_from_slice(params);
        world.refused("ModifyBgpGroupAttribute", &all)
    };
    for bad in ["k".repeat(81).as_str(), "a\tb", "a\u{7f}", "schlüssel", "密钥"] {
        assert_eq!(change(&[("AuthKey", bad)]), "400 InvalidBgpAuthkey.Malformed", "{bad:?}");
    }
    assert_eq!(change(&[("AuthKey", "a"), ("ClearAuthKey", "true")]), "400 InvalidParameter");
    for bad in ["0", "111"] {
        assert_eq!(change(&[("RouteQuota", bad)]), "400 InvalidParameter");
    }
}

#[test]
fn ipv6_is_for_border_routers_that_have_it() {
    let mut world = world();
    let params = with(&[("RouterId", "vbr-1"), ("PeerAsn", "65001"), ("IpVersion", "ipv6")]);
    assert_eq!(world.refused("CreateBgpGroup", &params), "400 InvalidParameter");
    let network = with(&[("RouterId", "vbr-1"), ("DstCidrBlock", "2001:db8:1::/48")]);
    assert_eq!(world.refused("AddBgpNetwork", &network), "400 InvalidIP.Malformed");
    edit_vbr(&mut world, |vbr| {
        let [local, peer] = ["2001:db8::1", "2001:db8::2"].map(|address| address.parse().unwrap());
        vbr.peering.v6 = Some(PeeringV6 { local, peer, subnet: "2001:db8::/56".parse().unwrap() });
        vbr.peering.ipv6_enabled = true;
    });
    let id = group(&mut world, &[("IpVersion", "ipv6")]);
    assert_eq!(groups(&mut world, &[])[0]["IpVersion"], "IPv6");
    let wrong = with(&[("BgpGroupId", &id), ("IpVersion", "IPv4")]);
    assert_eq!(world.refused("CreateBgpPeer", &wrong), "400 InvalidParameter");
    let wrong = with(&[("BgpGroupId", &id), ("PeerIpAddress", "10.0.1.2")]);
    assert_eq!(world.refused("CreateBgpPeer", &wrong), "400 InvalidIP.Malformed");
    peer(&mut world, &id, &[("IpVersion", "IPV6")]);
    let shown = &peers(&mut world, &[])[0];
    assert_eq!((&shown["PeerIpAddress"], &shown["IpVersion"]), (&json!("2001:db8::2"), &json!("IPv6")));
    world.call("AddBgpNetwork", &network).unwrap();
}

#[test]
fn a_network_is_announced_shown_and_withdrawn() {
    let mut world = world();
    world.put(Vpc { seq: world.state.next_seq(), id: "vpc-1".into(), account: OWN, ..Vpc::default() });
    world.put(Vpc { seq: world.state.next_seq(), id: "vpc-2".into(), account: OTHER, ..Vpc::default() });
    let add = |block: &'static str, vpc: &'static str| {
        with(&[("RouterId", "vbr-1"), ("DstCidrBlock", block), ("VpcId", vpc)])
    };
    world.call("AddBgpNetwork", &add("10.1.2.3/16", "vpc-1")).unwrap();
    let expected =
        json!({"RouterId": "vbr-1", "DstCidrBlock": "10.1.0.0/16", "VpcId": "vpc-1", "Status": "Pending"});
    assert_eq!(networks(&mut world, &[("RouterId", "vbr-1")]), [expected]);
    for again in ["10.1.0.0/16", "10.1.255.255/16"] {
        assert_eq!(world.refused("AddBgpNetwork", &add(again, "")), "400 InvalidParams.AlreadyExists");
    }
    world.call("AddBgpNetwork", &add("10.1.0.1", "")).unwrap();
    for bad in ["10.0.0.0/33", "10.0.0", "10.0.0.0/", "::ffff:10.0.0.0/104", "0x0a.0.0.0/8", " 10.0.0.0/8"] {
        assert_eq!(world.refused("AddBgpNetwork", &add(bad, "")), "400 InvalidIP.Malformed", "{bad}");
    }
    for vpc in ["vpc-2", "vpc-3"] {
        assert_eq!(world.refused("AddBgpNetwork", &add("10.3.0.0/16", vpc)), "400 InvalidParams.NotFound");
    }
    settle(&mut world);
    let shown = networks(&mut world, &[]);
    assert_eq!(
        (&shown[0]["Status"], &shown[1]["DstCidrBlock"]),
        (&json!("Available"), &json!("10.1.0.1/32"))
    );
    world.call("DeleteBgpNetwork", &add("10.1.9.9/16", "")).unwrap();
    assert_eq!(networks(&mut world, &[])[0]["Status"], "Deleting");
    assert_eq!(world.refused("DeleteBgpNetwork", &add("10.1.0.0/16", "")), "400 InvalidStatus.CannotOperate");
    assert_eq!(world.refused("DeleteBgpNetwork", &add("10.2.0.0/16", "")), "400 InvalidParams.NotFound");
}

#[test]
fn each_border_router_has_so_many_of_everything() {
    let mut world = world();
    put_vbr(&mut world, OWN, "vbr-2");
    edit_vbr(&mut world, |vbr| vbr.peering.v4.as_mut().unwrap().prefix = 24);
    let ids: Vec<_> = (0..8).map(|_| group(&mut world, &[])).collect();
    let one_more = with(&[("RouterId", "vbr-1"), ("PeerAsn", "65001")]);
    let error = world.call("CreateBgpGroup", &one_more).unwrap_err();
    assert_eq!(error.message(), "bgp group count per vbr quota exceed.");
    world.call("CreateBgpGroup", &with(&[("RouterId", "vbr-2"), ("PeerAsn", "65001")])).unwrap();
    for (number, id) in ids.iter().enumerate() {
        peer(&mut world, id, &[("PeerIpAddress", &format!("10.0.1.{}", number + 2))]);
    }
    let one_more = with(&[("BgpGroupId", &ids[0]), ("PeerIpAddress", "10.0.1.20")]);
    let error = world.call("CreateBgpPeer", &one_more).unwrap_err();
    assert_eq!(error.message(), "bgp peer count per vbr quota exceed.");
    for number in 0..100 {
        let block = format!("10.{number}.0.0/16");
        world.call("AddBgpNetwork", &with(&[("RouterId", "vbr-1"), ("DstCidrBlock", &block)])).unwrap();
    }
    let one_more = with(&[("RouterId", "vbr-1"), ("DstCidrBlock", "10.100.0.0/16")]);
    assert_eq!(world.refused("AddBgpNetwork", &one_more), "400 QuotaExceeded.BgpNetwork");
    let page = world.call("DescribeBgpNetworks", &with(&[("PageSize", "50"), ("PageNumber", "2")])).unwrap();
    assert_eq!((&page["TotalCount"], &page["PageNumber"]), (&json!(100), &json!(2)));
    assert_eq!(page["BgpNetworks"]["BgpNetwork"][0]["DstCidrBlock"], "10.50.0.0/16");
    for action in ["DescribeBgpGroups", "DescribeBgpPeers", "DescribeBgpNetworks"] {
        assert_eq!(world.refused(action, &with(&[("PageSize", "51")])), "400 InvalidParameter");
    }
}

#[test]
fn nothing_is_a_default() {
    let mut world = world();
    let own = group(&mut world, &[]);
    peer(&mut world, &own, &[]);
    for (default, shown) in [("true", 0), ("false", 1)] {
        assert_eq!(groups(&mut world, &[("IsDefault", default)]).len(), shown);
        assert_eq!(peers(&mut world, &[("IsDefault", default)]).len(), shown);
    }
}

#[test]
fn other_accounts_see_and_change_nothing() {
    let mut world = world();
    let own = group(&mut world, &[]);
    let id = peer(&mut world, &own, &[]);
    world.call("AddBgpNetwork", &with(&[("RouterId", "vbr-1"), ("DstCidrBlock", "10.1.0.0/16")])).unwrap();
    settle(&mut world);
    for (action, set) in [
        ("DescribeBgpGroups", "BgpGroups"),
        ("DescribeBgpPeers", "BgpPeers"),
        ("DescribeBgpNetworks", "BgpNetworks"),
    ] {
        let answer = world.call_other(action, &with(&[("RouterId", "vbr-1")])).unwrap();
        assert_eq!(answer["TotalCount"], 0, "{action}");
        assert_eq!(answer[set].as_object().unwrap().values().next(), Some(&json!([])));
    }
    for (action, params, code) in [
        ("CreateBgpGroup", vec![("RouterId", "vbr-1"), ("PeerAsn", "65001")], "InvalidVbrNetwork"),
        ("ModifyBgpGroupAttribute", vec![("BgpGroupId", own.as_str())], "InvalidBgpGroup"),
        ("DeleteBgpGroup", vec![("BgpGroupId", own.as_str())], "InvalidBgpGroup"),
        ("CreateBgpPeer", vec![("BgpGroupId", own.as_str())], "InvalidBgpGroup"),
        ("ModifyBgpPeerAttribute", vec![("BgpPeerId", id.as_str())], "InvalidParams.NotFound"),
        ("DeleteBgpPeer", vec![("BgpPeerId", id.as_str())], "InvalidParams.NotFound"),
        ("AddBgpNetwork", vec![("RouterId", "vbr-1"), ("DstCidrBlock", "10.2.0.0/16")], "InvalidVbrNetwork"),
        (
            "DeleteBgpNetwork",
            vec![("RouterId", "vbr-1"), ("DstCidrBlock", "10.1.0.0/16")],
            "InvalidVbrNetwork",
        ),
    ] {
        assert_eq!(world.call_other(action, &with(&params)).unwrap_err().code(), code, "{action}");
    }
}

#[test]
fn what_is_no_id_of_a_border_router_or_group_is_no_instance() {
    let mut world = world();
    let group = group(&mut world, &[]);
    for (action, parameter, id, rest) in [
        ("CreateBgpGroup", "RouterId", "vrt-1", ("PeerAsn", "65001")),
        ("AddBgpNetwork", "RouterId", "VBR-1", ("DstCidrBlock", "10.1.0.0/16")),
        ("DeleteBgpNetwork", "RouterId", "1", ("DstCidrBlock", "10.1.0.0/16")),
        ("ModifyBgpGroupAttribute", "BgpGroupId", "bgp-1", ("Name", "other")),
        ("DeleteBgpGroup", "BgpGroupId", "vbr-1", ("ClientToken", "one")),
        ("CreateBgpPeer", "BgpGroupId", &format!(" {group}"), ("EnableBfd", "false")),
    ] {
        let error = world.call(action, &with(&[(parameter, id), rest])).unwrap_err();
        assert_eq!(
            (error.code(), error.message()),
            ("InvalidParams.NotFound", "instance not found"),
            "{action}"
        );
    }
}

#[test]
fn a_line_that_risk_control_has_locked_stops_every_change() {
    let mut world = world();
    let own = group(&mut world, &[]);
    let id = peer(&mut world, &own, &[]);
    let line = PhysicalConnection::clone(world.state.physical_connection("pc-vbr-1").unwrap());
    world.put(PhysicalConnection { business_status: BusinessStatus::SecurityLocked, ..line });
    for (action, params) in [
        ("CreateBgpGroup", vec![("RouterId", "vbr-1"), ("PeerAsn", "65001")]),
        ("ModifyBgpGroupAttribute", vec![("BgpGroupId", own.as_str())]),
        ("DeleteBgpGroup", vec![("BgpGroupId", own.as_str())]),
        ("CreateBgpPeer", vec![("BgpGroupId", own.as_str())]),
        ("ModifyBgpPeerAttribute", vec![("BgpPeerId", id.as_str())]),
        ("DeleteBgpPeer", vec![("BgpPeerId", id.as_str())]),
        ("AddBgpNetwork", vec![("RouterId", "vbr-1"), ("DstCidrBlock", "10.2.0.0/16")]),
    ] {
        assert_eq!(world.refused(action, &with(&params)), "403 Forbidden.RiskControl", "{action}");
    }
}

#[test]
fn a_border_router_with_groups_stays() {
    let mut world = world();
    let own = group(&mut world, &[]);
    let delete = with(&[("VbrId", "vbr-1")]);
    assert_eq!(world.refused("DeleteVirtualBorderRouter", &delete), "400 DependencyViolation.BgpGroup");
    let group = BgpGroup::clone(world.state.bgp_group(&own).unwrap());
    world.put(BgpGroup { status: BgpStatus::Deleting, ..group.clone() });
    assert_eq!(world.refused("DeleteVirtualBorderRouter", &delete), "400 DependencyViolation.BgpGroup");
    let change = xconnect_state::Change::Delete {
        kind: xconnect_state::Kind::BgpGroup,
        seq: group.seq,
        label: String::new(),
    };
    world.state.apply(&[change]);
    world.call("DeleteVirtualBorderRouter", &delete).unwrap();
}

#[test]
fn a_customers_key_is_no_part_of_what_is_shown() {
    let mut world = world();
    let own = group(&mut world, &[("AuthKey", "sesame")]);
    world.put(CustomerRouter { seq: world.state.next_seq(), id: "dc-1".into(), ..Default::default() });
    let record = world.state.bgp_group(&own).unwrap();
    assert!(!format!("{record:?}").contains("sesame"));
}
