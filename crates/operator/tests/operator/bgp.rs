//! Customers' routers, and the sessions of BGP peers.

use http::Method;
use serde_json::{Value, json};
use xconnect_model::account::Secret;
use xconnect_model::bgp::BgpStatus;
use xconnect_model::border_router::{Peering, PeeringV4, VbrStatus};
use xconnect_model::physical_connection::Status;
use xconnect_model::{BgpGroup, BgpPeer, PhysicalConnection, VirtualBorderRouter};

use crate::support::{OWN, START, World, line};

/// A border router on a line, with a group and a peer.
fn world() -> World {
    let world = World::new();
    let seq = world.state().next_seq();
    let v4 = PeeringV4 { local: [10, 0, 0, 1].into(), peer: [10, 0, 0, 2].into(), prefix: 29 };
    let vbr = VirtualBorderRouter {
        seq,
        id: "vbr-1".into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        line: "pc-1".into(),
        peering: Peering { v4: Some(v4), ..Peering::default() },
        status: VbrStatus::Active,
        ..VirtualBorderRouter::default()
    };
    let group = BgpGroup {
        seq: seq + 1,
        id: "bgpg-1".into(),
        vbr: "vbr-1".into(),
        peer_asn: 65_001,
        auth_key: Secret::new("key"),
        status: BgpStatus::Available,
        ..BgpGroup::default()
    };
    let peer = BgpPeer {
        seq: seq + 2,
        id: "bgp-1".into(),
        account: OWN,
        vbr: "vbr-1".into(),
        group: "bgpg-1".into(),
        status: BgpStatus::Available,
        ..BgpPeer::default()
    };
    let line = PhysicalConnection { seq: seq + 3, ..line("pc-1", Status::Enabled) };
    world.put_all(vec![vbr.into(), group.into(), peer.into(), line.into()]);
    world
}

fn customer() -> Value {
    json!({"vbr": "vbr-1", "address": "10.0.0.2", "asn": 65001, "auth_key": "key"})
}

fn put(world: &World, id: &str, body: &Value) -> (u16, Value) {
    world.ask(Method::PUT, &format!("/v1/customer-routers/{id}"), &body.to_string())
}

#[test]
fn a_customers_router_is_described_found_and_forgotten() {
    let world = world();
    let mut body = customer();
    body["announces"] = json!(["192.168.1.9/16", "10.9.9.9"]);
    body["site"] = json!("");
    let (status, made) = put(&world, "dc-1", &body);
    assert_eq!(status, 200, "{made}");
    let expected = json!({
        "id": "dc-1", "vbr": "vbr-1", "address": "10.0.0.2", "site": null, "asn": 65001, "has_auth_key": true,
        "announces": ["192.168.0.0/16", "10.9.9.9/32"], "networks": [], "routes": [], "bfd": false, "on": true,
    });
    assert_eq!(made, expected);
    assert_eq!(world.get("/v1/customer-routers/dc-1"), expected);
    assert_eq!(world.get("/v1/customer-routers?vbr=vbr-1")["items"], json!([expected]));
    assert_eq!(world.get("/v1/customer-routers?vbr=vbr-2")["items"], json!([]));
    assert!(!format!("{:?}", world.state().customer_router("dc-1")).contains("\"key\""));
    assert_eq!(world.ask(Method::DELETE, "/v1/customer-routers/dc-1", "").0, 204);
    assert_eq!(world.refusal(Method::GET, "/v1/customer-routers/dc-1", ""), "404 not_found");
    assert_eq!(world.refusal(Method::DELETE, "/v1/customer-routers/dc-1", ""), "404 not_found");
}

