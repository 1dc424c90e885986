//! The refusals of the actions on shared lines.

mod conversion;
mod creation;
mod update;

use xconnect_model::physical_connection::Status;
use xconnect_model::{PhysicalConnectionId, RegionId, VirtualBorderRouter, VirtualBorderRouterId};

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

/// The border router that [`with_border_router`] makes.
const VBR: &str = "vbr-bp1test";

pub(crate) fn cases() -> Vec<Case> {
    [creation::cases(), list(), update::cases(), conversion::cases()].into_iter().flatten().collect()
}

/// An open line of the first account, with 1 Gbit/s.
fn parent(world: &World) -> String {
    let line = world.line(&[("bandwidth", "1000")]);
    world.edit_line(&line, |line| line.status = Status::Enabled);
    line
}

/// The creation of a shared line for the partner, to be varied and sent.
fn creation(world: &World, parent: &str, vlan: &str) -> Call {
    let params = [
        ("RegionId", HANGZHOU),
        ("PhysicalConnectionId", parent),
        ("VpconnAliUid", &PARTNER.to_string()),
        ("VlanId", vlan),
        ("Spec", "50M"),
        ("OrderMode", "PayByPhysicalConnectionOwner"),
    ];
    world.call("CreateVirtualPhysicalConnection", &params)
}

/// A shared line with VLAN 1.
fn shared_line(world: &World, parent: &str) -> String {
    made(world, parent, "1")
}

fn made(world: &World, parent: &str, vlan: &str) -> String {
    world.send(&creation(world, parent, vlan)).text("VirtualPhysicalConnection")
}

/// A border router of the partner's with VLAN 7 on a line, put there past all rules.
fn with_border_router(world: &World, line: &str, change: impl Fn(&mut VirtualBorderRouter) + Send + 'static) {
    let mut vbr = VirtualBorderRouter {
        id: VirtualBorderRouterId::new(VBR),
        account: PARTNER,
        region: RegionId::new(HANGZHOU),
        line: PhysicalConnectionId::new(line),
        line_account: OWN,
        vlan: 7,
        ..VirtualBorderRouter::default()
    };
    change(&mut vbr);
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(VirtualBorderRouter { seq, ..vbr.clone() });
    });
}

/// The row for a region that there is not.
fn nowhere(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    case(
        action,
        404,
        "InvalidRegionId.NotFound",
        "The RegionId provided does not exist in our records.",
        move |world| call(world).with("RegionId", "cn-nowhere"),
    )
}

/// The row for a line that the caller has nothing to do with.
fn not_found(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    case(
        action,
        400,
        "ResourceNotFound.PhysicalConnectionId",
        "The specified PhysicalConnectionId [%s] is not found.",
        call,
    )
}

fn list() -> Vec<Case> {
    const LIST: &str = "ListVirtualPhysicalConnections";
    vec![
        nowhere(LIST, |world| world.call(LIST, &[])),
        not_found(LIST, |world| {
            let params = [("RegionId", HANGZHOU), ("PhysicalConnectionId", "pc-none")];
            world.call(LIST, &params)
        })
        .says("The specified PhysicalConnectionId [pc-none] is not found."),
    ]
}
