//! Who holds which VLAN of a line.
//!
//! A VLAN is held by a border router on the line (its own or an associated one), or by a shared line. A border
//! router that has been terminated keeps its VLAN for a time; after that it holds nothing, and comes back only if
//! nobody has taken the VLAN. Source: Express Connect API reference 2016, TerminateVirtualBorderRouter.

use std::collections::BTreeSet;

use xconnect_model::VirtualBorderRouter;
use xconnect_model::border_router::VbrStatus;
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

/// The VLANs of a line that somebody else holds.
pub(crate) fn held(context: &Context<'_>, line: &str, asking: Asking<'_>) -> BTreeSet<u16> {
    let state = context.state;
    let on_line = state.virtual_border_routers.find(rows::virtual_border_router::on_line(line));
    let associated = state.virtual_border_routers.find(rows::virtual_border_router::associated_with(line));
    let of_routers = on_line
        .chain(associated)
        .filter(|vbr| vbr.id.as_str() != asking.vbr && holds(context, vbr))
        .flat_map(|vbr| vbr.vlans())
        .filter(|(held_on, _)| held_on.as_str() == line)
        .map(|(_, vlan)| vlan);
    let shared = state.physical_connections.find(rows::physical_connection::on_line(line));
    let of_shared_lines = shared
        .filter(|shared| shared.id.as_str() != asking.shared_line)
        .filter_map(|shared| shared.shared.as_ref())
        // A line that a router is being moved to holds the router's own VLAN for it.
        .filter(|shared| asking.vbr.is_empty() || shared.from_vbr.as_str() != asking.vbr)
        .map(|shared| shared.vlan);
    of_routers.chain(of_shared_lines).collect()
}

/// Whether a VLAN can be had beside those that are held. VLAN 0 takes the whole line.
pub(crate) fn is_free(held: &BTreeSet<u16>, vlan: u16) -> bool {
    match vlan {
        0 => held.is_empty(),
        _ => !held.contains(&vlan) && !held.contains(&0),
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
