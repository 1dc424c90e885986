//! DescribeVRouters: the routers of a region's VPCs, page by page.

use serde::Serialize;
use xconnect_model::{Text, Vpc};
use xconnect_state::State;
use xconnect_state::rows::network::{route_table, vpc};
use xconnect_wire::ApiError;

use super::common::REGION_NOT_FOUND;
use super::terms::Terms;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the routers of the caller's VPCs in a region.
pub struct DescribeVRouters;

/// Routers on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeVRouters.
    pub struct Request {
        /// Region of the routers.
        region: Text = required "RegionId",
        /// Only this router.
        vrouter: Text = optional "VRouterId",
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
    v_routers: VRouters<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VRouters<'s> {
    v_router: Vec<VRouter<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VRouter<'s> {
    v_router_id: &'s str,
    v_router_name: &'static str,
    description: &'static str,
    region_id: &'s str,
    vpc_id: &'s str,
    creation_time: String,
    route_table_ids: RouteTableIds<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouteTableIds<'s> {
    route_table_id: Vec<&'s str>,
}

impl ReadAction for DescribeVRouters {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVRouters",
        api: Api::Vpc,
        summary: "Lists the routers of a region's VPCs, page by page.",
        source: "Virtual Private Cloud API reference, DescribeVRouters",
        resource: "acs:vpc:*:*:vrouter/*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let account = context.caller.account;
        let is_own = |id: &str| {
            let vpc = context.state.vpc_of_vrouter(id);
            vpc.is_some_and(|vpc| vpc.account == account && vpc.region == region.id)
        };
        let query = Terms::default()
            .by_id(request.vrouter.as_deref(), is_own, vpc::vrouter)
            .query(vpc::in_region(account, &region.id));
        let listed = paging.of(&context.state.vpcs, &query);
        let router = |vpc: &'s std::sync::Arc<_>| VRouter::of(context.state, vpc);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            v_routers: VRouters { v_router: listed.rows.into_iter().map(router).collect() },
        })
    }
}

impl<'s> VRouter<'s> {
    /// A VPC's router has neither a name nor a description of its own: no action sets them.
    fn of(state: &'s State, vpc: &'s Vpc) -> Self {
        let tables = state.route_tables.find(route_table::router(vpc.vrouter.as_str()));
        Self {
            v_router_id: vpc.vrouter.as_str(),
            v_router_name: "",
            description: "",
            region_id: vpc.region.as_str(),
            vpc_id: vpc.id.as_str(),
            creation_time: vpc.created_at.to_wire(),
            route_table_ids: RouteTableIds {
                route_table_id: tables.map(|table| table.id.as_str()).collect(),
            },
        }
    }
}
