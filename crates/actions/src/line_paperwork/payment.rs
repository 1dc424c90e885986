//! How orders for lines are placed and paid.

use xconnect_model::order::OrderEvent;
use xconnect_model::{Order, PhysicalConnection};
use xconnect_state::Draft;
use xconnect_state::steps::billing;

use crate::declare::Context;

/// Stages an order with the line that it is for. To be paid at once, it takes the price from the payer's balance
/// and does to the line what payment does; where the balance does not cover it, the order is left abnormal, and the
/// line as it is.
pub(super) fn stage(
    context: &Context<'_>,
    order: Order,
    line: PhysicalConnection,
    at_once: bool,
    draft: &mut Draft<'_>,
) {
    if !at_once {
        draft.put(line);
        draft.put(order);
        return;
    }
    match billing::settled(context.state, &order, context.now) {
        Ok((account, paid)) => {
            draft.put(billing::line_after_payment(&line, &paid, context.now));
            draft.put(account);
            draft.put(paid);
        }
        Err(_) => {
            let status = order.status.on(OrderEvent::Fail).unwrap_or(order.status);
            draft.put(line);
            draft.put(Order { status, ..order });
        }
    }
}
