//! BGP groups, their peers, and announced networks.

mod groups;
mod networks;
mod peers;

pub(crate) use self::peers::collide;
use crate::address::Block;
use crate::ask::Ask;
use crate::border_router::Vbr;
use crate::families::Action;
use crate::physical_connection::check_lock;
use crate::random::Random;
use crate::reference::Model;
use crate::region;
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateBgpGroup", weight: 6, ask: groups::ask_create_group, judge: groups::create_group },
    Action { name: "DescribeBgpGroups", weight: 2, ask: groups::ask_groups, judge: groups::groups },
    Action {
        name: "ModifyBgpGroupAttribute",
        weight: 3,
        ask: groups::ask_modify_group,
        judge: groups::modify_group,
    },
    Action { name: "DeleteBgpGroup", weight: 2, ask: groups::ask_delete_group, judge: groups::delete_group },
    Action { name: "CreateBgpPeer", weight: 5, ask: peers::ask_create_peer, judge: peers::create_peer },
    Action { name: "DescribeBgpPeers", weight: 2, ask: peers::ask_peers, judge: peers::peers },
    Action {
        name: "ModifyBgpPeerAttribute",
        weight: 3,
        ask: peers::ask_modify_peer,
        judge: peers::modify_peer,
    },
    Action { name: "DeleteBgpPeer", weight: 2, ask: peers::ask_delete_peer, judge: peers::delete_peer },
    Action { name: "AddBgpNetwork", weight: 4, ask: networks::ask_add_network, judge: networks::add_network },
    Action { name: "DescribeBgpNetworks", weight: 2, ask: networks::ask_networks, judge: networks::networks },
    Action {
        name: "DeleteBgpNetwork",
        weight: 2,
        ask: networks::ask_delete_network,
        judge: networks::delete_network,
    },
];

const CLOUD: u64 = 45_104;

const WRONG_STATE: &str = "InvalidStatus.CannotOperate";

const TRAFFIC: &str = "OperationFailed.PconnTrafficNotEnable";

const NAMES: (&str, &str) = ("Name", "InvalidBgpName.Malformed");

#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    id: String,
    account: usize,
    region: String,
    pub(crate) vbr: String,
    name: String,
    description: String,
    peer_asn: u64,
    local_asn: u64,
    key: String,
    is_fake: bool,
    is_v6: bool,
    status: &'static str,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Peer {
    id: String,
    account: usize,
    region: String,
    pub(crate) vbr: String,
    group: String,
    /// Blank where it follows the router's peer gateway.
    address: String,
    pub(crate) has_bfd: bool,
    hops: u64,
    status: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Announced {
    account: usize,
    region: String,
    pub(crate) vbr: String,
    block: Block,
    vpc: String,
    status: &'static str,
}

fn own_vbr<'m>(model: &'m Model, ask: &Ask) -> Option<&'m Vbr> {
    model.vbrs.iter().filter(|vbr| vbr.status != "deleting").find(|vbr| {
        vbr.id == ask.text("RouterId") && vbr.account == ask.account && vbr.region == ask.text("RegionId")
    })
}

/// A border router that the caller does not have.
fn no_vbr(ask: &Ask) -> &'static str {
    if ask.text("RouterId").starts_with("vbr-") { "InvalidVbrNetwork" } else { "InvalidParams.NotFound" }
}

/// A group that the caller does not have.
fn no_group(ask: &Ask) -> &'static str {
    if ask.text("BgpGroupId").starts_with("bgpg-") { "InvalidBgpGroup" } else { "InvalidParams.NotFound" }
}

fn own_group<'m>(model: &'m Model, ask: &Ask, id: &str) -> Option<&'m Group> {
    let mut all = model.bgp_groups.iter();
    all.find(|group| group.id == id && group.account == ask.account && group.region == ask.text("RegionId"))
}

fn own_peer<'m>(model: &'m Model, ask: &Ask) -> Option<&'m Peer> {
    let is_own = |peer: &&Peer| peer.account == ask.account && peer.region == ask.text("RegionId");
    model.bgp_peers.iter().filter(is_own).find(|peer| peer.id == ask.text("BgpPeerId"))
}

fn check_vbr_lock(rows: &mut Rows, model: &Model, vbr: &str) {
    let below = model.vbrs.iter().find(|own| own.id == vbr).map(|own| &own.line);
    let line = model.lines.iter().find(|line| Some(&line.id) == below);
    line.into_iter().for_each(|line| check_lock(rows, line));
}

fn check_active(rows: &mut Rows, model: &Model, vbr: &str) {
    let active = model.vbrs.iter().any(|own| own.id == vbr && own.status == "active");
    rows.when(!active, 400, WRONG_STATE);
}

fn has_ipv6(vbr: &Vbr) -> bool {
    vbr.peering.has_ipv6 || vbr.further.iter().any(|one| one.peering.has_ipv6)
}

fn about_vbr(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let vbr = random.apt(&model.vbrs, |vbr| vbr.status == "active");
    let account = vbr.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |vbr| vbr.account);
    Ask::new(action, account)
        .with("RegionId", region::mostly(random, vbr.map_or("cn-hangzhou", |vbr| &vbr.region)))
        .with("RouterId", vbr.map_or("vbr-none", |vbr| &vbr.id))
}

/// A call about a thing with an owner and a region.
fn about(random: &mut Random, action: &'static str, name: &str, one: Option<(&str, usize, &str)>) -> Ask {
    let Some((id, owner, home)) = one else {
        return Ask::new(action, random.below(3)).with("RegionId", region::any(random)).with(name, "none");
    };
    let account = if random.chance(8) { random.below(3) } else { owner };
    Ask::new(action, account).with("RegionId", region::mostly(random, home)).with(name, id)
}

fn about_group(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let group = random.apt(&model.bgp_groups, |group| group.status == "Available");
    about(random, action, "BgpGroupId", group.map(|group| (&group.id[..], group.account, &group.region[..])))
}

fn speaks_v6(model: &Model, peer: &Peer) -> bool {
    model.bgp_groups.iter().any(|group| group.id == peer.group && group.is_v6)
}
