//! ModifyPhysicalConnectionAttribute.

use xconnect_model::physical_connection::Status;

use super::{given_away, nowhere, somebody_elses};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const MODIFY: &str = "ModifyPhysicalConnectionAttribute";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = values();
    cases.extend(redundant());
    cases.push(nowhere(MODIFY, |world| world.on_line(MODIFY, &world.line(&[]))));
    cases.push(somebody_elses(MODIFY));
    cases.push(case(MODIFY, 400, "InvalidStatus", "invalid physical connection status.", |world| {
        world.on_line(MODIFY, &world.line_in(Status::Canceled)).with("Name", "other")
    }));
    cases
}

fn with(code: &'static str, message: &'static str, name: &'static str, value: &'static str) -> Case {
    case(MODIFY, 400, code, message, move |world| world.on_line(MODIFY, &world.line(&[])).with(name, value))
}

fn values() -> Vec<Case> {
    vec![
        with("InvalidLineOperator.Malformd", "The LineOperator provided was invalid.", "LineOperator", "ct"),
        with("InvalidPeerLocation.Malformd", "The PeerLocation provided was invalid.", "PeerLocation", "x"),
        with("InvalidPortType.Malformd", "The PortType provided was invalid.", "PortType", "E1"),
        with(
            "InvalidDescription.Malformed",
            "The specifid \"Description\" is not valid.",
            "Description",
            "1",
        ),
        with("InvalidName.Malformed", "The specified \"Name\" is not valid.", "Name", "1"),
        with("InvalidBandwidth", "invalid physical connection banwidth.", "bandwidth", "1"),
        with("InvalidCircuitCode.Malformed", "circuitCode is illegal.", "CircuitCode", "a b"),
    ]
}

fn redundant() -> Vec<Case> {
    vec![
        case(
            MODIFY,
            404,
            "InvalidRedundantPhysicalConnectionId.NotFound",
            "The specified RedundantPhysicalConnectionId is not found.",
            |world| independent_of(world, "pc-none"),
        ),
        case(
            MODIFY,
            400,
            "InvalidRedundantPhysicalConnection",
            "redundant physical connection doesn't belong to current user.",
            |world| independent_of(world, &given_away(world, Status::Enabled)),
        ),
        case(
            MODIFY,
            400,
            "InvalidRedundantPhysicalConnectionStatus",
            "invalid redundant physical connection status.",
            |world| independent_of(world, &world.line(&[])),
        ),
    ]
}

fn independent_of(world: &World, other: &str) -> Call {
    world.on_line(MODIFY, &world.line(&[])).with("RedundantPhysicalConnectionId", other)
}
