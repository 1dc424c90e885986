//! Route entries.

use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::route::{NextHopType, RouteKind};
use xconnect_model::{RouteEntry, Seq};

use crate::key::{Key, KeyBuilder};
use crate::state::State;
use crate::table::{Keys, Row};

/// The entry with this id.
pub fn id(entry: &str) -> Key {
    Key::of("route").id(entry).key()
}

/// The entries of a table.
pub fn in_table(table: &str) -> Key {
    all(&scope(table))
}

/// The entries of a table, by one of the documented filters.
pub fn filter(table: &str, filter: Filter, value: &str) -> Key {
    by(&scope(table), filter, value)
}

/// What DescribeRouteEntryList can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// The entry itself.
    Id,
    /// The destination, in canonical form.
    Destination,
    /// The name.
    Name,
    /// `IPv4` or `IPv6`.
    IpVersion,
    /// How it came to be, as on the wire.
    Kind,
    /// One of its next hops.
    NextHopId,
    /// The kind of one of its next hops, as on the wire.
    NextHopType,
}

impl Filter {
    fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Destination => "destination",
            Self::Name => "name",
            Self::IpVersion => "version",
            Self::Kind => "kind",
            Self::NextHopId => "next hop",
            Self::NextHopType => "next hop type",
        }
    }
}

/// The custom entries of a table: what its quota counts.
pub fn custom_in_table(table: &str) -> Key {
    custom(&scope(table))
}

/// The entry of a table with this destination.
pub fn destination(table: &str, destination: &IpNet) -> Key {
    filter(table, Filter::Destination, &destination.to_string())
}

/// The entries, in whatever table, that lead to this next hop.
pub fn via(next_hop: &str) -> Key {
    Key::of("via").id(next_hop).key()
}

/// The entries of a table that lead to this HaVip.
pub fn via_havip(table: &str, havip: &str) -> Key {
    Key::of("via havip").id(table).text(havip).key()
}

/// The entries that were learned from a peer.
pub fn of_peer(peer: &str) -> Key {
    Key::of("peer").id(peer).key()
}

/// The entries of a table in a state that ends by itself.
pub fn moving_in_table(table: &str) -> Key {
    moving(&scope(table))
}

/// Entries in a state that ends by itself.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

/// What the keys of a table's entries begin with.
fn scope(table: &str) -> KeyBuilder {
    Key::of("table").id(table)
}

fn all(scope: &KeyBuilder) -> Key {
    scope.clone().text("all").key()
}

fn custom(scope: &KeyBuilder) -> Key {
    scope.clone().text("custom").key()
}

fn moving(scope: &KeyBuilder) -> Key {
    scope.clone().text("moving").key()
}

fn by(scope: &KeyBuilder, filter: Filter, value: &str) -> Key {
    scope.clone().text(filter.as_str()).text(value).key()
}

impl Row for RouteEntry {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let table = self.table.as_str();
        let scope = scope(table);
        let mut given =
            |which: Filter, value: &str| keys.add_if(!value.is_empty(), || by(&scope, which, value));
        given(Filter::Id, self.id.as_str());
        given(Filter::Destination, &self.destination.to_string());
        given(Filter::Name, &self.name);
        given(Filter::IpVersion, if self.is_ipv6() { "IPv6" } else { "IPv4" });
        given(Filter::Kind, self.kind.as_str());
        let mut kinds: Vec<_> = self.next_hops.iter().map(|hop| hop.kind).collect();
        kinds.dedup();
        kinds.iter().for_each(|kind| given(Filter::NextHopType, kind.as_str()));
        self.next_hops.iter().for_each(|hop| given(Filter::NextHopId, &hop.id));
        keys.add(all(&scope));
        for hop in &self.next_hops {
            keys.add(via(&hop.id));
            keys.add_if(hop.kind == NextHopType::HaVip, || via_havip(table, &hop.id));
        }
        keys.add_if(self.kind == RouteKind::Custom, || custom(&scope));
        keys.add_if(!self.peer.is_empty(), || of_peer(self.peer.as_str()));
        keys.add_if(self.status.is_transitional(), || moving(&scope));
        keys.add_if(self.status.is_transitional(), in_transition);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The route entry with this id.
    pub fn route_entry(&self, entry: &str) -> Option<&Arc<RouteEntry>> {
        self.route_entries.first(id(entry))
    }
}
