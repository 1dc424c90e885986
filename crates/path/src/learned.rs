//! What networks learn from each other: through a CEN instance, and over BGP sessions.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use prefix_trie::joint::JointPrefixMap;
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::cen::{CenAttachmentStatus, CenChildType};
use xconnect_model::route::NextHopType;
use xconnect_model::{AccountId, BgpPeer, CustomerRouter, RouteEntry, Text, VirtualBorderRouter};
use xconnect_state::{State, rows};

use crate::links::{Links, Vlan};
use crate::question::FailureKind;
use crate::routes::{VSwitches, is_in_use};

/// What the networks of a CEN instance offer each other.
#[derive(Default)]
pub(crate) struct Offers {
    networks: JointPrefixMap<IpNet, Vec<Offer>>,
    /// The VPCs, border routers, and route tables that they were read from.
    sources: Vec<Text>,
}

/// A network that leads to a prefix.
#[derive(Clone)]
pub(crate) struct Offer {
    /// The VPC or border router.
    pub(crate) child: Text,
    pub(crate) kind: CenChildType,
    /// The entries that a border router has for it; none of a VPC, which has the addresses itself.
    pub(crate) entries: Vec<Arc<RouteEntry>>,
}

impl Offers {
    pub(crate) fn of(state: &State, cen: &str) -> Self {
        let mut offers = Self::default();
        for attachment in state.cen_attachments.find(rows::cen::attachment::of_cen(cen)) {
            if attachment.status != CenAttachmentStatus::Attached {
                continue;
            }
            match attachment.child_type {
                CenChildType::Vpc => offers.add_vpc(state, &attachment.child),
                CenChildType::Vbr => offers.add_vbr(state, &attachment.child),
            }
        }
        offers
    }

    /// The ids of all VPCs, border routers, and route tables whose records decide about what is offered.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(Text::as_str)
    }

    fn add_vpc(&mut self, state: &State, vpc: &Text) {
        self.sources.push(vpc.clone());
        for block in VSwitches::of(state, vpc).blocks() {
            self.offer(block, vpc, CenChildType::Vpc, None);
        }
    }

    fn add_vbr(&mut self, state: &State, id: &Text) {
        self.sources.push(id.clone());
        let Some(vbr) = state.virtual_border_router(id) else { return };
        self.sources.push(vbr.route_table.as_str().into());
        for entry in state.route_entries.find(rows::route::in_table(vbr.route_table.as_str())) {
            if is_in_use(entry) && leads_to_the_customer(vbr, entry) {
                self.offer(entry.destination, id, CenChildType::Vbr, Some(entry));
            }
        }
    }

    fn offer(&mut self, to: IpNet, child: &Text, kind: CenChildType, entry: Option<&Arc<RouteEntry>>) {
        let entries = entry.into_iter().cloned();
        let Some(all) = self.networks.get_mut(&to) else {
            self.networks.insert(to, vec![Offer { child: child.clone(), kind, entries: entries.collect() }]);
            return;
        };
        match all.iter_mut().find(|offer| offer.child == *child) {
            Some(offer) => offer.entries.extend(entries),
            None => all.push(Offer { child: child.clone(), kind, entries: entries.collect() }),
        }
    }

    /// What a network learns from the others for an address: the longest prefix that one of them offers now.
    pub(crate) fn longest(
        &self,
        learner: &str,
        address: IpAddr,
        links: Links<'_>,
    ) -> Option<(IpNet, Vec<Offer>)> {
        let covering: Vec<_> = self.networks.cover(&IpNet::from(address)).collect();
        covering.into_iter().rev().find_map(|(prefix, offers)| {
            let others = offers.iter().filter(|offer| offer.child != learner);
            let standing: Vec<_> = others.filter(|offer| offer.stands(links)).cloned().collect();
            (!standing.is_empty()).then_some((prefix, standing))
        })
    }
}

impl Offer {
    /// Whether what it rests on has not been withdrawn.
    fn stands(&self, links: Links<'_>) -> bool {
        self.kind == CenChildType::Vpc || self.entries.iter().any(|entry| links.has_learned(entry))
    }
}

fn leads_to_the_customer(vbr: &VirtualBorderRouter, entry: &RouteEntry) -> bool {
    let is_vlan = |id: &str| vbr.peering_of(id).is_some();
    entry.next_hops.iter().any(|hop| hop.kind == NextHopType::RouterInterface && is_vlan(&hop.id))
}

impl<'a> Links<'a> {
    /// Whether an entry counts: one that was learned from a peer does while the session stands.
    pub(crate) fn has_learned(&self, entry: &RouteEntry) -> bool {
        if entry.peer.is_empty() {
            return true;
        }
        let peer = self.state.bgp_peer(entry.peer.as_str());
        peer.is_some_and(|peer| self.session_stands(peer))
    }

