//! AttachCenChildInstance, DescribeCenAttachedChildInstanceAttribute, and DetachCenChildInstance.

use super::{
    attached, attaching, between, cen, foreign_cen, foreign_vpc, partner, unfinished_cen, unfinished_vpc, vpc,
};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::ABROAD;

const ATTACH: &str = "AttachCenChildInstance";
const DESCRIBE: &str = "DescribeCenAttachedChildInstanceAttribute";
const DETACH: &str = "DetachCenChildInstance";

pub(super) fn cases() -> Vec<Case> {
    let names = [ATTACH, DESCRIBE, DETACH].into_iter().flat_map(of_names);
    names.chain(attach()).chain(detach()).collect()
}

/// The rows about what a call names, which the three have in common.
fn of_names(action: &'static str) -> Vec<Case> {
    vec![
        case(
            action,
            400,
            "ParameterIllegal.ChildInstanceType",
            "The parameter of child instance type is illegal.",
            move |world| between(world, action, &cen(world), &vpc(world)).with("ChildInstanceType", "CCN"),
        ),
        case(
            action,
            400,
            "ParameterCenInstanceId",
            "The parameter of CEN instance id is illegal.",
            move |world| between(world, action, &foreign_cen(world), &vpc(world)),
        ),
        case(action, 400, "ParameterInstanceId", "The parameter of instance id is illegal.", move |world| {
            between(world, action, &cen(world), &foreign_vpc(world))
        }),
    ]
}

fn fresh(world: &World) -> Call {
    between(world, ATTACH, &cen(world), &vpc(world))
}

fn attach() -> Vec<Case> {
    vec![
        case(ATTACH, 400, "IllegalParam.RegionId", "The specified RegionId is illegal.", |world| {
            fresh(world).with("ChildInstanceRegionId", "cn-nowhere")
        }),
        case(
            ATTACH,
            409,
            "InvalidOperation.CenInstanceStatus",
            "The CEN instance is not in a valid state for the operation.",
            |world| {
                let vpc = vpc(world);
                between(world, ATTACH, &unfinished_cen(world), &vpc)
            },
        ),
        case(ATTACH, 404, "Bid.NotFound", "Not found childInstance Bid by specified AliUid.", |world| {
            fresh(world).with("ChildInstanceOwnerId", "1")
        }),
        case(
            ATTACH,
            400,
            "Forbbiden.AttachChildInstanceAcrossBid",
            "Operation is invalid, please apply for cross-bid attaching.",
            |world| fresh(world).with("ChildInstanceOwnerId", &ABROAD.to_string()),
        ),
        case(
            ATTACH,
            409,
            "Forbbiden.AttachChildInstanceAcrossUid",
            "Operation is invalid because the child-instance is not authorized to CEN.",
            |world| {
                let call = between(world, ATTACH, &cen(world), &foreign_vpc(world));
                call.with("ChildInstanceOwnerId", &partner())
            },
        ),
        case(
            ATTACH,
            409,
            "InvalidOperation.ChildInstanceAlreadyAttached",
            "Operation is invalid because the child-instance has already been attached to another CEN.",
            |world| {
                let vpc = vpc(world);
                attached(world, &cen(world), &vpc);
                between(world, ATTACH, &cen(world), &vpc)
            },
        ),
        case(
            ATTACH,
            400,
            "OperationFailed.InvalidVpcStatus",
            "Operation is failed because the child-instance is configuring.",
            |world| {
                let cen = cen(world);
                let vpc = world.send(&unfinished_vpc(world)).text("VpcId");
                between(world, ATTACH, &cen, &vpc)
            },
        ),
        case(
            ATTACH,
            409,
            "InvalidOperation.ChildInstanceStatus",
            "The child-instance is not in a valid state for the operation.",
            |world| {
                let vbr = world.vbr();
                world.terminate(&vbr);
                between(world, ATTACH, &cen(world), &vbr)
            },
        ),
    ]
}

fn detach() -> Vec<Case> {
    vec![
        case(DETACH, 404, "Bid.NotFound", "Not found Bid by specified AliUid.", |world| {
            let (cen, vpc) = (cen(world), vpc(world));
            attached(world, &cen, &vpc);
            between(world, DETACH, &cen, &vpc).with("CenOwnerId", "1")
        }),
        case(DETACH, 409, "Operation.Blocking", "Operation is blocking, please try again later.", |world| {
            let (cen, vpc) = (cen(world), vpc(world));
            attaching(world, &cen, &vpc);
            between(world, DETACH, &cen, &vpc)
        }),
        case(
            DETACH,
            400,
            "OperationFailed.VbrAttachedVbrHa",
            "The operation is failed because of VbrAttachedVbrHa.",
            |world| {
                let [vbr, _] = crate::failover_group::group(world);
                let cen = world.state().cen_attachment(&vbr).unwrap().cen.to_string();
                between(world, DETACH, &cen, &vbr)
            },
        ),
    ]
}
