//! A State put together by hand, with ids that can be read.

use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::bgp::{BgpStatus, Session, SessionState};
use xconnect_model::border_router::{Peering, PeeringV4, PeeringV6};
use xconnect_model::cen::{CenAttachmentStatus, CenChildType, CenStatus};
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::route::{NextHop, NextHopType, RouteKind};
use xconnect_model::router_interface::{Health, HealthCheck, Link, Role, Spec, Status};
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{
    AccountId, BgpNetwork, BgpPeer, Cen, CenAttachment, CustomerRouter, PhysicalConnection, RouteEntry,
    RouterInterface, RouterRef, RouterType, VSwitch, VbrHa, VirtualBorderRouter, Vpc,
};
use xconnect_path::{Answer, Paths, Question};
use xconnect_state::{Change, Record, State};

/// A network that grows.
#[derive(Default)]
pub(crate) struct Net {
    pub(crate) state: State,
    interfaces: usize,
    routes: usize,
}

pub(crate) fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

impl Net {
    pub(crate) fn put(&mut self, record: impl Into<Record>) {
        self.state.apply(&[Change::Put(record.into())]);
    }

    pub(crate) fn seq(&self) -> u64 {
        self.state.next_seq()
    }

    /// `vpc-NAME`, with `vrt-NAME` and `vtb-NAME`.
    pub(crate) fn vpc(&mut self, name: &str, region: &str, cidr: &str) {
        let vpc = Vpc {
            seq: self.seq(),
            id: format!("vpc-{name}").as_str().into(),
            account: AccountId(1),
            region: region.into(),
            cidr: cidr.parse().unwrap(),
            vrouter: format!("vrt-{name}").as_str().into(),
            route_table: format!("vtb-{name}").as_str().into(),
            ..Vpc::default()
        };
        self.put(vpc);
    }

    /// `vsw-NAME` in `vpc-VPC`; IPv6 may be empty.
    pub(crate) fn vswitch(&mut self, name: &str, vpc: &str, cidr: &str, ipv6: &str) {
        let vswitch = VSwitch {
            seq: self.seq(),
            id: format!("vsw-{name}").as_str().into(),
            account: AccountId(1),
            vpc: format!("vpc-{vpc}").as_str().into(),
            cidr: cidr.parse().unwrap(),
            ipv6_cidr: (!ipv6.is_empty()).then(|| ipv6.parse().unwrap()),
            route_table: format!("vtb-{vpc}").as_str().into(),
            ..VSwitch::default()
        };
        self.put(vswitch);
    }

    pub(crate) fn line(&mut self, name: &str, mbps: u32) {
        let line = PhysicalConnection {
            seq: self.seq(),
            id: format!("pc-{name}").as_str().into(),
            account: AccountId(1),
            bandwidth_mbps: mbps,
            status: LineStatus::Enabled,
            ..PhysicalConnection::default()
        };
        self.put(line);
    }

    /// `vbr-NAME` on `pc-LINE`, with `vtb-vbr-NAME` and `ri-vbr-NAME`; 172.31.N.1 and 172.31.N.2 are its ends.
    pub(crate) fn vbr(&mut self, name: &str, region: &str, line: &str, n: u8) {
        let vbr = VirtualBorderRouter {
            seq: self.seq(),
            id: format!("vbr-{name}").as_str().into(),
            account: AccountId(1),
            region: region.into(),
            line: format!("pc-{line}").as_str().into(),
            vlan_interface: format!("ri-vbr-{name}").as_str().into(),
            route_table: format!("vtb-vbr-{name}").as_str().into(),
            peering: peering(n),
            ..VirtualBorderRouter::default()
        };
        self.put(vbr);
    }

    /// A pair of interfaces between `vrt-...` and `vbr-...` routers; answers with their ids.
    pub(crate) fn pair(&mut self, a: &str, b: &str, spec: Spec) -> (String, String) {
        self.interfaces += 2;
        let (one, two) = (format!("ri-{}", self.interfaces - 1), format!("ri-{}", self.interfaces));
        for (id, router, other, other_router, role, spec) in [
            (&one, a, &two, b, Role::InitiatingSide, spec),
            (&two, b, &one, a, Role::AcceptingSide, Spec::Negative),
        ] {
            let kind = if router.starts_with("vbr-") { RouterType::Vbr } else { RouterType::VRouter };
            let vpc = router.strip_prefix("vrt-").map(|name| format!("vpc-{name}")).unwrap_or_default();
            let interface = RouterInterface {
                seq: self.seq(),
                id: id.as_str().into(),
                account: AccountId(1),
                role,
                spec,
                router: RouterRef { kind, id: router.into() },
                vpc: vpc.as_str().into(),
                status: Status::Active,
                link: Some(Box::new(Link {
                    interface: other.as_str().into(),
                    router: other_router.into(),
                    gone: false,
                })),
                ..RouterInterface::default()
            };
            self.put(interface);
        }
        (one, two)
    }

    /// A custom route over these interfaces with these weights.
    pub(crate) fn route(&mut self, table: &str, to: &str, over: &[(&str, u32)]) -> RouteEntry {
        let hop = |(id, weight): &(&str, u32)| NextHop {
            kind: NextHopType::RouterInterface,
            id: (*id).into(),
            weight: *weight,
        };
        self.entry(table, RouteKind::Custom, to, over.iter().map(hop).collect(), "")
    }

    /// A route that was learned from a peer.
    pub(crate) fn learned(&mut self, vbr: &str, to: &str, peer: &str) {
        let id = format!("ri-vbr-{vbr}").as_str().into();
        let hops = vec![NextHop { kind: NextHopType::RouterInterface, id, weight: 0 }];
        self.entry(&format!("vtb-vbr-{vbr}"), RouteKind::Bgp, to, hops, peer);
    }

