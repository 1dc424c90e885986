//! Lines.

mod application;
mod change;
mod life;
mod lists;
mod service;

use serde_json::{Value, json};

pub(crate) use self::application::{application, is_circuit_code};
pub(crate) use self::life::work;
use crate::ask::Ask;
use crate::families::Action;
use crate::line_paperwork::Letter;
use crate::random::Random;
use crate::reference::{Model, STEP, Tags};
use crate::region;
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action {
        name: "OpenPhysicalConnectionService",
        weight: 2,
        ask: service::ask_region_open,
        judge: service::open,
    },
    Action {
        name: "GetPhysicalConnectionServiceStatus",
        weight: 2,
        ask: service::ask_region_status,
        judge: service::status,
    },
    Action { name: "DescribeAccessPoints", weight: 1, ask: service::ask_points, judge: service::points },
    Action {
        name: "CreatePhysicalConnection",
        weight: 8,
        ask: application::ask_create,
        judge: application::create,
    },
    Action { name: "ConfirmPhysicalConnection", weight: 6, ask: life::ask_confirm, judge: life::confirm },
    Action { name: "EnablePhysicalConnection", weight: 6, ask: life::ask_enable, judge: life::enable },
    Action { name: "DescribePhysicalConnections", weight: 4, ask: lists::ask_list, judge: lists::list },
    Action {
        name: "ModifyPhysicalConnectionAttribute",
        weight: 5,
        ask: change::ask_modify,
        judge: change::modify,
    },
    Action { name: "CancelPhysicalConnection", weight: 2, ask: life::ask_cancel, judge: life::cancel },
    Action {
        name: "TerminatePhysicalConnection",
        weight: 2,
        ask: life::ask_terminate,
        judge: life::terminate,
    },
    Action { name: "RecoverPhysicalConnection", weight: 3, ask: life::ask_recover, judge: life::recover },
    Action { name: "DeletePhysicalConnection", weight: 4, ask: life::ask_delete, judge: life::delete },
];

/// The ports, with what they carry in Mbps and the class that they count as.
const PORTS: [(&str, u64, &str); 7] = [
    ("100Base-T", 100, "1G"),
    ("1000Base-T", 1_000, "1G"),
    ("1000Base-LX", 1_000, "1G"),
    ("10GBase-T", 10_240, "10G"),
    ("10GBase-LR", 10_240, "10G"),
    ("40GBase-LR", 40_960, "40G"),
    ("100GBase-LR", 102_400, "100G"),
];
const OPERATORS: [&str; 6] = ["CT", "CU", "CM", "CO", "Equinix", "Other"];
pub(crate) const FINAL: [&str; 4] = ["Rejected", "Canceled", "Allocation Failed", "Terminated"];

/// An access point with its devices and their ports.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) id: String,
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) devices: Vec<(String, u32)>,
    pub(crate) has_ipv6: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) point: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) operator: String,
    pub(crate) port: String,
    pub(crate) mbps: u64,
    pub(crate) location: String,
    pub(crate) circuit: String,
    pub(crate) redundant: String,
    pub(crate) status: &'static str,
    /// Enabling or Recovering, while the state stays as it is; blank otherwise.
    pub(crate) work: &'static str,
    pub(crate) lock: &'static str,
    /// Device and number of the port that it holds.
    pub(crate) held: Option<(String, u32)>,
    pub(crate) shared: Option<Shared>,
    pub(crate) letter: Option<Letter>,
    /// Its occupancy is paid for.
    pub(crate) is_paid: bool,
    pub(crate) group: String,
    pub(crate) tags: Tags,
    pub(crate) turn: u64,
}

/// What a shared line has beside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared {
    pub(crate) parent: String,
    pub(crate) partner: usize,
    pub(crate) vlan: u64,
    pub(crate) spec: String,
    /// The size that it is to get, once that is paid for.
    pub(crate) expected: String,
    /// Who pays.
    pub(crate) mode: String,
    /// UnConfirmed, Confirmed, or Deleted.
    pub(crate) status: &'static str,
    /// The border router that it was made from, until that has moved.
    pub(crate) from: String,
}

