//! CreateRouteEntry: a custom route in the table of a VPC's router or of a border router.

mod destination;
mod errors;
mod target;
mod unraised;
mod way;

use serde::Serialize;
use xconnect_model::route::{NextHop, NextHopType, RouteKind, RouteStatus};
use xconnect_model::{RouteEntry, RouteTable, RouterType, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::ApiError;

use self::errors::*;
use self::way::{Way, Wish};
use super::common::{self, MISSING, TABLE_NOT_FOUND};
use super::item::NextHopItem;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Adds a custom route.
pub struct CreateRouteEntry;

request! {
    /// Parameters of CreateRouteEntry.
    pub struct Request {
        /// Region of the table; the table is found without it too.
        region: Text = optional "RegionId",
        /// The table.
        table: Text = required "RouteTableId",
        /// An IPv4 or IPv6 block, unique in the table and outside of 100.64.0.0/10; host bits are cleared. A bare
        /// address stands for itself alone.
        destination: Text = required "DestinationCidrBlock",
        /// The next hop, in the VPC or on the border router of the table; not with NextHopList.
        next_hop: Text = optional "NextHopId",
        /// Instance (default), HaVip, RouterInterface, NetworkInterface, VpnGateway, IPv6Gateway (IPv6 only),
        /// NatGateway, Attachment (tr-attach-...), or VpcPeer. A border router's table takes RouterInterface only.
        next_hop_type: Text = optional "NextHopType",
        /// Two to four router interfaces of the VPC's router towards border routers, each once: NextHopId,
        /// NextHopType (RouterInterface), and Weight (0 to 255, 100 by default).
        next_hops: NextHopItem = list "NextHopList",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "RouteEntryName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The new entry.
    pub route_entry_id: String,
}

impl WriteAction for CreateRouteEntry {
    const DECLARATION: Declaration = Declaration {
        name: "CreateRouteEntry",
        api: Api::Vpc,
        summary: "Adds a custom route to the table of a VPC's router or of a virtual border router.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routetable/*",
        errors: ERRORS,
        missing: Some(&MISSING),
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        common::check_texts(request.name.as_deref(), request.description.as_deref())?;
        let table = common::own_table(&context, request.region.as_deref(), &request.table)?;
        let home = context.region(table.region.as_str(), &TABLE_NOT_FOUND)?;
        let destination = destination::of(&request.destination)?;
        let wish = Wish::of(request)?;
        let router = common::router_of(context.state, table)?;
        common::check_writable(context.state, router)?;
        common::check_stable(context.state, table)?;
        destination::check_open(context.state, router, &destination)?;
        let way = Way::find(&context, router, &wish, &destination)?;
        destination::check_free(context.state, table, &destination, &way)?;
        if way.involves_border_router && !context.has_outbound_traffic(&table.region) {
            return Err(ApiError::new(&TRAFFIC_NOT_ENABLED));
        }
        check_room(&context, table, &way.hops)?;
        let entry = RouteEntry {
            seq: draft.seq(),
            id: draft.id(&home.code),
            account: table.account,
            region: table.region.clone(),
            table: table.id.clone(),
            router: table.router.clone(),
            vpc: table.vpc.clone(),
            destination,
            kind: RouteKind::Custom,
            ecmp: way.is_ecmp(),
            next_hops: way.hops,
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            status: RouteStatus::Pending,
            since: context.now,
            created_at: context.now,
            modified_at: context.now,
            ..RouteEntry::default()
        };
        let response = Response { route_entry_id: entry.id.to_string() };
        draft.put(entry);
        Ok(response)
    }
}

/// Whether the table has room for one more entry, and for one more to the same HaVip.
fn check_room(context: &Context<'_>, table: &RouteTable, hops: &[NextHop]) -> Result<(), ApiError> {
    let (entries, quotas) = (&context.state.route_entries, context.quotas());
    let table_id = table.id.as_str();
    for hop in hops.iter().filter(|hop| hop.kind == NextHopType::HaVip) {
        if entries.count(rows::route::via_havip(table_id, &hop.id)) >= quotas.routes_per_havip {
            return Err(ApiError::new(&TOO_MANY_TO_HAVIP));
        }
    }
    let full = entries.count(rows::route::custom_in_table(table_id)) >= quotas.routes_per_table;
    if full { Err(ApiError::new(&TABLE_FULL)) } else { Ok(()) }
}

/// Whether a table is a border router's.
fn is_border(table: &RouteTable) -> bool {
    table.router.kind == RouterType::Vbr
}
