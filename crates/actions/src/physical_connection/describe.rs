//! DescribePhysicalConnections: the lines of a region, page by page.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::physical_connection::Status;
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::rows::{self, physical_connection::Filter};
use xconnect_state::{Key, Query};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::REGION_NOT_FOUND;
use super::view::View;
use crate::declare::{Api, Context, Declaration, FilterItem, ReadAction, Region, TagItem, filled};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's lines in a region, dedicated ones and those that partners share with it.
pub struct DescribePhysicalConnections;

/// Filters in a request, and values in a filter.
const MOST: usize = 5;
/// Lines on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribePhysicalConnections.
    pub struct Request {
        /// Region of the lines.
        region: Text = required "RegionId",
        /// Whether to show renewals that have been paid and have not begun.
        with_renewal: bool = optional "IncludeReservationData",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// At most 5 of at most 5 values. Values of a filter are alternatives, all filters must hold.
        filters: FilterItem = list "Filter",
        /// Only lines with these tags.
        tags: TagItem = list "Tags",
        /// Only lines of this resource group.
        resource_group: Text = optional "ResourceGroupId",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    physical_connection_set: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    physical_connection_type: Vec<View<'s>>,
}

impl ReadAction for DescribePhysicalConnections {
    const DECLARATION: Declaration = Declaration {
        name: "DescribePhysicalConnections",
        api: Api::Vpc,
        summary: "Lists the physical connections of a region, page by page, optionally narrowed by filters.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&FILTER_KEY_NOT_SUPPORTED, &REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let listed = paging.of(&context.state.physical_connections, &query(&context, request, &region)?);
        let with_renewal = request.with_renewal.unwrap_or(false);
        let view = |line: &'s Arc<PhysicalConnection>| View::of(context.state, line, with_renewal);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            physical_connection_set: Set {
                physical_connection_type: listed.rows.into_iter().map(view).collect(),
            },
        })
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let account = context.caller.account;
    if request.filters.len() > MOST {
        return Err(invalid_parameter("Filter"));
    }
    if request.filters.is_empty() && request.resource_group.is_none() && request.tags.is_empty() {
        return Ok(Query::new(rows::physical_connection::in_region(account, &region.id)));
    }
    let mut query = Query::default();
    for filter in &request.filters {
        query = query.and_any(alternatives(context, region, filter)?);
    }
    if let Some(group) = &request.resource_group {
        let stored = crate::resource_group::stored(context.state, account, group);
        let by = Filter::ResourceGroupId;
        query = query.and(rows::physical_connection::filter(account, &region.id, by, stored));
    }
    for tag in &request.tags {
        query = query.and(crate::tags::key(account, &region.id, tag));
    }
    Ok(query)
}

/// The keys under which a filter's values are found.
fn alternatives(context: &Context<'_>, region: &Region, filter: &FilterItem) -> Result<Vec<Key>, ApiError> {
    let account = context.caller.account;
    let blank = filter.values.iter().any(|value| value.is_empty());
    if filter.values.is_empty() || filter.values.len() > MOST || blank {
        return Err(invalid_parameter(&format!("Filter.{}.Value", filter.index)));
    }
    if filter.key == "Type" {
        let all = rows::physical_connection::in_region(account, &region.id);
        return Ok(filter.values.iter().filter(|value| **value == "VPC").map(|_| all).collect());
    }
    let not_supported = || filled(&FILTER_KEY_NOT_SUPPORTED, &filter.index.to_string());
    let by = filter_key(&filter.key).ok_or_else(not_supported)?;
    let key = |value: &str| rows::physical_connection::filter(account, &region.id, by, value);
    Ok(filter.values.iter().map(|value| as_stored(by, value)).map(key).collect())
}

fn filter_key(key: &str) -> Option<Filter> {
    Some(match key {
        "PhysicalConnectionId" => Filter::PhysicalConnectionId,
        "AccessPointId" => Filter::AccessPointId,
        "LineOperator" => Filter::LineOperator,
        "Spec" => Filter::Spec,
        "Status" => Filter::Status,
        "Name" => Filter::Name,
        _ => return None,
    })
}

/// A filter's value, as the lines that it means are filed.
fn as_stored(by: Filter, value: &str) -> &str {
    match by {
        Filter::Status => Status::parse(value).map_or(value, |status| status.as_str()),
        _ => value,
    }
}

static FILTER_KEY_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidFilterKey.ValueNotSupported",
    "Specified filter key is not supported: Filter.%s.key",
    "A filter's key is none of the seven; the message has the filter's number.",
);
