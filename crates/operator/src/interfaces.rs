//! Router interfaces: what there is, and what the provider does to them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::RouterInterface;
use xconnect_model::router_interface::{BusinessStatus, Charge};
use xconnect_state::steps::{StepError, billing};
use xconnect_state::{Draft, State as Records};

use crate::App;
use crate::body::{Lock, Nothing, Renew};
use crate::error::{ChangeProblems, ListProblems, PayProblems, Problem, ReadProblems};
use crate::lines::RenewalView;
use crate::page::{Cursor, Page, is, is_number, page};
use crate::request::{Asker, Path, Query};
use crate::step::steps;
use crate::view::{blank, time};

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).merge(free()).merge(paid())
}

/// A router interface.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Interface)]
struct InterfaceView {
    /// The interface's id.
    id: String,
    account: String,
    region: String,
    name: String,
    description: String,
    /// `InitiatingSide` or `AcceptingSide`.
    role: &'static str,
    spec: &'static str,
    /// `VRouter` or `VBR`.
    router_type: &'static str,
    router: String,
    vpc: Option<String>,
    access_point: Option<String>,
    /// What its owner says of the other end.
    opposite: OppositeView,
    /// The other end, from the start of a connection on.
    link: Option<LinkView>,
    /// As in the cloud API, such as `Active`.
    status: &'static str,
    /// Since when it has that status, in service time.
    since: String,
    /// Why the last attempt to connect failed.
    failure: Option<String>,
    connected_at: Option<String>,
    /// `Normal`, `FinancialLocked`, or `SecurityLocked`.
    business_status: &'static str,
    /// Cut by a fault: it carries nothing until that is mended.
    cut: bool,
    /// How it is paid in advance; null where it is paid by use.
    subscription: Option<SubscriptionView>,
    resource_group: Option<String>,
    created_at: String,
    modified_at: String,
}

/// What an interface's owner says of the other end.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Opposite)]
struct OppositeView {
    region: String,
    access_point: Option<String>,
    interface: Option<String>,
    owner: Option<String>,
    router_type: Option<&'static str>,
    router: Option<String>,
}

/// The other end of a connection.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Link)]
struct LinkView {
    interface: String,
    router: String,
    /// It has been deleted.
    gone: bool,
}

/// How an interface is paid in advance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Subscription)]
struct SubscriptionView {
    order: String,
    /// Null until the order is paid.
    end_at: Option<String>,
    auto_renew: bool,
    /// A renewal that has been ordered and has not begun.
    renewal: Option<RenewalView>,
}

/// What interfaces are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The account that owns them.
    account: Option<String>,
    region: Option<String>,
    /// As in the cloud API, such as `Active`.
    status: Option<String>,
    /// The router that they sit on.
    router: Option<String>,
    access_point: Option<String>,
}

/// All router interfaces.
#[utoipa::path(
    get,
    path = "/v1/interfaces",
    tag = "interfaces",
    operation_id = "list_interfaces",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of interfaces", body = Page<InterfaceView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<InterfaceView>>, Problem> {
    let matches = |interface: &RouterInterface| {
        is_number(filters.account.as_ref(), interface.account.0)
            && is(filters.region.as_ref(), interface.region.as_str())
            && is(filters.status.as_ref(), interface.status.as_str())
            && is(filters.router.as_ref(), &interface.router.id)
            && is(filters.access_point.as_ref(), interface.access_point.as_str())
    };
    page(&app.engine.state().router_interfaces, &cursor, matches, InterfaceView::of).map(Json)
}

/// A router interface, with the reason of its last failure.
#[utoipa::path(
    get,
    path = "/v1/interfaces/{id}",
    tag = "interfaces",
    operation_id = "get_interface",
    params(("id" = String, Path, description = "The interface's id")),
    responses((status = 200, description = "The interface", body = InterfaceView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<InterfaceView>, Problem> {
    app.interface(&id).map(Json)
}

steps! {
    free; tag: "interfaces", id: "The interface's id", answer: InterfaceView, problems: ChangeProblems,
    call: change_interface;

    /// Locks an interface: because of bills, or by risk control.
    lock_interface "/v1/interfaces/{id}/lock" "LockInterface" |body: Lock| locked(body.kind.status());

    /// Takes the lock of an interface away.
    unlock_interface "/v1/interfaces/{id}/unlock" "UnlockInterface"
        |_body: Nothing| locked(BusinessStatus::Normal);

    /// Cuts the link of an interface: it carries nothing until it is mended.
    cut_interface "/v1/interfaces/{id}/cut" "CutInterface" |_body: Nothing| cut(true);

    /// Mends a link that has been cut.
    mend_interface "/v1/interfaces/{id}/mend" "MendInterface" |_body: Nothing| cut(false);

    /// Ends the subscription of an interface, and locks it because of bills.
    expire_interface "/v1/interfaces/{id}/expire" "ExpireInterface"
        |_body: Nothing| |_: &Records, draft: &mut Draft<'_>, interface: &RouterInterface| {
            billing::expire_interface(draft, interface)
        };
}

steps! {
    paid; tag: "interfaces", id: "The interface's id", answer: InterfaceView, problems: PayProblems,
    call: change_interface;

    /// Renews the subscription of an interface, from its end on, with an order that is paid at once.
    renew_interface "/v1/interfaces/{id}/renew" "RenewInterface"
        |body: Renew| move |state: &Records, draft: &mut Draft<'_>, interface: &RouterInterface| {
            billing::renew_interface(state, draft, interface, body.term(), body.amount())
        };
}

