//! A world without a server: a State, and calls as a client would name them.

#![allow(dead_code, unreachable_pub, reason = "every test binary has this module, and uses a part of it")]
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde_json::Value;
use xconnect_actions::declare::{Caller, Context, Reply, Run};
use xconnect_actions::{Settings, find};
use xconnect_model::id::RandomBytes;
use xconnect_model::network::NetworkStatus;
use xconnect_model::{Account, AccountId, Time, VSwitch, Vpc};
use xconnect_state::{Change, Draft, Record, State};
use xconnect_wire::{ApiError, Format, Params, RequestId};

pub const OWN: AccountId = AccountId(1_234_567_890_123_456);
pub const OTHER: AccountId = AccountId(6_543_210_987_654_321);
pub const VPC_API: &str = "2016-04-28";

pub struct World {
    pub state: State,
    pub settings: Arc<Settings>,
    pub now: Time,
    random: Counter,
}

/// Ids that differ, and are the same in every run.
struct Counter(u64);
impl RandomBytes for Counter {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.0 += 1;
        for (at, byte) in buffer.iter_mut().enumerate() {
            *byte = (self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (at % 8 * 8)) as u8 ^ at as u8;
        }
    }
}

impl World {
    pub fn new() -> Self {
        let now = Time::from_wire("2026-11-21T00:00:00Z").unwrap();
        let mut world = Self { state: State::default(), settings: Arc::default(), now, random: Counter(0) };
        for (id, name) in [(OWN, "owner"), (OTHER, "partner")] {
            let seq = world.state.next_seq();
            world.put(Account { seq, id, name: name.into(), ..Account::default() });
        }
        world
    }

    /// Puts a record into the State, as the engine would.
    pub fn put(&mut self, record: impl Into<Record>) {
        self.state.apply(&[Change::Put(record.into())]);
    }

    /// A call to the Vpc API by the first account.
    pub fn call(&mut self, action: &str, params: &[(&str, &str)]) -> Result<Value, ApiError> {
        self.call_as(OWN, VPC_API, action, params)
    }

    /// A call to the Vpc API by the second account.
    pub fn call_other(&mut self, action: &str, params: &[(&str, &str)]) -> Result<Value, ApiError> {
        self.call_as(OTHER, VPC_API, action, params)
    }

    pub fn call_as(
        &mut self,
        account: AccountId,
        version: &str,
        action: &str,
        params: &[(&str, &str)],
    ) -> Result<Value, ApiError> {
        let entry = find(version, action).unwrap_or_else(|| panic!("{action} is not declared"));
        let params = Params::from_pairs(params.iter().copied()).unwrap();
        let caller = Caller { account, access_key: "testid".into(), host: "127.0.0.1:8900".into() };
        let state = self.state.clone();
        let declared = |error: &ApiError| {
            let known = entry.declaration.errors.iter().any(|row| std::ptr::eq(*row, error.spec()));
            let public = [
                xconnect_wire::public::PUBLIC,
                xconnect_wire::public::EXPECTED,
                xconnect_wire::public::BOUNDS,
            ];
            let shared = public.into_iter().flatten().any(|row| std::ptr::eq(*row, error.spec()));
            assert!(known || shared, "{action} raises {error}, which it does not declare");
        };
        if let Run::Read(run) = entry.run {
            let context = Context { state: &state, caller: &caller, now: self.now, settings: &self.settings };
            let reply = Reply { request_id: RequestId::from_bytes([0; 16]), format: Format::Json };
            let answer = run(context, params.root(), reply).inspect_err(declared)?;
            return Ok(checked(version, action, serde_json::from_slice(&answer.body).unwrap()));
        }
        let prepared = entry.prepare(&caller, &self.settings, &params).inspect_err(declared)?.unwrap();
        let mut draft = Draft::new(self.now, state.next_seq(), &mut self.random);
        let answer = prepared.run(&state, &mut draft).inspect_err(declared)?;
        let changes = draft.into_changes();
        self.state.apply(&changes);
        Ok(checked(version, action, serde_json::from_str(&answer).unwrap()))
    }

    /// The code of the error that a call ends with; panics when it succeeds.
    pub fn refused(&mut self, action: &str, params: &[(&str, &str)]) -> String {
        match self.call(action, params) {
            Ok(answer) => panic!("{action} {params:?} was not refused: {answer}"),
            Err(error) => format!("{} {}", error.http(), error.code()),
        }
    }

    /// Lets service time pass.
    pub fn pass(&mut self, time: Duration) {
        self.now = self.now.after(time);
    }

    /// Ends what the reconciler would end: VPCs and vSwitches become available.
    pub fn settle(&mut self) {
        let vpcs: Vec<_> = self.state.vpcs.iter().map(|vpc| Vpc::clone(vpc)).collect();
        for vpc in vpcs {
            self.put(Vpc { status: NetworkStatus::Available, ..vpc });
        }
        let vswitches: Vec<_> = self.state.vswitches.iter().map(|vswitch| VSwitch::clone(vswitch)).collect();
        for vswitch in vswitches {
            self.put(VSwitch { status: NetworkStatus::Available, ..vswitch });
        }
    }
}

/// Every answer whose action has a model is checked against it, whatever the test is about.
fn checked(version: &str, action: &str, answer: Value) -> Value {
    if version == VPC_API && shapes().contains_key(action) {
        check_shape(action, &answer);
    }
    answer
}

/// Checks an answer of the Vpc API against the official clients' model of the action: only fields that it
/// has, each of its type. The models are in `shapes.json`: the name of a type, a list of one element, or an
/// object.
pub fn check_shape(action: &str, answer: &Value) {
    let shape = shapes().get(action).unwrap_or_else(|| panic!("{action} has no model in shapes.json"));
    check_value(action, shape, answer);
}

fn shapes() -> &'static serde_json::Map<String, Value> {
    static SHAPES: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("../shapes.json")).unwrap());
    SHAPES.as_object().unwrap()
}

fn check_value(path: &str, shape: &Value, value: &Value) {
    let fits = match (shape, value) {
        (Value::Object(fields), Value::Object(values)) => {
            for (name, value) in values {
                let shape = fields.get(name).unwrap_or_else(|| panic!("{path} has no field {name}"));
                check_value(&format!("{path}.{name}"), shape, value);
            }
            true
        }
        (Value::Array(element), Value::Array(values)) => {
            values.iter().for_each(|value| check_value(&format!("{path}[]"), &element[0], value));
            true
        }
        (Value::String(kind), value) => match kind.as_str() {
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "int32" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            "int64" | "integer" => value.is_i64(),
            _ => panic!("{path} has the unknown type {kind}"),
        },
        _ => false,
    };
    assert!(fits, "{path} should be {shape}, and is {value}");
}
