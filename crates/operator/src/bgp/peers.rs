//! BGP peers: how far their sessions are, and faults of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::BgpPeer;
use xconnect_model::bgp::SessionState;
use xconnect_state::steps::session;
use xconnect_state::{Draft, State as Records, rows};

use crate::App;
use crate::body::Nothing;
use crate::error::{ChangeProblems, ListProblems, Problem, ReadProblems};
use crate::page::{Cursor, Page, is, is_number, page};
use crate::request::{Asker, Path, Query};
use crate::step::steps;
use crate::view::{blank, time};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).merge(faults())
}

/// What peers are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The account that owns them.
    account: Option<String>,
    region: Option<String>,
    /// Their border router.
    vbr: Option<String>,
    /// Their group.
    group: Option<String>,
}

/// A BGP peer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BgpPeer)]
struct PeerView {
    id: String,
    account: String,
    region: String,
    vbr: String,
    group: String,
    /// The customer's address; null while the border router has no addresses.
    address: Option<String>,
    /// The customer's router at that address, where one is described.
    customer_router: Option<String>,
    /// As in the cloud API, such as `Available`.
    status: &'static str,
    /// Whether losses are to be detected by BFD.
    bfd: bool,
    session: SessionView,
    /// Taken down by a fault, until that is mended.
    cut: bool,
    /// How many routes have been learned from it and are in use.
    learned: usize,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionView {
    state: StateView,
    /// Since when, in service time.
    since: String,
    /// Since when the other end has not been heard, while nobody has noticed.
    silent_since: Option<String>,
    /// When that will be noticed.
    down_at: Option<String>,
    /// Why it is not established.
    reason: Option<String>,
    /// Whether both ends speak BFD.
    bfd: bool,
    /// Whether the other end announces more routes than it may.
    limited: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SessionState)]
enum StateView {
    /// There is nobody to talk to.
    Down,
    /// The ends are introducing themselves.
    Connecting,
    /// Routes are exchanged.
    Established,
}

/// All BGP peers, with their sessions.
#[utoipa::path(
    get,
    path = "/v1/bgp-peers",
    tag = "bgp",
    operation_id = "list_bgp_peers",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of peers", body = Page<PeerView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<PeerView>>, Problem> {
    let state = app.engine.state();
    let matches = |peer: &BgpPeer| {
        is_number(filters.account.as_ref(), peer.account.0)
            && is(filters.region.as_ref(), peer.region.as_str())
            && is(filters.vbr.as_ref(), peer.vbr.as_str())
            && is(filters.group.as_ref(), peer.group.as_str())
    };
    page(&state.bgp_peers, &cursor, matches, |peer| PeerView::of(&state, peer)).map(Json)
}

/// A BGP peer, with its session.
#[utoipa::path(
    get,
    path = "/v1/bgp-peers/{id}",
    tag = "bgp",
    operation_id = "get_bgp_peer",
    params(("id" = String, Path, description = "The peer's id")),
    responses((status = 200, description = "The peer", body = PeerView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<PeerView>, Problem> {
    app.peer(&id).map(Json)
}

steps! {
    faults; tag: "bgp", id: "The peer's id", answer: PeerView, problems: ChangeProblems, call: cut_peer;

    /// Cuts the session of a peer: its ends no longer hear each other, and the line goes on carrying everything else.
    cut_bgp_peer "/v1/bgp-peers/{id}/cut" "CutBgpPeer" |_body: Nothing| true;

    /// Mends a session that has been cut.
    mend_bgp_peer "/v1/bgp-peers/{id}/mend" "MendBgpPeer" |_body: Nothing| false;
}

impl App {
    fn peer(&self, id: &str) -> Result<PeerView, Problem> {
        let state = self.engine.state();
        Ok(PeerView::of(&state, find(&state, id)?))
    }

    /// Cuts or mends a session in one commit, and says what has become of it.
    async fn cut_peer(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        cut: bool,
    ) -> Result<Json<PeerView>, Problem> {
        let of = id.clone();
        let work = move |state: &Records, draft: &mut Draft<'_>| {
            let peer = find(state, &of)?;
            if peer.cut != cut {
                draft.put(BgpPeer { cut, ..peer.clone() });
            }
            Ok(())
        };
        self.commit(asker, action, work).await?;
        self.peer(&id).map(Json)
    }
}

fn find<'s>(state: &'s Records, id: &str) -> Result<&'s BgpPeer, Problem> {
    state.bgp_peer(id).map(Arc::as_ref).ok_or_else(|| Problem::no("BGP peer", id))
}

impl PeerView {
    fn of(state: &Records, peer: &BgpPeer) -> Self {
        let session = &peer.session;
        Self {
            id: peer.id.to_string(),
            account: peer.account.to_string(),
            region: peer.region.to_string(),
            vbr: peer.vbr.to_string(),
            group: peer.group.to_string(),
            address: session::address(state, peer).map(|address| address.to_string()),
            customer_router: session::customer(state, peer).map(|router| router.id.to_string()),
            status: peer.status.as_str(),
            bfd: peer.bfd,
            session: SessionView {
                state: match session.state {
                    SessionState::Down => StateView::Down,
                    SessionState::Connecting => StateView::Connecting,
                    SessionState::Established => StateView::Established,
                },
                since: session.since.to_wire(),
                silent_since: time(session.silent_since),
                down_at: time(session.down_at),
                reason: blank(&session.reason),
                bfd: session.bfd,
                limited: session.limited,
            },
            cut: peer.cut,
            learned: state.route_entries.count(rows::route::of_peer(peer.id.as_str())),
        }
    }
}
