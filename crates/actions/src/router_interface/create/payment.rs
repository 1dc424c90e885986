//! How a new interface is paid: an order for a subscription, nothing for pay-as-you-go.

use xconnect_model::order::{OrderEvent, Term};
use xconnect_model::router_interface::{Charge, Spec};
use xconnect_model::{Account, Order, RouterInterface};
use xconnect_state::Draft;
use xconnect_wire::ApiError;
use xconnect_wire::public::{INSUFFICIENT_BALANCE, invalid_parameter};

use super::{Context, Request, needed};

/// The order that a subscription needs; `None` for pay-as-you-go.
pub(super) fn order(
    context: &Context<'_>,
    request: &Request,
    spec: Spec,
    draft: &mut Draft<'_>,
) -> Result<Option<Order>, ApiError> {
    match request.charge_type.as_deref() {
        None | Some("PostPaid") => return Ok(None),
        Some("PrePaid") => {}
        Some(_) => return Err(invalid_parameter("InstanceChargeType")),
    }
    let months = match request.pricing_cycle.as_deref() {
        None | Some("Month") => 1,
        Some("Year") => 12,
        Some(_) => return Err(invalid_parameter("PricingCycle")),
    };
    let period = *needed(&request.period, "Period")?;
    if !(1..=if months == 1 { 9 } else { 3 }).contains(&period) {
        return Err(invalid_parameter("Period"));
    }
    let term = Term { months: period * months };
    let rate = context.settings.fen_per_mbps_month;
    let amount = rate.saturating_mul(i64::from(spec.bandwidth_mbps())).saturating_mul(i64::from(term.months));
    Ok(Some(Order {
        seq: draft.seq(),
        id: draft.order_id(),
        account: context.caller.account,
        amount,
        term,
        created_at: context.now,
        ..Order::default()
    }))
}

/// What the interface says of its payment until the order is paid.
pub(super) fn charge(order: &Order, request: &Request) -> Charge {
    let auto_renew = request.auto_renew.unwrap_or(false);
    Charge::PrePaid { order: order.id, end_at: None, auto_renew, renewal: None }
}

/// Stages the order. With AutoPay it is paid on the spot, or everything is refused.
pub(super) fn stage(
    context: &Context<'_>,
    request: &Request,
    order: Order,
    interface: &mut RouterInterface,
    draft: &mut Draft<'_>,
) -> Result<(), ApiError> {
    let mut order = Order { interface: interface.id.clone(), ..order };
    if request.auto_pay.unwrap_or(false)
        && let Some(paid) = order.status.on(OrderEvent::Pay)
        && let Some(account) = context.state.account(context.caller.account)
    {
        let balance = account.balance.map(|balance| balance.saturating_sub(order.amount));
        if balance.is_some_and(|left| left < 0) {
            return Err(ApiError::new(&INSUFFICIENT_BALANCE));
        }
        if balance != account.balance {
            draft.put(Account { balance, ..Account::clone(account) });
        }
        order.status = paid;
        order.paid_at = Some(context.now);
        interface.charge.begin(order.paid_at, order.term);
    }
    draft.put(order);
    Ok(())
}
