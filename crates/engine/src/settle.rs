//! What follows from an observation: the transitional state ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use xconnect_model::bgp::{BgpEvent, BgpStatus, SessionState};
use xconnect_model::border_router::{VbrEvent, VbrStatus};
use xconnect_model::cen::{CenAttachmentStatus, CenStatus};
use xconnect_model::network::NetworkStatus;
use xconnect_model::route::RouteStatus;
use xconnect_model::router_interface::{Charge, Event, Status};
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{
    BgpGroup, BgpNetwork, BgpPeer, Cen, CenAttachment, RouteEntry, RouterInterface, Time, VSwitch, VbrHa,
    VirtualBorderRouter, Vpc,
};
use xconnect_state::steps::{billing, health, line, session};
use xconnect_state::{Draft, State, rows};

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
    /// Which of a line's steps is meant; absent for everything else.
    pub(crate) step: Option<line::LineStep>,
    /// When it has happened, where that does not depend on when somebody looks.
    pub(crate) at: Option<Time>,
}

/// Stages what follows from these observations. Each is settled on what those before it have left, so that two
/// orders are paid from one purse, and what was seen twice is settled once.
pub(crate) fn settle(state: &State, draft: &mut Draft<'_>, observations: &[Observation]) {
    let mut state = state.clone();
    let (mut applied, mut settled) = (0, BTreeSet::new());
    for seen in observations {
        // Most change their own record and look at nothing else: for them, what has become of others can wait.
        if concerns_one_record(seen.task) && settled.insert(seen.task) {
            settle_one(&state, draft, seen);
            continue;
        }
        state.apply(&draft.changes()[applied..]);
        applied = draft.changes().len();
        settle_one(&state, draft, seen);
        state.apply(&draft.changes()[applied..]);
        applied = draft.changes().len();
    }
}

/// Whether what follows depends on the record alone, and changes nothing else.
fn concerns_one_record(task: Task) -> bool {
    match task {
        Task::Vpc(_)
        | Task::VSwitch(_)
        | Task::VbrHa(_)
        | Task::Cen(_)
        | Task::CenAttachment(_)
        | Task::Route(_)
        | Task::BgpGroup(_)
        | Task::BgpPeer(_)
        | Task::BgpNetwork(_) => true,
        Task::Interface(_)
        | Task::Order(_)
        | Task::Line(_)
        | Task::BorderRouter(_)
        | Task::Session(_)
        | Task::Health(_)
        | Task::Everything => false,
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
                // One that is paid already, or that the balance no longer covers, stays as it is.
                let _ = billing::pay(state, draft, order);
            }
        }
        Task::Line(seq) => settle_line(state, draft, seq, seen),
        Task::BorderRouter(seq) => {
            let router = state.virtual_border_routers.at(seq).filter(|router| router.since == seen.since);
            if let Some(router) = router {
                settle_border_router(state, draft, router);
            }
        }
        Task::VbrHa(seq) => {
            if let Some(group) = state.vbr_has.at(seq).filter(|group| group.status == VbrHaStatus::Creating) {
                let since = draft.now();
                draft.put(VbrHa { status: VbrHaStatus::Active, since, ..VbrHa::clone(group) });
            }
        }
        Task::Cen(seq) => {
            let Some(cen) = state.cens.at(seq).filter(|cen| cen.since == seen.since) else { return };
            let since = draft.now();
            match cen.status {
                CenStatus::Creating => draft.put(Cen { status: CenStatus::Active, since, ..Cen::clone(cen) }),
                CenStatus::Deleting => draft.delete(cen.as_ref()),
                CenStatus::Active => {}
            }
        }
        Task::CenAttachment(seq) => {
            let attachment = state.cen_attachments.at(seq).filter(|one| one.since == seen.since);
            let Some(attachment) = attachment else { return };
            let (status, since) = (CenAttachmentStatus::Attached, draft.now());
            match attachment.status {
                CenAttachmentStatus::Attaching => {
                    draft.put(CenAttachment { status, since, ..CenAttachment::clone(attachment) });
                }
                CenAttachmentStatus::Detaching => draft.delete(attachment.as_ref()),
                CenAttachmentStatus::Attached => {}
            }
        }
        Task::Route(seq) => {
            let entry = state.route_entries.at(seq).filter(|entry| entry.since == seen.since);
            let Some(entry) = entry else { return };
            let now = draft.now();
            match entry.status {
                RouteStatus::Pending | RouteStatus::Modifying => draft.put(RouteEntry {
                    status: RouteStatus::Available,
                    since: now,
                    modified_at: now,
                    ..RouteEntry::clone(entry)
                }),
                RouteStatus::Deleting => draft.delete(entry.as_ref()),
                RouteStatus::Available => {}
            }
        }
        Task::BgpGroup(seq) => {
            let Some(group) = state.bgp_groups.at(seq).filter(|one| one.since == seen.since) else { return };
            let since = draft.now();
            match group.status.on(BgpEvent::Done) {
                Some(status) => draft.put(BgpGroup { status, since, ..BgpGroup::clone(group) }),
                None if group.status == BgpStatus::Deleting => draft.delete(group.as_ref()),
                None => {}
            }
        }
        Task::BgpPeer(seq) => {
            let Some(peer) = state.bgp_peers.at(seq).filter(|one| one.since == seen.since) else { return };
            let since = draft.now();
            match peer.status.on(BgpEvent::Done) {
                Some(status) => {
                    draft.put(BgpPeer { status, since, modified_at: since, ..BgpPeer::clone(peer) });
                }
                None if peer.status == BgpStatus::Deleting => draft.delete(peer.as_ref()),
                None => {}
            }
        }
        Task::BgpNetwork(seq) => {
            let network = state.bgp_networks.at(seq).filter(|one| one.since == seen.since);
            let Some(network) = network else { return };
            let since = draft.now();
            match network.status.on(BgpEvent::Done) {
                Some(status) => draft.put(BgpNetwork { status, since, ..BgpNetwork::clone(network) }),
                None if network.status == BgpStatus::Deleting => draft.delete(network.as_ref()),
                None => {}
            }
        }
        Task::Session(seq) => {
            let peer = state.bgp_peers.at(seq).filter(|peer| peer.session.since == seen.since);
            let (Some(peer), Some(at)) = (peer, seen.at) else { return };
            match peer.session.state {
                SessionState::Connecting => session::establish(state, draft, peer, at),
                SessionState::Down | SessionState::Established => session::observe(state, draft, peer, at),
            }
        }
        Task::Health(seq) => {
            let (Some(interface), Some(at)) = (state.router_interfaces.at(seq), seen.at) else { return };
            if interface.health_changes_at() == Some(at) {
                health::observe(state, draft, interface, at);
            }
        }
        Task::Everything => {}
    }
}

