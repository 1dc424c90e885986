//! Every operation of the document, driven at least once, and its usual refusals.

use serde_json::json;
use xconnect_model::physical_connection::{Loa, LoaStatus, Status};
use xconnect_model::router_interface::Charge;
use xconnect_model::{Order, OrderId, PhysicalConnection, RouterInterface, Time};

use crate::client::Operator;
use crate::drive;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN};
use crate::support::{Setup, World};

/// The end of what is paid for in these tests: long after their clock's time.
fn paid_until() -> Option<Time> {
    Time::from_wire("2030-01-01T00:00:00Z")
}

fn put_line(world: &World, line: PhysicalConnection) {
    world.edit(move |_, draft| {
        let seq = draft.seq();
        let (region, access_point) = (HANGZHOU.into(), HANGZHOU_POINT.into());
        draft.put(PhysicalConnection { seq, account: OWN, region, access_point, ..line.clone() });
    });
}

/// A line in this state.
fn line(world: &World, id: &str, status: Status) {
    put_line(world, PhysicalConnection { id: id.into(), status, ..PhysicalConnection::default() });
}

/// A line under construction with a letter in this state.
fn lettered(world: &World, id: &str, status: LoaStatus) {
    let loa = Some(Loa { status, ..Loa::default() });
    let status = Status::Allocated;
    put_line(world, PhysicalConnection { id: id.into(), status, loa, ..PhysicalConnection::default() });
}

fn order(world: &World, number: u64, line: &'static str) {
    world.edit(move |_, draft| {
        let seq = draft.seq();
        let order = Order { seq, id: OrderId(number), account: OWN, line: line.into(), ..Order::default() };
        draft.put(order);
    });
}

/// An interface with a subscription.
fn interface(world: &World, id: &'static str) {
    world.edit(move |_, draft| {
        let charge =
            Charge::PrePaid { order: OrderId(1), end_at: paid_until(), auto_renew: false, renewal: None };
        let (seq, region) = (draft.seq(), HANGZHOU.into());
        draft.put(RouterInterface { seq, id: id.into(), account: OWN, region, charge, ..Default::default() });
    });
}

#[test]
fn every_operation_answers_as_documented() {
    let world = Setup::default().manual().start();
    let operator = Operator::of(&world);
    operator.ok("GET", "/health", "");
    operator.ok("GET", "/version", "");
    drive_lines(&world, &operator);
    drive_letters(&world, &operator);
    drive_interfaces(&world, &operator);
    drive_orders(&world, &operator);
    drive_accounts(&operator);
    drive_clock(&operator);
    crate::bgp::drive(&world, &operator);
    crate::paths::drive(&world, &operator);
    drive::places(&operator);
    drive::targets(&world, &operator);
    drive::faults(&operator);
    drive::reset_and_audit(&operator);
    assert_eq!(operator.left(), Vec::<String>::new(), "nobody has driven these");
}

