//! Virtual border routers.

mod change;
mod create;
mod further;
mod life;
mod lists;
mod peering;

pub(crate) use self::peering::{Peering, addressed_v6};
use self::peering::{addressed, check_not_owner, not_his};
use crate::ask::Ask;
use crate::families::Action;
use crate::physical_connection::{Line, check_lock, is_on};
use crate::random::Random;
use crate::reference::{Model, Tags};
use crate::region;
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateVirtualBorderRouter", weight: 12, ask: create::ask, judge: create::judge },
    Action { name: "ModifyVirtualBorderRouterAttribute", weight: 8, ask: change::ask, judge: change::judge },
    Action {
        name: "UpdateVirtualBorderBandwidth",
        weight: 2,
        ask: change::ask_bandwidth,
        judge: change::bandwidth,
    },
    Action { name: "DeleteVirtualBorderRouter", weight: 4, ask: life::ask_delete, judge: life::delete },
    Action {
        name: "TerminateVirtualBorderRouter",
        weight: 3,
        ask: life::ask_terminate,
        judge: life::terminate,
    },
    Action { name: "RecoverVirtualBorderRouter", weight: 4, ask: life::ask_recover, judge: life::recover },
    Action {
        name: "AssociatePhysicalConnectionToVirtualBorderRouter",
        weight: 6,
        ask: further::ask_associate,
        judge: further::associate,
    },
    Action {
        name: "UnassociatePhysicalConnectionFromVirtualBorderRouter",
        weight: 3,
        ask: further::ask_unassociate,
        judge: further::unassociate,
    },
    Action { name: "DescribeVirtualBorderRouters", weight: 4, ask: lists::ask, judge: lists::judge },
    Action {
        name: "DescribeVirtualBorderRoutersForPhysicalConnection",
        weight: 3,
        ask: lists::ask_for_line,
        judge: lists::for_line,
    },
];

/// What a terminated router keeps its VLAN for, in milliseconds.
const VLAN_RETENTION: u64 = 7 * 86_400_000;

#[derive(Debug, Clone, Default)]
pub(crate) struct Vbr {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) point: String,
    pub(crate) line: String,
    pub(crate) line_account: usize,
    pub(crate) vlan: u64,
    /// The built-in interface, which no answer but a list tells.
    pub(crate) interface: String,
    pub(crate) table: String,
    pub(crate) circuit: String,
    pub(crate) peering: Peering,
    pub(crate) mbps: Option<u64>,
    pub(crate) name: String,
    pub(crate) description: String,
    /// In lower case, as one of the two lists spells it.
    pub(crate) status: &'static str,
    pub(crate) terminated: u64,
    pub(crate) further: Vec<Further>,
    pub(crate) bfd: [u64; 3],
    pub(crate) mtu: Option<u64>,
    pub(crate) sitelink: bool,
    pub(crate) group: String,
    pub(crate) tags: Tags,
    pub(crate) turn: u64,
}

/// A further line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Further {
    pub(crate) line: String,
    pub(crate) line_account: usize,
    pub(crate) vlan: u64,
    pub(crate) interface: String,
    pub(crate) circuit: String,
    pub(crate) peering: Peering,
}

/// Who asks for a VLAN: what he holds himself is not in his way.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asking<'a> {
    pub(crate) vbr: &'a str,
    pub(crate) line: &'a str,
}

impl Vbr {
    /// Whether it uses a line, its own or a further one.
    pub(crate) fn is_on(&self, line: &str) -> bool {
        self.status != "deleting" && (self.line == line || self.further.iter().any(|one| one.line == line))
    }

    fn vlans(&self) -> Vec<(&str, u64)> {
        let further = self.further.iter().map(|one| (one.line.as_str(), one.vlan));
        std::iter::once((self.line.as_str(), self.vlan)).chain(further).collect()
    }

    fn holds(&self, model: &Model, line: &str) -> Vec<u64> {
        let kept = self.status != "terminated" || model.now - self.terminated < VLAN_RETENTION;
        let vlans = self.vlans().into_iter().filter(|(on, _)| *on == line).map(|(_, vlan)| vlan);
        vlans.filter(|_| kept && self.status != "deleting").collect()
    }
}

