//! What refers to what. Loose on purpose: what a record that is being deleted refers to, paid and void orders, and
//! the other end of an interface.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachmentStatus, CenChildType, CenStatus};
use xconnect_model::order::OrderStatus;
use xconnect_model::physical_connection::Status;
use xconnect_model::{AccountId, PhysicalConnection, PhysicalConnectionId, RouterType, VirtualBorderRouter};
use xconnect_state::State;

/// Adds what refers to something that is not there, or not as it has to be.
pub(crate) fn broken(state: &State, broken: &mut Vec<String>) {
    let mut law = |holds: bool, what: &str, id: &str| {
        if !holds {
            broken.push(format!("{id}: {what}"));
        }
    };
    owners(state, &mut law);
    lines(state, &mut law);
    routers(state, &mut law);
    networks(state, &mut law);
}

type Law<'a> = &'a mut dyn FnMut(bool, &str, &str);

fn owners(state: &State, law: Law<'_>) {
    let known = |account: AccountId| state.accounts.iter().any(|one| one.id == account);
    let mut owns = |account, id: &str| law(known(account), "the owner does not exist", id);
    state.physical_connections.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.virtual_border_routers.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.router_interfaces.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.vpcs.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.vbr_has.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.cens.iter().for_each(|one| owns(one.account, one.id.as_str()));
    state.orders.iter().for_each(|one| owns(one.account, &one.id.0.to_string()));
    state.route_tables.iter().for_each(|one| owns(one.account, one.id.as_str()));
}

fn line<'s>(state: &'s State, id: &PhysicalConnectionId) -> Option<&'s PhysicalConnection> {
    state.physical_connections.iter().find(|line| line.id == *id && line.exists()).map(AsRef::as_ref)
}

fn vbr<'s>(state: &'s State, id: &str) -> Option<&'s VirtualBorderRouter> {
    let living = |vbr: &&std::sync::Arc<VirtualBorderRouter>| vbr.status != VbrStatus::Deleting;
    state.virtual_border_routers.iter().filter(living).find(|vbr| vbr.id.as_str() == id).map(AsRef::as_ref)
}

fn lines(state: &State, law: Law<'_>) {
    for one in state.physical_connections.iter().filter(|line| line.exists()) {
        let id = one.id.as_str();
        if let Some(shared) = &one.shared {
            let parent = line(state, &shared.parent).filter(|parent| parent.shared.is_none());
            law(parent.is_some(), "the line below does not exist", id);
            law(
                parent.is_none_or(|parent| parent.account == shared.parent_account),
                "the line below is somebody else's",
                id,
            );
            let in_use = !one.status.is_final() || one.work.is_some();
            law(
                !in_use || parent.is_none_or(|parent| parent.status == Status::Enabled),
                "the line below is not in service",
                id,
            );
            law(
                parent.is_none_or(|parent| one.bandwidth_mbps <= parent.bandwidth_mbps),
                "wider than the line below",
                id,
            );
            law(one.bandwidth_mbps == shared.spec.bandwidth_mbps(), "bandwidth and size differ", id);
        }
        let other = line(state, &one.redundant);
        law(
            one.redundant.is_empty()
                || other.is_some_and(|other| other.account == one.account && other.id != one.id),
            "the redundant line does not exist",
            id,
        );
        law(
            one.setup_order.is_none_or(|order| state.orders.iter().any(|known| known.id == order)),
            "the order of the installation does not exist",
            id,
        );
    }
    for order in state.orders.iter() {
        let waits = matches!(order.status, OrderStatus::Unpaid | OrderStatus::Abnormal);
        law(
            !waits || order.line.is_empty() || line(state, &order.line).is_some(),
            "the line that is to be paid does not exist",
            &order.id.0.to_string(),
        );
    }
}

