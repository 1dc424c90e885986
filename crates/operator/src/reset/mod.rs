//! Reset: everything that accounts have made goes, or what one of them has made, with what hangs on it.
//!
//! It goes in commits of a bounded size, dependents first, each worked out on the newest State: whoever looks, or
//! restarts, in between sees a State in which nothing refers to what is gone.

mod batch;
mod scope;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::AccountId;
use xconnect_state::{Draft, State as Records};

use self::batch::{CHANGES, stage};
use self::scope::Scope;
use crate::App;
use crate::error::{Code, CreateProblems, Problem};
use crate::request::{Asker, Body};

/// Commits beyond those that what was there at first takes: for what others make meanwhile.
const EXTRA_COMMITS: usize = 64;

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(reset))
}

/// What is reset.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reset {
    /// The account whose resources go; everybody's when absent.
    account: Option<String>,
}

/// What has come of a reset.
#[derive(Debug, Serialize, ToSchema)]
struct ResetOutcome {
    /// Records that are gone.
    deleted: usize,
    /// How many commits that took.
    commits: usize,
}

/// Takes away what accounts have made. For one account: what it owns, with what hangs on that, such as others'
/// border routers on its lines; an interface at the other end stays, as after a DeleteRouterInterface. For all:
/// everything but accounts, access keys, resource groups, access points, regions, and the clock. Faults for the
/// account, or all of them, go too.
#[utoipa::path(
    post,
    path = "/v1/reset",
    tag = "reset",
    request_body = Reset,
    responses((status = 200, description = "What is gone", body = ResetOutcome), CreateProblems)
)]
async fn reset(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<Reset>,
) -> Result<Json<ResetOutcome>, Problem> {
    let account = body.account.as_deref().map(|id| app.account_to_reset(id)).transpose()?;
    let scope = Scope::of(account);
    // That goes on when whoever asked has hung up: half a reset helps nobody.
    let run = tokio::spawn(async move {
        let outcome = app.reset(&asker, scope).await?;
        app.faults.clear(account);
        Ok(Json(outcome))
    });
    run.await.map_err(|error| Problem::new(Code::Internal, error.to_string()))?
}

impl App {
    fn account_to_reset(&self, id: &str) -> Result<AccountId, Problem> {
        let account = AccountId::parse(id).filter(|id| self.engine.state().account(*id).is_some());
        account.ok_or_else(|| Problem::unfit(format!("there is no account {id}")))
    }

    async fn reset(&self, asker: &Asker, scope: Scope) -> Result<ResetOutcome, Problem> {
        let enough = self.engine.state().records() / (CHANGES / 2) + EXTRA_COMMITS;
        let (mut deleted, mut commits) = (0, 0);
        while commits < enough {
            let work = move |state: &Records, draft: &mut Draft<'_>| Ok(stage(state, draft, scope));
            let staged = self.commit(asker, "operator:Reset", work).await?;
            (deleted, commits) = (deleted + staged.deleted, commits + 1);
            if !staged.more {
                return Ok(ResetOutcome { deleted, commits });
            }
        }
        Err(Problem::conflict("others make resources faster than they can be taken away"))
    }
}
