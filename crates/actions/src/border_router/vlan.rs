//! Who holds which VLAN of a line.
//!
//! A VLAN is held by a border router on the line (its own or an associated one), or by a shared line. A border
//! router that has been terminated keeps its VLAN for a time; after that it holds nothing, and comes back only if
//! nobody has taken the VLAN. Source: Express Connect API reference 2016, TerminateVirtualBorderRouter.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::{PhysicalConnection, VirtualBorderRouter};
use xconnect_state::rows;

use crate::declare::Context;

/// The largest VLAN.
pub(crate) const MAX_VLAN: u16 = 2_999;

/// Who asks, so that it does not stand in its own way.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asking<'a> {
    /// A border router. The shared line that waits for it does not stand in its way, either.
    pub(crate) vbr: &'a str,
    /// A shared line.
    pub(crate) shared_line: &'a str,
}

/// The VLANs of a line that somebody else holds. Each question costs a look-up, however many there are.
#[derive(Clone, Copy)]
pub(crate) struct Held<'a> {
    context: &'a Context<'a>,
    line: &'a str,
    asking: Asking<'a>,
}

/// The VLANs of a line that somebody else holds.
pub(crate) fn held<'a>(context: &'a Context<'a>, line: &'a str, asking: Asking<'a>) -> Held<'a> {
    Held { context, line, asking }
}

impl Held<'_> {
    /// Whether this VLAN is held.
    pub(crate) fn contains(&self, vlan: u16) -> bool {
        let state = self.context.state;
        let by_router = rows::virtual_border_router::vlan(self.line, vlan);
        let by_shared_line = rows::physical_connection::vlan(self.line, vlan);
        state.virtual_border_routers.find(by_router).any(|vbr| self.is_held_by_router(vbr))
            || state.physical_connections.find(by_shared_line).any(|shared| self.is_held_by_line(shared))
    }

    /// Whether no VLAN is held.
    pub(crate) fn is_empty(&self) -> bool {
        let state = self.context.state;
        let routers = [
            rows::virtual_border_router::on_line(self.line),
            rows::virtual_border_router::associated_with(self.line),
        ];
        let shared = rows::physical_connection::on_line(self.line);
        let by_router = routers
            .into_iter()
            .flat_map(|key| state.virtual_border_routers.find(key))
            .any(|vbr| self.is_held_by_router(vbr));
        !by_router && !state.physical_connections.find(shared).any(|shared| self.is_held_by_line(shared))
    }

    /// Whether a VLAN can be had beside those that are held. VLAN 0 takes the whole line.
    pub(crate) fn leaves(&self, vlan: u16) -> bool {
        match vlan {
            0 => self.is_empty(),
            _ => !self.contains(vlan) && !self.contains(0),
        }
    }

    fn is_held_by_router(&self, vbr: &VirtualBorderRouter) -> bool {
        vbr.id.as_str() != self.asking.vbr && holds(self.context, vbr)
    }

    fn is_held_by_line(&self, line: &PhysicalConnection) -> bool {
        // A line that a router is being moved to holds the router's own VLAN for it.
        let waits_for = line.shared.as_ref().map_or("", |shared| shared.from_vbr.as_str());
        line.id.as_str() != self.asking.shared_line
            && (self.asking.vbr.is_empty() || waits_for != self.asking.vbr)
    }
}

/// Whether a border router holds its VLANs: not when it is going, and not for ever after it was terminated.
fn holds(context: &Context<'_>, vbr: &VirtualBorderRouter) -> bool {
    match vbr.status {
        VbrStatus::Deleting => false,
        VbrStatus::Terminated => {
            let terminated_at = vbr.terminated_at.unwrap_or(vbr.since);
            context.now.since(terminated_at) < context.settings.vlan_retention
        }
        VbrStatus::Unconfirmed | VbrStatus::Active | VbrStatus::Terminating | VbrStatus::Recovering => true,
    }
}
