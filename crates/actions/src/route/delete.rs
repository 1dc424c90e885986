//! DeleteRouteEntry: removes a custom route.

use std::collections::HashSet;
use std::sync::Arc;

use xconnect_model::route::{NextHopType, RouteKind, RouteStatus};
use xconnect_model::{RouteEntry, RouteTable, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{
    self, BLOCK_MALFORMED, ENTRY_NOT_STABLE, MISSING, ROUTER_NOT_FOUND, TABLE_NOT_FOUND, TABLE_NOT_STABLE,
    VBR_TABLE_NOT_STABLE, WRONG_VPC_STATUS,
};
use super::item::NextHopItem;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes a custom route, named by its id, or by its table, destination, and next hops.
pub struct DeleteRouteEntry;

request! {
    /// Parameters of DeleteRouteEntry.
    pub struct Request {
        /// Region of the table; the entry is found without it too.
        region: Text = optional "RegionId",
        /// The entry. Whatever else is given has to agree with it.
        entry: Text = optional "RouteEntryId",
        /// The table; mandatory without RouteEntryId.
        table: Text = optional "RouteTableId",
        /// The destination, in any spelling; mandatory without RouteEntryId.
        destination: Text = optional "DestinationCidrBlock",
        /// The next hop; it or NextHopList is mandatory without RouteEntryId.
        next_hop: Text = optional "NextHopId",
        /// All next hops of a route with several, in any order: NextHopId and NextHopType (RouterInterface).
        next_hops: NextHopItem = list "NextHopList",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

impl WriteAction for DeleteRouteEntry {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteRouteEntry",
        api: Api::Vpc,
        summary: "Deletes a custom route of a VPC's router or of a virtual border router.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routetable/*",
        errors: &[
            &MISSING,
            &TABLE_NOT_STABLE_2022,
            &BLOCK_MALFORMED,
            &SYSTEM_ROUTE,
            &ENTRY_NOT_FOUND,
            &ROUTER_NOT_FOUND,
            &TABLE_NOT_STABLE,
            &VBR_TABLE_NOT_STABLE,
            &ENTRY_NOT_STABLE,
            &NOT_BY_API,
            &NEXT_HOP_MISSING,
            &ENTRY_NOT_EXIST,
            &WRONG_VPC_STATUS,
            &TABLE_NOT_FOUND,
            &VPC_NOT_FOUND,
            &TABLE_NOT_STABLE_2016,
        ],
        missing: Some(&MISSING),
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let wanted = Wanted::of(request)?;
        let table = named_table(&context, request)?;
        common::check_writable(context.state, common::router_of(context.state, table)?)?;
        let entry = wanted.find(&context, request, table)?;
        match entry.kind {
            RouteKind::Custom => {}
            RouteKind::System => return Err(ApiError::new(&SYSTEM_ROUTE)),
            RouteKind::Bgp | RouteKind::Cen => return Err(ApiError::new(&NOT_BY_API)),
        }
        if entry.status.is_transitional() {
            return Err(ApiError::new(&ENTRY_NOT_STABLE));
        }
        common::check_stable(context.state, table)?;
        draft.put(RouteEntry {
            status: RouteStatus::Deleting,
            since: context.now,
            modified_at: context.now,
            ..RouteEntry::clone(entry)
        });
        Ok(Empty {})
    }
}

/// The table that is meant: the one that is named, or that of the entry.
fn named_table<'s>(context: &Context<'s>, request: &Request) -> Result<&'s Arc<RouteTable>, ApiError> {
    let region = request.region.as_deref();
    if let Some(table) = &request.table {
        return common::own_table(context, region, table);
    }
    let entry = request.entry.as_deref().ok_or(&MISSING)?;
    let entry = common::own_entry(context, region, entry).ok_or(&ENTRY_NOT_EXIST)?;
    common::own_table(context, region, entry.table.as_str())
}

/// What a request says of the entry, beside its id and its table.
struct Wanted<'r> {
    destination: Option<ipnet::IpNet>,
    /// Empty: not said.
    next_hops: HashSet<&'r str>,
}

