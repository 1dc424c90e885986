//! CreateVpc.

use super::{IPV6, creation, nowhere, vpc, vpc_texts};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const CREATE: &str = "CreateVpc";

pub(super) fn cases() -> Vec<Case> {
    let own = [nowhere(CREATE, creation)].into_iter().chain(vpc_texts(CREATE, creation));
    own.chain(whose()).chain(blocks()).chain(user_cidrs()).chain(ipv6()).chain(pools()).collect()
}

/// A creation with another parameter.
fn with(name: &'static str, value: &'static str) -> impl Fn(&World) -> Call + 'static {
    move |world| creation(world).with(name, value)
}

fn whose() -> Vec<Case> {
    vec![
        case(CREATE, 400, "QuotaExceeded.Vpc", "The quota of VPCs in this region is used up.", |world| {
            vpc(world);
            creation(world)
        })
        .config("[quotas]\nvpcs_per_region = 1"),
        case(
            CREATE,
            400,
            "InvalidResourceGroupId",
            "The specified ResourceGroupId does not exist.",
            with("ResourceGroupId", "rg-none"),
        ),
    ]
}

fn blocks() -> Vec<Case> {
    let not_valid = |block| {
        let message = "The specified CidrBlock is not valid.";
        case(CREATE, 400, "InvalidParameter", message, with("CidrBlock", block))
    };
    let wrong_size = |block: &'static str, mask: u8| {
        let row = "The mask [%s] of the specified CidrBlock is illegal.";
        case(CREATE, 400, "IllegalParam.CidrBlockMask", row, with("CidrBlock", block))
            .says(format!("The mask [{mask}] of the specified CidrBlock is illegal."))
    };
    vec![
        not_valid("10.0.0.0"),
        not_valid("10.0.0.1/8"),
        not_valid("100.64.0.0/16"),
        wrong_size("16.0.0.0/7", 7),
        wrong_size("10.0.0.0/29", 29),
    ]
}

fn user_cidrs() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "InvalidParameter",
            "The specified UserCidr is not valid.",
            with("UserCidr", "1.0.0.0/8,two"),
        ),
        case(
            CREATE,
            400,
            "IllegalParam.UserCidr",
            "The specified UserCidr has host bits.",
            with("UserCidr", "1.0.0.1/8"),
        ),
        case(
            CREATE,
            400,
            "InvalidUserCidr.Quota",
            "More than three blocks are specified as UserCidr.",
            with("UserCidr", "1.0.0.0/8,2.0.0.0/8,3.0.0.0/8,4.0.0.0/8"),
        ),
        case(
            CREATE,
            400,
            "InvalidUserCidr.Malformed",
            "The specified UserCidr overlaps 100.64.0.0/10.",
            with("UserCidr", "100.0.0.0/8"),
        ),
    ]
}

fn ipv6() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "MissingParam.EnableIpv6",
            "An Ipv6CidrBlock is specified, but IPv6 is not enabled by the same request.",
            with(IPV6.0, IPV6.1),
        ),
        case(
            CREATE,
            400,
            "InvalidIpv6CidrBlock.Malformed",
            "The specified Ipv6CidrBlock is malformed.",
            |world| creation(world).with("EnableIpv6", "true").with(IPV6.0, "2408:4005:1:200::/64"),
        ),
        case(
            CREATE,
            400,
            "IllegalParam.Ipv6Isp",
            "The specified line type of the IPv6 block is illegal.",
            |world| creation(world).with("EnableIpv6", "true").with("Ipv6Isp", "Pigeon"),
        ),
    ]
}

fn pools() -> Vec<Case> {
    let no_pool = |mask| {
        let message = "A mask is specified without the pool to take a block from.";
        case(CREATE, 400, "IllegalParam.IpamPool", message, with(mask, "16"))
    };
    let unknown = |pool| {
        let message = "The specified IPAM pool does not exist.";
        case(CREATE, 404, "ResourceNotFound.IpamPool", message, with(pool, "ipam-pool-none"))
    };
    vec![
        no_pool("Ipv4CidrMask"),
        no_pool("Ipv6CidrMask"),
        unknown("Ipv4IpamPoolId"),
        unknown("Ipv6IpamPoolId"),
    ]
}