/// Takes the step of a line that was seen to be due, unless the line has moved on since.
fn settle_line(state: &State, draft: &mut Draft<'_>, seq: u64, seen: &Observation) {
    let Some(line) = state.physical_connections.at(seq) else { return };
    let due = line::pending(state, line)
        .into_iter()
        .find(|one| one.since == seen.since && seen.step.as_ref() == Some(&one.step));
    if let Some(due) = due {
        // What is pending can be taken; should that ever be wrong, the line stays as it is.
        let _ = line::apply(state, draft, line, &due.step);
    }
}

fn settle_border_router(state: &State, draft: &mut Draft<'_>, router: &VirtualBorderRouter) {
    let event = match router.status {
        VbrStatus::Terminating => VbrEvent::Terminated,
        VbrStatus::Recovering => VbrEvent::Recovered,
        VbrStatus::Deleting => {
            draft.delete(router);
            for entry in state.route_entries.find(rows::route::in_table(router.route_table.as_str())) {
                draft.delete(entry.as_ref());
            }
            if let Some(table) = state.route_table(router.route_table.as_str()) {
                draft.delete(table.as_ref());
            }
            for network in state.bgp_networks.find(rows::bgp::of_vbr(router.id.as_str())) {
                draft.delete(network.as_ref());
            }
            for customer in state.customer_routers.find(rows::bgp::of_vbr(router.id.as_str())) {
                draft.delete(customer.as_ref());
            }
            let grants = rows::cen::grant::of_instance(router.id.as_str());
            for grant in state.cen_grants.find(grants) {
                draft.delete(grant.as_ref());
            }
            line::forget_router(state, draft, router);
            return;
        }
        VbrStatus::Unconfirmed | VbrStatus::Active | VbrStatus::Terminated => return,
    };
    if let Some(next) = router.after(event, draft.now()) {
        draft.put(next);
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
        Status::Idle | Status::Active | Status::Inactive => renew(draft, interface),
    }
}

