//! The audit trail: what was asked for here is in it, whatever came of it.

use http::Method;
use serde_json::json;
use xconnect_model::physical_connection::Status;

use crate::support::{OWN, START, World};

#[test]
fn a_step_is_told_with_who_what_before_and_after() {
    let world = World::new();
    world.line("pc-1", Status::Initial);
    world.post("/v1/lines/pc-1/reject", r#"{"reason":"no room"}"#);
    let entry = world.get("/v1/audit?resource=pc-1&limit=1")["items"][0].clone();
    assert_eq!((&entry["action"], &entry["from"]), (&json!("operator:RejectLine"), &json!("127.0.0.1")));
    assert_eq!(entry["at"], START.to_wire());
    assert_eq!(
        entry["request"],
        json!({"method": "POST", "path": "/v1/lines/pc-1/reject", "id": "pc-1",
            "body": r#"{"reason":"no room"}"#})
    );
    let change = &entry["changes"][0];
    assert_eq!((&change["kind"], &change["label"]), (&json!("PhysicalConnection"), &json!("pc-1")));
    assert_eq!(
        (&change["before"]["status"], &change["after"]["status"]),
        (&json!("Initial"), &json!("Rejected"))
    );
}

#[test]
fn what_is_refused_or_changes_nothing_is_told_too() {
    let world = World::new();
    world.line("pc-1", Status::Enabled);
    world.post("/v1/lines/pc-1/unlock", "");
    assert_eq!(world.refused("/v1/lines/pc-1/approve", ""), "409 wrong_state");
    assert_eq!(world.refused("/v1/lines/pc-1/lock", r#"{"kind":"mood"}"#), "400 bad_request");
    assert_eq!(world.refused("/v1/clock/speed", r#"{"rate":-1}"#), "422 unfit");
    assert_eq!(world.refused("/v1/nowhere", ""), "404 not_found");
    world.get("/v1/lines/pc-1");
    let all = world.get("/v1/audit");
    let items = all["items"].as_array().unwrap();
    let told: Vec<_> =
        items.iter().map(|item| (item["action"].as_str(), item["refused"].is_string())).collect();
    assert_eq!(
        told[..5],
        [
            (Some("operator:Refused"), true),
            (Some("operator:SetClockSpeed"), true),
            (Some("operator:Refused"), true),
            (Some("operator:ApproveLine"), true),
            (Some("operator:UnlockLine"), false),
        ]
    );
    assert_eq!(all["next"], json!(null));
    let refused = world.get("/v1/audit?refused=true&resource=pc-1");
    assert_eq!(refused["items"].as_array().unwrap().len(), 2);
}

#[test]
fn secrets_are_masked() {
    let world = World::new();
    let keys = format!("/v1/accounts/{OWN}/keys");
    world.post(&keys, r#"{"id":"k1","secret":"hush-hush","security_token":"quiet-please"}"#);
    assert_eq!(world.refused(&keys, r#"{"id":"k1","secret":"hush-again"}"#), "409 conflict");
    assert_eq!(world.refused(&keys, r#"{"id":"k1","secret":"hush-"#), "400 bad_request");
    let all = world.get("/v1/audit").to_string();
    assert!(all.contains("k1") && all.contains("***"), "{all}");
    assert!(!all.contains("hush-") && !all.contains("quiet"), "{all}");
}

#[test]
fn the_trail_is_narrowed_and_paged() {
    let world = World::new();
    for _ in 0..3 {
        world.post("/v1/clock/freeze", "");
    }
    world.post("/v1/clock/advance", r#"{"duration":"1h"}"#);
    world.post("/v1/clock/freeze", "");
    let first = world.get("/v1/audit?action=operator:FreezeClock&limit=2");
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let rest = world.get(&format!("/v1/audit?action=operator:FreezeClock&before={}", first["next"]));
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    let later = START.after(std::time::Duration::from_secs(1)).to_wire();
    assert_eq!(world.get(&format!("/v1/audit?from={later}"))["items"].as_array().unwrap().len(), 1);
    let earlier = world.get(&format!("/v1/audit?to={later}&account={OWN}"));
    assert_eq!(earlier["items"], json!([]), "operators have no account");
    for bad in ["limit=0", "limit=201", "from=noon", "to=x", "account=me", "before=x", "refused=perhaps"] {
        assert_eq!(world.refusal(Method::GET, &format!("/v1/audit?{bad}"), ""), "400 bad_request", "{bad}");
    }
}
