//! What follows from an observation: the transitional state ends.

use std::sync::Arc;

use xconnect_model::network::NetworkStatus;
use xconnect_model::order::OrderEvent;
use xconnect_model::router_interface::{Event, Status};
use xconnect_model::{Account, Order, RouterInterface, Time, VSwitch, Vpc};
use xconnect_state::{Draft, State};

use crate::writer::Task;

/// What the fabric has said about a task.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    pub(crate) task: Task,
    /// Since when the record had been in the state that was looked at. A record that has moved on since is left
    /// alone.
    pub(crate) since: Time,
    /// Why it could not be done; absent when it was.
    pub(crate) failure: Option<String>,
}

/// Stages what follows from these observations. Each is settled on what those before it have left, so that two
/// orders are paid from one purse, and what was seen twice is settled once.
pub(crate) fn settle(state: &State, draft: &mut Draft<'_>, observations: &[Observation]) {
    let mut state = state.clone();
    for seen in observations {
        let staged = draft.changes().len();
        settle_one(&state, draft, seen);
        state.apply(&draft.changes()[staged..]);
    }
}

fn settle_one(state: &State, draft: &mut Draft<'_>, seen: &Observation) {
    let is_what_was_seen =
        |status: NetworkStatus, since: Time| status == NetworkStatus::Pending && since == seen.since;
    match seen.task {
        Task::Vpc(seq) => {
            if let Some(vpc) = state.vpcs.at(seq).filter(|vpc| is_what_was_seen(vpc.status, vpc.since)) {
                let since = draft.now();
                draft.put(Vpc { status: NetworkStatus::Available, since, ..Vpc::clone(vpc) });
            }
        }
        Task::VSwitch(seq) => {
            if let Some(vswitch) =
                state.vswitches.at(seq).filter(|one| is_what_was_seen(one.status, one.since))
            {
                let since = draft.now();
                draft.put(VSwitch { status: NetworkStatus::Available, since, ..VSwitch::clone(vswitch) });
            }
        }
        Task::Interface(seq) => {
            if let Some(interface) = state.router_interfaces.at(seq).filter(|one| one.since == seen.since) {
                settle_interface(state, draft, interface, seen.failure.as_deref());
            }
        }
        Task::Order(seq) => {
            if let Some(order) = state.orders.at(seq) {
                pay(state, draft, order);
            }
        }
    }
}

fn settle_interface(
    state: &State,
    draft: &mut Draft<'_>,
    interface: &RouterInterface,
    failure: Option<&str>,
) {
    match interface.status {
        Status::Connecting => settle_connection(state, draft, interface, failure),
        Status::AcceptingConnecting => {
            // The initiating side's observation settles both ends. This one matters only when that side is gone.
            if opposite(state, interface, Status::Connecting).is_none() {
                put(draft, interface, Event::ConnectFailed, Some("the initiating side is gone"));
            }
        }
        Status::Activating | Status::Modifying => put(draft, interface, Event::Activated, None),
        Status::Deactivating => put(draft, interface, Event::Deactivated, None),
        Status::Deleting => draft.delete(interface),
        Status::Idle | Status::Active | Status::Inactive => {}
    }
}

fn settle_connection(
    state: &State,
    draft: &mut Draft<'_>,
    initiator: &RouterInterface,
    failure: Option<&str>,
) {
    let acceptor = opposite(state, initiator, Status::AcceptingConnecting);
    let failure = failure.or(if acceptor.is_none() { Some("the accepting side is gone") } else { None });
    let event = if failure.is_some() { Event::ConnectFailed } else { Event::Connected };
    put(draft, initiator, event, failure);
    if let Some(acceptor) = acceptor {
        put(draft, acceptor, event, failure);
    }
}

/// The interface at the other end, if it is in this state and means this one.
fn opposite<'s>(
    state: &'s State,
    interface: &RouterInterface,
    status: Status,
) -> Option<&'s Arc<RouterInterface>> {
    let link = interface.link.as_ref()?;
    let other = state.router_interface(link.interface.as_str())?;
    let means_this = other.link.as_ref().is_some_and(|back| back.interface == interface.id);
    (means_this && other.status == status).then_some(other)
}

fn put(draft: &mut Draft<'_>, interface: &RouterInterface, event: Event, failure: Option<&str>) {
    let Some(status) = interface.status.on(event) else { return };
    let now = draft.now();
    let mut next = RouterInterface { status, since: now, modified_at: now, ..interface.clone() };
    next.failure = failure.map(ToOwned::to_owned);
    match event {
        Event::Connected => next.connected_at = Some(now),
        Event::ConnectFailed => next.link = None,
        _ => {}
    }
    draft.put(next);
}

/// Whether the account's balance covers an order.
pub(crate) fn can_pay(state: &State, order: &Order) -> bool {
    state
        .account(order.account)
        .is_some_and(|account| account.balance.is_none_or(|balance| balance >= order.amount))
}

/// Pays an order from its account's balance; an order that the balance does not cover stays unpaid.
fn pay(state: &State, draft: &mut Draft<'_>, order: &Order) {
    let Some(status) = order.status.on(OrderEvent::Pay) else { return };
    let Some(account) = state.account(order.account).filter(|_| can_pay(state, order)) else { return };
    let balance = account.balance.map(|balance| balance.saturating_sub(order.amount));
    let now = draft.now();
    draft.put(Account { balance, ..Account::clone(account) });
    draft.put(Order { status, paid_at: Some(now), ..order.clone() });
    if let Some(interface) = state.router_interface(order.interface.as_str()) {
        let mut paid = RouterInterface { modified_at: now, ..RouterInterface::clone(interface) };
        paid.charge.begin(Some(now), order.term);
        draft.put(paid);
    }
}