impl Line {
    pub(crate) fn of<'m>(model: &'m Model, ask: &Ask, name: &str) -> Option<&'m Self> {
        model.lines.iter().filter(|line| line.exists()).find(|line| {
            line.id == ask.text(name) && line.account == ask.account && line.region == ask.text("RegionId")
        })
    }

    pub(crate) fn exists(&self) -> bool {
        self.shared.as_ref().is_none_or(|shared| shared.status != "Deleted")
    }

    pub(crate) fn payer(&self) -> usize {
        let by_partner = self.shared.as_ref().filter(|shared| shared.mode == "PayByPhysicalConnectionOwner");
        by_partner.map_or(self.account, |shared| shared.partner)
    }

    fn spec(&self) -> String {
        let class = || PORTS.iter().find(|port| port.0 == self.port).map_or("", |port| port.2).to_owned();
        self.shared.as_ref().map_or_else(class, |shared| shared.spec.clone())
    }

    fn view(&self, model: &Model) -> Value {
        let below = model.lines.iter().filter(|line| is_on(line, &self.id)).count();
        let shared = self.shared.as_ref();
        json!({
            "PhysicalConnectionId": self.id, "Status": self.status, "BusinessStatus": self.lock,
            "Name": self.name,
            "Description": self.description, "AccessPointId": self.point, "PortType": self.port,
            "LineOperator": self.operator, "Spec": self.spec(), "Bandwidth": self.mbps,
            "PeerLocation": self.location, "CircuitCode": self.circuit, "Type": "VPC",
            "RedundantPhysicalConnectionId": self.redundant, "VirtualPhysicalConnectionCount": below,
            "ParentPhysicalConnectionId": shared.map_or("", |shared| &shared.parent),
            "LoaStatus": self.letter.as_ref().map_or("", |letter| letter.status),
            "ChargeType": if self.is_paid { "Prepaid" } else { "" },
            "ExpectSpec": shared.map_or("", |shared| &shared.expected),
            "OrderMode": shared.map_or("", |shared| &shared.mode),
            "VpconnStatus": shared.map_or("", |shared| shared.status),
            "VlanId": shared.map(|shared| shared.vlan.to_string()).unwrap_or_default(),
            "ResourceGroupId": self.group, "Tags": {"tags": crate::reference::tags_view(&self.tags)},
        })
    }
}

/// Whether a line is a shared one on this line.
pub(crate) fn is_on(line: &Line, parent: &str) -> bool {
    line.exists() && line.shared.as_ref().is_some_and(|shared| shared.parent == parent)
}

/// Notes a lock by risk control, which refuses every write.
pub(crate) fn check_lock(rows: &mut Rows, line: &Line) {
    rows.when(line.lock == "SecurityLocked", 403, "Forbidden.RiskControl");
}

pub(crate) fn enter(model: &mut Model, id: &str, status: &'static str) -> u64 {
    let turn = model.turn();
    for line in model.lines.iter_mut().filter(|line| line.id == id) {
        line.status = status;
        line.work = "";
        line.turn = turn;
        if !["Allocated", "Confirmed", "Enabled", "Terminating"].contains(&status) {
            line.held = None;
        }
        if ["Canceled", "Terminated"].contains(&status) {
            line.letter.iter_mut().for_each(|letter| letter.end(turn));
        }
    }
    turn
}

/// What ends by itself, unless something else happens first.
fn then(model: &mut Model, id: &str, turn: u64, act: impl FnOnce(&mut Model, &str) + 'static) {
    let id = id.to_owned();
    model.later(STEP, move |model| {
        if model.lines.iter().any(|line| line.id == id && line.turn == turn) {
            act(model, &id);
        }
    });
}

/// The provider looks at an application: approves it, looks for a port, and finds one or none.
pub(crate) fn file(model: &mut Model, id: &str) {
    let turn = enter(model, id, "Initial");
    then(model, id, turn, |model, id| {
        let turn = enter(model, id, "Approved");
        then(model, id, turn, |model, id| {
            let turn = enter(model, id, "Allocating");
            then(model, id, turn, |model, id| {
                let port = free_port(model, id);
                enter(model, id, if port.is_some() { "Allocated" } else { "Allocation Failed" });
                model.lines.iter_mut().filter(|line| line.id == id).for_each(|line| line.held = port.clone());
            });
        });
    });
}

/// The first free port, on another device than that of the redundant line.
fn free_port(model: &Model, id: &str) -> Option<(String, u32)> {
    let line = model.lines.iter().find(|line| line.id == id)?;
    let point = model.points.iter().find(|point| point.id == line.point)?;
    let other = model.lines.iter().find(|other| other.id == line.redundant && other.point == line.point);
    let avoided = other.and_then(|other| other.held.as_ref()).map(|held| &held.0);
    let is_free = |port: &(String, u32)| {
        !model.lines.iter().any(|other| other.point == line.point && other.held.as_ref() == Some(port))
    };
    let devices = point.devices.iter().filter(|device| Some(&device.0) != avoided);
    devices.flat_map(|(name, ports)| (1..=*ports).map(move |number| (name.clone(), number))).find(is_free)
}

/// A line as the caller names it: mostly its own, and one that suits.
pub(crate) fn about(
    random: &mut Random,
    model: &Model,
    (action, name): (&'static str, &str),
    fits: impl Fn(&Line) -> bool,
) -> Ask {
    let Some(line) = random.apt(&model.lines, fits).filter(|_| !random.clone().chance(2)) else {
        return Ask::new(action, random.below(3)).with(name, "pc-none").with("RegionId", region::any(random));
    };
    let account = if random.chance(8) { random.below(3) } else { line.account };
    let ask =
        Ask::new(action, account).with(name, &line.id).with("RegionId", region::mostly(random, &line.region));
    ask.sometimes(random, 3, "ClientToken", &["t1", "t2"])
}

const LINE: &str = "PhysicalConnectionId";

const NOT_ALLOWED: &str = "Forbidden.NotAllowedInState";
