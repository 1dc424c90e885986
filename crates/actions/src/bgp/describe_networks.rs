//! DescribeBgpNetworks: the networks that border routers of a region announce, page by page.

use serde::Serialize;
use xconnect_model::{BgpNetwork, Text};
use xconnect_state::{Query, rows as index};
use xconnect_wire::ApiError;

use super::rows::*;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the networks that the caller's border routers announce in a region.
pub struct DescribeBgpNetworks;

/// Networks on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeBgpNetworks.
    pub struct Request {
        /// Region of the border routers.
        region: Text = required "RegionId",
        /// Only the networks of this border router.
        vbr: Text = optional "RouterId",
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
    bgp_networks: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    bgp_network: Vec<View<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    router_id: &'s str,
    dst_cidr_block: String,
    vpc_id: &'s str,
    status: &'static str,
}

impl<'s> View<'s> {
    fn of(network: &'s BgpNetwork) -> Self {
        Self {
            router_id: network.vbr.as_str(),
            dst_cidr_block: network.network.to_string(),
            vpc_id: network.vpc.as_str(),
            status: network.status.as_str(),
        }
    }
}

impl ReadAction for DescribeBgpNetworks {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeBgpNetworks",
        api: Api::Vpc,
        summary: "Lists the announced networks of a region, page by page, optionally of one border router.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpnetwork/*",
        errors: &[&INTERNAL, &REGION_NOT_IN_RECORDS],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_IN_RECORDS)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let mut query = Query::new(index::bgp::in_region(context.caller.account, &region.id));
        if let Some(vbr) = &request.vbr {
            query = query.and(index::bgp::of_vbr(vbr));
        }
        let listed = paging.of(&context.state.bgp_networks, &query);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            bgp_networks: Set { bgp_network: listed.rows.into_iter().map(|one| View::of(one)).collect() },
        })
    }
}
