//! What both lists show of an entry.

use serde::Serialize;
use xconnect_model::RouteEntry;
use xconnect_model::route::NextHop;
use xconnect_state::State;

use super::common::wire_status;
use super::system::SERVICES;
use super::usable;

/// An entry, as DescribeRouteEntryList shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct EntryView<'s> {
    route_entry_id: &'s str,
    route_entry_name: &'s str,
    description: &'s str,
    route_table_id: &'s str,
    destination_cidr_block: String,
    ip_version: &'static str,
    #[serde(rename = "Type")]
    kind: &'static str,
    status: &'static str,
    gmt_modified: String,
    origin: &'static str,
    service_type: &'static str,
    next_hops: NextHops<NextHopView<'s>>,
}

/// `NextHops.NextHop[]`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NextHops<T> {
    next_hop: Vec<T>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NextHopView<'s> {
    next_hop_id: &'s str,
    next_hop_type: &'static str,
    next_hop_region_id: &'s str,
    weight: u32,
    enabled: u8,
    next_hop_related_info: RelatedView<'s>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RelatedView<'s> {
    instance_id: &'s str,
    instance_type: &'static str,
    region_id: &'s str,
}

impl<'s> EntryView<'s> {
    pub(super) fn of(state: &'s State, entry: &'s RouteEntry) -> Self {
        let hop = |hop: &'s NextHop| NextHopView::of(state, entry, hop);
        Self {
            route_entry_id: entry.id.as_str(),
            route_entry_name: &entry.name,
            description: &entry.description,
            route_table_id: entry.table.as_str(),
            destination_cidr_block: entry.destination.to_string(),
            ip_version: if entry.is_ipv6() { "IPv6" } else { "IPv4" },
            kind: entry.kind.as_str(),
            status: wire_status(entry),
            gmt_modified: entry.modified_at.to_wire(),
            origin: "",
            service_type: "",
            next_hops: NextHops { next_hop: entry.next_hops.iter().map(hop).collect() },
        }
    }
}

impl<'s> NextHopView<'s> {
    fn of(state: &'s State, entry: &'s RouteEntry, hop: &'s NextHop) -> Self {
        let related = usable::related(state, hop).map(|related| RelatedView {
            instance_id: related.instance,
            instance_type: related.kind,
            region_id: related.region,
        });
        Self {
            next_hop_id: &hop.id,
            next_hop_type: hop.kind.as_str(),
            next_hop_region_id: entry.region.as_str(),
            weight: hop.weight,
            enabled: u8::from(usable::is_usable(state, hop)),
            next_hop_related_info: related.unwrap_or_default(),
        }
    }
}

/// An entry, as DescribeRouteTables shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ShortView<'s> {
    route_entry_id: &'s str,
    route_entry_name: &'s str,
    description: &'s str,
    route_table_id: &'s str,
    destination_cidr_block: String,
    #[serde(rename = "Type")]
    kind: &'static str,
    status: &'static str,
    instance_id: &'s str,
    next_hop_type: &'static str,
    next_hops: NextHops<ShortNextHop<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ShortNextHop<'s> {
    next_hop_id: &'s str,
    next_hop_type: &'static str,
    weight: u32,
    enabled: u8,
}

impl<'s> ShortView<'s> {
    pub(super) fn of(state: &'s State, entry: &'s RouteEntry) -> Self {
        let hop = |hop: &'s NextHop| ShortNextHop {
            next_hop_id: &hop.id,
            next_hop_type: hop.kind.as_str(),
            weight: hop.weight,
            enabled: u8::from(usable::is_usable(state, hop)),
        };
        let first = entry.next_hops.first();
        Self {
            route_entry_id: entry.id.as_str(),
            route_entry_name: &entry.name,
            description: &entry.description,
            route_table_id: entry.table.as_str(),
            destination_cidr_block: entry.destination.to_string(),
            kind: entry.kind.as_str(),
            status: wire_status(entry),
            instance_id: first.filter(|_| !entry.ecmp).map_or("", |hop| &hop.id),
            next_hop_type: first.map_or_else(|| own_way(entry), |hop| hop.kind.as_str()),
            next_hops: NextHops { next_hop: entry.next_hops.iter().map(hop).collect() },
        }
    }
}

/// How an entry without a next hop leads on: into the VPC itself, or to the cloud's own services.
fn own_way(entry: &RouteEntry) -> &'static str {
    if entry.destination == SERVICES { "service" } else { "local" }
}
