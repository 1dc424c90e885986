//! DeleteVirtualBorderRouter, TerminateVirtualBorderRouter, and RecoverVirtualBorderRouter.

use std::time::Duration;

use xconnect_model::CenAttachment;
use xconnect_model::cen::CenAttachmentStatus;

use super::{REGION, REGION_IN_RECORDS, STATE, TRAFFIC, close_traffic};
use crate::case::{Case, case};
use crate::support::records::OWN;

const DELETE: &str = "DeleteVirtualBorderRouter";
const TERMINATE: &str = "TerminateVirtualBorderRouter";
const RECOVER: &str = "RecoverVirtualBorderRouter";
/// For how long a terminated router keeps its VLAN.
const RETENTION: Duration = Duration::from_secs(7 * 86_400);

pub(crate) fn cases() -> Vec<Case> {
    [delete(), terminate(), recover()].into_iter().flatten().collect()
}

fn delete() -> Vec<Case> {
    vec![
        case(
            DELETE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter does not exist in our records.",
            |world| world.on_vbr(DELETE, &world.vbr()).by_partner(),
        ),
        case(
            DELETE,
            400,
            "InvalidOperation.RouterInterfaceNotDeleted",
            "The specified VirutalBorderRouter still has routerInterface.",
            |world| {
                let vbr = world.vbr();
                world.interface_on(&vbr, &[("RouterType", "VBR")]);
                world.on_vbr(DELETE, &vbr)
            },
        ),
        case(
            DELETE,
            400,
            "DependencyViolation.BgpGroup",
            "The specified virtual border router has BGP groups.",
            |world| {
                let vbr = world.vbr();
                crate::bgp::group(world, &vbr);
                world.on_vbr(DELETE, &vbr)
            },
        ),
        case(DELETE, STATE.0, STATE.1, STATE.2, |world| {
            let vbr = world.vbr();
            world.send(&world.on_vbr(TERMINATE, &vbr)).success();
            world.on_vbr(DELETE, &vbr)
        }),
        case(
            DELETE,
            403,
            "Forbidden.OperationDeleteNotAllowedByUser",
            "The caller is not allowed to delete the specified VirtualBorderRouter.",
            |world| world.on_vbr(DELETE, &world.foreign_vbr()),
        ),
        case(
            DELETE,
            400,
            "InvalidStatus.NotAllowed",
            "The virtual border has been associated by physicalConnection.",
            |world| {
                let vbr = world.vbr();
                world.send(&world.association(&vbr, &world.bare_line(OWN))).success();
                world.on_vbr(DELETE, &vbr)
            },
        ),
        case(
            DELETE,
            400,
            "OperationUnsupported.VBRAttachedCen",
            "Operation failed because the VBR is attached to CEN.",
            |world| {
                let vbr = world.vbr();
                let child = vbr.clone();
                world.edit(move |_, draft| {
                    let seq = draft.seq();
                    draft.put(CenAttachment {
                        seq,
                        cen: "cen-test".into(),
                        child: child.as_str().into(),
                        status: CenAttachmentStatus::Attached,
                        ..CenAttachment::default()
                    });
                });
                world.on_vbr(DELETE, &vbr)
            },
        ),
        case(DELETE, 404, "InvalidRegionId.NotFound", REGION, |world| {
            world.on_vbr(DELETE, &world.vbr()).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn terminate() -> Vec<Case> {
    vec![
        case(
            TERMINATE,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter is not found.",
            |world| world.on_vbr(TERMINATE, "vbr-none"),
        ),
        case(TERMINATE, STATE.0, STATE.1, STATE.2, |world| world.on_vbr(TERMINATE, &world.unconfirmed_vbr())),
        case(
            TERMINATE,
            403,
            "Forbidden.OperationNotAllowedByUser",
            "The caller is not allowed to terminate the specified VirtualBorderRouter.",
            |world| world.on_vbr(TERMINATE, &world.foreign_vbr()).by_partner(),
        ),
        case(TERMINATE, 404, "InvalidRegionId.NotFound", REGION_IN_RECORDS, |world| {
            world.on_vbr(TERMINATE, &world.vbr()).with("RegionId", "cn-nowhere")
        }),
    ]
}

fn recover() -> Vec<Case> {
    vec![
        case(
            RECOVER,
            404,
            "InvalidVbrId.NotFound",
            "The specified VirutalBorderRouter is not found.",
            |world| world.on_vbr(RECOVER, "vbr-none"),
        ),
        case(
            RECOVER,
            400,
            "InvalidOperation.OperationNotAllowedInState",
            "The specified VirutalBorderRouter is in invalid state",
            |world| world.on_vbr(RECOVER, &world.vbr()),
        ),
        case(
            RECOVER,
            400,
            "OperationFailed.VlanIdAlreadyInUse",
            "The specifed vlanId has been used.",
            |world| {
                let line = world.bare_line(OWN);
                let vbr = world.terminated_vbr(&line, RETENTION);
                world.vbr_on(&line, "1");
                world.on_vbr(RECOVER, &vbr)
            },
        ),
        case(
            RECOVER,
            403,
            "Forbidden.OperationRecoverNotAllowedByUser",
            "The caller is not allowed to recover the specified VirtualBorderRouter.",
            |world| world.on_vbr(RECOVER, &world.foreign_vbr()).by_partner(),
        ),
        case(RECOVER, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            let vbr = world.terminated_vbr(&world.bare_line(OWN), Duration::ZERO);
            close_traffic(world);
            world.on_vbr(RECOVER, &vbr)
        }),
        case(RECOVER, 404, "InvalidRegionId.NotFound", REGION_IN_RECORDS, |world| {
            world.on_vbr(RECOVER, &world.vbr()).with("RegionId", "cn-nowhere")
        }),
    ]
}
