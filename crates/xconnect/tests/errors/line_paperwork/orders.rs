//! CreatePhysicalConnectionOccupancyOrder and CreatePhysicalConnectionSetupOrder.

use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::{OrderMode, Shared, Status, VpconnStatus};
use xconnect_model::router_interface::BusinessStatus;

use super::{not_now, nowhere_to_be_found};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{BEIJING, HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

const OCCUPANCY: &str = "CreatePhysicalConnectionOccupancyOrder";
const SETUP: &str = "CreatePhysicalConnectionSetupOrder";

pub(crate) fn cases() -> Vec<Case> {
    [occupancy(), nowhere_to_be_found(OCCUPANCY, occupy), setup_places(), setup_account(), setup_redundant()]
        .into_iter()
        .flatten()
        .collect()
}

fn occupy(world: &World, line: &str) -> Call {
    world.on_line(OCCUPANCY, line)
}

fn occupancy() -> Vec<Case> {
    vec![
        not_now(OCCUPANCY, |world| occupy(world, &world.line_in(Status::Initial))),
        not_now(OCCUPANCY, |world| {
            let line = world.line_in(Status::Allocated);
            world.edit_line(&line, |line| {
                line.shared = Some(Shared {
                    parent_account: PARTNER,
                    order_mode: OrderMode::ByPhysicalConnectionOwner,
                    ..Shared::default()
                });
            });
            occupy(world, &line)
        }),
        not_now(OCCUPANCY, |world| {
            let line = world.line_in(Status::Allocated);
            world.send(&occupy(world, &line)).success();
            occupy(world, &line)
        }),
        case(OCCUPANCY, 400, "Abs.InstanceNotExist", "The specified instance does not exist.", |world| {
            let line = world.line_in(Status::Canceled);
            world.edit_line(&line, |line| {
                let (parent_account, status) = (PARTNER, VpconnStatus::Deleted);
                line.shared = Some(Shared { parent_account, status, ..Shared::default() });
            });
            occupy(world, &line)
        }),
    ]
}

/// The order of an installation that succeeds.
fn set_up(world: &World) -> Call {
    let params = [("RegionId", HANGZHOU), ("AccessPointId", HANGZHOU_POINT), ("LineOperator", "CT")];
    world.call(SETUP, &params)
}

fn setup_places() -> Vec<Case> {
    vec![
        case(
            SETUP,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            |world| set_up(world).with("RegionId", "cn-nowhere"),
        ),
        case(
            SETUP,
            404,
            "InvalidAccessPointId.NotFound",
            "The AccessPointId provided does not exist in our records.",
            |world| set_up(world).with("RegionId", BEIJING),
        ),
        case(SETUP, 400, "InvalidAccessPointId.NotEnabled", "Invalid access point status.", |world| {
            world.edit(|state, draft| {
                let mut point = state.access_point(HANGZHOU_POINT).unwrap().into_owned();
                point.seq = draft.seq();
                point.status = xconnect_model::access_point::AccessPointStatus::Disabled;
                draft.put(point);
            });
            set_up(world)
        }),
        case(SETUP, 400, "InvalidLineOperator.Malformd", "The LineOperator provided was invalid.", |world| {
            set_up(world).with("LineOperator", "ct")
        }),
        case(SETUP, 400, "InvalidPortType.Malformd", "The PortType provided was invalid.", |world| {
            set_up(world).with("PortType", "40GBase-LR")
        }),
    ]
}

fn setup_account() -> Vec<Case> {
    vec![
        case(
            SETUP,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                world.edit_account(OWN, |account| account.outbound_traffic_open = false);
                set_up(world)
            },
        ),
        case(
            SETUP,
            400,
            "Forbidden.BillsOutstanding",
            "You cannot create more RouterInterface because you have bills outstanding.",
            |world| {
                let line = world.line_in(Status::Enabled);
                world.edit_line(&line, |line| line.business_status = BusinessStatus::FinancialLocked);
                set_up(world)
            },
        ),
        case(
            SETUP,
            400,
            "QuotaExceeded.freePconnPerAP",
            "free physical connections count excceeded.",
            |world| {
                for _ in 0..5 {
                    world.send(&set_up(world)).success();
                }
                set_up(world)
            },
        ),
        case(
            SETUP,
            400,
            "QuotaExceeded.pConnPerAP",
            "Physical connection count per ap quota exceed.",
            |world| {
                world.edit_account(OWN, |account| {
                    account.quotas.insert("lines_per_access_point".into(), 1);
                });
                world.line_in(Status::Enabled);
                set_up(world)
            },
        ),
    ]
}

fn setup_redundant() -> Vec<Case> {
    vec![
        case(
            SETUP,
            400,
            "InvalidRedundantPhysicalConnectionId.NotFound",
            "The RedundantPhysicalConnectionId does not found.",
            |world| set_up(world).with("RedundantPhysicalConnectionId", "pc-none"),
        ),
        case(
            SETUP,
            400,
            "InvalidRedundantPhysicalConnection",
            "redundant physical connection doesn't belong to current user.",
            |world| {
                let line = world.line_in(Status::Enabled);
                world.edit_line(&line, |line: &mut PhysicalConnection| line.account = PARTNER);
                set_up(world).with("RedundantPhysicalConnectionId", &line)
            },
        ),
        case(
            SETUP,
            400,
            "InvalidRedundantPhysicalConnectionStatus",
            "invalid redundant physical connection status.",
            |world| set_up(world).with("RedundantPhysicalConnectionId", &world.line(&[])),
        ),
    ]
}
