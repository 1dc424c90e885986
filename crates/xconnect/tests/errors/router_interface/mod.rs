//! The refusals of the ten actions on router interfaces.

mod connect;
mod create;
mod delete;
mod describe;
mod modify;
mod switch;

use crate::case::Case;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::HANGZHOU;

pub(crate) fn cases() -> Vec<Case> {
    let actions = [
        create::cases(),
        describe::cases(),
        connect::cases(),
        switch::cases(),
        modify::cases(),
        delete::cases(),
    ];
    actions.into_iter().flatten().collect()
}

/// A call on one of the first account's interfaces in Hangzhou.
fn on(world: &World, action: &str, interface: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouterInterfaceId", interface)])
}

/// A call in a region that does not exist.
fn nowhere(world: &World, action: &str) -> Call {
    on(world, action, &world.interface(&[])).with("RegionId", "cn-nowhere")
}

/// A call on an interface that belongs to somebody else.
fn somebody_elses(world: &World, action: &str) -> Call {
    on(world, action, &world.pair().acceptor).with("RegionId", crate::support::records::BEIJING)
}

/// A call on an interface whose router has come into other hands.
fn router_given_away(world: &World, action: &str) -> Call {
    let pair = world.connected();
    world.give_away(&pair.router);
    on(world, action, &pair.initiator)
}

/// A call on a connected interface that is locked because of bills.
fn locked(world: &World, action: &str) -> Call {
    let pair = world.connected();
    world.lock(&pair.initiator, xconnect_model::router_interface::BusinessStatus::FinancialLocked);
    on(world, action, &pair.initiator)
}