/// A change of an interface that does not depend on where it is in its life.
trait Edit: FnMut(&Records, &mut Draft<'_>, &RouterInterface) -> Result<(), StepError> + Send {}
impl<F: FnMut(&Records, &mut Draft<'_>, &RouterInterface) -> Result<(), StepError> + Send> Edit for F {}

fn locked(business_status: BusinessStatus) -> impl Edit + 'static {
    edit(move |interface| RouterInterface { business_status, ..interface })
}

fn cut(cut: bool) -> impl Edit + 'static {
    edit(move |interface| RouterInterface { cut, ..interface })
}

/// Stages a change where it changes anything.
fn edit(change: impl Fn(RouterInterface) -> RouterInterface + Send + 'static) -> impl Edit + 'static {
    move |_: &Records, draft: &mut Draft<'_>, interface: &RouterInterface| {
        let next = change(interface.clone());
        if next != *interface {
            draft.put(RouterInterface { modified_at: draft.now(), ..next });
        }
        Ok(())
    }
}

impl App {
    fn interface(&self, id: &str) -> Result<InterfaceView, Problem> {
        find(&self.engine.state(), id).map(InterfaceView::of)
    }

    /// Changes an interface in one commit, and says what has become of it.
    async fn change_interface<F>(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        mut work: F,
    ) -> Result<Json<InterfaceView>, Problem>
    where
        F: FnMut(&Records, &mut Draft<'_>, &RouterInterface) -> Result<(), StepError> + Send + 'static,
    {
        let of = id.clone();
        let work = move |state: &Records, draft: &mut Draft<'_>| Ok(work(state, draft, find(state, &of)?)?);
        self.commit(asker, action, work).await?;
        self.interface(&id).map(Json)
    }
}

fn find<'s>(state: &'s Records, id: &str) -> Result<&'s RouterInterface, Problem> {
    state.router_interface(id).map(Arc::as_ref).ok_or_else(|| Problem::no("interface", id))
}

impl InterfaceView {
    fn of(interface: &RouterInterface) -> Self {
        let opposite = &interface.opposite;
        Self {
            id: interface.id.to_string(),
            account: interface.account.to_string(),
            region: interface.region.to_string(),
            name: interface.name.to_string(),
            description: interface.description.to_string(),
            role: interface.role.as_str(),
            spec: interface.spec.as_str(),
            router_type: interface.router.kind.as_str(),
            router: interface.router.id.to_string(),
            vpc: blank(interface.vpc.as_str()),
            access_point: blank(interface.access_point.as_str()),
            opposite: OppositeView {
                region: opposite.region.to_string(),
                access_point: blank(opposite.access_point.as_str()),
                interface: blank(opposite.interface.as_str()),
                owner: blank(&opposite.owner),
                router_type: opposite.router_type.map(|kind| kind.as_str()),
                router: blank(&opposite.router),
            },
            link: interface.link.as_ref().map(|link| LinkView {
                interface: link.interface.to_string(),
                router: link.router.to_string(),
                gone: link.gone,
            }),
            status: interface.status.as_str(),
            since: interface.since.to_wire(),
            failure: interface.failure.clone(),
            connected_at: time(interface.connected_at),
            business_status: interface.business_status.as_str(),
            cut: interface.cut,
            subscription: SubscriptionView::of(&interface.charge),
            resource_group: blank(interface.resource_group.as_str()),
            created_at: interface.created_at.to_wire(),
            modified_at: interface.modified_at.to_wire(),
        }
    }
}

impl SubscriptionView {
    fn of(charge: &Charge) -> Option<Self> {
        let Charge::PrePaid { order, end_at, auto_renew, renewal } = charge else { return None };
        Some(Self {
            order: order.0.to_string(),
            end_at: time(*end_at),
            auto_renew: *auto_renew,
            renewal: renewal.as_ref().map(|renewal| RenewalView {
                active_at: renewal.active_at.to_wire(),
                months: renewal.term.months,
            }),
        })
    }
}
