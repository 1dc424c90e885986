//! What holds for every path: the document, bodies, refusals, and what is not there.

use std::collections::BTreeSet;

use http::Method;

use crate::support::World;

#[test]
fn the_document_names_every_operation_once_and_every_schema_that_it_uses() {
    let world = World::new();
    let document = world.get("/openapi.json");
    assert_eq!((&document["info"]["version"], &document["openapi"]), (&"1.2.3".into(), &"3.1.0".into()));
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(operations.insert(id.to_owned()), "{id} is there twice");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}");
            assert!(operation.get("requestBody").is_none_or(|body| body.is_object()), "{method} {path}");
            assert!(path == "/health" || path == "/version" || operation["responses"]["401"].is_object());
        }
    }
    let required = |path: &str| document["paths"][path]["post"]["requestBody"]["required"].clone();
    assert_eq!((required("/v1/clock/freeze"), required("/v1/clock/speed")), (false.into(), true.into()));
    assert!(operations.len() > 40, "{operations:?}");
    let text = document.to_string();
    for piece in text.split("#/components/schemas/").skip(1) {
        let name = piece.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn health_and_version_are_as_they_were() {
    let world = World::new();
    let health = world.get("/health");
    assert_eq!((&health["status"], &health["underWay"]), (&"ok".into(), &0.into()));
    assert!(health["serviceTime"].is_string() && health["records"].is_u64());
    assert_eq!(world.get("/version")["version"], "1.2.3");
}

#[test]
fn what_is_not_there_says_so_in_the_same_form() {
    let world = World::new();
    assert_eq!(world.refusal(Method::GET, "/", ""), "404 not_found");
    assert_eq!(world.refusal(Method::GET, "/v1/nothing", ""), "404 not_found");
    assert_eq!(world.refusal(Method::DELETE, "/v1/lines", ""), "405 method_not_allowed");
    assert_eq!(world.refusal(Method::POST, "/health", ""), "405 method_not_allowed");
}

#[test]
fn a_body_is_json_with_known_fields() {
    let world = World::new();
    for body in ["{", "[]", "[1]", "null", r#"{"rate":1,"colour":"red"}"#, r#"{"rate":"1"}"#, "\u{0}"] {
        assert_eq!(world.refused("/v1/clock/speed", body), "400 bad_request", "{body:?}");
    }
    assert_eq!(world.refused("/v1/clock/freeze", r#"{"rate":1}"#), "400 bad_request");
}
