//! CreateVirtualPhysicalConnection.

use super::{creation, made, not_found, nowhere, parent, with_border_router};
use crate::case::{Case, case};

const CREATE: &str = "CreateVirtualPhysicalConnection";

pub(crate) fn cases() -> Vec<Case> {
    [line(), vlan()].into_iter().flatten().collect()
}

fn line() -> Vec<Case> {
    vec![
        nowhere(CREATE, |world| creation(world, "pc-none", "1")),
        not_found(CREATE, |world| creation(world, "pc-none", "1"))
            .says("The specified PhysicalConnectionId [pc-none] is not found."),
        case(
            CREATE,
            400,
            "InvalidPhysicalConnectionId.NotFound",
            "The specified PhysicalConnectionId is not found.",
            |world| creation(world, "vbr-bp1test", "1"),
        ),
        case(
            CREATE,
            400,
            "MissingParameter",
            "The input parameter 'PhysicalConnectionId' that is mandatory for processing this request is not supplied.",
            |world| creation(world, "", "1"),
        ),
        case(
            CREATE,
            400,
            "InvalidPhysicalConnectionId.NotEnabled",
            "The specified PhysicalConnectionId is not in Enabled state.",
            |world| creation(world, &world.line(&[]), "1"),
        ),
        case(CREATE, 400, "IllegalParam.Bandwidth", "The param of Bandwidth [%s] is illegal.", |world| {
            creation(world, &parent(world), "1").with("Spec", "2G")
        })
        .says("The param of Bandwidth [2G] is illegal."),
        case(
            CREATE,
            400,
            "ResourceNotEnough.Bandwidth",
            "The specified resource of Bandwidth is not enough.",
            |world| {
                let line = parent(world);
                world.edit_line(&line, |line| line.bandwidth_mbps = 50);
                creation(world, &line, "1").with("Spec", "100M")
            },
        ),
    ]
}

fn vlan() -> Vec<Case> {
    vec![
        case(CREATE, 400, "InvalidVlanId.Malformed", "The specified VlanId is not valid.", |world| {
            creation(world, &parent(world), "3000")
        }),
        case(CREATE, 400, "InvalidVlanId.Used", "The specified VlanId has been used.", |world| {
            let line = parent(world);
            with_border_router(world, &line, |_| {});
            creation(world, &line, "7")
        }),
        case(
            CREATE,
            400,
            "OperationFailed.PconnAllocateVlan0",
            "Vlan 0 Vbr cannot share the physical connection with another Vbr.",
            |world| {
                let line = parent(world);
                made(world, &line, "1");
                creation(world, &line, "0")
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.PconnExistVlan0Vbr",
            "The physical connection has VLAN 0 VBR. You cannot create another VBR.",
            |world| {
                let line = parent(world);
                made(world, &line, "0");
                creation(world, &line, "1")
            },
        ),
    ]
}
