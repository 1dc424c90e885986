//! What the model says of a call: what it answers, or which errors apply.
//!
//! Which of several errors is told first is mostly the product's own decision, and no document says it. The
//! model therefore gathers every row of the documents that applies, and accepts each of them, but never a
//! success where one does, and never a row that does not.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::reference::Model;

/// Rows of the error tables that apply to a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    rows: BTreeSet<(u16, &'static str)>,
    /// The parameters cannot be read, so that nothing else was looked at.
    pub(crate) malformed: bool,
}

/// What a call does to the model, once it is known what was answered.
pub(crate) type Effect = Box<dyn FnOnce(&mut Model, &Value)>;

/// A call that succeeds.
pub(crate) struct Done {
    /// What the answer says, among other things.
    pub(crate) answer: Value,
    pub(crate) effect: Option<Effect>,
}

/// What the model says of a call.
pub(crate) type Verdict = Result<Done, Rows>;

impl Rows {
    pub(crate) fn malformed() -> Self {
        Self { malformed: true, ..Self::default() }
    }

    /// Notes a row that applies under this condition, and says whether it does.
    pub(crate) fn when(&mut self, applies: bool, http: u16, code: &'static str) -> bool {
        if applies {
            self.rows.insert((http, code));
        }
        applies
    }

    /// Takes over what others have noted.
    pub(crate) fn add(&mut self, others: Self) {
        self.rows.extend(others.rows);
    }

    /// Ends with a row without which nothing more can be said.
    pub(crate) fn and(mut self, http: u16, code: &'static str) -> Self {
        self.rows.insert((http, code));
        self
    }

    /// Goes on when nothing has been noted.
    pub(crate) fn none(self) -> Result<(), Self> {
        if self.rows.is_empty() { Ok(()) } else { Err(self) }
    }

    /// As [`Rows::none`], and nothing happens in a dry run.
    pub(crate) fn none_but_dry_run(mut self, dry_run: bool) -> Result<(), Self> {
        if self.rows.is_empty() && dry_run {
            self.rows.insert((400, "DRYRUN.SUCCESS"));
        }
        self.none()
    }

    /// Whether exactly one row applies.
    pub(crate) fn is_single(&self) -> bool {
        self.rows.len() == 1
    }

    pub(crate) fn has(&self, http: u16, code: &str) -> bool {
        self.rows.iter().any(|row| *row == (http, code))
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.rows.iter().map(|(http, code)| format!("{http} {code}")).collect();
        f.write_str(&rows.join(" or "))
    }
}

impl Done {
    pub(crate) fn read(answer: Value) -> Verdict {
        Ok(Self { answer, effect: None })
    }

    pub(crate) fn write(effect: impl FnOnce(&mut Model, &Value) + 'static) -> Verdict {
        Self::write_and_say(Value::Null, effect)
    }

    pub(crate) fn write_and_say(answer: Value, effect: impl FnOnce(&mut Model, &Value) + 'static) -> Verdict {
        Ok(Self { answer, effect: Some(Box::new(effect)) })
    }
}

/// Where an answer is not what was expected. Of an object, only the members that are expected count; a list
/// has as many elements as is expected, in this order.
pub(crate) fn difference(expected: &Value, answered: &Value) -> Option<String> {
    match (expected, answered) {
        (Value::Null, _) => None,
        (Value::Object(expected), Value::Object(answered)) => expected.iter().find_map(|(name, value)| {
            let found = answered.get(name).unwrap_or(&Value::Null);
            let difference = if found.is_null() && !value.is_null() {
                Some(format!(": {value} expected, and there is none"))
            } else {
                difference(value, found)
            };
            difference.map(|what| format!(".{name}{what}"))
        }),
        (Value::Array(expected), Value::Array(answered)) if expected.len() == answered.len() => {
            let mut pairs = expected.iter().zip(answered).enumerate();
            pairs.find_map(|(at, (one, other))| difference(one, other).map(|what| format!("[{at}]{what}")))
        }
        _ if expected == answered => None,
        _ => Some(format!(": {expected} expected, {answered} answered")),
    }
}
