//! A second, slow opinion: the same question answered by plain scans over all records, with no trie, no index, and no
//! code of the engine.

mod records;
mod routes;

use std::net::IpAddr;

use ipnet::IpNet;
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::border_router::{Peering, VbrStatus};
use xconnect_model::cen::{CenAttachmentStatus, CenChildType};
use xconnect_model::network::NetworkStatus;
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::route::{NextHopType, RouteKind, RouteStatus};
use xconnect_model::router_interface::{BusinessStatus, HealthState, Status};
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{
    AccountId, BgpPeer, CustomerRouter, RouteEntry, RouterType, VSwitch, VirtualBorderRouter,
};
use xconnect_state::State;

use self::records::{ends, has};

/// Where a packet can be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Spot {
    Vpc(String, String),
    Vbr(String),
    /// VBR, VLAN interface, address.
    Wire(String, String, IpAddr),
    /// Names of customers' routers.
    Site(Vec<String>),
}

/// What becomes of a packet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fate {
    pub(crate) routers: Vec<String>,
    /// `ok KIND ID AT`, or `dead CODE`.
    pub(crate) outcome: String,
    pub(crate) share: f64,
    /// Where the answer starts.
    pub(crate) answer_from: Option<Spot>,
    /// Whose customer, where it is one.
    account: Option<AccountId>,
}

pub(crate) struct Walker<'a> {
    pub(crate) state: &'a State,
    pub(crate) failed: &'a [String],
    pub(crate) destination: IpAddr,
}

enum Outcome {
    Forward(Vec<(u32, Result<Then, String>, Option<String>)>),
    Dead(String),
}

#[derive(Clone)]
enum Then {
    Go(Spot),
    End(String, Option<Spot>, Option<AccountId>),
}

