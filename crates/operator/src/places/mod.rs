//! Where resources can be: access points with their devices and ports, and regions of one's own.

mod access_points;
mod point;
mod regions;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use xconnect_model::catalogue;
use xconnect_state::State;

use crate::App;
use crate::error::Problem;

/// Characters of an id.
const MAX_ID: usize = 64;

/// The groups' routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(access_points::routes()).merge(regions::routes())
}

/// Whether there is such a region.
pub(crate) fn is_region(state: &State, id: &str) -> bool {
    catalogue::region(id).is_some() || state.own_region(id).is_some()
}

/// An id that somebody gives to something: letters, digits, and hyphens, as the catalogue's are.
fn check_id(what: &str, id: &str) -> Result<(), Problem> {
    let fits = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let begins = id.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if fits && begins && id.len() <= MAX_ID {
        return Ok(());
    }
    let form = format!("1 to {MAX_ID} letters, digits, and hyphens, and begins with a letter");
    Err(Problem::unfit(format!("the id of {what} has {form}")))
}
