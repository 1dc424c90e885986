//! BGP groups, peers, announced networks, and the customers' routers.

use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::{AccountId, BgpGroup, BgpNetwork, BgpPeer, CustomerRouter, RegionId, Seq};

use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// An account's records in a region, in a table of groups, peers, or networks.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    Key::of("region").account(account).text(region.as_str()).key()
}

/// The records of a border router, in any of these tables.
pub fn of_vbr(vbr: &str) -> Key {
    Key::of("vbr").id(vbr).key()
}

/// Records in a state that ends by itself, in a table of groups, peers, or networks.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

/// Keys of groups.
pub mod group {
    use super::*;

    /// The group with this id.
    pub fn id(group: &str) -> Key {
        Key::of("group").id(group).key()
    }
}

impl Row for BgpGroup {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        group::id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(in_region(self.account, &self.region));
        keys.add(of_vbr(self.vbr.as_str()));
        keys.add_if(self.status.is_transitional(), in_transition);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of peers.
pub mod peer {
    use super::*;

    /// The peer with this id.
    pub fn id(peer: &str) -> Key {
        Key::of("peer").id(peer).key()
    }

    /// Peers with a session that changes by itself.
    pub fn session_moving() -> Key {
        Key::of("session moving").key()
    }

    /// The peers of a group.
    pub fn in_group(group: &str) -> Key {
        Key::of("in group").id(group).key()
    }
}

impl Row for BgpPeer {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        peer::id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(in_region(self.account, &self.region));
        keys.add(of_vbr(self.vbr.as_str()));
        keys.add(peer::in_group(self.group.as_str()));
        keys.add_if(self.session.is_moving(), peer::session_moving);
        keys.add_if(self.status.is_transitional(), in_transition);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of announced networks.
pub mod network {
    use super::*;

    /// The network of a border router.
    pub fn id(vbr: &str, network: &IpNet) -> Key {
        Key::of("network").id(vbr).text(&network.to_string()).key()
    }
}

impl Row for BgpNetwork {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        network::id(self.vbr.as_str(), &self.network)
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(in_region(self.account, &self.region));
        keys.add(of_vbr(self.vbr.as_str()));
        keys.add_if(self.status.is_transitional(), in_transition);
    }

    fn label(&self) -> String {
        format!("{} {}", self.vbr, self.network)
    }
}

/// Keys of customers' routers.
pub mod customer_router {
    use super::*;

    /// The router with this name.
    pub fn id(router: &str) -> Key {
        Key::of("customer").text(router).key()
    }
}

impl Row for CustomerRouter {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        customer_router::id(&self.id)
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(of_vbr(self.vbr.as_str()));
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The BGP group with this id.
    pub fn bgp_group(&self, group: &str) -> Option<&Arc<BgpGroup>> {
        self.bgp_groups.first(group::id(group))
    }

    /// The BGP peer with this id.
    pub fn bgp_peer(&self, peer: &str) -> Option<&Arc<BgpPeer>> {
        self.bgp_peers.first(peer::id(peer))
    }

    /// The customer's router with this name.
    pub fn customer_router(&self, router: &str) -> Option<&Arc<CustomerRouter>> {
        self.customer_routers.first(customer_router::id(router))
    }
}
