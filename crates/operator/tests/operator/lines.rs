//! Lines: the provider's steps, letters, locks, faults, and subscriptions.

use http::Method;
use serde_json::{Value, json};
use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::{LoaStatus, Status};

use crate::support::{OWN, START, World, line, line_with_letter};

#[test]
fn a_line_goes_from_application_to_confirmation() {
    let world = World::new();
    world.line("pc-1", Status::Initial);
    assert_eq!(world.get("/v1/lines/pc-1")["pending"][0]["step"], "Approve");
    assert_eq!(world.post("/v1/lines/pc-1/approve", "")["status"], "Approved");
    assert_eq!(world.post("/v1/lines/pc-1/start-allocation", "{}")["status"], "Allocating");
    let allocated = world.post("/v1/lines/pc-1/allocate", "");
    assert_eq!(allocated["status"], "Allocated");
    assert_eq!(allocated["port"]["number"], 1);
    let built = world.post("/v1/lines/pc-1/complete-construction", r#"{"circuit_code":"CC-7"}"#);
    assert_eq!((&built["circuit_code"], &built["constructed_at"]), (&json!("CC-7"), &json!(START.to_wire())));
    assert_eq!(world.post("/v1/lines/pc-1/confirm", "")["status"], "Confirmed");
}

#[test]
fn every_change_says_in_the_log_who_asked_for_it() {
    let world = World::new();
    world.line("pc-1", Status::Initial);
    world.post("/v1/lines/pc-1/approve", "");
    let commit = world.commit("operator:ApproveLine");
    assert_eq!((commit.origin.from.as_str(), commit.changes.len()), ("127.0.0.1", 1));
    assert_eq!(commit.origin.request_id.len(), 36);
    assert_eq!(world.refused("/v1/lines/pc-1/approve", ""), "409 wrong_state");
}

#[test]
fn an_operator_can_choose_the_port() {
    let world = World::new();
    for id in ["pc-1", "pc-2", "pc-3", "pc-4"] {
        world.line(id, Status::Approved);
    }
    let second = "ap-cn-hangzhou-yh-B-AD2";
    let allocate = |id: &str, body: Value| {
        world.ask(Method::POST, &format!("/v1/lines/{id}/allocate"), &body.to_string())
    };
    // Which begins the allocation, too.
    assert_eq!(allocate("pc-1", json!({"device": second, "port": 1})).1["port"]["device"], second);
    assert_eq!(allocate("pc-2", json!({"device": second})).1["port"]["number"], 2);
    for body in [
        json!({"device": second, "port": 1}),
        json!({"device": second, "port": 49}),
        json!({"device": second, "port": 0}),
        json!({"device": "none"}),
        json!({"device": "none", "port": 1}),
        json!({"port": 1}),
    ] {
        assert_eq!(allocate("pc-3", body.clone()).0, 422, "{body}");
    }
    assert_eq!(world.get("/v1/lines/pc-3")["status"], "Approved", "a refused step changes nothing");
    assert_eq!(allocate("pc-1", json!({})).0, 409);
}

#[test]
fn refusals_have_their_reason() {
    let world = World::new();
    world.line("pc-1", Status::Initial);
    world.line("pc-2", Status::Allocating);
    let why = r#"{"reason":"no capacity"}"#;
    assert_eq!(world.refused("/v1/lines/pc-1/reject", ""), "400 bad_request");
    assert_eq!(world.refused("/v1/lines/pc-1/reject", r#"{"reason":" "}"#), "422 unfit");
    assert_eq!(
        world.refused("/v1/lines/pc-1/reject", &format!(r#"{{"reason":"{}"}}"#, "x".repeat(513))),
        "422 unfit"
    );
    let rejected = world.post("/v1/lines/pc-1/reject", why);
    assert_eq!((&rejected["status"], &rejected["reason"]), (&json!("Rejected"), &json!("no capacity")));
    let failed = world.post("/v1/lines/pc-2/fail-allocation", why);
    assert_eq!((&failed["status"], &failed["reason"]), (&json!("Allocation Failed"), &json!("no capacity")));
}

#[test]
fn an_application_whose_fee_is_unpaid_is_not_looked_at() {
    let world = World::new();
    let setup_order = Some(xconnect_model::OrderId(7));
    world.put(PhysicalConnection { setup_order, ..line("pc-1", Status::Initial) });
    world.order(7, "pc-1", 1);
    assert_eq!(world.refused("/v1/lines/pc-1/approve", ""), "422 unfit");
    assert_eq!(world.get("/v1/lines/pc-1")["orders"][0]["status"], "unpaid");
}

#[test]
fn a_letter_is_accepted_issued_and_completed() {
    let world = World::new();
    world.put(line_with_letter("pc-1", LoaStatus::Applying));
    assert_eq!(world.post("/v1/lines/pc-1/loa/accept", "")["loa"]["status"], "Accept");
    let issued = world.post("/v1/lines/pc-1/loa/issue", r#"{"company":"建筑"}"#);
    assert_eq!(issued["loa"]["company_localized"], "建筑");
    assert_eq!(world.refused("/v1/lines/pc-1/loa/complete", ""), "409 wrong_state");
    world.put(line_with_letter("pc-2", LoaStatus::Completing));
    assert_eq!(world.post("/v1/lines/pc-2/loa/complete", "")["loa"]["status"], "Complete");
    assert_eq!(world.post("/v1/lines/pc-2/loa/delete", "")["loa"]["status"], "Deleted");
    world.put(line_with_letter("pc-3", LoaStatus::Applying));
    let rejected = world.post("/v1/lines/pc-3/loa/reject", r#"{"reason":"no plan"}"#);
    assert_eq!(
        (&rejected["loa"]["status"], &rejected["loa"]["reason"]),
        (&json!("Rejected"), &json!("no plan"))
    );
}

#[test]
fn locks_and_cuts_come_and_go() {
    let world = World::new();
    world.line("pc-1", Status::Enabled);
    let lock = |kind: &str| world.post("/v1/lines/pc-1/lock", &format!(r#"{{"kind":"{kind}"}}"#));
    assert_eq!(lock("arrears")["business_status"], "FinancialLocked");
    assert_eq!(lock("security")["business_status"], "SecurityLocked");
    assert_eq!(world.post("/v1/lines/pc-1/unlock", "")["business_status"], "Normal");
    assert_eq!(world.post("/v1/lines/pc-1/unlock", "")["business_status"], "Normal", "twice does no harm");
    assert_eq!(world.post("/v1/lines/pc-1/cut", "")["cut"], true);
    assert_eq!(world.post("/v1/lines/pc-1/mend", "")["cut"], false);
    assert_eq!(world.refused("/v1/lines/pc-1/lock", r#"{"kind":"mood"}"#), "400 bad_request");
}

#[test]
fn a_subscription_ends_and_goes_on() {
    let world = World::new();
    world.line("pc-1", Status::Enabled);
    let renew = "/v1/lines/pc-1/renew";
    assert_eq!(world.refused(renew, r#"{"months":1}"#), "422 unfit", "it has no subscription");
    assert_eq!(world.refused("/v1/lines/pc-1/expire", ""), "422 unfit");
    world.put(PhysicalConnection { end_at: Some(START.after_months(1)), ..line("pc-2", Status::Enabled) });
    let renew = "/v1/lines/pc-2/renew";
    assert_eq!(world.refused(renew, r#"{"months":10}"#), "422 unfit");
    assert_eq!(world.refused(renew, r#"{"months":2,"amount":1001}"#), "402 not_covered");
    let renewed = world.post(renew, r#"{"months":2,"amount":900}"#);
    assert_eq!(renewed["renewal"], json!({"active_at": START.after_months(1).to_wire(), "months": 2}));
    assert_eq!(
        (&renewed["orders"][0]["kind"], &renewed["orders"][0]["status"]),
        (&json!("renewal"), &json!("paid"))
    );
    assert_eq!(world.get(&format!("/v1/accounts/{OWN}"))["balance"], 100);
    assert_eq!(world.refused(renew, r#"{"months":2}"#), "409 wrong_state", "one is waiting already");
    let expired = world.post("/v1/lines/pc-2/expire", "");
    assert_eq!(expired["business_status"], "FinancialLocked");
    let again = world.post(renew, r#"{"months":12}"#);
    assert_eq!(
        (&again["business_status"], &again["end_at"]),
        (&json!("Normal"), &json!(START.after_months(12).to_wire()))
    );
}

#[test]
fn lists_are_filtered_and_paged() {
    let world = World::new();
    for number in 0..5 {
        world.line(&format!("pc-{number}"), Status::Initial);
    }
    world.line("pc-5", Status::Enabled);
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = world.get("/v1/lines?limit=2&status=Initial");
    assert_eq!(ids(&first), ["pc-0", "pc-1"]);
    let rest = world.get(&format!("/v1/lines?status=Initial&after={}", first["next"]));
    assert_eq!((ids(&rest).len(), &rest["next"]), (3, &Value::Null));
    assert_eq!(ids(&world.get("/v1/lines?status=Enabled&region=cn-hangzhou")), ["pc-5"]);
    assert_eq!(ids(&world.get(&format!("/v1/lines?account={OWN}"))).len(), 6);
    for nothing in ["account=1", "account=x", "region=cn-beijing", "access_point=ap"] {
        assert_eq!(ids(&world.get(&format!("/v1/lines?{nothing}"))).len(), 0, "{nothing}");
    }
    for bad in ["limit=0", "limit=501", "limit=x", "after=-1"] {
        assert_eq!(world.refusal(Method::GET, &format!("/v1/lines?{bad}"), ""), "400 bad_request", "{bad}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = World::new();
    assert_eq!(world.refusal(Method::GET, "/v1/lines/pc-1", ""), "404 not_found");
    assert_eq!(world.refused("/v1/lines/pc-1/approve", ""), "404 not_found");
    assert_eq!(world.refused("/v1/lines/pc-1/allocate", ""), "404 not_found");
}
