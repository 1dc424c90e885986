//! CreateVpconnFromVbr and AttachVbrToVpconn.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::{Status, VpconnStatus};

use super::{VBR, not_found, nowhere, parent, with_border_router};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, PARTNER};

const CONVERT: &str = "CreateVpconnFromVbr";
const ATTACH: &str = "AttachVbrToVpconn";

pub(crate) fn cases() -> Vec<Case> {
    convert().into_iter().chain(attach()).collect()
}

fn conversion(world: &World, vbr: &str) -> Call {
    world.call(CONVERT, &[("RegionId", HANGZHOU), ("VbrId", vbr)])
}

fn attachment(world: &World, line: &str, vbr: &str) -> Call {
    world.call(ATTACH, &[("RegionId", HANGZHOU), ("VpconnId", line), ("VbrId", vbr)])
}

/// The shared line that the partner's border router is to move to.
fn converted(world: &World) -> String {
    with_border_router(world, &parent(world), |_| {});
    world.send(&conversion(world, VBR)).text("VirtualPhysicalConnection")
}

/// The same, confirmed by its tenant.
fn confirmed(world: &World) -> String {
    let line = converted(world);
    world.edit_line(&line, |line| {
        line.status = Status::Confirmed;
        if let Some(shared) = &mut line.shared {
            shared.status = VpconnStatus::Confirmed;
        }
    });
    line
}

/// The row for a border router that there is not.
fn no_router(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    case(
        action,
        404,
        "InvalidVbrId.NotFound",
        "The specified VirutalBorderRouter does not exist in our records.",
        call,
    )
}

/// The row for a border router that cannot be moved.
fn incorrect(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    case(action, 400, "IncorrectStatus.VbrId", "The status of %s is incorrect.", call)
        .says("The status of vbr-bp1test is incorrect.")
}

fn convert() -> Vec<Case> {
    vec![
        nowhere(CONVERT, |world| conversion(world, "vbr-none")),
        no_router(CONVERT, |world| {
            with_border_router(world, &parent(world), |_| {});
            conversion(world, VBR).by_partner()
        }),
        incorrect(CONVERT, |world| {
            with_border_router(world, &parent(world), |vbr| vbr.status = VbrStatus::Unconfirmed);
            conversion(world, VBR)
        }),
        case(
            CONVERT,
            400,
            "OperationFailed.TargetUserPconnTrafficNotEnable",
            "The operation failed because of TargetUserPconnTrafficNotEnable.",
            |world| {
                world.edit_account(PARTNER, |account| account.outbound_traffic_open = false);
                with_border_router(world, &parent(world), |_| {});
                conversion(world, VBR)
            },
        ),
        case(CONVERT, 400, "IllegalParam.Bandwidth", "The param of Bandwidth [%s] is illegal.", |world| {
            with_border_router(world, &parent(world), |vbr| vbr.bandwidth_mbps = Some(20_000));
            conversion(world, VBR)
        })
        .says("The param of Bandwidth [20000] is illegal."),
    ]
}

fn attach() -> Vec<Case> {
    vec![
        nowhere(ATTACH, |world| attachment(world, "pc-none", VBR)),
        not_found(ATTACH, |world| attachment(world, &confirmed(world), VBR).by_partner()),
        no_router(ATTACH, |world| attachment(world, &confirmed(world), "vbr-none")),
        case(
            ATTACH,
            400,
            "Forbidden.NotAllowedInState",
            "The request does not allow in this state.",
            |world| attachment(world, &converted(world), VBR),
        ),
        case(ATTACH, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", |world| {
            let line = confirmed(world);
            world.edit_line(&line, |line| line.status = Status::Enabled);
            world.send(&world.router_on(&line, "7").by_partner()).success();
            attachment(world, &line, VBR)
        }),
        incorrect(ATTACH, |world| {
            let line = confirmed(world);
            let call = attachment(world, &line, VBR);
            world.send(&call).success();
            call.with("SignatureNonce", "another")
        }),
    ]
}
