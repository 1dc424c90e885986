//! CreateRouteEntry: next hops.

use xconnect_model::provider::{AddressStatus, NextHopTarget, TargetAddress};
use xconnect_model::router_interface::Status;
use xconnect_model::{RouterRef, RouterType, VpcId};

use super::{VbrSite, VpcSite, creation};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const CREATE: &str = "CreateRouteEntry";
/// An IPv6 destination that nothing stands in the way of.
const OFFICE_V6: &str = "2001:db8::/32";
/// The id of something registered: any kind may have it.
const TARGET: &str = "tr-attach-test";

pub(crate) fn cases() -> Vec<Case> {
    [forms(), targets(), ipv6(), interfaces()].into_iter().flatten().collect()
}

fn forms() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "InvalidNextHopType",
            "Specified parameter \"NextHopType\" is not valid",
            |world| VpcSite::new(world).creation(world).with("NextHopType", "Tunnel"),
        ),
        case(
            CREATE,
            400,
            "InvalidNexthopTypeAndList.BothNull",
            "both nexthopType and nextHopList are null.",
            |world| VpcSite::new(world).creation(world).without("NextHopType").without("NextHopId"),
        ),
        case(
            CREATE,
            400,
            "InvalidNexthopTypeAndList.BothNotNull",
            "both nexthopType and nextHopList are not null.",
            |world| VpcSite::new(world).shared(world).with("NextHopType", "RouterInterface"),
        ),
        case(
            CREATE,
            400,
            "InvalidNexthopListSize",
            "nexthop size is illegal. Must be between 2 and 4.",
            |world| {
                let call = VpcSite::new(world).shared(world);
                let further =
                    ["NextHopList.3.NextHopId", "NextHopList.4.NextHopId", "NextHopList.5.NextHopId"];
                further.into_iter().fold(call, |call, name| call.with(name, "ri-1"))
            },
        ),
        case(CREATE, 400, "InvalidRouteEntrySize", "The Specified routerEntry size not legal.", |world| {
            VpcSite::new(world).shared(world).without("NextHopList.2.NextHopId")
        }),
        case(CREATE, 400, "InvalidRouterInterface", "invalid router interface.", |world| {
            VpcSite::new(world).shared(world).with("NextHopList.2.NextHopId", "ri-1")
        }),
        case(CREATE, 400, "INVALID_WEIGHT_PARAM", "Specified value of weight invalid", |world| {
            VpcSite::new(world).shared(world).with("NextHopList.2.Weight", "256")
        }),
    ]
}

fn targets() -> Vec<Case> {
    vec![
        case(CREATE, 404, "InvalidNextHopId.NotFound", "Specified next hop does not exist.", |world| {
            VpcSite::new(world).creation(world).with("NextHopId", "i-none")
        }),
        case(CREATE, 404, "InvalidInstanId.NotFound", "Specified instance does not exist.", |world| {
            elsewhere(world, "Instance")
        }),
        case(
            CREATE,
            404,
            "InvalidHaVipId.NotFound",
            "The specified HaVip does not exist in the specified VPC.",
            |world| elsewhere(world, "HaVip"),
        ),
        case(CREATE, 400, "InvalidAttachment.NotFound", "The attachment is not found.", |world| {
            elsewhere(world, "Attachment")
        }),
        case(
            CREATE,
            400,
            "IncorrectInstanceStatus",
            "Current instance status does not support this operation.",
            |world| not_ready(world, "Instance"),
        ),
        case(
            CREATE,
            403,
            "IncorrectInstanceStatus",
            "The current status of the resource does not support this operation.",
            |world| not_ready(world, "NatGateway"),
        ),
        case(
            CREATE,
            400,
            "IncorrectHaVipStatus",
            "This operation is denied because satus of the specified HaVip is neither Available nor InUse.",
            |world| not_ready(world, "HaVip"),
        ),
        case(
            CREATE,
            400,
            "OperationFailed.ActiveNetworkInterfaceNotFound",
            "No active network interface is found on the attachment.",
            |world| not_ready(world, "Attachment"),
        ),
        case(CREATE, 400, "IllegalParam.AttachmentId", "The attachment is invalid.", |world| {
            VpcSite::new(world).creation(world).with("NextHopType", "Attachment")
        }),
        case(CREATE, 400, "INVALID_VPC_ID", "The Specified VpcId not match.", |world| {
            elsewhere(world, "VpnGateway")
        }),
    ]
}

