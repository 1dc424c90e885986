//! Orders: what paying, voiding, expiry, and renewal lead to.

use xconnect_model::order::{OrderEvent, OrderKind, OrderStatus, Term};
use xconnect_model::physical_connection::{Renewal, Status, VpconnStatus, Work};
use xconnect_model::router_interface::{BusinessStatus, Charge, Renewal as InterfaceRenewal};
use xconnect_model::{Account, AccountId, Order, PhysicalConnection, RouterInterface, Time};

use super::StepError;
use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// Whether the account's balance covers an order.
pub fn can_pay(state: &State, order: &Order) -> bool {
    state
        .account(order.account)
        .is_some_and(|account| account.balance.is_none_or(|balance| balance >= order.amount))
}

/// Pays an order from its account's balance; an order that the balance does not cover stays as it is.
pub fn pay(state: &State, draft: &mut Draft<'_>, order: &Order) -> Result<(), StepError> {
    let now = draft.now();
    let (account, paid) = settled(state, order, now)?;
    if let Some(interface) = state.router_interface(order.interface.as_str()) {
        let mut next = RouterInterface { modified_at: now, ..RouterInterface::clone(interface) };
        next.charge.begin(Some(now), order.term);
        draft.put(next);
    }
    if let Some(line) = state.physical_connection(order.line.as_str()) {
        draft.put(line_after_payment(line, order, now));
    }
    draft.put(account);
    draft.put(paid);
    Ok(())
}

/// Account and order after the payment, for an order that need not be in the State yet.
pub fn settled(state: &State, order: &Order, now: Time) -> Result<(Account, Order), StepError> {
    let status = order.status.on(OrderEvent::Pay).ok_or_else(|| wrong_state(order, "Pay"))?;
    let not_covered = StepError::NotCovered { account: order.account, amount: order.amount };
    let account = state.account(order.account).filter(|_| can_pay(state, order)).ok_or(not_covered)?;
    let balance = account.balance.map(|balance| balance.saturating_sub(order.amount));
    let paid = Order { status, paid_at: Some(now), ..order.clone() };
    Ok((Account { balance, ..Account::clone(account) }, paid))
}

/// What a line becomes when an order for it is paid.
pub fn line_after_payment(line: &PhysicalConnection, order: &Order, now: Time) -> PhysicalConnection {
    let mut next = line.clone();
    match order.kind {
        OrderKind::Interface => {}
        // The review of the application begins with the payment.
        OrderKind::Setup if line.status == Status::Initial => next.since = now,
        OrderKind::Setup => {}
        OrderKind::Occupancy => {
            next.end_at = Some(line.end_at.unwrap_or(now).max(now).after_months(order.term.months));
            open_when_confirmed(&mut next, now);
        }
        OrderKind::Renewal => renew(&mut next, order.term, now),
        OrderKind::Bandwidth => {
            if let Some(shared) = &mut next.shared
                && let Some(spec) = shared.expect_spec.take()
            {
                shared.spec = spec;
                next.bandwidth_mbps = spec.bandwidth_mbps();
            }
        }
    }
    next
}

/// Begins to open a line that its owner has accepted and somebody has paid for.
pub fn open_when_confirmed(line: &mut PhysicalConnection, now: Time) {
    let accepted = line.shared.as_ref().is_none_or(|shared| shared.status == VpconnStatus::Confirmed);
    if line.status == Status::Confirmed && accepted && line.work.is_none() && line.end_at.is_some() {
        line.work = Some(Work::Enabling(now));
    }
}

/// A renewal begins when what has been paid for ends, at once where that is over; then a lock because of bills goes.
fn renew(line: &mut PhysicalConnection, term: Term, now: Time) {
    match line.end_at.filter(|end_at| *end_at > now) {
        Some(active_at) => line.renewal = Some(Renewal { active_at, term }),
        None => {
            line.end_at = Some(now.after_months(term.months));
            if line.business_status == BusinessStatus::FinancialLocked {
                line.business_status = BusinessStatus::Normal;
            }
        }
    }
}

