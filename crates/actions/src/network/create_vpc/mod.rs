//! CreateVpc: a VPC with its VRouter and its system route table.

mod errors;
mod plan;

use serde::Serialize;
use xconnect_model::network::{NetworkStatus, RouteTableKind};
use xconnect_model::{ResourceGroupId, RouteTable, Seq, Text, Vpc};
use xconnect_state::{Draft, rows};
use xconnect_wire::ApiError;

use self::errors::*;
use self::plan::Plan;
use super::common::{self, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Region, TagItem, WriteAction};
use crate::route::system;
use crate::{request, resource_group, tags};

/// Creates a VPC.
pub struct CreateVpc;

request! {
    /// Parameters of CreateVpc.
    pub struct Request {
        /// Region of the VPC.
        region: Text = required "RegionId",
        /// A block of /8 to /28 without host bits, outside of reserved space; 172.16.0.0/12 by default.
        cidr: Text = optional "CidrBlock",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "VpcName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// Up to three blocks, joined by commas, that the account routes itself.
        user_cidrs: Text = optional "UserCidr",
        /// True gives the VPC an IPv6 block of /56.
        enable_ipv6: bool = optional "EnableIpv6",
        /// The IPv6 block, of /56; one is allotted when absent.
        ipv6_cidr: Text = optional "Ipv6CidrBlock",
        /// BGP (default), ChinaMobile, ChinaUnicom, or ChinaTelecom.
        ipv6_isp: Text = optional "Ipv6Isp",
        /// Whether DNS host names are on; off by default.
        dns_hostname: bool = optional "EnableDnsHostname",
        /// The pool to take the block from; there are none.
        ipv4_pool: Text = optional "Ipv4IpamPoolId",
        /// The size of the block to take from a pool.
        ipv4_mask: u32 = optional "Ipv4CidrMask",
        /// The pool to take the IPv6 block from; there are none.
        ipv6_pool: Text = optional "Ipv6IpamPoolId",
        /// The size of the IPv6 block to take from a pool.
        ipv6_mask: u32 = optional "Ipv6CidrMask",
        /// The resource group; the default group when absent.
        resource_group: Text = optional "ResourceGroupId",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tag",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The new VPC.
    pub vpc_id: String,
    /// Its router.
    pub v_router_id: String,
    /// The router's system route table.
    pub route_table_id: String,
    /// The VPC's resource group.
    pub resource_group_id: String,
}

impl WriteAction for CreateVpc {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVpc",
        api: Api::Vpc,
        summary: "Creates a VPC, its router, and the router's system route table.",
        source: "Virtual Private Cloud API reference, CreateVpc",
        resource: "acs:vpc:*:*:vpc/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        common::check_vpc_texts(request.name.as_deref(), request.description.as_deref())?;
        let plan = Plan::of(request)?;
        let tags = tags::first(&request.tags)?;
        check_room(&context, &region)?;
        let group = chosen_group(&context, request.resource_group.as_deref())?;
        let seq = draft.seq();
        let ipv6_cidr = plan.ipv6.block(None, seq);
        let vpc = Vpc {
            seq,
            id: draft.id(&region.code),
            account: context.caller.account,
            region: region.id.clone(),
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            cidr: plan.cidr,
            user_cidrs: plan.user_cidrs,
            ipv6_cidr,
            ipv6_isp: plan.ipv6.isp(ipv6_cidr, &Text::default()),
            dns_hostname: request.dns_hostname.unwrap_or(false),
            vrouter: draft.id(&region.code),
            route_table: draft.id(&region.code),
            status: NetworkStatus::Pending,
            since: context.now,
            resource_group: group,
            tags,
            created_at: context.now,
        };
        let response = Response {
            vpc_id: vpc.id.to_string(),
            v_router_id: vpc.vrouter.to_string(),
            route_table_id: vpc.route_table.to_string(),
            resource_group_id: resource_group::shown(context.state, vpc.account, &vpc.resource_group)
                .to_owned(),
        };
        let table = system_route_table(&vpc, draft.seq());
        draft.put(table);
        system::put(draft, &region.code, &vpc, &vpc.route_table, system::SERVICES);
        draft.put(vpc);
        Ok(response)
    }
}

fn system_route_table(vpc: &Vpc, seq: Seq) -> RouteTable {
    RouteTable {
        seq,
        id: vpc.route_table.clone(),
        account: vpc.account,
        region: vpc.region.clone(),
        router: vpc.router(),
        vpc: vpc.id.clone(),
        kind: RouteTableKind::System,
        resource_group: vpc.resource_group.clone(),
        created_at: vpc.created_at,
        ..RouteTable::default()
    }
}

fn check_room(context: &Context<'_>, region: &Region) -> Result<(), ApiError> {
    let present = rows::network::vpc::in_region(context.caller.account, &region.id);
    let full = context.state.vpcs.count(present) >= context.quotas().vpcs_per_region;
    if full { Err(ApiError::new(&TOO_MANY_VPCS)) } else { Ok(()) }
}

fn chosen_group(context: &Context<'_>, group: Option<&str>) -> Result<ResourceGroupId, ApiError> {
    let chosen = resource_group::chosen(context.state, context.caller.account, group);
    chosen.map_err(|_| ApiError::new(&RESOURCE_GROUP_NOT_FOUND))
}
