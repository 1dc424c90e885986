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
        let (status, made) = put(&world, &format!("tr-attach-{kind}"), &body(kind));
        assert_eq!((status, &made["kind"], &made["ready"]), (200, &json!(kind), &json!(true)), "{made}");
    }
    assert_eq!(world.get("/v1/targets?kind=HaVip")["items"][0]["id"], "tr-attach-HaVip");
    let all = format!("/v1/targets?account={OWN}&region=cn-hangzhou&vpc=vpc-1&limit=8");
    assert_eq!(world.get(&all)["items"].as_array().unwrap().len(), kinds.len());
    assert_eq!(world.ask(Method::DELETE, "/v1/targets/tr-attach-HaVip", "").0, 204);
    assert_eq!(world.refusal(Method::DELETE, "/v1/targets/tr-attach-HaVip", ""), "404 not_found");
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
    assert_eq!(put(&world, "eni-1", &body("Attachment")).0, 422);
    assert_eq!(put(&world, "i-1", &body("Moon")).0, 400);
    assert_eq!(put(&world, "i%201", &body("Instance")).0, 422);
}

#[test]
fn a_network_interface_has_ipv6_addresses() {
    let world = world();
    let eni = |ipv6: Value| {
        let mut body = body("NetworkInterface");
        (body["primary"], body["ipv6"]) = (json!(true), ipv6);
        body
    };
    let (status, plain) = put(&world, "eni-1", &body("NetworkInterface"));
    assert_eq!((status, &plain["primary"], &plain["ipv6"]), (200, &json!(false), &json!([])));
    let given = json!([{"address": "2001:DB8:0::1"}, {"address": "2001:db8::2", "status": "removing"}]);
    let shown = json!([
        {"address": "2001:db8::1", "status": "assigned"},
        {"address": "2001:db8::2", "status": "removing"},
    ]);
    let (_, made) = put(&world, "eni-1", &eni(given.clone()));
    assert_eq!((&made["primary"], &made["ipv6"]), (&json!(true), &shown));
    assert_eq!(world.get("/v1/targets")["items"][0]["ipv6"], shown);
    let ten: Vec<_> = (1..=10).map(|at| json!({"address": format!("2001:db8::{at}")})).collect();
    assert_eq!(put(&world, "eni-1", &eni(json!(ten))).0, 200);
}

#[test]
fn addresses_are_ipv6_of_a_network_interface_and_few() {
    let world = world();
    let refused = |body: &Value| {
        let (status, answer) = put(&world, "eni-1", body);
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };
    let with = |ipv6: Value| {
        let mut body = body("NetworkInterface");
        body["ipv6"] = ipv6;
        body
    };
    let unfit = (422, "unfit".to_owned());
    for bad in ["", "10.0.0.1", "::ffff:10.0.0.1", "::", "::1", "ff02::1", "2001:db8::/64", "eni"] {
        assert_eq!(refused(&with(json!([{ "address": bad }]))), unfit, "{bad}");
    }
    let twice = json!([{"address": "2001:db8::1"}, {"address": "2001:DB8:0::1", "status": "assigning"}]);
    assert_eq!(refused(&with(twice)), unfit);
    let eleven: Vec<_> = (1..=11).map(|at| json!({"address": format!("2001:db8::{at}")})).collect();
    assert_eq!(refused(&with(json!(eleven))), unfit);
    let mut instance = body("Instance");
    instance["ipv6"] = json!([{"address": "2001:db8::1"}]);
    assert_eq!(refused(&instance), unfit);
    let mut primary = body("Instance");
    primary["primary"] = json!(true);
    assert_eq!(refused(&primary), unfit);
    assert_eq!(refused(&with(json!([{"address": "2001:db8::1", "status": "lost"}]))).0, 400);
}
