//! What has to hold at every moment, worked out by going through everything, without an index.

use std::collections::BTreeMap;

use xconnect_actions::Settings;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::{AccountId, PhysicalConnection, Time, VirtualBorderRouter};
use xconnect_state::State;

use crate::calls::ACCOUNTS;
use crate::references;
use crate::routing;

/// The laws that a State breaks, each in a sentence.
pub(crate) fn broken(state: &State, settings: &Settings, now: Time) -> Vec<String> {
    let mut all = Vec::new();
    vlans(state, settings, now, &mut all);
    ports(state, &mut all);
    quotas(state, settings, &mut all);
    references::broken(state, &mut all);
    routing::broken(state, settings, now, &mut all);
    all.extend(xconnect_operator::consistency::dangling(state).iter().map(ToString::to_string));
    all
}

/// Somebody who holds a VLAN.
struct Holder<'s> {
    id: &'s str,
    vlan: u16,
    /// A shared line does not stand in the way of the border router that it was made from.
    from_vbr: &'s str,
}

impl Holder<'_> {
    fn collides(&self, other: &Holder<'_>) -> bool {
        let same = self.vlan == other.vlan || self.vlan == 0 || other.vlan == 0;
        same && self.from_vbr != other.id && other.from_vbr != self.id
    }
}

/// A VLAN of a line is held once; VLAN 0 takes the whole line.
fn vlans(state: &State, settings: &Settings, now: Time, broken: &mut Vec<String>) {
    let mut lines: BTreeMap<&str, Vec<Holder<'_>>> = BTreeMap::new();
    for vbr in state.virtual_border_routers.iter().filter(|vbr| holds(vbr, settings, now)) {
        for (line, vlan) in vbr.vlans() {
            lines.entry(line.as_str()).or_default().push(Holder { id: vbr.id.as_str(), vlan, from_vbr: "" });
        }
    }
    for line in state.physical_connections.iter().filter(|line| line.exists()) {
        if let Some(shared) = &line.shared {
            lines.entry(shared.parent.as_str()).or_default().push(Holder {
                id: line.id.as_str(),
                vlan: shared.vlan,
                from_vbr: shared.from_vbr.as_str(),
            });
        }
    }
    for (line, holders) in lines {
        for (at, holder) in holders.iter().enumerate() {
            for other in holders[at + 1..].iter().filter(|other| holder.collides(other)) {
                broken.push(format!(
                    "{} with VLAN {} and {} with VLAN {} are both on {line}",
                    holder.id, holder.vlan, other.id, other.vlan
                ));
            }
        }
    }
}

fn holds(vbr: &VirtualBorderRouter, settings: &Settings, now: Time) -> bool {
    match (vbr.status, vbr.terminated_at) {
        (VbrStatus::Deleting, _) => false,
        (VbrStatus::Terminated, Some(terminated_at)) => now.since(terminated_at) < settings.vlan_retention,
        _ => true,
    }
}

/// A port is held once, exists, and is held by dedicated lines that have got that far.
fn ports(state: &State, broken: &mut Vec<String>) {
    let mut held: BTreeMap<(&str, &str, u32), &str> = BTreeMap::new();
    for line in state.physical_connections.iter() {
        let is_due = line.shared.is_none() && line.status.holds_port();
        if is_due != line.port.is_some() {
            broken.push(format!("{} is {} and has {:?}", line.id, line.status.as_str(), line.port));
        }
        let Some(port) = &line.port else { continue };
        let point = state.access_points.iter().find(|point| point.id == line.access_point);
        let device = point.and_then(|point| point.devices.iter().find(|device| device.name == port.device));
        if !device.is_some_and(|device| (1..=device.ports).contains(&port.number)) {
            broken.push(format!("{} is at {} {}, which does not exist", line.id, port.device, port.number));
        }
        let place = (line.access_point.as_str(), port.device.as_str(), port.number);
        if let Some(other) = held.insert(place, line.id.as_str()) {
            broken.push(format!("{other} and {} hold one port", line.id));
        }
    }
}

/// What can be counted at any time. The quota of lines that are not in service is one of their creation only.
fn quotas(state: &State, settings: &Settings, broken: &mut Vec<String>) {
    let quotas = &settings.quotas;
    let mut check = |what: &str, of: &str, count: usize, most: usize| {
        if count > most {
            broken.push(format!("{count} {what} of {of}, and {most} is the most"));
        }
    };
    for account in ACCOUNTS {
        let lines = dedicated(state, account).count();
        check("lines at the access point", &account.to_string(), lines, quotas.lines_per_access_point);
        let routers = living(state).filter(|vbr| vbr.account == account).count();
        check("border routers", &account.to_string(), routers, quotas.vbrs_per_account);
        let cens = state.cens.iter().filter(|cen| cen.account == account).count();
        check("CEN instances", &account.to_string(), cens, quotas.cens_per_account);
    }
    for line in state.physical_connections.iter() {
        let routers = living(state).flat_map(|vbr| vbr.vlans()).filter(|(own, _)| **own == line.id).count();
        // A router that moves to the shared line that was made for it is not a new one.
        let moved = line.shared.as_ref().is_some_and(|shared| !shared.from_vbr.is_empty());
        check("border routers", line.id.as_str(), routers, quotas.vbrs_per_line + usize::from(moved));
    }
    for vbr in living(state) {
        check("lines", vbr.id.as_str(), vbr.vlans().count(), quotas.lines_per_vbr);
        let on_router =
            state.router_interfaces.iter().filter(|one| one.router.id.as_str() == vbr.id.as_str());
        let interfaces = on_router.filter(|one| one.exists_for_others()).count();
        check("interfaces", vbr.id.as_str(), interfaces, quotas.interfaces_per_router);
    }
}

/// What a step may not do although a State may look so: take one line more beyond the quota of those that are not
/// in service.
pub(crate) fn crowded(before: &State, after: &State, settings: &Settings) -> Vec<String> {
    let not_enabled = |state: &State, account| {
        use xconnect_model::physical_connection::Status;
        dedicated(state, account).filter(|line| line.status != Status::Enabled).count()
    };
    let grown = |account: &AccountId| {
        let made = dedicated(after, *account).count() > dedicated(before, *account).count();
        made && not_enabled(after, *account) > settings.quotas.lines_not_enabled
    };
    ACCOUNTS
        .iter()
        .filter(|account| grown(account))
        .map(|one| format!("{one} applies for too many lines"))
        .collect()
}

fn dedicated(state: &State, account: AccountId) -> impl Iterator<Item = &PhysicalConnection> {
    let lines = state.physical_connections.iter().map(AsRef::as_ref);
    lines.filter(move |line| line.account == account && line.shared.is_none())
}

fn living(state: &State) -> impl Iterator<Item = &VirtualBorderRouter> {
    state.virtual_border_routers.iter().map(AsRef::as_ref).filter(|vbr| vbr.status != VbrStatus::Deleting)
}
