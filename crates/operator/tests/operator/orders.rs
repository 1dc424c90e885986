//! Orders: payment and withdrawal.

use http::Method;
use serde_json::json;
use xconnect_model::physical_connection::Status;

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
