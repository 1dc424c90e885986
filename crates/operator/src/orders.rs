//! Orders: payment and withdrawal, outside of the cloud API.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::order::{OrderKind, OrderStatus};
use xconnect_model::{Order, OrderId};
use xconnect_state::steps::{StepError, billing};
use xconnect_state::{Draft, State as Records};

use crate::App;
use crate::body::Nothing;
use crate::error::{ListProblems, PayProblems, Problem, ReadProblems};
use crate::page::{Cursor, Page, is, is_number, page};
use crate::request::{Asker, Path, Query};
use crate::step::steps;
use crate::view::{blank, time};

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).merge(payment())
}

/// An order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Order)]
pub(crate) struct OrderView {
    /// The order's number.
    id: String,
    /// The account that pays.
    account: String,
    kind: OrderKindView,
    /// The interface that is paid for.
    interface: Option<String>,
    /// The line that is paid for.
    line: Option<String>,
    /// What it costs, in fen.
    amount: i64,
    /// How long the subscription runs; 0 where the order pays for no time.
    months: u32,
    status: OrderStatusView,
    created_at: String,
    paid_at: Option<String>,
}

/// What an order pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderKind)]
enum OrderKindView {
    Interface,
    Setup,
    Occupancy,
    Renewal,
    Bandwidth,
}

/// Where an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderStatus)]
enum OrderStatusView {
    Unpaid,
    Paid,
    /// The balance did not cover it when it was to be paid at once; it can only be voided.
    Abnormal,
    Void,
}

/// What orders are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The account that pays.
    account: Option<String>,
    status: Option<OrderStatusView>,
    line: Option<String>,
    interface: Option<String>,
}

/// All orders.
#[utoipa::path(
    get,
    path = "/v1/orders",
    tag = "orders",
    operation_id = "list_orders",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of orders", body = Page<OrderView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<OrderView>>, Problem> {
    let matches = |order: &Order| {
        is_number(filters.account.as_ref(), order.account.0)
            && filters.status.is_none_or(|status| status == OrderStatusView::of(order.status))
            && is(filters.line.as_ref(), order.line.as_str())
            && is(filters.interface.as_ref(), order.interface.as_str())
    };
    page(&app.engine.state().orders, &cursor, matches, OrderView::of).map(Json)
}

/// An order.
#[utoipa::path(
    get,
    path = "/v1/orders/{id}",
    tag = "orders",
    operation_id = "get_order",
    params(("id" = String, Path, description = "The order's number")),
    responses((status = 200, description = "The order", body = OrderView), ReadProblems)
)]
async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Json<OrderView>, Problem> {
    app.order(&id).map(Json)
}

steps! {
    payment; tag: "orders", id: "The order's number", answer: OrderView, problems: PayProblems, call: settle;

    /// Pays an order from its account's balance; what it pays for begins.
    pay_order "/v1/orders/{id}/pay" "PayOrder" |_body: Nothing| billing::pay;

    /// Withdraws an order. What was paid goes back to the account.
    void_order "/v1/orders/{id}/void" "VoidOrder" |_body: Nothing| billing::void;
}

impl App {
    fn order(&self, id: &str) -> Result<OrderView, Problem> {
        find(&self.engine.state(), id).map(OrderView::of)
    }

    async fn settle(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        step: fn(&Records, &mut Draft<'_>, &Order) -> Result<(), StepError>,
    ) -> Result<Json<OrderView>, Problem> {
        let of = id.clone();
        let work = move |state: &Records, draft: &mut Draft<'_>| Ok(step(state, draft, find(state, &of)?)?);
        self.commit(asker, action, work).await?;
        self.order(&id).map(Json)
    }
}

fn find<'s>(state: &'s Records, id: &str) -> Result<&'s Order, Problem> {
    let order = id.parse().ok().and_then(|number| state.order(OrderId(number)));
    order.map(Arc::as_ref).ok_or_else(|| Problem::no("order", id))
}

impl OrderView {
    pub(crate) fn of(order: &Order) -> Self {
        Self {
            id: order.id.0.to_string(),
            account: order.account.to_string(),
            kind: match order.kind {
                OrderKind::Interface => OrderKindView::Interface,
                OrderKind::Setup => OrderKindView::Setup,
                OrderKind::Occupancy => OrderKindView::Occupancy,
                OrderKind::Renewal => OrderKindView::Renewal,
                OrderKind::Bandwidth => OrderKindView::Bandwidth,
            },
            interface: blank(order.interface.as_str()),
            line: blank(order.line.as_str()),
            amount: order.amount,
            months: order.term.months,
            status: OrderStatusView::of(order.status),
            created_at: order.created_at.to_wire(),
            paid_at: time(order.paid_at),
        }
    }
}

impl OrderStatusView {
    fn of(status: OrderStatus) -> Self {
        match status {
            OrderStatus::Unpaid => Self::Unpaid,
            OrderStatus::Paid => Self::Paid,
            OrderStatus::Abnormal => Self::Abnormal,
            OrderStatus::Void => Self::Void,
        }
    }
}