impl Walker<'_> {
    /// Everything that can become of packets that start here.
    pub(crate) fn fates(&self, start: Spot) -> Vec<Fate> {
        let mut fates = Vec::new();
        self.go(start, &[], Vec::new(), 1.0, &mut fates);
        fates
    }

    fn go(
        &self,
        spot: Spot,
        been: &[(String, String)],
        routers: Vec<String>,
        share: f64,
        fates: &mut Vec<Fate>,
    ) {
        let (name, table) = self.name(&spot);
        let mut routers = routers;
        routers.push(name.clone());
        let dead = |routers: Vec<String>, code: &str| Fate {
            routers,
            outcome: format!("dead {code}"),
            share,
            answer_from: None,
            account: None,
        };
        if !table.is_empty() && been.contains(&(name.clone(), table.clone())) {
            fates.push(dead(routers, "loop"));
            return;
        }
        let mut been = been.to_vec();
        been.push((name, table));
        match self.at(&spot) {
            Outcome::Dead(code) => fates.push(dead(routers, &code)),
            Outcome::Forward(ways) => {
                let total: u32 = ways.iter().filter(|way| way.1.is_ok()).map(|way| way.0).sum();
                let open = ways.iter().filter(|way| way.1.is_ok()).count();
                if open == 0 {
                    let (_, first, as_router) = ways.into_iter().next().unwrap();
                    if let Some(name) = as_router {
                        *routers.last_mut().unwrap() = name;
                    }
                    fates.push(dead(routers, &first.err().unwrap()));
                    return;
                }
                for (weight, then, as_router) in ways {
                    let Ok(then) = then else { continue };
                    if total > 0 && weight == 0 {
                        continue;
                    }
                    let part =
                        if total == 0 { 1.0 / open as f64 } else { f64::from(weight) / f64::from(total) };
                    let mut routers = routers.clone();
                    if let Some(name) = as_router {
                        *routers.last_mut().unwrap() = name;
                    }
                    match then {
                        Then::Go(next) => self.go(next, &been, routers, share * part, fates),
                        Then::End(outcome, answer_from, account) => {
                            fates.push(Fate { routers, outcome, share: share * part, answer_from, account });
                        }
                    }
                }
            }
        }
    }

    fn name(&self, spot: &Spot) -> (String, String) {
        match spot {
            Spot::Vpc(vpc, table) => {
                let vpc = self.state.vpcs.iter().find(|one| one.id.as_str() == vpc).unwrap();
                (vpc.vrouter.to_string(), table.clone())
            }
            Spot::Vbr(vbr) => (vbr.clone(), self.vbr(vbr).route_table.to_string()),
            Spot::Wire(vbr, interface, address) => {
                let found = self.customers_of(vbr).into_iter().find(|one| one.address == *address);
                let line = self.vlans(self.vbr(vbr)).into_iter().find(|vlan| vlan.0 == *interface).unwrap().1;
                (found.map(|one| one.id.to_string()).unwrap_or(line), String::new())
            }
            Spot::Site(routers) => (routers[0].clone(), String::new()),
        }
    }

    fn at(&self, spot: &Spot) -> Outcome {
        match spot {
            Spot::Vpc(vpc, table) => self.at_vpc(vpc, table),
            Spot::Vbr(vbr) => self.at_vbr(vbr),
            Spot::Wire(vbr, interface, address) => self.on_wire(vbr, interface, *address),
            Spot::Site(routers) => self.at_site(routers),
        }
    }

    fn at_vpc(&self, id: &str, table: &str) -> Outcome {
        let to = self.destination;
        let vpc = self.state.vpcs.iter().find(|one| one.id.as_str() == id).unwrap();
        let home = self.vswitch_of(id, to);
        let services: IpNet = "100.64.0.0/10".parse().unwrap();
        // (length, rank, what)
        let mut own = home.as_ref().map(|(block, _)| block.prefix_len());
        if own.is_none() && services.contains(&to) {
            own = Some(10);
        }
        let inside = || match &home {
            Some((_, vswitch)) => {
                let back = Spot::Vpc(id.into(), vswitch.route_table.to_string());
                let end = Then::End(format!("ok VSwitch {} {id}", vswitch.id), Some(back), None);
                Outcome::Forward(vec![(0, Ok(end), None)])
            }
            None if services.contains(&to) => {
                Outcome::Forward(vec![(0, Ok(Then::End(format!("ok CloudService  {id}"), None, None)), None)])
            }
            None => Outcome::Dead("not-in-vswitch".into()),
        };
        let learner = (table == vpc.route_table.as_str()).then_some(id);
        let (length, entries, offers) = self.best(table, learner);
        if own.is_some() && own >= length {
            return inside();
        }
        if !entries.is_empty() {
            if entries[0].kind == RouteKind::System && entries.iter().all(|one| one.next_hops.is_empty()) {
                return inside();
            }
            return self.ways(&entries, |hop_kind, hop, _| {
                if hop_kind != NextHopType::RouterInterface {
                    let target = self.state.next_hop_targets.iter().find(|one| one.id == *hop);
                    return match target.filter(|one| one.vpc.as_str() == id) {
                        None => Err("next-hop-gone".into()),
                        Some(target) if !target.ready => Err("target-not-ready".into()),
                        Some(_) => Ok(Then::End(format!("ok Target {hop} {id}"), None, None)),
                    };
                }
                self.over(vpc.vrouter.as_str(), hop)
            });
        }
        self.take_offers(offers)
    }

    fn at_vbr(&self, id: &str) -> Outcome {
        let vbr = self.vbr(id);
        if let Some(code) = self.vbr_bad(vbr) {
            return Outcome::Dead(code);
        }
        let to = self.destination;
        let v6 = to.is_ipv6();
        let mut near: Option<(u8, String)> = None;
        for (interface, _, peering) in self.vlans(vbr) {
            let Some((local, _, subnet)) = ends(&peering, v6) else { continue };
            if local == to {
                let end = Then::End(format!("ok BorderRouter {id} "), Some(Spot::Vbr(id.into())), None);
                return Outcome::Forward(vec![(0, Ok(end), None)]);
            }
            if subnet.contains(&to) && near.as_ref().is_none_or(|(length, _)| subnet.prefix_len() >= *length)
            {
                near = Some((subnet.prefix_len(), interface));
            }
        }
        let (length, entries, offers) = self.best(vbr.route_table.as_str(), Some(id));
        if let Some((near_length, interface)) = near
            && Some(near_length) >= length
        {
            let then = self
                .vlan_bad(vbr, &interface)
                .map_or_else(|| Ok(Then::Go(Spot::Wire(id.into(), interface.clone(), to))), Err);
            return Outcome::Forward(vec![(0, then, None)]);
        }
        if !entries.is_empty() {
            return self.ways(&entries, |kind, hop, entry| {
                if kind != NextHopType::RouterInterface {
                    return Err("next-hop-gone".into());
                }
                let vlan = self.vlans(vbr).into_iter().find(|vlan| vlan.0 == hop);
                let Some((interface, _, peering)) = vlan else { return self.over(id, hop) };
                if let Some(code) = self.vlan_bad(vbr, &interface) {
                    return Err(code);
                }
                let mut address = ends(&peering, v6).unwrap().1;
                if entry.kind == RouteKind::Bgp
                    && let Some(peer) = self.peer(entry.peer.as_str())
                    && let Some(far) = self.far_address(peer)
                    && far.is_ipv6() == v6
                {
                    address = far;
                }
                Ok(Then::Go(Spot::Wire(id.into(), interface, address)))
            });
        }
        self.take_offers(offers)
    }

    fn on_wire(&self, id: &str, interface: &str, address: IpAddr) -> Outcome {
        let vbr = self.vbr(id);
        let there = self.customers_of(id);
        if there.is_empty() {
            let line = self.vlans(vbr).into_iter().find(|vlan| vlan.0 == interface).unwrap().1;
            let end =
                Then::End(format!("ok Line {line} {id}"), Some(Spot::Vbr(id.into())), Some(vbr.account));
            return Outcome::Forward(vec![(0, Ok(end), None)]);
        }
        let Some(router) = there.into_iter().find(|one| one.address == address) else {
            return Outcome::Dead("no-customer-router".into());
        };
        if !router.on {
            return Outcome::Dead("customer-router-off".into());
        }
        if !has(router, self.destination) {
            return Outcome::Dead("no-customer-network".into());
        }
        let back = self.state.customer_routers.iter().filter(|one| {
            self.vbr_maybe(one.vbr.as_str()).is_some_and(|other| other.account == vbr.account)
                && has(one, self.destination)
        });
        let back = back.map(|one| one.id.to_string()).collect();
        let outcome = format!("ok CustomerNetwork {} {id}", router.id);
        Outcome::Forward(vec![(0, Ok(Then::End(outcome, Some(Spot::Site(back)), Some(vbr.account))), None)])
    }

    fn at_site(&self, names: &[String]) -> Outcome {
        let to = self.destination;
        let all: Vec<_> = names
            .iter()
            .map(|name| self.state.customer_routers.iter().find(|one| one.id == *name).unwrap())
            .collect();
        let mut options = Vec::new();
        for router in all.iter().filter(|one| one.on && one.address.is_ipv6() == to.is_ipv6()) {
            let mut lengths: Vec<u8> =
                router.routes.iter().filter(|net| net.contains(&to)).map(IpNet::prefix_len).collect();
            let talks = self.state.bgp_peers.iter().any(|peer| {
                peer.vbr == router.vbr && self.far_address(peer) == Some(router.address) && self.stands(peer)
            });
            if talks {
                let told = self.state.bgp_networks.iter().filter(|one| {
                    one.vbr == router.vbr
                        && matches!(one.status, BgpStatus::Available | BgpStatus::Modifying)
                        && one.network.contains(&to)
                });
                lengths.extend(told.map(|one| one.network.prefix_len()));
            }
            if let Some(length) = lengths.into_iter().max() {
                options.push((length, router));
            }
        }
        let Some(longest) = options.iter().map(|(length, _)| *length).max() else {
            let off = all.iter().all(|one| !one.on);
            return Outcome::Dead(if off { "customer-router-off" } else { "no-route" }.into());
        };
        let ways = options.into_iter().filter(|(length, _)| *length == longest).map(|(_, router)| {
            let vbr = self.vbr(router.vbr.as_str());
            let then = match self.vlan_facing(vbr, router.address) {
                None => Err("no-peering-address".to_owned()),
                Some(interface) => match self.vlan_bad(vbr, &interface) {
                    Some(code) => Err(code),
                    None => Ok(Then::Go(Spot::Vbr(vbr.id.to_string()))),
                },
            };
            let named = self.vlan_facing(vbr, router.address).map(|_| router.id.to_string());
            (0, then, named)
        });
        Outcome::Forward(ways.collect())
    }

    /// What becomes of answers that are to go back to this place.
    pub(crate) fn answers(&self, from: Spot, origin_vpc: Option<&str>, account: AccountId) -> Vec<Fate> {
        let mut fates = self.fates(from);
        for fate in &mut fates {
            if fate.outcome == "dead no-route" {
                fate.outcome = "dead no-return-route".into();
                continue;
            }
            let Some(rest) = fate.outcome.strip_prefix("ok ") else { continue };
            let kind = rest.split(' ').next().unwrap();
            let right = match (origin_vpc, kind) {
                (Some(vpc), "VSwitch") => rest.ends_with(&format!(" {vpc}")),
                (None, "CustomerNetwork") => fate.account == Some(account),
                (None, "Line" | "BorderRouter") => true,
                _ => false,
            };
            if !right {
                let known = matches!(kind, "VSwitch" | "CustomerNetwork");
                fate.outcome =
                    format!("dead {}", if known { "overlapping-cidr" } else { "return-elsewhere" });
            }
        }
        fates
    }
}
