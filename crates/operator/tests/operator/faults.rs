//! Faults that a test asks for.

use std::time::Duration;

use http::Method;
use serde_json::json;
use xconnect_model::AccountId;

use crate::support::{OWN, World};

#[test]
fn a_fault_is_made_strikes_and_is_taken_away() {
    let world = World::new();
    let made = world.post(
        "/v1/faults",
        &format!(
            r#"{{"action":"CreateRouterInterface","account":"{OWN}","calls":2,"delay":"1s",
                "error":{{"code":"Throttling"}}}}"#
        ),
    );
    assert_eq!(
        (&made["id"], &made["calls_left"], &made["delay"]),
        (&json!("1"), &json!(2), &json!("1000ms"))
    );
    assert_eq!((&made["error"]["code"], &made["error"]["http"]), (&json!("Throttling"), &json!(400)));
    let strike = world.faults.strike("CreateRouterInterface", OWN).unwrap();
    assert_eq!((strike.delay, strike.error.unwrap().code()), (Duration::from_secs(1), "Throttling"));
    assert_eq!(world.faults.strike("CreateRouterInterface", AccountId(1)), None);
    let shown = world.get("/v1/faults/1");
    assert_eq!((&shown["calls_left"], &shown["struck"]), (&json!(1), &json!(1)));
    assert_eq!(world.get("/v1/faults")["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.ask(Method::DELETE, "/v1/faults/1", "").0, 204);
    assert_eq!(world.refusal(Method::DELETE, "/v1/faults/1", ""), "404 not_found");
    assert_eq!(world.faults.strike("CreateRouterInterface", OWN), None);
}

#[test]
fn all_faults_go_at_once() {
    let world = World::new();
    for _ in 0..3 {
        world.post("/v1/faults", r#"{"action":"*","delay":"1ms"}"#);
    }
    assert_eq!(world.get("/v1/faults")["items"][0]["error"], json!(null));
    assert_eq!(world.ask(Method::DELETE, "/v1/faults", "").0, 204);
    assert_eq!(world.get("/v1/faults")["items"], json!([]));
    let actions: Vec<_> = world.commits().into_iter().map(|commit| commit.origin.action).collect();
    assert_eq!(actions.iter().filter(|action| *action == "operator:CreateFault").count(), 3);
    assert_eq!(actions.last().unwrap(), "operator:DeleteFaults");
}

#[test]
fn a_fault_has_to_be_one_that_can_be() {
    let world = World::new();
    let own = r#"{"action":"CreateVpc","error":{"code":"ResourceNotAvailable","http":503,"message":"none"}}"#;
    world.post("/v1/faults", own);
    let of_action = r#"{"action":"DeleteVpc","error":{"code":"DependencyViolation.VSwitch"}}"#;
    assert_eq!(world.post("/v1/faults", of_action)["error"]["message"], "The VPC still has vSwitches.");
    for body in [
        r#"{"action":"FlyToTheMoon","delay":"1s"}"#,
        r#"{"action":"CreateVpc"}"#,
        r#"{"action":"CreateVpc","delay":"soon"}"#,
        r#"{"action":"CreateVpc","delay":"61s"}"#,
        r#"{"action":"CreateVpc","delay":"1s","calls":0}"#,
        r#"{"action":"CreateVpc","delay":"1s","account":"me"}"#,
        r#"{"action":"CreateVpc","error":{"code":"DependencyViolation.VSwitch"}}"#,
        r#"{"action":"*","error":{"code":"DependencyViolation.VSwitch"}}"#,
        r#"{"action":"CreateVpc","error":{"code":"Own","http":500}}"#,
        r#"{"action":"CreateVpc","error":{"code":"Own","http":200,"message":"fine"}}"#,
        r#"{"action":"CreateVpc","error":{"code":"","http":500,"message":"x"}}"#,
        r#"{"action":"CreateVpc","error":{"code":"Own","http":500,"message":"a\nb"}}"#,
    ] {
        assert_eq!(world.refused("/v1/faults", body), "422 unfit", "{body}");
    }
    assert_eq!(world.refused("/v1/faults", "{}"), "400 bad_request");
    for unknown in ["0", "x", "01", "+1"] {
        assert_eq!(world.refusal(Method::GET, &format!("/v1/faults/{unknown}"), ""), "404 not_found");
    }
}
