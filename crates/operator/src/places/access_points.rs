//! Access points: the catalogue's, changed or not, and those that an operator adds.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::{AccessPoint, catalogue};
use xconnect_state::{Draft, State as Records, rows};

use super::point::{NewPoint, PointChange, PointView};
use super::{check_id, is_region};
use crate::App;
use crate::error::{ChangeProblems, ListProblems, Problem, ReadProblems};
use crate::page::is;
use crate::request::{Asker, Body, Path, Query};

/// Access points that an operator can set up.
const MAX_POINTS: usize = 1_000;

/// The group's routes.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get, put, change, delete))
}

/// What access points are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    region: Option<String>,
}

/// Access points.
#[derive(Debug, Serialize, ToSchema)]
struct AccessPoints {
    /// The catalogue's in its order, then the others.
    items: Vec<PointView>,
}

/// All access points.
#[utoipa::path(
    get,
    path = "/v1/access-points",
    tag = "access points",
    operation_id = "list_access_points",
    params(Filters),
    responses((status = 200, description = "The access points", body = AccessPoints), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
) -> Result<Json<AccessPoints>, Problem> {
    let state = app.engine.state();
    let known = catalogue::ACCESS_POINTS.iter().filter_map(|point| state.access_point(point.id));
    let added =
        state.access_points.iter().filter(|point| catalogue::access_point(point.id.as_str()).is_none());
    let all = known.chain(added.map(|point| Cow::Borrowed(point.as_ref())));
    let wanted = all.filter(|point| is(filters.region.as_ref(), point.region.as_str()));
    Ok(Json(AccessPoints { items: wanted.map(|point| PointView::of(&state, &point)).collect() }))
}

/// An access point, with how many of its ports are held.
#[utoipa::path(
    get,
    path = "/v1/access-points/{id}",
    tag = "access points",
    operation_id = "get_access_point",
    params(("id" = String, Path, description = "The access point's id")),
    responses((status = 200, description = "The access point", body = PointView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<PointView>, Problem> {
    app.access_point(&id).map(Json)
}

/// Sets up an access point, or sets one up anew, one of the catalogue included. A device or port that a line holds
/// cannot be taken away.
#[utoipa::path(
    put,
    path = "/v1/access-points/{id}",
    tag = "access points",
    operation_id = "put_access_point",
    params(("id" = String, Path, description = "The access point's id")),
    request_body = NewPoint,
    responses((status = 200, description = "The access point", body = PointView), ChangeProblems)
)]
async fn put(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<NewPoint>,
) -> Result<Json<PointView>, Problem> {
    check_id("an access point", &id)?;
    let point = body.point(&id)?;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        if !is_region(state, point.region.as_str()) {
            return Err(Problem::unfit(format!("there is no region {}", point.region)));
        }
        let own = state.access_points.first(rows::provider::access_point::id(point.id.as_str()));
        if own.is_none() && state.access_points.len() >= MAX_POINTS {
            return Err(Problem::unfit(format!("{MAX_POINTS} access points can be set up")));
        }
        check_ports(state, &point)?;
        if let Some(present) = state.access_point(point.id.as_str())
            && present.region != point.region
            && has_lines(state, &point)
        {
            return Err(Problem::conflict(format!(
                "there are lines at {}: it stays in its region",
                point.id
            )));
        }
        let seq = own.map_or_else(|| draft.seq(), |own| own.seq);
        draft.put(AccessPoint { seq, ..point.clone() });
        Ok(())
    };
    app.commit(&asker, "operator:PutAccessPoint", work).await?;
    app.access_point(&id).map(Json)
}

/// Says whether an access point takes new lines.
#[utoipa::path(
    patch,
    path = "/v1/access-points/{id}",
    tag = "access points",
    operation_id = "change_access_point",
    params(("id" = String, Path, description = "The access point's id")),
    request_body = PointChange,
    responses((status = 200, description = "The access point", body = PointView), ChangeProblems)
)]
async fn change(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<PointChange>,
) -> Result<Json<PointView>, Problem> {
    let of = id.clone();
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let present = find(state, &of)?;
        let status = body.status.into();
        if present.status != status {
            let seq = if present.seq == 0 { draft.seq() } else { present.seq };
            draft.put(AccessPoint { seq, status, ..present.into_owned() });
        }
        Ok(())
    };
    app.commit(&asker, "operator:ChangeAccessPoint", work).await?;
    app.access_point(&id).map(Json)
}

/// Takes an access point away that no line ends at. One of the catalogue is as the catalogue has it again.
#[utoipa::path(
    delete,
    path = "/v1/access-points/{id}",
    tag = "access points",
    operation_id = "delete_access_point",
    params(("id" = String, Path, description = "The access point's id")),
    responses((status = 204, description = "It is gone, or as the catalogue has it"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let present = find(state, &id)?;
        match catalogue::access_point(&id) {
            Some(known) => {
                let original = AccessPoint::of_catalogue(known);
                check_ports(state, &original)?;
                if present.region != original.region && has_lines(state, &present) {
                    return Err(Problem::conflict(format!(
                        "there are lines at {id}: it stays in its region"
                    )));
                }
            }
            None if has_lines(state, &present) => {
                return Err(Problem::conflict(format!("there are lines at {id}")));
            }
            None => {}
        }
        if present.seq != 0 {
            draft.delete(present.as_ref());
        }
        Ok(())
    };
    app.commit(&asker, "operator:DeleteAccessPoint", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl App {
    fn access_point(&self, id: &str) -> Result<PointView, Problem> {
        let state = self.engine.state();
        Ok(PointView::of(&state, find(&state, id)?.as_ref()))
    }
}

fn find<'s>(state: &'s Records, id: &str) -> Result<Cow<'s, AccessPoint>, Problem> {
    state.access_point(id).ok_or_else(|| Problem::no("access point", id))
}

/// Checks that every port that a line holds is there when the access point is as given.
fn check_ports(state: &Records, point: &AccessPoint) -> Result<(), Problem> {
    for line in state.physical_connections.find(rows::physical_connection::ports_at(&point.id)) {
        let Some(port) = &line.port else { continue };
        let device = point.devices.iter().find(|device| device.name == port.device);
        if device.is_none_or(|device| port.number > device.ports) {
            return Err(Problem::conflict(format!(
                "line {} holds port {} of {}",
                line.id, port.number, port.device
            )));
        }
    }
    Ok(())
}

/// Whether any line ends at an access point, or is to.
fn has_lines(state: &Records, point: &AccessPoint) -> bool {
    state.physical_connections.iter().any(|line| line.access_point == point.id)
}