/// Withdraws an order. What was paid goes back to the account; what was asked for is forgotten.
pub fn void(state: &State, draft: &mut Draft<'_>, order: &Order) -> Result<(), StepError> {
    let status = order.status.on(OrderEvent::Cancel).ok_or_else(|| wrong_state(order, "Void"))?;
    if order.status == OrderStatus::Paid
        && let Some(account) = state.account(order.account)
        && let Some(balance) = account.balance
    {
        draft.put(Account { balance: Some(balance.saturating_add(order.amount)), ..Account::clone(account) });
    }
    if order.kind == OrderKind::Bandwidth
        && order.status != OrderStatus::Paid
        && let Some(line) = state.physical_connection(order.line.as_str())
        && let Some(shared) = line.shared.clone()
    {
        let shared = Some(xconnect_model::physical_connection::Shared { expect_spec: None, ..shared });
        draft.put(PhysicalConnection { shared, ..PhysicalConnection::clone(line) });
    }
    if order.status == OrderStatus::Paid && pays_for_time(order) {
        if let Some(line) = state.physical_connection(order.line.as_str()) {
            draft.put(line_after_refund(state, line, order, draft.now()));
        }
        if let Some(interface) = state.router_interface(order.interface.as_str()) {
            draft.put(interface_after_refund(state, interface, order, draft.now()));
        }
    }
    draft.put(Order { status, ..order.clone() });
    Ok(())
}

/// Whether an order is for a subscription over a term.
fn pays_for_time(order: &Order) -> bool {
    matches!(order.kind, OrderKind::Interface | OrderKind::Occupancy | OrderKind::Renewal)
}

/// What a line becomes when a paid order for it is refunded.
fn line_after_refund(
    state: &State,
    line: &PhysicalConnection,
    order: &Order,
    now: Time,
) -> PhysicalConnection {
    let all = state.orders.find(rows::order::of_line(line.id.as_str())).map(AsRef::as_ref);
    let left = left_without(order, all, line.renewal.is_some());
    let mut next = line.clone();
    next.end_at = left.end_before(line.end_at);
    let renewal = line.renewal.filter(|_| left.renewal);
    next.renewal =
        renewal.map(|renewal| Renewal { active_at: next.end_at.unwrap_or(now).max(now), ..renewal });
    next
}

/// What an interface becomes when a paid order for it is refunded.
fn interface_after_refund(
    state: &State,
    interface: &RouterInterface,
    order: &Order,
    now: Time,
) -> RouterInterface {
    let mut next = RouterInterface { modified_at: now, ..interface.clone() };
    if let Charge::PrePaid { end_at, renewal, .. } = &mut next.charge {
        let all = state.orders.find(rows::order::of_interface(interface.id.as_str())).map(AsRef::as_ref);
        let left = left_without(order, all, renewal.is_some());
        *end_at = left.end_before(*end_at);
        *renewal = renewal.take().filter(|_| left.renewal);
        if let Some(renewal) = renewal {
            renewal.active_at = end_at.unwrap_or(now).max(now);
        }
    }
    next
}

/// What the other paid orders of a subscription pay for.
struct Left {
    /// How far they reach, one after the other; `None` where there are none.
    end: Option<Time>,
    /// Whether the renewal that has not begun is one of them.
    renewal: bool,
}

impl Left {
    /// How far they reach, and never farther than before.
    fn end_before(&self, end_at: Option<Time>) -> Option<Time> {
        self.end.map(|left| end_at.map_or(left, |end| end.min(left)))
    }
}

/// What is left of a subscription without an order. A renewal that has not begun is that of the newest order.
fn left_without<'s>(order: &Order, all: impl Iterator<Item = &'s Order>, renewal_waits: bool) -> Left {
    let mut paid: Vec<_> = all.filter(|one| one.status == OrderStatus::Paid && pays_for_time(one)).collect();
    paid.sort_by_key(|one| (one.paid_at, one.seq));
    let newest = paid.iter().rposition(|one| one.kind == OrderKind::Renewal);
    let waiting = newest.filter(|_| renewal_waits).map(|newest| paid.remove(newest));
    let others = paid.iter().filter(|one| one.id != order.id);
    let end = others.fold(None, |end: Option<Time>, one| {
        let paid_at = one.paid_at.unwrap_or(one.created_at);
        Some(end.unwrap_or(paid_at).max(paid_at).after_months(one.term.months))
    });
    Left { end, renewal: waiting.is_some_and(|waiting| waiting.id != order.id) }
}

/// Ends what has been paid for on a line, and locks it.
pub fn expire_line(draft: &mut Draft<'_>, line: &PhysicalConnection) -> Result<(), StepError> {
    if line.end_at.is_none() {
        return Err(StepError::Unfit(format!("{} has no subscription", line.id)));
    }
    let end_at = Some(draft.now());
    draft.put(PhysicalConnection {
        end_at,
        renewal: None,
        business_status: BusinessStatus::FinancialLocked,
        ..line.clone()
    });
    Ok(())
}

