//! The audit trail: every write, who asked for it, from where, and what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_engine::audit::{AuditChange, AuditEntry, AuditQuery};
use xconnect_model::{AccountId, Time};

use crate::App;
use crate::error::{AuditProblems, Code, Problem};
use crate::request::Query;
use crate::view::blank;

/// Entries of a page when nothing is said.
const LIMIT: usize = 50;
/// Entries that it can have.
const MAX_LIMIT: usize = 200;

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(audit))
}

/// What the trail is narrowed by.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The id of something that was changed, or a value of the request.
    resource: Option<String>,
    /// Who asked: an account's number.
    account: Option<String>,
    /// The action, or the name of a step of the service or of an operator, such as `operator:ApproveLine`.
    action: Option<String>,
    /// Not before this service time, such as `2026-11-21T00:00:00Z`.
    from: Option<String>,
    /// Not after this service time.
    to: Option<String>,
    /// Only refusals, or only what was done.
    refused: Option<bool>,
    /// `next` of the page before; absent for the newest entries.
    before: Option<u64>,
    /// How many entries at most, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// A page of the trail.
#[derive(Debug, Serialize, ToSchema)]
struct AuditPage {
    /// Newest first. Where filters leave little, there may be fewer than asked for although more pages follow.
    items: Vec<EntryView>,
    /// What to send as `before` for the next page; null when there is nothing older.
    next: Option<u64>,
}

/// One write.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
struct EntryView {
    /// Its place in the log.
    position: u64,
    /// When, in service time.
    at: String,
    /// The action, or the name of a step of the service or of an operator.
    action: String,
    /// Who asked; null for the service and for operators.
    account: Option<String>,
    /// The access key that signed.
    access_key: Option<String>,
    /// The address that it came from.
    from: Option<String>,
    /// The RequestId of the answer.
    request_id: Option<String>,
    /// What was asked for, secrets masked, long values cut.
    request: BTreeMap<String, String>,
    /// Why it was refused; null when it was done.
    refused: Option<String>,
    /// What it changed.
    changes: Vec<ChangeView>,
}

/// One record before and after, as the log has it, secrets masked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditChange)]
struct ChangeView {
    /// What kind of record, such as `RouterInterface`.
    kind: String,
    /// Its name: the resource's id.
    label: String,
    /// Null where it was made.
    before: Option<Value>,
    /// Null where it was deleted.
    after: Option<Value>,
}

/// The audit trail, newest entries first, as far back as entries are kept.
#[utoipa::path(
    get,
    path = "/v1/audit",
    tag = "audit",
    operation_id = "read_audit_trail",
    params(Filters),
    responses((status = 200, description = "A page of the trail", body = AuditPage), AuditProblems)
)]
async fn audit(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
) -> Result<Json<AuditPage>, Problem> {
    let query = filters.query()?;
    // Reading the log waits for the disk.
    let read = tokio::task::spawn_blocking(move || app.engine.audit(&query)).await;
    let page = read.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let page = page.map_err(|error| Problem::new(Code::Unavailable, error.to_string()))?;
    let items = page.entries.into_iter().map(EntryView::of).collect();
    Ok(Json(AuditPage { items, next: page.next }))
}

impl Filters {
    fn query(self) -> Result<AuditQuery, Problem> {
        let bad = |message: String| Problem::new(Code::BadRequest, message);
        let limit = self.limit.unwrap_or(LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(bad(format!("limit is 1 to {MAX_LIMIT}")));
        }
        let time = |name: &str, text: Option<String>| {
            let parsed = text.map(|text| {
                let form = || bad(format!("{name} is a time such as 2026-11-21T00:00:00Z, not {text:?}"));
                Time::from_wire(&text).ok_or_else(form)
            });
            parsed.transpose()
        };
        let account = self.account.map(|text| {
            AccountId::parse(&text).ok_or_else(|| bad(format!("{text:?} is no account's number")))
        });
        Ok(AuditQuery {
            resource: self.resource,
            account: account.transpose()?,
            action: self.action,
            from: time("from", self.from)?,
            to: time("to", self.to)?,
            refused: self.refused,
            before: self.before,
            limit,
        })
    }
}

impl EntryView {
    fn of(entry: AuditEntry) -> Self {
        Self {
            position: entry.position,
            at: entry.at.to_wire(),
            action: entry.action,
            account: entry.account.map(|account| account.to_string()),
            access_key: blank(&entry.access_key),
            from: blank(&entry.from),
            request_id: blank(&entry.request_id),
            request: entry.request.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            refused: entry.refused,
            changes: entry.changes.into_iter().map(ChangeView::of).collect(),
        }
    }
}

impl ChangeView {
    fn of(change: AuditChange) -> Self {
        Self { kind: change.kind, label: change.label, before: change.before, after: change.after }
    }
}
