//! What is at the other end of a router interface.

use xconnect_model::{RouterInterface, RouterType, Seq, Text, VirtualBorderRouter};

use crate::links::{Links, Vlan, link_bandwidth};
use crate::reason::Reason;

/// What is at the other end of a router interface, while nothing is taken as failed.
pub(crate) struct Reach {
    /// The interface's own router.
    pub(crate) from: Text,
    /// The router at the other end, as far as it is known.
    pub(crate) to: Text,
    pub(crate) bandwidth_mbps: Option<u32>,
    /// The record of that router, or why nothing gets there.
    pub(crate) router: Result<(RouterType, Seq), Reason>,
}

impl Links<'_> {
    /// What is at the other end of a router interface; nothing, if there is no such interface.
    pub(crate) fn reach(&self, id: &str) -> Option<Reach> {
        let near = self.state.router_interface(id)?;
        let mut reach = Reach {
            from: near.router.id.clone(),
            to: Text::default(),
            bandwidth_mbps: None,
            router: Err(Reason::not_connected(near)),
        };
        if let Some(trouble) = self.interface_trouble(near) {
            reach.router = Err(trouble);
            return Some(reach);
        }
        let Some(far) = self.far_end(near) else { return Some(reach) };
        reach.to = far.router.id.clone();
        reach.bandwidth_mbps = link_bandwidth(near, far);
        reach.router = match self.interface_trouble(far) {
            Some(trouble) => Err(trouble),
            None => self.other_router(near, far),
        };
        Some(reach)
    }

    /// The router at the other end of a link.
    fn other_router(
        &self,
        near: &RouterInterface,
        far: &RouterInterface,
    ) -> Result<(RouterType, Seq), Reason> {
        let state = self.state;
        match far.router.kind {
            RouterType::VRouter => {
                let vpc = state.vpc_of_vrouter(&far.router.id).ok_or_else(|| Reason::not_connected(near))?;
                Ok((RouterType::VRouter, vpc.seq))
            }
            RouterType::Vbr => {
                let vbr = state.virtual_border_router(&far.router.id);
                let vbr = vbr.ok_or_else(|| Reason::vbr_gone(&far.router.id))?;
                match self.vbr_trouble(vbr).or_else(|| self.noticed(near, vbr)) {
                    Some(trouble) => Err(trouble),
                    None => Ok((RouterType::Vbr, vbr.seq)),
                }
            }
        }
    }

    /// What the probes over a link to a border router have noticed; of what is taken as failed they have. Nobody else
    /// does: without a health check a VPC goes on sending to a border router whose lines are dead.
    fn noticed(&self, near: &RouterInterface, vbr: &VirtualBorderRouter) -> Option<Reason> {
        if !near.health_check.is_set() {
            return None;
        }
        let has_failed = near.has_failed_health();
        let would_fail = || Vlan::all(vbr).any(|vlan| self.vlan_has_failed(&vlan));
        let lines = if has_failed || would_fail() { self.line_troubles(vbr) } else { None };
        lines.or_else(|| has_failed.then(|| Reason::health_check_failed(near)))
    }
}