    pub(crate) fn entry(
        &mut self,
        table: &str,
        kind: RouteKind,
        to: &str,
        next_hops: Vec<NextHop>,
        peer: &str,
    ) -> RouteEntry {
        self.routes += 1;
        let entry = RouteEntry {
            seq: self.seq(),
            id: format!("rte-{}", self.routes).as_str().into(),
            table: table.into(),
            destination: net(to),
            kind,
            ecmp: next_hops.len() > 1,
            next_hops,
            peer: peer.into(),
            ..RouteEntry::default()
        };
        self.put(entry.clone());
        entry
    }

    /// `bgp-VBR`, with an Established session to the far end of the VLAN.
    pub(crate) fn peer(&mut self, vbr: &str) {
        let peer = BgpPeer {
            seq: self.seq(),
            id: format!("bgp-{vbr}").as_str().into(),
            vbr: format!("vbr-{vbr}").as_str().into(),
            status: BgpStatus::Available,
            session: Session { state: SessionState::Established, ..Session::default() },
            ..BgpPeer::default()
        };
        self.put(peer);
    }

    pub(crate) fn announce(&mut self, vbr: &str, network: &str) {
        let network = BgpNetwork {
            seq: self.seq(),
            vbr: format!("vbr-{vbr}").as_str().into(),
            network: net(network),
            status: BgpStatus::Available,
            ..BgpNetwork::default()
        };
        self.put(network);
    }

    /// `cpe-NAME` at the far end of `vbr-NAME`.
    pub(crate) fn customer(&mut self, name: &str, n: u8, networks: &[&str], routes: &[&str]) {
        let all = |texts: &[&str]| texts.iter().map(|text| net(text)).collect::<Vec<_>>();
        let router = CustomerRouter {
            seq: self.seq(),
            id: format!("cpe-{name}").as_str().into(),
            vbr: format!("vbr-{name}").as_str().into(),
            address: [172, 31, n, 2].into(),
            asn: 65_001,
            networks: all(networks),
            routes: all(routes),
            ..CustomerRouter::default()
        };
        self.put(router);
    }

    /// `cen-1` with these networks.
    pub(crate) fn cen(&mut self, children: &[&str]) {
        let cen = Cen { seq: self.seq(), id: "cen-1".into(), status: CenStatus::Active, ..Cen::default() };
        self.put(cen);
        for child in children {
            let is_vbr = child.starts_with("vbr-");
            let attachment = CenAttachment {
                seq: self.seq(),
                cen: "cen-1".into(),
                child: (*child).into(),
                child_type: if is_vbr { CenChildType::Vbr } else { CenChildType::Vpc },
                status: CenAttachmentStatus::Attached,
                ..CenAttachment::default()
            };
            self.put(attachment);
        }
    }

    pub(crate) fn failover(&mut self, vbr: &str, peer: &str) {
        let group = VbrHa {
            seq: self.seq(),
            id: "vbrha-1".into(),
            vbr: vbr.into(),
            peer: peer.into(),
            status: VbrHaStatus::Active,
            ..VbrHa::default()
        };
        self.put(group);
    }

    pub(crate) fn change_interface(&mut self, id: &str, change: impl FnOnce(&mut RouterInterface)) {
        let mut interface = RouterInterface::clone(self.state.router_interface(id).unwrap());
        change(&mut interface);
        self.put(interface);
    }

    /// Has an interface send probes, which are answered.
    pub(crate) fn probe(&mut self, id: &str) {
        let (source, target) = (Some([10, 1, 0, 2].into()), Some([172, 31, 1, 2].into()));
        self.change_interface(id, |end| {
            end.health_check = HealthCheck { source, target, ..HealthCheck::default() };
            end.health = Some(Health::default());
        });
    }

    pub(crate) fn change_line(&mut self, id: &str, change: impl FnOnce(&mut PhysicalConnection)) {
        let mut line = PhysicalConnection::clone(self.state.physical_connection(id).unwrap());
        change(&mut line);
        self.put(line);
    }

    pub(crate) fn change_vbr(&mut self, id: &str, change: impl FnOnce(&mut VirtualBorderRouter)) {
        let mut vbr = VirtualBorderRouter::clone(self.state.virtual_border_router(id).unwrap());
        change(&mut vbr);
        self.put(vbr);
    }

    pub(crate) fn change_customer(&mut self, id: &str, change: impl FnOnce(&mut CustomerRouter)) {
        let mut router = CustomerRouter::clone(self.state.customer_router(id).unwrap());
        change(&mut router);
        self.put(router);
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::new(Arc::new(self.state.clone()))
    }

    pub(crate) fn trace(&self, from: &str, to: &str) -> Answer {
        self.paths().trace(&Question::parse(from, to).unwrap()).unwrap()
    }

    pub(crate) fn trace_failed(&self, from: &str, to: &str, failed: &[&str]) -> Answer {
        let failed = failed.iter().map(|failure| failure.parse().unwrap()).collect();
        self.paths().trace(&Question { failed, ..Question::parse(from, to).unwrap() }).unwrap()
    }
}

pub(crate) fn peering(n: u8) -> Peering {
    Peering {
        v4: Some(PeeringV4 { local: [172, 31, n, 1].into(), peer: [172, 31, n, 2].into(), prefix: 30 }),
        v6: Some(PeeringV6 {
            local: format!("2001:db8:ff{n:02x}::1").parse().unwrap(),
            peer: format!("2001:db8:ff{n:02x}::2").parse().unwrap(),
            subnet: format!("2001:db8:ff{n:02x}::/64").parse().unwrap(),
        }),
        ipv6_enabled: true,
    }
}
