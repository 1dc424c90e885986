//! The customer's side of a line: what arrives there, and what is sent back.

use std::fmt::Write;
use std::net::IpAddr;

use ipnet::IpNet;
use xconnect_model::{CustomerRouter, Text};
use xconnect_state::rows;

use crate::answer::{MatchKind, Matched, NextKind, Node, NodeKind};
use crate::links::Vlan;
use crate::reason::{Code, Reason};
use crate::step::{Arrival, At, Fork, Goes, Trip, Way, hop_at, next, out};

const OVER_BGP: &str = "the longest prefix that a border router announces over an Established session";
const BY_HAND: &str = "the longest prefix among the router's own static routes";

impl<'a> Trip<'a> {
    /// What becomes of a packet at the far end of a VLAN, sent to the router with this address there.
    pub(crate) fn at_far_end(&self, vlan: Vlan<'a>, peer: IpAddr) -> Fork<'a> {
        let state = self.links.state;
        let described = state.customer_routers.find(rows::bgp::of_vbr(vlan.vbr.id.as_str()));
        let mut is_described = false;
        let described = described.filter(|one| one.address.is_ipv6() == self.ipv6());
        let router = described.inspect(|_| is_described = true).find(|router| router.address == peer);
        let Some(router) = router else {
            let hop = hop_at(data_centre(&vlan), Text::default());
            if is_described {
                return Fork { hop, ways: Err(nobody(&vlan, peer)) };
            }
            let mut next = next(NextKind::Network, vlan.line.as_str().into());
            next.to = vlan.line.as_str().into();
            let goes = Some(Goes::Arrives(Arrival::Line { vlan }));
            return Fork { hop, ways: Ok(vec![Way { next, weight: 0, goes, own: None }]) };
        };
        let mut hop = hop_at(customer_node(router, &vlan), Text::default());
        if !router.on {
            return Fork { hop, ways: Err(Reason::customer_router_off(router)) };
        }
        let networks = router.networks.iter().chain(&router.announces);
        let holding = networks.filter(|network| network.contains(&self.destination));
        let network = holding.max_by_key(|network| network.prefix_len()).map(IpNet::trunc);
        let itself = || (router.address == self.destination).then(|| router.address.into());
        let Some(network) = network.or_else(itself) else {
            return Fork { hop, ways: Err(self.no_network(router)) };
        };
        let why = "a network behind the customer's router";
        hop.matched =
            Some(Matched { destination: network, kind: MatchKind::Static, entry: Text::default(), why });
        let next = next(NextKind::Network, text_of(&network));
        let goes = Some(Goes::Arrives(Arrival::Customer { router, vbr: vlan.vbr }));
        Fork { hop, ways: Ok(vec![Way { next, weight: 0, goes, own: None }]) }
    }

    /// By which of its routers a customer's network sends a packet: the longest prefix of all of them; of one length
    /// they share.
    pub(crate) fn at_site(&self, routers: &[&'a CustomerRouter]) -> Fork<'a> {
        let state = self.links.state;
        let mut best = 0;
        let mut ways = Vec::new();
        for router in routers.iter().copied().filter(|router| router.on) {
            let Some(vbr) = state.virtual_border_router(router.vbr.as_str()) else { continue };
            let Some((prefix, kind)) = self.best_of(router) else { continue };
            let length = prefix.prefix_len();
            if length < best {
                continue;
            }
            if length > best {
                ways.clear();
                best = length;
            }
            let Some(vlan) = Vlan::facing(vbr, router.address) else {
                let next = next(NextKind::Vlan, Text::default());
                ways.push(out(next, Reason::no_peering(vbr, &vbr.vlan_interface, self.ipv6())));
                continue;
            };
            let why = if kind == MatchKind::Bgp { OVER_BGP } else { BY_HAND };
            let matched = Matched { destination: prefix, kind, entry: Text::default(), why };
            let mut way = self.over_vlan(vlan, None);
            way.next.to = vbr.id.as_str().into();
            way.goes = way.goes.map(|_| Goes::On(At::Vbr(vbr)));
            way.own = Some(Box::new((customer_node(router, &vlan), matched)));
            ways.push(way);
        }
        let hop = hop_at(self.first_of(routers), Text::default());
        if !ways.is_empty() {
            return Fork { hop, ways: Ok(ways) };
        }
        let reason = match routers.iter().find(|router| !router.on) {
            Some(router) if routers.iter().all(|router| !router.on) => Reason::customer_router_off(router),
            _ => self.no_way_back(routers),
        };
        Fork { hop, ways: Err(reason) }
    }

    /// The longest prefix by which a router sends the packet towards its border router, and how it has it. One that it
    /// has both ways is the one that it was told by hand.
    fn best_of(&self, router: &CustomerRouter) -> Option<(IpNet, MatchKind)> {
        if router.address.is_ipv6() != self.ipv6() {
            return None;
        }
        let to = self.destination;
        let by_hand = router.routes.iter().map(IpNet::trunc).filter(|route| route.contains(&to));
        let by_hand = by_hand.max_by_key(IpNet::prefix_len).map(|prefix| (prefix, MatchKind::Static));
        let over_bgp = self.paths.announced(router.vbr.as_str()).longest(to);
        let over_bgp = over_bgp.filter(|_| self.has_session(router)).map(|prefix| (prefix, MatchKind::Bgp));
        over_bgp.into_iter().chain(by_hand).max_by_key(|(prefix, _)| prefix.prefix_len())
    }

    /// Whether routes are exchanged with a customer's router.
    fn has_session(&self, router: &CustomerRouter) -> bool {
        let state = self.links.state;
        let Some(vbr) = state.virtual_border_router(router.vbr.as_str()) else { return false };
        let mut peers = state.bgp_peers.find(rows::bgp::of_vbr(vbr.id.as_str()));
        peers.any(|peer| {
            self.links.peer_address(peer, vbr) == Some(router.address) && self.links.session_stands(peer)
        })
    }

    fn first_of(&self, routers: &[&CustomerRouter]) -> Node {
        let first = routers.first();
        let vbr = first.and_then(|first| self.links.state.virtual_border_router(first.vbr.as_str()));
        Node {
            kind: NodeKind::CustomerRouter,
            id: first.map(|first| first.id.clone()).unwrap_or_default(),
            of: first.map(|first| first.vbr.as_str().into()).unwrap_or_default(),
            region: vbr.map(|vbr| vbr.region.as_str().into()).unwrap_or_default(),
            account: vbr.map(|vbr| vbr.account).unwrap_or_default(),
        }
    }

    fn no_network(&self, router: &CustomerRouter) -> Reason {
        Reason::new(
            Code::NoCustomerNetwork,
            format!("The customer's router {} has no network with {}.", router.id, self.destination),
            format!("Connect the network to {}, or correct the route that leads there.", router.id),
        )
    }

    fn no_way_back(&self, routers: &[&CustomerRouter]) -> Reason {
        let names: Vec<_> = routers.iter().map(|router| router.id.as_str()).collect();
        let names = names.join(", ");
        let vbr = routers.first().map(|router| router.vbr.as_str()).unwrap_or_default();
        let reason = Reason::new(
            Code::NoRoute,
            format!(
                "The customer's router {names} has no route to {}: none of its own, and none announced over an \
                 Established session.",
                self.destination
            ),
            format!("Announce the network with AddBgpNetwork on {vbr}, or give {names} a static route."),
        );
        match routers.iter().find_map(|router| self.lost_behind(router)) {
            Some(lost) => lost.added_to(reason),
            None => reason,
        }
    }
}

/// As text, which is short enough to need no memory of its own.
fn text_of(network: &IpNet) -> Text {
    let mut text = Text::default();
    // Writing to a text does not fail.
    let _ = write!(text, "{network}");
    text
}

fn customer_node(router: &CustomerRouter, vlan: &Vlan<'_>) -> Node {
    Node {
        kind: NodeKind::CustomerRouter,
        id: router.id.clone(),
        of: vlan.vbr.id.as_str().into(),
        region: vlan.vbr.region.as_str().into(),
        account: vlan.vbr.account,
    }
}

fn data_centre(vlan: &Vlan<'_>) -> Node {
    Node {
        kind: NodeKind::DataCentre,
        id: vlan.line.as_str().into(),
        of: vlan.vbr.id.as_str().into(),
        region: vlan.vbr.region.as_str().into(),
        account: vlan.vbr.account,
    }
}

fn nobody(vlan: &Vlan<'_>, peer: IpAddr) -> Reason {
    Reason::new(
        Code::NoCustomerRouter,
        format!("No customer's router with address {peer} is at the far end of line {}.", vlan.line),
        format!(
            "Give the customer's router the address {peer}, or correct the addresses of {}.",
            vlan.vbr.id
        ),
    )
}
