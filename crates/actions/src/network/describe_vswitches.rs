//! DescribeVSwitches: the vSwitches of a region or of a VPC, page by page.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_state::{Query, rows::network::vswitch};
use xconnect_wire::ApiError;
use xconnect_wire::public::missing_parameter;

use super::common::{self, REGION_NOT_FOUND, VSWITCH_NOT_FOUND};
use super::terms::Terms;
use super::view::VSwitchView;
use crate::declare::{Api, Context, Declaration, ReadAction, Region, TagItem};
use crate::paging::Paging;
use crate::region::place;
use crate::{request, resource_group};

/// Lists the caller's vSwitches in a region.
pub struct DescribeVSwitches;

/// vSwitches on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeVSwitches.
    pub struct Request {
        /// Region of the vSwitches; may be left out where VpcId is given.
        region: Text = optional "RegionId",
        /// Only vSwitches of this VPC.
        vpc: Text = optional "VpcId",
        /// Up to 20 ids, joined by commas.
        vswitches: Text = optional "VSwitchId",
        /// Only vSwitches with this name.
        name: Text = optional "VSwitchName",
        /// Only vSwitches in this zone.
        zone: Text = optional "ZoneId",
        /// Only vSwitches that this route table applies to.
        route_table: Text = optional "RouteTableId",
        /// True asks for default vSwitches only, and there are none.
        is_default: bool = optional "IsDefault",
        /// Only vSwitches with IPv6 on, or off.
        enable_ipv6: bool = optional "EnableIpv6",
        /// Only vSwitches of this account; nobody sees vSwitches of another one.
        owner: u64 = optional "VSwitchOwnerId",
        /// Only vSwitches of this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// Only vSwitches with these tags.
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
    v_switches: VSwitches<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VSwitches<'s> {
    v_switch: Vec<VSwitchView<'s>>,
}

impl ReadAction for DescribeVSwitches {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVSwitches",
        api: Api::Vpc,
        summary: "Lists the vSwitches of a region or of a VPC, page by page, optionally narrowed by filters.",
        source: "Virtual Private Cloud API reference, DescribeVSwitches",
        resource: "acs:vpc:*:*:vswitch/*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = region(&context, request)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let query = match &region {
            Some(region) => query(&context, request, region)?,
            None => Query::default(),
        };
        common::check_dry_run(request.dry_run)?;
        let listed = paging.of(&context.state.vswitches, &query);
        let view = |vswitch: &'s std::sync::Arc<_>| VSwitchView::of(context.state, vswitch);
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            v_switches: VSwitches { v_switch: listed.rows.into_iter().map(view).collect() },
        })
    }
}

/// The region of the list: the one that is named, or else the VPC's. A VPC that is not there has none.
fn region(context: &Context<'_>, request: &Request) -> Result<Option<Region>, ApiError> {
    match (&request.region, &request.vpc) {
        (Some(region), _) => context.region(region, &REGION_NOT_FOUND).map(Some),
        (None, Some(vpc)) => match common::own_vpc(context, None, vpc) {
            Ok(vpc) => context.region(vpc.region.as_str(), &REGION_NOT_FOUND).map(Some),
            Err(_) => Ok(None),
        },
        (None, None) => Err(missing_parameter("RegionId")),
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let (account, there) = (context.caller.account, &region.id);
    let is_own = |id: &str| common::own_vswitch(context, Some(region), id, &VSWITCH_NOT_FOUND).is_ok();
    let is_own_vpc = |id: &str| common::own_vpc(context, Some(region), id).is_ok();
    let is_own_table = |id: &str| {
        context.state.route_table(id).is_some_and(|table| table.account == account && table.region == *there)
    };
    let is_zone = |id: &str| place::has_zone(context.state, there, id);
    let group = request.resource_group.as_deref();
    let group = group.map(|group| resource_group::stored(context.state, account, group));
    Ok(Terms::default()
        .by_id(request.vpc.as_deref(), is_own_vpc, vswitch::in_vpc)
        .by_ids("VSwitchId", request.vswitches.as_deref(), is_own, vswitch::id)?
        .by_id(request.route_table.as_deref(), is_own_table, vswitch::route_table)
        .by_id(request.zone.as_deref(), is_zone, |zone| vswitch::zone(account, zone))
        .by(request.name.as_deref(), |name| vswitch::name(account, there, name))
        .by(request.enable_ipv6, |on| vswitch::ipv6(account, there, on))
        .by(group, |group| vswitch::resource_group(account, there, group))
        .by_tags(context, region, &request.tags)
        .provided(request.is_default != Some(true))
        .provided(request.owner.is_none_or(|owner| owner == account.0))
        .query(vswitch::in_region(account, there)))
}
