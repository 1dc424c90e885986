//! Customers' routers: what stands at the far end of a border router's lines.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::account::Secret;
use xconnect_model::{CustomerRouter, Text};
use xconnect_state::steps::session::Facing;
use xconnect_state::{Draft, State as Records, rows};

use crate::App;
use crate::error::{ChangeProblems, ListProblems, Problem, ReadProblems};
use crate::page::{Cursor, Page, is, page};
use crate::request::{Asker, Body, Path, Query};
use crate::view::blank;

/// Routers that there can be.
const MAX_ROUTERS: usize = 100_000;
/// Prefixes in each list of a router.
pub(super) const MAX_PREFIXES: usize = 1_000;
/// Characters of an id.
const MAX_ID: usize = 128;
/// Characters of a key, the bound of RFC 2385.
const MAX_KEY: usize = 80;

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get, put, delete))
}

/// What routers are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The border router that they face.
    vbr: Option<String>,
}

/// A customer's router that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRouter {
    /// The border router that it faces.
    vbr: String,
    /// Its address, at the far end of one of the border router's lines.
    address: String,
    /// The network that it belongs to, a name of up to 128 visible ASCII characters. Routers of one network serve the
    /// same places, also on border routers of several accounts; when absent, it is the account's own network.
    site: Option<String>,
    /// Its AS number.
    asn: u32,
    /// The key that it knows, up to 80 printable ASCII characters; none when absent.
    auth_key: Option<String>,
    /// The prefixes that it announces, in this order; at most 1,000.
    #[serde(default)]
    announces: Vec<String>,
    /// Networks behind it that it does not announce; at most 1,000.
    #[serde(default)]
    networks: Vec<String>,
    /// Its own static routes towards the cloud; at most 1,000.
    #[serde(default)]
    routes: Vec<String>,
    /// Whether it speaks BFD; false when absent.
    #[serde(default)]
    bfd: bool,
    /// Whether it is switched on; true when absent.
    on: Option<bool>,
}

/// A customer's router. Its key is not shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustomerRouter)]
pub(super) struct RouterView {
    id: String,
    vbr: String,
    address: String,
    /// The network that it belongs to; null for the account's own.
    site: Option<String>,
    asn: u32,
    has_auth_key: bool,
    announces: Vec<String>,
    networks: Vec<String>,
    routes: Vec<String>,
    bfd: bool,
    on: bool,
}

/// All customers' routers.
#[utoipa::path(
    get,
    path = "/v1/customer-routers",
    tag = "bgp",
    operation_id = "list_customer_routers",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of routers", body = Page<RouterView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<RouterView>>, Problem> {
    let matches = |router: &CustomerRouter| is(filters.vbr.as_ref(), router.vbr.as_str());
    page(&app.engine.state().customer_routers, &cursor, matches, RouterView::of).map(Json)
}

/// A customer's router.
#[utoipa::path(
    get,
    path = "/v1/customer-routers/{id}",
    tag = "bgp",
    operation_id = "get_customer_router",
    params(("id" = String, Path, description = "The router's name")),
    responses((status = 200, description = "The router", body = RouterView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<RouterView>, Problem> {
    let state = app.engine.state();
    let router = state.customer_router(&id).ok_or_else(|| Problem::no("customer's router", &id))?;
    Ok(Json(RouterView::of(router)))
}

/// Describes a customer's router, or describes it anew. Sessions and health checks see the difference at once.
#[utoipa::path(
    put,
    path = "/v1/customer-routers/{id}",
    tag = "bgp",
    operation_id = "put_customer_router",
    params(("id" = String, Path, description = "The operator's name for the router")),
    request_body = NewRouter,
    responses((status = 200, description = "The router", body = RouterView), ChangeProblems)
)]
async fn put(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<NewRouter>,
) -> Result<Json<RouterView>, Problem> {
    let router = body.router(&id)?;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        check_place(state, &router)?;
        let present = state.customer_router(&id);
        if present.is_none() && state.customer_routers.len() >= MAX_ROUTERS {
            return Err(Problem::unfit(format!("there can be {MAX_ROUTERS} customers' routers")));
        }
        let seq = present.map_or_else(|| draft.seq(), |present| present.seq);
        let next = CustomerRouter { seq, ..router.clone() };
        let view = RouterView::of(&next);
        draft.put(next);
        Ok(view)
    };
    app.commit(&asker, "operator:PutCustomerRouter", work).await.map(Json)
}

