//! Bodies that several operations have, and the bounds of texts in all of them.

use serde::Deserialize;
use utoipa::ToSchema;
use xconnect_model::Text;
use xconnect_model::order::Term;
use xconnect_model::router_interface::BusinessStatus;

use crate::error::Problem;

/// Characters of a text.
const MAX_TEXT: usize = 512;

/// What an operation wants to know that needs to know nothing: no body, or `{}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Why something is refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// Told to the owner; 1 to 512 characters.
    reason: String,
}

/// How something is locked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    pub(crate) kind: LockKind,
}

/// Why something is locked.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LockKind {
    /// Bills are outstanding (`FinancialLocked`).
    Arrears,
    /// Risk control (`SecurityLocked`).
    Security,
}

/// How long a subscription is prolonged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Renew {
    /// 1 to 9, 12, 24, 36, 48, or 60.
    months: u32,
    /// What it costs, in fen; nothing when absent.
    #[schema(minimum = 0)]
    amount: Option<u32>,
}

impl Reason {
    pub(crate) fn text(self) -> Result<Text, Problem> {
        required("reason", &self.reason)
    }
}

impl LockKind {
    pub(crate) fn status(self) -> BusinessStatus {
        match self {
            Self::Arrears => BusinessStatus::FinancialLocked,
            Self::Security => BusinessStatus::SecurityLocked,
        }
    }
}

impl Renew {
    pub(crate) fn term(&self) -> Term {
        Term { months: self.months }
    }

    pub(crate) fn amount(&self) -> i64 {
        self.amount.map_or(0, i64::from)
    }
}

/// A text that has to say something.
pub(crate) fn required(name: &str, text: &str) -> Result<Text, Problem> {
    let text = bounded(name, text)?;
    if text.is_empty() { Err(Problem::unfit(format!("{name} is empty"))) } else { Ok(text) }
}

/// A text that may be absent, which is the same as empty.
pub(crate) fn optional(name: &str, text: Option<String>) -> Result<Text, Problem> {
    bounded(name, &text.unwrap_or_default())
}

fn bounded(name: &str, text: &str) -> Result<Text, Problem> {
    let text = text.trim();
    if text.chars().take(MAX_TEXT + 1).count() > MAX_TEXT || text.chars().any(char::is_control) {
        return Err(Problem::unfit(format!("{name} has at most {MAX_TEXT} characters, none of control")));
    }
    Ok(text.into())
}