/// The VLANs of a line that others hold.
pub(crate) fn held_by(model: &Model, line: &str, asking: Asking<'_>) -> Vec<u64> {
    let routers = model.vbrs.iter().filter(|vbr| vbr.id != asking.vbr).flat_map(|vbr| vbr.holds(model, line));
    let shared = model.lines.iter().filter(|other| is_on(other, line) && other.id != asking.line);
    let shared = shared.filter_map(|other| other.shared.as_ref());
    // A shared line that a router moves to holds the router's own VLAN for it.
    let shared = shared.filter(|shared| asking.vbr.is_empty() || shared.from != asking.vbr);
    routers.chain(shared.map(|shared| shared.vlan)).collect()
}

/// Whether a VLAN of a line is free; 0 takes the whole line.
pub(crate) fn leaves(model: &Model, line: &str, vlan: u64, asking: Asking<'_>) -> bool {
    let held = held_by(model, line, asking);
    if vlan == 0 { held.is_empty() } else { !held.contains(&vlan) && !held.contains(&0) }
}

/// A router that the caller owns, or that is on a line of the caller.
fn seen<'m>(model: &'m Model, ask: &Ask, name: &str) -> Option<&'m Vbr> {
    model.vbrs.iter().find(|vbr| {
        vbr.id == ask.text(name)
            && vbr.region == ask.text("RegionId")
            && (vbr.account == ask.account || vbr.line_account == ask.account)
    })
}

fn check_line_lock(rows: &mut Rows, model: &Model, vbr: &Vbr) {
    let line = model.lines.iter().find(|line| line.id == vbr.line);
    line.into_iter().for_each(|line| check_lock(rows, line));
}

fn check_traffic(rows: &mut Rows, model: &Model, ask: &Ask) {
    let closed = !model.has_traffic(ask.account, ask.text("RegionId"));
    rows.when(closed, 400, "OperationFailed.PconnTrafficNotEnable");
}

fn vlan(rows: &mut Rows, ask: &Ask) -> Option<u64> {
    let text = ask.given("VlanId")?;
    let number =
        text.parse().ok().filter(|number| *number <= 2_999 && text.chars().all(|c| c.is_ascii_digit()));
    rows.when(number.is_none(), 400, "InvalidVlanId.Malformed");
    number
}

fn line_of<'m>(model: &'m Model, id: &str) -> Option<&'m Line> {
    model.lines.iter().find(|line| line.id == id && line.exists())
}

/// A router as the caller names it: mostly one that suits, by its owner or the owner of its line.
fn about(
    random: &mut Random,
    model: &Model,
    (action, name): (&'static str, &str),
    by_line: bool,
    fits: impl Fn(&Vbr) -> bool,
) -> Ask {
    let Some(vbr) = random.apt(&model.vbrs, fits).filter(|_| !random.clone().chance(2)) else {
        return Ask::new(action, random.below(3))
            .with(name, "vbr-none")
            .with("RegionId", region::any(random));
    };
    let usual = if by_line != random.chance(15) { vbr.line_account } else { vbr.account };
    let account = if random.chance(5) { random.below(3) } else { usual };
    let ask =
        Ask::new(action, account).with(name, &vbr.id).with("RegionId", region::mostly(random, &vbr.region));
    ask.sometimes(random, 3, "ClientToken", &["t1", "t2"])
}

/// Learns the built-in interfaces and the table of a router from the list.
fn learn(model: &mut Model, id: &str) {
    let Some(vbr) = model.vbrs.iter().find(|vbr| vbr.id == id) else { return };
    let ask = Ask::new("DescribeVirtualBorderRouters", vbr.account)
        .with("RegionId", &vbr.region)
        .with("Filter.1.Key", "VbrId")
        .with("Filter.1.Value.1", id);
    let id = id.to_owned();
    let lesson = move |model: &mut Model, answer: &serde_json::Value| {
        let told = &answer["VirtualBorderRouterSet"]["VirtualBorderRouterType"][0];
        let Some(vbr) = model.vbrs.iter_mut().find(|vbr| vbr.id == id) else { return };
        told["VlanInterfaceId"].as_str().unwrap_or_default().clone_into(&mut vbr.interface);
        told["RouteTableId"].as_str().unwrap_or_default().clone_into(&mut vbr.table);
        let further = &told["AssociatedPhysicalConnections"]["AssociatedPhysicalConnection"];
        for (place, one) in vbr.further.iter_mut().enumerate() {
            further[place]["VlanInterfaceId"].as_str().unwrap_or_default().clone_into(&mut one.interface);
        }
        let table = vbr.table.clone();
        model.tables.iter_mut().filter(|table| table.router == id).for_each(|it| it.id.clone_from(&table));
    };
    model.questions.push((ask, Box::new(lesson)));
}
