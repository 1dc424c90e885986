//! The error table of CreateVpc.

use xconnect_wire::ErrorSpec;

use crate::network::common::{REGION_NOT_FOUND, VPC_DESCRIPTION_MALFORMED, VPC_NAME_MALFORMED};
use crate::network::ipv6;

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &REGION_NOT_FOUND,
    &BLOCK_NOT_VALID,
    &BLOCK_SIZE,
    &VPC_NAME_MALFORMED,
    &VPC_DESCRIPTION_MALFORMED,
    &TOO_MANY_VPCS,
    &USER_CIDR_NOT_VALID,
    &USER_CIDR_NOT_STRICT,
    &TOO_MANY_USER_CIDRS,
    &USER_CIDR_RESERVED,
    &RESOURCE_GROUP_NOT_FOUND,
    &ipv6::NOT_ENABLED,
    &ipv6::MALFORMED,
    &ipv6::ISP_ILLEGAL,
    &POOL_MISSING,
    &POOL_NOT_FOUND,
];

pub(super) static BLOCK_NOT_VALID: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    "The specified CidrBlock is not valid.",
    "CidrBlock is no block, has host bits, or touches 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, or \
     224.0.0.0/4.",
);
pub(super) static BLOCK_SIZE: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.CidrBlockMask",
    "The mask [%s] of the specified CidrBlock is illegal.",
    "CidrBlock is larger than /8 or smaller than /28.",
);
pub(super) static TOO_MANY_VPCS: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.Vpc",
    "The quota of VPCs in this region is used up.",
    "The account has as many VPCs in the region as it may (10 by default).",
);
pub(super) static USER_CIDR_NOT_VALID: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    "The specified UserCidr is not valid.",
    "A part of UserCidr is no block.",
);
pub(super) static USER_CIDR_NOT_STRICT: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.UserCidr",
    "The specified UserCidr has host bits.",
    "A block of UserCidr has host bits.",
);
pub(super) static TOO_MANY_USER_CIDRS: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidUserCidr.Quota",
    "More than three blocks are specified as UserCidr.",
    "UserCidr has more than three blocks.",
);
pub(super) static USER_CIDR_RESERVED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidUserCidr.Malformed",
    "The specified UserCidr overlaps 100.64.0.0/10.",
    "A block of UserCidr overlaps 100.64.0.0/10.",
);
pub(super) static RESOURCE_GROUP_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidResourceGroupId",
    "The specified ResourceGroupId does not exist.",
    "The caller has no such resource group.",
);
pub(super) static POOL_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.IpamPool",
    "A mask is specified without the pool to take a block from.",
    "Ipv4CidrMask or Ipv6CidrMask is given without a pool.",
);
pub(super) static POOL_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "ResourceNotFound.IpamPool",
    "The specified IPAM pool does not exist.",
    "Ipv4IpamPoolId or Ipv6IpamPoolId is given; this service has no address pools.",
);
