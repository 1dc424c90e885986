//! The error table of CreateRouteEntry, and the rows that the action raises.

use xconnect_wire::ErrorSpec;

use super::unraised::*;
use crate::route::common::{
    BLOCK_MALFORMED, MISSING, ROUTER_NOT_FOUND, TABLE_NOT_FOUND, TABLE_NOT_STABLE, VBR_TABLE_NOT_STABLE,
    WRONG_VPC_STATUS,
};

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &BLOCK_ILLEGAL,
    &TABLE_FULL,
    &MISSING,
    &BLOCK_MALFORMED,
    &BLOCK_DUPLICATE,
    &WRONG_VPC_STATUS,
    &WRONG_INSTANCE_STATUS,
    &TABLE_NOT_STABLE,
    &BLOCK_CLOSED,
    &NEXT_HOP_TYPE,
    &LISTED_NOT_FOUND,
    &ROUTER_NOT_FOUND,
    &VPC_NOT_FOUND,
    &BOTH_NULL,
    &BOTH_NOT_NULL,
    &INTERFACE_TWICE,
    &OPPOSITE_ROUTER_TYPE,
    &LIST_TOO_LONG,
    &QUOTA_RULE_NOT_FOUND,
    &QUOTA_RULE_ERROR,
    &VBR_NOT_ACTIVE,
    &LINE_NOT_NORMAL,
    &WRONG_HAVIP_STATUS,
    &TOO_MANY_TO_HAVIP,
    &ENTRY_DUPLICATE,
    &ONE_ENTRY_NOT_STABLE,
    &VBR_TABLE_NOT_STABLE,
    &GATEWAYS_DIFFER,
    &WEIGHT_WRONG,
    &VPC_AS_INTERNET_GATEWAY,
    &IN_ANOTHER_VPC,
    &LIST_TOO_SHORT,
    &ENTRY_NOT_EXIST,
    &ROUTE_CONFLICT,
    &ATTACHMENT_NOT_FOUND,
    &ATTACHMENT_NOT_ACTIVE,
    &NETWORK_INTERFACE_NOT_FOUND,
    &ATTACHMENT_UNREADABLE,
    &ATTACHMENT_ILLEGAL,
    &IPV6_UNSUPPORTED,
    &IPV6_ADDRESS_MOVING,
    &IPV6_ON_PRIMARY,
    &IPV6_WITH_PRIVATE_ADDRESS,
    &SEVERAL_IPV6_ADDRESSES,
    &IPV6_ON_CUSTOM_TABLE,
    &CLOUD_BOX_TABLE,
    &CLOUD_BOX_VSWITCH,
    &CLOUD_BOX_MISMATCH,
    &TOWARDS_VBR_IDLE,
    &DIFFERENT_VPCS,
    &DIFFERENT_ZONES,
    &TRAFFIC_NOT_ENABLED,
    &WRONG_RESOURCE_STATUS,
    &INSTANCE_NOT_FOUND,
    &NEXT_HOP_NOT_FOUND,
    &TABLE_NOT_FOUND,
    &HAVIP_NOT_FOUND,
    &INSTANCE_NOT_FOUND_2016,
    &VBR_ROUTE_DUPLICATE,
];

