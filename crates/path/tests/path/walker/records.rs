//! What is known of single records: what is down, and what faces what.

use super::*;

impl Walker<'_> {
    pub(super) fn vbr_bad(&self, vbr: &VirtualBorderRouter) -> Option<String> {
        if self.down("vbr", vbr.id.as_str()) {
            return Some("taken-as-failed".into());
        }
        (vbr.status != VbrStatus::Active).then(|| "vbr-not-active".into())
    }

    pub(super) fn vlan_bad(&self, vbr: &VirtualBorderRouter, interface: &str) -> Option<String> {
        if let Some(code) = self.vbr_bad(vbr) {
            return Some(code);
        }
        if self.down("interface", interface) {
            return Some("taken-as-failed".into());
        }
        let (_, line, peering) = self.vlans(vbr).into_iter().find(|vlan| vlan.0 == interface).unwrap();
        if ends(&peering, self.destination.is_ipv6()).is_none() {
            return Some("no-peering-address".into());
        }
        self.line_bad(&line)
    }

    pub(super) fn vlan_down(&self, interface: &str, line: &str) -> bool {
        let shared = self.state.physical_connections.iter().find(|one| one.id.as_str() == line);
        let shared = shared.and_then(|line| line.shared.as_ref());
        let below = shared.is_some_and(|shared| self.down("line", shared.parent.as_str()));
        self.down("interface", interface) || self.down("line", line) || below
    }

    pub(super) fn line_bad(&self, id: &str) -> Option<String> {
        let Some(line) = self.state.physical_connections.iter().find(|one| one.id.as_str() == id) else {
            return Some("line-gone".into());
        };
        let code = if self.down("line", id) {
            "taken-as-failed"
        } else if line.status != LineStatus::Enabled {
            "line-not-enabled"
        } else if line.cut {
            "line-cut"
        } else if line.business_status != BusinessStatus::Normal {
            "line-locked"
        } else {
            return line.shared.as_ref().and_then(|shared| self.line_bad(shared.parent.as_str()));
        };
        Some(code.into())
    }

    pub(super) fn stands(&self, peer: &BgpPeer) -> bool {
        let over_failed = || {
            let vbr = self.vbr_maybe(peer.vbr.as_str())?;
            let interface = self.vlan_facing(vbr, self.far_address(peer)?)?;
            let line = self.vlans(vbr).into_iter().find(|vlan| vlan.0 == interface)?.1;
            let below = self.state.physical_connections.iter().find(|one| one.id.as_str() == line);
            let below = below.and_then(|one| one.shared.as_ref()).map(|shared| shared.parent.to_string());
            let failed = self.down("vbr", vbr.id.as_str())
                || self.down("interface", &interface)
                || below.as_ref().is_some_and(|below| self.down("line", below))
                || self.down("line", &line);
            Some(failed)
        };
        peer.session.state == SessionState::Established
            && !self.down("session", peer.id.as_str())
            && !over_failed().unwrap_or(false)
    }

    pub(super) fn far_address(&self, peer: &BgpPeer) -> Option<IpAddr> {
        if peer.address.is_some() {
            return peer.address;
        }
        let v6 = self.state.bgp_groups.iter().any(|group| group.id == peer.group && group.ipv6);
        ends(&self.vbr_maybe(peer.vbr.as_str())?.peering, v6).map(|ends| ends.1)
    }

    pub(super) fn vlan_facing(&self, vbr: &VirtualBorderRouter, address: IpAddr) -> Option<String> {
        let vlans = self.vlans(vbr);
        let of = |vlan: &(String, String, Peering)| ends(&vlan.2, address.is_ipv6());
        let exact = vlans.iter().find(|vlan| of(vlan).is_some_and(|ends| ends.1 == address));
        let near = vlans.iter().find(|vlan| of(vlan).is_some_and(|ends| ends.2.contains(&address)));
        exact.or(near).map(|vlan| vlan.0.clone())
    }

    /// Interface, line, and addresses of every VLAN.
    pub(super) fn vlans(&self, vbr: &VirtualBorderRouter) -> Vec<(String, String, Peering)> {
        let own = (vbr.vlan_interface.to_string(), vbr.line.to_string(), vbr.peering.clone());
        let more = vbr.associated.iter();
        let more =
            more.map(|one| (one.vlan_interface.to_string(), one.line.to_string(), one.peering.clone()));
        std::iter::once(own).chain(more).collect()
    }

    pub(super) fn vswitch_of(&self, vpc: &str, address: IpAddr) -> Option<(IpNet, &VSwitch)> {
        self.state.vswitches.iter().find_map(|one| {
            let blocks = [Some(IpNet::from(one.cidr)), one.ipv6_cidr.map(IpNet::from)];
            let block = blocks.into_iter().flatten().find(|block| block.contains(&address))?;
            let counts = one.vpc.as_str() == vpc && one.status == NetworkStatus::Available;
            counts.then_some((block, one.as_ref()))
        })
    }

    pub(super) fn customers_of(&self, vbr: &str) -> Vec<&CustomerRouter> {
        let all = self.state.customer_routers.iter().map(AsRef::as_ref);
        all.filter(|one| one.vbr.as_str() == vbr && one.address.is_ipv6() == self.destination.is_ipv6())
            .collect()
    }

    pub(super) fn peer(&self, id: &str) -> Option<&BgpPeer> {
        self.state.bgp_peers.iter().find(|one| one.id.as_str() == id).map(AsRef::as_ref)
    }

    pub(super) fn vbr(&self, id: &str) -> &VirtualBorderRouter {
        self.vbr_maybe(id).unwrap()
    }

    pub(super) fn vbr_maybe(&self, id: &str) -> Option<&VirtualBorderRouter> {
        self.state.virtual_border_routers.iter().find(|one| one.id.as_str() == id).map(AsRef::as_ref)
    }

    pub(super) fn down(&self, kind: &str, id: &str) -> bool {
        self.failed.iter().any(|one| one.split_once(':') == Some((kind, id)))
    }
}

pub(super) fn has(router: &CustomerRouter, address: IpAddr) -> bool {
    router.address == address
        || [&router.networks, &router.announces].into_iter().flatten().any(|net| net.contains(&address))
}

/// Local address, peer address, subnet.
pub(super) fn ends(peering: &Peering, v6: bool) -> Option<(IpAddr, IpAddr, IpNet)> {
    if v6 {
        let ends = peering.v6.filter(|_| peering.ipv6_enabled)?;
        return Some((ends.local.into(), ends.peer.into(), ends.subnet.into()));
    }
    let ends = peering.v4?;
    let subnet = format!("{}/{}", ends.local, ends.prefix).parse::<IpNet>().unwrap();
    Some((ends.local.into(), ends.peer.into(), subnet))
}
