//! What several of the family's actions check or look up.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::network::NetworkStatus;
use xconnect_model::route::{RouteKind, RouteStatus};
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{RouteEntry, RouteTable, RouterType, VirtualBorderRouter, Vpc};
use xconnect_state::{State, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;
use crate::physical_connection::common::check_security_lock;

/// The router that a table belongs to.
#[derive(Clone, Copy)]
pub(super) enum Router<'s> {
    Vpc(&'s Arc<Vpc>),
    Vbr(&'s Arc<VirtualBorderRouter>),
}

/// The caller's table with this id, in this region where one is named. For everybody else it does not exist.
pub(super) fn own_table<'s>(
    context: &Context<'s>,
    region: Option<&str>,
    id: &str,
) -> Result<&'s Arc<RouteTable>, ApiError> {
    let own = context.state.route_table(id).filter(|table| table.account == context.caller.account);
    let there = own.filter(|table| region.is_none_or(|region| table.region.as_str() == region));
    there.ok_or_else(|| ApiError::new(&TABLE_NOT_FOUND))
}

/// The caller's entry with this id, in this region where one is named.
pub(super) fn own_entry<'s>(
    context: &Context<'s>,
    region: Option<&str>,
    id: &str,
) -> Option<&'s Arc<RouteEntry>> {
    let own = context.state.route_entry(id).filter(|entry| entry.account == context.caller.account);
    own.filter(|entry| region.is_none_or(|region| entry.region.as_str() == region))
}

/// The router of a table. The two come and go together.
pub(super) fn router_of<'s>(state: &'s State, table: &RouteTable) -> Result<Router<'s>, ApiError> {
    let found = match table.router.kind {
        RouterType::VRouter => state.vpc(table.vpc.as_str()).map(Router::Vpc),
        RouterType::Vbr => state.virtual_border_router(&table.router.id).map(Router::Vbr),
    };
    found.ok_or_else(|| ApiError::new(&TABLE_NOT_FOUND))
}

/// The router has to be in a state in which its table can be written: a VPC is ready, and the line below a border
/// router is not locked by risk control.
pub(super) fn check_writable(state: &State, router: Router<'_>) -> Result<(), ApiError> {
    match router {
        Router::Vpc(vpc) if vpc.status != NetworkStatus::Available => Err(ApiError::new(&WRONG_VPC_STATUS)),
        Router::Vpc(_) => Ok(()),
        Router::Vbr(vbr) => {
            let line = state.physical_connection(vbr.line.as_str());
            line.map_or(Ok(()), |line| check_security_lock(line))
        }
    }
}

/// No entry of the table may be in a state that ends by itself.
pub(super) fn check_stable(state: &State, table: &RouteTable) -> Result<(), ApiError> {
    let moving = state.route_entries.count(rows::route::moving_in_table(table.id.as_str()));
    match (moving, table.router.kind) {
        (0, _) => Ok(()),
        (_, RouterType::VRouter) => Err(ApiError::new(&TABLE_NOT_STABLE)),
        (_, RouterType::Vbr) => Err(ApiError::new(&VBR_TABLE_NOT_STABLE)),
    }
}

/// A block, or an address that stands for the block that is nothing else; host bits are cleared. `None` for anything
/// that is neither, leading zeros included: some read them as octal.
pub(super) fn block(text: &str) -> Option<IpNet> {
    let Some((address, length)) = text.split_once('/') else {
        return text.parse::<IpAddr>().ok().map(IpNet::from);
    };
    let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
    let length = length.parse().ok().filter(|_| is_number)?;
    IpNet::new(address.parse().ok()?, length).ok().map(|block| block.trunc())
}

/// Whether two blocks share an address.
pub(super) fn overlap(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

/// The rules for the name and the description of an entry.
pub(super) fn check_texts(name: Option<&str>, description: Option<&str>) -> Result<(), ApiError> {
    if name.is_some_and(|name| !is_name(name)) {
        return Err(invalid_parameter("RouteEntryName"));
    }
    if description.is_some_and(|text| !is_description(text)) {
        return Err(invalid_parameter("Description"));
    }
    Ok(())
}

/// Whether a custom entry leads to this next hop. One that is being deleted no longer counts, so that what it led to
/// can be deleted right after it.
pub(crate) fn leads_to(state: &State, next_hop: &str) -> bool {
    state.route_entries.find(rows::route::via(next_hop)).any(|entry| counts(entry))
}

/// Whether a table has a custom entry; as in [`leads_to`], one that is being deleted no longer counts.
pub(crate) fn has_custom(state: &State, table: &str) -> bool {
    state.route_entries.find(rows::route::custom_in_table(table)).any(|entry| counts(entry))
}

/// Whether the destination of a custom entry of a table shares addresses with a block. The default route does so
/// with every block, and never stands in the way of one. One that is being deleted holds its place until it is gone: a
/// destination stands in a table once.
pub(crate) fn crosses_custom(state: &State, table: &str, block: &IpNet) -> bool {
    let crosses =
        |entry: &RouteEntry| entry.destination.prefix_len() > 0 && overlap(&entry.destination, block);
    state.route_entries.find(rows::route::custom_in_table(table)).any(|entry| crosses(entry))
}

fn counts(entry: &RouteEntry) -> bool {
    entry.kind == RouteKind::Custom && entry.status != RouteStatus::Deleting
}

/// The state on the wire, where an entry that is being deleted is one that is being changed.
pub(super) fn wire_status(entry: &RouteEntry) -> &'static str {
    match entry.status {
        RouteStatus::Deleting => RouteStatus::Modifying.as_str(),
        status => status.as_str(),
    }
}

pub(super) static MISSING: ErrorSpec =
    ErrorSpec::new(400, "MissingParameter", "Miss mandatory parameter.", "A mandatory parameter is missing.");
pub(super) static TABLE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouteTableId.NotFound",
    "Specified route table does not exist.",
    "The caller has no such route table, or not in this region.",
);
pub(super) static BLOCK_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock.Malformed",
    "Specified CIDR block is not valid.",
    "DestinationCidrBlock is neither a block nor an address.",
);
pub(super) static WRONG_VPC_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectVpcStatus",
    "Current VPC status does not support this operation.",
    "The VPC of the table is still Pending.",
);
pub(super) static TABLE_NOT_STABLE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectRouteEntryStatus",
    "Some route entry status blocked this operation.",
    "An entry of the VPC's table is being made, changed, or deleted.",
);
pub(super) static VBR_TABLE_NOT_STABLE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectRouteEntryStatus",
    "VBR has NotStable route entry.",
    "An entry of the border router's table is being made, changed, or deleted.",
);
pub(super) static ENTRY_NOT_STABLE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectRouteEntryStatus",
    "Specified routeEntry status error.",
    "The entry itself is being made, changed, or deleted.",
);
pub(super) static ROUTER_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidVRouter.NotFound",
    "vRouter not exists.",
    "The router that owns the table does not exist.",
    "a route table is deleted together with its router",
);