pub(super) static BLOCK_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.CidrBlock",
    "The specified CidrBlock is illegal.",
    "DestinationCidrBlock is an IPv4 block in IPv6 spelling (::ffff:0:0/96).",
);
pub(super) static TABLE_FULL: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded",
    "Route entry quota exceeded in this route table.",
    "The table has as many custom entries as it may (200 by default).",
);
pub(super) static BLOCK_DUPLICATE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCIDRBlock.Duplicate",
    "Specified CIDR block is already exists.",
    "The table has a custom entry with this destination.",
);
pub(super) static WRONG_INSTANCE_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectInstanceStatus",
    "Current instance status does not support this operation.",
    "The next hop is an Instance that is registered, and not ready.",
);
pub(super) static BLOCK_CLOSED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCidrBlock",
    "Specified CIDR block is not valid.",
    "The destination lies in 100.64.0.0/10; or it shares addresses with a vSwitch of the VPC, or lies in 10.0.0.0/8 and holds the VPC's block, and is not the default route.",
);
pub(super) static NEXT_HOP_TYPE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNextHopType",
    "Specified parameter \"NextHopType\" is not valid",
    "NextHopType is none of the nine, is IPv6Gateway for an IPv4 destination, or is not RouterInterface in a list or on a border router's table; or there is a list on a border router's table.",
);
pub(super) static LISTED_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNextHop.NotFound",
    "Specified next hop does not exist.",
    "A member of NextHopList is no interface of the caller on the VPC's router.",
);
pub(super) static BOTH_NULL: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNexthopTypeAndList.BothNull",
    "both nexthopType and nextHopList are null.",
    "NextHopType, NextHopId, and NextHopList are all absent.",
);
pub(super) static BOTH_NOT_NULL: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNexthopTypeAndList.BothNotNull",
    "both nexthopType and nextHopList are not null.",
    "NextHopList is given together with NextHopType or NextHopId.",
);
pub(super) static INTERFACE_TWICE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouterInterface",
    "invalid router interface.",
    "NextHopList names an interface twice.",
);
pub(super) static OPPOSITE_ROUTER_TYPE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOppositeRouterType",
    "nexthop list cannot only contain router interface whose opposite router interface is on vbr.",
    "An interface of NextHopList does not lead to a border router.",
);
pub(super) static LIST_TOO_LONG: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidNexthopListSize",
    "nexthop size is illegal. Must be between 2 and 4.",
    "NextHopList has more than four elements.",
);
pub(super) static VBR_NOT_ACTIVE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidVBRStatus",
    "invalid virtual border router status.",
    "The border router of the table is not Active.",
);
pub(super) static LINE_NOT_NORMAL: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionBusinessStatus",
    "invalid physical connection business status.",
    "The line of the border router, or the line behind the built-in interface, is not Enabled or is locked.",
);
pub(super) static WRONG_HAVIP_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectHaVipStatus",
    "This operation is denied because satus of the specified HaVip is neither Available nor InUse.",
    "The HaVip is registered, and not ready.",
);
pub(super) static TOO_MANY_TO_HAVIP: ErrorSpec = ErrorSpec::new(
    400,
    "CountLimitExceed.HaVipRouteEntry",
    "There can be 5 route entry to HaVip at most in one route table.",
    "The table has as many entries to this HaVip as it may (5 by default).",
);
pub(super) static ENTRY_DUPLICATE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouteEntry.Duplicate",
    "The route entry already exist.",
    "The table has an entry with this destination and this NextHopList, weights included.",
);
pub(super) static WEIGHT_WRONG: ErrorSpec = ErrorSpec::new(
    400,
    "INVALID_WEIGHT_PARAM",
    "Specified value of weight invalid",
    "A Weight is not a number from 0 to 255.",
);
pub(super) static VPC_AS_INTERNET_GATEWAY: ErrorSpec = ErrorSpec::new(
    400,
    "FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY",
    "The Specified CIDR must be in vpc CIDR.",
    "The destination is the default route, the table a border router's, and the next hop an interface whose other end is no border router: a VPC is no way to the internet for a line.",
);
pub(super) static IN_ANOTHER_VPC: ErrorSpec = ErrorSpec::new(
    400,
    "INVALID_VPC_ID",
    "The Specified VpcId not match.",
    "The next hop is the caller's, and in another VPC than the table: a NetworkInterface, a VpnGateway, an IPv6Gateway, a NatGateway, or a VpcPeer.",
);
pub(super) static LIST_TOO_SHORT: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouteEntrySize",
    "The Specified routerEntry size not legal.",
    "NextHopList has a single element; one next hop is given as NextHopType and NextHopId.",
);
pub(super) static ROUTE_CONFLICT: ErrorSpec = ErrorSpec::new(
    400,
    "RouteConflict.AlreadyExist",
    "Route conflict exists in routing table.",
    "The table has an entry with this destination that nobody made by hand: a learned or a system route.",
);
pub(super) static ATTACHMENT_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAttachment.NotFound",
    "The attachment is not found.",
    "NextHopType is Attachment, and the next hop is registered as something else or in another VPC.",
);
pub(super) static ATTACHMENT_NOT_ACTIVE: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.ActiveNetworkInterfaceNotFound",
    "No active network interface is found on the attachment.",
    "The attachment is registered, and not ready.",
);
pub(super) static ATTACHMENT_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.AttachmentId",
    "The attachment is invalid.",
    "NextHopType is Attachment, and NextHopId is not tr-attach- with letters or digits behind it.",
);
pub(super) static IPV6_UNSUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.NotSupportIPV6",
    "The specified next hop does not support IPv6.",
    "The destination is an IPv6 block, and the next hop an Instance, a HaVip, a VpnGateway, a NatGateway, a NetworkInterface without an IPv6 address, or a built-in interface without IPv6.",
);
pub(super) static IPV6_ADDRESS_MOVING: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus.Ipv6Address",
    "The IPv6 address of the specified next hop is being assigned or deleted.",
    "The destination is an IPv6 block, and the next hop a NetworkInterface of which an IPv6 address is being assigned or removed.",
);
pub(super) static IPV6_ON_PRIMARY: ErrorSpec = ErrorSpec::new(
    400,
    "OperationUnsupported.Ipv6EntryOnPrimaryNetworkInterface",
    "You cannot create IPv6 route entries on a primary network interface.",
    "The destination is an IPv6 block, and the next hop a NetworkInterface that is the primary one of its instance.",
);
pub(super) static SEVERAL_IPV6_ADDRESSES: ErrorSpec = ErrorSpec::new(
    400,
    "OperationUnsupported.MutipleIpv6Address",
    "You cannot specify a next hop that has bound multiple IPv6 addresses.",
    "The destination is an IPv6 block, and the next hop a NetworkInterface with several IPv6 addresses.",
);
pub(super) static TOWARDS_VBR_IDLE: ErrorSpec = ErrorSpec::new(
    400,
    "OperationDenied.VbrIdle",
    "The operation is not allowed because the next hop of the added routing entry is a VBR type RI at the opposite end, which cannot be in an idle state.",
    "The next hop is an interface towards a border router, and still Idle.",
);
pub(super) static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "A border router is involved, and the caller has not opened the outbound-traffic service in the table's region.",
);
pub(super) static WRONG_RESOURCE_STATUS: ErrorSpec = ErrorSpec::new(
    403,
    "IncorrectInstanceStatus",
    "The current status of the resource does not support this operation.",
    "The next hop is a NetworkInterface, a VpnGateway, an IPv6Gateway, a NatGateway, or a VpcPeer that is registered, and not ready.",
);
pub(super) static INSTANCE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidInstanId.NotFound",
    "Specified instance does not exist.",
    "NextHopType is Instance, and the next hop is registered as something else or in another VPC.",
);
pub(super) static NEXT_HOP_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidNextHopId.NotFound",
    "Specified next hop does not exist.",
    "NextHopId names nothing of the caller's, an interface on another router, or something of another kind than NextHopType says; Instance, HaVip, and Attachment have rows of their own for the last.",
);
pub(super) static HAVIP_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidHaVipId.NotFound",
    "The specified HaVip does not exist in the specified VPC.",
    "NextHopType is HaVip, and the next hop is registered as something else or in another VPC.",
);
pub(super) static VBR_ROUTE_DUPLICATE: ErrorSpec = ErrorSpec::new(
    400,
    "Duplicated.VpcNextHop",
    "Specified CIDR block is already exists with this next hop.",
    "The border router's table has an entry with this destination and this next hop. No document has the row; official clients know it.",
);
