//! The rows of CreateRouteEntry that nothing provokes.

use xconnect_wire::ErrorSpec;

pub(super) static VPC_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidVPC.NotFound",
    "vpc not exists.",
    "The VPC that owns the table does not exist.",
    "a route table is deleted together with its VPC",
);
pub(super) static QUOTA_RULE_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidEntryRuleQuota.NotFound",
    "Route entry quota rule not exists.",
    "No quota for route entries is configured.",
    "the quota always has a value",
);
pub(super) static QUOTA_RULE_ERROR: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "Forbidden.CheckEntryRuleQuota",
    "Route entry quota rule check error.",
    "The quota could not be checked.",
    "checking the quota cannot fail",
);
pub(super) static ONE_ENTRY_NOT_STABLE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "IncorrectRouteEntryStatus",
    "Specified routeEntry status error.",
    "The entry itself is being made or changed.",
    "the entry is new; other entries of the table have rows of their own",
);
pub(super) static GATEWAYS_DIFFER: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidParam",
    "The Ecmp routerEntry with router interfaces local vgw vip not match.",
    "The interfaces of NextHopList do not share a gateway address.",
    "interfaces have no gateway addresses here",
);
pub(super) static ENTRY_NOT_EXIST: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidRouteEntry",
    "Specified routeEntry not exist.",
    "The entry does not exist.",
    "a new entry is not looked up",
);
pub(super) static NETWORK_INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidNetworkInterface.NotFound",
    "The network interface is not found on the attachment.",
    "The attachment has no such network interface.",
    "the network interfaces of attachments are not known here",
);
pub(super) static ATTACHMENT_UNREADABLE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationFailed.QueryAttachmentInfo",
    "Failed to query attachment information.",
    "The attachment could not be read.",
    "reading an attachment cannot fail",
);
pub(super) static IPV6_WITH_PRIVATE_ADDRESS: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationUnsupported.SpecifyIpOnIpv6Entry",
    "You cannot specify the private IP address when you create IPv6 route entries.",
    "A private address is given for an IPv6 route.",
    "there is no such parameter",
);
pub(super) static IPV6_ON_CUSTOM_TABLE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.Ipv6EntryOnCustomTable",
    "You cannot create any IPv6 route entry on a custom route table.",
    "An IPv6 route for a custom table.",
    "no action makes custom route tables",
);
pub(super) static CLOUD_BOX_TABLE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.CloudBoxVbrEntryAllowedInCustomRouteTable",
    "The operation is not allowed because only the custom routing table can add a routing entry with the next hop pointing to the cloud box type VBR.",
    "The next hop leads to a cloud box, and the table is not a custom one.",
    "there are no cloud boxes",
);
pub(super) static CLOUD_BOX_VSWITCH: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.RouteTableAssociateNotCloudBoxVSwitch",
    "The operation is not allowed because of the routing table is bound to a non-cloud box type vswitch, and routing entries pointing to the cloud box VBR cannot be added.",
    "The next hop leads to a cloud box, and the table applies to an ordinary vSwitch.",
    "there are no cloud boxes",
);
pub(super) static CLOUD_BOX_MISMATCH: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.VbrMisMatchCloudBox",
    "The operation is not allowed because the routing table is bound to a cloud box vswitch, and routing entries pointing to other cloud box VBRs cannot be added.",
    "The next hop leads to another cloud box than that of the table's vSwitch.",
    "there are no cloud boxes",
);
pub(super) static DIFFERENT_VPCS: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.RouterInterfaceToDifferentVpc",
    "The operation is not allowed because the router interface is connected to different VPCs.",
    "The interfaces lead to different VPCs.",
    "the interfaces of a list all lead to border routers",
);
pub(super) static DIFFERENT_ZONES: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "OperationDenied.RouterInterfaceFromDifferentZones",
    "The operation is not allowed because the router interface resides in different zones.",
    "The interfaces are in different zones.",
    "an interface is in a region, not in a zone",
);
pub(super) static INSTANCE_NOT_FOUND_2016: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "InvalidInstanceId.NotFound",
    "Specified instance does not exist.",
    "The instance does not exist.",
    "2016 spelling of InvalidInstanId.NotFound, which is what is answered",
);
