//! Lines: what there is, and what the provider does to them.

mod letter;
mod provider;
mod standing;
mod view;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::PhysicalConnection;
use xconnect_state::steps::StepError;
use xconnect_state::steps::line::{LineStep, apply};
use xconnect_state::{Draft, State as Records, rows};

pub(crate) use self::view::RenewalView;
use self::view::{LineDetail, LineView};
use crate::App;
use crate::error::{ListProblems, Problem, ReadProblems};
use crate::page::{Cursor, Page, is, is_number, page};
use crate::request::{Asker, Path, Query};

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .merge(provider::routes())
        .merge(letter::routes())
        .merge(standing::routes())
}

/// What lines are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The account that owns them.
    account: Option<String>,
    region: Option<String>,
    /// As in the cloud API, such as `Allocated`.
    status: Option<String>,
    access_point: Option<String>,
}

/// All lines, dedicated and shared, deleted shared ones included for as long as they are listed.
#[utoipa::path(
    get,
    path = "/v1/lines",
    tag = "lines",
    operation_id = "list_lines",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of lines", body = Page<LineView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<LineView>>, Problem> {
    let matches = |line: &PhysicalConnection| {
        is_number(filters.account.as_ref(), line.account.0)
            && is(filters.region.as_ref(), line.region.as_str())
            && is(filters.status.as_ref(), line.status.as_str())
            && is(filters.access_point.as_ref(), line.access_point.as_str())
    };
    page(&app.engine.state().physical_connections, &cursor, matches, LineView::of).map(Json)
}

/// A line, with its orders and what is before it.
#[utoipa::path(
    get,
    path = "/v1/lines/{id}",
    tag = "lines",
    operation_id = "get_line",
    params(("id" = String, Path, description = "The line's id")),
    responses((status = 200, description = "The line", body = LineDetail), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<LineDetail>, Problem> {
    app.line(&id).map(Json)
}

impl App {
    fn line(&self, id: &str) -> Result<LineDetail, Problem> {
        let state = self.engine.state();
        Ok(LineDetail::of(&state, find(&state, id)?))
    }

    /// Takes a step in a line's life, and says what has become of it.
    async fn step(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        step: LineStep,
    ) -> Result<Json<LineDetail>, Problem> {
        self.change(asker, action, id, move |state, draft, line| apply(state, draft, line, &step)).await
    }

    /// Changes a line in one commit, and says what has become of it.
    async fn change<F>(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        mut work: F,
    ) -> Result<Json<LineDetail>, Problem>
    where
        F: FnMut(&Records, &mut Draft<'_>, &PhysicalConnection) -> Result<(), StepError> + Send + 'static,
    {
        let of = id.clone();
        let work = move |state: &Records, draft: &mut Draft<'_>| Ok(work(state, draft, find(state, &of)?)?);
        self.commit(asker, action, work).await?;
        self.line(&id).map(Json)
    }
}

/// The line with this id, deleted shared lines included.
fn find<'s>(state: &'s Records, id: &str) -> Result<&'s PhysicalConnection, Problem> {
    let line = state.physical_connections.first(rows::physical_connection::id(id));
    line.map(Arc::as_ref).ok_or_else(|| Problem::no("line", id))
}
