//! Confirm, Enable, Cancel, Terminate, Recover, and Delete.

use xconnect_model::border_router::Association;
use xconnect_model::physical_connection::Status;
use xconnect_model::{PhysicalConnectionId, VirtualBorderRouter};

use super::{close_service, given_away, nowhere, shared_line, somebody_elses, wrong_state};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

const CONFIRM: &str = "ConfirmPhysicalConnection";
const ENABLE: &str = "EnablePhysicalConnection";
const CANCEL: &str = "CancelPhysicalConnection";
const TERMINATE: &str = "TerminatePhysicalConnection";
const RECOVER: &str = "RecoverPhysicalConnection";
const DELETE: &str = "DeletePhysicalConnection";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        wrong_state(CONFIRM, Status::Initial),
        wrong_state(ENABLE, Status::Allocated),
        wrong_state(CANCEL, Status::Allocating),
        wrong_state(TERMINATE, Status::Confirmed),
        wrong_state(DELETE, Status::Enabled),
    ];
    for action in [ENABLE, CANCEL, TERMINATE, DELETE] {
        cases.push(nowhere(action, move |world| world.on_line(action, &world.line(&[]))));
        cases.push(somebody_elses(action));
    }
    cases.extend(confirm());
    cases.extend(terminate());
    cases.extend(recover());
    cases.extend(delete());
    cases
}

fn confirm() -> Vec<Case> {
    vec![
        case(
            CONFIRM,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                let line = world.line_in(Status::Allocated);
                close_service(world);
                world.on_line(CONFIRM, &line)
            },
        ),
        case(
            CONFIRM,
            400,
            "ResourceNotFound.PhysicalConnectionId",
            "PhysicalConnection is not found.",
            |world| world.on_line(CONFIRM, &given_away(world, Status::Allocated)),
        ),
        case(CONFIRM, 400, "InvalidRegionId.NotFound", "The specified RegionId is not found.", |world| {
            world.on_line(CONFIRM, &world.line(&[])).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn terminate() -> Vec<Case> {
    vec![case(
        TERMINATE,
        400,
        "Forbidden.VbrAttached",
        "cannot terminate physical connection when virtual border routers are still attached.",
        |world| {
            let line = world.line_in(Status::Enabled);
            attach(world, &line, |_| {});
            world.on_line(TERMINATE, &line)
        },
    )]
}

fn recover() -> Vec<Case> {
    let call = |world: &World, line: &str| -> Call {
        world.call(RECOVER, &[("RegionId", HANGZHOU), ("InstanceId", line)])
    };
    vec![
        nowhere(RECOVER, move |world| call(world, "pc-none")),
        case(
            RECOVER,
            400,
            "IncorrectStatus.PhysicalConnection",
            "The status of %s is incorrect.",
            move |world| call(world, &shared_line(world, Status::Enabled).1).by_partner(),
        ),
        case(RECOVER, 400, "ResourceNotFound", "The specified resource %s is not found.", move |world| {
            call(world, "pc-none")
        })
        .says("The specified resource pc-none is not found."),
    ]
}

fn delete() -> Vec<Case> {
    vec![
        case(DELETE, 400, "InvalidPhysicalConnectionId.NotMatched", "instance id not matched.", |world| {
            world.on_line(DELETE, &shared_line(world, Status::Terminated).1)
        }),
        case(DELETE, 400, "Forbidden.VBRExists", "physical connection owner's vbr still exists.", |world| {
            with_router(world, |_| {})
        }),
        case(DELETE, 400, "Forbidden.VBRExists", "vbr owner's vbr still exists.", |world| {
            with_router(world, |vbr| vbr.account = PARTNER)
        }),
        case(
            DELETE,
            400,
            "Forbidden.AssociateToVBR",
            "The physical connection still associate to VBR.",
            |world| {
                with_router(world, |vbr| {
                    let line = std::mem::take(&mut vbr.line);
                    vbr.associated = vec![Association { line, ..Association::default() }];
                })
            },
        ),
    ]
}

/// The deletion of a line that has ended, with a border router left.
fn with_router(world: &World, change: impl Fn(&mut VirtualBorderRouter) + Send + 'static) -> Call {
    let line = world.line_in(Status::Terminated);
    attach(world, &line, change);
    world.on_line(DELETE, &line)
}

/// Puts a border router on a line, past all rules.
fn attach(world: &World, line: &str, change: impl Fn(&mut VirtualBorderRouter) + Send + 'static) {
    let (router, line) = (world.border_router(), PhysicalConnectionId::new(line));
    world.edit(move |state, draft| {
        let mut vbr = VirtualBorderRouter::clone(state.virtual_border_router(&router).unwrap());
        (vbr.line, vbr.line_account) = (line.clone(), OWN);
        change(&mut vbr);
        draft.put(vbr);
    });
}
