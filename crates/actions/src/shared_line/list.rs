//! ListVirtualPhysicalConnections: the shared lines that the caller has to do with, a page at a time.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::physical_connection::VpconnStatus;
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::rows::physical_connection::{SharedFilter, shared_filter, shared_seen_by};
use xconnect_state::{Key, Query};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::rows::LINE_NOT_FOUND;
use super::view::View;
use crate::declare::{Api, Context, Declaration, ReadAction, Region, TagItem, filled};
use crate::physical_connection::common::REGION_NOT_FOUND;
use crate::{next_token, request};

/// Lists the caller's shared lines and those on the caller's lines, deleted ones for some time too.
pub struct ListVirtualPhysicalConnections;

/// Values of a parameter.
const MOST_VALUES: usize = 20;
/// Shared lines on a page that names no size.
const PAGE: u32 = 20;
/// Shared lines on a page.
const LARGEST_PAGE: u32 = 100;

request! {
    /// Parameters of ListVirtualPhysicalConnections.
    pub struct Request {
        /// Region of the shared lines.
        region: Text = required "RegionId",
        /// Only shared lines on this line.
        parent: Text = optional "PhysicalConnectionId",
        /// Only these; at most 20.
        ids: Text = list "VirtualPhysicalConnectionIds",
        /// Only those that are Confirmed, UnConfirmed, or Deleted; at most 20.
        statuses: Text = list "VirtualPhysicalConnectionStatuses",
        /// Only those that are Normal, FinancialLocked, or SecurityLocked.
        business_status: Text = optional "VirtualPhysicalConnectionBusinessStatus",
        /// Only those that their tenant has accepted (true), or not accepted yet (false).
        is_confirmed: bool = optional "IsConfirmed",
        /// Only those of these tenants; at most 20.
        owners: Text = list "VirtualPhysicalConnectionAliUids",
        /// Only those with these VLANs; at most 20.
        vlans: Text = list "VlanIds",
        /// Only the caller's own ones in this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// Only the caller's own ones with these tags.
        tags: TagItem = list "Tags",
        /// Shared lines in one answer, 1 to 100; 20 by default.
        max_results: u32 = optional "MaxResults",
        /// What the answer before this one said; absent for the first page.
        next_token: Text = optional "NextToken",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    count: usize,
    total_count: usize,
    next_token: String,
    virtual_physical_connections: Vec<View<'s>>,
}

impl ReadAction for ListVirtualPhysicalConnections {
    const DECLARATION: Declaration = Declaration {
        name: "ListVirtualPhysicalConnections",
        api: Api::Vpc,
        summary: "Lists the shared lines that the caller owns, or that are on a line of the caller.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&NO_BANDWIDTH, &LINE_NOT_FOUND, &REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let from = next_token::place(request.next_token.as_deref())?;
        let size = request.max_results.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&size) {
            return Err(invalid_parameter("MaxResults"));
        }
        let size = size as usize;
        let query = query(&context, request, &region)?;
        // One more than is shown, to know where the next page begins.
        let mut page = context.state.physical_connections.page_from(&query, from, size + 1);
        let next = page.rows.get(size).map(|line| line.seq);
        page.rows.truncate(size);
        let view = |line: &'s Arc<PhysicalConnection>| {
            let shared = line.shared.as_ref()?;
            Some(View::of(context.state, line, shared))
        };
        let views: Vec<_> = page.rows.into_iter().filter_map(view).collect();
        Ok(Response {
            count: views.len(),
            total_count: page.total,
            next_token: next.map(next_token::from_place).unwrap_or_default(),
            virtual_physical_connections: views,
        })
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let account = context.caller.account;
    let key = |by, value: &str| shared_filter(account, &region.id, by, value);
    let mut terms: Vec<Vec<Key>> = Vec::new();
    if let Some(parent) = &request.parent {
        check_parent(context, region, parent)?;
        terms.push(vec![key(SharedFilter::Parent, parent)]);
    }
    for (name, by, values) in [
        ("VirtualPhysicalConnectionIds", SharedFilter::Id, &request.ids),
        ("VirtualPhysicalConnectionStatuses", SharedFilter::Status, &request.statuses),
        ("VirtualPhysicalConnectionAliUids", SharedFilter::Owner, &request.owners),
        ("VlanIds", SharedFilter::Vlan, &request.vlans),
    ] {
        if values.len() > MOST_VALUES {
            return Err(invalid_parameter(name));
        }
        if !values.is_empty() {
            terms.push(values.iter().map(|value| key(by, value)).collect());
        }
    }
    if let Some(status) = &request.business_status {
        terms.push(vec![key(SharedFilter::BusinessStatus, status)]);
    }
    if let Some(is_confirmed) = request.is_confirmed {
        let status = if is_confirmed { VpconnStatus::Confirmed } else { VpconnStatus::UnConfirmed };
        terms.push(vec![key(SharedFilter::Status, status.as_str())]);
    }
    if let Some(group) = &request.resource_group {
        let stored = crate::resource_group::stored(context.state, account, group);
        // Default groups look alike in the records; only one of them is the caller's.
        terms.push(vec![key(SharedFilter::Owner, &account.to_string())]);
        terms.push(vec![key(SharedFilter::ResourceGroupId, stored)]);
    }
    terms.extend(request.tags.iter().map(|tag| vec![crate::tags::key(account, &region.id, tag)]));
    // Dedicated lines can have the tags, too.
    if terms.is_empty() || !request.tags.is_empty() {
        terms.push(vec![shared_seen_by(account, &region.id)]);
    }
    Ok(terms.into_iter().fold(Query::default(), Query::and_any))
}

/// A line below that the caller has never had to do with does not exist for it.
fn check_parent(context: &Context<'_>, region: &Region, parent: &str) -> Result<(), ApiError> {
    let account = context.caller.account;
    let own = context.state.physical_connection(parent);
    let is_own = own.is_some_and(|line| line.account == account && line.region == region.id);
    let carries = shared_filter(account, &region.id, SharedFilter::Parent, parent);
    if is_own || context.state.physical_connections.count(carries) > 0 {
        return Ok(());
    }
    Err(filled(&LINE_NOT_FOUND, parent))
}

static NO_BANDWIDTH: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "IllegalParam.Bandwidth",
    "The param of Bandwidth [%s] is illegal.",
    "The bandwidth is not allowed.",
    "none of the action's parameters is a bandwidth",
);
