//! What several of the family's actions check or look up.

use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::network::NetworkStatus;
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{RouteTableId, VSwitch, Vpc};
use xconnect_state::{State, rows};
use xconnect_wire::public::DRYRUN_SUCCESS;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Context, Region};
use crate::route::common::crosses_custom;

/// The region of a request that may leave it out: then a resource is found by its id alone.
pub(super) fn region(context: &Context<'_>, id: Option<&str>) -> Result<Option<Region>, ApiError> {
    id.map(|id| context.region(id, &REGION_NOT_FOUND)).transpose()
}

/// The caller's VPC with this id. Other accounts' VPCs do not exist for it.
pub(super) fn own_vpc<'s>(
    context: &Context<'s>,
    region: Option<&Region>,
    id: &str,
) -> Result<&'s Arc<Vpc>, ApiError> {
    let found = context.state.vpc(id).filter(|vpc| vpc.account == context.caller.account);
    let there = found.filter(|vpc| region.is_none_or(|region| vpc.region == region.id));
    there.ok_or_else(|| ApiError::new(&VPC_NOT_FOUND))
}

/// The caller's vSwitch with this id. Other accounts' vSwitches do not exist for it.
pub(super) fn own_vswitch<'s>(
    context: &Context<'s>,
    region: Option<&Region>,
    id: &str,
    missing: &'static ErrorSpec,
) -> Result<&'s Arc<VSwitch>, ApiError> {
    let found = context.state.vswitch(id).filter(|vswitch| vswitch.account == context.caller.account);
    let there = found.filter(|vswitch| region.is_none_or(|region| vswitch.region == region.id));
    there.ok_or_else(|| ApiError::new(missing))
}

/// The vSwitches of a VPC.
pub(super) fn vswitches_of<'s>(state: &'s State, vpc: &Vpc) -> impl Iterator<Item = &'s VSwitch> + use<'s> {
    state.vswitches.find(rows::network::vswitch::in_vpc(vpc.id.as_str())).map(AsRef::as_ref)
}

/// Only a finished VPC can be changed, filled, or deleted.
pub(super) fn check_available(vpc: &Vpc) -> Result<(), ApiError> {
    match vpc.status {
        NetworkStatus::Available => Ok(()),
        NetworkStatus::Pending => Err(ApiError::new(&WRONG_VPC_STATUS)),
    }
}

/// No custom route of a vSwitch's table may lead into its block, or across it.
pub(super) fn check_routes(state: &State, table: &RouteTableId, block: &IpNet) -> Result<(), ApiError> {
    let crosses = crosses_custom(state, table.as_str(), block);
    if crosses { Err(ApiError::new(&ROUTE_OVERLAPPED)) } else { Ok(()) }
}

/// The rules for the name and the description of a VPC.
pub(super) fn check_vpc_texts(name: Option<&str>, description: Option<&str>) -> Result<(), ApiError> {
    check_texts(name, &VPC_NAME_MALFORMED, description, &VPC_DESCRIPTION_MALFORMED)
}

/// The rules for the name and the description of a vSwitch.
pub(super) fn check_vswitch_texts(name: Option<&str>, description: Option<&str>) -> Result<(), ApiError> {
    check_texts(name, &VSWITCH_NAME_MALFORMED, description, &VSWITCH_DESCRIPTION_MALFORMED)
}

fn check_texts(
    name: Option<&str>,
    bad_name: &'static ErrorSpec,
    description: Option<&str>,
    bad_description: &'static ErrorSpec,
) -> Result<(), ApiError> {
    if name.is_some_and(|name| !is_name(name)) {
        return Err(ApiError::new(bad_name));
    }
    if description.is_some_and(|text| !is_description(text)) {
        return Err(ApiError::new(bad_description));
    }
    Ok(())
}

/// Ends a read that was only to be checked. The dispatcher does this for writes.
pub(super) fn check_dry_run(dry_run: Option<bool>) -> Result<(), ApiError> {
    if dry_run == Some(true) { Err(ApiError::new(&DRYRUN_SUCCESS)) } else { Ok(()) }
}

pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
    "RegionId is not a known region.",
);
pub(super) static VPC_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVpcId.NotFound",
    "The specified VPC does not exist.",
    "The caller has no such VPC, or not in this region.",
);
pub(super) static WRONG_VPC_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectVpcStatus",
    "The current status of the VPC does not support this operation.",
    "The VPC is still Pending.",
);
pub(super) static VPC_NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVpcName.Malformed",
    "The specified VpcName is not valid.",
    "VpcName breaks the rule for names.",
);
pub(super) static VPC_DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVpcDiscription.Malformed",
    "The specified VPC description is not valid.",
    "Description breaks the rule for descriptions.",
);
pub(super) static ROUTE_OVERLAPPED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock.Overlapped",
    "The specified CidrBlock overlaps the destination of a custom route entry.",
    "The vSwitch's block shares addresses with the destination of a custom route of its table that is not the \
     default route.",
);
pub(super) static VSWITCH_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVSwitchId.NotFound",
    "The specified vSwitch does not exist.",
    "The caller has no such vSwitch, or not in this region.",
);
pub(super) static VSWITCH_NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVSwitchName.Malformed",
    "The specified VSwitchName is not valid.",
    "VSwitchName breaks the rule for names.",
);
pub(super) static VSWITCH_DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVSwitchDiscription.Malformed",
    "The specified vSwitch description is not valid.",
    "Description breaks the rule for descriptions.",
);
