//! CreatePhysicalConnection.

use xconnect_model::physical_connection::Status;
use xconnect_model::router_interface::BusinessStatus;

use super::{close_service, given_away, nowhere};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::records::HANGZHOU_POINT;

const CREATE: &str = "CreatePhysicalConnection";

pub(super) fn cases() -> Vec<Case> {
    [values(), redundant(), account(), place()].into_iter().flatten().collect()
}

/// An application with one parameter that is not as it should be.
fn with(code: &'static str, message: &'static str, name: &'static str, value: &'static str) -> Case {
    case(CREATE, 400, code, message, move |world| world.application().with(name, value))
}

fn values() -> Vec<Case> {
    vec![
        with("InvalidType.Malformd", "The Type provided was invalid.", "Type", "Classic"),
        with(
            "InvalidPeerLocation.Malformd",
            "The PeerLocation provided was invalid.",
            "PeerLocation",
            "https://example.com",
        ),
        with("InvalidLineOperator.Malformd", "The LineOperator provided was invalid.", "LineOperator", "ct"),
        with("InvalidPortType.Malformd", "The PortType provided was invalid.", "PortType", "100GBase-LR"),
        with(
            "InvalidDescription.Malformed",
            "The specifid \"Description\" is not valid.",
            "Description",
            "1",
        ),
        with("InvalidName.Malformed", "The specified \"Name\" is not valid.", "Name", "1"),
        with("InvalidBandwidth", "invalid physical connection banwidth.", "bandwidth", "1001"),
        with("InvalidCircuitCode.Malformed", "circuitCode is illegal.", "CircuitCode", "a b"),
    ]
}

fn redundant() -> Vec<Case> {
    vec![
        with(
            "InvalidRedundantPhysicalConnectionId.NotFound",
            "The RedundantPhysicalConnectionId does not found.",
            "RedundantPhysicalConnectionId",
            "pc-none",
        ),
        case(
            CREATE,
            400,
            "InvalidRedundantPhysicalConnection",
            "redundant physical connection doesn't belong to current user.",
            |world| independent_of(world, &given_away(world, Status::Enabled)),
        ),
        case(
            CREATE,
            400,
            "InvalidRedundantPhysicalConnectionStatus",
            "invalid redundant physical connection status.",
            |world| independent_of(world, &world.line(&[])),
        ),
    ]
}

fn independent_of(world: &World, line: &str) -> crate::support::call::Call {
    world.application().with("RedundantPhysicalConnectionId", line)
}

fn account() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "QuotaExceeded.freePconnPerAP",
            "free physical connections count excceeded.",
            |world| {
                for _ in 0..5 {
                    world.line(&[]);
                }
                world.application()
            },
        ),
        case(
            CREATE,
            400,
            "QuotaExceeded.pConnPerAP",
            "Physical connection count per ap quota exceed.",
            |world| {
                world.line(&[]);
                world.application()
            },
        )
        .config("\n[quotas]\nlines_per_access_point = 1\n"),
        case(
            CREATE,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                close_service(world);
                world.application()
            },
        ),
        case(
            CREATE,
            400,
            "Forbidden.BillsOutstanding",
            "You cannot create more RouterInterface because you have bills outstanding.",
            |world| {
                let line = world.line(&[]);
                world.edit_line(&line, |line| line.business_status = BusinessStatus::FinancialLocked);
                world.application()
            },
        ),
    ]
}

fn place() -> Vec<Case> {
    vec![
        nowhere(CREATE, World::application),
        case(
            CREATE,
            404,
            "InvalidAccessPointId.NotFound",
            "The AccessPointId provided does not exist in our records.",
            |world| world.application().with("AccessPointId", "ap-cn-beijing-ft-A"),
        ),
        case(CREATE, 400, "InvalidAccessPointId.NotEnabled", "Invalid access point status.", |world| {
            world.edit(|state, draft| {
                let mut point = state.access_point(HANGZHOU_POINT).unwrap().into_owned();
                point.seq = draft.seq();
                point.status = xconnect_model::access_point::AccessPointStatus::Disabled;
                draft.put(point);
            });
            world.application()
        }),
    ]
}
