//! Whether everything in a State that refers to something refers to something that is there.
//!
//! What the cloud API itself leaves behind is no fault: what a record that is being deleted refers to, an order for a
//! resource that is gone, the line that another one is to be independent of, and the VPC of a next-hop target, which
//! nobody asks about when a VPC is deleted.

use std::fmt;

use xconnect_model::bgp::BgpStatus;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachmentStatus, CenChildType};
use xconnect_model::route::{NextHopType, RouteKind, RouteStatus};
use xconnect_model::router::{RouterRef, RouterType};
use xconnect_model::router_interface::Charge;
use xconnect_model::{
    AccountId, BgpNetwork, BgpPeer, PhysicalConnection, RegionId, ResourceGroupId, RouteEntry,
    RouterInterface, VSwitch, VirtualBorderRouter, Vpc, catalogue,
};
use xconnect_state::{Row, State, rows};

/// A reference that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// Who refers, by its name.
    pub from: String,
    /// What it refers to: `vpc`, `port`.
    pub what: &'static str,
    /// The name that nothing has.
    pub to: String,
}

impl fmt::Display for Dangling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refers to the {} {:?}, which is not there", self.from, self.what, self.to)
    }
}

/// All references of a State that lead nowhere; empty is as it should be.
pub fn dangling(state: &State) -> Vec<Dangling> {
    let mut check = Check { state, found: Vec::new() };
    check.accounts();
    check.networks();
    check.lines();
    check.border_routers();
    check.interfaces();
    check.cens();
    check.routes();
    check.bgp();
    check.found
}

struct Check<'s> {
    state: &'s State,
    found: Vec<Dangling>,
}

