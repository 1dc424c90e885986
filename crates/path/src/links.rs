//! Whether a link carries traffic, and how much: interfaces, VLANs, lines.

use std::net::IpAddr;
use std::sync::Arc;

use xconnect_model::border_router::{Peering, VbrStatus};
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::router_interface::{BusinessStatus, Status};
use xconnect_model::{PhysicalConnection, PhysicalConnectionId, RouterInterface, VirtualBorderRouter};
use xconnect_state::State;

use crate::question::{Failure, FailureKind};
use crate::reason::Reason;

/// The links of a State, some of them taken as failed.
#[derive(Clone, Copy)]
pub(crate) struct Links<'a> {
    pub(crate) state: &'a State,
    pub(crate) failed: &'a [Failure],
}

/// A VLAN of a border router.
#[derive(Clone, Copy)]
pub(crate) struct Vlan<'a> {
    pub(crate) vbr: &'a VirtualBorderRouter,
    /// The built-in interface.
    pub(crate) interface: &'a str,
    pub(crate) line: &'a PhysicalConnectionId,
    pub(crate) peering: &'a Peering,
}

impl<'a> Vlan<'a> {
    /// All VLANs of a border router, its own first.
    pub(crate) fn all(vbr: &'a VirtualBorderRouter) -> impl Iterator<Item = Self> {
        let own =
            Self { vbr, interface: vbr.vlan_interface.as_str(), line: &vbr.line, peering: &vbr.peering };
        let further = vbr.associated.iter().map(move |one| Self {
            vbr,
            interface: one.vlan_interface.as_str(),
            line: &one.line,
            peering: &one.peering,
        });
        std::iter::once(own).chain(further)
    }

    /// The VLAN with this built-in interface.
    pub(crate) fn with(vbr: &'a VirtualBorderRouter, interface: &str) -> Option<Self> {
        Self::all(vbr).find(|vlan| !interface.is_empty() && vlan.interface == interface)
    }

    /// The VLAN at whose far end an address is: the peer's own, or another one in its subnet.
    pub(crate) fn facing(vbr: &'a VirtualBorderRouter, address: IpAddr) -> Option<Self> {
        let exact = Self::all(vbr).find(|vlan| vlan.peer(address.is_ipv6()) == Some(address));
        exact.or_else(|| Self::all(vbr).find(|vlan| vlan.subnet_holds(address)))
    }

    /// The address at the customer's end.
    pub(crate) fn peer(&self, ipv6: bool) -> Option<IpAddr> {
        self.ends(ipv6).map(|(_, peer)| peer)
    }

    /// The address at the cloud's end.
    pub(crate) fn local(&self, ipv6: bool) -> Option<IpAddr> {
        self.ends(ipv6).map(|(local, _)| local)
    }

    fn ends(&self, ipv6: bool) -> Option<(IpAddr, IpAddr)> {
        if ipv6 {
            let v6 = self.peering.v6.filter(|_| self.peering.ipv6_enabled);
            v6.map(|ends| (ends.local.into(), ends.peer.into()))
        } else {
            self.peering.v4.map(|ends| (ends.local.into(), ends.peer.into()))
        }
    }

    /// The subnet of both ends.
    pub(crate) fn subnet(&self, ipv6: bool) -> Option<ipnet::IpNet> {
        if ipv6 {
            let v6 = self.peering.v6.filter(|_| self.peering.ipv6_enabled);
            return v6.map(|ends| ends.subnet.trunc().into());
        }
        let ends = self.peering.v4?;
        ipnet::Ipv4Net::new(ends.local, ends.prefix).ok().map(|net| net.trunc().into())
    }

    fn subnet_holds(&self, address: IpAddr) -> bool {
        self.subnet(address.is_ipv6()).is_some_and(|subnet| subnet.contains(&address))
    }
}

impl<'a> Links<'a> {
    pub(crate) fn has_failed(&self, kind: FailureKind, id: &str) -> bool {
        self.failed.iter().any(|failure| failure.kind == kind && failure.id == id)
    }

    /// What keeps a border router from forwarding.
    pub(crate) fn vbr_trouble(&self, vbr: &VirtualBorderRouter) -> Option<Reason> {
        if self.has_failed(FailureKind::Vbr, vbr.id.as_str()) {
            return Some(Reason::failed("border router", &vbr.id));
        }
        (vbr.status != VbrStatus::Active).then(|| Reason::vbr_not_active(vbr))
    }

    /// What keeps a line from carrying traffic; of a shared line also what keeps the one below.
    pub(crate) fn line_trouble(&self, line: &PhysicalConnection) -> Option<Reason> {
        let own = |line: &PhysicalConnection| {
            if self.has_failed(FailureKind::Line, line.id.as_str()) {
                Some(Reason::failed("line", &line.id))
            } else if line.carries() {
                None
            } else if line.status != LineStatus::Enabled {
                Some(Reason::line_not_enabled(line))
            } else if line.cut {
                Some(Reason::line_cut(line))
            } else {
                Some(Reason::line_locked(line))
            }
        };
        own(line).or_else(|| {
            let shared = line.shared.as_ref()?;
            match self.parent(line) {
                Some(below) => own(below),
                None => Some(Reason::line_below_gone(line, &shared.parent)),
            }
        })
    }

