//! What a reset takes along.

use xconnect_model::physical_connection::Shared;
use xconnect_model::{AccountId, PhysicalConnection, RouteEntry, RouterInterface, VirtualBorderRouter};
use xconnect_state::{State, rows};

/// Whose resources go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope(Option<AccountId>);

impl Scope {
    /// One account's, or everybody's.
    pub(super) fn of(account: Option<AccountId>) -> Self {
        Self(account)
    }

    /// Whether what this account owns goes.
    pub(super) fn takes(self, account: AccountId) -> bool {
        self.0.is_none_or(|only| only == account)
    }

    /// Its own lines go, and the shared ones on them.
    pub(super) fn takes_line(self, line: &PhysicalConnection) -> bool {
        let parent_goes = |shared: &Shared| self.takes(shared.parent_account);
        self.takes(line.account) || line.shared.as_ref().is_some_and(parent_goes)
    }

    pub(super) fn takes_line_id(self, state: &State, line: &str) -> bool {
        let line = state.physical_connections.first(rows::physical_connection::id(line));
        line.is_some_and(|line| self.takes_line(line))
    }

    /// Its own border routers go, and all whose line goes.
    pub(super) fn takes_vbr(self, state: &State, vbr: &VirtualBorderRouter) -> bool {
        self.takes(vbr.account) || self.takes_line_id(state, vbr.line.as_str())
    }

    pub(super) fn takes_vbr_id(self, state: &State, vbr: &str) -> bool {
        state.virtual_border_router(vbr).is_some_and(|vbr| self.takes_vbr(state, vbr))
    }

    /// Whether a network goes: a VPC or a border router, as CEN instances have them.
    pub(super) fn takes_network(self, state: &State, network: &str) -> bool {
        self.takes_vpc_id(state, network) || self.takes_vbr_id(state, network)
    }

    pub(super) fn takes_vpc_id(self, state: &State, vpc: &str) -> bool {
        state.vpc(vpc).is_some_and(|vpc| self.takes(vpc.account))
    }

    pub(super) fn takes_cen_id(self, state: &State, cen: &str) -> bool {
        state.cen(cen).is_some_and(|cen| self.takes(cen.account))
    }

    /// Its own interfaces go, and those on border routers that go.
    pub(super) fn takes_interface(self, state: &State, interface: &RouterInterface) -> bool {
        self.takes(interface.account) || self.takes_vbr_id(state, &interface.router.id)
    }

    /// Routes of tables that go, and those that lead to a line that goes.
    pub(super) fn takes_route(self, state: &State, entry: &RouteEntry) -> bool {
        self.takes(entry.account)
            || self.takes_vbr_id(state, &entry.router.id)
            || entry.next_hops.iter().any(|hop| self.takes_association(state, &hop.id))
    }

    /// Whether the line goes that a border router uses through this built-in interface.
    fn takes_association(self, state: &State, vlan_interface: &str) -> bool {
        let Some(vbr) = state.vbr_of_vlan_interface(vlan_interface) else { return false };
        let mut associated = vbr.associated.iter();
        let association = associated.find(|one| one.vlan_interface.as_str() == vlan_interface);
        association.is_some_and(|one| self.takes_line_id(state, one.line.as_str()))
    }
}
