//! DescribeCens: an account's CEN instances, page by page.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::{Cen, RegionId, Tag, Text};
use xconnect_state::{Key, Query, State, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::common;
use crate::declare::{Api, Context, Declaration, FilterItem, ReadAction, TagItem};
use crate::paging::Paging;
use crate::{request, resource_group, tags};

/// Lists the caller's instances.
pub struct DescribeCens;

/// Filters in a request, and values in a filter.
const MOST: usize = 5;
/// Instances on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeCens.
    pub struct Request {
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// At most 5 of at most 5 values, with the keys CenId and Name. Values of a filter are alternatives, all
        /// filters must hold.
        filters: FilterItem = list "Filter",
        /// Only instances with these tags.
        tags: TagItem = list "Tag",
        /// Only instances of this resource group.
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
    cens: Cens<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Cens<'s> {
    cen: Vec<View<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    cen_id: &'s str,
    name: &'s str,
    description: &'s str,
    status: &'static str,
    protection_level: &'s str,
    ipv6_level: &'static str,
    creation_time: String,
    resource_group_id: &'s str,
    cen_bandwidth_package_ids: BandwidthPackages,
    tags: Tags<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct BandwidthPackages {
    cen_bandwidth_package_id: [&'static str; 0],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tags<'s> {
    tag: Vec<TagView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagView<'s> {
    key: &'s str,
    value: &'s str,
}

impl ReadAction for DescribeCens {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeCens",
        api: Api::Cbn,
        summary: "Lists the account's CEN instances, page by page, optionally narrowed by filters.",
        source: "Cloud Enterprise Network documents, DescribeCens",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let listed = paging.of(&context.state.cens, &query(&context, request)?);
        let view = |cen: &'s Arc<Cen>| View::of(context.state, cen);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            cens: Cens { cen: listed.rows.into_iter().map(view).collect() },
        })
    }
}

fn query(context: &Context<'_>, request: &Request) -> Result<Query, ApiError> {
    let account = context.caller.account;
    if request.filters.len() > MOST {
        return Err(invalid_parameter("Filter"));
    }
    if request.filters.is_empty() && request.tags.is_empty() && request.resource_group.is_none() {
        return Ok(Query::new(rows::cen::of_account(account)));
    }
    let mut query = Query::default();
    for filter in &request.filters {
        query = query.and_any(alternatives(context, filter)?);
    }
    if let Some(group) = &request.resource_group {
        let stored = resource_group::stored(context.state, account, group);
        query = query.and(rows::cen::resource_group(account, stored));
    }
    for tag in &request.tags {
        query = query.and(tags::key(account, &RegionId::default(), tag));
    }
    Ok(query)
}

/// The keys under which a filter's values are found.
fn alternatives(context: &Context<'_>, filter: &FilterItem) -> Result<Vec<Key>, ApiError> {
    let bad = |part: &str| invalid_parameter(&format!("Filter.{}.{part}", filter.index));
    if filter.values.is_empty() || filter.values.len() > MOST {
        return Err(bad("Value"));
    }
    let values = filter.values.iter();
    match filter.key.as_str() {
        "CenId" => {
            let own = values.filter(|value| common::own(context, value).is_ok());
            Ok(own.map(|value| rows::cen::id(value)).collect())
        }
        "Name" => Ok(values.map(|value| rows::cen::name(context.caller.account, value)).collect()),
        _ => Err(bad("Key")),
    }
}

impl<'s> View<'s> {
    fn of(state: &'s State, cen: &'s Cen) -> Self {
        Self {
            cen_id: cen.id.as_str(),
            name: &cen.name,
            description: &cen.description,
            status: cen.status.as_str(),
            protection_level: &cen.protection_level,
            ipv6_level: "DISABLED",
            creation_time: cen.created_at.to_wire(),
            resource_group_id: resource_group::shown(state, cen.account, &cen.resource_group),
            cen_bandwidth_package_ids: BandwidthPackages { cen_bandwidth_package_id: [] },
            tags: Tags { tag: cen.tags.iter().map(TagView::of).collect() },
        }
    }
}

impl<'s> TagView<'s> {
    fn of(tag: &'s Tag) -> Self {
        Self { key: &tag.key, value: &tag.value }
    }
}