impl Check<'_> {
    fn found(&mut self, row: &impl Row, what: &'static str, to: impl fmt::Display, is_there: bool) {
        if !is_there {
            self.found.push(Dangling { from: row.label(), what, to: to.to_string() });
        }
    }

    /// A reference that may be empty.
    fn optional(
        &mut self,
        row: &impl Row,
        what: &'static str,
        to: &str,
        is_there: impl FnOnce(&State) -> bool,
    ) {
        let is_there = to.is_empty() || is_there(self.state);
        self.found(row, what, to, is_there);
    }

    fn owner(&mut self, row: &impl Row, account: AccountId) {
        self.found(row, "account", account, self.state.account(account).is_some());
    }

    fn region(&mut self, row: &impl Row, region: &RegionId) {
        let known = catalogue::region(region.as_str()).is_some();
        self.found(row, "region", region, known || self.state.own_region(region.as_str()).is_some());
    }

    /// The owner, and the group that the owner has sorted it into.
    fn group(&mut self, row: &impl Row, account: AccountId, group: &ResourceGroupId) {
        self.owner(row, account);
        self.optional(row, "resource group", group.as_str(), |state| {
            state.resource_groups.first(rows::resource_group::id(account, group.as_str())).is_some()
        });
    }

    fn vbr(&mut self, row: &impl Row, vbr: &str) {
        self.found(row, "border router", vbr, self.state.virtual_border_router(vbr).is_some());
    }

    fn router(&mut self, row: &impl Row, router: &RouterRef) {
        let is_there = match router.kind {
            RouterType::VRouter => self.state.vpc_of_vrouter(&router.id).is_some(),
            RouterType::Vbr => self.state.virtual_border_router(&router.id).is_some(),
        };
        self.found(row, "router", &router.id, is_there);
    }

    fn accounts(&mut self) {
        let state = self.state;
        state.access_keys.iter().for_each(|key| self.owner(key.as_ref(), key.account));
        state.resource_groups.iter().for_each(|group| self.owner(group.as_ref(), group.account));
        state.tokens.iter().for_each(|token| self.owner(token.as_ref(), token.account));
        state.orders.iter().for_each(|order| self.owner(order.as_ref(), order.account));
        state.access_points.iter().for_each(|point| self.region(point.as_ref(), &point.region));
    }

    fn networks(&mut self) {
        let state = self.state;
        for vpc in state.vpcs.iter() {
            let vpc: &Vpc = vpc;
            self.group(vpc, vpc.account, &vpc.resource_group);
            self.region(vpc, &vpc.region);
            let table = vpc.route_table.as_str();
            self.optional(vpc, "route table", table, |state| state.route_table(table).is_some());
        }
        for vswitch in state.vswitches.iter() {
            let vswitch: &VSwitch = vswitch;
            self.group(vswitch, vswitch.account, &vswitch.resource_group);
            let (vpc, table) = (vswitch.vpc.as_str(), vswitch.route_table.as_str());
            self.found(vswitch, "VPC", vpc, state.vpc(vpc).is_some());
            self.optional(vswitch, "route table", table, |state| state.route_table(table).is_some());
        }
        for table in state.route_tables.iter() {
            self.group(table.as_ref(), table.account, &table.resource_group);
            self.router(table.as_ref(), &table.router);
            self.optional(table.as_ref(), "VPC", table.vpc.as_str(), |state| {
                state.vpc(table.vpc.as_str()).is_some()
            });
        }
        state.next_hop_targets.iter().for_each(|target| self.owner(target.as_ref(), target.account));
    }

    fn lines(&mut self) {
        for line in self.state.physical_connections.iter().filter(|line| line.exists()) {
            let line: &PhysicalConnection = line;
            self.group(line, line.account, &line.resource_group);
            self.region(line, &line.region);
            let point = self.state.access_point(line.access_point.as_str());
            self.found(line, "access point", &line.access_point, point.is_some());
            if let (Some(point), Some(port)) = (point, &line.port) {
                let device = point.devices.iter().find(|device| device.name == port.device);
                let has = device.is_some_and(|device| (1..=device.ports).contains(&port.number));
                self.found(line, "port", format_args!("{} {}", port.device, port.number), has);
            }
            if let Some(order) = line.setup_order {
                self.found(line, "order", order.0, self.state.order(order).is_some());
            }
            if let Some(shared) = &line.shared {
                let parent = shared.parent.as_str();
                self.found(line, "line", parent, self.state.physical_connection(parent).is_some());
                self.owner(line, shared.parent_account);
                let from = shared.from_vbr.as_str();
                self.optional(line, "border router", from, |state| {
                    state.virtual_border_router(from).is_some()
                });
            }
        }
    }

    fn border_routers(&mut self) {
        for router in self.state.virtual_border_routers.iter() {
            let router: &VirtualBorderRouter = router;
            self.group(router, router.account, &router.resource_group);
            self.region(router, &router.region);
            let table = router.route_table.as_str();
            self.optional(router, "route table", table, |state| state.route_table(table).is_some());
            if router.status == VbrStatus::Deleting {
                continue;
            }
            let further = router.associated.iter().map(|one| &one.line);
            for line in std::iter::once(&router.line).chain(further) {
                let id = line.as_str();
                self.optional(router, "line", id, |state| state.physical_connection(id).is_some());
            }
        }
        for group in self.state.vbr_has.iter() {
            self.owner(group.as_ref(), group.account);
            self.vbr(group.as_ref(), group.vbr.as_str());
            self.vbr(group.as_ref(), group.peer.as_str());
        }
    }

    fn interfaces(&mut self) {
        for interface in self.state.router_interfaces.iter().filter(|one| one.exists_for_others()) {
            let interface: &RouterInterface = interface;
            self.group(interface, interface.account, &interface.resource_group);
            self.region(interface, &interface.region);
            self.router(interface, &interface.router);
            if let Some(link) = interface.link.as_ref().filter(|link| !link.gone) {
                let other = link.interface.as_str();
                self.found(interface, "interface", other, self.state.router_interface(other).is_some());
            }
            if let Charge::PrePaid { order, .. } = &interface.charge {
                self.found(interface, "order", order.0, self.state.order(*order).is_some());
            }
        }
    }

    fn cens(&mut self) {
        let state = self.state;
        state.cens.iter().for_each(|cen| self.group(cen.as_ref(), cen.account, &cen.resource_group));
        for one in state.cen_attachments.iter().filter(|one| one.status != CenAttachmentStatus::Detaching) {
            self.found(one.as_ref(), "CEN instance", &one.cen, state.cen(one.cen.as_str()).is_some());
            self.child(one.as_ref(), one.child_type, &one.child);
        }
        for grant in state.cen_grants.iter() {
            self.found(grant.as_ref(), "CEN instance", &grant.cen, state.cen(grant.cen.as_str()).is_some());
            self.child(grant.as_ref(), grant.instance_type, &grant.instance);
        }
    }

    fn child(&mut self, row: &impl Row, kind: CenChildType, child: &str) {
        match kind {
            CenChildType::Vpc => self.found(row, "VPC", child, self.state.vpc(child).is_some()),
            CenChildType::Vbr => self.vbr(row, child),
        }
    }

    fn routes(&mut self) {
        for entry in self.state.route_entries.iter().filter(|entry| entry.status != RouteStatus::Deleting) {
            let entry: &RouteEntry = entry;
            self.owner(entry, entry.account);
            let table = entry.table.as_str();
            self.found(entry, "route table", table, self.state.route_table(table).is_some());
            self.router(entry, &entry.router);
            if entry.kind == RouteKind::Bgp {
                let peer = entry.peer.as_str();
                self.found(entry, "BGP peer", peer, self.state.bgp_peer(peer).is_some());
            }
            for hop in &entry.next_hops {
                let id = hop.id.as_str();
                let is_there = match hop.kind {
                    NextHopType::RouterInterface => {
                        self.state.router_interface(id).is_some()
                            || self.state.vbr_of_vlan_interface(id).is_some()
                    }
                    _ => self.state.next_hop_target(id).is_some(),
                };
                self.found(entry, "next hop", id, is_there);
            }
        }
    }

    fn bgp(&mut self) {
        let state = self.state;
        for group in state.bgp_groups.iter().filter(|one| one.status != BgpStatus::Deleting) {
            self.owner(group.as_ref(), group.account);
            self.vbr(group.as_ref(), group.vbr.as_str());
        }
        for peer in state.bgp_peers.iter().filter(|one| one.status != BgpStatus::Deleting) {
            let peer: &BgpPeer = peer;
            self.owner(peer, peer.account);
            self.vbr(peer, peer.vbr.as_str());
            let group = peer.group.as_str();
            self.found(peer, "BGP group", group, state.bgp_group(group).is_some());
        }
        for network in state.bgp_networks.iter().filter(|one| one.status != BgpStatus::Deleting) {
            let network: &BgpNetwork = network;
            self.owner(network, network.account);
            self.vbr(network, network.vbr.as_str());
            let vpc = network.vpc.as_str();
            self.optional(network, "VPC", vpc, |state| state.vpc(vpc).is_some());
        }
        for router in state.customer_routers.iter() {
            self.vbr(router.as_ref(), router.vbr.as_str());
        }
    }
}
