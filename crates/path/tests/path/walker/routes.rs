//! Which routes match, and where each leads.

use super::*;

pub(super) type Offered = (String, Option<Vec<(String, bool)>>);

impl Walker<'_> {
    /// The length of the best match, and the entries or the offers that it is.
    pub(super) fn best(
        &self,
        table: &str,
        learner: Option<&str>,
    ) -> (Option<u8>, Vec<&RouteEntry>, Vec<Offered>) {
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

    pub(super) fn ways(
        &self,
        entries: &[&RouteEntry],
        way: impl Fn(NextHopType, &str, &RouteEntry) -> Result<Then, String>,
    ) -> Outcome {
        let hops = entries.iter().flat_map(|entry| entry.next_hops.iter().map(move |hop| (hop, *entry)));
        let ways: Vec<_> =
            hops.map(|(hop, entry)| (hop.weight, way(hop.kind, &hop.id, entry), None)).collect();
        if ways.is_empty() { Outcome::Dead("next-hop-gone".into()) } else { Outcome::Forward(ways) }
    }

    pub(super) fn take_offers(&self, offers: Vec<Offered>) -> Outcome {
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

    pub(super) fn over(&self, router: &str, id: &str) -> Result<Then, String> {
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
}
