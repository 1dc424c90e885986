//! The form that steps have in common: a POST on a record, which answers with what has become of it.

/// Declares handlers for steps of one kind of record, and the function that collects their routes.
///
/// The first line names that function. Each further one is: documentation, name of the operation, path, name in the log, body, and what is handed to the method
/// `call` of [`App`](crate::App), made of the body.
macro_rules! steps {
    (
        $routes:ident; tag: $tag:literal, id: $id:literal, answer: $answer:ty, problems: $problems:ty, call: $call:ident;
        $($(#[doc = $doc:literal])+ $name:ident $path:literal $action:literal |$body:ident: $kind:ty| $work:expr;)+
    ) => {
        /// The routes of these steps.
        pub(super) fn $routes() -> utoipa_axum::router::OpenApiRouter<std::sync::Arc<crate::App>> {
            utoipa_axum::router::OpenApiRouter::new()$(.routes(utoipa_axum::routes!($name)))+
        }

        $(
            $(#[doc = $doc])+
            #[utoipa::path(
                post,
                path = $path,
                tag = $tag,
                params(("id" = String, Path, description = $id)),
                request_body = $kind,
                responses((status = 200, description = "What has become of it", body = $answer), $problems)
            )]
            async fn $name(
                axum::extract::State(app): axum::extract::State<std::sync::Arc<crate::App>>,
                asker: crate::request::Asker,
                crate::request::Path(id): crate::request::Path<String>,
                crate::request::Body($body): crate::request::Body<$kind>,
            ) -> Result<axum::Json<$answer>, crate::error::Problem> {
                app.$call(&asker, concat!("operator:", $action), id, $work).await
            }
        )+
    };
}

pub(crate) use steps;
