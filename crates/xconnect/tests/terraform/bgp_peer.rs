//! `alicloud_vpc_bgp_peer`: some of its parameters go in the query.

use serde_json::Value;

use super::answer::{booleans, integers, list, text, texts};
use super::provider::Provider;
use super::{bgp_group, border_router};
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

/// The provider's read: it takes the first element unseen.
fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let query = [("BgpPeerId", id), ("RegionId", HANGZHOU)];
    let answer = provider.tea_with("DescribeBgpPeers", &query, &[]).unwrap();
    let first = list(&answer, &["BgpPeers", "BgpPeer"]).into_iter().next()?;
    assert_eq!(first["BgpPeerId"], id);
    Some(first)
}

#[test]
fn a_peer_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let group = bgp_group::create(&provider, &vbr);
    let form = [
        ("BgpGroupId", group.as_str()),
        ("PeerIpAddress", "10.0.0.2"),
        ("EnableBfd", "true"),
        ("BfdMultiHop", "10"),
        ("IpVersion", "IPV4"),
    ];
    let id = text(&provider.create("CreateBgpPeer", &form), "BgpPeerId");
    let peer = provider.wait("Status", &["Available"], || read(&provider, &id));
    booleans(&peer, &["EnableBfd", "IsFake"]);
    integers(&peer, &["BfdMultiHop", "LocalAsn", "PeerAsn", "RouteLimit"]);
    texts(
        &peer,
        &["AuthKey", "BgpGroupId", "Name", "BgpStatus", "Description", "Hold", "IpVersion", "Keepalive"],
    );
    texts(&peer, &["LocalAsn", "PeerAsn", "PeerIpAddress", "RouteLimit", "RouterId", "Status"]);
    assert_eq!(text(&peer, "BgpStatus"), "Connect", "nobody answers");
    let token = provider.token("ModifyBgpPeerAttribute");
    let update = [
        ("BgpGroupId", group.as_str()),
        ("PeerIpAddress", "10.0.0.2"),
        ("EnableBfd", "false"),
        ("ClientToken", &token),
    ];
    provider.tea_with("ModifyBgpPeerAttribute", &[("BgpPeerId", &id)], &update).unwrap();
    let peer = provider.wait("Status", &["Available"], || read(&provider, &id));
    assert_eq!(peer["EnableBfd"], false);
    let token = provider.token("DeleteBgpPeer");
    provider.tea_with("DeleteBgpPeer", &[("BgpPeerId", &id)], &[("ClientToken", &token)]).unwrap();
    // The group is deleted beside it, and tried again as long as the peer is there.
    bgp_group::delete(&provider, &group);
    provider.wait_until_gone(|| read(&provider, &id));
    border_router::delete(&provider, &vbr);
}
