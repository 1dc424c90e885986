//! ModifyVSwitchAttribute: name, description, and IPv6 of a vSwitch.

use ipnet::Ipv6Net;
use xconnect_model::network::NetworkStatus;
use xconnect_model::{Text, VSwitch};
use xconnect_state::Draft;
use xconnect_wire::public::missing_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{
    self, REGION_NOT_FOUND, ROUTE_OVERLAPPED, VSWITCH_DESCRIPTION_MALFORMED, VSWITCH_NAME_MALFORMED,
    VSWITCH_NOT_FOUND,
};
use super::ipv6;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;
use crate::route::system;

/// Changes a vSwitch. What the request leaves out stays.
pub struct ModifyVSwitchAttribute;

request! {
    /// Parameters of ModifyVSwitchAttribute.
    pub struct Request {
        /// Region of the vSwitch; the vSwitch is found without it too.
        region: Text = optional "RegionId",
        /// The vSwitch.
        vswitch: Text = required "VSwitchId",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "VSwitchName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// True gives the vSwitch the IPv6 block that Ipv6CidrBlock says, false takes it away.
        enable_ipv6: bool = optional "EnableIPv6",
        /// 0 to 255: which /64 of the VPC's IPv6 block.
        ipv6_number: u32 = optional "Ipv6CidrBlock",
        /// The VPC's IPv6 block.
        vpc_ipv6: Text = optional "VpcIpv6CidrBlock",
    }
}

impl WriteAction for ModifyVSwitchAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyVSwitchAttribute",
        api: Api::Vpc,
        summary: "Changes name, description, or IPv6 of a vSwitch.",
        source: "Virtual Private Cloud API reference, ModifyVSwitchAttribute",
        resource: "acs:vpc:*:*:vswitch/*",
        errors: &[
            &REGION_NOT_FOUND,
            &VSWITCH_NOT_FOUND,
            &VSWITCH_NAME_MALFORMED,
            &VSWITCH_DESCRIPTION_MALFORMED,
            &WRONG_STATUS,
            &ipv6::NUMBER_ILLEGAL,
            &ipv6::VPC_BLOCK_ILLEGAL,
            &ipv6::OVERLAPPED,
            &ROUTE_OVERLAPPED,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vswitch = common::own_vswitch(&context, region.as_ref(), &request.vswitch, &VSWITCH_NOT_FOUND)?;
        common::check_vswitch_texts(request.name.as_deref(), request.description.as_deref())?;
        if vswitch.status != NetworkStatus::Available {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        let ipv6_cidr = ipv6_block(&context, vswitch, request)?;
        if ipv6_cidr != vswitch.ipv6_cidr {
            lead_to(&context, vswitch, ipv6_cidr, draft)?;
        }
        draft.put(VSwitch {
            name: request.name.clone().unwrap_or_else(|| vswitch.name.clone()),
            description: request.description.clone().unwrap_or_else(|| vswitch.description.clone()),
            ipv6_cidr,
            ..VSwitch::clone(vswitch)
        });
        Ok(Empty {})
    }
}

/// The IPv6 block afterwards. A number alone means that IPv6 is to be on.
fn ipv6_block(
    context: &Context<'_>,
    vswitch: &VSwitch,
    request: &Request,
) -> Result<Option<Ipv6Net>, ApiError> {
    let number = match (request.enable_ipv6, request.ipv6_number) {
        (Some(false), _) => return Ok(None),
        (_, Some(number)) => number,
        (Some(true), None) if vswitch.ipv6_cidr.is_none() => return Err(missing_parameter("Ipv6CidrBlock")),
        (Some(true) | None, None) => return Ok(vswitch.ipv6_cidr),
    };
    let vpc = common::own_vpc(context, None, vswitch.vpc.as_str())?;
    ipv6::of_vswitch(context.state, vpc, number, request.vpc_ipv6.as_deref(), Some(vswitch)).map(Some)
}

/// Stages the system route to another IPv6 block in place of the one before.
fn lead_to(
    context: &Context<'_>,
    vswitch: &VSwitch,
    block: Option<Ipv6Net>,
    draft: &mut Draft<'_>,
) -> Result<(), ApiError> {
    let vpc = common::own_vpc(context, None, vswitch.vpc.as_str())?;
    let home = context.region(vpc.region.as_str(), &REGION_NOT_FOUND)?;
    if let Some(before) = vswitch.ipv6_cidr {
        system::remove(context.state, draft, &vswitch.route_table, before);
    }
    if let Some(block) = block {
        common::check_routes(context.state, &vswitch.route_table, &block.into())?;
        system::put(draft, &home.code, vpc, &vswitch.route_table, block);
    }
    Ok(())
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus.VSwitch",
    "The current status of the vSwitch does not support this operation.",
    "The vSwitch is still Pending.",
);
