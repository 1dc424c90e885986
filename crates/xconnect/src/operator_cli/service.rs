//! The clock, faults, reset, and the audit trail.

use clap::{Args, Subcommand};
use http::Method;
use serde_json::{Value, json};

use super::ask::{Ask, Column, Show, object, text};
use super::table;

const FAULTS: &[Column] = &[
    ("ID", "id"),
    ("ACTION", "action"),
    ("ACCOUNT", "account"),
    ("CALLS LEFT", "calls_left"),
    ("STRUCK", "struck"),
    ("DELAY", "delay"),
    ("HTTP", "error/http"),
    ("CODE", "error/code"),
    ("MESSAGE", "error/message"),
];

const TRAIL: &[Column] = &[
    ("POSITION", "position"),
    ("AT", "at"),
    ("ACTION", "action"),
    ("ACCOUNT", "account"),
    ("FROM", "from"),
    ("REQUEST", "request_id"),
    ("CHANGED", "changed"),
    ("REFUSED", "refused"),
];

/// What is done to the clock.
#[derive(Debug, Args)]
pub(super) struct Clock {
    #[command(subcommand)]
    step: Option<ClockStep>,
}

#[derive(Debug, Subcommand)]
enum ClockStep {
    /// Stop it
    Freeze,
    /// Move it forward
    Advance {
        /// Such as 8d
        duration: String,
    },
    /// Let it run this many times as fast as real time
    Speed {
        /// Service seconds a real second
        rate: f64,
    },
    /// Move it from step to step until nothing is under way
    RunDry {
        /// Steps at most
        #[arg(long)]
        limit: Option<u32>,
    },
}

impl Clock {
    pub(super) fn ask(&self) -> Ask {
        let (name, fields) = match &self.step {
            None => return Ask::get(&["clock"]),
            Some(ClockStep::Freeze) => ("freeze", Vec::new()),
            Some(ClockStep::Advance { duration }) => ("advance", vec![("duration", text(Some(duration)))]),
            Some(ClockStep::Speed { rate }) => ("speed", vec![("rate", Some(Value::from(*rate)))]),
            Some(ClockStep::RunDry { limit }) => ("run-dry", vec![("limit", limit.map(Value::from))]),
        };
        Ask::post(&["clock", name], fields)
    }
}

/// All faults.
pub(super) fn faults() -> Ask {
    Ask::list(&["faults"], FAULTS)
}

/// A fault, and what is done about it.
#[derive(Debug, Args)]
pub(super) struct FaultArgs {
    #[command(subcommand)]
    step: FaultStep,
}

#[derive(Debug, Subcommand)]
enum FaultStep {
    /// Make calls fail, or take long
    Add {
        /// The action, or * for all
        action: String,
        /// Only calls of this account
        #[arg(long)]
        account: Option<String>,
        /// Only that many calls
        #[arg(long)]
        calls: Option<u64>,
        /// The error's code
        #[arg(long)]
        code: Option<String>,
        /// The error's text; the documented one when absent
        #[arg(long, requires = "code")]
        message: Option<String>,
        /// The error's HTTP status; the documented one when absent
        #[arg(long, requires = "code")]
        http: Option<u16>,
        /// How long the calls wait first, such as 500ms
        #[arg(long)]
        delay: Option<String>,
    },
    /// Show one
    Show {
        /// Its number
        id: String,
    },
    /// Take one away
    Remove {
        /// Its number
        id: String,
    },
    /// Take all away
    Clear,
}

impl FaultArgs {
    pub(super) fn ask(&self) -> Ask {
        match &self.step {
            FaultStep::Add { action, account, calls, code, message, http, delay } => {
                let error = code.as_ref().map(|code| {
                    object(vec![
                        ("code", text(Some(code))),
                        ("message", text(message.as_ref())),
                        ("http", http.map(Value::from)),
                    ])
                });
                let fields = vec![
                    ("action", text(Some(action))),
                    ("account", text(account.as_ref())),
                    ("calls", calls.map(Value::from)),
                    ("error", error),
                    ("delay", text(delay.as_ref())),
                ];
                Ask::post(&["faults"], fields)
            }
            FaultStep::Show { id } => Ask::get(&["faults", id]),
            FaultStep::Remove { id } => Ask::change(Method::DELETE, &["faults", id], None),
            FaultStep::Clear => Ask::change(Method::DELETE, &["faults"], None),
        }
    }
}

/// What is reset.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Reset {
    /// What this account owns, with what hangs on it
    #[arg(long)]
    account: Option<String>,
    /// Everything but accounts, keys, resource groups, access points, regions, and the clock
    #[arg(long)]
    all: bool,
}

impl Reset {
    pub(super) fn ask(&self) -> Ask {
        Ask::post(&["reset"], vec![("account", text(self.account.as_ref()))])
    }
}

/// Which part of the audit trail is read.
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// About this resource: its id
    #[arg(long)]
    resource: Option<String>,
    /// Asked for by this account
    #[arg(long)]
    account: Option<String>,
    /// This action, such as CreateRouterInterface or operator:ApproveLine
    #[arg(long)]
    action: Option<String>,
    /// Not before this service time, such as 2026-11-21T00:00:00Z
    #[arg(long)]
    from: Option<String>,
    /// Not after this service time
    #[arg(long)]
    to: Option<String>,
    /// Only refusals (true), or only what was done (false)
    #[arg(long)]
    refused: Option<bool>,
    /// Older than this position
    #[arg(long)]
    before: Option<u64>,
    /// How many entries at most, 1 to 200
    #[arg(long)]
    limit: Option<u32>,
}

impl Audit {
    pub(super) fn ask(&self) -> Ask {
        let ask = Ask::get(&["audit"])
            .with("resource", self.resource.as_ref())
            .with("account", self.account.as_ref())
            .with("action", self.action.as_ref())
            .with("from", self.from.as_ref())
            .with("to", self.to.as_ref())
            .with("refused", self.refused.map(|refused| refused.to_string()))
            .with("before", self.before.map(|before| before.to_string()))
            .with("limit", self.limit.map(|limit| limit.to_string()));
        Ask { show: Show::Audit, ..ask }
    }
}

/// The trail, a line an entry, and how to go on.
pub(super) fn trail(page: &Value) -> String {
    let mut items = page["items"].clone();
    for item in items.as_array_mut().into_iter().flatten() {
        let labels = item["changes"].as_array().into_iter().flatten().map(|change| change["label"].clone());
        let mut labels: Vec<_> = labels.collect();
        let more = labels.len().saturating_sub(MAX_LABELS);
        labels.truncate(MAX_LABELS);
        if more > 0 {
            labels.push(Value::from(format!("and {more} more")));
        }
        item["changed"] = json!(labels);
    }
    let mut text = table::list(&items, TRAIL);
    if let Some(next) = page["next"].as_u64() {
        text.push_str(&format!("There is more: --before {next}\n"));
    }
    text
}

/// Names of changed records that a line shows.
const MAX_LABELS: usize = 4;
