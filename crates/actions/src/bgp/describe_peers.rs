//! DescribeBgpPeers: the BGP peers of a region, page by page.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::{BgpPeer, Text};
use xconnect_state::{Query, rows as index};
use xconnect_wire::ApiError;

use super::peer_view::PeerView;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's peers in a region.
pub struct DescribeBgpPeers;

/// Peers on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeBgpPeers.
    pub struct Request {
        /// Region of the peers.
        region: Text = required "RegionId",
        /// Only the peers of this border router.
        vbr: Text = optional "RouterId",
        /// Only this peer.
        peer: Text = optional "BgpPeerId",
        /// Only the peers of this group.
        group: Text = optional "BgpGroupId",
        /// True: only peers in default groups, of which there are none.
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
    bgp_peers: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    bgp_peer: Vec<PeerView<'s>>,
}

impl ReadAction for DescribeBgpPeers {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeBgpPeers",
        api: Api::Vpc,
        summary: "Lists the BGP peers of a region, page by page, optionally of one border router or group.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgppeer/*",
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
            query = query.and(index::bgp::peer::in_group(group));
        }
        if let Some(peer) = &request.peer {
            query = query.and(index::bgp::peer::id(peer));
        }
        if request.only_default == Some(true) {
            query = query.and_any([]);
        }
        let listed = paging.of(&context.state.bgp_peers, &query);
        let view = |peer: &'s Arc<BgpPeer>| PeerView::of(context.state, peer);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            bgp_peers: Set { bgp_peer: listed.rows.into_iter().filter_map(view).collect() },
        })
    }
}
