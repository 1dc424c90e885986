//! Router interfaces.

mod change;
mod connect;
mod create;
mod lists;
mod switch;

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::families::Action;
use crate::random::Random;
use crate::reference::{Model, STEP, Tags, tags_view};
use crate::region;
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateRouterInterface", weight: 12, ask: create::ask, judge: create::judge },
    Action { name: "ConnectRouterInterface", weight: 8, ask: connect::ask, judge: connect::judge },
    Action { name: "ActivateRouterInterface", weight: 3, ask: switch::ask_on, judge: switch::on },
    Action { name: "DeactivateRouterInterface", weight: 5, ask: switch::ask_off, judge: switch::off },
    Action { name: "ModifyRouterInterfaceSpec", weight: 3, ask: change::ask_spec, judge: change::spec },
    Action { name: "ModifyRouterInterfaceAttribute", weight: 10, ask: change::ask, judge: change::judge },
    Action { name: "DeleteRouterInterface", weight: 4, ask: switch::ask_delete, judge: switch::delete },
    Action {
        name: "DeleteExpressConnect",
        weight: 3,
        ask: switch::ask_delete_both,
        judge: switch::delete_both,
    },
    Action { name: "DescribeRouterInterfaces", weight: 4, ask: lists::ask, judge: lists::judge },
    Action {
        name: "DescribeRouterInterfaceAttribute",
        weight: 3,
        ask: lists::ask_attribute,
        judge: lists::attribute,
    },
];

/// The sizes, with their bandwidth in Mbps.
const SPECS: [(&str, u64); 13] = [
    ("Mini.2", 2),
    ("Mini.5", 5),
    ("Small.1", 10),
    ("Small.2", 20),
    ("Small.5", 50),
    ("Middle.1", 100),
    ("Middle.2", 200),
    ("Middle.5", 500),
    ("Large.1", 1_000),
    ("Large.2", 2_000),
    ("Large.5", 5_000),
    ("Xlarge.1", 10_000),
    ("Negative", 0),
];

#[derive(Debug, Clone, Default)]
pub(crate) struct Interface {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) initiates: bool,
    pub(crate) spec: String,
    /// VRouter or VBR.
    pub(crate) kind: String,
    pub(crate) router: String,
    pub(crate) vpc: String,
    pub(crate) point: String,
    pub(crate) opposite: Opposite,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) status: &'static str,
    pub(crate) lock: &'static str,
    /// The other end, once there is a connection.
    pub(crate) link: Option<Link>,
    pub(crate) health: Health,
    pub(crate) is_fast: bool,
    pub(crate) is_prepaid: bool,
    pub(crate) group: String,
    pub(crate) tags: Tags,
    /// Which change of state was the last one.
    turn: u64,
}

/// What the owner has said of the other end; blank where he has said nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Opposite {
    pub(crate) region: String,
    pub(crate) point: String,
    pub(crate) interface: String,
    pub(crate) owner: String,
    pub(crate) kind: String,
    pub(crate) router: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) interface: String,
    pub(crate) router: String,
    /// The other end has been deleted.
    pub(crate) gone: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Health {
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) rate: Option<u64>,
    pub(crate) threshold: Option<u64>,
}

fn bandwidth(spec: &str) -> Option<u64> {
    SPECS.iter().find(|(name, _)| *name == spec).map(|(_, mbps)| *mbps)
}

impl Interface {
    fn of<'m>(model: &'m Model, ask: &Ask, name: &str) -> Option<&'m Self> {
        model.interfaces.iter().find(|one| {
            one.id == ask.text(name) && one.account == ask.account && one.region == ask.text("RegionId")
        })
    }

    /// The interface at the other end of the connection, as long as it exists.
    fn other<'m>(&self, model: &'m Model) -> Option<&'m Self> {
        let link = self.link.as_ref()?;
        model.interfaces.iter().find(|other| other.id == link.interface)
    }

    fn owns_router(&self, model: &Model) -> bool {
        owner_of_router(model, &self.router) == Some(self.account)
    }

    fn view(&self, model: &Model) -> Value {
        let seen = self.other(model).filter(|_| self.link.as_ref().is_some_and(|link| !link.gone));
        let status = match (&self.link, seen) {
            (None, _) => "",
            (Some(_), None) => "Deleted",
            (Some(_), Some(other)) => other.status,
        };
        let spec = seen.map_or("Negative", |other| &other.spec);
        let opposite = &self.opposite;
        let mut view = json!({
            "RouterInterfaceId": self.id, "Status": self.status, "BusinessStatus": self.lock,
            "Name": self.name,
            "Description": self.description, "Spec": self.spec, "Bandwidth": bandwidth(&self.spec),
            "Role": if self.initiates { "InitiatingSide" } else { "AcceptingSide" },
            "ChargeType": if self.is_prepaid { "Prepaid" } else { "AfterPay" },
            "RouterType": self.kind, "RouterId": self.router, "VpcInstanceId": self.vpc,
            "AccessPointId": self.point, "ResourceGroupId": self.group, "CrossBorder": false,
            "HealthCheckSourceIp": self.health.source, "HealthCheckTargetIp": self.health.target,
            "OppositeRegionId": opposite.region, "OppositeInterfaceId": opposite.interface,
            "OppositeRouterId": opposite.router, "OppositeInterfaceOwnerId": opposite.owner,
            "OppositeRouterType": if opposite.kind.is_empty() { "VRouter" } else { &opposite.kind },
            "OppositeAccessPointId": opposite.point, "OppositeInterfaceStatus": status,
            "OppositeInterfaceBusinessStatus": seen.map_or("Normal", |other| other.lock),
            "OppositeInterfaceSpec": spec, "OppositeBandwidth": bandwidth(spec),
            "OppositeVpcInstanceId": seen.map_or("", |other| &other.vpc), "HasReservationData": "false",
            "Tags": {"Tags": tags_view(&self.tags)},
        });
        if let Some(rate) = self.health.rate {
            view["HcRate"] = rate.into();
        }
        if let Some(threshold) = self.health.threshold {
            view["HcThreshold"] = threshold.into();
        }
        view
    }
}

