//! An episode: a server in this process, one connection to it, and the model beside it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use xconnect_engine::clock::Wall;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    AccessPoint, Account, AccountId, PhysicalConnection, ResourceGroup, ResourceGroupId, RouterInterface,
    Time,
};

use crate::ask::Ask;
use crate::families::{self, VPC};
use crate::habits;
use crate::physical_connection::Point;
use crate::random::Random;
use crate::reference::{Model, Person, REGIONS, Token};
use crate::route::target::Order;
use crate::support::client::{Answer, Connection};
use crate::support::{Setup, World};
use crate::tally::Tally;
use crate::verdict::{Verdict, difference};

/// Those who call: number, key, secret, and site.
pub(crate) const CALLERS: [(u64, &str, &str, &str); 4] = [
    (1_234_567_890_123_456, "testid", "testsecret", "aliyun.com"),
    (6_543_210_987_654_321, "partnerid", "partnersecret", "aliyun.com"),
    (1_111_222_233_334_444, "strangerid", "strangersecret", "aliyun.com"),
    (5_555_666_677_778_888, "abroadid", "abroadsecret", "alibabacloud.com"),
];

/// Small quotas, so that they are reached.
const QUOTAS: &str = "
[quotas]
vpcs_per_region = 4
vswitches_per_vpc = 2
interfaces_per_router = 3
tags_per_resource = 2
lines_per_access_point = 4
vbrs_per_line = 4
vbrs_per_account = 7
lines_per_vbr = 2
cens_per_account = 2
routes_per_table = 2
routes_per_havip = 1
bgp_groups_per_vbr = 2
bgp_peers_per_vbr = 2
bgp_networks_per_vbr = 2
";

/// The action whose tokens mean another call when its parameters are others.
const LOOSE_TOKENS: [&str; 2] = [
    "AssociatePhysicalConnectionToVirtualBorderRouter",
    "UnassociatePhysicalConnectionFromVirtualBorderRouter",
];

/// What happens next, with a chance of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// Somebody calls.
    Call(u64),
    /// Somebody makes what several calls are needed for.
    Habit(u64),
    /// An operator locks or unlocks something, or closes a service.
    Operate(u64),
    /// An operator registers something that routes can lead to, or takes it away.
    Register(u64),
    /// So many milliseconds pass, in which nothing or something comes to its end.
    Pass(u64),
    /// Time passes until nothing is under way.
    Settle,
    /// The same, and so many days more.
    Days(u64),
}

/// An answer that was not expected.
pub(crate) struct Difference {
    /// Steps up to it, itself included.
    pub(crate) steps: usize,
    /// The whole story, the difference last.
    pub(crate) told: Vec<String>,
}

impl Difference {
    /// The end of the story.
    pub(crate) fn last(&self) -> String {
        self.told[self.told.len().saturating_sub(6)..].join("\n")
    }
}

/// The steps that a seed stands for.
pub(crate) fn steps(seed: u64, count: usize) -> Vec<Step> {
    let mut random = Random::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let step = |random: &mut Random| match random.below(100) {
        0..76 => Step::Call(random.next()),
        76..79 => Step::Habit(random.next()),
        79 => Step::Register(random.next()),
        80 => Step::Operate(random.next()),
        81..88 => Step::Pass(random.one(&[50, 100])),
        88..99 => Step::Settle,
        _ => Step::Days(random.one(&[1, 4, 8])),
    };
    (0..count).map(|_| step(&mut random)).collect()
}

