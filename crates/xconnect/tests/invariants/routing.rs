//! What has to hold of routes and BGP at every moment, worked out from the documents' rules and by going through
//! everything.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use xconnect_actions::Settings;
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::border_router::{Peering, VbrStatus};
use xconnect_model::route::{NextHop, NextHopType, RouteKind, RouteStatus};
use xconnect_model::{
    BgpPeer, CustomerRouter, PhysicalConnectionId, RouteEntry, RouteTable, RouterType, Time,
    VirtualBorderRouter, Vpc,
};
use xconnect_state::State;

/// Adds the laws that routes, groups, peers, sessions, and networks break.
pub(crate) fn broken(state: &State, settings: &Settings, now: Time, broken: &mut Vec<String>) {
    let mut law = |holds: bool, what: &str, id: &str| {
        if !holds {
            broken.push(format!("{id}: {what}"));
        }
    };
    for table in state.route_tables.iter() {
        tables(state, settings, table, &mut law);
    }
    for entry in state.route_entries.iter() {
        entries(state, entry, &mut law);
    }
    groups(state, settings, &mut law);
    for peer in state.bgp_peers.iter() {
        sessions(state, peer, now, &mut law);
    }
}

type Law<'a> = &'a mut dyn FnMut(bool, &str, &str);

fn is_custom(entry: &RouteEntry) -> bool {
    entry.kind == RouteKind::Custom
}

/// A destination stands once in a table, but for those that several peers tell of; what its owner has made or the
/// system put there hides all of these.
fn tables(state: &State, settings: &Settings, table: &RouteTable, law: Law<'_>) {
    let id = table.id.as_str();
    let all: Vec<&RouteEntry> =
        state.route_entries.iter().map(AsRef::as_ref).filter(|entry| entry.table == table.id).collect();
    let mut by_destination: BTreeMap<IpNet, Vec<&RouteEntry>> = BTreeMap::new();
    for entry in &all {
        by_destination.entry(entry.destination).or_default().push(entry);
    }
    for (destination, entries) in by_destination {
        let (learned, made): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.kind == RouteKind::Bgp);
        let peers: BTreeSet<_> = learned.iter().map(|entry| entry.peer.as_str()).collect();
        law(made.len() <= 1, &format!("{destination} stands there several times"), id);
        law(made.is_empty() || learned.is_empty(), &format!("{destination} is made and learned"), id);
        law(peers.len() == learned.len(), &format!("{destination} was learned twice from one peer"), id);
    }
    let under_way = all.iter().filter(|entry| entry.status.is_transitional()).count();
    law(under_way <= 1, "several entries are under way at once", id);
    let custom = all.iter().filter(|entry| is_custom(entry));
    law(custom.clone().count() <= settings.quotas.routes_per_table, "too many custom entries", id);
    let mut to_havip: BTreeMap<&str, usize> = BTreeMap::new();
    for hop in custom.flat_map(|entry| &entry.next_hops).filter(|hop| hop.kind == NextHopType::HaVip) {
        *to_havip.entry(&hop.id).or_default() += 1;
    }
    let most = settings.quotas.routes_per_havip;
    law(to_havip.values().all(|count| *count <= most), "too many entries to one HaVip", id);
    if let Some(vpc) = state.vpcs.iter().find(|vpc| vpc.route_table == table.id) {
        let system: BTreeSet<IpNet> = all
            .iter()
            .filter(|entry| entry.kind == RouteKind::System)
            .map(|entry| entry.destination)
            .collect();
        law(system == system_routes(state, vpc), &format!("the system routes are {system:?}"), id);
    }
}

fn vswitches(state: &State, vpc: &Vpc) -> Vec<IpNet> {
    let own = state.vswitches.iter().filter(|vswitch| vswitch.vpc == vpc.id);
    own.flat_map(|one| [Some(one.cidr.into()), one.ipv6_cidr.map(Into::into)]).flatten().collect()
}

fn system_routes(state: &State, vpc: &Vpc) -> BTreeSet<IpNet> {
    vswitches(state, vpc).into_iter().chain([services()]).collect()
}

fn services() -> IpNet {
    Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10).into()
}

