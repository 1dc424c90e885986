//! Faults as the callers of the cloud API meet them.

use std::time::Duration;

use serde_json::json;
use xconnect_engine::clock::{SystemWall, Wall};

use crate::client::Operator;
use crate::support::records::{HANGZHOU, OWN};
use crate::support::{Setup, World};

fn create(world: &World, nonce: &str) -> crate::support::call::Call {
    world.call("CreateVpc", &[("RegionId", HANGZHOU)]).with("SignatureNonce", nonce)
}

#[test]
fn the_next_calls_fail_in_the_api_s_own_words_and_then_no_more() {
    let world = World::new();
    let operator = Operator::of(&world);
    let fault = r#"{"action":"CreateVpc","calls":2,"error":{"code":"Throttling"}}"#;
    operator.ok("POST", "/v1/faults", fault);
    let answer = world.send(&create(&world, "1"));
    assert_eq!(answer.refusal(), "400 Throttling");
    let fields: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["Code", "HostId", "Message", "Recommend", "RequestId"]);
    assert!(answer.header("x-acs-retry-after").is_some());
    let xml = world.send(&create(&world, "2").with("Format", "XML"));
    assert_eq!((xml.status, xml.header("x-acs-retry-after").is_some()), (400, true));
    assert!(xml.body.contains("<Error>") && xml.body.contains("<Code>Throttling</Code>"), "{xml:?}");
    assert_eq!(world.state().vpcs.len(), 0);
    world.send(&create(&world, "3")).success();
    assert_eq!(operator.ok("GET", "/v1/faults/1", "")["struck"], 2);
}

#[test]
fn a_fault_may_be_anything_and_for_one_account() {
    let world = World::new();
    let operator = Operator::of(&world);
    let fault = json!({"action": "*", "account": OWN.to_string(),
        "error": {"code": "Lab.Broken", "http": 503, "message": "The lab <is> broken & \"dark\"."}});
    operator.ok("POST", "/v1/faults", &fault.to_string());
    let answer = world.send(&world.list());
    assert_eq!(
        (answer.refusal(), answer.text("Message")),
        ("503 Lab.Broken".to_owned(), "The lab <is> broken & \"dark\".".to_owned())
    );
    world.send(&world.list().key("partnerid", "partnersecret")).success();
    operator.ok("DELETE", "/v1/faults", "");
    world.send(&world.list().with("SignatureNonce", "later")).success();
}

#[test]
fn only_those_who_are_who_they_say_are_struck() {
    let world = World::new();
    let operator = Operator::of(&world);
    operator.ok("POST", "/v1/faults", r#"{"action":"*","calls":1,"error":{"code":"Throttling"}}"#);
    assert_eq!(world.send(&world.list().key("testid", "wrong")).refusal(), "400 SignatureDoesNotMatch");
    let call = world.list().with("SignatureNonce", "1");
    assert_eq!(world.send(&call).refusal(), "400 Throttling");
    assert_eq!(world.send(&call).refusal(), "400 SignatureNonceUsed", "the guard comes first");
}

#[test]
fn a_delay_lets_the_call_run_after_all() {
    let world = World::new();
    let operator = Operator::of(&world);
    operator.ok("POST", "/v1/faults", r#"{"action":"CreateVpc","delay":"120ms"}"#);
    let begun = SystemWall.now();
    world.send(&create(&world, "1")).success();
    assert!(SystemWall.now().since(begun) >= Duration::from_millis(100), "it waits in real time");
    assert_eq!(world.state().vpcs.len(), 1);
}

#[test]
fn a_write_that_was_struck_stays_used_up_and_is_in_the_trail() {
    let world = Setup::default().start();
    let operator = Operator::of(&world);
    operator.ok("POST", "/v1/faults", r#"{"action":"CreateVpc","error":{"code":"InternalError"}}"#);
    let call = create(&world, "1");
    assert_eq!(world.send(&call).refusal(), "500 InternalError");
    let page = operator.ok("GET", &format!("/v1/audit?account={OWN}&refused=true"), "");
    let entry = &page["items"][0];
    assert_eq!((&entry["action"], &entry["request"]["RegionId"]), (&json!("CreateVpc"), &json!(HANGZHOU)));
    assert!(entry["refused"].as_str().unwrap().contains("InternalError"));
    let world = world.restart();
    let operator = Operator::of(&world);
    assert_eq!(operator.ok("GET", "/v1/faults", "")["items"], json!([]), "faults go with the process");
    assert_eq!(world.send(&call).refusal(), "400 SignatureNonceUsed");
}
