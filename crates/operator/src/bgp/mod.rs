//! BGP: the customers' routers as the operator describes them, and the sessions of peers with their faults.

mod customer_steps;
mod customers;
mod peers;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::App;

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    customers::routes().merge(customer_steps::steps_of_customers()).merge(peers::routes())
}
