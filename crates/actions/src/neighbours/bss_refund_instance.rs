//! RefundInstance of BssOpenApi: ends a subscription, and removes what it paid for.

use serde::Serialize;
use xconnect_model::order::OrderEvent;
use xconnect_model::router_interface::Event;
use xconnect_model::{Account, Order, OrderId, Text, Time};
use xconnect_state::Draft;
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::subscription::{self, PRODUCTS};
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;
use crate::route::common::leads_to;
use crate::router_interface::common;

/// Ends the subscription of a router interface, whatever state that is in, and deletes the interface. What
/// was paid for the time that is left goes back to the account.
pub struct RefundInstance;

request! {
    /// Parameters of RefundInstance.
    pub struct Request {
        /// The interface.
        instance: Text = required "InstanceId",
        /// ri, or on the international site ri_pre_intl.
        product: Text = required "ProductCode",
        /// Blank: router interfaces come in one type. Not looked at.
        product_type: Text = optional "ProductType",
        /// 1 (default): the instance goes at once. Router interfaces know nothing else.
        immediately: Text = optional "ImmediatelyRelease",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    code: &'static str,
    message: &'static str,
    success: bool,
    data: Data,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    /// The order that is void now.
    order_id: OrderId,
}

impl WriteAction for RefundInstance {
    const DECLARATION: Declaration = Declaration {
        name: "RefundInstance",
        api: Api::BssOpenApi,
        summary: "Ends the subscription of a router interface and deletes the interface.",
        source: "RefundInstance (zh), BSS OpenAPI; the official clients' models",
        resource: "acs:bss:*:*:*",
        errors: &[&SUBSCRIPTION_NOT_FOUND, &WRONG_STATUS],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        if request.immediately.as_deref().is_some_and(|at_once| at_once != "1") {
            return Err(invalid_parameter("ImmediatelyRelease"));
        }
        let own = subscription::own(context.state, context.caller.account, &request.instance);
        let known = own.filter(|_| PRODUCTS.contains(&request.product.as_str()));
        let subscription = known.ok_or(&SUBSCRIPTION_NOT_FOUND)?;
        common::check_security_lock(subscription.interface)?;
        let deleted = common::moved(subscription.interface, Event::Withdraw, context.now, &WRONG_STATUS)?;
        if leads_to(context.state, deleted.id.as_str()) {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        draft.put(deleted);
        common::let_go(&context, subscription.interface, draft);
        if let Some(order) = context.state.order(subscription.order)
            && let Some(status) = order.status.on(OrderEvent::Cancel)
        {
            give_back(&context, unused(order, subscription.end_at, context.now), draft);
            draft.put(Order { status, ..Order::clone(order) });
        }
        let data = Data { order_id: subscription.order };
        Ok(Response { code: "Success", message: "success", success: true, data })
    }
}

/// What was paid for the time that is left, in fen; nothing if nothing was paid.
fn unused(order: &Order, end_at: Option<Time>, now: Time) -> i64 {
    let (Some(paid_at), Some(end_at)) = (order.paid_at, end_at) else { return 0 };
    let whole = i128::from(end_at.0) - i128::from(paid_at.0);
    let left = i128::from(end_at.0) - i128::from(now.0);
    let share = i128::from(order.amount) * left.clamp(0, whole.max(0)) / whole.max(1);
    i64::try_from(share).unwrap_or(order.amount)
}

fn give_back(context: &Context<'_>, amount: i64, draft: &mut Draft<'_>) {
    let Some(account) = context.state.account(context.caller.account) else { return };
    let balance = account.balance.map(|balance| balance.saturating_add(amount));
    if balance != account.balance {
        draft.put(Account { balance, ..Account::clone(account) });
    }
}

static SUBSCRIPTION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "ResourceNotExists",
    "The specific resource is not exists.",
    "The caller has no subscription for an instance with this id and product. The document has status 400; \
     the Terraform provider takes 404 for an instance that is gone.",
);
static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceStatusError",
    "The resource status error.",
    "The interface is being deleted already, or a route leads to it.",
);