fn drive_lines(world: &World, operator: &Operator<'_>) {
    line(world, "pc-1", Status::Initial);
    line(world, "pc-2", Status::Initial);
    line(world, "pc-3", Status::Approved);
    for (step, body) in [
        ("approve", ""),
        ("start-allocation", "{}"),
        ("allocate", r#"{"device":"ap-cn-hangzhou-yh-B-AD2","port":7}"#),
        ("complete-construction", r#"{"circuit_code":"CC-1"}"#),
        ("confirm", ""),
        ("lock", r#"{"kind":"arrears"}"#),
        ("unlock", ""),
        ("cut", ""),
        ("mend", ""),
    ] {
        operator.ok("POST", &format!("/v1/lines/pc-1/{step}"), body);
    }
    assert_eq!(operator.ok("GET", "/v1/lines/pc-1", "")["port"]["number"], 7);
    operator.ok("POST", "/v1/lines/pc-2/reject", r#"{"reason":"no room"}"#);
    operator.ok("POST", "/v1/lines/pc-3/start-allocation", "");
    operator.ok("POST", "/v1/lines/pc-3/fail-allocation", r#"{"reason":"no port"}"#);
    let (id, end_at) = ("pc-4".into(), paid_until());
    put_line(world, PhysicalConnection { id, end_at, status: Status::Enabled, ..Default::default() });
    operator.ok("POST", "/v1/lines/pc-4/renew", r#"{"months":12,"amount":5}"#);
    operator.ok("POST", "/v1/lines/pc-4/expire", "");
    let all = operator.ok("GET", &format!("/v1/lines?account={OWN}&region={HANGZHOU}&limit=500"), "");
    assert_eq!(all["items"].as_array().unwrap().len(), 4);
    for (method, path, body, refusal) in [
        ("GET", "/v1/lines?limit=0", "", "400 bad_request"),
        ("GET", "/v1/lines/pc-0", "", "404 not_found"),
        ("POST", "/v1/lines/pc-0/approve", "", "404 not_found"),
        ("POST", "/v1/lines/pc-1/approve", "", "409 wrong_state"),
        ("POST", "/v1/lines/pc-1/approve", "{", "400 bad_request"),
        ("POST", "/v1/lines/pc-1/lock", "{}", "400 bad_request"),
        ("POST", "/v1/lines/pc-1/expire", "", "422 unfit"),
        ("POST", "/v1/lines/pc-1/allocate", r#"{"port":1}"#, "422 unfit"),
    ] {
        assert_eq!(operator.refused(method, path, body), refusal, "{method} {path}");
    }
}

fn drive_letters(world: &World, operator: &Operator<'_>) {
    lettered(world, "pc-l1", LoaStatus::Applying);
    lettered(world, "pc-l2", LoaStatus::Applying);
    lettered(world, "pc-l3", LoaStatus::Completing);
    operator.ok("POST", "/v1/lines/pc-l1/loa/accept", "");
    operator.ok("POST", "/v1/lines/pc-l1/loa/issue", r#"{"company":"Builders"}"#);
    operator.ok("POST", "/v1/lines/pc-l2/loa/reject", r#"{"reason":"no plan"}"#);
    operator.ok("POST", "/v1/lines/pc-l3/loa/complete", "");
    operator.ok("POST", "/v1/lines/pc-l3/loa/delete", "");
    assert_eq!(operator.refused("POST", "/v1/lines/pc-l3/loa/issue", ""), "409 wrong_state");
    assert_eq!(operator.refused("POST", "/v1/lines/pc-l2/loa/reject", "{}"), "400 bad_request");
}

fn drive_interfaces(world: &World, operator: &Operator<'_>) {
    interface(world, "ri-1");
    for (step, body) in [
        ("lock", r#"{"kind":"security"}"#),
        ("unlock", ""),
        ("cut", ""),
        ("mend", ""),
        ("renew", r#"{"months":1}"#),
        ("expire", ""),
    ] {
        operator.ok("POST", &format!("/v1/interfaces/ri-1/{step}"), body);
    }
    operator.ok("GET", "/v1/interfaces/ri-1", "");
    operator.ok("GET", "/v1/interfaces?status=Idle", "");
    assert_eq!(operator.refused("GET", "/v1/interfaces/ri-0", ""), "404 not_found");
    assert_eq!(operator.refused("POST", "/v1/interfaces/ri-0/cut", ""), "404 not_found");
    assert_eq!(operator.refused("POST", "/v1/interfaces/ri-1/renew", r#"{"months":11}"#), "422 unfit");
}

fn drive_orders(world: &World, operator: &Operator<'_>) {
    order(world, 7, "pc-1");
    operator.ok("POST", "/v1/orders/7/pay", "");
    operator.ok("POST", "/v1/orders/7/void", "");
    operator.ok("GET", "/v1/orders/7", "");
    operator.ok("GET", "/v1/orders?status=void&line=pc-1", "");
    assert_eq!(operator.refused("POST", "/v1/orders/7/pay", ""), "409 wrong_state");
    assert_eq!(operator.refused("GET", "/v1/orders/8", ""), "404 not_found");
    assert_eq!(operator.refused("GET", "/v1/orders?status=lost", ""), "400 bad_request");
    world.edit_account(OWN, |account| account.balance = Some(1));
    world.edit(|_, draft| {
        let order = Order { seq: draft.seq(), id: OrderId(9), account: OWN, amount: 2, ..Order::default() };
        draft.put(order);
    });
    assert_eq!(operator.refused("POST", "/v1/orders/9/pay", ""), "402 not_covered");
}

fn drive_accounts(operator: &Operator<'_>) {
    operator.ok(
        "POST",
        "/v1/accounts",
        r#"{"id":"42","name":"lab","outbound_traffic":{"cn-hangzhou":null}}"#,
    );
    operator.ok("POST", "/v1/accounts/42/keys", r#"{"id":"labkey"}"#);
    operator.ok("GET", "/v1/accounts/42/keys", "");
    operator.ok("PATCH", "/v1/accounts/42/keys/labkey", r#"{"enabled":false}"#);
    operator.ok("DELETE", "/v1/accounts/42/keys/labkey", "");
    let change = json!({"balance": null, "provider": "auto", "quotas": {"vpcs_per_region": 1}});
    operator.ok("PATCH", "/v1/accounts/42", &change.to_string());
    operator.ok("GET", "/v1/accounts/42", "");
    operator.ok("GET", "/v1/accounts", "");
    operator.ok("DELETE", "/v1/accounts/42", "");
    let own = format!("/v1/accounts/{OWN}");
    for (method, path, body, refusal) in [
        ("DELETE", own.as_str(), "", "409 conflict"),
        ("PATCH", &own, r#"{"quotas":{"dreams":1}}"#, "422 unfit"),
        ("POST", "/v1/accounts", r#"{"colour":"red"}"#, "400 bad_request"),
        ("GET", "/v1/accounts/42", "", "404 not_found"),
        ("DELETE", &format!("{own}/keys/testid"), "", "409 conflict"),
    ] {
        assert_eq!(operator.refused(method, path, body), refusal, "{method} {path}");
    }
}

fn drive_clock(operator: &Operator<'_>) {
    operator.ok("POST", "/v1/clock/freeze", "");
    operator.ok("POST", "/v1/clock/advance", r#"{"duration":"8d"}"#);
    operator.ok("POST", "/v1/clock/speed", r#"{"rate":1}"#);
    operator.ok("POST", "/v1/clock/run-dry", r#"{"limit":10}"#);
    operator.ok("GET", "/v1/clock", "");
    assert_eq!(operator.refused("POST", "/v1/clock/speed", r#"{"rate":-1}"#), "422 unfit");
}