/// A renewal takes effect when its time has come.
fn renew(draft: &mut Draft<'_>, interface: &RouterInterface) {
    let now = draft.now();
    let mut next = RouterInterface { modified_at: now, ..interface.clone() };
    let Charge::PrePaid { end_at, renewal, .. } = &mut next.charge else { return };
    let Some(due) = renewal.take_if(|renewal| renewal.active_at <= now) else { return };
    *end_at = Some(due.active_at.after_months(due.term.months));
    draft.put(next);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xconnect_model::route::RouteKind;
    use xconnect_model::router_interface::Link;
    use xconnect_model::{RouteTable, RouterRef, RouterType};
    use xconnect_state::{Change, Record};

    use super::*;
    use crate::random::OsRandom;

    const SINCE: Time = Time(5);

    /// One record of each kind in a state that ends, many of them around a border router that is going.
    fn under_way() -> (State, Vec<Task>) {
        let router = RouterRef { kind: RouterType::Vbr, id: "vbr-1".into() };
        let link = |to: &str| Some(Box::new(Link { interface: to.into(), ..Link::default() }));
        let records: [(Record, Option<Task>); 15] = [
            (Vpc { seq: 1, id: "vpc-1".into(), since: SINCE, ..Vpc::default() }.into(), Some(Task::Vpc(1))),
            (VSwitch { seq: 2, since: SINCE, ..VSwitch::default() }.into(), Some(Task::VSwitch(2))),
            (
                RouteTable { seq: 3, id: "vtb-1".into(), router: router.clone(), ..RouteTable::default() }
                    .into(),
                None,
            ),
            (route(4, RouteStatus::Pending, &router).into(), Some(Task::Route(4))),
            (route(5, RouteStatus::Deleting, &router).into(), Some(Task::Route(5))),
            (
                VirtualBorderRouter {
                    seq: 6,
                    id: "vbr-1".into(),
                    route_table: "vtb-1".into(),
                    status: VbrStatus::Deleting,
                    since: SINCE,
                    ..VirtualBorderRouter::default()
                }
                .into(),
                Some(Task::BorderRouter(6)),
            ),
            (
                BgpGroup { seq: 7, status: BgpStatus::Deleting, since: SINCE, ..BgpGroup::default() }.into(),
                Some(Task::BgpGroup(7)),
            ),
            (
                BgpPeer { seq: 8, id: "bgp-1".into(), since: SINCE, ..BgpPeer::default() }.into(),
                Some(Task::BgpPeer(8)),
            ),
            (
                BgpNetwork { seq: 9, vbr: "vbr-1".into(), since: SINCE, ..BgpNetwork::default() }.into(),
                Some(Task::BgpNetwork(9)),
            ),
            (
                Cen { seq: 10, status: CenStatus::Deleting, since: SINCE, ..Cen::default() }.into(),
                Some(Task::Cen(10)),
            ),
            (
                CenAttachment { seq: 11, since: SINCE, ..CenAttachment::default() }.into(),
                Some(Task::CenAttachment(11)),
            ),
            (VbrHa { seq: 12, since: SINCE, ..VbrHa::default() }.into(), Some(Task::VbrHa(12))),
            (interface(13, "ri-13", Status::Connecting, link("ri-14")).into(), Some(Task::Interface(13))),
            (
                interface(14, "ri-14", Status::AcceptingConnecting, link("ri-13")).into(),
                Some(Task::Interface(14)),
            ),
            (interface(15, "ri-15", Status::Deleting, None).into(), Some(Task::Interface(15))),
        ];
        let mut state = State::default();
        let tasks = records.iter().filter_map(|(_, task)| *task).collect();
        let changes: Vec<_> = records.into_iter().map(|(record, _)| Change::Put(record)).collect();
        state.apply(&changes);
        (state, tasks)
    }

    fn route(seq: u64, status: RouteStatus, router: &RouterRef) -> RouteEntry {
        RouteEntry {
            seq,
            id: format!("rte-{seq}").as_str().into(),
            table: "vtb-1".into(),
            router: router.clone(),
            kind: RouteKind::Custom,
            status,
            since: SINCE,
            ..RouteEntry::default()
        }
    }

    fn interface(seq: u64, id: &str, status: Status, link: Option<Box<Link>>) -> RouterInterface {
        RouterInterface { seq, id: id.into(), status, link, since: SINCE, ..RouterInterface::default() }
    }

    fn after(state: &State, observations: &[Observation]) -> State {
        let mut random = OsRandom::default();
        let mut draft = Draft::new(Time(9), state.next_seq(), &mut random);
        settle(state, &mut draft, observations);
        let mut next = state.clone();
        next.apply(&draft.into_changes());
        next
    }

    proptest! {
        #[test]
        fn a_batch_is_settled_as_its_observations_one_after_the_other(
            picks in prop::collection::vec(any::<prop::sample::Index>(), 0..30),
        ) {
            let (state, tasks) = under_way();
            let seen = |pick: &prop::sample::Index| Observation {
                task: *pick.get(&tasks),
                since: SINCE,
                failure: None,
                step: None,
                at: None,
            };
            let observations: Vec<_> = picks.iter().map(seen).collect();
            let one_by_one = observations.iter().fold(state.clone(), |state, seen| {
                after(&state, std::slice::from_ref(seen))
            });
            prop_assert!(after(&state, &observations) == one_by_one);
        }
    }
}
