//! The error table of CreateVirtualBorderRouter, but for the rows that other actions print too.

use xconnect_wire::ErrorSpec;

use super::super::rows::*;

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &LINE_IS_SHARED,
    &LINE_NOT_FOUND,
    &VLAN_USED,
    &LINE_MISSING,
    &LINE_NOT_ENABLED,
    &VLAN_MALFORMED,
    &CIRCUIT_CODE_MALFORMED,
    &LOCAL_MISSING,
    &LOCAL_MALFORMED,
    &PEER_MISSING,
    &MASK_MISSING,
    &MASK_MALFORMED,
    &NAME_MALFORMED,
    &DESCRIPTION_MALFORMED,
    &LINE_FULL,
    &ACCOUNT_FULL,
    &NOT_SAME_SUBNET,
    &LINE_HAS_VLAN_0,
    &VLAN_0_IS_NOT_SHARED,
    &TRAFFIC_NOT_ENABLED,
    &NOT_ENOUGH_BANDWIDTH,
    &IPV6_UNSUPPORTED,
    &LOCAL_NOT_ALLOWED,
    &PEER_NOT_ALLOWED,
    &MASK_NOT_ALLOWED,
    &NAME_NOT_ALLOWED,
    &DESCRIPTION_NOT_ALLOWED,
    &REGION_NOT_FOUND,
    &OWNER_NOT_FOUND,
    &OTHER_SITE,
    &VLAN_MISSING,
    &PEER_MALFORMED,
    &LINE_FULL_2016,
    &IPV6_MALFORMED,
    &ADDRESSES_MISSING,
];

pub(super) static LINE_IS_SHARED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnAllocateVlan0",
    "Vlan 0 Vbr cannot share the physical connection with another Vbr.",
    "VLAN 0, on a line where a router or a shared line holds another VLAN.",
);
pub(super) static LINE_HAS_VLAN_0: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnExistVlan0Vbr",
    "The physical connection has VLAN 0 VBR. You cannot create another VBR.",
    "A VLAN from 1 on, on a line whose VLAN 0 is held.",
);
pub(super) static VLAN_0_IS_NOT_SHARED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.Vlan0VbrUnSharePconn",
    "VLAN 0 VBR cannot share the physical connection with another VBR.",
    "VLAN 0, on a line whose VLAN 0 is held.",
);
pub(super) static ACCOUNT_FULL: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.freevbr",
    "Free virtual boarder router quota exceed.",
    "The account that is to own the router has as many as it may (200 by default).",
);
pub(super) static NOT_ENOUGH_BANDWIDTH: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceNotEnough.Bandwidth",
    "The specified resource of Bandwidth is not enough.",
    "Together with the limits of the line's other routers, Bandwidth is more than the line has.",
);
pub(super) static OWNER_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVbrOwnerId.NotFound",
    "The specified VbrOwnerId is not valid.",
    "VbrOwnerId is no known account.",
);
pub(super) static OTHER_SITE: ErrorSpec = ErrorSpec::new(
    404,
    "CROSS_BID.FORBIDDEN",
    "Create VBR across bid is illegal",
    "VbrOwnerId is an account of another site.",
);
static LINE_FULL_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "QuotaExceeded.vbrPerConn",
    "Virtual boarder router per PhysicalConnection quota exceed.",
    "The line carries as many routers as it may.",
    "2016 spelling of QuotaExceeded.vbrPerpConn, which is what is answered",
);
