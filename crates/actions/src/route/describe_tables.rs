//! DescribeRouteTables: the tables of a router with all their entries, as older clients read them.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::network::RouteTableKind;
use xconnect_model::{RouteTable, RouterType, Text};
use xconnect_state::rows::network::route_table;
use xconnect_state::{State, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::{invalid_parameter, missing_parameter};

use super::view::ShortView;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::network::view::VSwitchIds;
use crate::paging::Paging;
use crate::{request, resource_group};

/// Lists the tables of one of the caller's routers.
pub struct DescribeRouteTables;

/// Tables on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeRouteTables.
    pub struct Request {
        /// The router: a VPC's, or a border router. It, RouterId, or RouteTableId is mandatory.
        vrouter: Text = optional "VRouterId",
        /// Only this table.
        table: Text = optional "RouteTableId",
        /// The same as VRouterId.
        router: Text = optional "RouterId",
        /// VRouter or VBR.
        router_type: Text = optional "RouterType",
        /// Region of the tables; they are found without it too.
        region: Text = optional "RegionId",
        /// Only tables with this name.
        name: Text = optional "RouteTableName",
        /// System or Custom.
        kind: Text = optional "Type",
        /// Only tables of this resource group.
        resource_group: Text = optional "ResourceGroupId",
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
    route_tables: RouteTables<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouteTables<'s> {
    route_table: Vec<TableView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TableView<'s> {
    route_table_id: &'s str,
    v_router_id: &'s str,
    route_table_type: &'static str,
    status: &'static str,
    creation_time: String,
    resource_group_id: &'s str,
    v_switch_ids: VSwitchIds<'s>,
    route_entrys: RouteEntrys<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouteEntrys<'s> {
    route_entry: Vec<ShortView<'s>>,
}

impl ReadAction for DescribeRouteTables {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRouteTables",
        api: Api::Vpc,
        summary: "Lists the route tables of a router with all their entries, page by page.",
        source: "Express Connect API reference 2016; the official clients' models",
        resource: "acs:vpc:*:*:routetable/*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let tables = tables(&context, request)?;
        Ok(Response {
            page_number: paging.number,
            page_size: paging.size,
            total_count: tables.len(),
            route_tables: RouteTables {
                route_table: paging
                    .cut(tables)
                    .into_iter()
                    .map(|table| TableView::of(context.state, table))
                    .collect(),
            },
        })
    }
}

/// The tables that are meant. A router has a handful at most.
fn tables<'s>(context: &Context<'s>, request: &Request) -> Result<Vec<&'s Arc<RouteTable>>, ApiError> {
    let known_type = |text: &Text| RouterType::parse(text).ok_or_else(|| invalid_parameter("RouterType"));
    let router_type = request.router_type.as_ref().map(known_type).transpose()?;
    let kind = request.kind.as_deref().map(kind).transpose()?;
    let routers: Vec<_> = [&request.vrouter, &request.router].into_iter().flatten().collect();
    let account = context.caller.account;
    let group = request.resource_group.as_deref();
    let group = group.map(|group| resource_group::stored(context.state, account, group));
    let key = match (&request.table, routers.first()) {
        (Some(table), _) => route_table::id(table),
        (None, Some(router)) => route_table::router(router),
        (None, None) => return Err(missing_parameter("VRouterId")),
    };
    let wanted = |table: &RouteTable| {
        table.account == account
            && routers.iter().all(|router| table.router.id == **router)
            && request.region.as_ref().is_none_or(|region| table.region.as_str() == region)
            && router_type.is_none_or(|kind| table.router.kind == kind)
            && kind.is_none_or(|kind| table.kind == kind)
            && request.name.as_ref().is_none_or(|name| table.name == *name)
            && group.is_none_or(|group| table.resource_group.as_str() == group)
    };
    Ok(context.state.route_tables.find(key).filter(|table| wanted(table)).collect())
}

fn kind(text: &str) -> Result<RouteTableKind, ApiError> {
    let all = [RouteTableKind::System, RouteTableKind::Custom];
    all.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| invalid_parameter("Type"))
}

impl<'s> TableView<'s> {
    fn of(state: &'s State, table: &'s RouteTable) -> Self {
        let entries = state.route_entries.find(rows::route::in_table(table.id.as_str()));
        Self {
            route_table_id: table.id.as_str(),
            v_router_id: &table.router.id,
            route_table_type: table.kind.as_str(),
            status: "Available",
            creation_time: table.created_at.to_wire(),
            resource_group_id: resource_group::shown(state, table.account, &table.resource_group),
            v_switch_ids: VSwitchIds::of_route_table(state, table.id.as_str()),
            route_entrys: RouteEntrys {
                route_entry: entries.map(|entry| ShortView::of(state, entry)).collect(),
            },
        }
    }
}
