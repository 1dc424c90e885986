//! Faults: made, looked at, and taken away.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{FaultView, NewFault};
use super::{Fault, MAX_FAULTS};
use crate::App;
use crate::error::{ChangeProblems, CreateProblems, ListProblems, Problem, ReadProblems};
use crate::request::{Asker, Body, Path};

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, create, delete_all)).routes(routes!(get, delete))
}

/// The faults.
#[derive(Debug, Serialize, ToSchema)]
struct AllFaults {
    /// In the order in which they are tried.
    items: Vec<FaultView>,
}

/// All faults, in the order in which they are tried.
#[utoipa::path(
    get,
    path = "/v1/faults",
    tag = "faults",
    operation_id = "list_faults",
    responses((status = 200, description = "The faults", body = AllFaults), ListProblems)
)]
async fn list(State(app): State<Arc<App>>) -> Json<AllFaults> {
    Json(AllFaults { items: app.faults.view(|(number, fault)| FaultView::of(*number, fault)) })
}

/// Makes calls of the cloud API fail, or take long, on purpose. Faults are kept in memory: they are gone with the
/// process.
#[utoipa::path(
    post,
    path = "/v1/faults",
    tag = "faults",
    operation_id = "create_fault",
    request_body = NewFault,
    responses((status = 201, description = "The fault", body = FaultView), CreateProblems)
)]
async fn create(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<NewFault>,
) -> Result<(StatusCode, Json<FaultView>), Problem> {
    let fault = body.fault()?;
    let full = || Problem::conflict(format!("there can be {MAX_FAULTS} faults"));
    let number = app.faults.add(fault.clone()).ok_or_else(full)?;
    if let Err(problem) = app.commit(&asker, "operator:CreateFault", |_, _| Ok(())).await {
        app.faults.remove(number);
        return Err(problem);
    }
    Ok((StatusCode::CREATED, Json(FaultView::of(number, &fault))))
}

/// A fault, with how often it has struck.
#[utoipa::path(
    get,
    path = "/v1/faults/{id}",
    tag = "faults",
    operation_id = "get_fault",
    params(("id" = String, Path, description = "The fault's number")),
    responses((status = 200, description = "The fault", body = FaultView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<FaultView>, Problem> {
    let (number, fault) = app.fault(&id)?;
    Ok(Json(FaultView::of(number, &fault)))
}

/// Takes a fault away.
#[utoipa::path(
    delete,
    path = "/v1/faults/{id}",
    tag = "faults",
    operation_id = "delete_fault",
    params(("id" = String, Path, description = "The fault's number")),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let (number, _) = app.fault(&id)?;
    app.commit(&asker, "operator:DeleteFault", |_, _| Ok(())).await?;
    if app.faults.remove(number) { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::no("fault", id)) }
}

/// Takes all faults away.
#[utoipa::path(
    delete,
    path = "/v1/faults",
    tag = "faults",
    operation_id = "delete_faults",
    responses((status = 204, description = "There are none"), CreateProblems)
)]
async fn delete_all(State(app): State<Arc<App>>, asker: Asker) -> Result<StatusCode, Problem> {
    app.commit(&asker, "operator:DeleteFaults", |_, _| Ok(())).await?;
    app.faults.clear(None);
    Ok(StatusCode::NO_CONTENT)
}

impl App {
    fn fault(&self, id: &str) -> Result<(u64, Fault), Problem> {
        let number = id.parse().ok().filter(|number: &u64| number.to_string() == id);
        let found = number.and_then(|number| Some((number, self.faults.get(number)?)));
        found.ok_or_else(|| Problem::no("fault", id))
    }
}
