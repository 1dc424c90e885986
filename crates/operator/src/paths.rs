//! Where packets go: the path of one packet there and back, what a proposed call or a failure would change, and the
//! network as a graph.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_actions::declare::Caller;
use xconnect_engine::OsRandom;
use xconnect_model::{AccountId, Text};
use xconnect_path::{Paths, Question, QuestionError, Topology, intended};
use xconnect_state::{Draft, State as Records};
use xconnect_wire::{ApiError, Params};

use crate::App;
use crate::error::{Code, ListProblems, Problem, QuestionProblems};
use crate::request::{Body, Query};

/// Things that a question may take as failed.
const MAX_FAILED: usize = 64;
/// The version of the API that a proposed action is looked for in when nothing is said.
const VERSION: &str = "2016-04-28";

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(trace)).routes(routes!(topology)).routes(routes!(topology_dot))
}

/// The paths of the newest State, with what has been worked out of the States before and still holds.
#[derive(Default)]
pub(crate) struct Newest(Mutex<Option<Arc<Paths>>>);

impl Newest {
    pub(crate) fn of(&self, state: &Arc<Records>) -> Arc<Paths> {
        // Nothing is left half done in here.
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = match newest.as_ref() {
            Some(paths) if Arc::ptr_eq(paths.state(), state) => Arc::clone(paths),
            Some(paths) => Arc::new(paths.follow(Arc::clone(state))),
            None => Arc::new(Paths::new(Arc::clone(state))),
        };
        *newest = Some(Arc::clone(&paths));
        paths
    }
}

/// A question about a packet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TraceBody {
    /// `ADDRESS@PLACE`: the source, and the VPC, border router, or customer's router that the packet starts at.
    from: String,
    /// The destination.
    to: String,
    /// Whether every way is followed where several share the traffic.
    #[serde(default)]
    all: bool,
    /// What is taken as failed: `line:ID`, `interface:ID`, `session:ID`, `vbr:ID`; 64 at most.
    #[serde(default)]
    fail: Vec<String>,
    /// A call of the cloud API; the answer then tells what it would change. Nothing is carried out.
    proposed: Option<Proposed>,
}

/// A call that has not been made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Proposed {
    /// The action, such as `CreateRouteEntry`.
    action: String,
    /// The version of its API; 2016-04-28 when absent.
    version: Option<String>,
    /// Its parameters.
    #[serde(default)]
    params: BTreeMap<String, String>,
    /// Who makes it; the owner of the place that the packet starts at when absent.
    account: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
struct TraceView {
    /// Verdict, reason, and every hop there and back.
    #[schema(value_type = Object)]
    answer: xconnect_path::Answer,
    /// The same for people.
    text: String,
    /// What the proposed call would change; null where none was proposed.
    after: Option<AfterView>,
}

/// The answer once a proposed call has had its effect.
#[derive(Debug, Serialize, ToSchema)]
struct AfterView {
    /// Why the call would be refused; null where it would not be.
    refused: Option<RefusedView>,
    /// Verdict, reason, and every hop there and back; null for a call that would be refused.
    #[schema(value_type = Option<Object>)]
    answer: Option<xconnect_path::Answer>,
    /// The same for people.
    text: Option<String>,
}

/// A refusal of the cloud API.
#[derive(Debug, Serialize, ToSchema)]
struct RefusedView {
    http: u16,
    code: String,
    message: String,
}

/// Where a packet goes, and why; or what a call or a failure would change.
#[utoipa::path(
    post,
    path = "/v1/trace",
    tag = "paths",
    operation_id = "trace",
    request_body = TraceBody,
    responses((status = 200, description = "The way there and back", body = TraceView), QuestionProblems)
)]
async fn trace(State(app): State<Arc<App>>, Body(body): Body<TraceBody>) -> Result<Json<TraceView>, Problem> {
    if body.fail.len() > MAX_FAILED {
        return Err(Problem::unfit(format!("at most {MAX_FAILED} things are taken as failed")));
    }
    let mut question = Question::parse(&body.from, &body.to).map_err(problem)?;
    question.all = body.all;
    question.failed = body.fail.iter().map(|text| text.parse()).collect::<Result<_, _>>().map_err(problem)?;
    let state = Arc::clone(&app.engine.state());
    let paths = app.paths.of(&state);
    let answer = paths.trace(&question).map_err(problem)?;
    let after = match &body.proposed {
        Some(call) => Some(after(&app, &paths, call, &question)?),
        None => None,
    };
    Ok(Json(TraceView { text: answer.to_string(), answer, after }))
}

