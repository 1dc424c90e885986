//! Rows that several actions of this family raise.

use xconnect_wire::ErrorSpec;

pub(super) static ILLEGAL_BANDWIDTH: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.Bandwidth",
    "The param of Bandwidth [%s] is illegal.",
    "The size is none, or one that has not been opened for the caller (2G, 5G, 8G, 10G).",
);
pub(super) static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceNotFound.PhysicalConnectionId",
    "The specified PhysicalConnectionId [%s] is not found.",
    "The caller has no such line in this region.",
);
pub(super) static BANDWIDTH_NOT_ENOUGH: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceNotEnough.Bandwidth",
    "The specified resource of Bandwidth is not enough.",
    "The size is above the bandwidth of the line below. No document gives a code for this action.",
);
pub(super) static VLAN_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVlanId.Malformed",
    "The specified VlanId is not valid.",
    "VlanId is no number from 0 to 2999.",
);
pub(super) static VLAN_USED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVlanId.Used",
    "The specified VlanId has been used.",
    "Another shared line or a border router holds the VLAN of the line below. No document gives a code for this action.",
);
pub(super) static VLAN_0_NEEDS_ALL: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnAllocateVlan0",
    "Vlan 0 Vbr cannot share the physical connection with another Vbr.",
    "VlanId is 0, which takes the whole line below, and something else is there. No document gives a code for this action.",
);
pub(super) static VLAN_0_HAS_ALL: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnExistVlan0Vbr",
    "The physical connection has VLAN 0 VBR. You cannot create another VBR.",
    "Something holds VLAN 0 of the line below, and with it all of it. No document gives a code for this action.",
);
pub(super) static VBR_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVbrId.NotFound",
    "The specified VirutalBorderRouter does not exist in our records.",
    "No such border router is on a line of the caller in this region. No document gives a code for this action.",
);
