//! The refusals of the twelve actions on lines.

mod create;
mod modify;
mod read;
mod states;

use xconnect_model::physical_connection::{Shared, Status, VpconnStatus};
use xconnect_model::{PhysicalConnection, PhysicalConnectionId};

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{OWN, PARTNER, STRANGER};

pub(crate) fn cases() -> Vec<Case> {
    [read::cases(), create::cases(), modify::cases(), states::cases()].into_iter().flatten().collect()
}

/// `RegionId` names no region, in the words of most actions of the family.
fn nowhere(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    let text = "The RegionId provided does not exist in our records.";
    case(action, 404, "InvalidRegionId.NotFound", text, move |world| {
        call(world).with("RegionId", "cn-nowhere")
    })
}

/// A line that belongs to somebody else, in the words of most actions of the family.
fn somebody_elses(action: &'static str) -> Case {
    let text = "The PhysicalConnectionId provided does not exist in our records.";
    case(action, 404, "InvalidPhysicalConnectionId.NotFound", text, move |world| {
        world.on_line(action, &given_away(world, Status::Enabled))
    })
}

/// A state that the action does not begin with.
fn wrong_state(action: &'static str, status: Status) -> Case {
    let text = "The request does not allow in this state.";
    case(action, 400, "Forbidden.NotAllowedInState", text, move |world| {
        world.on_line(action, &world.line_in(status))
    })
}

/// A line that has come into other hands.
fn given_away(world: &World, status: Status) -> String {
    let line = world.line_in(status);
    world.edit_line(&line, |line| line.account = STRANGER);
    line
}

/// A line that the first account shares with the partner, who has accepted it; first the line below.
fn shared_line(world: &World, status: Status) -> (String, String) {
    let parent = world.line_in(Status::Enabled);
    let line = world.line_in(status);
    let below = PhysicalConnectionId::new(parent.as_str());
    world.edit_line(&line, move |line| share(line, &below));
    (parent, line)
}

fn share(line: &mut PhysicalConnection, parent: &PhysicalConnectionId) {
    line.account = PARTNER;
    line.shared = Some(Shared {
        parent: parent.clone(),
        parent_account: OWN,
        vlan: 30,
        status: VpconnStatus::Confirmed,
        ..Shared::default()
    });
}

/// Closes the first account's outbound-traffic service.
fn close_service(world: &World) {
    world.edit_account(OWN, |account| account.outbound_traffic_open = false);
}