/// Runs a call on a copy of the State, and asks again.
fn after(app: &App, paths: &Paths, call: &Proposed, question: &Question) -> Result<AfterView, Problem> {
    let state = paths.state();
    let account = match &call.account {
        Some(account) => AccountId::parse(account),
        None => owner(state, &question.place),
    };
    let account = account.filter(|account| state.account(*account).is_some());
    let account = account.ok_or_else(|| Problem::unfit("the call's account does not exist"))?;
    let caller = Caller { account, access_key: Text::default(), host: Text::default() };
    let changed = match run(app, state, &caller, call)? {
        Ok(changed) => changed,
        Err(refused) => return Ok(AfterView { refused: Some(refused), answer: None, text: None }),
    };
    let answer = paths.follow(Arc::new(changed)).trace(question).map_err(problem)?;
    Ok(AfterView { refused: None, text: Some(answer.to_string()), answer: Some(answer) })
}

/// The State that a call is meant to lead to, or why the call would be refused.
fn run(
    app: &App,
    state: &Records,
    caller: &Caller,
    call: &Proposed,
) -> Result<Result<Records, RefusedView>, Problem> {
    let version = call.version.as_deref().unwrap_or(VERSION);
    let unknown = || Problem::unfit(format!("there is no action {} in version {version}", call.action));
    let entry = xconnect_actions::find(version, &call.action).ok_or_else(unknown)?;
    let params = match Params::from_pairs(&call.params) {
        Ok(params) => params,
        Err(error) => return Ok(Err(refusal(&error))),
    };
    let prepared = match entry.prepare(caller, &app.settings, &params) {
        Ok(Some(prepared)) => prepared,
        Ok(None) => return Err(Problem::unfit(format!("{} changes nothing", call.action))),
        Err(error) => return Ok(Err(refusal(&error))),
    };
    let mut random = OsRandom::default();
    let mut draft = Draft::new(app.engine.clock().now(), state.next_seq(), &mut random);
    match prepared.run(state, &mut draft) {
        Ok(_) => Ok(Ok(intended(state, draft.changes()))),
        Err(error) => Ok(Err(refusal(&error))),
    }
}

/// Who owns the place that a packet starts at.
fn owner(state: &Records, place: &str) -> Option<AccountId> {
    let vbr = || {
        let behind = state.customer_router(place).map(|router| router.vbr.as_str());
        state.virtual_border_router(behind.unwrap_or(place)).map(|vbr| vbr.account)
    };
    state.vpc(place).map(|vpc| vpc.account).or_else(vbr)
}

fn refusal(error: &ApiError) -> RefusedView {
    RefusedView { http: error.http(), code: error.code().to_owned(), message: error.message().to_owned() }
}

fn problem(error: QuestionError) -> Problem {
    let code = match error {
        QuestionError::NoSuchPlace(_) | QuestionError::NoSuchFailure(_) => Code::NotFound,
        QuestionError::From(_)
        | QuestionError::Address(_)
        | QuestionError::Families { .. }
        | QuestionError::Failure(_) => Code::Unfit,
    };
    Problem::new(code, error.to_string())
}

/// What of the network is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Whether the entries of all route tables are, of which there may be many; false when absent.
    routes: Option<bool>,
}

/// A network as a graph.
#[derive(Debug, Serialize, ToSchema)]
struct TopologyView {
    /// VPCs, border routers, CEN instances, and customers' routers.
    #[schema(value_type = Vec<Object>)]
    nodes: Vec<xconnect_path::TopologyNode>,
    /// What joins them, and whether it carries traffic.
    #[schema(value_type = Vec<Object>)]
    links: Vec<xconnect_path::Link>,
    /// The entries of all route tables, where they are wanted.
    #[schema(value_type = Vec<Object>)]
    routes: Vec<xconnect_path::Route>,
}

/// The whole network.
#[utoipa::path(
    get,
    path = "/v1/topology",
    tag = "paths",
    operation_id = "get_topology",
    params(Wanted),
    responses((status = 200, description = "Nodes, links, and routes", body = TopologyView), ListProblems)
)]
async fn topology(
    State(app): State<Arc<App>>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<TopologyView>, Problem> {
    let Topology { nodes, links, routes } = drawn(&app, wanted.routes.unwrap_or(false)).await?;
    Ok(Json(TopologyView { nodes, links, routes }))
}

/// The whole network, in the DOT language of Graphviz.
#[utoipa::path(
    get,
    path = "/v1/topology.dot",
    tag = "paths",
    operation_id = "get_topology_dot",
    responses(
        (status = 200, description = "Nodes and links", body = String, content_type = "text/vnd.graphviz"),
        ListProblems
    )
)]
async fn topology_dot(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Problem> {
    let dot = drawn(&app, false).await?.to_dot();
    Ok(([(CONTENT_TYPE, "text/vnd.graphviz")], dot))
}

/// Draws the network beside the threads that answer: it may be large.
async fn drawn(app: &App, with_routes: bool) -> Result<Topology, Problem> {
    let paths = app.paths.of(&Arc::clone(&app.engine.state()));
    let drawn = tokio::task::spawn_blocking(move || paths.topology(with_routes)).await;
    drawn.map_err(|_| Problem::new(Code::Internal, "the network could not be drawn"))
}