/// Forgets a customer's router: from now on nobody answers at its address.
#[utoipa::path(
    delete,
    path = "/v1/customer-routers/{id}",
    tag = "bgp",
    operation_id = "delete_customer_router",
    params(("id" = String, Path, description = "The router's name")),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let router = state.customer_router(&id).ok_or_else(|| Problem::no("customer's router", &id))?;
        draft.delete(router.as_ref());
        Ok(())
    };
    app.commit(&asker, "operator:DeleteCustomerRouter", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewRouter {
    /// The router, without its place.
    fn router(self, id: &str) -> Result<CustomerRouter, Problem> {
        if !(1..=MAX_ID).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::unfit(format!(
                "a router's name has 1 to {MAX_ID} visible ASCII characters"
            )));
        }
        if self.asn == 0 {
            return Err(Problem::unfit("asn is 1 to 4294967295"));
        }
        let site = self.site.unwrap_or_default();
        if site.len() > MAX_ID || !site.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::unfit(format!("site has up to {MAX_ID} visible ASCII characters")));
        }
        let address = self.address.parse::<IpAddr>();
        Ok(CustomerRouter {
            id: id.into(),
            vbr: self.vbr.as_str().into(),
            address: address.map_err(|_| Problem::unfit("address is no IP address"))?,
            site: site.into(),
            asn: self.asn,
            auth_key: key(self.auth_key.unwrap_or_default())?,
            announces: prefixes("announces", &self.announces)?,
            networks: prefixes("networks", &self.networks)?,
            routes: prefixes("routes", &self.routes)?,
            bfd: self.bfd,
            on: self.on.unwrap_or(true),
            ..CustomerRouter::default()
        })
    }
}

fn key(text: String) -> Result<Secret, Problem> {
    let is_key = text.len() <= MAX_KEY && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if is_key {
        Ok(Secret::new(Text::from(text)))
    } else {
        Err(Problem::unfit(format!("auth_key has at most {MAX_KEY} characters, all of them printable ASCII")))
    }
}

/// Prefixes with their host bits cleared; a bare address is a prefix of its own.
pub(super) fn prefixes(name: &str, texts: &[String]) -> Result<Vec<IpNet>, Problem> {
    if texts.len() > MAX_PREFIXES {
        return Err(Problem::unfit(format!("{name} has at most {MAX_PREFIXES} prefixes")));
    }
    let prefix = |text: &String| {
        let parsed = text.parse().ok().or_else(|| text.parse().ok().map(|address: IpAddr| address.into()));
        parsed.map(|prefix: IpNet| prefix.trunc()).ok_or_else(|| {
            Problem::unfit(format!("{name} holds what is no prefix, such as 192.168.0.0/16: {text:.50}"))
        })
    };
    texts.iter().map(prefix).collect()
}

/// Checks that the border router is there, that the address is at the far end of one of its lines, and that nobody
/// else has it.
fn check_place(state: &Records, router: &CustomerRouter) -> Result<(), Problem> {
    let vbr = state.virtual_border_router(router.vbr.as_str()).filter(|vbr| vbr.exists_for_others());
    let vbr = vbr.ok_or_else(|| Problem::unfit(format!("there is no border router {}", router.vbr)))?;
    let address = router.address;
    if Facing::of(vbr, address).is_none() {
        let text = format!("no line of {} has a subnet with {address} at its far end", router.vbr);
        return Err(Problem::unfit(text));
    }
    let mut others = state.customer_routers.find(rows::bgp::of_vbr(router.vbr.as_str()));
    match others.find(|other| other.address == address && other.id != router.id) {
        Some(other) => Err(Problem::conflict(format!("{} has the address {address} already", other.id))),
        None => Ok(()),
    }
}

impl RouterView {
    pub(super) fn of(router: &CustomerRouter) -> Self {
        let texts = |prefixes: &[IpNet]| prefixes.iter().map(ToString::to_string).collect();
        Self {
            id: router.id.to_string(),
            vbr: router.vbr.to_string(),
            address: router.address.to_string(),
            site: blank(&router.site),
            asn: router.asn,
            has_auth_key: !router.auth_key.reveal().is_empty(),
            announces: texts(&router.announces),
            networks: texts(&router.networks),
            routes: texts(&router.routes),
            bfd: router.bfd,
            on: router.on,
        }
    }
}