fn entries(state: &State, entry: &RouteEntry, law: Law<'_>) {
    let id = entry.id.as_str();
    law(entry.destination == entry.destination.trunc(), "host bits are set", id);
    let Some(table) = state.route_tables.iter().find(|table| table.id == entry.table) else {
        return law(false, "its table does not exist", id);
    };
    law(
        (table.account, &table.region, &table.router, &table.vpc)
            == (entry.account, &entry.region, &entry.router, &entry.vpc),
        "it is not its table's",
        id,
    );
    let peer_said = !entry.peer.is_empty();
    law(peer_said == (entry.kind == RouteKind::Bgp), "only learned routes have a peer, and all have one", id);
    if entry.kind != RouteKind::Custom || entry.status == RouteStatus::Deleting {
        return;
    }
    law(!services().contains(&entry.destination), "it leads into the cloud's own services", id);
    let hops = entry.next_hops.len();
    law(entry.ecmp == (hops > 1) && (1..=4).contains(&hops), "the number of next hops is wrong", id);
    let different: BTreeSet<_> = entry.next_hops.iter().map(|hop| &hop.id).collect();
    law(different.len() == hops, "a next hop is there twice", id);
    match table.router.kind {
        RouterType::VRouter => {
            let Some(vpc) = state.vpcs.iter().find(|vpc| vpc.id == table.vpc) else { return };
            let is_default = entry.destination.prefix_len() == 0;
            let crossed =
                |block: &IpNet| block.contains(&entry.destination) || entry.destination.contains(block);
            let crosses = vswitches(state, vpc).iter().any(crossed);
            law(is_default || !crosses, "it crosses a vSwitch", id);
            for hop in &entry.next_hops {
                law(hop_of_vpc(state, vpc, hop, entry.ecmp), "its next hop is gone, or elsewhere", id);
            }
        }
        RouterType::Vbr => {
            law(hops == 1, "a border router shares no traffic", id);
            let Some(vbr) = vbr(state, &table.router.id) else { return };
            for hop in &entry.next_hops {
                let built_in = vlans(vbr).any(|vlan| vlan.interface == hop.id.as_str());
                let there = built_in || interface_on(state, vbr.id.as_str(), hop).is_some();
                law(there, "its next hop is gone, or elsewhere", id);
            }
        }
    }
}

/// Whether a next hop is in a VPC, and of the kind that the entry says.
fn hop_of_vpc(state: &State, vpc: &Vpc, hop: &NextHop, ecmp: bool) -> bool {
    if hop.kind == NextHopType::RouterInterface {
        let interface = interface_on(state, vpc.vrouter.as_str(), hop);
        return interface.is_some_and(|leads_to_vbr| leads_to_vbr || !ecmp);
    }
    let target = state.next_hop_targets.iter().find(|target| target.id == hop.id);
    !ecmp && target.is_some_and(|target| target.vpc == vpc.id && target.kind == hop.kind.as_str())
}

/// Whether the interface that is a next hop on a router leads to a border router; nothing if there is none.
fn interface_on(state: &State, router: &str, hop: &NextHop) -> Option<bool> {
    let mut on_router = state.router_interfaces.iter().filter(|one| one.router.id == router);
    let interface = on_router.find(|one| one.id.as_str() == &*hop.id)?;
    interface.exists_for_others().then_some(interface.opposite.router_type == Some(RouterType::Vbr))
}

fn vbr<'s>(state: &'s State, id: &str) -> Option<&'s VirtualBorderRouter> {
    state.virtual_border_routers.iter().map(AsRef::as_ref).find(|vbr| vbr.id.as_str() == id)
}

/// A VLAN of a border router.
struct Vlan<'s> {
    interface: &'s str,
    line: &'s PhysicalConnectionId,
    peering: &'s Peering,
}

fn vlans(vbr: &VirtualBorderRouter) -> impl Iterator<Item = Vlan<'_>> {
    let own = Vlan { interface: vbr.vlan_interface.as_str(), line: &vbr.line, peering: &vbr.peering };
    let further = vbr.associated.iter().map(|one| Vlan {
        interface: one.vlan_interface.as_str(),
        line: &one.line,
        peering: &one.peering,
    });
    std::iter::once(own).chain(further)
}

