//! BGP sessions on the simulated fabric: what a session needs, and what becomes of it when that comes or goes.
//!
//! A session is brought to where it has to be in the commit that changes what it rests on ([`super::follow`]), so that
//! it carries that commit's time. What takes time after that, the introduction of the ends and the discovery that one
//! of them is silent, ends at a time that follows from the record, whenever somebody looks.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use xconnect_model::bgp::{BgpStatus, Session, SessionState, Terms};
use xconnect_model::border_router::{Peering, VbrStatus};
use xconnect_model::route::{NextHop, NextHopType, RouteKind};
use xconnect_model::{
    BgpGroup, BgpPeer, CustomerRouter, PhysicalConnectionId, RegionId, RouteEntry, RouterInterfaceId,
    RouterRef, RouterType, Text, Time, VirtualBorderRouter, catalogue,
};

use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// After so long without a sign of life a session without BFD is given up.
const HOLD: Duration = Duration::from_secs(30);

/// A VLAN of a border router, as the customer's end of it sees it.
#[derive(Debug, Clone, Copy)]
pub struct Facing<'s> {
    /// The line.
    pub line: &'s PhysicalConnectionId,
    /// The built-in interface.
    pub vlan_interface: &'s RouterInterfaceId,
    /// The addresses of both ends.
    pub peering: &'s Peering,
}

impl<'s> Facing<'s> {
    /// All VLANs of a router, its own first.
    pub fn all(vbr: &'s VirtualBorderRouter) -> impl Iterator<Item = Self> {
        let own = Self { line: &vbr.line, vlan_interface: &vbr.vlan_interface, peering: &vbr.peering };
        let further = vbr.associated.iter().map(|one| Self {
            line: &one.line,
            vlan_interface: &one.vlan_interface,
            peering: &one.peering,
        });
        std::iter::once(own).chain(further)
    }

    /// The VLAN whose subnet has this address at its far end.
    pub fn of(vbr: &'s VirtualBorderRouter, address: IpAddr) -> Option<Self> {
        Self::all(vbr).find(|vlan| vlan.local(address).is_some())
    }

    /// The cloud's address towards another one, if that lies in the subnet, can be a router's, and is not the cloud's
    /// own.
    pub fn local(&self, address: IpAddr) -> Option<IpAddr> {
        let (local, subnet): (IpAddr, IpNet) = match address {
            IpAddr::V4(_) => {
                let v4 = self.peering.v4?;
                (v4.local.into(), Ipv4Net::new(v4.local, v4.prefix).ok()?.into())
            }
            IpAddr::V6(_) => {
                let v6 = self.peering.v6.filter(|_| self.peering.ipv6_enabled)?;
                (v6.local.into(), v6.subnet.into())
            }
        };
        // The first address of an IPv6 subnet means all its routers, but where there are only two.
        let is_for_several = match subnet {
            IpNet::V4(_) => [subnet.network(), subnet.broadcast()].contains(&address),
            IpNet::V6(_) => subnet.prefix_len() < 127 && address == subnet.network(),
        };
        (subnet.contains(&address) && address != local && !is_for_several).then_some(local)
    }

    /// Whether traffic passes, on a shared line also on the one below.
    pub fn carries(&self, state: &State) -> bool {
        let Some(line) = state.physical_connection(self.line.as_str()) else { return false };
        let below = |parent: &PhysicalConnectionId| {
            state.physical_connection(parent.as_str()).is_some_and(|parent| parent.carries())
        };
        line.carries() && line.shared.as_ref().is_none_or(|shared| below(&shared.parent))
    }
}

/// The customer's address where a peer names none: the peer gateway of the router's own line.
pub fn default_address(vbr: &VirtualBorderRouter, ipv6: bool) -> Option<IpAddr> {
    if ipv6 {
        vbr.peering.v6.filter(|_| vbr.peering.ipv6_enabled).map(|v6| v6.peer.into())
    } else {
        vbr.peering.v4.map(|v4| v4.peer.into())
    }
}

