//! Access keys of an account. A secret is shown once, to whoever makes the key.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::{AccessKey, AccountId, Secret};
use xconnect_state::{Draft, State as Records, rows};

use super::find;
use crate::App;
use crate::error::{ChangeProblems, Problem, ReadProblems};
use crate::random;
use crate::request::{Asker, Body, Path};

/// Access keys that an account can have.
const MAX_KEYS: usize = 100;
/// Characters of an id or a secret.
const MAX_LENGTH: usize = 128;

/// The group's routes.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(change, delete))
}

/// An access key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessKey)]
struct KeyView {
    /// The public half.
    id: String,
    /// The account that it speaks for.
    account: String,
    enabled: bool,
    /// A security token has to come with it.
    temporary: bool,
    /// It is in the configuration.
    configured: bool,
}

/// The access keys of an account.
#[derive(Debug, Serialize, ToSchema)]
struct Keys {
    items: Vec<KeyView>,
}

/// A new access key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKey {
    /// The public half; chosen at random when absent.
    id: Option<String>,
    /// The secret half; chosen at random when absent.
    secret: Option<String>,
    /// For a temporary key: the token that has to come with it.
    security_token: Option<String>,
}

/// A new access key with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
struct MadeKey {
    id: String,
    account: String,
    secret: String,
}

/// What is to be different about an access key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KeyChange {
    /// A key that is not enabled is refused with `Forbidden.AccessKeyDisabled`.
    enabled: bool,
}

/// The access keys of an account, without their secrets.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/keys",
    tag = "accounts",
    operation_id = "list_keys",
    params(("id" = String, Path, description = "The account's number")),
    responses((status = 200, description = "The keys", body = Keys), ReadProblems)
)]
async fn list(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<Keys>, Problem> {
    let state = app.engine.state();
    let account = find(&state, &id)?;
    let keys = state.access_keys.find(rows::account::access_keys_of(account.id));
    Ok(Json(Keys { items: keys.map(|key| KeyView::of(key)).collect() }))
}

/// Makes an access key. Its secret is in this answer, and in no other.
#[utoipa::path(
    post,
    path = "/v1/accounts/{id}/keys",
    tag = "accounts",
    operation_id = "create_key",
    params(("id" = String, Path, description = "The account's number")),
    request_body = NewKey,
    responses((status = 201, description = "The key", body = MadeKey), ChangeProblems)
)]
async fn create(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(account): Path<String>,
    Body(body): Body<NewKey>,
) -> Result<(StatusCode, Json<MadeKey>), Problem> {
    let id = visible("id", body.id)?.unwrap_or_else(|| format!("LTAI{}", fresh::<20>()));
    let secret = visible("secret", body.secret)?.unwrap_or_else(fresh::<30>);
    let security_token = visible("security_token", body.security_token)?.map(Secret::new);
    let made = MadeKey { id: id.clone(), account: account.clone(), secret: secret.clone() };
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let account = find(state, &account)?.id;
        if state.access_key(&id).is_some() {
            return Err(Problem::conflict(format!("there is an access key {id} already")));
        }
        if state.access_keys.count(rows::account::access_keys_of(account)) >= MAX_KEYS {
            return Err(Problem::unfit(format!("an account can have {MAX_KEYS} access keys")));
        }
        let seq = draft.seq();
        draft.put(AccessKey {
            seq,
            id: id.as_str().into(),
            account,
            secret: Secret::new(secret.as_str()),
            security_token: security_token.clone(),
            ..AccessKey::default()
        });
        Ok(())
    };
    app.commit(&asker, "operator:CreateAccessKey", work).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Enables or disables an access key. The configuration leaves that alone from then on.
#[utoipa::path(
    patch,
    path = "/v1/accounts/{id}/keys/{key}",
    tag = "accounts",
    operation_id = "change_key",
    params(
        ("id" = String, Path, description = "The account's number"),
        ("key" = String, Path, description = "The key's public half"),
    ),
    request_body = KeyChange,
    responses((status = 200, description = "The key", body = KeyView), ChangeProblems)
)]
async fn change(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path((account, id)): Path<(String, String)>,
    Body(body): Body<KeyChange>,
) -> Result<Json<KeyView>, Problem> {
    let disabled = !body.enabled;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let key = AccessKey { disabled, operated: true, ..find_key(state, &account, &id)?.clone() };
        let view = KeyView::of(&key);
        draft.put(key);
        Ok(view)
    };
    app.commit(&asker, "operator:ChangeAccessKey", work).await.map(Json)
}

/// Takes an access key away.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/keys/{key}",
    tag = "accounts",
    operation_id = "delete_key",
    params(
        ("id" = String, Path, description = "The account's number"),
        ("key" = String, Path, description = "The key's public half"),
    ),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path((account, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let key = find_key(state, &account, &id)?;
        if key.configured {
            let advice = "take it out there, or disable it";
            return Err(Problem::conflict(format!("access key {id} is in the configuration: {advice}")));
        }
        draft.delete(key);
        Ok(())
    };
    app.commit(&asker, "operator:DeleteAccessKey", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The key of this account with this public half.
fn find_key<'s>(state: &'s Records, account: &str, id: &str) -> Result<&'s AccessKey, Problem> {
    let account: AccountId = find(state, account)?.id;
    let key = state.access_key(id).filter(|key| key.account == account);
    key.map(Arc::as_ref).ok_or_else(|| Problem::no("access key", id))
}

/// What was given, of visible ASCII characters, as signatures and headers can carry them.
fn visible(name: &str, given: Option<String>) -> Result<Option<String>, Problem> {
    let fits = |text: &String| {
        (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if given.as_ref().is_some_and(|text| !fits(text)) {
        return Err(Problem::unfit(format!("{name} has 1 to {MAX_LENGTH} visible ASCII characters")));
    }
    Ok(given)
}

/// Random characters, five bits each.
fn fresh<const N: usize>() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    random::<N>().iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

impl KeyView {
    fn of(key: &AccessKey) -> Self {
        Self {
            id: key.id.to_string(),
            account: key.account.to_string(),
            enabled: !key.disabled,
            temporary: key.security_token.is_some(),
            configured: key.configured,
        }
    }
}
