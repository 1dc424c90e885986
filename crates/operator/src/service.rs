//! The service itself: its health, its version, and the document of this interface.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{App, router};

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(version))
}

/// Whether a path is for everybody who reaches the listener: probes have no token.
pub(crate) fn is_open(path: &str) -> bool {
    matches!(path, "/health" | "/version")
}

/// How the service is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Health {
    /// Whether commits are accepted.
    status: HealthStatus,
    /// Service time.
    service_time: String,
    /// Number of records.
    records: usize,
    /// Records in a state that ends by itself.
    under_way: usize,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum HealthStatus {
    Ok,
    ReadOnly,
}

/// Whether the service accepts commits.
#[utoipa::path(
    get,
    path = "/health",
    tag = "service",
    security(()),
    responses(
        (status = 200, description = "It does", body = Health),
        (status = 503, description = "It only reads", body = Health),
    )
)]
async fn health(State(app): State<Arc<App>>) -> (StatusCode, Json<Health>) {
    let state = app.engine.state();
    let accepts_writes = app.engine.accepts_commits();
    let health = Health {
        status: if accepts_writes { HealthStatus::Ok } else { HealthStatus::ReadOnly },
        service_time: app.engine.clock().now().to_wire(),
        records: state.records(),
        under_way: state.under_way(),
    };
    (if accepts_writes { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(health))
}

/// Which program this is.
#[derive(Serialize, ToSchema)]
struct Version {
    version: &'static str,
}

/// The version of this program.
#[utoipa::path(
    get,
    path = "/version",
    tag = "service",
    security(()),
    responses((status = 200, description = "The version", body = Version))
)]
async fn version(State(app): State<Arc<App>>) -> Json<Version> {
    Json(Version { version: app.version })
}

/// The document of this interface. It is made when it is asked for first.
pub(crate) async fn document(State(app): State<Arc<App>>) -> impl IntoResponse {
    let bytes = app.document.get_or_init(|| router::document(app.version)).clone();
    ([(CONTENT_TYPE, "application/json")], bytes)
}
