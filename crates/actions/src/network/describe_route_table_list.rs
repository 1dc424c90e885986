//! DescribeRouteTableList: the route tables of a region, page by page, without their entries.

use serde::Serialize;
use xconnect_model::network::RouteTableKind;
use xconnect_model::{RouteTable, RouterType, Text};
use xconnect_state::rows::network::route_table;
use xconnect_state::{Query, State};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::common::{self, REGION_NOT_FOUND};
use super::terms::Terms;
use super::view::{Tags, VSwitchIds};
use crate::declare::{Api, Context, Declaration, ReadAction, Region, TagItem};
use crate::paging::Paging;
use crate::{request, resource_group};

/// Lists the caller's route tables in a region.
pub struct DescribeRouteTableList;

/// Tables on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeRouteTableList.
    pub struct Request {
        /// Region of the tables.
        region: Text = required "RegionId",
        /// VRouter or VBR; VRouter by default, unless a router or a table is named.
        router_type: Text = optional "RouterType",
        /// Only tables of this router.
        router: Text = optional "RouterId",
        /// Only tables of this VPC's router.
        vpc: Text = optional "VpcId",
        /// Only this table.
        table: Text = optional "RouteTableId",
        /// Only tables with this name.
        name: Text = optional "RouteTableName",
        /// System or Custom.
        kind: Text = optional "RouteTableType",
        /// Only tables of this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// Only tables with these tags.
        tags: TagItem = list "Tag",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    router_table_list: RouterTableList<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouterTableList<'s> {
    router_table_list_type: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    route_table_id: &'s str,
    route_table_name: &'s str,
    description: &'s str,
    route_table_type: &'static str,
    router_type: &'static str,
    router_id: &'s str,
    vpc_id: &'s str,
    status: &'static str,
    owner_id: u64,
    resource_group_id: &'s str,
    creation_time: String,
    associate_type: &'static str,
    route_propagation_enable: bool,
    v_switch_ids: VSwitchIds<'s>,
    gateway_ids: GatewayIds,
    tags: Tags<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct GatewayIds {
    gateway_ids: [&'static str; 0],
}

impl ReadAction for DescribeRouteTableList {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRouteTableList",
        api: Api::Vpc,
        summary: "Lists the route tables of a region, page by page, optionally narrowed by filters.",
        source: "Virtual Private Cloud API reference, DescribeRouteTableList",
        resource: "acs:vpc:*:*:routetable/*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let listed = paging.of(&context.state.route_tables, &query(&context, request, &region)?);
        let item = |table: &'s std::sync::Arc<_>| Item::of(context.state, table);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            router_table_list: RouterTableList {
                router_table_list_type: listed.rows.into_iter().map(item).collect(),
            },
        })
    }
}

impl<'s> Item<'s> {
    fn of(state: &'s State, table: &'s RouteTable) -> Self {
        let id = table.id.as_str();
        Self {
            route_table_id: id,
            route_table_name: &table.name,
            description: &table.description,
            route_table_type: table.kind.as_str(),
            router_type: table.router.kind.as_str(),
            router_id: &table.router.id,
            vpc_id: table.vpc.as_str(),
            status: "Available",
            owner_id: table.account.0,
            resource_group_id: resource_group::shown(state, table.account, &table.resource_group),
            creation_time: table.created_at.to_wire(),
            associate_type: "VSwitch",
            route_propagation_enable: true,
            v_switch_ids: VSwitchIds::of_route_table(state, id),
            gateway_ids: GatewayIds { gateway_ids: [] },
            tags: Tags::of(&table.tags),
        }
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let (account, there) = (context.caller.account, &region.id);
    let is_own = |table: &RouteTable| table.account == account && table.region == *there;
    let is_own_table = |id: &str| context.state.route_table(id).is_some_and(|table| is_own(table));
    let is_own_router = |id: &str| {
        context.state.route_tables.first(route_table::router(id)).is_some_and(|table| is_own(table))
    };
    let is_own_vpc = |id: &str| common::own_vpc(context, Some(region), id).is_ok();
    let group = request.resource_group.as_deref();
    let group = group.map(|group| resource_group::stored(context.state, account, group));
    Ok(Terms::default()
        .by(router_type(request)?, |kind| route_table::router_type(account, there, kind.as_str()))
        .by(kind(request)?, |kind| route_table::kind(account, there, kind.as_str()))
        .by_id(request.table.as_deref(), is_own_table, route_table::id)
        .by_id(request.router.as_deref(), is_own_router, route_table::router)
        .by_id(request.vpc.as_deref(), is_own_vpc, route_table::in_vpc)
        .by(request.name.as_deref(), |name| route_table::name(account, there, name))
        .by(group, |group| route_table::resource_group(account, there, group))
        .by_tags(context, region, &request.tags)
        .query(route_table::in_region(account, there)))
}

/// The kind of router that the list is about. A VPC, a router, or a table says that already.
fn router_type(request: &Request) -> Result<Option<RouterType>, ApiError> {
    let named = request.vpc.is_some() || request.router.is_some() || request.table.is_some();
    match &request.router_type {
        Some(text) => RouterType::parse(text).map(Some).ok_or_else(|| invalid_parameter("RouterType")),
        None if named => Ok(None),
        None => Ok(Some(RouterType::VRouter)),
    }
}

fn kind(request: &Request) -> Result<Option<RouteTableKind>, ApiError> {
    match request.kind.as_deref() {
        None => Ok(None),
        Some("System") => Ok(Some(RouteTableKind::System)),
        Some("Custom") => Ok(Some(RouteTableKind::Custom)),
        Some(_) => Err(invalid_parameter("RouteTableType")),
    }
}
