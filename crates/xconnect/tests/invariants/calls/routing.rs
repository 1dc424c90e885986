//! Calls about routes, BGP, and what both rest on.

use xconnect_model::bgp::BgpStatus;
use xconnect_model::route::{NextHopType, RouteKind, RouteStatus};
use xconnect_model::{BgpGroup, BgpPeer, RouteEntry, RouteTable, RouterType};
use xconnect_state::State;

use super::*;
use crate::step::GroupChange;

/// The number and the key that customers' routers have.
pub(crate) const ASN: u32 = 65_001;
pub(crate) const KEY: &str = "key";

pub(super) fn call(action: &Action, state: &State) -> Call {
    match *action {
        Action::CreateRoute { table, hop, to } => create_route(state, table, hop, to),
        Action::CreateSharedRoute { vpc, weights, to } => create_shared_route(state, vpc, weights, to),
        Action::RenameRoute(route) => {
            let route = route_in(state, route);
            on_route("ModifyRouteEntry", route).with("RouteEntryName", "renamed")
        }
        Action::DeleteRoute { route, by_id } => delete_route(state, route, by_id),
        Action::CreateBgpGroup(vbr) => Call::new("CreateBgpGroup")
            .on_vbr("RouterId", vbr_in(state, vbr, &[VbrStatus::Active]))
            .with("PeerAsn", ASN)
            .with("AuthKey", KEY),
        Action::ChangeBgpGroup { group, change } => {
            let call = on_group("ModifyBgpGroupAttribute", group_in(state, group));
            match change {
                GroupChange::Name => call.with("Name", "renamed"),
                GroupChange::Key(key) => call.with("AuthKey", key),
                GroupChange::Asn(asn) => call.with("PeerAsn", asn),
                GroupChange::Limit(limit) => call.with("RouteQuota", limit),
            }
        }
        Action::DeleteBgpGroup(group) => {
            let empty = |group: &BgpGroup| !state.bgp_peers.iter().any(|peer| peer.group == group.id);
            on_group("DeleteBgpGroup", apt(&state.bgp_groups, group, empty))
        }
        Action::CreatePeer { group, address, bfd } => on_group("CreateBgpPeer", group_in(state, group))
            .with_some("PeerIpAddress", address)
            .with("EnableBfd", bfd),
        Action::ChangePeer { peer, address, bfd, group } => {
            let peer = peer_in(state, peer);
            let of_router = |group: &BgpGroup| peer.is_some_and(|peer| peer.vbr == group.vbr);
            let group = group.and_then(|group| apt(&state.bgp_groups, group, of_router));
            on_peer("ModifyBgpPeerAttribute", peer)
                .with_some("PeerIpAddress", address)
                .with_some("EnableBfd", bfd)
                .with_some("BgpGroupId", group.map(|group| group.id.as_str()))
        }
        Action::DeletePeer(peer) => on_peer("DeleteBgpPeer", peer_in(state, peer)),
        Action::AddNetwork { vbr, network } => Call::new("AddBgpNetwork")
            .on_vbr("RouterId", vbr_in(state, vbr, &[VbrStatus::Active]))
            .with("DstCidrBlock", network),
        Action::DeleteNetwork(network) => {
            let network = apt(&state.bgp_networks, network, |one| one.status == BgpStatus::Available);
            match network {
                Some(one) => Call::new("DeleteBgpNetwork")
                    .with("RouterId", &one.vbr)
                    .with("DstCidrBlock", one.network)
                    .between(one.account, ACCOUNTS[0]),
                None => {
                    Call::new("DeleteBgpNetwork").with("RouterId", "vbr-none").with("DstCidrBlock", "::/0")
                }
            }
        }
        Action::MoveGateway { vbr, peer } => Call::new("ModifyVirtualBorderRouterAttribute")
            .on_vbr("VbrId", vbr_in(state, vbr, &[VbrStatus::Active]))
            .with_ends(0, peer),
        _ => unreachable!("{action:?} is not about routing"),
    }
}

fn create_route(state: &State, table: Pick, hop: Pick, to: &str) -> Call {
    let table = apt(&state.route_tables, table, |table| !hops(state, table).is_empty());
    let call = Call::new("CreateRouteEntry").with("DestinationCidrBlock", to);
    let Some(table) = table else { return call.with("RouteTableId", "vtb-none").with("NextHopId", "i-none") };
    let mut hops = hops(state, table);
    if hop.0 % 7 == 6 || hops.is_empty() {
        // One that mostly belongs elsewhere.
        hops = state.route_tables.iter().flat_map(|table| self::hops(state, table)).collect();
    }
    let none = (NextHopType::Instance, "i-none".to_owned());
    let (kind, id) = hops.get(usize::from(hop.0) % hops.len().max(1)).cloned().unwrap_or(none);
    call.with("RouteTableId", &table.id)
        .with("NextHopType", kind.as_str())
        .with("NextHopId", id)
        .between(table.account, ACCOUNTS[0])
}

