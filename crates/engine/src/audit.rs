//! The audit trail: the log, as an operator reads it. Newest first, narrowed by resource, account, action, and time.
//!
//! The log keeps its entries for the configured retention. Nothing is indexed: a query walks back through the
//! entries, and looks closer only at those whose bytes have what it is after. One call looks at a bounded number of
//! them, and says where to go on.

use memchr::memmem;
use serde_json::Value;
use thiserror::Error;
use xconnect_log::{Entry, Position};
use xconnect_model::{AccountId, Time};
use xconnect_state::{Change, Kind, Record};

use crate::commit::{Asked, Commit};
use crate::engine::Engine;

/// Entries that one call looks at.
const LOOKED_AT: u64 = 20_000;
/// Entries that are read in one go; commits wait meanwhile.
const READ: u64 = 256;

/// What a query is after; everything that is absent does not matter.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// The name of a record that was changed (a resource's id, an order's number), or a value of the request.
    pub resource: Option<String>,
    /// Who asked.
    pub account: Option<AccountId>,
    /// The action, or the name of a step of the service or of an operator.
    pub action: Option<String>,
    /// Not before this service time.
    pub from: Option<Time>,
    /// Not after this service time.
    pub to: Option<Time>,
    /// Only refusals, or only what was done.
    pub refused: Option<bool>,
    /// Before this position; from the newest entry on when absent.
    pub before: Option<Position>,
    /// How many entries at most.
    pub limit: usize,
}

/// What a query has found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditPage {
    /// What was found, newest first.
    pub entries: Vec<AuditEntry>,
    /// Where to go on (`before`); `None` when there is nothing older.
    pub next: Option<Position>,
}

/// One write: who, from where, what, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its place in the log.
    pub position: Position,
    /// When, in service time.
    pub at: Time,
    /// The action, or the name of a step of the service or of an operator.
    pub action: String,
    /// Who asked; absent for the service and for operators.
    pub account: Option<AccountId>,
    /// The access key that signed; may be empty.
    pub access_key: String,
    /// The address that it came from; may be empty.
    pub from: String,
    /// The RequestId of the answer; may be empty.
    pub request_id: String,
    /// What was asked for.
    pub request: Asked,
    /// Why it was refused; absent when it was done.
    pub refused: Option<String>,
    /// What it changed.
    pub changes: Vec<AuditChange>,
}

/// One record before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditChange {
    /// What kind of record.
    pub kind: String,
    /// Its name: the resource's id.
    pub label: String,
    /// Absent where it was made.
    pub before: Option<Value>,
    /// Absent where it was deleted.
    pub after: Option<Value>,
}

/// The trail cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the audit trail cannot be read: {0}")]
pub struct AuditError(String);

impl Engine {
    /// Reads the audit trail. Waits for the disk.
    pub fn audit(&self, query: &AuditQuery) -> Result<AuditPage, AuditError> {
        let stopped = || AuditError("the engine is stopping".to_owned());
        let unreadable = |error: xconnect_log::LogError| AuditError(error.to_string());
        let range = self.look(|log| Ok((log.trimmed()?, log.head()?))).ok_or_else(stopped)?;
        let (trimmed, head) = range.map_err(unreadable)?;
        let mut last = query.before.map_or(head, |before| head.min(before.saturating_sub(1)));
        let mut page = AuditPage::default();
        let floor = trimmed.max(last.saturating_sub(LOOKED_AT));
        while last > floor {
            let first = floor.max(last.saturating_sub(READ));
            let entries = self.look(move |log| read(log, first, last)).ok_or_else(stopped)?;
            for entry in entries.map_err(unreadable)?.iter().rev() {
                last = entry.position.saturating_sub(1);
                match judge(entry, query)? {
                    Verdict::TooOld => return Ok(page),
                    Verdict::Other => {}
                    Verdict::Wanted(found) => page.entries.push(*found),
                }
                if page.entries.len() >= query.limit {
                    page.next = (last > trimmed).then_some(last + 1);
                    return Ok(page);
                }
            }
        }
        page.next = (last > trimmed).then_some(last + 1);
        Ok(page)
    }
}

