//! Interfaces that are paid in advance.

use std::time::Duration;

use xconnect_model::order::OrderStatus;

use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};
use crate::support::{Setup, World};

const MONTH: [(&str, &str); 2] = [("InstanceChargeType", "PrePaid"), ("Period", "1")];

fn creation(world: &World) -> Call {
    let call = world.creation(&world.router(OWN, HANGZHOU));
    MONTH.iter().fold(call, |call, (name, value)| call.with(name, value))
}

fn prepaid(world: &World, extra: &[(&str, &str)]) -> String {
    world.interface(&[&MONTH, extra].concat())
}

fn order_status(world: &World) -> OrderStatus {
    world.state().orders.iter().last().unwrap().status
}

#[test]
fn with_auto_pay_the_subscription_runs_at_once() {
    let world = World::new();
    let interface = prepaid(&world, &[("AutoPay", "true"), ("Period", "2")]);
    let seen = world.describe(&interface);
    assert_eq!(seen["ChargeType"], "Prepaid");
    assert_eq!(seen["EndTime"], "2027-01-21T00:00:00Z");
    assert_eq!(order_status(&world), OrderStatus::Paid);
}

#[test]
fn without_auto_pay_the_provider_sees_to_it_after_a_while() {
    let world = World::new();
    let interface = prepaid(&world, &[("PricingCycle", "Year")]);
    assert_eq!(world.seen(&interface, "EndTime"), "");
    world.pass(Duration::from_secs(1));
    world.until("paid", |state| state.orders.iter().all(|order| order.status == OrderStatus::Paid));
    assert_eq!(world.seen(&interface, "EndTime"), "2027-11-21T00:00:01Z");
}

#[test]
fn a_provider_that_waits_for_its_operator_does_not_collect() {
    let world = Setup::default().manual().start();
    let interface = prepaid(&world, &[]);
    world.pass(Duration::from_secs(86_400));
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(order_status(&world), OrderStatus::Unpaid);
    assert_eq!(world.seen(&interface, "EndTime"), "");
}

#[test]
fn an_order_is_paid_from_the_balance_to_the_last_fen() {
    let world = Setup::default().config("[billing]\nfen_per_mbps_month = 3").start();
    world.edit_account(OWN, |account| account.balance = Some(2 * 3 * 1_000));
    prepaid(&world, &[("AutoPay", "true")]);
    prepaid(&world, &[("AutoPay", "true")]);
    assert_eq!(world.state().account(OWN).unwrap().balance, Some(0));
    let call = creation(&world).with("AutoPay", "true").with("Spec", "Mini.2");
    assert_eq!(world.send(&call).refusal(), "400 InsufficientBalance");
    assert_eq!(world.state().router_interfaces.len(), 2);
}

#[test]
fn an_order_that_cannot_be_paid_waits_until_it_can() {
    let world = World::new();
    world.edit_account(OWN, |account| account.balance = Some(0));
    let interface = prepaid(&world, &[]);
    world.pass(Duration::from_secs(1));
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(order_status(&world), OrderStatus::Unpaid);
    assert_eq!(world.seen(&interface, "Status"), "Idle");
    world.edit_account(OWN, |account| account.balance = None);
    world.pass(Duration::from_secs(120));
    world.until("paid", |state| state.orders.iter().all(|order| order.status == OrderStatus::Paid));
    assert_eq!(world.seen(&interface, "EndTime"), "2026-12-21T00:02:01Z");
}

#[test]
fn a_subscription_is_not_deleted() {
    let world = World::new();
    let interface = prepaid(&world, &[("AutoPay", "true")]);
    let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", interface.as_str())];
    for action in ["DeleteRouterInterface", "DeleteExpressConnect"] {
        let refusal = world.send(&world.call(action, &params)).refusal();
        assert_eq!(refusal, "400 InvalidRouterInterfaceChargeType.Malformed", "{action}");
    }
}

#[test]
fn terms_are_one_to_nine_months_or_one_to_three_years() {
    let world = World::new();
    for (cycle, period, accepted) in [
        ("Month", "9", true),
        ("Month", "10", false),
        ("Month", "0", false),
        ("Year", "3", true),
        ("Year", "4", false),
    ] {
        let answer = world.send(&creation(&world).with("PricingCycle", cycle).with("Period", period));
        if accepted {
            answer.success();
        } else {
            assert_eq!(answer.refusal(), "400 InvalidParameter", "{period} {cycle}");
        }
    }
}
