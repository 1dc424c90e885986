//! CreateVSwitch: a subnet of a VPC in one zone.

use ipnet::Ipv4Net;
use serde::Serialize;
use xconnect_model::network::NetworkStatus;
use xconnect_model::{Text, VSwitch, Vpc, ZoneId};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{
    self, REGION_NOT_FOUND, ROUTE_OVERLAPPED, VPC_NOT_FOUND, VSWITCH_DESCRIPTION_MALFORMED,
    VSWITCH_NAME_MALFORMED, WRONG_VPC_STATUS,
};
use super::{address, ipv6};
use crate::declare::{Api, Context, Declaration, TagItem, WriteAction};
use crate::region::place;
use crate::route::system;
use crate::{request, tags};

/// Creates a vSwitch.
pub struct CreateVSwitch;

request! {
    /// Parameters of CreateVSwitch.
    pub struct Request {
        /// Region of the VPC; the VPC is found without it too.
        region: Text = optional "RegionId",
        /// A zone of the VPC's region.
        zone: Text = required "ZoneId",
        /// The VPC.
        vpc: Text = required "VpcId",
        /// A block of /16 to /29 without host bits, inside the VPC's and beside those of its other vSwitches.
        cidr: Text = required "CidrBlock",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "VSwitchName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// 0 to 255: which /64 of the VPC's IPv6 block; without IPv6 when absent.
        ipv6_number: u32 = optional "Ipv6CidrBlock",
        /// The VPC's IPv6 block.
        vpc_ipv6: Text = optional "VpcIpv6CidrBlock",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tag",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The new vSwitch.
    pub v_switch_id: String,
}

impl WriteAction for CreateVSwitch {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVSwitch",
        api: Api::Vpc,
        summary: "Creates a vSwitch in a VPC.",
        source: "Virtual Private Cloud API reference, CreateVSwitch",
        resource: "acs:vpc:*:*:vswitch/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vpc = common::own_vpc(&context, region.as_ref(), &request.vpc)?;
        let home = context.region(vpc.region.as_str(), &REGION_NOT_FOUND)?;
        common::check_vswitch_texts(request.name.as_deref(), request.description.as_deref())?;
        let zone = zone(&context, vpc, &request.zone)?;
        let tags = tags::first(&request.tags)?;
        common::check_available(vpc)?;
        check_room(&context, vpc)?;
        let cidr = block(&context, vpc, &request.cidr)?;
        let ipv6 = |number| ipv6::of_vswitch(context.state, vpc, number, request.vpc_ipv6.as_deref(), None);
        let ipv6_cidr = request.ipv6_number.map(ipv6).transpose()?;
        for block in [Some(cidr.into()), ipv6_cidr.map(Into::into)].into_iter().flatten() {
            common::check_routes(context.state, &vpc.route_table, &block)?;
        }
        let vswitch = VSwitch {
            seq: draft.seq(),
            id: draft.id(&home.code),
            account: vpc.account,
            region: vpc.region.clone(),
            zone,
            vpc: vpc.id.clone(),
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            cidr,
            ipv6_cidr,
            route_table: vpc.route_table.clone(),
            status: NetworkStatus::Pending,
            since: context.now,
            resource_group: vpc.resource_group.clone(),
            tags,
            created_at: context.now,
        };
        let response = Response { v_switch_id: vswitch.id.to_string() };
        system::put(draft, &home.code, vpc, &vswitch.route_table, cidr);
        if let Some(block) = ipv6_cidr {
            system::put(draft, &home.code, vpc, &vswitch.route_table, block);
        }
        draft.put(vswitch);
        Ok(response)
    }
}

fn zone(context: &Context<'_>, vpc: &Vpc, id: &str) -> Result<ZoneId, ApiError> {
    let known = place::has_zone(context.state, &vpc.region, id);
    if known { Ok(ZoneId::from(id)) } else { Err(ApiError::new(&ZONE_NOT_FOUND)) }
}

fn check_room(context: &Context<'_>, vpc: &Vpc) -> Result<(), ApiError> {
    let present = context.state.vswitches.count(rows::network::vswitch::in_vpc(vpc.id.as_str()));
    let full = present >= context.quotas().vswitches_per_vpc;
    if full { Err(ApiError::new(&TOO_MANY_VSWITCHES)) } else { Ok(()) }
}

fn block(context: &Context<'_>, vpc: &Vpc, text: &str) -> Result<Ipv4Net, ApiError> {
    let block = address::strict(text).ok_or(&BLOCK_MALFORMED)?;
    if !address::has_vswitch_size(&block) {
        return Err(ApiError::new(&BLOCK_SIZE));
    }
    if !vpc.cidr.contains(&block) {
        return Err(ApiError::new(&BLOCK_OUTSIDE));
    }
    let mut others = common::vswitches_of(context.state, vpc);
    if others.any(|other| address::overlap(&other.cidr, &block)) {
        return Err(ApiError::new(&BLOCK_OVERLAPPED));
    }
    Ok(block)
}

static ERRORS: &[&ErrorSpec] = &[
    &REGION_NOT_FOUND,
    &ZONE_NOT_FOUND,
    &VPC_NOT_FOUND,
    &VSWITCH_NAME_MALFORMED,
    &VSWITCH_DESCRIPTION_MALFORMED,
    &BLOCK_OUTSIDE,
    &BLOCK_OVERLAPPED,
    &ROUTE_OVERLAPPED,
    &TOO_MANY_VSWITCHES,
    &BLOCK_SIZE,
    &WRONG_VPC_STATUS,
    &BLOCK_MALFORMED,
    &ipv6::NUMBER_ILLEGAL,
    &ipv6::VPC_BLOCK_ILLEGAL,
    &ipv6::OVERLAPPED,
];

static ZONE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidZoneId.NotFound",
    "The specified zone does not exist.",
    "ZoneId is no zone of the VPC's region.",
);
static BLOCK_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock.Malformed",
    "The specified CidrBlock is malformed.",
    "CidrBlock is no block, or has host bits.",
);
static BLOCK_SIZE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCirdrBlock.MaskLength",
    "The mask of the specified CidrBlock is not between 16 and 29.",
    "CidrBlock is larger than /16 or smaller than /29.",
);
static BLOCK_OUTSIDE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    "The specified CidrBlock is not inside the VPC.",
    "CidrBlock is not inside the VPC's block.",
);
static BLOCK_OVERLAPPED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock.Overlapped",
    "The specified CidrBlock overlaps that of another vSwitch.",
    "CidrBlock shares addresses with another vSwitch of the VPC.",
);
static TOO_MANY_VSWITCHES: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.VSwitch",
    "The quota of vSwitches in this VPC is used up.",
    "The VPC has as many vSwitches as it may (150 by default).",
);
