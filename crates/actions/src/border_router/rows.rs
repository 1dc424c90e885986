//! Error rows that several of the family's actions print in the same words.

use xconnect_wire::ErrorSpec;

pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId is not found.",
    "RegionId is not a known region.",
);
pub(super) static REGION_NOT_IN_RECORDS: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
pub(super) static VBR_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVbrId.NotFound",
    "The specified VirutalBorderRouter is not found.",
    "Neither a router of the caller nor one on a line of the caller has this id in the region.",
);
pub(super) static VBR_NOT_IN_RECORDS: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVbrId.NotFound",
    "The specified VirutalBorderRouter does not exist in our records.",
    "The caller has no such router in the region, nor a line that carries it.",
);
pub(super) static WRONG_STATE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOperation.OperationNotAllowedInState",
    "The specified VirutalBorderRouter is in invalid state.",
    "The state of the router does not permit the action.",
);
pub(super) static NOT_ALLOWED_IN_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus.NotAllowed",
    "Invalid virtual border router status.",
    "The status of the router does not permit the action.",
);
pub(super) static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "The caller has not opened the outbound-traffic service in the region.",
);
pub(super) static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotFound",
    "The specified PhysicalConnectionId is not found.",
    "The caller has no such line in the region.",
);
pub(super) static LINE_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotEnabled",
    "The specified PhysicalConnectionId is not in Enabled state.",
    "The line is not Enabled.",
);
pub(super) static LINE_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'PhysicalConnectionId' that is mandatory for processing this request is not supplied.",
    "PhysicalConnectionId is missing or blank.",
);
pub(super) static VLAN_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'VlanId' that is mandatory for processing this request is not supplied.",
    "VlanId is missing or blank.",
);
pub(super) static LOCAL_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'LocalGatewayIp' that is mandatory for processing this request is not supplied.",
    "The router is the caller's, and LocalGatewayIp is missing.",
);
pub(super) static PEER_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'PeerGatewayIp' that is mandatory for processing this request is not supplied.",
    "The router is the caller's, and PeerGatewayIp is missing.",
);
pub(super) static MASK_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'PeeringSubnetMask' that is mandatory for processing this request is not supplied.",
    "The router is the caller's, and PeeringSubnetMask is missing.",
);
pub(super) static ADDRESSES_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "LocalGatewayIp, peerGatewayIp and peeringSubnetMask must not be null.",
    "A new router of the caller's has none of the three, or one without addresses is given some of them only.",
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
    "Another router or a shared line holds the VLAN, or one of them is VLAN 0, which takes the whole line.",
);
pub(super) static CIRCUIT_CODE_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCircuitCode.Malformed",
    "The specified CircuitCode is not valid.",
    "CircuitCode is not 1 to 64 printable characters without blanks.",
);
pub(super) static LOCAL_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidLocalGatewayIp.Malformed",
    "The specified LocalGatewayIp is not valid.",
    "LocalGatewayIp is no address that an interface can have in its subnet.",
);
pub(super) static PEER_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPeerGatewayIp.Malformed",
    "The specified PeerGatewayIp is not valid.",
    "PeerGatewayIp is no address that an interface can have in its subnet, or is LocalGatewayIp.",
);
pub(super) static MASK_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPeeringSubnetMask.Malformed",
    "The specified PeeringSubnetMask is not valid.",
    "PeeringSubnetMask is no dotted mask from 255.255.255.0 to 255.255.255.252.",
);
pub(super) static IPV6_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidIP.Malformed",
    "Ip malformed.",
    "An IPv6 address or PeeringIpv6SubnetMask is not valid, or both ends have one address.",
);
pub(super) static NOT_SAME_SUBNET: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidIp.NotSameSubnet",
    "Local gateway ip and peer gateway ip are not in the same subnet.",
    "The addresses of the two ends do not lie in one subnet under the mask, IPv4 or IPv6.",
);
pub(super) static IPV6_UNSUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationUnsupported.VirtualBorderRouterEnableIPv6",
    "The operation failed. The device or region does not support IPv6 functions.",
    "EnableIpv6 is true, and the access point of the line does not support IPv6.",
);
pub(super) static NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidName.Malformed",
    "The specified \"Name\" is not valid.",
    "Name breaks the rule for names.",
);
pub(super) static DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidDescription.Malformed",
    "The specifid \"Description\" is not valid.",
    "Description breaks the rule for descriptions.",
);
pub(super) static LINE_FULL: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.vbrPerpConn",
    "Virtual boarder router per PhysicalConnection quota exceed.",
    "The line carries as many routers as it may (50 by default), associated ones included.",
);
pub(super) static LOCAL_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.LocalGatewayIpNotAllowedByCaller",
    "The caller is not allowed to specify the LocalGatewayIp parameter.",
    "LocalGatewayIp or LocalIpv6GatewayIp is given for a router of another account.",
);
pub(super) static PEER_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.PeerGatewayIpNotAllowedByCaller",
    "The caller is not allowed to specify the PeerGatewayIp parameter.",
    "PeerGatewayIp or PeerIpv6GatewayIp is given for a router of another account.",
);
pub(super) static MASK_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.PeeringSubnetMaskNotAllowedByCaller",
    "The caller is not allowed to specify the PeeringSubnetMask parameter.",
    "PeeringSubnetMask or PeeringIpv6SubnetMask is given for a router of another account.",
);
pub(super) static NAME_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.NameNotAllowedByCaller",
    "The caller is not allowed to specify the Name parameter.",
    "Name is given for a router of another account.",
);
pub(super) static DESCRIPTION_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.DescriptionNotAllowedByCaller",
    "The caller is not allowed to specify the Description parameter.",
    "Description is given for a router of another account.",
);
pub(super) static NOT_TO_BE_ASSOCIATED: ErrorSpec = ErrorSpec::new(
    400,
    "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR",
    "The specified operation not allow.",
    "The line is one of the router already, its own or an associated one.",
);
pub(super) static FILTER_KEY_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidFilterKey.ValueNotSupported",
    "Specified filter key is not supported: Filter.%s.key",
    "A filter's key is none of the seven; the message has the filter's number.",
);