/// The customer's address of a peer.
pub fn address(state: &State, peer: &BgpPeer) -> Option<IpAddr> {
    peer.address.or_else(|| {
        let vbr = state.virtual_border_router(peer.vbr.as_str())?;
        default_address(vbr, state.bgp_group(peer.group.as_str())?.ipv6)
    })
}

/// The customer's router that a peer means, where an operator has described it.
pub fn customer<'s>(state: &'s State, peer: &BgpPeer) -> Option<&'s Arc<CustomerRouter>> {
    let address = address(state, peer)?;
    let mut routers = state.customer_routers.find(rows::bgp::of_vbr(peer.vbr.as_str()));
    routers.find(|router| router.address == address)
}

/// What a session rests on, now.
enum Outlook {
    /// Both ends can talk, on these terms.
    Possible { terms: Terms, bfd: bool },
    /// The other end is not heard, for this reason; that takes time to notice.
    Silent { terms: Terms, why: &'static str },
    /// One of the ends does not want to, for this reason; both know at once.
    Refused { why: &'static str },
}

fn outlook(state: &State, peer: &BgpPeer) -> Outlook {
    let refused = |why| Outlook::Refused { why };
    let in_use = |status| matches!(status, BgpStatus::Available | BgpStatus::Modifying);
    let (Some(group), Some(vbr)) =
        (state.bgp_group(peer.group.as_str()), state.virtual_border_router(peer.vbr.as_str()))
    else {
        return refused("its group or border router is gone");
    };
    if !in_use(peer.status) || !in_use(group.status) {
        return refused("the peer or its group is not in use");
    }
    if vbr.status != VbrStatus::Active {
        return refused("the border router is not active");
    }
    let Some((terms, vlan)) = terms(vbr, group, peer) else {
        return refused("no line of the border router has a subnet with the peer's address");
    };
    if !vlan.carries(state) {
        return Outlook::Silent { terms, why: "the line does not carry traffic" };
    }
    if peer.cut {
        return Outlook::Silent { terms, why: "the session is cut by a fault" };
    }
    match customer(state, peer).filter(|router| router.on) {
        None => Outlook::Silent { terms, why: "no router of the customer answers at the peer's address" },
        Some(router) if router.asn != group.peer_asn => {
            refused("the customer's router has another AS number")
        }
        Some(router) if router.auth_key != group.auth_key => refused("the customer's router has another key"),
        Some(router) => Outlook::Possible { terms, bfd: peer.bfd && router.bfd },
    }
}

fn terms<'s>(vbr: &'s VirtualBorderRouter, group: &BgpGroup, peer: &BgpPeer) -> Option<(Terms, Facing<'s>)> {
    let address = peer.address.or_else(|| default_address(vbr, group.ipv6))?;
    let vlan = Facing::of(vbr, address)?;
    let terms = Terms {
        local: vlan.local(address)?,
        peer: address,
        local_asn: group.local_asn,
        peer_asn: group.peer_asn,
        auth_key: group.auth_key.clone(),
    };
    Some((terms, vlan))
}

/// After how long a silent end is given up.
fn detection(state: &State, peer: &BgpPeer) -> Duration {
    let vbr = state.virtual_border_router(peer.vbr.as_str()).filter(|_| peer.session.bfd);
    vbr.map_or(HOLD, |vbr| {
        let interval = vbr.bfd.min_tx_ms.max(vbr.bfd.min_rx_ms);
        Duration::from_millis(u64::from(interval) * u64::from(vbr.bfd.multiplier))
    })
}

/// Brings a session, and what is learned over it, to where it has to be at a point in time.
pub fn observe(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer, at: Time) {
    let outlook = outlook(state, peer);
    let session = next(state, peer, &outlook, at);
    settle(state, draft, peer, session, matches!(outlook, Outlook::Possible { .. }), at);
}

/// The ends have introduced themselves: routes are exchanged from now on.
pub fn establish(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer, at: Time) {
    let outlook = outlook(state, peer);
    let mut session = next(state, peer, &outlook, at);
    if session.state == SessionState::Connecting && session.since == peer.session.since {
        session = Session { state: SessionState::Established, since: at, ..session };
    }
    settle(state, draft, peer, session, matches!(outlook, Outlook::Possible { .. }), at);
}

fn next(state: &State, peer: &BgpPeer, outlook: &Outlook, at: Time) -> Session {
    let down = |since: Time, why: &str| Session { since, reason: why.into(), ..Session::default() };
    let mut session = peer.session.clone();
    if let Some(noticed) = session.down_at.filter(|time| *time <= at) {
        session = down(noticed, "the other end is silent");
    }
    let is_down = |session: &Session| session.state == SessionState::Down;
    match outlook {
        Outlook::Refused { why } => {
            if is_down(&session) {
                Session { reason: (*why).into(), ..session }
            } else {
                down(at, why)
            }
        }
        Outlook::Silent { terms, why } => {
            if session.state != SessionState::Established || session.terms.as_ref() != Some(terms) {
                let since = if is_down(&session) { session.since } else { at };
                return down(since, why);
            }
            if session.silent_since.is_none() {
                session.silent_since = Some(at);
                session.down_at = Some(at.after(detection(state, peer)));
            }
            session
        }
        Outlook::Possible { terms, bfd } => {
            if is_down(&session) || session.terms.as_ref() != Some(terms) {
                let (state, terms) = (SessionState::Connecting, Some(terms.clone()));
                let reason = Text::const_new("the ends introduce themselves");
                return Session { state, since: at, terms, bfd: *bfd, reason, ..Session::default() };
            }
            let established = session.state == SessionState::Established;
            let reason = if established { Text::default() } else { session.reason };
            Session { silent_since: None, down_at: None, bfd: *bfd, reason, ..session }
        }
    }
}

/// Stages a session and its routes.
fn settle(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer, mut session: Session, heard: bool, at: Time) {
    if session.state == SessionState::Established {
        session.reason = Text::default();
        if heard {
            session.limited = learn(state, draft, peer, at);
        } else {
            keep(state, draft, peer);
        }
    } else {
        withdraw(state, draft, peer);
    }
    if session != peer.session {
        draft.put(BgpPeer { session, ..peer.clone() });
    }
}

/// Takes everything away that was learned from a peer.
pub fn withdraw(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer) {
    for entry in state.route_entries.find(rows::route::of_peer(peer.id.as_str())) {
        draft.delete(entry.as_ref());
    }
}

/// A silent peer tells nothing new; what its router's owner has entries for goes all the same.
fn keep(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer) {
    for entry in state.route_entries.find(rows::route::of_peer(peer.id.as_str())) {
        if is_taken(state, entry.table.as_str(), &entry.destination) {
            draft.delete(entry.as_ref());
        }
    }
}

/// Makes the learned entries those that the customer's router announces; true when it announces more than it may.
fn learn(state: &State, draft: &mut Draft<'_>, peer: &BgpPeer, at: Time) -> bool {
    let (Some(vbr), Some(group), Some(router)) = (
        state.virtual_border_router(peer.vbr.as_str()),
        state.bgp_group(peer.group.as_str()),
        customer(state, peer),
    ) else {
        return false;
    };
    let Some(vlan) = Facing::of(vbr, router.address) else { return false };
    let table = vbr.route_table.as_str();
    let of_family = router.announces.iter().filter(|prefix| prefix.addr().is_ipv6() == group.ipv6);
    let mut seen = HashSet::new();
    let mut announced: Vec<_> = of_family.map(IpNet::trunc).filter(|prefix| seen.insert(*prefix)).collect();
    let limit = group.route_limit.0 as usize;
    let limited = announced.len() > limit;
    announced.truncate(limit);
    announced.retain(|prefix| !is_taken(state, table, prefix));
    let mut missing: HashSet<_> = announced.iter().copied().collect();
    for entry in state.route_entries.find(rows::route::of_peer(peer.id.as_str())) {
        let leads_there = entry.next_hops.iter().all(|hop| hop.id == vlan.vlan_interface.as_str());
        if !leads_there || !missing.remove(&entry.destination) {
            draft.delete(entry.as_ref());
        }
    }
    if missing.is_empty() {
        return limited;
    }
    let code = region_code(state, &vbr.region);
    for destination in announced.into_iter().filter(|prefix| missing.contains(prefix)) {
        let entry = RouteEntry {
            seq: draft.seq(),
            id: draft.id(&code),
            account: vbr.account,
            region: vbr.region.clone(),
            table: vbr.route_table.clone(),
            router: RouterRef { kind: RouterType::Vbr, id: vbr.id.as_str().into() },
            destination,
            kind: RouteKind::Bgp,
            next_hops: vec![NextHop {
                kind: NextHopType::RouterInterface,
                id: vlan.vlan_interface.as_str().into(),
                weight: 0,
            }],
            peer: peer.id.clone(),
            since: at,
            created_at: at,
            modified_at: at,
            ..RouteEntry::default()
        };
        draft.put(entry);
    }
    limited
}

/// Whether a table has an entry for a destination that was not learned over BGP: such a one goes first.
fn is_taken(state: &State, table: &str, destination: &IpNet) -> bool {
    let mut entries = state.route_entries.find(rows::route::destination(table, destination));
    entries.any(|entry| entry.kind != RouteKind::Bgp)
}

/// What ids made in a region carry.
fn region_code(state: &State, region: &RegionId) -> Text {
    let known = catalogue::region(region.as_str()).map(|known| known.code.into());
    let own = || state.own_region(region.as_str()).map(|own| own.code.clone());
    known.or_else(own).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use xconnect_model::border_router::{Peering, PeeringV4, PeeringV6};

    use super::*;

    #[test]
    fn a_customer_s_router_has_an_address_of_its_own() {
        let vbr = |v6: &str, ipv6_enabled| {
            let v4 = PeeringV4 {
                local: "10.0.0.1".parse().unwrap(),
                peer: "10.0.0.2".parse().unwrap(),
                prefix: 30,
            };
            let subnet = v6.parse().unwrap();
            let v6 = PeeringV6 {
                local: "2001:db8::1".parse().unwrap(),
                peer: "2001:db8::2".parse().unwrap(),
                subnet,
            };
            let peering = Peering { v4: Some(v4), v6: Some(v6), ipv6_enabled };
            VirtualBorderRouter { peering, ..VirtualBorderRouter::default() }
        };
        for (subnet, ipv6_enabled, address, fits) in [
            ("2001:db8::/126", true, "10.0.0.2", true),
            ("2001:db8::/126", true, "10.0.0.0", false),
            ("2001:db8::/126", true, "10.0.0.1", false),
            ("2001:db8::/126", true, "10.0.0.3", false),
            ("2001:db8::/126", true, "10.0.0.5", false),
            ("2001:db8::/126", true, "2001:db8::", false),
            ("2001:db8::/126", true, "2001:db8::1", false),
            ("2001:db8::/126", true, "2001:db8::3", true),
            ("2001:db8::/126", true, "2001:db8::4", false),
            ("2001:db8::/126", false, "2001:db8::3", false),
            ("2001:db8::/127", true, "2001:db8::", true),
        ] {
            let vbr = vbr(subnet, ipv6_enabled);
            let faced = Facing::of(&vbr, address.parse().unwrap()).is_some();
            assert_eq!(faced, fits, "{address} in {subnet}");
        }
    }
}
