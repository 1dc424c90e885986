//! ApplyPhysicalConnectionLOA, DescribePhysicalConnectionLOA, CompletePhysicalConnectionLOA.

use xconnect_model::physical_connection::Status;

use super::{not_now, nowhere_to_be_found};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

const APPLY: &str = "ApplyPhysicalConnectionLOA";
const DESCRIBE: &str = "DescribePhysicalConnectionLOA";
const COMPLETE: &str = "CompletePhysicalConnectionLOA";

pub(crate) fn cases() -> Vec<Case> {
    let own = vec![
        case(
            APPLY,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                let line = world.line_in(Status::Allocated);
                world.edit_account(OWN, |account| account.outbound_traffic_open = false);
                apply(world, &line)
            },
        ),
        not_now(APPLY, |world| apply(world, &world.line_in(Status::Approved))),
        not_now(APPLY, |world| {
            let line = world.line_in(Status::Allocated);
            world.send(&apply(world, &line)).success();
            apply(world, &line)
        }),
        not_now(COMPLETE, |world| {
            let line = world.line_in(Status::Allocated);
            world.send(&apply(world, &line)).success();
            complete(world, &line)
        }),
    ];
    let all = [
        own,
        nowhere_to_be_found(APPLY, apply),
        nowhere_to_be_found(DESCRIBE, describe),
        nowhere_to_be_found(COMPLETE, complete),
    ];
    all.into_iter().flatten().collect()
}

fn apply(world: &World, line: &str) -> Call {
    let params = [
        ("RegionId", HANGZHOU),
        ("InstanceId", line),
        ("CompanyName", "company"),
        ("LineType", "FIBRE"),
        ("Si", "contractor"),
        ("ConstructionTime", "2026-12-28T16:00:00Z"),
        ("PMInfo.1.PMName", "Li Si"),
        ("PMInfo.1.PMCertificateType", "Passport"),
        ("PMInfo.1.PMCertificateNo", "E12345678"),
        ("PMInfo.1.PMGender", "Male"),
        ("PMInfo.1.PMContactInfo", "13900001111"),
    ];
    world.call(APPLY, &params)
}

fn describe(world: &World, line: &str) -> Call {
    world.call(DESCRIBE, &[("RegionId", HANGZHOU), ("InstanceId", line)])
}

fn complete(world: &World, line: &str) -> Call {
    world.call(COMPLETE, &[("RegionId", HANGZHOU), ("InstanceId", line)])
}
