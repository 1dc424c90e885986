//! The error table of ModifyVirtualBorderRouterAttribute, but for the rows that other actions print too.

use xconnect_wire::ErrorSpec;

use super::super::addressing::Refusals;
use super::super::rows::*;

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &CIDR_BLOCK_ILLEGAL,
    &NOT_FOUND,
    &VLAN_USED,
    &CIRCUIT_CODE_MALFORMED,
    &VLAN_MALFORMED,
    &IP_MALFORMED,
    &MASK_MALFORMED,
    &NOT_SAME_SUBNET,
    &TRAFFIC_NOT_ENABLED,
    &ANOTHER_LINE,
    &CIRCUIT_CODE_NOT_ALLOWED,
    &LOCAL_NOT_ALLOWED,
    &PEER_NOT_ALLOWED,
    &MASK_NOT_ALLOWED,
    &VLAN_NOT_ALLOWED,
    &NAME_NOT_ALLOWED,
    &DESCRIPTION_NOT_ALLOWED,
    &REGION_NOT_FOUND,
    &NAME_MALFORMED_2016,
    &DESCRIPTION_MALFORMED_2016,
    &ADDRESSES_MISSING,
    &WRONG_STATE,
    &IPV6_UNSUPPORTED,
];

/// What changed addresses are refused with.
pub(super) static OF_A_CHANGE: Refusals = Refusals {
    missing: [&ADDRESSES_MISSING, &ADDRESSES_MISSING, &ADDRESSES_MISSING],
    local: &IP_MALFORMED,
    peer: &IP_MALFORMED,
    mask: &MASK_MALFORMED,
    ipv6: &IP_MALFORMED,
    ipv6_subnet: &CIDR_BLOCK_ILLEGAL,
};

static CIDR_BLOCK_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.CidrBlock",
    "The specified CidrBlock is illegal.",
    "PeeringIpv6SubnetMask is no IPv6 subnet in CIDR form.",
);
pub(super) static NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVbrId.NotFound",
    "The specified VirutalBorderRouter is not found.",
    "Neither a router of the caller nor one on a line of the caller has this id in the region.",
);
pub(super) static IP_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidIp.Malformed",
    "The specified ip address is not valid.",
    "An address, IPv4 or IPv6, is none that an interface can have in its subnet, both ends have one address, or the \
     customer's is that of a BGP peer beside one that follows it.",
);
pub(super) static ANOTHER_LINE: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.CircuitCodeNotAllowedByCaller",
    "The caller is not allowed to modify.",
    "AssociatedPhysicalConnections is to change the code of a line that is not the caller's, or anything of one \
     where the router is not either.",
);
pub(super) static CIRCUIT_CODE_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.CircuitCodeNotAllowedByCaller",
    "The caller is not allowed to specify the CircuitCode parameter.",
    "CircuitCode is given by somebody who does not own the line.",
);
pub(super) static VLAN_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.VlanIdNotAllowedByCaller",
    "The caller is not allowed to specify the VlanId.",
    "VlanId is given by somebody who does not own the line.",
);
pub(super) static NAME_MALFORMED_2016: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidName.Malformed",
    "The specified 'Name' is not valid.",
    "Name breaks the rule for names.",
);
pub(super) static DESCRIPTION_MALFORMED_2016: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidDescription.Malformed",
    "The specified 'Description' is not valid.",
    "Description breaks the rule for descriptions.",
);
