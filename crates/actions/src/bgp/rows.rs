//! The error table that the pages of the family repeat: most pages print all of it, whatever their action can raise.
//! So a row stands here twice, for the actions that raise it and, as `elsewhere`, for those that only print it.

use xconnect_wire::ErrorSpec;

/// Why a page's row cannot be provoked that another action of the family raises.
const REPEATED: &str =
    "the page repeats the table of its family, and nothing in this action leads to the row";

macro_rules! rows {
    ($($name:ident = $http:literal $code:literal $message:literal: $when:literal;)*) => {
        $(pub(super) static $name: ErrorSpec = ErrorSpec::new($http, $code, $message, $when);)*

        /// The rows where a page prints them, and its action cannot raise them.
        pub(super) mod elsewhere {
            use super::{ErrorSpec, REPEATED};

            $(pub(in crate::bgp) static $name: ErrorSpec =
                ErrorSpec::unprovoked($http, $code, $message, $when, REPEATED);)*
        }
    };
}

rows! {
    PEER_QUOTA = 400 "QuotaExceeded.Bgp" "bgp peer count per vbr quota exceed.":
        "The border router has as many BGP peers as it may have.";
    GROUP_QUOTA = 400 "QuotaExceeded.Bgp" "bgp group count per vbr quota exceed.":
        "The border router has as many BGP groups as it may have.";
    NETWORK_QUOTA = 400 "QuotaExceeded.BgpNetwork" "bgp network count per vbr quota exceed.":
        "The border router announces as many networks as it may.";
    PEER_ADDRESS_MISSING = 400 "InvalidPeerIpAddress" "multi pconn peer ip can not be null.":
        "PeerIpAddress is missing, and the border router has several lines.";
    VBR_NOT_FOUND = 400 "InvalidVbrNetwork" "vbr netowrk not exists":
        "RouterId is the id of a border router (`vbr-...`), and of none of the caller's in the region.";
    GROUP_NOT_FOUND = 400 "InvalidBgpGroup" "bgp group not exists":
        "BgpGroupId is the id of a BGP group (`bgpg-...`), and of none of the caller's in the region.";
    NAME_MALFORMED = 400 "InvalidBgpName.Malformed" "Specified Bgp Group name is not valid.":
        "Name breaks the rule for names.";
    DESCRIPTION_MALFORMED = 400 "InvalidBgpDiscription.Malformed" "Specified Bgp Group description is not valid.":
        "Description breaks the rule for descriptions.";
    AUTH_KEY_MALFORMED = 400 "InvalidBgpAuthkey.Malformed" "Specified Bgp Group authkey is not valid.":
        "AuthKey is longer than 80 characters, or has one that is not printable ASCII.";
    IP_MALFORMED = 400 "InvalidIP.Malformed" "Ip malformed.":
        "The address or block is none, or not one that the border router can have there: a peer's address lies in \
         the subnet of one of its lines, is not its own, and is no other peer's.";
    PEER_ASN_MALFORMED = 400 "InvalidPeerAsn.Malformed" "invalid peer asn cannot equals aliyun asn:45104":
        "PeerAsn is the cloud's own AS number, a reserved one (0, 23456, 65535, 4294967295), or none at all.";
    MANDATORY_MISSING = 400 "InvalidParams.NotNull" "invalid peer asn cannot equals aliyun asn:45104":
        "A mandatory parameter is missing or blank; the text is a copy of the one about AS numbers.";
    VPC_NOT_FOUND = 400 "InvalidParams.NotFound" "vpc instance not found":
        "VpcId is none of the caller's VPCs.";
    NETWORK_EXISTS = 400 "InvalidParams.AlreadyExists" "bgp network already exists":
        "The border router announces the network already.";
}

pub(super) static NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParams.NotFound",
    "instance not found",
    "A RouterId that is given does not begin as a border router's id does (`vbr-`), or a BgpGroupId not as a group's \
     (`bgpg-`): nothing can have it. Where a peer or an announced network is named: there is none.",
);
pub(super) static WRONG_STATE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus.CannotOperate",
    "invalid status cannot operate",
    "The group, peer, or network is not Available, or the border router is not Active.",
);
pub(super) static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "The caller has not opened the outbound-traffic service in the region.",
);
/// Probes are counted where they are made, and no action of this API makes any.
pub(super) static NQA_QUOTA: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "QuotaExceeded.Nqa",
    "nqa count per vbr quota exceed.",
    "The border router has as many NQA probes as it may have.",
    "no action makes NQA probes",
);
/// A border router stays for as long as it has groups.
pub(super) static VBR_GONE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidVbrNetwork",
    "vbr netowrk not exists",
    "The border router of the group does not exist.",
    "a border router with BGP groups cannot be deleted",
);

pub(super) static REGION_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "Specified value of \"regionId\" is not supported.",
    "RegionId is not a known region.",
);
pub(super) static REGION_NOT_IN_RECORDS: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist in our records.",
    "RegionId is not a known region.",
);
pub(super) static INTERNAL: ErrorSpec = ErrorSpec::unprovoked(
    500,
    "InternalError",
    "The request processing has failed due to some unknown error.",
    "An internal failure.",
    "a failure of the backend itself, which no request leads to",
);
