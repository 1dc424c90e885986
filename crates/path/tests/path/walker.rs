//! A second, slow opinion: the same question answered by plain scans over all records, with no trie, no index, and no
//! code of the engine.

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

    /// The length of the best match, and the entries or the offers that it is.
    fn best(&self, table: &str, learner: Option<&str>) -> (Option<u8>, Vec<&RouteEntry>, Vec<Offered>) {
        let in_use = |one: &&RouteEntry| {
            matches!(one.status, RouteStatus::Available | RouteStatus::Modifying)
                && (one.peer.is_empty() || self.peer(one.peer.as_str()).is_some_and(|peer| self.stands(peer)))
        };
        let all: Vec<&RouteEntry> =
            self.state.route_entries.iter().map(AsRef::as_ref).filter(in_use).collect();
        let mine = all
            .iter()
            .copied()
            .filter(|one| one.table.as_str() == table && one.destination.contains(&self.destination));
        let rank = |kind| match kind {
            RouteKind::System => 0,
            RouteKind::Custom => 1,
            RouteKind::Bgp => 2,
            RouteKind::Cen => 3,
        };
        let mut mine: Vec<_> = mine.collect();
        let longest = mine.iter().map(|one| one.destination.prefix_len()).max();
        mine.retain(|one| Some(one.destination.prefix_len()) == longest);
        let first = mine.iter().map(|one| rank(one.kind)).min();
        mine.retain(|one| Some(rank(one.kind)) == first);

        let mut offers: Vec<(u8, Offered)> = Vec::new();
        if let Some(learner) = learner
            && let Some(own) = self.state.cen_attachments.iter().find(|one| one.child == learner)
            && own.status == CenAttachmentStatus::Attached
        {
            for other in self.state.cen_attachments.iter() {
                if other.cen != own.cen
                    || other.child == learner
                    || other.status != CenAttachmentStatus::Attached
                {
                    continue;
                }
                match other.child_type {
                    CenChildType::Vpc => {
                        if let Some((block, _)) = self.vswitch_of(&other.child, self.destination) {
                            offers.push((block.prefix_len(), (other.child.to_string(), None)));
                        }
                    }
                    CenChildType::Vbr => {
                        let Some(vbr) = self.vbr_maybe(&other.child) else { continue };
                        let vlans = self.vlans(vbr);
                        for entry in all.iter().filter(|one| {
                            one.table == vbr.route_table && one.destination.contains(&self.destination)
                        }) {
                            let is_learned = entry.kind == RouteKind::Bgp;
                            let hops: Vec<(String, bool)> = entry
                                .next_hops
                                .iter()
                                .filter(|hop| {
                                    hop.kind == NextHopType::RouterInterface
                                        && vlans.iter().any(|vlan| vlan.0 == hop.id)
                                })
                                .map(|hop| (hop.id.to_string(), is_learned))
                                .collect();
                            if hops.is_empty() {
                                continue;
                            }
                            let length = entry.destination.prefix_len();
                            let child = other.child.to_string();
                            match offers.iter_mut().find(|one| one.0 == length && one.1.0 == child) {
                                Some((_, (_, Some(all)))) => all.extend(hops),
                                _ => offers.push((length, (child, Some(hops)))),
                            }
                        }
                    }
                }
            }
        }
        let offered = offers.iter().map(|one| one.0).max();
        if longest.is_some() && longest >= offered {
            return (longest, mine, Vec::new());
        }
        offers.retain(|one| Some(one.0) == offered);
        (offered, Vec::new(), offers.into_iter().map(|one| one.1).collect())
    }

    fn ways(
        &self,
        entries: &[&RouteEntry],
        way: impl Fn(NextHopType, &str, &RouteEntry) -> Result<Then, String>,
    ) -> Outcome {
        let hops = entries.iter().flat_map(|entry| entry.next_hops.iter().map(move |hop| (hop, *entry)));
        let ways: Vec<_> =
            hops.map(|(hop, entry)| (hop.weight, way(hop.kind, &hop.id, entry), None)).collect();
        if ways.is_empty() { Outcome::Dead("next-hop-gone".into()) } else { Outcome::Forward(ways) }
    }

    fn take_offers(&self, offers: Vec<Offered>) -> Outcome {
        if offers.is_empty() {
            return Outcome::Dead("no-route".into());
        }
        let verdicts: Vec<Result<Then, String>> = offers
            .iter()
            .map(|(child, hops)| match hops {
                None => {
                    let vpc = self.state.vpcs.iter().find(|one| one.id.as_str() == child).unwrap();
                    Ok(Then::Go(Spot::Vpc(child.clone(), vpc.route_table.to_string())))
                }
                Some(hops) => {
                    let vbr = self.vbr(child);
                    if let Some(code) = self.vbr_bad(vbr) {
                        return Err(code);
                    }
                    let bad = |(hop, is_learned): &(String, bool)| {
                        if *is_learned { None } else { self.vlan_bad(vbr, hop) }
                    };
                    let bad: Vec<_> = hops.iter().map(bad).collect();
                    if bad.iter().any(Option::is_none) {
                        Ok(Then::Go(Spot::Vbr(child.clone())))
                    } else {
                        Err(bad[0].clone().unwrap())
                    }
                }
            })
            .collect();
        let mut ways = Vec::new();
        for (at, (child, _)) in offers.iter().enumerate() {
            let leader = self
                .state
                .vbr_has
                .iter()
                .find(|group| group.status == VbrHaStatus::Active && group.peer.as_str() == child);
            let leads = leader.is_some_and(|group| {
                offers
                    .iter()
                    .zip(&verdicts)
                    .any(|(one, verdict)| one.0 == group.vbr.as_str() && verdict.is_ok())
            });
            let verdict = match verdicts[at].clone() {
                Ok(_) if leads => Err("standby".into()),
                other => other,
            };
            ways.push((0, verdict, None));
        }
        Outcome::Forward(ways)
    }

    fn over(&self, router: &str, id: &str) -> Result<Then, String> {
        let interface = |id: &str| self.state.router_interfaces.iter().find(|one| one.id.as_str() == id);
        let near = interface(id).filter(|one| one.router.id == router).ok_or("next-hop-gone")?;
        let bad = |one: &xconnect_model::RouterInterface| {
            if self.down("interface", one.id.as_str()) {
                Err("taken-as-failed".to_owned())
            } else if one.status != Status::Active {
                Err("interface-inactive".into())
            } else if one.business_status != BusinessStatus::Normal {
                Err("interface-locked".into())
            } else if one.cut {
                Err("interface-cut".into())
            } else {
                Ok(())
            }
        };
        bad(near)?;
        let lost = || "interface-not-connected".to_owned();
        let link = near.link.as_ref().filter(|link| !link.gone).ok_or_else(lost)?;
        let far = interface(link.interface.as_str()).ok_or_else(lost)?;
        let back = far.link.as_ref().filter(|link| !link.gone && link.interface == near.id);
        back.ok_or_else(lost)?;
        bad(far)?;
        match far.router.kind {
            RouterType::VRouter => {
                let vpc = self.state.vpcs.iter().find(|one| one.vrouter.as_str() == far.router.id.as_str());
                let vpc = vpc.ok_or_else(lost)?;
                Ok(Then::Go(Spot::Vpc(vpc.id.to_string(), vpc.route_table.to_string())))
            }
            RouterType::Vbr => {
                let vbr = self.vbr_maybe(&far.router.id).ok_or("vbr-not-active")?;
                if let Some(code) = self.vbr_bad(vbr) {
                    return Err(code);
                }
                let lines: Vec<_> = self.vlans(vbr).iter().map(|vlan| self.line_bad(&vlan.1)).collect();
                let (check, health) = (&near.health_check, near.health.map(|health| health.state));
                let probed = check.source.is_some() && check.target.is_some();
                let failed = probed && health == Some(HealthState::Failed);
                let would_fail =
                    probed && self.vlans(vbr).iter().any(|vlan| self.vlan_down(&vlan.0, &vlan.1));
                if (failed || would_fail) && lines.iter().all(Option::is_some) {
                    Err(lines[0].clone().unwrap())
                } else if failed {
                    Err("health-check-failed".into())
                } else {
                    Ok(Then::Go(Spot::Vbr(vbr.id.to_string())))
                }
            }
        }
    }

    fn vbr_bad(&self, vbr: &VirtualBorderRouter) -> Option<String> {
        if self.down("vbr", vbr.id.as_str()) {
            return Some("taken-as-failed".into());
        }
        (vbr.status != VbrStatus::Active).then(|| "vbr-not-active".into())
    }

    fn vlan_bad(&self, vbr: &VirtualBorderRouter, interface: &str) -> Option<String> {
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

    fn vlan_down(&self, interface: &str, line: &str) -> bool {
        let shared = self.state.physical_connections.iter().find(|one| one.id.as_str() == line);
        let shared = shared.and_then(|line| line.shared.as_ref());
        let below = shared.is_some_and(|shared| self.down("line", shared.parent.as_str()));
        self.down("interface", interface) || self.down("line", line) || below
    }

    fn line_bad(&self, id: &str) -> Option<String> {
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

    fn stands(&self, peer: &BgpPeer) -> bool {
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

    fn far_address(&self, peer: &BgpPeer) -> Option<IpAddr> {
        if peer.address.is_some() {
            return peer.address;
        }
        let v6 = self.state.bgp_groups.iter().any(|group| group.id == peer.group && group.ipv6);
        ends(&self.vbr_maybe(peer.vbr.as_str())?.peering, v6).map(|ends| ends.1)
    }

    fn vlan_facing(&self, vbr: &VirtualBorderRouter, address: IpAddr) -> Option<String> {
        let vlans = self.vlans(vbr);
        let of = |vlan: &(String, String, Peering)| ends(&vlan.2, address.is_ipv6());
        let exact = vlans.iter().find(|vlan| of(vlan).is_some_and(|ends| ends.1 == address));
        let near = vlans.iter().find(|vlan| of(vlan).is_some_and(|ends| ends.2.contains(&address)));
        exact.or(near).map(|vlan| vlan.0.clone())
    }

    /// Interface, line, and addresses of every VLAN.
    fn vlans(&self, vbr: &VirtualBorderRouter) -> Vec<(String, String, Peering)> {
        let own = (vbr.vlan_interface.to_string(), vbr.line.to_string(), vbr.peering.clone());
        let more = vbr.associated.iter();
        let more =
            more.map(|one| (one.vlan_interface.to_string(), one.line.to_string(), one.peering.clone()));
        std::iter::once(own).chain(more).collect()
    }

    fn vswitch_of(&self, vpc: &str, address: IpAddr) -> Option<(IpNet, &VSwitch)> {
        self.state.vswitches.iter().find_map(|one| {
            let blocks = [Some(IpNet::from(one.cidr)), one.ipv6_cidr.map(IpNet::from)];
            let block = blocks.into_iter().flatten().find(|block| block.contains(&address))?;
            let counts = one.vpc.as_str() == vpc && one.status == NetworkStatus::Available;
            counts.then_some((block, one.as_ref()))
        })
    }

    fn customers_of(&self, vbr: &str) -> Vec<&CustomerRouter> {
        let all = self.state.customer_routers.iter().map(AsRef::as_ref);
        all.filter(|one| one.vbr.as_str() == vbr && one.address.is_ipv6() == self.destination.is_ipv6())
            .collect()
    }

    fn peer(&self, id: &str) -> Option<&BgpPeer> {
        self.state.bgp_peers.iter().find(|one| one.id.as_str() == id).map(AsRef::as_ref)
    }

    fn vbr(&self, id: &str) -> &VirtualBorderRouter {
        self.vbr_maybe(id).unwrap()
    }

    fn vbr_maybe(&self, id: &str) -> Option<&VirtualBorderRouter> {
        self.state.virtual_border_routers.iter().find(|one| one.id.as_str() == id).map(AsRef::as_ref)
    }

    fn down(&self, kind: &str, id: &str) -> bool {
        self.failed.iter().any(|one| one.split_once(':') == Some((kind, id)))
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

type Offered = (String, Option<Vec<(String, bool)>>);

fn has(router: &CustomerRouter, address: IpAddr) -> bool {
    router.address == address
        || [&router.networks, &router.announces].into_iter().flatten().any(|net| net.contains(&address))
}

/// Local address, peer address, subnet.
fn ends(peering: &Peering, v6: bool) -> Option<(IpAddr, IpAddr, IpNet)> {
    if v6 {
        let ends = peering.v6.filter(|_| peering.ipv6_enabled)?;
        return Some((ends.local.into(), ends.peer.into(), ends.subnet.into()));
    }
    let ends = peering.v4?;
    let subnet = format!("{}/{}", ends.local, ends.prefix).parse::<IpNet>().unwrap();
    Some((ends.local.into(), ends.peer.into(), subnet))
}
