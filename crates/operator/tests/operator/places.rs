//! Access points and regions.

use http::Method;
use serde_json::{Value, json};
use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::{Port, Status};

use crate::support::{POINT, World, line};

fn put(world: &World, path: &str, body: &Value) -> Value {
    let (status, answer) = world.ask(Method::PUT, path, &body.to_string());
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

fn refused_put(world: &World, path: &str, body: &Value) -> String {
    world.refusal(Method::PUT, path, &body.to_string())
}

fn point(devices: &Value) -> Value {
    json!({"region": "cn-hangzhou", "name": "Lab", "devices": devices})
}

#[test]
fn an_access_point_is_set_up_and_taken_away() {
    let world = World::new();
    let path = "/v1/access-points/ap-lab";
    let known = world.get("/v1/access-points")["items"].as_array().unwrap().len();
    assert_eq!(world.refusal(Method::GET, path, ""), "404 not_found");
    let body = json!({
        "region": "cn-hangzhou", "name": "Lab", "description": "ours", "location": "Cellar",
        "host_operator": "we", "status": "hot", "features": [{"key": "AP_Support_IPv6", "value": "true"}],
        "devices": [{"name": "D1", "location": "rack 1", "ports": 2}, {"name": "D2", "ports": 1}],
    });
    let made = put(&world, path, &body);
    assert_eq!((&made["ports"], &made["own"], &made["catalogue"]), (&json!(3), &json!(true), &json!(false)));
    assert_eq!((&made["status"], &made["takes_lines"]), (&json!("hot"), &json!(true)));
    let changed = world.ask(Method::PATCH, path, r#"{"status":"disabled"}"#).1;
    assert_eq!((&changed["status"], &changed["takes_lines"]), (&json!("disabled"), &json!(false)));
    let in_region = world.get("/v1/access-points?region=cn-hangzhou");
    assert_eq!(in_region["items"].as_array().unwrap().last().unwrap()["id"], "ap-lab");
    assert_eq!(world.ask(Method::DELETE, path, "").0, 204);
    assert_eq!(world.get("/v1/access-points")["items"].as_array().unwrap().len(), known);
}

#[test]
fn a_port_that_a_line_holds_cannot_be_taken_away() {
    let world = World::new();
    let path = "/v1/access-points/ap-lab";
    let two = json!([{"name": "D1", "ports": 2}]);
    put(&world, path, &point(&two));
    let port = Some(Port { device: "D1".into(), number: 2, location: "".into() });
    let held = PhysicalConnection { access_point: "ap-lab".into(), port, ..line("pc-1", Status::Enabled) };
    world.put(held);
    for fewer in [json!([{"name": "D1", "ports": 1}]), json!([{"name": "D2", "ports": 2}]), json!([])] {
        assert_eq!(refused_put(&world, path, &point(&fewer)), "409 conflict", "{fewer}");
    }
    put(&world, path, &point(&json!([{"name": "D2", "ports": 1}, {"name": "D1", "ports": 9}])));
    let elsewhere = json!({"region": "cn-beijing", "name": "Lab", "devices": two});
    assert_eq!(refused_put(&world, path, &elsewhere), "409 conflict");
    assert_eq!(world.refusal(Method::DELETE, path, ""), "409 conflict");
    assert_eq!(world.get(path)["ports_held"], 1);
}

#[test]
fn one_of_the_catalogue_is_changed_and_comes_back() {
    let world = World::new();
    let path = format!("/v1/access-points/{POINT}");
    let original = world.get(&path);
    assert_eq!((&original["own"], &original["ports"]), (&json!(false), &json!(192)));
    assert_eq!(world.ask(Method::PATCH, &path, r#"{"status":"full"}"#).1["own"], true);
    put(&world, &path, &point(&json!([{"name": "D1", "ports": 1}])));
    let port = Some(Port { device: "D1".into(), number: 1, location: "".into() });
    world.put(PhysicalConnection { port, ..line("pc-1", Status::Enabled) });
    assert_eq!(world.refusal(Method::DELETE, &path, ""), "409 conflict");
    let without = PhysicalConnection { seq: world.state().next_seq() - 1, ..line("pc-1", Status::Enabled) };
    world.put_all(vec![without.into()]);
    assert_eq!(world.ask(Method::DELETE, &path, "").0, 204);
    assert_eq!(world.get(&path), original);
    assert_eq!(world.ask(Method::DELETE, &path, "").0, 204, "twice does no harm");
}

#[test]
fn an_access_point_has_bounds() {
    let world = World::new();
    let path = "/v1/access-points/ap-lab";
    let many: Vec<_> = (0..65).map(|number| json!({"name": format!("D{number}"), "ports": 1})).collect();
    for devices in [
        json!([{"name": "D1", "ports": 0}]),
        json!([{"name": "D1", "ports": 1025}]),
        json!([{"name": " ", "ports": 1}]),
        json!([{"name": "D1", "ports": 1}, {"name": "D1", "ports": 1}]),
        json!(many),
    ] {
        assert_eq!(refused_put(&world, path, &point(&devices)), "422 unfit", "{devices}");
    }
    let nowhere = json!({"region": "cn-atlantis", "name": "Lab", "devices": []});
    assert_eq!(refused_put(&world, path, &nowhere), "422 unfit");
    assert_eq!(refused_put(&world, "/v1/access-points/1%20a", &point(&json!([]))), "422 unfit");
    assert_eq!(refused_put(&world, path, &json!({"region": "cn-hangzhou"})), "400 bad_request");
    assert_eq!(world.refusal(Method::PATCH, path, r#"{"status":"hot"}"#), "404 not_found");
    assert_eq!(world.refusal(Method::PATCH, path, r#"{"status":"cold"}"#), "400 bad_request");
    assert_eq!(world.refusal(Method::DELETE, path, ""), "404 not_found");
}

#[test]
fn a_region_is_added_and_taken_away() {
    let world = World::new();
    let path = "/v1/regions/cn-lab";
    let body = json!({"code": "la0", "name_en": "Lab", "zones": ["cn-lab-a", "cn-lab-b"]});
    let made = put(&world, path, &body);
    assert_eq!((&made["name_zh"], &made["name_en"]), (&json!("cn-lab"), &json!("Lab")));
    let all = world.get("/v1/regions");
    assert_eq!(all["items"].as_array().unwrap().last(), Some(&made));
    let here = json!({"region": "cn-lab", "name": "Lab", "devices": []});
    put(&world, "/v1/access-points/ap-lab", &here);
    assert_eq!(world.refusal(Method::DELETE, path, ""), "409 conflict");
    assert_eq!(world.ask(Method::DELETE, "/v1/access-points/ap-lab", "").0, 204);
    let vswitch = xconnect_model::VSwitch {
        seq: world.state().next_seq(),
        id: "vsw-1".into(),
        region: "cn-lab".into(),
        zone: "cn-lab-b".into(),
        ..xconnect_model::VSwitch::default()
    };
    world.put_all(vec![vswitch.clone().into()]);
    let fewer = json!({"code": "la0", "zones": ["cn-lab-a"]});
    assert_eq!(refused_put(&world, path, &fewer), "409 conflict");
    assert_eq!(world.refusal(Method::DELETE, path, ""), "409 conflict");
    world.post("/v1/reset", "");
    put(&world, path, &fewer);
    assert_eq!(world.ask(Method::DELETE, path, "").0, 204);
    assert_eq!(world.refusal(Method::DELETE, path, ""), "404 not_found");
}

#[test]
fn a_region_has_a_code_and_zones_of_its_own() {
    let world = World::new();
    let region = |code: &str, zones: &Value| json!({"code": code, "zones": zones});
    put(&world, "/v1/regions/cn-lab", &region("la0", &json!(["cn-lab-a"])));
    let other = "/v1/regions/cn-other";
    for (code, zones, refusal) in [
        ("LA0", json!([]), "422 unfit"),
        ("la", json!([]), "422 unfit"),
        ("la00", json!([]), "422 unfit"),
        ("lb0", json!(["a", "a"]), "422 unfit"),
        ("lb0", json!(["-a"]), "422 unfit"),
        ("la0", json!([]), "409 conflict"),
        ("bp1", json!([]), "409 conflict"),
        ("lb0", json!(["cn-lab-a"]), "409 conflict"),
        ("lb0", json!(["cn-hangzhou-b"]), "409 conflict"),
    ] {
        assert_eq!(refused_put(&world, other, &region(code, &zones)), refusal, "{code} {zones}");
    }
    assert_eq!(refused_put(&world, "/v1/regions/cn-hangzhou", &region("lb0", &json!([]))), "409 conflict");
    assert_eq!(world.refusal(Method::DELETE, "/v1/regions/cn-hangzhou", ""), "409 conflict");
}
