//! BGP peers.

use super::groups::ask_groups;
use super::{
    Group, Peer, TRAFFIC, WRONG_STATE, about, about_group, check_active, check_vbr_lock, no_group, own_group,
    own_peer, speaks_v6,
};
use crate::ask::Ask;
use crate::border_router::Vbr;
use crate::random::Random;
use crate::reference::{Model, Page, STEP, check_region};
use crate::verdict::{Done, Rows, Verdict};
use serde_json::json;

pub(super) fn about_peer(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let peer = random.apt(&model.bgp_peers, |peer| peer.status == "Available");
    about(random, action, "BgpPeerId", peer.map(|peer| (&peer.id[..], peer.account, &peer.region[..])))
}

pub(super) fn move_peer(model: &mut Model, id: &str, status: &'static str) {
    model.bgp_peers.iter_mut().filter(|peer| peer.id == id).for_each(|peer| peer.status = status);
    let id = id.to_owned();
    model.later(STEP, move |model| {
        if status == "Deleting" {
            return model.bgp_peers.retain(|peer| peer.id != id);
        }
        model.bgp_peers.iter_mut().filter(|peer| peer.id == id).for_each(|peer| peer.status = "Available");
    });
}

pub(super) fn ask_create_peer(random: &mut Random, model: &Model) -> Ask {
    let ask = about_group(random, model, "CreateBgpPeer")
        .sometimes(random, 40, "EnableBfd", &["true", "false"])
        .sometimes(random, 15, "BfdMultiHop", &["1", "255", "256", "0"])
        .sometimes(random, 8, "IpVersion", &["IPv4", "IPv6", "x"]);
    addressed(ask, random, 60).sometimes(random, 4, "ClientToken", &["t1", "t2"])
}

pub(super) fn addressed(ask: Ask, random: &mut Random, percent: usize) -> Ask {
    let addresses = [
        "10.0.0.2",
        "10.0.1.2",
        "10.0.2.2",
        "10.0.0.3",
        "10.0.1.9",
        "10.0.0.1",
        "10.9.9.9",
        "x",
        "2001:db8:1::",
        "2001:db8:1::1",
        "2001:db8:1::2",
        "2001:db8:1::3",
    ];
    ask.sometimes(random, percent, "PeerIpAddress", &addresses)
}

/// Whether an address is a customer's, at the far end of one of a router's VLANs.
fn is_faced(vbr: &Vbr, text: &str, is_v6: bool) -> bool {
    vbr.peering.faces(text, is_v6) || vbr.further.iter().any(|one| one.peering.faces(text, is_v6))
}

/// Which address a peer has: its own, or the router's peer gateway.
pub(super) fn effective(vbr: &Vbr, is_v6: bool, own: &str) -> String {
    let address = if own.is_empty() { vbr.peering.gateway(is_v6) } else { own };
    address.to_owned()
}

pub(super) fn living<'m>(model: &'m Model, vbr: &'m str, except: &'m str) -> impl Iterator<Item = &'m Peer> {
    model
        .bgp_peers
        .iter()
        .filter(move |peer| peer.vbr == vbr && peer.id != except && peer.status != "Deleting")
}

/// Whether two peers of a router would have one address.
pub(crate) fn collide(model: &Model, vbr: &Vbr) -> bool {
    let addresses =
        living(model, &vbr.id, "").map(|peer| effective(vbr, speaks_v6(model, peer), &peer.address));
    let addresses: Vec<String> = addresses.filter(|address| !address.is_empty()).collect();
    (1..addresses.len()).any(|at| addresses[..at].contains(&addresses[at]))
}

pub(super) fn check_address(
    rows: &mut Rows,
    model: &Model,
    vbr: &Vbr,
    is_v6: bool,
    given: Option<&str>,
    own: &str,
) {
    rows.when(given.is_none() && !vbr.further.is_empty(), 400, "InvalidPeerIpAddress");
    let text = effective(vbr, is_v6, given.unwrap_or_default());
    rows.when(!text.is_empty() && !is_faced(vbr, &text, is_v6), 400, "InvalidIP.Malformed");
    let taken = living(model, &vbr.id, own).any(|other| {
        let v6 = speaks_v6(model, other);
        if text.is_empty() {
            other.address.is_empty() && v6 == is_v6
        } else {
            effective(vbr, v6, &other.address) == text
        }
    });
    rows.when(taken, 400, "InvalidIP.Malformed");
}

pub(super) fn check_hops(rows: &mut Rows, ask: &Ask) {
    let bad = ask.number("BfdMultiHop").is_some_and(|hops| hops == 0 || hops > 255);
    rows.when(bad, 400, "InvalidParameter");
}

