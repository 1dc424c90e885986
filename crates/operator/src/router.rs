//! All routes, and the document that is made of the same declarations.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use bytes::Bytes;
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use crate::error::{Code, Problem};
use crate::{
    App, accounts, audit, bgp, clock, faults, interfaces, lines, orders, paths, places, reset, service,
    targets,
};

/// What the document says before the paths come.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "xconnect operator interface",
        description = "What the provider and a test need beside the cloud API: lines, interfaces, orders, accounts, access points, regions, next-hop targets, paths, the clock, faults, reset, and the audit trail.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Problem)),
    modifiers(&Token),
    security((), ("token" = [])),
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("Needed when the server has been started with an operator token."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The groups. A further one is one more line.
fn groups() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(service::routes())
        .merge(lines::routes())
        .merge(interfaces::routes())
        .merge(orders::routes())
        .merge(accounts::routes())
        .merge(clock::routes())
        .merge(paths::routes())
        .merge(places::routes())
        .merge(targets::routes())
        .merge(bgp::routes())
        .merge(faults::routes())
        .merge(reset::routes())
        .merge(audit::routes())
}

/// The routes over an engine.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let (router, _) = groups().split_for_parts();
    router
        .route("/openapi.json", get(service::document))
        .fallback(|| async { Problem::new(Code::NotFound, "there is nothing at this path") })
        .method_not_allowed_fallback(|| async {
            Problem::new(Code::MethodNotAllowed, "this path does not answer this method")
        })
        // Whoever reads the request has bounded its body.
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
}

/// The document, as JSON.
pub(crate) fn document(version: &str) -> Bytes {
    let mut document = groups().into_openapi();
    document.info.version = version.to_owned();
    let mut document = serde_json::to_value(&document).unwrap_or_default();
    let schemas = document["components"]["schemas"].take();
    for operation in document["paths"].as_object_mut().into_iter().flatten().flat_map(operations) {
        let Some(body) = operation.get_mut("requestBody") else { continue };
        let schema = body["content"]["application/json"]["schema"]["$ref"].as_str();
        let name = schema.and_then(|schema| schema.rsplit('/').next()).unwrap_or_default();
        // No body stands for one without fields: where no field is required, neither is the body.
        if schemas[name]["required"].is_null()
            && let Some(body) = body.as_object_mut()
        {
            body.insert("required".to_owned(), Value::Bool(false));
        }
    }
    document["components"]["schemas"] = schemas;
    Bytes::from(document.to_string())
}

fn operations<'d>((_, methods): (&String, &'d mut Value)) -> impl Iterator<Item = &'d mut Value> {
    methods.as_object_mut().into_iter().flat_map(|methods| methods.values_mut())
}
