//! DescribeRouterInterfaces: the interfaces of a region, page by page.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_state::rows::{self, router_interface::Filter};
use xconnect_state::{Key, Query};
use xconnect_wire::{ApiError, ErrorSpec};

use super::view::View;
use crate::declare::{Api, Context, Declaration, FilterItem, ReadAction, Region, TagItem, filled};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's interfaces in a region.
pub struct DescribeRouterInterfaces;

/// Filters in a request, and values in a filter.
const MOST: usize = 5;
/// Interfaces on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeRouterInterfaces.
    pub struct Request {
        /// Region of the interfaces.
        region: Text = required "RegionId",
        /// Whether to show renewals that have been ordered.
        with_renewal: bool = optional "IncludeReservationData",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// At most 5 of at most 5 values. Values of a filter are alternatives, all filters must hold.
        filters: FilterItem = list "Filter",
        /// Only interfaces with these tags.
        tags: TagItem = list "Tags",
        /// Only interfaces of this resource group.
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
    router_interface_set: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    router_interface_type: Vec<View<'s>>,
}

impl ReadAction for DescribeRouterInterfaces {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRouterInterfaces",
        api: Api::Vpc,
        summary: "Lists the router interfaces of a region, page by page, optionally narrowed by filters.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &PARAMETER_MISSING,
            &PARAMETER_ILLEGAL,
            &FILTER_KEY_NOT_SUPPORTED,
            &REGION_NOT_FOUND,
            &OPPOSITE_REGION_NOT_FOUND,
        ],
        missing: Some(&PARAMETER_MISSING),
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let listed = paging.of(&context.state.router_interfaces, &query(&context, request, &region)?);
        let with_renewal = request.with_renewal.unwrap_or(false);
        let view = |interface: &'s Arc<_>| View::listed(context.state, interface, with_renewal);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            router_interface_set: Set { router_interface_type: listed.rows.into_iter().map(view).collect() },
        })
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let account = context.caller.account;
    if request.filters.len() > MOST {
        return Err(ApiError::new(&PARAMETER_ILLEGAL));
    }
    if request.filters.is_empty() && request.resource_group.is_none() && request.tags.is_empty() {
        return Ok(Query::new(rows::router_interface::in_region(account, &region.id)));
    }
    let mut query = Query::default();
    for filter in &request.filters {
        query = query.and_any(alternatives(context, region, filter)?);
    }
    if let Some(group) = &request.resource_group {
        let shown = crate::resource_group::stored(context.state, account, group);
        query =
            query.and(rows::router_interface::filter(account, &region.id, Filter::ResourceGroupId, shown));
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
        return Err(ApiError::new(&PARAMETER_ILLEGAL));
    }
    if filter.key == "RouterInterfaceOwnerId" {
        let own = account.to_string();
        let all = rows::router_interface::in_region(account, &region.id);
        return Ok(filter.values.iter().filter(|value| **value == own).map(|_| all).collect());
    }
    let not_supported = || filled(&FILTER_KEY_NOT_SUPPORTED, &filter.index.to_string());
    let by = filter_key(&filter.key).ok_or_else(not_supported)?;
    let key = |value: &Text| rows::router_interface::filter(account, &region.id, by, value);
    Ok(filter.values.iter().map(key).collect())
}

fn filter_key(key: &str) -> Option<Filter> {
    Some(match key {
        "RouterInterfaceId" => Filter::RouterInterfaceId,
        "RouterId" => Filter::RouterId,
        "RouterType" => Filter::RouterType,
        "OppositeInterfaceId" => Filter::OppositeInterfaceId,
        "OppositeRouterType" => Filter::OppositeRouterType,
        "OppositeRouterId" => Filter::OppositeRouterId,
        "OppositeInterfaceOwnerId" => Filter::OppositeInterfaceOwnerId,
        "Status" => Filter::Status,
        "Name" => Filter::Name,
        _ => return None,
    })
}

static PARAMETER_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParam.NotNull",
    "The parameter must not be null.",
    "A mandatory parameter is missing or blank.",
);
static PARAMETER_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "Parameter.Illegal",
    "The parameter is illegal.",
    "More than five filters, or a filter without values, with more than five, or with a blank one.",
);
static FILTER_KEY_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidFilterKey.ValueNotSupported",
    "Specified filter key is not supported: Filter.%s.key",
    "A filter's key is none of the ten; the message has the filter's number.",
);
static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
static OPPOSITE_REGION_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "InvalidOppositeRegionId.NotFound",
    "The oppositeRegionId provided does not exist in our records.",
    "An opposite region used in the query is not a known region.",
    "none of the documented parameters and filter keys names an opposite region",
);