    /// The line below a shared one.
    fn parent(&self, line: &PhysicalConnection) -> Option<&'a Arc<PhysicalConnection>> {
        let shared = line.shared.as_ref()?;
        self.state.physical_connection(shared.parent.as_str())
    }

    /// The bandwidth of a VLAN (the smallest of its border router's, its line's, and of the line below), and what keeps
    /// it from carrying packets of this IP version.
    pub(crate) fn vlan(&self, vlan: &Vlan<'_>, ipv6: bool) -> (Option<u32>, Option<Reason>) {
        let line = self.state.physical_connection(vlan.line.as_str());
        let below = line.and_then(|line| self.parent(line));
        let of = |line: &Arc<PhysicalConnection>| (line.bandwidth_mbps > 0).then_some(line.bandwidth_mbps);
        let bandwidth_mbps = smallest([vlan.vbr.bandwidth_mbps, line.and_then(of), below.and_then(of)]);
        (bandwidth_mbps, self.vlan_trouble_on(vlan, line, ipv6))
    }

    /// What keeps a VLAN from carrying packets of this IP version.
    pub(crate) fn vlan_trouble(&self, vlan: &Vlan<'_>, ipv6: bool) -> Option<Reason> {
        self.vlan_trouble_on(vlan, self.state.physical_connection(vlan.line.as_str()), ipv6)
    }

    fn vlan_trouble_on(
        &self,
        vlan: &Vlan<'_>,
        line: Option<&Arc<PhysicalConnection>>,
        ipv6: bool,
    ) -> Option<Reason> {
        if let Some(trouble) = self.vbr_trouble(vlan.vbr) {
            return Some(trouble);
        }
        if self.has_failed(FailureKind::Interface, vlan.interface) {
            return Some(Reason::failed("VLAN interface", vlan.interface));
        }
        if vlan.peer(ipv6).is_none() {
            return Some(Reason::no_peering(vlan.vbr, vlan.interface, ipv6));
        }
        match line {
            Some(line) => self.line_trouble(line),
            None => Some(Reason::line_gone(vlan.vbr)),
        }
    }

    /// Whether a VLAN is down by what the question takes as failed, so that sessions over it are too.
    pub(crate) fn vlan_has_failed(&self, vlan: &Vlan<'_>) -> bool {
        if self.failed.is_empty() {
            return false;
        }
        let line_failed = |line: &PhysicalConnection| self.has_failed(FailureKind::Line, line.id.as_str());
        let line = self.state.physical_connection(vlan.line.as_str());
        self.has_failed(FailureKind::Vbr, vlan.vbr.id.as_str())
            || self.has_failed(FailureKind::Interface, vlan.interface)
            || line.is_some_and(|line| {
                line_failed(line) || self.parent(line).is_some_and(|below| line_failed(below))
            })
    }

    /// What keeps one end of a link from carrying traffic.
    pub(crate) fn interface_trouble(&self, interface: &RouterInterface) -> Option<Reason> {
        if self.has_failed(FailureKind::Interface, interface.id.as_str()) {
            Some(Reason::failed("router interface", &interface.id))
        } else if interface.status != Status::Active {
            Some(Reason::interface_inactive(interface))
        } else if interface.business_status != BusinessStatus::Normal {
            Some(Reason::interface_locked(interface))
        } else if interface.cut {
            Some(Reason::interface_cut(interface))
        } else {
            None
        }
    }

    /// The other end of a link, if both ends name each other.
    pub(crate) fn far_end(&self, near: &RouterInterface) -> Option<&'a Arc<RouterInterface>> {
        let link = near.link.as_ref().filter(|link| !link.gone)?;
        let far = self.state.router_interface(link.interface.as_str())?;
        let names_it = far.link.as_ref().is_some_and(|back| back.interface == near.id && !back.gone);
        names_it.then_some(far)
    }

    /// What keeps every line of a border router from carrying traffic; nothing while one carries.
    pub(crate) fn line_troubles(&self, vbr: &VirtualBorderRouter) -> Option<Reason> {
        let mut first = None;
        for vlan in Vlan::all(vbr) {
            let line = self.state.physical_connection(vlan.line.as_str());
            let trouble = line.map_or_else(|| Some(Reason::line_gone(vbr)), |line| self.line_trouble(line));
            match trouble {
                None => return None,
                trouble => first = first.or(trouble),
            }
        }
        first
    }
}

/// The bandwidth of a link: its initiating side's size.
pub(crate) fn link_bandwidth(near: &RouterInterface, far: &RouterInterface) -> Option<u32> {
    let mbps = near.spec.bandwidth_mbps().max(far.spec.bandwidth_mbps());
    (mbps > 0).then_some(mbps)
}

/// The smallest of those that are there.
pub(crate) fn smallest(all: impl IntoIterator<Item = Option<u32>>) -> Option<u32> {
    all.into_iter().flatten().min()
}