pub(super) fn create_peer(model: &Model, ask: &Ask) -> Verdict {
    let declared = "RegionId! BgpGroupId! PeerIpAddress EnableBfd:b BfdMultiHop:n IpVersion ClientToken:t";
    ask.read_or(declared, "InvalidParams.NotNull")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_hops(&mut rows, ask);
    rows.when(!model.has_traffic(ask.account, ask.text("RegionId")), 400, TRAFFIC);
    let Some(group) = own_group(model, ask, ask.text("BgpGroupId")) else {
        return Err(rows.and(400, no_group(ask)));
    };
    let version = if group.is_v6 { "ipv6" } else { "ipv4" };
    let other = ask.given("IpVersion").is_some_and(|text| text.to_ascii_lowercase() != version);
    rows.when(other, 400, "InvalidParameter");
    check_vbr_lock(&mut rows, model, &group.vbr);
    check_active(&mut rows, model, &group.vbr);
    rows.when(group.status != "Available", 400, WRONG_STATE);
    rows.when(living(model, &group.vbr, "").count() >= 2, 400, "QuotaExceeded.Bgp");
    if let Some(vbr) = model.vbrs.iter().find(|vbr| vbr.id == group.vbr) {
        check_address(&mut rows, model, vbr, group.is_v6, ask.given("PeerIpAddress"), "");
    }
    rows.none()?;
    let has_bfd = ask.is_on("EnableBfd");
    let peer = Peer {
        account: ask.account,
        region: group.region.clone(),
        vbr: group.vbr.clone(),
        group: group.id.clone(),
        address: ask.text("PeerIpAddress").to_owned(),
        has_bfd,
        hops: if has_bfd { ask.number("BfdMultiHop").unwrap_or(0) } else { 0 },
        ..Peer::default()
    };
    Done::write(move |model, answer| {
        let id = answer["BgpPeerId"].as_str().unwrap_or_default().to_owned();
        model.bgp_peers.push(Peer { id: id.clone(), ..peer });
        move_peer(model, &id, "Pending");
    })
}

pub(super) fn ask_peers(random: &mut Random, model: &Model) -> Ask {
    let mut ask = ask_groups(random, model);
    ask.action = "DescribeBgpPeers";
    if random.chance(20) {
        ask.with_some("BgpPeerId", random.any(&model.bgp_peers).map(|peer| &peer.id))
    } else {
        ask
    }
}

pub(super) fn peers(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterId BgpPeerId BgpGroupId IsDefault:b PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let wanted = |peer: &&Peer| {
        peer.account == ask.account
            && peer.region == ask.text("RegionId")
            && ask.given("RouterId").is_none_or(|vbr| vbr == peer.vbr)
            && ask.given("BgpGroupId").is_none_or(|group| group == peer.group)
            && ask.given("BgpPeerId").is_none_or(|id| id == peer.id)
            && !ask.is_on("IsDefault")
    };
    let view = |peer: &Peer| {
        let vbr = model.vbrs.iter().find(|vbr| vbr.id == peer.vbr);
        let address = vbr.map(|vbr| effective(vbr, speaks_v6(model, peer), &peer.address));
        json!({
            "BgpPeerId": peer.id, "BgpGroupId": peer.group, "RouterId": peer.vbr, "Status": peer.status,
            "PeerIpAddress": address, "EnableBfd": peer.has_bfd, "BfdMultiHop": peer.hops,
        })
    };
    Done::read(page.answer(model.bgp_peers.iter().filter(wanted).map(view).collect(), "BgpPeers", "BgpPeer"))
}

pub(super) fn ask_modify_peer(random: &mut Random, model: &Model) -> Ask {
    let ask = about_peer(random, model, "ModifyBgpPeerAttribute")
        .sometimes(random, 30, "EnableBfd", &["true", "false"])
        .sometimes(random, 20, "BfdMultiHop", &["1", "255", "256"]);
    let group = random.any(&model.bgp_groups).filter(|_| random.clone().chance(20)).map(|group| &group.id);
    addressed(ask.with_some("BgpGroupId", group), random, 40)
}

pub(super) fn modify_peer(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! BgpPeerId! BgpGroupId PeerIpAddress EnableBfd:b BfdMultiHop:n ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 400, "InvalidRegionId.NotFound");
    check_hops(&mut rows, ask);
    rows.when(!model.has_traffic(ask.account, ask.text("RegionId")), 400, TRAFFIC);
    let Some(peer) = own_peer(model, ask) else { return Err(rows.and(400, "InvalidParams.NotFound")) };
    check_vbr_lock(&mut rows, model, &peer.vbr);
    rows.when(peer.status != "Available", 400, WRONG_STATE);
    let asked = ask.given("BgpGroupId").unwrap_or(&peer.group);
    let same = |group: &&Group| group.vbr == peer.vbr && group.is_v6 == speaks_v6(model, peer);
    let Some(group) = own_group(model, ask, asked).filter(|group| group.id == peer.group || same(group))
    else {
        return Err(rows.and(400, no_group(ask)));
    };
    rows.when(group.id != peer.group && group.status != "Available", 400, WRONG_STATE);
    let vbr = model.vbrs.iter().find(|vbr| vbr.id == peer.vbr);
    if let Some((vbr, text)) = vbr.zip(ask.given("PeerIpAddress")) {
        check_address(&mut rows, model, vbr, group.is_v6, Some(text), &peer.id);
    }
    rows.none()?;
    let has_bfd = ask.flag("EnableBfd").unwrap_or(peer.has_bfd);
    let after = Peer {
        group: group.id.clone(),
        address: ask.given("PeerIpAddress").unwrap_or(&peer.address).to_owned(),
        has_bfd,
        hops: if has_bfd { ask.number("BfdMultiHop").unwrap_or(peer.hops) } else { 0 },
        ..peer.clone()
    };
    Done::write(move |model, _| {
        let id = after.id.clone();
        model.bgp_peers.iter_mut().filter(|peer| peer.id == id).for_each(|peer| peer.clone_from(&after));
        move_peer(model, &id, "Modifying");
    })
}

pub(super) fn ask_delete_peer(random: &mut Random, model: &Model) -> Ask {
    about_peer(random, model, "DeleteBgpPeer")
}

pub(super) fn delete_peer(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! BgpPeerId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(peer) = own_peer(model, ask) else { return Err(rows.and(400, "InvalidParams.NotFound")) };
    check_vbr_lock(&mut rows, model, &peer.vbr);
    rows.when(peer.status != "Available", 400, WRONG_STATE);
    rows.none()?;
    let id = peer.id.clone();
    Done::write(move |model, _| move_peer(model, &id, "Deleting"))
}