/// Ends the subscription of an interface, and locks it.
pub fn expire_interface(draft: &mut Draft<'_>, interface: &RouterInterface) -> Result<(), StepError> {
    let now = draft.now();
    let mut next = RouterInterface { modified_at: now, ..interface.clone() };
    match &mut next.charge {
        Charge::PrePaid { end_at: end_at @ Some(_), renewal, .. } => {
            *end_at = Some(now);
            *renewal = None;
        }
        _ => return Err(StepError::Unfit(format!("{} has no subscription", interface.id))),
    }
    next.business_status = BusinessStatus::FinancialLocked;
    draft.put(next);
    Ok(())
}

/// Prolongs what has been paid for on a line, with an order for it that its payer's balance covers.
pub fn renew_line(
    state: &State,
    draft: &mut Draft<'_>,
    line: &PhysicalConnection,
    term: Term,
    amount: i64,
) -> Result<(), StepError> {
    check_term(term)?;
    if line.end_at.is_none() {
        return Err(StepError::Unfit(format!("{} has no subscription", line.id)));
    }
    if !line.exists() || line.status.is_final() || line.renewal.is_some() {
        let renewing = if line.renewal.is_some() { " and renewing" } else { "" };
        return Err(StepError::WrongState {
            what: format!("line {}", line.id),
            status: format!("{}{renewing}", line.status.as_str()),
            step: "Renew",
        });
    }
    let order = Order { line: line.id.clone(), ..renewal(draft, line.payer(), term, amount) };
    let (account, paid) = settled(state, &order, draft.now())?;
    draft.put(line_after_payment(line, &paid, draft.now()));
    draft.put(account);
    draft.put(paid);
    Ok(())
}

/// Prolongs the subscription of an interface, with an order for it that its owner's balance covers.
pub fn renew_interface(
    state: &State,
    draft: &mut Draft<'_>,
    interface: &RouterInterface,
    term: Term,
    amount: i64,
) -> Result<(), StepError> {
    check_term(term)?;
    let now = draft.now();
    let bandwidth_mbps = interface.spec.bandwidth_mbps();
    let mut next = RouterInterface { modified_at: now, ..interface.clone() };
    let Charge::PrePaid { end_at: Some(end_at), renewal: pending, .. } = &mut next.charge else {
        return Err(StepError::Unfit(format!("{} has no subscription", interface.id)));
    };
    if pending.is_some() || !interface.exists_for_others() {
        let renewing = if pending.is_some() { " and renewing" } else { "" };
        return Err(StepError::WrongState {
            what: format!("interface {}", interface.id),
            status: format!("{}{renewing}", interface.status.as_str()),
            step: "Renew",
        });
    }
    if *end_at > now {
        let active_at = *end_at;
        let renewal = InterfaceRenewal { active_at, term, bandwidth_mbps, changes_bandwidth: false };
        *pending = Some(Box::new(renewal));
    } else {
        *end_at = now.after_months(term.months);
        if next.business_status == BusinessStatus::FinancialLocked {
            next.business_status = BusinessStatus::Normal;
        }
    }
    let order = Order { interface: interface.id.clone(), ..renewal(draft, interface.account, term, amount) };
    let (account, paid) = settled(state, &order, now)?;
    draft.put(next);
    draft.put(account);
    draft.put(paid);
    Ok(())
}

fn renewal(draft: &mut Draft<'_>, account: AccountId, term: Term, amount: i64) -> Order {
    Order {
        seq: draft.seq(),
        id: draft.order_id(),
        account,
        kind: OrderKind::Renewal,
        amount,
        term,
        created_at: draft.now(),
        ..Order::default()
    }
}

/// Subscriptions run for 1 to 9 months, or for 1 to 5 years.
fn check_term(term: Term) -> Result<(), StepError> {
    if matches!(term.months, 1..=9 | 12 | 24 | 36 | 48 | 60) {
        return Ok(());
    }
    Err(StepError::Unfit("a subscription runs for 1 to 9 months, or for 12, 24, 36, 48, or 60".to_owned()))
}

fn wrong_state(order: &Order, step: &'static str) -> StepError {
    StepError::WrongState {
        what: format!("order {}", order.id.0),
        status: format!("{:?}", order.status),
        step,
    }
}