/// The entries after `first` up to `last`, all of them.
fn read(
    log: &mut dyn xconnect_log::Log,
    first: Position,
    last: Position,
) -> Result<Vec<Entry>, xconnect_log::LogError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut after = first;
    while after < last {
        let some = log.read(after, usize::try_from(last - after).unwrap_or(usize::MAX))?;
        let Some(newest) = some.last() else { break };
        after = newest.position;
        entries.extend(some);
    }
    Ok(entries)
}

enum Verdict {
    Wanted(Box<AuditEntry>),
    Other,
    TooOld,
}

fn judge(entry: &Entry, query: &AuditQuery) -> Result<Verdict, AuditError> {
    let has = |text: &str| memmem::find(&entry.body, text.as_bytes()).is_some();
    let resource_is_there = query.resource.as_deref().is_none_or(has);
    let action_is_there = query.action.as_deref().is_none_or(has);
    // The end by time has to be seen even where nothing else fits.
    if !(resource_is_there && action_is_there) && query.from.is_none() {
        return Ok(Verdict::Other);
    }
    let commit: Commit = serde_json::from_slice(&entry.body)
        .map_err(|error| AuditError(format!("the entry at {}: {error}", entry.position)))?;
    if query.from.is_some_and(|from| commit.at < from) {
        return Ok(Verdict::TooOld);
    }
    if !fits(&commit, query) {
        return Ok(Verdict::Other);
    }
    Ok(Verdict::Wanted(Box::new(told(entry.position, commit))))
}

fn fits(commit: &Commit, query: &AuditQuery) -> bool {
    let account = query.account.is_none_or(|account| commit.origin.account == Some(account));
    let action = query.action.as_deref().is_none_or(|action| commit.origin.action == action);
    let to = query.to.is_none_or(|to| commit.at <= to);
    let refused = query.refused.is_none_or(|refused| commit.refused.is_some() == refused);
    let resource = query.resource.as_deref().is_none_or(|resource| names(commit, resource));
    account && action && to && refused && resource
}

/// Whether a commit changed the resource, or its request named it.
fn names(commit: &Commit, resource: &str) -> bool {
    let changed = commit.changes.iter().any(|change| match change {
        Change::Put(record) => record.label() == resource,
        Change::Delete { label, .. } => label == resource,
    });
    changed || commit.origin.request.iter().any(|(_, value)| value == resource)
}

fn told(position: Position, commit: Commit) -> AuditEntry {
    let before = |place| {
        let record = commit.before.iter().find(|record| record.place() == place);
        record.and_then(shown)
    };
    let changes = commit.changes.iter().filter_map(|change| {
        let place = change.place();
        if place.is_some_and(|(kind, _)| kind == Kind::Token) {
            return None;
        }
        let kind = place.map_or("Clock".to_owned(), |(kind, _)| format!("{kind:?}"));
        let (label, after) = match change {
            Change::Put(record) => (record.label(), shown(record)),
            Change::Delete { label, .. } => (label.clone(), None),
        };
        let before = if place.is_some() { before(place) } else { None };
        Some(AuditChange { kind, label, before, after })
    });
    let changes = changes.collect();
    let origin = commit.origin;
    AuditEntry {
        position,
        at: commit.at,
        action: origin.action.into_owned(),
        account: origin.account,
        access_key: origin.access_key,
        from: origin.from,
        request_id: origin.request_id,
        request: origin.request,
        refused: commit.refused,
        changes,
    }
}

/// The fields of a record, without its secrets.
fn shown(record: &Record) -> Option<Value> {
    let value = serde_json::to_value(record).ok()?;
    // A record is written as its kind and its fields.
    let Value::Object(fields) = value else { return None };
    let mut fields = fields.into_iter().next()?.1;
    if let Value::Object(fields) = &mut fields {
        for secret in ["secret", "security_token", "auth_key", "document_key", "answer"] {
            if let Some(value) = fields.get_mut(secret).filter(|value| !value.is_null()) {
                *value = Value::from("***");
            }
        }
        if let Some(Value::Object(letter)) = fields.get_mut("loa")
            && let Some(key) = letter.get_mut("document_key")
        {
            *key = Value::from("***");
        }
    }
    Some(fields)
}
