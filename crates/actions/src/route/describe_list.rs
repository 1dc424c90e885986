//! DescribeRouteEntryList: the entries of a table, batch by batch.

use ipnet::IpNet;
use serde::Serialize;
use xconnect_model::route::{NextHopType, RouteKind};
use xconnect_model::{RouteTable, Text};
use xconnect_state::rows::route::{Filter, filter, in_table};
use xconnect_state::{Key, Query};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, TABLE_NOT_FOUND};
use super::view::EntryView;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::{next_token, request};

/// Entries of a batch, unless the request says otherwise.
const BATCH: u32 = 10;
/// Entries of the largest batch.
const LARGEST_BATCH: u32 = 100;
/// Destinations in one list.
const MOST_DESTINATIONS: usize = 100;

/// Lists the entries of one of the caller's tables.
pub struct DescribeRouteEntryList;

request! {
    /// Parameters of DescribeRouteEntryList.
    pub struct Request {
        /// Region of the table.
        region: Text = required "RegionId",
        /// The table.
        table: Text = required "RouteTableId",
        /// Only this entry.
        entry: Text = optional "RouteEntryId",
        /// Only the entry with this destination, in any spelling.
        destination: Text = optional "DestinationCidrBlock",
        /// Only entries with one of these destinations, at most 100.
        destinations: Text = list "DestCidrBlockList",
        /// Only entries with this name.
        name: Text = optional "RouteEntryName",
        /// IPv4 or IPv6.
        ip_version: Text = optional "IpVersion",
        /// Custom, System, BGP, or CEN.
        kind: Text = optional "RouteEntryType",
        /// Only entries with this next hop.
        next_hop: Text = optional "NextHopId",
        /// Only entries with a next hop of this type: as in CreateRouteEntry, and without a default.
        next_hop_type: Text = optional "NextHopType",
        /// 1 to 100, 10 by default.
        max_result: u32 = optional "MaxResult",
        /// The NextToken of the answer before; absent for the first batch.
        next_token: Text = optional "NextToken",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    total_count: usize,
    next_token: String,
    route_entrys: RouteEntrys<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouteEntrys<'s> {
    route_entry: Vec<EntryView<'s>>,
}

impl ReadAction for DescribeRouteEntryList {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRouteEntryList",
        api: Api::Vpc,
        summary: "Lists the entries of a route table, batch by batch, optionally narrowed by filters.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:routetable/*",
        errors: &[&CEN_UNREADABLE, &TABLE_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let from = next_token::place(request.next_token.as_deref())?;
        let size = request.max_result.unwrap_or(BATCH);
        if !(1..=LARGEST_BATCH).contains(&size) {
            return Err(invalid_parameter("MaxResult"));
        }
        let size = size as usize;
        let table = common::own_table(&context, Some(&request.region), &request.table)?;
        let query = query(request, table)?;
        // One more than is shown, to know where the next batch begins.
        let page = context.state.route_entries.page_from(&query, from, size + 1);
        let next = page.rows.get(size).map(|entry| entry.seq);
        let shown = page.rows.into_iter().take(size);
        Ok(Response {
            total_count: page.total,
            next_token: next.map(next_token::from_place).unwrap_or_default(),
            route_entrys: RouteEntrys {
                route_entry: shown.map(|entry| EntryView::of(context.state, entry)).collect(),
            },
        })
    }
}

fn query(request: &Request, table: &RouteTable) -> Result<Query, ApiError> {
    let key = |by, value: &str| filter(table.id.as_str(), by, value);
    let mut terms: Vec<Vec<Key>> = Vec::new();
    let mut narrow = |by, value: Option<&str>| terms.extend(value.map(|value| vec![key(by, value)]));
    narrow(Filter::Id, request.entry.as_deref());
    narrow(Filter::Name, request.name.as_deref());
    narrow(Filter::NextHopId, request.next_hop.as_deref());
    let ip_version = known("IpVersion", request.ip_version.as_deref(), |text| match text {
        "IPv4" => Some("IPv4"),
        "IPv6" => Some("IPv6"),
        _ => None,
    });
    narrow(Filter::IpVersion, ip_version?);
    let kind = |text: &str| RouteKind::parse(text).map(RouteKind::as_str);
    narrow(Filter::Kind, known("RouteEntryType", request.kind.as_deref(), kind)?);
    let hop_type = |text: &str| NextHopType::parse(text).map(NextHopType::as_str);
    narrow(Filter::NextHopType, known("NextHopType", request.next_hop_type.as_deref(), hop_type)?);
    let block = known("DestinationCidrBlock", request.destination.as_deref(), common::block)?;
    let by_block = |block: IpNet| key(Filter::Destination, &block.to_string());
    terms.extend(block.map(|block| vec![by_block(block)]));
    if !request.destinations.is_empty() {
        terms.push(blocks(&request.destinations)?.into_iter().map(by_block).collect());
    }
    if terms.is_empty() {
        return Ok(Query::new(in_table(table.id.as_str())));
    }
    Ok(terms.into_iter().fold(Query::default(), Query::and_any))
}

fn blocks(texts: &[Text]) -> Result<Vec<IpNet>, ApiError> {
    if texts.len() > MOST_DESTINATIONS {
        return Err(invalid_parameter("DestCidrBlockList"));
    }
    let read = |text: &Text| common::block(text).ok_or_else(|| invalid_parameter("DestCidrBlockList"));
    texts.iter().map(read).collect()
}

/// A filter's value, where it is given: one that makes sense.
fn known<T>(
    name: &'static str,
    given: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ApiError> {
    given.map(|text| read(text).ok_or_else(|| invalid_parameter(name))).transpose()
}

static CEN_UNREADABLE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationFailed.QueryCenEntry",
    "Operation is denied because getting CEN route entry has failed.",
    "The routes of the CEN instance could not be read.",
    "reading routes cannot fail",
);
