//! BGP groups, peers, and networks.

use xconnect_model::account::Secret;
use xconnect_model::bgp::BgpStatus;
use xconnect_model::{BgpGroup, BgpNetwork, BgpPeer, CustomerRouter};

use super::Scenes;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

pub(super) const SCENES: Scenes = &[
    ("CreateBgpGroup", create_group),
    ("DescribeBgpGroups", list_groups),
    ("ModifyBgpGroupAttribute", modify_group),
    ("DeleteBgpGroup", delete_group),
    ("CreateBgpPeer", create_peer),
    ("DescribeBgpPeers", list_peers),
    ("ModifyBgpPeerAttribute", modify_peer),
    ("DeleteBgpPeer", delete_peer),
    ("AddBgpNetwork", add_network),
    ("DescribeBgpNetworks", list_networks),
    ("DeleteBgpNetwork", delete_network),
];

const NETWORK: &str = "10.1.0.0/16";

/// A router with addresses for two neighbours, and with IPv6.
fn vbr(world: &World) -> String {
    let call = world
        .router_on(&world.bare_line(OWN), "1")
        .with("PeeringSubnetMask", "255.255.255.248")
        .with("LocalIpv6GatewayIp", "2001:db8::1")
        .with("PeerIpv6GatewayIp", "2001:db8::2")
        .with("PeeringIpv6SubnetMask", "2001:db8::/64")
        .with("EnableIpv6", "true");
    world.send(&call).text("VbrId")
}

fn on(world: &World, action: &str, name: &str, id: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), (name, id)])
}

fn new_group(world: &World, vbr: &str) -> Call {
    on(world, "CreateBgpGroup", "RouterId", vbr).with("PeerAsn", "65001")
}

/// A group of which there is everything to say.
fn group(world: &World, vbr: &str) -> String {
    let call = new_group(world, vbr).with("Name", "office").with("Description", "to the office");
    let group = world.send(&call.with("AuthKey", "key").with("IsFakeAsn", "true")).text("BgpGroupId");
    world.settle();
    group
}

fn peer(world: &World, group: &str) -> String {
    let call = on(world, "CreateBgpPeer", "BgpGroupId", group);
    let call = call.with("PeerIpAddress", "10.0.0.2").with("EnableBfd", "true").with("BfdMultiHop", "10");
    let peer = world.send(&call).text("BgpPeerId");
    world.settle();
    peer
}

/// The customer's router, which answers and announces something.
fn customer(world: &World, vbr: &str) {
    let customer = CustomerRouter {
        id: "dc".into(),
        vbr: vbr.into(),
        address: [10, 0, 0, 2].into(),
        asn: 65_001,
        auth_key: Secret::new("key"),
        announces: vec!["192.168.0.0/16".parse().unwrap()],
        bfd: true,
        ..CustomerRouter::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(CustomerRouter { seq, ..customer.clone() });
    });
    world.finish();
}

/// One more of everything in each state, on a router of its own.
fn in_every_state(world: &World) {
    let all = [BgpStatus::Pending, BgpStatus::Available, BgpStatus::Modifying, BgpStatus::Deleting];
    let made = all.map(|status| {
        let vbr = vbr(world);
        let group = group(world, &vbr);
        let peer = peer(world, &group);
        network(world, &vbr);
        (status, vbr, group, peer)
    });
    world.edit(move |state, draft| {
        let since = draft.now();
        for (status, vbr, group, peer) in &made {
            let status = *status;
            let one = state.bgp_group(group).unwrap();
            draft.put(BgpGroup { status, since, ..BgpGroup::clone(one) });
            let one = state.bgp_peer(peer).unwrap();
            draft.put(BgpPeer { status, since, ..BgpPeer::clone(one) });
            for one in state.bgp_networks.iter().filter(|one| one.vbr.as_str() == vbr) {
                draft.put(BgpNetwork { status, since, ..BgpNetwork::clone(one) });
            }
        }
    });
}

fn create_group(world: &World) -> Scene {
    Scene::of(new_group(world, &vbr(world)))
        .ids(&["RouterId"])
        .option("Name", "office")
        .option("Description", "to the office")
        .option("AuthKey", "key")
        .option("IsFakeAsn", "true")
        .option("LocalAsn", 64_512)
        .option("RouteQuota", 110)
        .option("IpVersion", "IPv6")
        .refused("PeerAsn: the cloud's own", &[("PeerAsn", "45104")])
        .refused("PeerAsn: larger than any", &[("PeerAsn", "4294967296")])
        .refused("LocalAsn: kept by the cloud", &[("LocalAsn", "65025")])
        .refused("LocalAsn: of somebody else", &[("LocalAsn", "3320")])
        .refused("AuthKey: 81 characters", &[("AuthKey", &"x".repeat(81))])
        .accepted("AuthKey: 80 characters", &[("AuthKey", &"x".repeat(80))])
        .accepted("PeerAsn: the largest", &[("PeerAsn", "4294967294")])
}

