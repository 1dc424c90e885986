//! Orders: payment and withdrawal.

use http::Method;
use serde_json::json;
use xconnect_model::order::{OrderKind, Term};
use xconnect_model::physical_connection::Status;
use xconnect_model::router_interface::Charge;
use xconnect_model::{Order, OrderId};

use crate::support::{OWN, World};

#[test]
fn an_order_is_paid_from_the_balance_and_refunded_to_it() {
    let world = World::new();
    world.line("pc-1", Status::Initial);
    world.order(7, "pc-1", 600);
    world.order(8, "pc-1", 600);
    let balance = || world.get(&format!("/v1/accounts/{OWN}"))["balance"].clone();
    assert_eq!(world.post("/v1/orders/7/pay", "")["status"], "paid");
    assert_eq!(balance(), 400);
    assert_eq!(world.refused("/v1/orders/7/pay", ""), "409 wrong_state");
    assert_eq!(world.refused("/v1/orders/8/pay", ""), "402 not_covered");
    assert_eq!(world.post("/v1/orders/7/void", "")["status"], "void");
    assert_eq!(balance(), 1_000);
    assert_eq!(world.refused("/v1/orders/7/void", ""), "409 wrong_state");
}

/// What a line's `end_at` is, with the first ten characters of the time.
fn paid_until(world: &World, line: &str) -> String {
    let end_at = world.get(&format!("/v1/lines/{line}"))["end_at"].clone();
    end_at.as_str().map_or("never paid".to_owned(), |end_at| end_at[..10].to_owned())
}

fn occupancy(world: &World, number: u64, months: u32) {
    let (kind, term) = (OrderKind::Occupancy, Term { months });
    let (id, line, amount) = (OrderId(number), "pc-1".into(), 100);
    world.put(Order { id, account: OWN, line, kind, term, amount, ..Order::default() });
    world.post(&format!("/v1/orders/{number}/pay"), "");
}

#[test]
fn a_refunded_order_takes_its_time_back() {
    let world = World::new();
    world.line("pc-1", Status::Allocated);
    occupancy(&world, 1, 1);
    let one_month = paid_until(&world, "pc-1");
    occupancy(&world, 2, 2);
    world.post("/v1/orders/1/void", "");
    let two_months = paid_until(&world, "pc-1");
    assert!(two_months > one_month, "{two_months} {one_month}");
    world.post("/v1/orders/2/void", "");
    assert_eq!(paid_until(&world, "pc-1"), "never paid");
}

#[test]
fn a_refunded_order_leaves_the_renewal_that_is_to_follow() {
    let world = World::new();
    world.line("pc-1", Status::Allocated);
    occupancy(&world, 1, 1);
    let one_month = paid_until(&world, "pc-1");
    let renewed = world.post("/v1/lines/pc-1/renew", r#"{"months":2,"amount":5}"#);
    assert!(renewed["renewal"].is_object(), "{renewed}");
    let renewal = world.get("/v1/orders?line=pc-1")["items"][1]["id"].as_str().unwrap().to_owned();
    world.post(&format!("/v1/orders/{renewal}/void"), "");
    assert_eq!(world.get("/v1/lines/pc-1")["renewal"], json!(null));
    assert_eq!(paid_until(&world, "pc-1"), one_month);

    world.post("/v1/lines/pc-1/renew", r#"{"months":2,"amount":5}"#);
    world.post("/v1/orders/1/void", "");
    world.engine.next_step(std::time::Duration::from_secs(5)).unwrap();
    let line = world.get("/v1/lines/pc-1");
    assert_eq!(line["renewal"], json!(null), "nothing comes before it: it begins at once");
    assert!(paid_until(&world, "pc-1") > one_month, "{line}");
}

#[test]
fn a_refunded_order_of_an_interface_takes_its_time_back() {
    let world = World::new();
    let (order, term) = (OrderId(1), Term { months: 1 });
    world.interface("ri-1", Charge::PrePaid { order, end_at: None, auto_renew: false, renewal: None });
    world.put(Order {
        id: order,
        account: OWN,
        interface: "ri-1".into(),
        term,
        amount: 100,
        ..Order::default()
    });
    world.post("/v1/orders/1/pay", "");
    let subscription = || world.get("/v1/interfaces/ri-1")["subscription"].clone();
    let one_month = subscription()["end_at"].clone();
    assert!(one_month.is_string(), "{one_month}");

    let renewed = world.post("/v1/interfaces/ri-1/renew", r#"{"months":2,"amount":5}"#);
    assert!(renewed["subscription"]["renewal"].is_object(), "{renewed}");
    let orders = world.get("/v1/orders?status=paid")["items"].clone();
    let renewal = orders[1]["id"].as_str().unwrap().to_owned();
    world.post(&format!("/v1/orders/{renewal}/void"), "");
    assert_eq!(subscription()["renewal"], json!(null));
    assert_eq!(subscription()["end_at"], one_month);

    world.post("/v1/orders/1/void", "");
    assert_eq!(subscription()["end_at"], json!(null));
}

#[test]
fn orders_are_found() {
    let world = World::new();
    world.order(7, "pc-1", 1);
    world.order(8, "pc-2", 2);
    assert_eq!(world.get("/v1/orders?line=pc-2&status=unpaid")["items"][0]["id"], "8");
    assert_eq!(world.get("/v1/orders?status=void")["items"], json!([]));
    assert_eq!(world.refusal(Method::GET, "/v1/orders?status=Lost", ""), "400 bad_request");
    for unknown in ["9", "x", "-7"] {
        assert_eq!(world.refusal(Method::GET, &format!("/v1/orders/{unknown}"), ""), "404 not_found");
    }
}
