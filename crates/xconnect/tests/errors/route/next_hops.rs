//! CreateRouteEntry: next hops.

use xconnect_model::RouterType;
use xconnect_model::router_interface::Status;

use super::{VpcSite, creation};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const CREATE: &str = "CreateRouteEntry";

pub(crate) fn cases() -> Vec<Case> {
    [forms(), targets(), interfaces()].into_iter().flatten().collect()
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
            |world| VpcSite::new(world).shared(world).without("NextHopList.2.NextHopId"),
        ),
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
        case(
            CREATE,
            400,
            "OperationFailed.NotSupportIPV6",
            "The specified next hop does not support IPv6.",
            |world| VpcSite::new(world).creation(world).with("DestinationCidrBlock", "2001:db8::/32"),
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
    ]
}

/// The creation of a route to something that is in another VPC.
fn elsewhere(world: &World, kind: &'static str) -> Call {
    let site = VpcSite::new(world);
    site.target(world, "t-test", |target| (target.kind, target.vpc) = (kind.into(), "vpc-other".into()));
    creation(world, &site.table, kind, "t-test")
}

/// The creation of a route to something that cannot be led to now.
fn not_ready(world: &World, kind: &'static str) -> Call {
    let site = VpcSite::new(world);
    site.target(world, "t-test", |target| (target.kind, target.ready) = (kind.into(), false));
    creation(world, &site.table, kind, "t-test")
}