/// The VLAN with an IPv4 address at its far end.
fn vlan_to(vbr: &VirtualBorderRouter, address: IpAddr) -> Option<Vlan<'_>> {
    let IpAddr::V4(address) = address else { return None };
    vlans(vbr).find(|vlan| {
        vlan.peering.v4.is_some_and(|v4| {
            let subnet = Ipv4Net::new(v4.local, v4.prefix).unwrap().trunc();
            subnet.hosts().any(|host| host == address) && address != v4.local
        })
    })
}

fn address(vbr: &VirtualBorderRouter, peer: &BgpPeer) -> Option<IpAddr> {
    peer.address.or(vbr.peering.v4.map(|v4| v4.peer.into()))
}

fn is_there(status: BgpStatus) -> bool {
    status != BgpStatus::Deleting
}

/// Groups, peers, and networks are where their router is, and no more than there may be; a peer's address is its own.
fn groups(state: &State, settings: &Settings, law: Law<'_>) {
    for group in state.bgp_groups.iter() {
        let router = vbr(state, group.vbr.as_str());
        let fits = router.is_some_and(|router| {
            (router.account, &router.region) == (group.account, &group.region)
                && router.status != VbrStatus::Deleting
        });
        law(fits, "the router of the group is gone, or somebody else's", group.id.as_str());
    }
    for peer in state.bgp_peers.iter() {
        let group = state.bgp_groups.iter().find(|group| group.id == peer.group);
        let fits = group.is_some_and(|group| group.vbr == peer.vbr && group.account == peer.account);
        law(fits, "the group of the peer is gone, or elsewhere", peer.id.as_str());
    }
    for network in state.bgp_networks.iter() {
        let id = format!("{} of {}", network.network, network.vbr);
        let router = vbr(state, network.vbr.as_str());
        law(router.is_some_and(|router| router.account == network.account), "its router is gone", &id);
        let same = |other: &&std::sync::Arc<xconnect_model::BgpNetwork>| {
            (&other.vbr, other.network) == (&network.vbr, network.network)
        };
        law(state.bgp_networks.iter().filter(same).count() == 1, "it is announced twice", &id);
    }
    for router in state.customer_routers.iter() {
        law(vbr(state, router.vbr.as_str()).is_some(), "the border router that it faces is gone", &router.id);
    }
    for router in state.virtual_border_routers.iter() {
        let (id, quotas) = (router.id.as_str(), &settings.quotas);
        let groups = state.bgp_groups.iter().filter(|one| one.vbr == router.id && is_there(one.status));
        law(groups.count() <= quotas.bgp_groups_per_vbr, "too many groups", id);
        let peers: Vec<_> =
            state.bgp_peers.iter().filter(|one| one.vbr == router.id && is_there(one.status)).collect();
        law(peers.len() <= quotas.bgp_peers_per_vbr, "too many peers", id);
        let networks = state.bgp_networks.iter().filter(|one| one.vbr == router.id);
        law(networks.count() <= quotas.bgp_networks_per_vbr, "too many networks", id);
        let addresses: Vec<_> = peers.iter().filter_map(|peer| address(router, peer)).collect();
        let different: BTreeSet<_> = addresses.iter().collect();
        law(different.len() == addresses.len(), &format!("peers share an address: {addresses:?}"), id);
    }
}

/// What a session rests on.
enum Basis<'s> {
    Heard(&'s CustomerRouter, &'s VirtualBorderRouter),
    Silent,
    Refused,
}

