//! What follows at once from a commit's changes: BGP sessions and health checks rest on lines, border routers,
//! interfaces, and the customer's routers, and see within the same commit what has become of those.

use std::collections::BTreeSet;

use xconnect_model::route::RouteKind;
use xconnect_model::{PhysicalConnection, RouterInterface, RouterType, Seq};

use super::{health, session};
use crate::change::{Change, Record};
use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// Stages what follows from changes that have led to this State, at the draft's time. `before` are the records as they
/// were, deleted ones among them.
pub fn follow(state: &State, draft: &mut Draft<'_>, changes: &[Change], before: &[Record]) {
    let mut touched = Touched { state, peers: BTreeSet::new(), interfaces: BTreeSet::new() };
    let after = changes.iter().filter_map(|change| match change {
        Change::Put(record) => Some(record),
        Change::Delete { .. } => None,
    });
    for record in after.chain(before) {
        touched.add(record);
    }
    let at = draft.now();
    for seq in touched.peers {
        if let Some(peer) = state.bgp_peers.at(seq) {
            session::observe(state, draft, peer, at);
        }
    }
    for seq in touched.interfaces {
        if let Some(interface) = state.router_interfaces.at(seq) {
            health::observe(state, draft, interface, at);
        }
    }
    for record in before {
        if let Record::BgpPeer(peer) = record
            && state.bgp_peers.at(peer.seq).is_none()
        {
            session::withdraw(state, draft, peer);
        }
    }
}

/// Peers and interfaces that rest on what has changed.
struct Touched<'s> {
    state: &'s State,
    peers: BTreeSet<Seq>,
    interfaces: BTreeSet<Seq>,
}

impl Touched<'_> {
    fn add(&mut self, record: &Record) {
        match record {
            Record::PhysicalConnection(line) => self.add_line(line),
            Record::VirtualBorderRouter(vbr) => self.add_vbr(vbr.id.as_str()),
            Record::CustomerRouter(router) => self.add_vbr(router.vbr.as_str()),
            Record::BgpGroup(group) => {
                let peers = self.state.bgp_peers.find(rows::bgp::peer::in_group(group.id.as_str()));
                self.peers.extend(peers.map(|peer| peer.seq));
            }
            Record::BgpPeer(peer) => drop(self.peers.insert(peer.seq)),
            Record::RouterInterface(interface) => self.add_interface(interface),
            // An entry of its owner's stands before a learned one.
            Record::RouteEntry(entry)
                if entry.router.kind == RouterType::Vbr && entry.kind != RouteKind::Bgp =>
            {
                self.add_peers_of(&entry.router.id);
            }
            _ => {}
        }
    }

    fn add_line(&mut self, line: &PhysicalConnection) {
        use rows::virtual_border_router::{associated_with, on_line};
        let state = self.state;
        let above = state.physical_connections.find(rows::physical_connection::on_line(line.id.as_str()));
        for line in std::iter::once(line).chain(above.map(AsRef::as_ref)) {
            for key in [on_line(line.id.as_str()), associated_with(line.id.as_str())] {
                for vbr in state.virtual_border_routers.find(key) {
                    self.add_vbr(vbr.id.as_str());
                }
            }
        }
    }

    fn add_vbr(&mut self, vbr: &str) {
        self.add_peers_of(vbr);
        let state = self.state;
        for interface in state.router_interfaces.find(rows::router_interface::on_router(vbr)) {
            self.add_interface(interface);
        }
    }

    fn add_peers_of(&mut self, vbr: &str) {
        let peers = self.state.bgp_peers.find(rows::bgp::of_vbr(vbr));
        self.peers.extend(peers.map(|peer| peer.seq));
    }

    /// The interface that probes: this one, or the one at the other end.
    fn add_interface(&mut self, interface: &RouterInterface) {
        if interface.health_check.is_set() || interface.health.is_some() {
            self.interfaces.insert(interface.seq);
        }
        let Some(link) = interface.link.as_ref().filter(|_| interface.router.kind == RouterType::Vbr) else {
            return;
        };
        let other = self.state.router_interface(link.interface.as_str());
        self.interfaces.extend(other.filter(|other| other.health_check.is_set()).map(|other| other.seq));
    }
}