/// Lets a story happen, up to the first difference.
pub(crate) fn episode(steps: &[Step], tally: &mut Tally) -> Result<(), Difference> {
    let mut stage = Stage::new();
    for (at, step) in steps.iter().enumerate() {
        let taken = match *step {
            Step::Call(seed) => stage.call(&mut Random::new(seed), tally),
            Step::Habit(seed) => habits::any(&mut stage, &mut Random::new(seed), tally),
            Step::Operate(seed) => stage.operate(&mut Random::new(seed)),
            Step::Register(seed) => {
                let order = Order::any(&mut Random::new(seed), &stage.model);
                stage.order(order).map(drop)
            }
            Step::Pass(time) => stage.pass(time),
            Step::Settle => stage.settle(),
            Step::Days(days) => {
                stage.settle().and_then(|()| stage.pass(days * 86_400_000)).and_then(|()| stage.settle())
            }
        };
        if let Err(what) = taken {
            stage.told.push(what);
            stage.world.stop();
            return Err(Difference { steps: at + 1, told: stage.told });
        }
    }
    stage.world.stop();
    Ok(())
}

/// The server and the model.
pub(crate) struct Stage {
    world: World,
    connection: Connection,
    start: Time,
    pub(crate) model: Model,
    told: Vec<String>,
}

impl Stage {
    fn new() -> Self {
        let world = Setup::default().config(QUOTAS).unrecorded().start();
        let connection = world.connect();
        let start = world.server.engine().clock().now();
        let mut model = Model::default();
        model.accounts = accounts(&world);
        take_ipv6(&world);
        model.points = points(&world);
        Self { world, connection, start, model, told: Vec::new() }
    }

    /// Makes a call that chance makes up, and compares.
    fn call(&mut self, random: &mut Random, tally: &mut Tally) -> Result<(), String> {
        let action = families::any(random);
        let ask = (action.ask)(random, &self.model);
        let mut ask = if random.chance(4) { ask.spoilt(random) } else { ask };
        self.make(ask.clone(), tally)?;
        while let Some(more) = self.model.more.clone().filter(|_| random.chance(90)) {
            if more.token.is_empty() {
                return Err("there is more, and no NextToken".to_owned());
            }
            ask = ask.with("NextToken", more.token);
            for size in ["MaxResult", "MaxResults"] {
                if ask.has(size) && random.chance(15) {
                    ask = ask.with(size, random.one(&["1", "2", "3"]));
                }
            }
            self.make(if random.chance(4) { ask.clone().spoilt(random) } else { ask.clone() }, tally)?;
        }
        Ok(())
    }

    /// Makes a call, and compares; the answer, if it was not refused.
    pub(crate) fn make(&mut self, ask: Ask, tally: &mut Tally) -> Result<Option<Value>, String> {
        let (version, action) = families::find(ask.action);
        let answer = self.send(version, &ask);
        let params: Vec<_> = ask.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (status, body) = (answer.status, answer.json());
        let code = body["Code"].as_str().filter(|_| status != 200).unwrap_or_default();
        self.told.push(format!(
            "account {} {} {}: {status} {code}",
            ask.account,
            ask.action,
            params.join(" ")
        ));
        let (verdict, is_repeated) = self.judge(&ask, (action.judge)(&self.model, &ask));
        self.model.more = None;
        match verdict {
            Ok(_) if status != 200 => Err(format!("expected to succeed, and answered {body}")),
            Ok(done) => {
                tally.done(ask.action);
                if let Some(what) = difference(&done.answer, &body) {
                    return Err(format!("answered otherwise: {what}\n{body}"));
                }
                if let Some(effect) = done.effect.filter(|_| !is_repeated) {
                    effect(&mut self.model, &body);
                    self.remember(&ask, body.clone());
                }
                self.learn()?;
                Ok(Some(body))
            }
            Err(rows) if rows.has(status, code) => {
                tally.refused(ask.action, format!("{status} {code}"), rows.is_single());
                Ok(None)
            }
            Err(rows) => Err(format!("expected {rows}, and answered {status} {body}")),
        }
    }

    fn send(&mut self, version: &str, ask: &Ask) -> Answer {
        let params: Vec<_> = ask.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (_, key, secret, _) = CALLERS[ask.account];
        let call = self.world.call(ask.action, &params).with("Version", version).key(key, secret);
        self.connection.exchange(&call.signed())
    }

