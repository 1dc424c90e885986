//! Orders: paid by themselves when the provider's time has come, out of what the account has.

use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_engine::{Engine, Origin, Provider};
use xconnect_model::account::ProviderMode;
use xconnect_model::order::{OrderStatus, Term};
use xconnect_model::router_interface::{Charge, Status};
use xconnect_model::{Account, AccountId, Order, OrderId, RouterInterface, Seq, Time};
use xconnect_state::Draft;

use crate::connections::{interface, put_pair};
use crate::networks::until_looked;
use crate::support::{Drive, Site, ms};

const PAYER: AccountId = AccountId(1_234_567_890_123_456);
const PAYDAY: u64 = 300_000;

/// An engine with a frozen clock and an account, where orders are paid after five minutes.
fn start(balance: Option<i64>) -> Engine {
    let mut site = Site::instant();
    site.provider = Provider {
        timing: Timing::new(Profile::Instant).with(Step::PayOrder, ms(PAYDAY)),
        mode: ProviderMode::Auto,
    };
    let engine = site.start();
    engine.freeze();
    engine.make(move |_, draft| {
        let seq = draft.seq();
        draft.put(Account { seq, id: PAYER, balance, ..Account::default() });
    });
    engine
}

fn put_order(draft: &mut Draft<'_>, number: u64, interface: &str, amount: i64, months: u32) -> Seq {
    let (seq, created_at) = (draft.seq(), draft.now());
    let (id, term) = (OrderId(number), Term { months });
    draft.put(Order {
        seq,
        id,
        account: PAYER,
        interface: interface.into(),
        amount,
        term,
        created_at,
        ..Order::default()
    });
    seq
}

fn subscription(number: u64, end_at: Option<Time>) -> Charge {
    Charge::PrePaid { order: OrderId(number), end_at, auto_renew: true, renewal: None }
}

fn balance(engine: &Engine) -> Option<i64> {
    engine.state().account(PAYER).expect("the account is there").balance
}

fn order(engine: &Engine, number: u64) -> Order {
    Order::clone(engine.state().order(OrderId(number)).expect("the order is there"))
}

fn until_paid(engine: &Engine, number: u64) {
    engine.until("the order is paid", |state| {
        state.order(OrderId(number)).is_some_and(|order| order.status == OrderStatus::Paid)
    });
}

#[test]
fn an_order_is_paid_on_its_day_and_its_subscription_begins() {
    let engine = start(Some(1_000));
    engine.advance(Time::from_wire("2027-01-30T23:55:00Z").expect("a time").since(engine.clock().now()));
    engine.make(|_, draft| {
        let one = interface(draft, "ri-1", Status::Idle);
        draft.put(RouterInterface { charge: subscription(7, None), ..one });
        put_order(draft, 7, "ri-1", 900, 1);
    });
    engine.advance(ms(PAYDAY - 1));
    until_looked(&engine);
    assert_eq!(order(&engine, 7).status, OrderStatus::Unpaid);
    engine.advance(ms(1));
    until_paid(&engine, 7);

    let paid_at = Time::from_wire("2027-01-31T00:00:00Z");
    assert_eq!(order(&engine, 7).paid_at, paid_at);
    assert_eq!(balance(&engine), Some(100));
    let one = RouterInterface::clone(engine.state().router_interface("ri-1").expect("it is there"));
    // The end of January and one month is the end of February.
    let end_at = Time::from_wire("2027-02-28T00:00:00Z");
    assert_eq!(one.charge, subscription(7, end_at));
    assert_eq!(Some(one.modified_at), paid_at);
    engine.stop();
}

#[test]
fn an_order_that_the_balance_does_not_cover_stays_unpaid() {
    let engine = start(Some(100));
    engine.make(|_, draft| put_order(draft, 1, "ri-1", 101, 1));
    engine.make(|_, draft| put_order(draft, 2, "ri-2", 100, 1));
    engine.advance(ms(PAYDAY));
    until_paid(&engine, 2);
    assert_eq!((order(&engine, 1).status, order(&engine, 1).paid_at), (OrderStatus::Unpaid, None));
    assert_eq!(balance(&engine), Some(0));
    engine.stop();
}

#[test]
fn orders_that_are_due_together_are_paid_from_one_purse() {
    let engine = start(Some(250));
    engine.make(|_, draft| {
        for number in 1..=3 {
            put_order(draft, number, "ri-1", 100, 1);
        }
    });
    engine.advance(ms(PAYDAY));
    until_paid(&engine, 2);
    assert_eq!(balance(&engine), Some(50), "two are paid, one after the other");
    assert_eq!(order(&engine, 3).status, OrderStatus::Unpaid);
    engine.stop();
}