fn ipv6() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "OperationFailed.NotSupportIPV6",
            "The specified next hop does not support IPv6.",
            |world| VpcSite::new(world).creation(world).with("DestinationCidrBlock", OFFICE_V6),
        ),
        case(
            CREATE,
            400,
            "OperationUnsupported.Ipv6EntryOnPrimaryNetworkInterface",
            "You cannot create IPv6 route entries on a primary network interface.",
            |world| over_network_interface(world, |target| target.primary = true),
        ),
        case(
            CREATE,
            400,
            "IncorrectStatus.Ipv6Address",
            "The IPv6 address of the specified next hop is being assigned or deleted.",
            |world| over_network_interface(world, |target| target.ipv6[0].status = AddressStatus::Assigning),
        ),
        case(
            CREATE,
            400,
            "OperationUnsupported.MutipleIpv6Address",
            "You cannot specify a next hop that has bound multiple IPv6 addresses.",
            |world| over_network_interface(world, |target| target.ipv6.push(address("2001:db8::2"))),
        ),
    ]
}

fn interfaces() -> Vec<Case> {
    vec![
        case(CREATE, 400, "InvalidNextHop.NotFound", "Specified next hop does not exist.", |world| {
            VpcSite::new(world).shared(world).with("NextHopList.2.NextHopId", "ri-none")
        }),
        case(
            CREATE,
            400,
            "InvalidOppositeRouterType",
            "nexthop list cannot only contain router interface whose opposite router interface is on vbr.",
            |world| {
                let site = VpcSite::new(world);
                site.interface(world, "ri-3", |one| one.opposite.router_type = Some(RouterType::VRouter));
                site.shared(world).with("NextHopList.3.NextHopId", "ri-3")
            },
        ),
        case(
            CREATE,
            400,
            "OperationDenied.VbrIdle",
            "The operation is not allowed because the next hop of the added routing entry is a VBR type RI at the \
             opposite end, which cannot be in an idle state.",
            |world| {
                let site = VpcSite::new(world);
                site.interface(world, "ri-idle", |one| one.status = Status::Idle);
                creation(world, &site.table, "RouterInterface", "ri-idle")
            },
        ),
        case(
            CREATE,
            400,
            "FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY",
            "The Specified CIDR must be in vpc CIDR.",
            |world| {
                let site = VbrSite::new(world);
                VpcSite::new(world).interface(world, "ri-vbr", |one| {
                    one.router = RouterRef { kind: RouterType::Vbr, id: site.vbr.as_str().into() };
                    one.vpc = VpcId::default();
                    one.opposite.router_type = Some(RouterType::VRouter);
                });
                site.creation(world).with("NextHopId", "ri-vbr").with("DestinationCidrBlock", "0.0.0.0/0")
            },
        ),
    ]
}

/// The creation of an IPv6 route over a network interface with one address, or what a change makes of it.
fn over_network_interface(world: &World, change: impl FnOnce(&mut NextHopTarget)) -> Call {
    let site = VpcSite::new(world);
    site.target(world, "eni-test", |target| {
        (target.kind, target.ipv6) = ("NetworkInterface".into(), vec![address("2001:db8::1")]);
        change(target);
    });
    creation(world, &site.table, "NetworkInterface", "eni-test").with("DestinationCidrBlock", OFFICE_V6)
}

fn address(text: &str) -> TargetAddress {
    let address = text.parse().expect("it is an address");
    TargetAddress { address, status: AddressStatus::Assigned }
}

/// The creation of a route to something that is in another VPC.
fn elsewhere(world: &World, kind: &'static str) -> Call {
    let site = VpcSite::new(world);
    let change = |target: &mut NextHopTarget| {
        (target.kind, target.vpc) = (kind.into(), "vpc-other".into());
    };
    site.target(world, TARGET, change);
    creation(world, &site.table, kind, TARGET)
}

/// The creation of a route to something that cannot be led to now.
fn not_ready(world: &World, kind: &'static str) -> Call {
    let site = VpcSite::new(world);
    site.target(world, TARGET, |target| (target.kind, target.ready) = (kind.into(), false));
    creation(world, &site.table, kind, TARGET)
}
