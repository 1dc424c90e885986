//! One commit of a reset: as many records as fit into it, dependents first.

use std::collections::HashSet;

use xconnect_model::router_interface::{Charge, Event, Link, Status};
use xconnect_model::{OrderId, RouterInterface, Seq, VirtualBorderRouter};
use xconnect_state::{Change, Draft, State, rows};

use super::scope::Scope;

/// Changes of one commit.
pub(super) const CHANGES: usize = 5_000;
/// Changes that one record with all that goes in the same moment can take.
const ROOM: usize = 100;

/// What has been staged.
pub(super) struct Staged {
    /// Records that go.
    pub(super) deleted: usize,
    /// There is more than fitted.
    pub(super) more: bool,
}

/// Stages the next commit of a reset.
pub(super) fn stage(state: &State, draft: &mut Draft<'_>, scope: Scope) -> Staged {
    let mut batch = Batch { state, draft, scope, gone: HashSet::new() };
    let more = batch.fill().is_none();
    let deletions = batch.draft.changes().iter().filter(|change| matches!(change, Change::Delete { .. }));
    Staged { deleted: deletions.count(), more }
}

struct Batch<'b, 'd, 's> {
    state: &'s State,
    draft: &'b mut Draft<'d>,
    scope: Scope,
    /// The interfaces that go in this commit.
    gone: HashSet<Seq>,
}

/// Deletes the rows of a table that a condition lets through.
macro_rules! sweep {
    ($batch:ident, $table:ident, |$row:ident| $goes:expr) => {
        for $row in $batch.state.$table.iter() {
            if $goes {
                $batch.room()?;
                $batch.draft.delete($row.as_ref());
            }
        }
    };
}