    /// Locks or unlocks an interface or a line, or closes an account's outbound-traffic service.
    fn operate(&mut self, random: &mut Random) -> Result<(), String> {
        let locks = [
            ("Normal", BusinessStatus::Normal),
            ("FinancialLocked", BusinessStatus::FinancialLocked),
            ("SecurityLocked", BusinessStatus::SecurityLocked),
        ];
        // What is locked for long is in the way of everything else.
        self.model.interfaces.iter_mut().for_each(|one| one.lock = "Normal");
        self.model.lines.iter_mut().for_each(|line| line.lock = "Normal");
        let (name, lock) = random.one(&locks);
        let mut id = String::new();
        let mut closed = None;
        match random.below(3) {
            0 => closed = Some((CALLERS[random.below(3)].0, random.one(&REGIONS))),
            1 if !self.model.interfaces.is_empty() => {
                let at = random.below(self.model.interfaces.len());
                self.model.interfaces[at].lock = name;
                id.clone_from(&self.model.interfaces[at].id);
            }
            _ if !self.model.lines.is_empty() => {
                let at = random.below(self.model.lines.len());
                self.model.lines[at].lock = name;
                id.clone_from(&self.model.lines[at].id);
            }
            _ => {}
        }
        self.told.push(format!("{id} is {name}, {closed:?} is closed"));
        if let Some((number, region)) = closed
            && let Some(account) = self.model.accounts.iter_mut().find(|account| account.number == number)
        {
            account.closed.insert(region.to_owned());
        }
        self.world.edit(move |state, draft| {
            let of = |one: &str| if one == id { lock } else { BusinessStatus::Normal };
            for one in state.router_interfaces.iter() {
                draft.put(RouterInterface {
                    business_status: of(one.id.as_str()),
                    ..RouterInterface::clone(one)
                });
            }
            for line in state.physical_connections.iter() {
                let business_status = of(line.id.as_str());
                draft.put(PhysicalConnection { business_status, ..PhysicalConnection::clone(line) });
            }
            if let Some((number, region)) = closed
                && let Some(account) = state.account(AccountId(number))
            {
                let mut account = Account::clone(account);
                account.outbound_traffic.insert(region.into(), false);
                draft.put(account);
            }
        });
        self.rest().map(drop)
    }

    /// Lets an operator register something that routes can lead to; whether he was not refused.
    pub(crate) fn order(&mut self, order: Order) -> Result<bool, String> {
        let (method, path, body) = order.request(&self.model);
        let answer = self.world.request_operator(method, &path, &body);
        let status = answer.status;
        self.told.push(format!("operator {method} {path} {body}: {status}"));
        let expected = order.judge(&self.model);
        if status != expected {
            return Err(format!("expected {expected}, and answered {status} {}", answer.body));
        }
        let is_done = status < 300;
        if is_done {
            order.carry_out(&mut self.model);
        }
        Ok(is_done)
    }

    /// What was said before under the same token is said again.
    fn judge(&self, ask: &Ask, verdict: Verdict) -> (Verdict, bool) {
        let unreadable = verdict.as_ref().is_err_and(|rows| rows.malformed);
        let Some(known) = self.model.tokens.get(&token(ask)).filter(|_| !unreadable) else {
            return (verdict, false);
        };
        if known.params == ask.params {
            let mut answer = known.answer.clone();
            answer["RequestId"] = Value::Null;
            return (crate::verdict::Done::read(answer), true);
        }
        (Err(crate::verdict::Rows::default().and(400, "IdempotentParameterMismatch")), false)
    }

    fn remember(&mut self, ask: &Ask, answer: Value) {
        if ask.has("ClientToken") || ask.has("Token") {
            let since = self.model.now;
            self.model.tokens.insert(token(ask), Token { params: ask.params.clone(), answer, since });
        }
    }