fn list_groups(world: &World) -> Scene {
    let vbr = vbr(world);
    let group = group(world, &vbr);
    in_every_state(world);
    Scene::of(world.call("DescribeBgpGroups", &[("RegionId", HANGZHOU)]))
        .option("RouterId", vbr)
        .option("BgpGroupId", group)
        .option("IsDefault", "false")
        .pages()
}

fn modify_group(world: &World) -> Scene {
    let group = group(world, &vbr(world));
    Scene::of(on(world, "ModifyBgpGroupAttribute", "BgpGroupId", &group))
        .ids(&["BgpGroupId"])
        .option("Name", "renamed")
        .option("Description", "somewhere")
        .option("LocalAsn", 64_512)
        .option("PeerAsn", 65_002)
        .option("AuthKey", "another")
        .option("ClearAuthKey", "true")
        .option("IsFakeAsn", "false")
        .option("RouteQuota", 110)
}

fn delete_group(world: &World) -> Scene {
    let group = group(world, &vbr(world));
    Scene::of(on(world, "DeleteBgpGroup", "BgpGroupId", &group)).ids(&["BgpGroupId"])
}

fn create_peer(world: &World) -> Scene {
    let group = group(world, &vbr(world));
    Scene::of(on(world, "CreateBgpPeer", "BgpGroupId", &group))
        .ids(&["BgpGroupId"])
        .option("PeerIpAddress", "10.0.0.2")
        .option("EnableBfd", "true")
        .option_with("BfdMultiHop", 10, &[("EnableBfd", "true")])
        .option("IpVersion", "IPv4")
        .refused("PeerIpAddress: the router's own", &[("PeerIpAddress", "10.0.0.1")])
        .refused("PeerIpAddress: in another subnet", &[("PeerIpAddress", "10.9.0.2")])
        .refused("IpVersion: not the group's", &[("IpVersion", "IPv6")])
        .accepted("BfdMultiHop: without BFD", &[("EnableBfd", "false"), ("BfdMultiHop", "10")])
}

fn list_peers(world: &World) -> Scene {
    let vbr = vbr(world);
    let group = group(world, &vbr);
    let peer = peer(world, &group);
    network(world, &vbr);
    customer(world, &vbr);
    in_every_state(world);
    Scene::of(world.call("DescribeBgpPeers", &[("RegionId", HANGZHOU)]))
        .option("RouterId", vbr)
        .option("BgpPeerId", peer)
        .option("BgpGroupId", group)
        .option("IsDefault", "false")
        .pages()
}

fn modify_peer(world: &World) -> Scene {
    let vbr = vbr(world);
    let (first, second) = (group(world, &vbr), group(world, &vbr));
    let peer = peer(world, &first);
    Scene::of(on(world, "ModifyBgpPeerAttribute", "BgpPeerId", &peer))
        .ids(&["BgpPeerId"])
        .option("BgpGroupId", second)
        .option("PeerIpAddress", "10.0.0.3")
        .option("EnableBfd", "true")
        .option_with("BfdMultiHop", 10, &[("EnableBfd", "true")])
}

fn delete_peer(world: &World) -> Scene {
    let peer = peer(world, &group(world, &vbr(world)));
    Scene::of(on(world, "DeleteBgpPeer", "BgpPeerId", &peer)).ids(&["BgpPeerId"])
}

fn new_network(world: &World, vbr: &str) -> Call {
    on(world, "AddBgpNetwork", "RouterId", vbr).with("DstCidrBlock", NETWORK)
}

fn network(world: &World, vbr: &str) {
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    world.send(&new_network(world, vbr).with("VpcId", &vpc)).success();
    world.settle();
}

fn add_network(world: &World) -> Scene {
    let vbr = vbr(world);
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    Scene::of(new_network(world, &vbr))
        .ids(&["RouterId"])
        .option("VpcId", vpc)
        .accepted("DstCidrBlock: an IPv6 block", &[("DstCidrBlock", "2001:db8:1::/48")])
        .accepted("DstCidrBlock: an address", &[("DstCidrBlock", "10.1.2.3")])
        .refused("DstCidrBlock: more bits than there are", &[("DstCidrBlock", "10.1.0.0/33")])
        .refused("DstCidrBlock: IPv4 in the clothes of IPv6", &[("DstCidrBlock", "::ffff:10.1.0.0/112")])
}

fn list_networks(world: &World) -> Scene {
    let vbr = vbr(world);
    network(world, &vbr);
    in_every_state(world);
    Scene::of(world.call("DescribeBgpNetworks", &[("RegionId", HANGZHOU)])).option("RouterId", vbr).pages()
}

fn delete_network(world: &World) -> Scene {
    let vbr = vbr(world);
    network(world, &vbr);
    let call = on(world, "DeleteBgpNetwork", "RouterId", &vbr).with("DstCidrBlock", NETWORK);
    Scene::of(call).ids(&["RouterId"])
}