impl Batch<'_, '_, '_> {
    /// Whether there is room for one more record.
    fn room(&self) -> Option<()> {
        (self.draft.changes().len() + ROOM <= CHANGES).then_some(())
    }

    /// Fills the commit; `None` when there is more than fits.
    fn fill(&mut self) -> Option<()> {
        let (state, scope) = (self.state, self.scope);
        sweep!(self, tokens, |token| scope.takes(token.account));
        sweep!(self, customer_routers, |router| scope.takes_vbr_id(state, router.vbr.as_str()));
        sweep!(self, route_entries, |entry| scope.takes_route(state, entry));
        sweep!(self, bgp_networks, |network| scope.takes(network.account)
            || scope.takes_vbr_id(state, network.vbr.as_str())
            || scope.takes_vpc_id(state, network.vpc.as_str()));
        sweep!(self, bgp_peers, |peer| scope.takes(peer.account)
            || scope.takes_vbr_id(state, peer.vbr.as_str()));
        sweep!(self, bgp_groups, |group| scope.takes(group.account)
            || scope.takes_vbr_id(state, group.vbr.as_str()));
        sweep!(self, vbr_has, |group| scope.takes(group.account)
            || scope.takes_vbr_id(state, group.vbr.as_str())
            || scope.takes_vbr_id(state, group.peer.as_str()));
        sweep!(self, cen_grants, |grant| scope.takes(grant.account)
            || scope.takes_cen_id(state, grant.cen.as_str())
            || scope.takes_network(state, &grant.instance));
        sweep!(self, cen_attachments, |one| scope.takes_cen_id(state, one.cen.as_str())
            || scope.takes_network(state, &one.child));
        sweep!(self, cens, |cen| scope.takes(cen.account));
        sweep!(self, next_hop_targets, |target| scope.takes(target.account)
            || scope.takes_vpc_id(state, target.vpc.as_str()));
        self.orders()?;
        self.interfaces()?;
        sweep!(self, vswitches, |vswitch| scope.takes(vswitch.account));
        self.vpcs()?;
        self.border_routers()?;
        self.lines()?;
        Some(())
    }

    /// The orders of what goes, and of whoever goes. One that its resource names goes with that.
    fn orders(&mut self) -> Option<()> {
        let (state, scope) = (self.state, self.scope);
        sweep!(self, orders, |order| {
            let goes = scope.takes(order.account) || scope.takes_line_id(state, order.line.as_str());
            let line = state.physical_connections.first(rows::physical_connection::id(order.line.as_str()));
            let named_by_line = line.is_some_and(|line| line.setup_order == Some(order.id));
            let interface = state.router_interface(order.interface.as_str());
            let named = interface.is_some_and(|interface| first_order(interface) == Some(order.id));
            goes && !named_by_line && !named
        });
        Some(())
    }

    /// Interfaces, each with the other end if that goes, too; otherwise that stays behind, and is told.
    fn interfaces(&mut self) -> Option<()> {
        for interface in self.state.router_interfaces.iter() {
            if self.gone.contains(&interface.seq) || !self.scope.takes_interface(self.state, interface) {
                continue;
            }
            self.room()?;
            self.interface(interface);
            let Some(other) = other_end(self.state, interface) else { continue };
            if self.scope.takes_interface(self.state, other) {
                if !self.gone.contains(&other.seq) {
                    self.interface(other);
                }
            } else {
                let left = left_behind(other, self.draft);
                self.draft.put(left);
            }
        }
        Some(())
    }

    fn interface(&mut self, interface: &RouterInterface) {
        self.gone.insert(interface.seq);
        self.draft.delete(interface);
        self.order(first_order(interface));
    }

    fn order(&mut self, order: Option<OrderId>) {
        if let Some(order) = order.and_then(|order| self.state.order(order)) {
            self.draft.delete(order.as_ref());
        }
    }

    /// VPCs, each with its route tables.
    fn vpcs(&mut self) -> Option<()> {
        for vpc in self.state.vpcs.iter().filter(|vpc| self.scope.takes(vpc.account)) {
            self.room()?;
            for table in self.state.route_tables.find(rows::network::route_table::in_vpc(vpc.id.as_str())) {
                self.draft.delete(table.as_ref());
            }
            self.draft.delete(vpc.as_ref());
        }
        Some(())
    }

    /// Border routers, each with its route table. One that only uses a further line that goes stays, without that.
    fn border_routers(&mut self) -> Option<()> {
        let (state, scope) = (self.state, self.scope);
        for vbr in state.virtual_border_routers.iter() {
            let vbr: &VirtualBorderRouter = vbr;
            if scope.takes_vbr(state, vbr) {
                self.room()?;
                for table in state.route_tables.find(rows::network::route_table::router(vbr.id.as_str())) {
                    self.draft.delete(table.as_ref());
                }
                self.draft.delete(vbr);
                continue;
            }
            let mut left = vbr.clone();
            left.associated.retain(|one| !scope.takes_line_id(state, one.line.as_str()));
            if left.associated.len() < vbr.associated.len() {
                self.room()?;
                self.draft.put(left);
            }
        }
        Some(())
    }

    /// Shared lines before those that they are on.
    fn lines(&mut self) -> Option<()> {
        for shared in [true, false] {
            for line in self.state.physical_connections.iter() {
                if line.shared.is_some() == shared && self.scope.takes_line(line) {
                    self.room()?;
                    self.draft.delete(line.as_ref());
                    self.order(line.setup_order);
                }
            }
        }
        Some(())
    }
}

/// The order that pays for an interface.
fn first_order(interface: &RouterInterface) -> Option<OrderId> {
    match &interface.charge {
        Charge::PrePaid { order, .. } => Some(*order),
        Charge::PostPaid => None,
    }
}

/// The interface at the other end, if that means this one.
fn other_end<'s>(state: &'s State, interface: &RouterInterface) -> Option<&'s RouterInterface> {
    let other = state.router_interface(interface.link.as_ref()?.interface.as_str())?;
    let means_this = other.link.as_ref().is_some_and(|link| link.interface == interface.id);
    means_this.then_some(other)
}

/// What becomes of an interface whose other end goes: as after a DeleteRouterInterface there.
fn left_behind(other: &RouterInterface, draft: &Draft<'_>) -> RouterInterface {
    let now = draft.now();
    let mut left = RouterInterface { modified_at: now, ..other.clone() };
    if let Some(status) = other.status.on(Event::ConnectFailed) {
        (left.status, left.since, left.link) = (status, now, None);
    } else if other.status != Status::Deleting {
        left.link = other.link.clone().map(|link| Box::new(Link { gone: true, ..*link }));
    }
    left
}
