//! DescribeVpcs: the VPCs of a region, page by page.

use serde::Serialize;
use xconnect_model::{Text, Vpc};
use xconnect_state::rows::network::{route_table, vpc};
use xconnect_state::{Query, State};
use xconnect_wire::ApiError;

use super::common::{self, REGION_NOT_FOUND};
use super::terms::Terms;
use super::view::VpcView;
use crate::declare::{Api, Context, Declaration, ReadAction, Region, TagItem};
use crate::paging::Paging;
use crate::{request, resource_group};

/// Lists the caller's VPCs in a region.
pub struct DescribeVpcs;

/// VPCs on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeVpcs.
    pub struct Request {
        /// Region of the VPCs.
        region: Text = required "RegionId",
        /// Up to 20 ids, joined by commas.
        vpcs: Text = optional "VpcId",
        /// Only VPCs with this name.
        name: Text = optional "VpcName",
        /// True asks for the default VPC only, and there is none.
        is_default: bool = optional "IsDefault",
        /// Only VPCs with IPv6 on, or off.
        enable_ipv6: bool = optional "EnableIpv6",
        /// Only VPCs with this set of DHCP options; no VPC has one.
        dhcp_options_set: Text = optional "DhcpOptionsSetId",
        /// Only VPCs of this account; nobody sees VPCs of another one.
        owner: u64 = optional "VpcOwnerId",
        /// Only VPCs of this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// Only VPCs with these tags.
        tags: TagItem = list "Tag",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    vpcs: Vpcs<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Vpcs<'s> {
    vpc: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    #[serde(flatten)]
    view: VpcView<'s>,
    cen_status: &'static str,
    nat_gateway_ids: NatGatewayIds,
    router_table_ids: RouterTableIds<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NatGatewayIds {
    nat_gateway_ids: [&'static str; 0],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouterTableIds<'s> {
    router_table_ids: Vec<&'s str>,
}

impl ReadAction for DescribeVpcs {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVpcs",
        api: Api::Vpc,
        summary: "Lists the VPCs of a region, page by page, optionally narrowed by filters.",
        source: "Virtual Private Cloud API reference, DescribeVpcs",
        resource: "acs:vpc:*:*:vpc/*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let query = query(&context, request, &region)?;
        common::check_dry_run(request.dry_run)?;
        let listed = paging.of(&context.state.vpcs, &query);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            vpcs: Vpcs { vpc: listed.rows.into_iter().map(|vpc| Item::of(context.state, vpc)).collect() },
        })
    }
}

impl<'s> Item<'s> {
    fn of(state: &'s State, vpc: &'s Vpc) -> Self {
        let tables = state.route_tables.find(route_table::in_vpc(vpc.id.as_str()));
        let attachment = state.cen_attachment(vpc.id.as_str());
        Self {
            view: VpcView::of(state, vpc),
            cen_status: attachment.map_or("", |attachment| attachment.status.as_str()),
            nat_gateway_ids: NatGatewayIds { nat_gateway_ids: [] },
            router_table_ids: RouterTableIds {
                router_table_ids: tables.map(|table| table.id.as_str()).collect(),
            },
        }
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let (account, there) = (context.caller.account, &region.id);
    let is_own = |id: &str| common::own_vpc(context, Some(region), id).is_ok();
    let group = request.resource_group.as_deref();
    let group = group.map(|group| resource_group::stored(context.state, account, group));
    Ok(Terms::default()
        .by_ids("VpcId", request.vpcs.as_deref(), is_own, vpc::id)?
        .by(request.name.as_deref(), |name| vpc::name(account, there, name))
        .by(request.enable_ipv6, |on| vpc::ipv6(account, there, on))
        .by(group, |group| vpc::resource_group(account, there, group))
        .by_tags(context, region, &request.tags)
        .provided(request.is_default != Some(true))
        .provided(request.dhcp_options_set.is_none())
        .provided(request.owner.is_none_or(|owner| owner == account.0))
        .query(vpc::in_region(account, there)))
}