    /// Whether routes are exchanged over a session: the record says so, and nothing is taken as failed that would end
    /// it.
    pub(crate) fn session_stands(&self, peer: &BgpPeer) -> bool {
        if peer.session.state != SessionState::Established {
            return false;
        }
        if self.failed.is_empty() {
            return true;
        }
        let vlan_failed = || {
            let vbr = self.state.virtual_border_router(peer.vbr.as_str())?;
            let address = self.peer_address(peer, vbr)?;
            Vlan::facing(vbr, address).map(|vlan| self.vlan_has_failed(&vlan))
        };
        !self.has_failed(FailureKind::Session, peer.id.as_str()) && !vlan_failed().unwrap_or(false)
    }

    /// The customer's address of a session: the peer's own, or the far end of the border router's own VLAN.
    pub(crate) fn peer_address(&self, peer: &BgpPeer, vbr: &VirtualBorderRouter) -> Option<IpAddr> {
        let ipv6 = || self.state.bgp_group(peer.group.as_str()).is_some_and(|group| group.ipv6);
        peer.address.or_else(|| Vlan::all(vbr).next()?.peer(ipv6()))
    }
}

/// The networks that a border router announces over its sessions.
pub(crate) struct Announced(JointPrefixMap<IpNet, ()>);

impl Announced {
    pub(crate) fn of(state: &State, vbr: &str) -> Self {
        let networks = state.bgp_networks.find(rows::bgp::of_vbr(vbr));
        let in_use = networks.filter(|one| matches!(one.status, BgpStatus::Available | BgpStatus::Modifying));
        Self(in_use.map(|one| (one.network, ())).collect())
    }

    /// The longest that holds an address.
    pub(crate) fn longest(&self, address: IpAddr) -> Option<IpNet> {
        self.0.get_lpm(&IpNet::from(address)).map(|(network, ())| network)
    }
}

/// The network that a customer's router belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Site {
    /// One with a name, on border routers of whichever accounts.
    Named(Text),
    /// That of an account.
    Of(AccountId),
}

impl Site {
    /// The network of a router that faces a border router.
    pub(crate) fn of(router: &CustomerRouter, vbr: &VirtualBorderRouter) -> Self {
        if router.site.is_empty() { Self::Of(vbr.account) } else { Self::Named(router.site.clone()) }
    }

    /// The network that an address at the far end of a border router is in.
    pub(crate) fn beyond(state: &State, vbr: &VirtualBorderRouter, address: IpAddr) -> Self {
        let mut routers = state.customer_routers.find(rows::bgp::of_vbr(vbr.id.as_str()));
        let router = routers.find(|router| is_behind(router, address));
        router.map_or(Self::Of(vbr.account), |router| Self::of(router, vbr))
    }
}

/// The customers' routers by what is behind them.
#[derive(Default)]
pub(crate) struct Customers(JointPrefixMap<IpNet, Vec<(Site, Arc<CustomerRouter>)>>);

impl Customers {
    pub(crate) fn of(state: &State) -> Self {
        let mut customers = Self::default();
        for router in state.customer_routers.iter() {
            let Some(vbr) = state.virtual_border_router(router.vbr.as_str()) else { continue };
            let site = Site::of(router, vbr);
            for network in router.networks.iter().chain(&router.announces).map(IpNet::trunc) {
                customers.add(network, &site, router);
            }
            customers.add(router.address.into(), &site, router);
        }
        customers
    }

    fn add(&mut self, network: IpNet, site: &Site, router: &Arc<CustomerRouter>) {
        let new = (site.clone(), Arc::clone(router));
        match self.0.get_mut(&network) {
            Some(all) => all.push(new),
            None => drop(self.0.insert(network, vec![new])),
        }
    }

    /// A network's routers that have an address behind them, in the order of their creation, each once.
    pub(crate) fn with(&self, address: IpAddr, site: &Site) -> Vec<&CustomerRouter> {
        let all = self.0.cover(&IpNet::from(address)).flat_map(|(_, routers)| routers);
        let mut own: Vec<_> = all.filter(|(of, _)| of == site).map(|(_, router)| router.as_ref()).collect();
        own.sort_unstable_by_key(|router| router.seq);
        own.dedup_by_key(|router| router.seq);
        own
    }
}

/// Whether a customer's router has an address behind it.
pub(crate) fn is_behind(router: &CustomerRouter, address: IpAddr) -> bool {
    let mut networks = router.networks.iter().chain(&router.announces);
    router.address == address || networks.any(|network| network.contains(&address))
}
