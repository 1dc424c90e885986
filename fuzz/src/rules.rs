//! The rules that actions keep, whatever values they are called with.
//!
//! [`network_rules`] takes calls: a line `Action name=value&name=value`, performed one after the other. In a value,
//! `@name` stands for that field of the newest answer that had it: `VpcId=@VpcId`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use xconnect_actions::declare::{Caller, Context, Reply, Run};
use xconnect_actions::{Settings, find};
use xconnect_model::id::RandomBytes;
use xconnect_model::network::NetworkStatus;
use xconnect_model::route::RouteStatus;
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{Account, AccountId, NextHopTarget, RouteEntry, Time, VSwitch, Vpc};
use xconnect_state::{Change, Draft, State};
use xconnect_wire::{ApiError, Format, Params, RequestId};

const ACCOUNT: AccountId = AccountId(1_234_567_890_123_456);
const VERSION: &str = "2016-04-28";
/// Calls in one input; more tell nothing that fewer do not.
const MOST_CALLS: usize = 24;

/// No call breaks the rules: blocks have no host bits and are spelt as they are shown, vSwitches lie apart from each
/// other inside their VPCs, no destination stands in a table twice, names are names, and a page's token is accepted.
pub fn network_rules(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut world = World::new();
    for line in text.lines().take(MOST_CALLS) {
        let (action, pairs) = line.split_once(' ').unwrap_or((line, ""));
        let pairs: Vec<_> = pairs.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        world.call(action, &pairs);
        world.settle();
        world.put_instance();
        world.check();
    }
}

struct World {
    state: State,
    settings: Arc<Settings>,
    now: Time,
    /// The newest value of every field of the answers.
    fields: BTreeMap<String, String>,
    random: Counter,
}

/// Ids that differ, and are the same in every run.
struct Counter(u64);

impl RandomBytes for Counter {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = self.0.to_le_bytes()[7];
        }
    }
}

impl World {
    fn new() -> Self {
        let mut state = State::default();
        let account = Account { seq: state.next_seq(), id: ACCOUNT, ..Account::default() };
        state.apply(&[Change::Put(account.into())]);
        let now = Time(1_800_000_000_000);
        Self { state, settings: Arc::default(), now, fields: BTreeMap::new(), random: Counter(0) }
    }

    fn call(&mut self, action: &str, pairs: &[(&str, &str)]) {
        let given: Vec<_> = pairs.iter().map(|(name, value)| (*name, self.value(value))).collect();
        let Ok(params) = Params::from_pairs(given.iter().map(|(name, value)| (*name, value.as_str()))) else {
            return;
        };
        if let Some(Ok(answer)) = self.perform(action, &params) {
            self.keep(&answer);
            self.as_given(action, &params);
            if let Some(token) = answer["NextToken"].as_str().filter(|token| !token.is_empty()) {
                let others = given.iter().filter(|(name, _)| *name != "NextToken");
                let others = others.map(|(name, value)| (*name, value.as_str()));
                let next = Params::from_pairs(others.chain([("NextToken", token)]));
                let next = next.unwrap_or_else(|error| panic!("{error:?}"));
                assert!(matches!(self.perform(action, &next), Some(Ok(_))), "the token {token} of {action}");
            }
        }
    }

    /// Performs a call; `None` when there is no such action.
    fn perform(&mut self, action: &str, params: &Params) -> Option<Result<Value, ApiError>> {
        let entry = find(VERSION, action)?;
        let caller = Caller { account: ACCOUNT, access_key: "testid".into(), host: "127.0.0.1".into() };
        if let Run::Read(run) = entry.run {
            let settings = &self.settings;
            let context = Context { state: &self.state, caller: &caller, now: self.now, settings };
            let reply = Reply { request_id: RequestId::from_bytes([0; 16]), format: Format::Json };
            return Some(run(context, params.root(), reply).map(|answer| json(&answer.body)));
        }
        let prepared = match entry.prepare(&caller, &self.settings, params) {
            Ok(prepared) => prepared?,
            Err(error) => return Some(Err(error)),
        };
        let mut draft = Draft::new(self.now, self.state.next_seq(), &mut self.random);
        let outcome = prepared.run(&self.state, &mut draft);
        if outcome.is_ok() {
            let changes = draft.into_changes();
            self.state.apply(&changes);
        }
        Some(outcome.map(|answer| json(answer.as_bytes())))
    }

