//! The error table of AssociatePhysicalConnectionToVirtualBorderRouter, but for the rows that other actions print
//! too. The page repeats rows of its neighbours, which nothing here can provoke.

use xconnect_wire::ErrorSpec;

use super::super::rows::*;

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &INTERFACES_LEFT,
    &VBR_ENDING,
    &VBR_NOT_IN_SERVICE,
    &LINE_NOT_FOUND,
    &VLAN_USED,
    &LINE_MISSING,
    &LINE_NOT_OPEN_YET,
    &VLAN_MISSING,
    &VLAN_MALFORMED,
    &CIRCUIT_CODE_MALFORMED,
    &LOCAL_MISSING,
    &LOCAL_MALFORMED,
    &PEER_MISSING,
    &PEER_MALFORMED,
    &MASK_MISSING,
    &MASK_MALFORMED,
    &NO_NAME,
    &NO_DESCRIPTION,
    &LINE_FULL,
    &TOO_MANY_LINES,
    &IPV6_MALFORMED,
    &NOT_SAME_SUBNET,
    &LINE_ENDED,
    &NOT_TO_BE_ASSOCIATED,
    &TRAFFIC_NOT_ENABLED,
    &NOT_BY_CALLER,
    &MULTI_VLAN_RI,
    &NO_RI_FOUND,
    &LOCAL_NOT_ALLOWED,
    &PEER_NOT_ALLOWED,
    &MASK_NOT_ALLOWED,
    &NO_NAME_BY_CALLER,
    &NO_DESCRIPTION_BY_CALLER,
    &IN_ANOTHER_REGION,
    &VBR_NOT_IN_RECORDS,
    &REGION_NOT_FOUND,
    &NO_OWNER,
    &IPV6_UNSUPPORTED,
];

pub(super) static TOO_MANY_LINES: ErrorSpec = ErrorSpec::new(
    400,
    "EXCEED_ASSOCIATE_MAX_NUM",
    "assocaite virtual boarder num too many.",
    "The router has as many lines as it may (4 by default, its own included).",
);
pub(super) static NOT_BY_CALLER: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.OperationNotAllowedByUser",
    "The caller is not allowed to delete the specified VirtualBorderRouter.",
    "The caller owns the router's line, and not the router. The text is that of deletions.",
);
pub(super) static IN_ANOTHER_REGION: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidInstanceId.NotFound",
    "The specified Instance does not exist in the specified region.",
    "The router is the caller's, in another region.",
);
pub(super) static VBR_ENDING: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOperation.OperationNotAllowedInState",
    "The specified VirutalBorderRouter is in invalid state.",
    "The router is out of service: terminating, terminated, or deleting.",
);
pub(super) static VBR_NOT_IN_SERVICE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus.NotAllowed",
    "Invalid virtual border router status.",
    "The router is not in service yet, or not again: unconfirmed or recovering.",
);
pub(super) static LINE_NOT_OPEN_YET: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotEnabled",
    "The specified PhysicalConnectionId is not in Enabled state.",
    "The line is on its way to Enabled: Initial to Confirmed, or coming back.",
);
pub(super) static LINE_ENDED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus.StatusNotEnabled",
    "The physical connection status is invalid.",
    "The line has ended, or is about to: Rejected, Canceled, Allocation Failed, Terminating, or Terminated and not \
     coming back.",
);
static INTERFACES_LEFT: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidOperation.RouterInterfaceNotDeleted",
    "The specified VirutalBorderRouter still has routerInterface.",
    "There are router interfaces on the router.",
    "they do not stand in the way of another line; the row is that of deletions",
);
static NO_NAME: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidName.Malformed",
    "The specified \"Name\" is not valid.",
    "Name breaks the rule for names.",
    "the action has no Name",
);
static NO_DESCRIPTION: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidDescription.Malformed",
    "The specifid \"Description\" is not valid.",
    "Description breaks the rule for descriptions.",
    "the action has no Description",
);
static NO_NAME_BY_CALLER: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.NameNotAllowedByCaller",
    "The caller is not allowed to specify the Name parameter.",
    "Name is given for a router of another account.",
    "the action has no Name",
);
static NO_DESCRIPTION_BY_CALLER: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.DescriptionNotAllowedByCaller",
    "The caller is not allowed to specify the Description parameter.",
    "Description is given for a router of another account.",
    "the action has no Description",
);
static NO_OWNER: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "InvalidVbrOwnerId.NotFound",
    "The specified VbrOwnerId is not valid.",
    "VbrOwnerId is no known account.",
    "the action has no VbrOwnerId",
);
static MULTI_VLAN_RI: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.MultiVlanRi",
    "Multiple vlan router interfaces are found.",
    "The router has more than one built-in interface on a line.",
    "a VLAN is made with exactly one built-in interface, and keeps it",
);
static NO_RI_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.NoRiFound",
    "No vlan router interfaces are found.",
    "The router has no built-in interface.",
    "a VLAN is made with exactly one built-in interface, and keeps it",
);
