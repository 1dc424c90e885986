//! What an operator does shows in the cloud API, and outlives a restart.

use serde_json::json;

use crate::client::{Operator, send};
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

#[test]
fn a_key_made_here_signs_calls_until_it_is_disabled() {
    let world = World::new();
    let operator = Operator::of(&world);
    operator.ok("POST", "/v1/accounts", r#"{"id":"42"}"#);
    let key = operator.ok("POST", "/v1/accounts/42/keys", "");
    let (id, secret) = (key["id"].as_str().unwrap(), key["secret"].as_str().unwrap());
    let call = |nonce: &str| world.list().key(id, secret).with("SignatureNonce", nonce);
    world.send(&call("1")).success();
    operator.ok("PATCH", &format!("/v1/accounts/42/keys/{id}"), r#"{"enabled":false}"#);
    assert_eq!(world.send(&call("2")).refusal(), "403 Forbidden.AccessKeyDisabled");
}

#[test]
fn what_an_operator_has_changed_is_not_undone_by_the_configuration() {
    let world = World::new();
    let own = format!("/v1/accounts/{OWN}");
    let operator = Operator::of(&world);
    operator.ok("PATCH", &own, r#"{"name":"renamed"}"#);
    operator.ok("PATCH", &format!("{own}/keys/testid"), r#"{"enabled":false}"#);
    operator.ok("PATCH", &format!("{own}/keys/disabledid"), r#"{"enabled":true}"#);
    let world = world.restart();
    assert_eq!(send(&world, "GET", &own, &[], "").success()["name"], "renamed");
    assert_eq!(world.send(&world.list()).refusal(), "403 Forbidden.AccessKeyDisabled");
    world.send(&world.list().key("disabledid", "disabledsecret")).success();
}

#[test]
fn risk_control_refuses_reads_and_writes_until_it_is_lifted() {
    let world = World::new();
    let operator = Operator::of(&world);
    let own = format!("/v1/accounts/{OWN}");
    operator.ok("PATCH", &own, r#"{"risk_control":"unpaid parking"}"#);
    assert_eq!(world.send(&world.list()).refusal(), "403 Forbidden.RiskControl");
    let write = world.call("CreateVpc", &[("RegionId", HANGZHOU)]);
    assert_eq!(world.send(&write).refusal(), "403 Forbidden.RiskControl");
    operator.ok("PATCH", &own, r#"{"risk_control":null}"#);
    world.send(&world.list().with("SignatureNonce", "later")).success();
}

#[test]
fn the_clock_moves_what_is_under_way() {
    let world = World::new();
    let pair = world.connecting();
    let operator = Operator::of(&world);
    let dry = operator.ok("POST", "/v1/clock/run-dry", "");
    assert_eq!((&dry["settled"], &dry["clock"]["under_way"]), (&json!(true), &json!(0)));
    let interface = operator.ok("GET", &format!("/v1/interfaces/{}", pair.initiator), "");
    assert_eq!((&interface["status"], &interface["link"]["gone"]), (&json!("Active"), &json!(false)));
}
