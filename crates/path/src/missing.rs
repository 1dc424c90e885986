//! Why a route is missing: what is on its way, and which session would have brought it.

use ipnet::IpNet;
use xconnect_model::cen::{CenAttachmentStatus, CenChildType};
use xconnect_model::{BgpPeer, CustomerRouter, Text, VirtualBorderRouter};
use xconnect_state::rows;

use crate::links::Vlan;
use crate::question::FailureKind;
use crate::reason::{Code, Reason};
use crate::step::Trip;

impl Trip<'_> {
    /// Why a table leads nowhere, which is the table of this VPC or border router if that learns anything into it.
    pub(crate) fn no_route(&self, router: &Text, table: &Text, learner: Option<&str>) -> Reason {
        let mut reason = Reason::no_route(router, table, self.destination);
        let moving = rows::route::moving_in_table(table);
        let mut moving = self.links.state.route_entries.find(moving);
        if let Some(entry) = moving.find(|entry| entry.destination.contains(&self.destination)) {
            let (id, to, status) = (&entry.id, entry.destination, entry.status.as_str());
            reason.sentence = format!("{} Entry {id} to {to} is {status}.", reason.sentence);
        }
        match learner.and_then(|learner| self.lost_to(learner)) {
            Some(lost) => lost.added_to(reason),
            None => reason,
        }
    }

    /// The first session that would bring a route to a network, its own or one of its CEN instance's, and does not stand.
    fn lost_to(&self, learner: &str) -> Option<Lost> {
        let state = self.links.state;
        let own = state.virtual_border_router(learner).and_then(|vbr| self.lost_at(vbr));
        own.or_else(|| {
            let is_attached = |status| status == CenAttachmentStatus::Attached;
            let attachment = state.cen_attachment(learner).filter(|one| is_attached(one.status))?;
            let others = state.cen_attachments.find(rows::cen::attachment::of_cen(attachment.cen.as_str()));
            let mut vbrs = others
                .filter(|one| one.child_type == CenChildType::Vbr && is_attached(one.status))
                .filter_map(|one| state.virtual_border_router(&one.child));
            vbrs.find_map(|vbr| self.lost_at(vbr))
        })
    }

    fn lost_at(&self, vbr: &VirtualBorderRouter) -> Option<Lost> {
        let state = self.links.state;
        state.bgp_peers.find(rows::bgp::of_vbr(vbr.id.as_str())).find_map(|peer| {
            let address = self.links.peer_address(peer, vbr)?;
            let mut routers = state.customer_routers.find(rows::bgp::of_vbr(vbr.id.as_str()));
            let router = routers.find(|router| router.address == address)?;
            let announced = router.announces.iter().find(|network| network.contains(&self.destination))?;
            self.lost(vbr, peer, router, &router.id, announced)
        })
    }

    /// The session over which a border router would announce the destination to a customer's router, if it does not stand.
    pub(crate) fn lost_behind(&self, router: &CustomerRouter) -> Option<Lost> {
        let state = self.links.state;
        let vbr = state.virtual_border_router(router.vbr.as_str())?;
        let announced = self.paths.announced(vbr.id.as_str()).longest(self.destination)?;
        let mut peers = state.bgp_peers.find(rows::bgp::of_vbr(vbr.id.as_str()));
        let peer = peers.find(|peer| self.links.peer_address(peer, vbr) == Some(router.address))?;
        self.lost(vbr, peer, router, vbr.id.as_str(), &announced)
    }

    fn lost(
        &self,
        vbr: &VirtualBorderRouter,
        peer: &BgpPeer,
        router: &CustomerRouter,
        announcer: &str,
        announced: &IpNet,
    ) -> Option<Lost> {
        let trouble = self.session_trouble(vbr, peer, router)?;
        let sentence = format!(
            "{announcer} would announce {announced} over session {}, which is not established. {}",
            peer.id, trouble.sentence
        );
        Some(Lost { sentence, mend: trouble.mend })
    }

    /// What keeps a session from standing: what is below it, beyond it, or with itself.
    fn session_trouble(
        &self,
        vbr: &VirtualBorderRouter,
        peer: &BgpPeer,
        router: &CustomerRouter,
    ) -> Option<Reason> {
        if self.links.session_stands(peer) {
            return None;
        }
        if self.links.has_failed(FailureKind::Session, peer.id.as_str()) {
            return Some(Reason::failed("session", &peer.id));
        }
        let vlan = Vlan::facing(vbr, router.address);
        let below = vlan.and_then(|vlan| self.links.vlan_trouble(&vlan, router.address.is_ipv6()));
        let beyond = || (!router.on).then(|| Reason::customer_router_off(router));
        let own = || if peer.cut { Reason::session_cut(peer) } else { Reason::session_down(peer) };
        Some(below.or_else(beyond).unwrap_or_else(own))
    }
}

/// A session that would have brought a route.
pub(crate) struct Lost {
    sentence: String,
    mend: String,
}

impl Lost {
    /// What is missing because of it, with what would mend it.
    pub(crate) fn added_to(self, reason: Reason) -> Reason {
        Reason::new(Code::NoRoute, format!("{} {}", reason.sentence, self.sentence), self.mend)
    }
}
