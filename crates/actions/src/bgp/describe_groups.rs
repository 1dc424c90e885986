//! DescribeBgpGroups: the BGP groups of a region, page by page.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_state::{Query, rows as index};
use xconnect_wire::ApiError;

use super::group_view::GroupView;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's groups in a region.
pub struct DescribeBgpGroups;

/// Groups on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeBgpGroups.
    pub struct Request {
        /// Region of the groups.
        region: Text = required "RegionId",
        /// Only the groups of this border router.
        vbr: Text = optional "RouterId",
        /// Only this group.
        group: Text = optional "BgpGroupId",
        /// True: only default groups, of which there are none.
        only_default: bool = optional "IsDefault",
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
    bgp_groups: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    bgp_group: Vec<GroupView<'s>>,
}

impl ReadAction for DescribeBgpGroups {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeBgpGroups",
        api: Api::Vpc,
        summary: "Lists the BGP groups of a region, page by page, optionally of one border router.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpgroup/*",
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
        if let Some(group) = &request.group {
            query = query.and(index::bgp::group::id(group));
        }
        if request.only_default == Some(true) {
            query = query.and_any([]);
        }
        let listed = paging.of(&context.state.bgp_groups, &query);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            bgp_groups: Set {
                bgp_group: listed.rows.into_iter().map(|group| GroupView::of(group)).collect(),
            },
        })
    }
}
