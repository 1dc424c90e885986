//! The refusals of the eleven actions on BGP groups, peers, and networks.

mod groups;
mod networks;
mod peers;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

/// The row of a state that does not permit the action.
const STATE: (u16, &str, &str) = (400, "InvalidStatus.CannotOperate", "invalid status cannot operate");
/// The row of an unknown group.
const NO_GROUP: (u16, &str, &str) = (400, "InvalidBgpGroup", "bgp group not exists");
/// The row of an unknown border router.
const NO_VBR: (u16, &str, &str) = (400, "InvalidVbrNetwork", "vbr netowrk not exists");
/// The row of an unknown peer or network, and of what is no id of a border router or group.
const NOT_FOUND: (u16, &str, &str) = (400, "InvalidParams.NotFound", "instance not found");
/// The row of an address or block that is none, or cannot be there.
const IP: (u16, &str, &str) = (400, "InvalidIP.Malformed", "Ip malformed.");
/// The row of an account without the outbound-traffic service.
const TRAFFIC: (u16, &str, &str) = (
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
);

pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<_> =
        [groups::cases(), peers::cases(), networks::cases()].into_iter().flatten().collect();
    cases.extend(REGIONS.map(|(action, http, message)| {
        case(action, http, "InvalidRegionId.NotFound", message, move |world| {
            world
                .call(action, &[("RegionId", "cn-nowhere"), ("RouterId", "vbr-1"), ("BgpGroupId", "bgpg-1")])
                .with("BgpPeerId", "bgp-1")
                .with("PeerAsn", "65001")
                .with("DstCidrBlock", "10.0.0.0/8")
        })
    }));
    cases
}

const UNKNOWN: &str = "The specified RegionId does not exist in our records.";
const UNSUPPORTED: &str = "Specified value of \"regionId\" is not supported.";

/// The pages have three texts for it.
const REGIONS: [(&str, u16, &str); 11] = [
    ("CreateBgpGroup", 404, "The specified RegionId is not found."),
    ("DescribeBgpGroups", 404, UNKNOWN),
    ("ModifyBgpGroupAttribute", 404, UNSUPPORTED),
    ("DeleteBgpGroup", 404, UNSUPPORTED),
    ("CreateBgpPeer", 404, UNSUPPORTED),
    ("DescribeBgpPeers", 404, UNKNOWN),
    ("ModifyBgpPeerAttribute", 400, UNKNOWN),
    ("DeleteBgpPeer", 404, UNSUPPORTED),
    ("AddBgpNetwork", 404, UNKNOWN),
    ("DescribeBgpNetworks", 404, UNKNOWN),
    ("DeleteBgpNetwork", 404, UNSUPPORTED),
];

/// A call in Hangzhou about something, to be varied and sent.
fn on(world: &World, action: &str, parameter: &str, id: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), (parameter, id)])
}

/// The creation of a group, to be varied and sent.
fn group_on(world: &World, vbr: &str) -> Call {
    on(world, "CreateBgpGroup", "RouterId", vbr).with("PeerAsn", "65001")
}

/// A group of a border router, Available.
pub(crate) fn group(world: &World, vbr: &str) -> String {
    let id = world.send(&group_on(world, vbr)).text("BgpGroupId");
    world.settle();
    id
}

/// A peer of a group, Available.
pub(crate) fn peer(world: &World, group: &str) -> String {
    let id = world.send(&on(world, "CreateBgpPeer", "BgpGroupId", group)).text("BgpPeerId");
    world.settle();
    id
}

/// The announcement of a network, to be varied and sent.
fn network_on(world: &World, vbr: &str) -> Call {
    on(world, "AddBgpNetwork", "RouterId", vbr).with("DstCidrBlock", "10.1.0.0/16")
}

/// The first account may have so many of something.
fn quota(world: &World, name: &'static str, most: u64) {
    world.edit_account(OWN, move |own| {
        own.quotas.insert(name.into(), most);
    });
}

/// The first account closes the outbound-traffic service.
fn close_traffic(world: &World) {
    world.edit_account(OWN, |account| account.outbound_traffic_open = false);
}