impl<'r> Wanted<'r> {
    fn of(request: &'r Request) -> Result<Self, ApiError> {
        if request.next_hop.is_some() && !request.next_hops.is_empty() {
            return Err(invalid_parameter("NextHopList"));
        }
        let read = |text: &Text| common::block(text).ok_or(&BLOCK_MALFORMED);
        let destination = request.destination.as_ref().map(read).transpose()?;
        // Nothing else shares traffic.
        let is_other = |kind: &Text| *kind != NextHopType::RouterInterface.as_str();
        if request.next_hops.iter().any(|item| item.kind.as_ref().is_some_and(is_other)) {
            return Err(invalid_parameter("NextHopList"));
        }
        let listed = request.next_hops.iter().map(|item| item.id.as_deref().ok_or(&MISSING));
        let one = request.next_hop.as_deref().map(Ok);
        let next_hops: HashSet<_> = listed.chain(one).collect::<Result<_, _>>()?;
        if request.entry.is_none() {
            request.table.as_ref().ok_or(&MISSING)?;
            destination.ok_or(&MISSING)?;
            if next_hops.is_empty() {
                return Err(ApiError::new(&NEXT_HOP_MISSING));
            }
        }
        Ok(Self { destination, next_hops })
    }

    /// The entry of the table that is all that the request says. System routes have no next hops to agree with.
    fn find<'s>(
        &self,
        context: &Context<'s>,
        request: &Request,
        table: &RouteTable,
    ) -> Result<&'s Arc<RouteEntry>, ApiError> {
        let entry = match (&request.entry, &self.destination) {
            (Some(id), _) => {
                let entry = common::own_entry(context, request.region.as_deref(), id);
                entry.ok_or(&ENTRY_NOT_EXIST)?
            }
            (None, Some(destination)) => {
                let key = rows::route::destination(table.id.as_str(), destination);
                context.state.route_entries.first(key).ok_or(&ENTRY_NOT_FOUND)?
            }
            (None, None) => return Err(ApiError::new(&MISSING)),
        };
        let next_hops: HashSet<_> = entry.next_hops.iter().map(|hop| hop.id.as_str()).collect();
        let agrees = entry.table == table.id
            && self.destination.is_none_or(|destination| entry.destination == destination)
            && (self.next_hops.is_empty() || entry.kind == RouteKind::System || self.next_hops == next_hops);
        if agrees { Ok(entry) } else { Err(ApiError::new(&ENTRY_NOT_FOUND)) }
    }
}

static TABLE_NOT_STABLE_2022: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "IncorrcetRouteEntryStatus",
    "Some route entry status blocked this operation.",
    "An entry of the table is being made, changed, or deleted.",
    "another spelling of IncorrectRouteEntryStatus, which is what is answered",
);
static SYSTEM_ROUTE: ErrorSpec = ErrorSpec::new(
    400,
    "OperationDenied",
    "Specified operation is denied as route entry type is system.",
    "The entry is a system route.",
);
static ENTRY_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouteEntry.NotFound",
    "Route entry not exists.",
    "The table has no entry with this destination and these next hops, or the entry with this RouteEntryId is in another table or has others.",
);
static ENTRY_NOT_EXIST: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouteEntry",
    "Specified routeEntry not exist.",
    "RouteEntryId names no entry of the caller's, or not in this region.",
);
static NOT_BY_API: ErrorSpec = ErrorSpec::new(
    400,
    "Forbbiden",
    "Specified RouteEntry cannot allowed delete by openApi.",
    "The entry was learned, over BGP or through a CEN instance.",
);
static NEXT_HOP_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNextHop",
    "Specified nexthop and nexthop list cannot both null.",
    "RouteEntryId, NextHopId, and NextHopList are all absent.",
);
static VPC_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "InvalidVpcId.NotFound",
    "Specified value of VpcId is not found in our record.",
    "The VPC that owns the table does not exist.",
    "a route table is deleted together with its VPC",
);
static TABLE_NOT_STABLE_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "IncorretRouteEntryStatus",
    "Some route entry status blocked this operation.",
    "An entry of the table is being made, changed, or deleted.",
    "2016 spelling of IncorrectRouteEntryStatus, which is what is answered",
);