#[test]
fn an_order_that_is_due_twice_is_paid_once() {
    let engine = start(Some(250));
    let seq = engine.make(|_, draft| put_order(draft, 1, "ri-1", 100, 1));
    engine.make(move |state, draft| {
        let order = state.orders.at(seq).expect("it was made");
        draft.put(Order { amount: 110, ..Order::clone(order) });
    });
    engine.advance(ms(PAYDAY));
    until_paid(&engine, 1);
    assert_eq!(balance(&engine), Some(140));
    engine.stop();
}

#[test]
fn an_interface_may_be_paid_in_the_moment_in_which_it_is_connected() {
    let mut site = Site::new(Timing::new(Profile::Instant).with(Step::ConnectRouterInterface, ms(PAYDAY)));
    site.provider = Provider {
        timing: Timing::new(Profile::Instant).with(Step::PayOrder, ms(PAYDAY)),
        mode: ProviderMode::Auto,
    };
    let engine = site.start();
    engine.freeze();
    let (initiator, acceptor) = engine.make(|state, draft| {
        let seq = draft.seq();
        draft.put(Account { seq, id: PAYER, ..Account::default() });
        let ends = put_pair(state, draft);
        put_order(draft, 1, "ri-initiator", 100, 12);
        ends
    });
    engine.make(move |state, draft| {
        let one = state.router_interfaces.at(initiator).expect("it was made");
        draft.put(RouterInterface { charge: subscription(1, None), ..RouterInterface::clone(one) });
    });
    engine.advance(ms(PAYDAY));
    until_paid(&engine, 1);
    engine.until("nothing is under way", |state| state.under_way() == 0);
    let state = engine.state().clone();
    let ends = [initiator, acceptor].map(|seq| state.router_interfaces.at(seq).expect("it is there"));
    assert_eq!(ends.map(|end| end.status), [Status::Active; 2]);
    assert_eq!(ends[0].charge, subscription(1, ends[0].connected_at.map(|paid_at| paid_at.after_months(12))));
    assert_eq!(balance(&engine), None, "without a limit there is nothing to count");
    engine.stop();
}

#[test]
fn a_balance_beyond_all_numbers_is_no_reason_to_stop() {
    let engine = start(Some(i64::MIN));
    engine.make(|_, draft| {
        put_order(draft, 1, "ri-1", i64::MAX, 1);
        put_order(draft, 2, "ri-1", i64::MIN, u32::MAX);
    });
    engine.advance(ms(PAYDAY));
    until_paid(&engine, 2);
    assert_eq!(order(&engine, 1).status, OrderStatus::Unpaid);
    engine.stop();
}

#[test]
fn nobody_pays_where_an_operator_has_to() {
    let site = Site::instant();
    let engine = site.start();
    engine.freeze();
    engine.make(|_, draft| {
        let seq = draft.seq();
        draft.put(Account { seq, id: PAYER, ..Account::default() });
        put_order(draft, 1, "ri-1", 100, 1);
    });
    engine.advance(ms(PAYDAY));
    until_looked(&engine);
    assert_eq!(order(&engine, 1).status, OrderStatus::Unpaid);
    engine.stop();
}

#[test]
fn an_account_that_hands_its_payments_over_has_them_under_way_at_once() {
    let mut site = Site::instant();
    site.provider = Provider {
        timing: Timing::new(Profile::Instant).with(Step::PayOrder, ms(PAYDAY)),
        mode: ProviderMode::Manual,
    };
    let engine = site.start();
    let placed = engine.commit_blocking(Origin::service("Test"), |_, draft| {
        let seq = draft.seq();
        draft.put(Account { seq, id: PAYER, ..Account::default() });
        let (seq, id) = (draft.seq(), draft.order_id());
        draft.put(Order { seq, id, account: PAYER, created_at: draft.now(), ..Order::default() });
        Ok::<_, String>(())
    });
    assert_eq!(placed, Ok(()));
    assert_eq!(engine.next_step(ms(10_000)), Ok(None));
    let handed_over = engine.commit_blocking(Origin::service("Test"), |state, draft| {
        let account = state.account(PAYER).ok_or("no account")?;
        draft.put(Account { provider: Some(ProviderMode::Auto), ..Account::clone(account) });
        Ok::<_, String>(())
    });
    assert_eq!(handed_over, Ok(()));
    let payday = engine.clock().now().after(ms(PAYDAY));
    assert_eq!(engine.next_step(ms(10_000)), Ok(Some(payday)));
    engine.stop();
}
