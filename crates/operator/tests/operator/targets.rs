//! Next-hop targets.

use http::Method;
use serde_json::{Value, json};
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_model::{RouteEntry, VSwitch, Vpc};

use crate::support::{OWN, World};

fn world() -> World {
    let world = World::new();
    let seq = world.state().next_seq();
    let region = "cn-hangzhou".into();
    let vpc = Vpc { seq, id: "vpc-1".into(), account: OWN, region, ..Vpc::default() };
    let vswitch = VSwitch { seq: seq + 1, id: "vsw-1".into(), vpc: "vpc-1".into(), ..VSwitch::default() };
    world.put_all(vec![vpc.into(), vswitch.into()]);
    world
}

fn body(kind: &str) -> Value {
    json!({"kind": kind, "account": OWN.to_string(), "region": "cn-hangzhou", "vpc": "vpc-1"})
}

fn put(world: &World, id: &str, body: &Value) -> (u16, Value) {
    world.ask(Method::PUT, &format!("/v1/targets/{id}"), &body.to_string())
}

#[test]
fn a_target_of_every_kind_is_registered_found_and_taken_away() {
    let world = world();
    let kinds = [
        "Instance",
        "HaVip",
        "NetworkInterface",
        "NatGateway",
        "VpnGateway",
        "IPv6Gateway",
        "Attachment",
        "VpcPeer",
    ];
    for kind in kinds {
        let (status, made) = put(&world, &format!("x-{kind}"), &body(kind));
        assert_eq!((status, &made["kind"], &made["ready"]), (200, &json!(kind), &json!(true)), "{made}");
    }
    assert_eq!(world.get("/v1/targets?kind=HaVip")["items"][0]["id"], "x-HaVip");
    let all = format!("/v1/targets?account={OWN}&region=cn-hangzhou&vpc=vpc-1&limit=8");
    assert_eq!(world.get(&all)["items"].as_array().unwrap().len(), kinds.len());
    assert_eq!(world.ask(Method::DELETE, "/v1/targets/x-HaVip", "").0, 204);
    assert_eq!(world.refusal(Method::DELETE, "/v1/targets/x-HaVip", ""), "404 not_found");
}

#[test]
fn a_target_that_routes_lead_to_stays_what_and_where_it_is() {
    let world = world();
    put(&world, "i-1", &body("Instance"));
    let hop = NextHop { kind: NextHopType::Instance, id: "i-1".into(), weight: 0 };
    let seq = world.state().next_seq();
    world.put_all(vec![
        RouteEntry { seq, id: "rte-1".into(), next_hops: vec![hop], ..RouteEntry::default() }.into(),
    ]);
    assert_eq!(put(&world, "i-1", &body("NatGateway")).0, 409);
    assert_eq!(world.refusal(Method::DELETE, "/v1/targets/i-1", ""), "409 conflict");
    let mut unready = body("Instance");
    (unready["ready"], unready["vswitch"]) = (json!(false), json!("vsw-1"));
    let (_, changed) = put(&world, "i-1", &unready);
    assert_eq!((&changed["ready"], &changed["routes"]), (&json!(false), &json!(1)));
}

#[test]
fn a_target_belongs_somewhere() {
    let world = world();
    for (field, value) in [
        ("account", "1"),
        ("account", "me"),
        ("region", "cn-atlantis"),
        ("region", "cn-beijing"),
        ("vpc", "vpc-0"),
        ("vswitch", "vsw-0"),
    ] {
        let mut body = body("Instance");
        body[field] = json!(value);
        let (status, answer) = put(&world, "i-1", &body);
        assert_eq!((status, &answer["code"]), (422, &json!("unfit")), "{field} {value}");
    }
    assert_eq!(put(&world, "i-1", &body("Moon")).0, 400);
    assert_eq!(put(&world, "i%201", &body("Instance")).0, 422);
}
