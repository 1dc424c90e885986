//! A fault as it is asked for, and as it is shown.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xconnect_model::AccountId;
use xconnect_model::time::duration_of;
use xconnect_wire::{ApiError, ErrorSpec, public};

use super::{ANY_ACTION, Fault, Strike};
use crate::error::Problem;

/// The longest that a call can be held back.
const MAX_DELAY: Duration = Duration::from_secs(60);
/// Characters of a code.
const MAX_CODE: usize = 128;
/// Characters of a message.
const MAX_MESSAGE: usize = 1_024;

/// A fault that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFault {
    /// An action of any of the APIs, such as `CreateRouterInterface`, or `*` for all.
    action: String,
    /// Whose calls it strikes; everybody's when absent.
    account: Option<String>,
    /// How many calls it strikes, at least 1; as many as come until it is removed when absent.
    #[schema(minimum = 1)]
    calls: Option<u64>,
    /// What such a call is answered with; when absent, it is only delayed.
    error: Option<FaultError>,
    /// How long such a call waits first, in real time: a number with `ms`, `s`, or `m`, at most 60 s.
    delay: Option<String>,
}

/// What a call that is struck is answered with.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultError {
    /// One of the action's own codes, or a public one; any other where `http` and `message` are given.
    code: String,
    /// The text; the documented one when absent.
    message: Option<String>,
    /// The HTTP status, 400 to 599; the documented one when absent.
    #[schema(minimum = 400, maximum = 599)]
    http: Option<u16>,
}

/// A fault.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub(super) struct FaultView {
    /// Its number.
    id: String,
    /// The action, or `*`.
    action: String,
    /// Whose calls it strikes; null: everybody's.
    account: Option<String>,
    /// How many calls it will still strike; null: as many as come.
    calls_left: Option<u64>,
    /// How many it has struck.
    struck: u64,
    /// What they are answered with; null: they are only delayed.
    error: Option<FaultError>,
    /// How long they wait first, in real time, such as `500ms`; null: they do not.
    delay: Option<String>,
}

impl NewFault {
    /// The fault, if it is one that can be.
    pub(super) fn fault(self) -> Result<Fault, Problem> {
        if self.action != ANY_ACTION && !names(&self.action) {
            return Err(Problem::unfit(format!("there is no action {:?}", self.action)));
        }
        if self.calls == Some(0) {
            return Err(Problem::unfit("calls is at least 1"));
        }
        if self.error.is_none() && self.delay.is_none() {
            return Err(Problem::unfit("a fault has an error, a delay, or both"));
        }
        let strike = Strike {
            delay: self.delay.as_deref().map(delay).transpose()?.unwrap_or_default(),
            error: self.error.map(|error| error.error(&self.action)).transpose()?,
        };
        let account = self.account.as_deref().map(|text| {
            AccountId::parse(text).ok_or_else(|| Problem::unfit(format!("{text:?} is no account's number")))
        });
        Ok(Fault {
            action: self.action,
            account: account.transpose()?,
            calls_left: self.calls,
            struck: 0,
            strike,
        })
    }
}

impl FaultError {
    fn error(self, action: &str) -> Result<ApiError, Problem> {
        if self.http.is_some_and(|http| !(400..600).contains(&http)) {
            return Err(Problem::unfit("http is 400 to 599"));
        }
        let visible = self.code.bytes().all(|byte| byte.is_ascii_graphic());
        if !(1..=MAX_CODE).contains(&self.code.len()) || !visible {
            return Err(Problem::unfit(format!("code has 1 to {MAX_CODE} visible ASCII characters")));
        }
        if let Some(message) = &self.message
            && (message.chars().count() > MAX_MESSAGE || message.chars().any(char::is_control))
        {
            return Err(Problem::unfit(format!(
                "message has at most {MAX_MESSAGE} characters, none of control"
            )));
        }
        let row = row(action, &self.code);
        let (http, message) = match (self.http, self.message, row) {
            (Some(http), Some(message), _) => (http, message),
            (http, message, Some(row)) => {
                (http.unwrap_or(row.http), message.unwrap_or_else(|| row.message.replace("%s", action)))
            }
            _ => {
                let reason =
                    format!("{action} does not have the error {:?}: give http and message", self.code);
                return Err(Problem::unfit(reason));
            }
        };
        Ok(ApiError::injected(http, self.code, message))
    }
}

impl FaultView {
    pub(super) fn of(number: u64, fault: &Fault) -> Self {
        let error = fault.strike.error.as_ref().map(|error| FaultError {
            code: error.code().to_owned(),
            message: Some(error.message().to_owned()),
            http: Some(error.http()),
        });
        let delay = fault.strike.delay;
        Self {
            id: number.to_string(),
            action: fault.action.clone(),
            account: fault.account.map(|account| account.to_string()),
            calls_left: fault.calls_left,
            struck: fault.struck,
            error,
            delay: (!delay.is_zero()).then(|| format!("{}ms", delay.as_millis())),
        }
    }
}

fn delay(text: &str) -> Result<Duration, Problem> {
    let given = duration_of(text).filter(|delay| *delay <= MAX_DELAY);
    given.ok_or_else(|| Problem::unfit(format!("{text:?} is no delay of at most 60s, such as 500ms")))
}

fn names(action: &str) -> bool {
    xconnect_actions::all().any(|entry| entry.declaration.name == action)
}

/// The documented row with this code: the action's own, or a public one.
fn row(action: &str, code: &str) -> Option<&'static ErrorSpec> {
    let entries = xconnect_actions::all().filter(|entry| entry.declaration.name == action);
    let own = entries.flat_map(|entry| entry.declaration.errors.iter().copied());
    let public = [public::PUBLIC, public::EXPECTED, public::BOUNDS].into_iter().flatten().copied();
    own.chain(public).find(|row| row.code == code)
}