pub(crate) fn owner_of_router(model: &Model, router: &str) -> Option<usize> {
    let vpc = model.vpcs.iter().find(|vpc| vpc.router == router).map(|vpc| vpc.account);
    vpc.or_else(|| model.vbrs.iter().find(|vbr| vbr.id == router).map(|vbr| vbr.account))
}

/// Interfaces on a router, those being deleted left out.
pub(crate) fn on_router(model: &Model, router: &str) -> usize {
    model.interfaces.iter().filter(|one| one.router == router && one.status != "Deleting").count()
}

/// An interface that joins these two routers, whichever way round, while both its ends exist.
fn joins<'m>(model: &'m Model, one: &str, other: &str) -> Option<&'m Interface> {
    model.interfaces.iter().find(|interface| {
        let Some(link) = interface.link.as_ref().filter(|link| !link.gone) else { return false };
        let pair = (interface.router.as_str(), link.router.as_str());
        interface.status != "Deleting" && (pair == (one, other) || pair == (other, one))
    })
}

fn has_bills(model: &Model, account: usize) -> bool {
    model.interfaces.iter().any(|one| one.account == account && one.lock == "FinancialLocked")
}

/// Notes a lock: risk control refuses every write, bills with the action's own row, if it has one.
fn check_locks(rows: &mut Rows, interface: &Interface, in_arrears: Option<&'static str>) {
    rows.when(interface.lock == "SecurityLocked", 403, "Forbidden.RiskControl");
    if let Some(code) = in_arrears {
        rows.when(interface.lock == "FinancialLocked", 400, code);
    }
}

/// Whether a route that stays leads to an interface.
pub(crate) fn is_used(model: &Model, interface: &str) -> bool {
    let leads = |hops: &[crate::route::Hop]| hops.iter().any(|hop| hop.id == interface);
    model.entries.iter().any(|entry| entry.status != "Deleting" && leads(&entry.hops))
}

/// Puts an interface into a state, out of which it comes by itself if `then` says so.
pub(crate) fn enter(model: &mut Model, id: &str, status: &'static str, then: Option<&'static str>) {
    let turn = model.turn();
    let Some(interface) = model.interfaces.iter_mut().find(|one| one.id == id) else { return };
    interface.status = status;
    interface.turn = turn;
    let id = id.to_owned();
    if let Some(then) = then {
        model.later(STEP, move |model| {
            model
                .interfaces
                .iter_mut()
                .filter(|one| one.id == id && one.turn == turn)
                .for_each(|one| one.status = then);
        });
    }
}

/// Begins to remove an interface.
fn remove(model: &mut Model, id: &str) {
    enter(model, id, "Deleting", None);
    let id = id.to_owned();
    model.later(STEP, move |model| model.interfaces.retain(|one| one.id != id));
}

/// Begins to connect two interfaces.
fn join(model: &mut Model, initiator: &str, acceptor: &str) {
    for (one, other) in [(initiator, acceptor), (acceptor, initiator)] {
        let router = model.interfaces.iter().find(|it| it.id == other).map(|it| it.router.clone());
        let link = Link { interface: other.to_owned(), router: router.unwrap_or_default(), gone: false };
        model.interfaces.iter_mut().filter(|it| it.id == one).for_each(|it| it.link = Some(link.clone()));
    }
    enter(model, acceptor, "AcceptingConnecting", Some("Active"));
    enter(model, initiator, "Connecting", Some("Active"));
}

/// An interface as the caller names it: mostly its own, in the right region.
fn about(random: &mut Random, model: &Model, action: &'static str, fits: impl Fn(&Interface) -> bool) -> Ask {
    let name = if action == "DescribeRouterInterfaceAttribute" { "InstanceId" } else { "RouterInterfaceId" };
    let Some(one) = random.apt(&model.interfaces, fits).filter(|_| !random.clone().chance(2)) else {
        return Ask::new(action, random.below(3)).with(name, "ri-none").with("RegionId", region::any(random));
    };
    let account = if random.chance(8) { random.below(3) } else { one.account };
    Ask::new(action, account).with(name, &one.id).with("RegionId", region::mostly(random, &one.region))
}
