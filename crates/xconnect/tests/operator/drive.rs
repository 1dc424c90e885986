//! Places, targets, faults, reset, and the audit trail, each driven once, with their usual refusals.

use serde_json::json;

use crate::client::Operator;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

pub(crate) fn places(operator: &Operator<'_>) {
    let point = "/v1/access-points/ap-lab";
    let body = r#"{"region":"cn-hangzhou","name":"Lab","features":[{"key":"AP_Support_IPv6","value":"true"}],
        "devices":[{"name":"D1","location":"rack","ports":2}]}"#;
    operator.ok("PUT", point, body);
    operator.ok("GET", point, "");
    operator.ok("PATCH", point, r#"{"status":"hot"}"#);
    operator.ok("GET", "/v1/access-points?region=cn-hangzhou", "");
    operator.ok("DELETE", point, "");
    let region = "/v1/regions/cn-lab";
    operator.ok("PUT", region, r#"{"code":"la0","name_en":"Lab","zones":["cn-lab-a"]}"#);
    operator.ok("GET", "/v1/regions", "");
    operator.ok("DELETE", region, "");
    for (method, path, body, refusal) in [
        ("GET", point, "", "404 not_found"),
        ("PATCH", point, r#"{"status":"hot"}"#, "404 not_found"),
        ("PUT", point, r#"{"region":"cn-atlantis","name":"Lab","devices":[]}"#, "422 unfit"),
        ("PUT", point, "{}", "400 bad_request"),
        ("DELETE", region, "", "404 not_found"),
        ("DELETE", "/v1/regions/cn-hangzhou", "", "409 conflict"),
        ("PUT", region, r#"{"code":"bp1","zones":[]}"#, "409 conflict"),
        ("PUT", region, r#"{"code":"BP1","zones":[]}"#, "422 unfit"),
    ] {
        assert_eq!(operator.refused(method, path, body), refusal, "{method} {path}");
    }
}

pub(crate) fn targets(world: &World, operator: &Operator<'_>) {
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)]);
    let vpc = vpc["VpcId"].as_str().unwrap();
    let body = json!({"kind": "HaVip", "account": OWN.to_string(), "region": HANGZHOU, "vpc": vpc});
    let target = "/v1/targets/havip-1";
    operator.ok("PUT", target, &body.to_string());
    operator.ok("GET", &format!("/v1/targets?vpc={vpc}&kind=HaVip&limit=1"), "");
    operator.ok("DELETE", target, "");
    assert_eq!(operator.refused("DELETE", target, ""), "404 not_found");
    assert_eq!(operator.refused("PUT", target, r#"{"kind":"HaVip"}"#), "400 bad_request");
}

pub(crate) fn faults(operator: &Operator<'_>) {
    operator.ok("POST", "/v1/faults", r#"{"action":"*","delay":"1ms"}"#);
    let error = r#"{"action":"CreateVpc","calls":1,"account":"1","error":{"code":"Throttling"}}"#;
    let made = operator.ok("POST", "/v1/faults", error);
    let one = format!("/v1/faults/{}", made["id"].as_str().unwrap());
    operator.ok("GET", &one, "");
    operator.ok("GET", "/v1/faults", "");
    operator.ok("DELETE", &one, "");
    assert_eq!(operator.refused("GET", &one, ""), "404 not_found");
    assert_eq!(operator.refused("DELETE", &one, ""), "404 not_found");
    assert_eq!(operator.refused("POST", "/v1/faults", r#"{"action":"Fly","delay":"1s"}"#), "422 unfit");
    operator.ok("DELETE", "/v1/faults", "");
}

pub(crate) fn reset_and_audit(operator: &Operator<'_>) {
    operator.ok("POST", "/v1/reset", &format!(r#"{{"account":"{OWN}"}}"#));
    operator.ok("POST", "/v1/reset", "");
    assert_eq!(operator.refused("POST", "/v1/reset", r#"{"account":"1"}"#), "422 unfit");
    let page = operator.ok("GET", "/v1/audit?action=operator:Reset&limit=2&refused=false", "");
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert_eq!(operator.refused("GET", "/v1/audit?limit=201", ""), "400 bad_request");
}