fn routers(state: &State, law: Law<'_>) {
    for one in state.virtual_border_routers.iter().filter(|vbr| vbr.status != VbrStatus::Deleting) {
        let id = one.id.as_str();
        let own = line(state, &one.line);
        law(own.is_some_and(|own| own.account == one.line_account), "the line does not exist", id);
        law(own.is_none_or(|own| own.access_point == one.access_point), "the line ends elsewhere", id);
        let cut_off = one.status == VbrStatus::Terminated;
        law(cut_off || own.is_none_or(is_in_service), "the line is not in service", id);
        law(
            // A shared line can become smaller below its routers, whose limits then mean nothing.
            own.is_none_or(|own| {
                own.shared.is_some() || one.bandwidth_mbps.is_none_or(|mbps| mbps <= own.bandwidth_mbps)
            }),
            "wider than the line",
            id,
        );
        law(state.route_tables.iter().any(|table| table.id == one.route_table), "no route table", id);
        for further in &one.associated {
            let other = line(state, &further.line);
            law(
                other.is_some_and(|other| {
                    other.account == further.line_account && other.account == one.account
                }),
                "a further line does not exist",
                id,
            );
            law(cut_off || other.is_none_or(is_in_service), "a further line is not in service", id);
            law(further.line != one.line, "a further line is the router's own", id);
        }
    }
    for table in state.route_tables.iter() {
        let id = table.router.id.as_str();
        let exists = match table.router.kind {
            RouterType::VRouter => state.vpcs.iter().any(|vpc| vpc.vrouter.as_str() == id),
            RouterType::Vbr => state.virtual_border_routers.iter().any(|vbr| vbr.id.as_str() == id),
        };
        law(exists, "the router of the route table does not exist", table.id.as_str());
    }
}

/// A shared line that is accepted takes its router before it is opened.
fn is_in_service(line: &PhysicalConnection) -> bool {
    line.status == Status::Enabled || (line.shared.is_some() && line.status == Status::Confirmed)
}

fn networks(state: &State, law: Law<'_>) {
    for one in state.router_interfaces.iter().filter(|one| one.exists_for_others()) {
        let router = one.router.id.as_str();
        let exists = match one.router.kind {
            RouterType::VRouter => state.vpcs.iter().any(|vpc| vpc.vrouter.as_str() == router),
            RouterType::Vbr => vbr(state, router).is_some(),
        };
        law(exists, "the router does not exist", one.id.as_str());
    }
    for one in state.cen_attachments.iter() {
        let cen = state.cens.iter().find(|cen| cen.id == one.cen && cen.status != CenStatus::Deleting);
        law(
            cen.is_some_and(|cen| cen.account == one.cen_account),
            "the CEN instance does not exist",
            &one.child,
        );
        let owner = match one.child_type {
            CenChildType::Vpc => {
                state.vpcs.iter().find(|vpc| vpc.id.as_str() == one.child).map(|vpc| vpc.account)
            }
            CenChildType::Vbr => vbr(state, &one.child).map(|vbr| vbr.account),
        };
        law(owner == Some(one.child_account), "the attached network does not exist", &one.child);
        let attached = state.cen_attachments.iter().filter(|other| other.child == one.child).count();
        law(attached == 1, "attached twice", &one.child);
    }
    for one in state.cen_grants.iter() {
        let cen = state.cens.iter().any(|cen| cen.id == one.cen && cen.status != CenStatus::Deleting);
        law(cen, "opened to a CEN instance that does not exist", &one.instance);
        let exists = state.virtual_border_routers.iter().any(|vbr| vbr.id.as_str() == one.instance)
            || state.vpcs.iter().any(|vpc| vpc.id.as_str() == one.instance);
        law(exists, "a network that is open to a CEN instance does not exist", &one.instance);
    }
    for group in state.vbr_has.iter() {
        let id = group.id.as_str();
        let members = [&group.vbr, &group.peer].map(|member| vbr(state, member.as_str()));
        law(
            members.iter().all(|member| member.is_some_and(|member| member.account == group.account)),
            "a member does not exist",
            id,
        );
        let cens = [&group.vbr, &group.peer].map(|member| {
            let attached = |one: &&std::sync::Arc<xconnect_model::CenAttachment>| {
                one.child == member.as_str() && one.status == CenAttachmentStatus::Attached
            };
            state.cen_attachments.iter().find(attached).map(|one| &one.cen)
        });
        law(cens[0].is_some() && cens[0] == cens[1], "the members are not attached to one CEN instance", id);
        let groups = state.vbr_has.iter().filter(|other| {
            [&other.vbr, &other.peer].iter().any(|member| **member == group.vbr || **member == group.peer)
        });
        law(groups.count() == 1, "a member is in two groups", id);
    }
}
