//! CreateRouteEntry: tables, destinations, and how many.

use xconnect_model::route::RouteKind;

use super::{OFFICE, VbrSite, VpcSite, again, created, learned};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::records::OWN;

const CREATE: &str = "CreateRouteEntry";

pub(crate) fn cases() -> Vec<Case> {
    [tables(), destinations(), quotas()].into_iter().flatten().collect()
}

fn tables() -> Vec<Case> {
    vec![
        case(CREATE, 400, "MissingParameter", "Miss mandatory parameter.", |world| {
            VpcSite::new(world).creation(world).without("RouteTableId")
        }),
        case(CREATE, 404, "InvalidRouteTableId.NotFound", "Specified route table does not exist.", |world| {
            VpcSite::new(world).creation(world).by_partner()
        }),
        case(
            CREATE,
            400,
            "IncorrectVpcStatus",
            "Current VPC status does not support this operation.",
            |world| VpcSite::pending(world).creation(world),
        ),
        case(
            CREATE,
            400,
            "IncorrectRouteEntryStatus",
            "Some route entry status blocked this operation.",
            |world| {
                let call = VpcSite::new(world).creation(world);
                world.send(&call).success();
                again(call).with("DestinationCidrBlock", "192.168.0.0/24")
            },
        ),
        case(CREATE, 400, "IncorrectRouteEntryStatus", "VBR has NotStable route entry.", |world| {
            let call = VbrSite::new(world).creation(world);
            world.send(&call).success();
            again(call).with("DestinationCidrBlock", "192.168.0.0/24")
        }),
        case(CREATE, 400, "InvalidVBRStatus", "invalid virtual border router status.", |world| {
            let site = VbrSite::new(world);
            world.terminate(&site.vbr);
            site.creation(world)
        }),
        case(
            CREATE,
            400,
            "InvalidPhysicalConnectionBusinessStatus",
            "invalid physical connection business status.",
            |world| {
                let site = VbrSite::new(world);
                world.edit_line(&site.line, |line| {
                    line.business_status = xconnect_model::router_interface::BusinessStatus::FinancialLocked;
                });
                site.creation(world)
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                let site = VbrSite::new(world);
                world.edit_account(OWN, |account| account.outbound_traffic_open = false);
                site.creation(world)
            },
        ),
    ]
}

fn destinations() -> Vec<Case> {
    vec![
        case(CREATE, 400, "IllegalParam.CidrBlock", "The specified CidrBlock is illegal.", |world| {
            VpcSite::new(world).creation(world).with("DestinationCidrBlock", "::ffff:192.168.0.0/112")
        }),
        case(CREATE, 400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.", |world| {
            VpcSite::new(world).creation(world).with("DestinationCidrBlock", "192.168.0.0/33")
        }),
        case(CREATE, 400, "InvalidCidrBlock", "Specified CIDR block is not valid.", |world| {
            VpcSite::new(world).creation(world).with("DestinationCidrBlock", "100.100.0.0/16")
        }),
        case(CREATE, 400, "InvalidCIDRBlock.Duplicate", "Specified CIDR block is already exists.", |world| {
            let call = VpcSite::new(world).creation(world);
            created(world, &call);
            again(call).with("DestinationCidrBlock", "192.168.255.255/16")
        }),
        case(CREATE, 400, "InvalidRouteEntry.Duplicate", "The route entry already exist.", |world| {
            let call = VpcSite::new(world).shared(world);
            created(world, &call);
            again(call)
        }),
        case(
            CREATE,
            400,
            "Duplicated.VpcNextHop",
            "Specified CIDR block is already exists with this next hop.",
            |world| {
                let call = VbrSite::new(world).creation(world);
                created(world, &call);
                again(call)
            },
        ),
        case(CREATE, 400, "RouteConflict.AlreadyExist", "Route conflict exists in routing table.", |world| {
            let site = VbrSite::new(world);
            learned(world, &site.table, RouteKind::Bgp);
            site.creation(world)
        }),
    ]
}

fn quotas() -> Vec<Case> {
    vec![
        case(CREATE, 400, "QuotaExceeded", "Route entry quota exceeded in this route table.", |world| {
            full(world, "routes_per_table", "Instance")
        }),
        case(
            CREATE,
            400,
            "CountLimitExceed.HaVipRouteEntry",
            "There can be 5 route entry to HaVip at most in one route table.",
            |world| full(world, "routes_per_havip", "HaVip"),
        ),
    ]
}

/// The creation of a second route where there is room for one.
fn full(world: &World, quota: &'static str, kind: &'static str) -> crate::support::call::Call {
    world.edit_account(OWN, move |account| {
        account.quotas.insert(quota.into(), 1);
    });
    let site = VpcSite::new(world);
    site.target(world, "t-test", |target| target.kind = kind.into());
    let call = super::creation(world, &site.table, kind, "t-test");
    created(world, &call);
    assert!(super::listed(world, &site.table).iter().any(|entry| entry["DestinationCidrBlock"] == OFFICE));
    again(call).with("DestinationCidrBlock", "192.0.0.0/24")
}
