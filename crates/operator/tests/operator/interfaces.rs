//! Router interfaces: locks, faults, and subscriptions.

use http::Method;
use serde_json::json;
use xconnect_model::OrderId;
use xconnect_model::router_interface::Charge;

use crate::support::{START, World};

fn subscription(months: u32) -> Charge {
    let end_at = Some(START.after_months(months));
    Charge::PrePaid { order: OrderId(1), end_at, auto_renew: false, renewal: None }
}

#[test]
fn locks_and_cuts_come_and_go() {
    let world = World::new();
    world.interface("ri-1", Charge::PostPaid);
    let locked = world.post("/v1/interfaces/ri-1/lock", r#"{"kind":"security"}"#);
    assert_eq!(
        (&locked["business_status"], &locked["modified_at"]),
        (&json!("SecurityLocked"), &json!(START.to_wire()))
    );
    assert_eq!(world.post("/v1/interfaces/ri-1/unlock", "")["business_status"], "Normal");
    assert_eq!(world.post("/v1/interfaces/ri-1/cut", "")["cut"], true);
    assert_eq!(world.post("/v1/interfaces/ri-1/mend", "")["cut"], false);
    assert_eq!(world.get("/v1/interfaces?region=cn-hangzhou")["items"][0]["id"], "ri-1");
    assert_eq!(world.get("/v1/interfaces?status=Active")["items"], json!([]));
}

#[test]
fn a_subscription_ends_and_goes_on() {
    let world = World::new();
    world.interface("ri-1", subscription(1));
    let renewed = world.post("/v1/interfaces/ri-1/renew", r#"{"months":3,"amount":400}"#);
    assert_eq!(renewed["subscription"]["renewal"]["months"], 3);
    assert_eq!(world.refused("/v1/interfaces/ri-1/renew", r#"{"months":3}"#), "409 wrong_state");
    assert_eq!(world.get("/v1/orders?interface=ri-1")["items"][0]["amount"], 400);
    let expired = world.post("/v1/interfaces/ri-1/expire", "");
    assert_eq!(expired["business_status"], "FinancialLocked");
    assert_eq!(world.refused("/v1/interfaces/ri-1/renew", r#"{"months":1,"amount":601}"#), "402 not_covered");
    let again = world.post("/v1/interfaces/ri-1/renew", r#"{"months":1}"#);
    assert_eq!(again["business_status"], "Normal");
    assert_eq!(again["subscription"]["end_at"], START.after_months(1).to_wire());
}

#[test]
fn what_is_paid_by_use_cannot_expire() {
    let world = World::new();
    world.interface("ri-1", Charge::PostPaid);
    assert_eq!(world.refused("/v1/interfaces/ri-1/expire", ""), "422 unfit");
    assert_eq!(world.refused("/v1/interfaces/ri-1/renew", r#"{"months":1}"#), "422 unfit");
    assert_eq!(world.refusal(Method::GET, "/v1/interfaces/ri-2", ""), "404 not_found");
    assert_eq!(world.refused("/v1/interfaces/ri-2/cut", ""), "404 not_found");
}