/// What a table's entries can lead to: interfaces of its router, and what is registered in its VPC.
fn hops(state: &State, table: &RouteTable) -> Vec<(NextHopType, String)> {
    let interface = |id: &str| (NextHopType::RouterInterface, id.to_owned());
    let on_router = state.router_interfaces.iter().filter(|one| one.router.id == table.router.id);
    let mut hops: Vec<_> = on_router.map(|one| interface(one.id.as_str())).collect();
    if table.router.kind == RouterType::VRouter {
        let targets = state.next_hop_targets.iter().filter(|target| target.vpc == table.vpc);
        hops.extend(
            targets.filter_map(|target| Some((NextHopType::parse(&target.kind)?, target.id.to_string()))),
        );
    } else if let Some(vbr) = state.virtual_border_router(&table.router.id) {
        hops.push(interface(vbr.vlan_interface.as_str()));
        hops.extend(vbr.associated.iter().map(|one| interface(one.vlan_interface.as_str())));
    }
    hops
}

/// Over the newest interfaces of a VPC's router; mostly of one that has several.
fn create_shared_route(state: &State, vpc: Pick, weights: [u8; 2], to: &str) -> Call {
    let of = |router: &str| {
        let on_router = state.router_interfaces.iter().filter(move |one| one.router.id == router);
        on_router.map(|one| one.id.to_string()).collect::<Vec<_>>()
    };
    let vpc = apt(&state.vpcs, vpc, |vpc| of(vpc.vrouter.as_str()).len() > 1);
    let call = Call::new("CreateRouteEntry").with("DestinationCidrBlock", to);
    let Some(vpc) = vpc else {
        return call.with("RouteTableId", "vtb-none").with("NextHopList.1.NextHopId", "ri-none");
    };
    let [first, second] = weights;
    let mut hops =
        of(vpc.vrouter.as_str()).into_iter().rev().chain(["ri-none".to_owned(), "ri-none".to_owned()]);
    let mut hop = || hops.next().unwrap_or_default();
    call.with("RouteTableId", &vpc.route_table)
        .with("NextHopList.1.NextHopId", hop())
        .with("NextHopList.1.Weight", first)
        .with("NextHopList.2.NextHopId", hop())
        .with("NextHopList.2.Weight", second)
        .between(vpc.account, ACCOUNTS[0])
}

fn route_in(state: &State, pick: Pick) -> Option<&Arc<RouteEntry>> {
    apt(&state.route_entries, pick, |entry| {
        entry.kind == RouteKind::Custom && entry.status == RouteStatus::Available
    })
}

fn on_route(action: &'static str, route: Option<&Arc<RouteEntry>>) -> Call {
    match route {
        Some(route) => Call::new(action).with("RouteEntryId", &route.id).between(route.account, ACCOUNTS[0]),
        None => Call::new(action).with("RouteEntryId", "rte-none"),
    }
}

fn delete_route(state: &State, route: Pick, by_id: bool) -> Call {
    let route = route_in(state, route);
    let Some(entry) = route.filter(|_| !by_id) else { return on_route("DeleteRouteEntry", route) };
    let call = Call::new("DeleteRouteEntry")
        .with("RouteTableId", &entry.table)
        .with("DestinationCidrBlock", entry.destination)
        .between(entry.account, ACCOUNTS[0]);
    match &entry.next_hops[..] {
        [first, second] => {
            call.with("NextHopList.1.NextHopId", &second.id).with("NextHopList.2.NextHopId", &first.id)
        }
        [only, ..] => call.with("NextHopId", &only.id),
        [] => call.with("NextHopId", "i-none"),
    }
}

fn group_in(state: &State, pick: Pick) -> Option<&Arc<BgpGroup>> {
    apt(&state.bgp_groups, pick, |group| group.status == BgpStatus::Available)
}

fn peer_in(state: &State, pick: Pick) -> Option<&Arc<BgpPeer>> {
    apt(&state.bgp_peers, pick, |peer| peer.status == BgpStatus::Available)
}

fn on_group(action: &'static str, group: Option<&Arc<BgpGroup>>) -> Call {
    match group {
        Some(group) => Call::new(action).with("BgpGroupId", &group.id).between(group.account, ACCOUNTS[0]),
        None => Call::new(action).with("BgpGroupId", "bgpg-none"),
    }
}

fn on_peer(action: &'static str, peer: Option<&Arc<BgpPeer>>) -> Call {
    match peer {
        Some(peer) => Call::new(action).with("BgpPeerId", &peer.id).between(peer.account, ACCOUNTS[0]),
        None => Call::new(action).with("BgpPeerId", "bgp-none"),
    }
}
