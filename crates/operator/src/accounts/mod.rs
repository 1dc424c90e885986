//! Accounts: what they may, what they have, and their access keys.

mod change;
mod keys;
mod view;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::{Account, AccountId};
use xconnect_state::steps::account;
use xconnect_state::{Draft, State as Records};

use self::change::AccountChange;
use self::view::AccountView;
use crate::App;
use crate::error::{ChangeProblems, CreateProblems, ListProblems, Problem, ReadProblems};
use crate::page::{Cursor, Page, page};
use crate::request::{Asker, Body, Path, Query};

/// Accounts that there can be.
const MAX_ACCOUNTS: usize = 100_000;

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, delete))
        .merge(keys::routes())
}

/// All accounts.
#[utoipa::path(
    get,
    path = "/v1/accounts",
    tag = "accounts",
    operation_id = "list_accounts",
    params(Cursor),
    responses((status = 200, description = "A page of accounts", body = Page<AccountView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<AccountView>>, Problem> {
    let state = app.engine.state();
    page(&state.accounts, &cursor, |_| true, |account| AccountView::of(&state, account)).map(Json)
}

/// Makes an account, with the resource groups that every account has. It has no access key yet.
#[utoipa::path(
    post,
    path = "/v1/accounts",
    tag = "accounts",
    operation_id = "create_account",
    request_body = AccountChange,
    responses((status = 201, description = "The account", body = AccountView), CreateProblems)
)]
async fn create(
    State(app): State<Arc<App>>,
    asker: Asker,
    Body(body): Body<AccountChange>,
) -> Result<(StatusCode, Json<AccountView>), Problem> {
    let id = body.new_id()?;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        if state.account(id).is_some() {
            return Err(Problem::conflict(format!("there is an account {id} already")));
        }
        if state.accounts.len() >= MAX_ACCOUNTS {
            return Err(Problem::unfit(format!("there can be {MAX_ACCOUNTS} accounts")));
        }
        let new = Account { id, operated: true, ..Account::default() };
        account::create(draft, body.apply(state, &new)?);
        Ok(())
    };
    app.commit(&asker, "operator:CreateAccount", work).await?;
    Ok((StatusCode::CREATED, Json(app.account(&id.to_string())?)))
}

/// An account, without its secrets.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    operation_id = "get_account",
    params(("id" = String, Path, description = "The account's number")),
    responses((status = 200, description = "The account", body = AccountView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<AccountView>, Problem> {
    app.account(&id).map(Json)
}

/// Changes an account. What is absent stays; from then on the configuration leaves the account alone.
#[utoipa::path(
    patch,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    operation_id = "change_account",
    params(("id" = String, Path, description = "The account's number")),
    request_body = AccountChange,
    responses((status = 200, description = "The account", body = AccountView), ChangeProblems)
)]
async fn change(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<AccountChange>,
) -> Result<Json<AccountView>, Problem> {
    let of = id.clone();
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let account = find(state, &of)?;
        let next = Account { operated: true, ..body.apply(state, account)? };
        if next != *account {
            draft.put(next);
        }
        Ok(())
    };
    app.commit(&asker, "operator:ChangeAccount", work).await?;
    app.account(&id).map(Json)
}

/// Takes an account away that owns nothing, with its keys, resource groups, and idempotency tokens.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    operation_id = "delete_account",
    params(("id" = String, Path, description = "The account's number")),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let account = find(state, &id)?;
        if account.configured {
            return Err(Problem::conflict(format!(
                "account {id} is in the configuration: take it out there"
            )));
        }
        if let Some(what) = account::owned(state, account.id) {
            return Err(Problem::conflict(format!("account {id} owns {what}")));
        }
        account::delete(state, draft, account);
        Ok(())
    };
    app.commit(&asker, "operator:DeleteAccount", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl App {
    fn account(&self, id: &str) -> Result<AccountView, Problem> {
        let state = self.engine.state();
        Ok(AccountView::of(&state, find(&state, id)?))
    }
}

fn find<'s>(state: &'s Records, id: &str) -> Result<&'s Account, Problem> {
    let account = AccountId::parse(id).and_then(|id| state.account(id));
    account.map(Arc::as_ref).ok_or_else(|| Problem::no("account", id))
}