#[test]
fn a_customers_router_stands_at_the_far_end_of_a_line() {
    let world = world();
    for (field, value) in [
        ("vbr", json!("vbr-0")),
        ("address", json!("10.0.0.1")),
        ("address", json!("10.0.0.9")),
        ("address", json!("2001:db8::1")),
        ("address", json!("here")),
        ("asn", json!(0)),
        ("site", json!("two words")),
        ("auth_key", json!("k".repeat(81))),
        ("auth_key", json!("k\n")),
        ("announces", json!(["10.0.0.0/33"])),
        ("networks", json!(vec!["10.0.0.0/8"; 1_001])),
    ] {
        let mut body = customer();
        body[field] = value;
        let (status, answer) = put(&world, "dc-1", &body);
        assert_eq!((status, &answer["code"]), (422, &json!("unfit")), "{field}");
    }
    assert_eq!(put(&world, "a%20b", &customer()).0, 422);
    assert_eq!(put(&world, "dc-1", &json!({"vbr": "vbr-1", "colour": "red"})).0, 400);
    assert_eq!(put(&world, "dc-1", &customer()).0, 200);
    assert_eq!(put(&world, "dc-1", &customer()).0, 200);
    assert_eq!(put(&world, "dc-2", &customer()).0, 409);
}

#[test]
fn a_customers_router_announces_withdraws_and_goes_on_and_off_and_keeps_its_key() {
    let world = world();
    let mut body = customer();
    body["announces"] = json!(["192.168.0.0/16"]);
    put(&world, "dc-1", &body);
    let step = |step: &str, body: &str| world.post(&format!("/v1/customer-routers/dc-1/{step}"), body);
    let two = r#"{"prefixes":["10.9.9.9","192.168.3.4/16"]}"#;
    assert_eq!(step("announce", two)["announces"], json!(["192.168.0.0/16", "10.9.9.9/32"]));
    assert_eq!(step("off", "")["on"], false);
    assert_eq!(step("on", "")["on"], true);
    assert_eq!(
        step("withdraw", r#"{"prefixes":["192.168.0.0/16","10.0.0.0/8"]}"#)["announces"],
        json!(["10.9.9.9/32"])
    );
    let router = world.state().customer_router("dc-1").unwrap().clone();
    assert_eq!((router.auth_key.reveal(), router.asn), ("key", 65_001));
    for (path, body, code) in [
        ("dc-1/announce", r#"{"prefixes":["10.0.0.0/33"]}"#, "422 unfit"),
        ("dc-1/announce", "{}", "400 bad_request"),
        ("dc-2/announce", two, "404 not_found"),
        ("dc-2/off", "", "404 not_found"),
    ] {
        assert_eq!(world.refused(&format!("/v1/customer-routers/{path}"), body), code, "{path} {body}");
    }
    let most: Vec<_> = (0..1_000).map(|n| format!("10.1.{}.{}/32", n / 256, n % 256)).collect();
    let most = json!({ "prefixes": most }).to_string();
    assert_eq!(world.refused("/v1/customer-routers/dc-1/announce", &most), "422 unfit");
}

#[test]
fn a_session_is_seen_cut_and_mended() {
    let world = world();
    let peer = world.get("/v1/bgp-peers/bgp-1");
    assert_eq!((&peer["address"], &peer["customer_router"]), (&json!("10.0.0.2"), &Value::Null));
    assert_eq!(peer["session"]["state"], "down");
    assert!(peer["session"]["reason"].as_str().unwrap().starts_with("no router of the customer"));
    put(&world, "dc-1", &customer());
    let peer = world.get("/v1/bgp-peers/bgp-1");
    assert_eq!((&peer["session"]["state"], &peer["customer_router"]), (&json!("connecting"), &json!("dc-1")));
    assert_eq!(peer["session"]["since"], START.to_wire());
    let cut = world.post("/v1/bgp-peers/bgp-1/cut", "");
    assert_eq!((&cut["cut"], &cut["session"]["state"]), (&json!(true), &json!("down")));
    assert_eq!(cut["session"]["reason"], "the session is cut by a fault");
    let mended = world.post("/v1/bgp-peers/bgp-1/mend", "");
    assert_eq!((&mended["cut"], &mended["session"]["state"]), (&json!(false), &json!("connecting")));
    let all = format!("/v1/bgp-peers?account={OWN}&vbr=vbr-1&group=bgpg-1");
    assert_eq!(world.get(&all)["items"][0]["id"], "bgp-1");
    assert_eq!(world.get("/v1/bgp-peers?region=cn-beijing")["items"], json!([]));
    assert_eq!(world.refused("/v1/bgp-peers/bgp-2/cut", ""), "404 not_found");
    assert_eq!(world.refusal(Method::GET, "/v1/bgp-peers/bgp-2", ""), "404 not_found");
}
