//! ModifyVpcAttribute: name, description, address block, IPv6, and DNS host names of a VPC.

use ipnet::Ipv4Net;
use xconnect_model::{Text, Vpc};
use xconnect_state::{Draft, State};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{
    self, REGION_NOT_FOUND, VPC_DESCRIPTION_MALFORMED, VPC_NAME_MALFORMED, VPC_NOT_FOUND, WRONG_VPC_STATUS,
};
use super::{address, ipv6};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes a VPC. What the request leaves out stays.
pub struct ModifyVpcAttribute;

request! {
    /// Parameters of ModifyVpcAttribute.
    pub struct Request {
        /// Region of the VPC; the VPC is found without it too.
        region: Text = optional "RegionId",
        /// The VPC.
        vpc: Text = required "VpcId",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "VpcName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// A block by the rules of CreateVpc that still holds every vSwitch.
        cidr: Text = optional "CidrBlock",
        /// True gives the VPC an IPv6 block of /56, false takes it away.
        enable_ipv6: bool = optional "EnableIPv6",
        /// The IPv6 block, of /56; one is allotted when absent.
        ipv6_cidr: Text = optional "Ipv6CidrBlock",
        /// BGP (default), ChinaMobile, ChinaUnicom, or ChinaTelecom.
        ipv6_isp: Text = optional "Ipv6Isp",
        /// Whether DNS host names are on.
        dns_hostname: bool = optional "EnableDnsHostname",
    }
}

impl WriteAction for ModifyVpcAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyVpcAttribute",
        api: Api::Vpc,
        summary: "Changes name, description, address block, IPv6, or DNS host names of a VPC.",
        source: "Virtual Private Cloud API reference, ModifyVpcAttribute",
        resource: "acs:vpc:*:*:vpc/*",
        errors: &[
            &REGION_NOT_FOUND,
            &VPC_NOT_FOUND,
            &VPC_NAME_MALFORMED,
            &VPC_DESCRIPTION_MALFORMED,
            &WRONG_VPC_STATUS,
            &BLOCK_MALFORMED,
            &ipv6::NOT_ENABLED,
            &ipv6::MALFORMED,
            &ipv6::ISP_ILLEGAL,
            &IPV6_IN_USE,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vpc = common::own_vpc(&context, region.as_ref(), &request.vpc)?;
        common::check_vpc_texts(request.name.as_deref(), request.description.as_deref())?;
        common::check_available(vpc)?;
        let mut changed = Vpc {
            name: request.name.clone().unwrap_or_else(|| vpc.name.clone()),
            description: request.description.clone().unwrap_or_else(|| vpc.description.clone()),
            dns_hostname: request.dns_hostname.unwrap_or(vpc.dns_hostname),
            ..Vpc::clone(vpc)
        };
        if let Some(text) = &request.cidr {
            changed.cidr = block(context.state, vpc, text)?;
        }
        set_ipv6(context.state, &mut changed, request)?;
        draft.put(changed);
        Ok(Empty {})
    }
}

fn block(state: &State, vpc: &Vpc, text: &str) -> Result<Ipv4Net, ApiError> {
    let block = address::strict(text).filter(address::has_vpc_size).filter(address::is_open);
    let holds_all = |block: &Ipv4Net| common::vswitches_of(state, vpc).all(|one| block.contains(&one.cidr));
    block.filter(holds_all).ok_or_else(|| ApiError::new(&BLOCK_MALFORMED))
}

fn set_ipv6(state: &State, vpc: &mut Vpc, request: &Request) -> Result<(), ApiError> {
    let isp = request.ipv6_isp.as_deref();
    let wish = ipv6::Wish::of(request.enable_ipv6, request.ipv6_cidr.as_deref(), isp)?;
    let after = wish.block(vpc.ipv6_cidr, vpc.seq);
    let in_use = || common::vswitches_of(state, vpc).any(|vswitch| vswitch.ipv6_cidr.is_some());
    if after != vpc.ipv6_cidr && in_use() {
        return Err(ApiError::new(&IPV6_IN_USE));
    }
    vpc.ipv6_isp = wish.isp(after, &vpc.ipv6_isp);
    vpc.ipv6_cidr = after;
    Ok(())
}

static BLOCK_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock.Malformed",
    "The specified CidrBlock is not valid for this VPC.",
    "CidrBlock breaks the rules for blocks of VPCs, or a vSwitch of the VPC would lie outside.",
);
static IPV6_IN_USE: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.VSwitch",
    "The VPC still has vSwitches with IPv6 blocks.",
    "The IPv6 block was to change or go, and a vSwitch of the VPC has a part of it.",
);