fn basis<'s>(state: &'s State, peer: &BgpPeer) -> Basis<'s> {
    let in_use = |status| matches!(status, BgpStatus::Available | BgpStatus::Modifying);
    let group = state.bgp_groups.iter().find(|group| group.id == peer.group && in_use(group.status));
    let router = vbr(state, peer.vbr.as_str()).filter(|vbr| vbr.status == VbrStatus::Active);
    let (Some(group), Some(router)) = (group, router.filter(|_| in_use(peer.status))) else {
        return Basis::Refused;
    };
    let address = address(router, peer);
    let Some((address, vlan)) = address.and_then(|address| Some((address, vlan_to(router, address)?))) else {
        return Basis::Refused;
    };
    let line = state.physical_connections.iter().find(|line| line.id == *vlan.line && line.exists());
    let carries = line.is_some_and(|line| {
        let below = line.shared.as_ref().map(|shared| &shared.parent);
        let below = below.is_none_or(|below| {
            state.physical_connections.iter().any(|parent| parent.id == *below && parent.carries())
        });
        line.carries() && below
    });
    let mut customers = state.customer_routers.iter().map(AsRef::as_ref);
    let customer = customers.find(|one| one.vbr == peer.vbr && one.address == address && one.on);
    match customer {
        Some(_) if !carries || peer.cut => Basis::Silent,
        None => Basis::Silent,
        Some(one) if one.asn != group.peer_asn || one.auth_key != group.auth_key => Basis::Refused,
        Some(one) => Basis::Heard(one, router),
    }
}

/// A session is up when it can be, goes down when it cannot, and what is learned is what the other end says.
fn sessions(state: &State, peer: &BgpPeer, now: Time, law: Law<'_>) {
    let (id, session) = (peer.id.as_str(), &peer.session);
    let learned: BTreeSet<IpNet> = state
        .route_entries
        .iter()
        .filter(|entry| entry.peer == peer.id)
        .map(|entry| entry.destination)
        .collect();
    let most = state.bgp_groups.iter().find(|group| group.id == peer.group);
    let most = most.map_or(0, |group| group.route_limit.0 as usize);
    law(most <= 110, "more routes are allowed than anybody may have", id);
    let established = session.state == SessionState::Established;
    law(established || learned.is_empty(), "routes are left of a session that is down", id);
    law(session.terms.is_some() == (session.state != SessionState::Down), "the terms are wrong", id);
    law(session.silent_since.is_some() == session.down_at.is_some(), "half a silence", id);
    let overdue = session.down_at.is_some_and(|down_at| down_at <= now);
    law(!overdue, "the silence is noticed too late", id);
    match basis(state, peer) {
        Basis::Refused => law(session.state == SessionState::Down, "the ends cannot agree, and talk", id),
        Basis::Silent => {
            let waits = established && session.silent_since.is_some();
            let what = format!("nobody is heard, and the session is {:?}", session.state);
            law(session.state == SessionState::Down || waits, &what, id);
        }
        Basis::Heard(customer, router) => {
            law(session.state != SessionState::Down, "both ends could talk, and do not", id);
            law(session.silent_since.is_none(), "the other end is heard, and counts as silent", id);
            if established {
                let said = said(state, customer, router, most);
                let what = format!("learned are {learned:?}, and {said:?} are announced");
                law(learned == said, &what, id);
                let limited = customer.announces.iter().collect::<BTreeSet<_>>().len() > most;
                law(session.limited == limited, "the limit is not told", id);
            }
        }
    }
    if established && let Some(router) = vbr(state, peer.vbr.as_str()) {
        let table = router.route_table.as_str();
        let vlan = address(router, peer).and_then(|address| vlan_to(router, address));
        for entry in state.route_entries.iter().filter(|entry| entry.peer == peer.id) {
            let hop = vlan.as_ref().map_or("", |vlan| vlan.interface);
            let leads_there = entry.next_hops.len() == 1 && &*entry.next_hops[0].id == hop;
            law(leads_there && entry.table.as_str() == table, "it leads elsewhere", entry.id.as_str());
        }
    }
}

/// What is to be learned: the first so many of what is announced, but for what the table has otherwise.
fn said(
    state: &State,
    customer: &CustomerRouter,
    router: &VirtualBorderRouter,
    most: usize,
) -> BTreeSet<IpNet> {
    let mut announced: Vec<IpNet> = Vec::new();
    for prefix in customer.announces.iter().filter(|prefix| matches!(prefix, IpNet::V4(_))) {
        if !announced.contains(prefix) {
            announced.push(*prefix);
        }
    }
    announced.truncate(most);
    let has_otherwise = |prefix: &IpNet| {
        state.route_entries.iter().any(|entry| {
            entry.table == router.route_table && entry.destination == *prefix && entry.kind != RouteKind::Bgp
        })
    };
    announced.into_iter().filter(|prefix| !has_otherwise(prefix)).collect()
}
