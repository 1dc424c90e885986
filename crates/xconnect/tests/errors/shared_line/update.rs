//! UpdateVirtualPhysicalConnection.

use xconnect_model::physical_connection::Status;

use super::{made, not_found, nowhere, parent, shared_line, with_border_router};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::HANGZHOU;

const UPDATE: &str = "UpdateVirtualPhysicalConnection";

pub(crate) fn cases() -> Vec<Case> {
    [line(), vlan()].into_iter().flatten().collect()
}

fn update(world: &World, line: &str, vlan: &str) -> Call {
    world.call(UPDATE, &[("RegionId", HANGZHOU), ("InstanceId", line), ("VlanId", vlan)])
}

fn line() -> Vec<Case> {
    vec![
        nowhere(UPDATE, |world| update(world, "pc-none", "1")),
        not_found(UPDATE, |world| update(world, &shared_line(world, &parent(world)), "1").by_partner()),
        case(UPDATE, 400, "IllegalParam.Bandwidth", "The param of Bandwidth [%s] is illegal.", |world| {
            update(world, &shared_line(world, &parent(world)), "1").with("ExpectSpec", "70M")
        })
        .says("The param of Bandwidth [70M] is illegal."),
        case(
            UPDATE,
            400,
            "Forbidden.NotAllowedInState",
            "The request does not allow in this state.",
            |world| {
                let line = shared_line(world, &parent(world));
                world.edit_line(&line, |line| line.status = Status::Terminated);
                update(world, &line, "1")
            },
        ),
        case(
            UPDATE,
            400,
            "ResourceNotEnough.Bandwidth",
            "The specified resource of Bandwidth is not enough.",
            |world| {
                let parent = parent(world);
                world.edit_line(&parent, |line| line.bandwidth_mbps = 500);
                update(world, &shared_line(world, &parent), "1").with("ExpectSpec", "1G")
            },
        ),
    ]
}

fn vlan() -> Vec<Case> {
    vec![
        case(UPDATE, 400, "InvalidVlanId.Malformed", "The specified VlanId is not valid.", |world| {
            update(world, &shared_line(world, &parent(world)), "one")
        }),
        case(UPDATE, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", |world| {
            let parent = parent(world);
            with_border_router(world, &parent, |_| {});
            update(world, &shared_line(world, &parent), "7")
        }),
        case(
            UPDATE,
            400,
            "OperationFailed.PconnAllocateVlan0",
            "Vlan 0 Vbr cannot share the physical connection with another Vbr.",
            |world| {
                let parent = parent(world);
                made(world, &parent, "2");
                update(world, &shared_line(world, &parent), "0")
            },
        ),
        case(
            UPDATE,
            400,
            "OperationFailed.PconnExistVlan0Vbr",
            "The physical connection has VLAN 0 VBR. You cannot create another VBR.",
            |world| {
                // Nothing but a change past all rules puts VLAN 0 beside another one.
                let parent = parent(world);
                let line = shared_line(world, &parent);
                with_border_router(world, &parent, |vbr| vbr.vlan = 0);
                update(world, &line, "2")
            },
        ),
    ]
}
