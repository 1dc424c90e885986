//! System routes: the entries that a VPC and its vSwitches bring along. They are in use at once, and nobody but the
//! action that makes or removes what they lead to touches them.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use xconnect_model::route::{RouteKind, RouteStatus};
use xconnect_model::{RouteEntry, RouteTableId, Vpc};
use xconnect_state::{Draft, State, rows};

/// The space of the cloud's own services. Every VPC has a route to it.
pub(crate) const SERVICES: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10));

/// Stages the system route to a block, in a table of a VPC whose region's ids carry `region_code`.
pub(crate) fn put(
    draft: &mut Draft<'_>,
    region_code: &str,
    vpc: &Vpc,
    table: &RouteTableId,
    block: impl Into<IpNet>,
) {
    let now = draft.now();
    let entry = RouteEntry {
        seq: draft.seq(),
        id: draft.id(region_code),
        account: vpc.account,
        region: vpc.region.clone(),
        table: table.clone(),
        router: vpc.router(),
        vpc: vpc.id.clone(),
        destination: block.into(),
        kind: RouteKind::System,
        status: RouteStatus::Available,
        since: now,
        created_at: now,
        modified_at: now,
        ..RouteEntry::default()
    };
    draft.put(entry);
}

/// Stages the removal of the system route to a block. VPCs of older versions have none.
pub(crate) fn remove(state: &State, draft: &mut Draft<'_>, table: &RouteTableId, block: impl Into<IpNet>) {
    let key = rows::route::destination(table.as_str(), &block.into());
    for entry in state.route_entries.find(key).filter(|entry| entry.kind == RouteKind::System) {
        draft.delete(entry.as_ref());
    }
}

/// Stages the removal of all entries of a table that goes, whatever their origin.
pub(crate) fn remove_all(state: &State, draft: &mut Draft<'_>, table: &RouteTableId) {
    for entry in state.route_entries.find(rows::route::in_table(table.as_str())) {
        draft.delete(entry.as_ref());
    }
}