    /// Asks for ids that no answer has told.
    fn learn(&mut self) -> Result<(), String> {
        for (ask, lesson) in std::mem::take(&mut self.model.questions) {
            let answer = self.send(VPC, &ask);
            if answer.status != 200 {
                return Err(format!("{ask:?} is answered {answer:?}"));
            }
            lesson(&mut self.model, &answer.json());
        }
        Ok(())
    }

    fn pass(&mut self, time: u64) -> Result<(), String> {
        self.told.push(format!("{time} ms pass"));
        self.world.pass(Duration::from_millis(time));
        self.rest().map(drop)
    }

    pub(crate) fn settle(&mut self) -> Result<(), String> {
        self.told.push("until nothing is under way".to_owned());
        while let Some(next) = self.rest()? {
            let now = self.world.server.engine().clock().now();
            self.world.pass(next.since(now).max(Duration::from_millis(1)));
        }
        Ok(())
    }

    /// Waits until everything that is due has happened, here and in the model.
    fn rest(&mut self) -> Result<Option<Time>, String> {
        let engine = self.world.server.engine();
        let next =
            engine.next_step(Duration::from_secs(10)).map_err(|error| format!("no rest: {error:?}"))?;
        let passed = engine.clock().now().since(self.start);
        self.model.advance(u64::try_from(passed.as_millis()).unwrap());
        Ok(next)
    }
}

/// Under which name a token is remembered.
fn token(ask: &Ask) -> String {
    let token = ask.given("ClientToken").unwrap_or(ask.text("Token"));
    let mut name = format!("{} {} {} {token}", ask.account, ask.action, ask.text("RegionId"));
    if LOOSE_TOKENS.contains(&ask.action) {
        name.push_str(&format!("{:?}", ask.params));
    }
    name
}

/// The accounts, each with a resource group beside its default one.
fn accounts(world: &World) -> Vec<Person> {
    let now = world.wall().now();
    world.edit(move |_, draft| {
        for (number, ..) in CALLERS {
            let seq = draft.seq();
            draft.put(ResourceGroup {
                seq,
                id: ResourceGroupId::new(format!("rg-second{number}")),
                account: AccountId(number),
                name: "second".into(),
                display_name: "second".into(),
                is_default: false,
                created_at: now,
            });
        }
    });
    let state = world.state();
    let account = |(number, _, _, site): (u64, &str, &str, &'static str)| {
        let mut groups: Vec<_> =
            state.resource_groups.iter().filter(|group| group.account.0 == number).map(Arc::clone).collect();
        groups.sort_by_key(|group| !group.is_default);
        let groups = groups.into_iter().map(|group| group.id.to_string()).collect();
        Person { number, site, groups, ..Person::default() }
    };
    CALLERS.into_iter().map(account).collect()
}

/// One access point of each region is without IPv6; the catalogue knows of none.
fn take_ipv6(world: &World) {
    world.edit(|state, draft| {
        for region in REGIONS {
            let first = state.access_points_in(region).into_iter().next();
            let Some(mut point) = first.map(|point| point.into_owned()) else { continue };
            point.features.retain(|feature| &*feature.key != "AP_Support_IPv6");
            draft.put(point);
        }
    });
}

/// The access points of the regions that calls are about.
fn points(world: &World) -> Vec<Point> {
    let state = world.state();
    let of = |region: &&str| -> Vec<Point> {
        let point = |point: std::borrow::Cow<'_, AccessPoint>| Point {
            id: point.id.to_string(),
            region: point.region.to_string(),
            name: point.name.to_string(),
            location: point.location.to_string(),
            devices: point.devices.iter().map(|device| (device.name.to_string(), device.ports)).collect(),
            has_ipv6: point.has("AP_Support_IPv6"),
        };
        state.access_points_in(region).into_iter().map(point).collect()
    };
    REGIONS.iter().flat_map(of).collect()
}