    fn value(&self, value: &str) -> String {
        let field = value.strip_prefix('@').and_then(|name| self.fields.get(name));
        field.map_or_else(|| value.to_owned(), Clone::clone)
    }

    fn keep(&mut self, answer: &Value) {
        for (name, value) in answer.as_object().into_iter().flatten() {
            if let Some(text) = value.as_str() {
                self.fields.insert(name.clone(), text.to_owned());
            }
        }
    }

    /// A block that was accepted is the one that was asked for, in the same spelling.
    fn as_given(&self, action: &str, params: &Params) {
        let Some(given) = params.get("CidrBlock") else { return };
        let newest = match action {
            "CreateVpc" => self.state.vpcs.iter().last().map(|vpc| vpc.cidr),
            "CreateVSwitch" => self.state.vswitches.iter().last().map(|vswitch| vswitch.cidr),
            _ => None,
        };
        // A token that is used again creates nothing; an empty parameter is one that was left out.
        let made = newest.filter(|_| params.get("ClientToken").is_none() && !given.is_empty());
        assert!(made.is_none_or(|block| block.to_string() == given), "{given} became {newest:?}");
    }

    /// What is being made is ready at once.
    fn settle(&mut self) {
        let vpcs = self.state.vpcs.iter().filter(|vpc| vpc.status == NetworkStatus::Pending);
        let vpcs = vpcs.map(|vpc| Vpc { status: NetworkStatus::Available, ..Vpc::clone(vpc) }.into());
        let vswitches = self.state.vswitches.iter().filter(|one| one.status == NetworkStatus::Pending);
        let vswitches =
            vswitches.map(|one| VSwitch { status: NetworkStatus::Available, ..VSwitch::clone(one) }.into());
        let entries = self.state.route_entries.iter().filter(|one| one.status == RouteStatus::Pending);
        let entries =
            entries.map(|one| RouteEntry { status: RouteStatus::Available, ..RouteEntry::clone(one) }.into());
        let changes: Vec<_> = vpcs.chain(vswitches).chain(entries).map(Change::Put).collect();
        self.state.apply(&changes);
    }

    /// What routes may lead to: an instance in the newest VPC.
    fn put_instance(&mut self) {
        let Some(vpc) = self.state.vpcs.iter().last() else { return };
        let known = self.state.next_hop_targets.iter().next().map(|target| target.seq);
        let target = NextHopTarget {
            seq: known.unwrap_or(self.state.next_seq()),
            id: "i-a".into(),
            kind: "Instance".into(),
            account: ACCOUNT,
            region: vpc.region.clone(),
            vpc: vpc.id.clone(),
            ready: true,
            ..NextHopTarget::default()
        };
        self.state.apply(&[Change::Put(target.into())]);
    }

    fn check(&self) {
        for vpc in self.state.vpcs.iter() {
            assert_eq!(vpc.cidr, vpc.cidr.trunc(), "host bits");
            texts(&vpc.name, &vpc.description);
        }
        let vswitches: Vec<_> = self.state.vswitches.iter().collect();
        for (at, one) in vswitches.iter().enumerate() {
            assert_eq!(one.cidr, one.cidr.trunc(), "host bits");
            texts(&one.name, &one.description);
            let vpc = self.state.vpc(one.vpc.as_str());
            assert!(vpc.is_some_and(|vpc| vpc.cidr.contains(&one.cidr)), "{} is outside", one.cidr);
            let others = vswitches[..at].iter().filter(|other| other.vpc == one.vpc);
            for other in others {
                let apart = !one.cidr.contains(&other.cidr) && !other.cidr.contains(&one.cidr);
                assert!(apart, "{} and {} overlap", one.cidr, other.cidr);
            }
        }
        let mut taken = Vec::new();
        for entry in self.state.route_entries.iter() {
            assert_eq!(entry.destination, entry.destination.trunc(), "host bits");
            let place = (entry.table.as_str(), entry.destination);
            assert!(!taken.contains(&place), "{place:?} stands there twice");
            taken.push(place);
        }
    }
}

/// A name is none, or one that the rules allow; a description likewise.
fn texts(name: &str, description: &str) {
    assert!(name.is_empty() || is_name(name), "the name {name:?}");
    assert!(description.is_empty() || is_description(description), "the description {description:?}");
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("an answer that is no JSON: {error}"))
}
