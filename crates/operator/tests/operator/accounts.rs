//! Accounts and their access keys.

use http::Method;
use serde_json::{Value, json};
use xconnect_model::physical_connection::Status;
use xconnect_model::{Account, AccountId};

use crate::support::{OWN, World};

fn patch(world: &World, path: &str, body: Value) -> Value {
    let (status, answer) = world.ask(Method::PATCH, path, &body.to_string());
    assert_eq!(status, 200, "{answer}");
    answer
}

#[test]
fn an_account_is_made_changed_and_taken_away() {
    let world = World::new();
    let made = world.post("/v1/accounts", r#"{"id":"42","name":"lab","balance":null,"provider":"manual"}"#);
    assert_eq!(
        (&made["id"], &made["operated"], &made["provider"]),
        (&json!("42"), &json!(true), &json!("manual"))
    );
    assert_eq!(world.refused("/v1/accounts", r#"{"id":"42"}"#), "409 conflict");
    let changed = patch(
        &world,
        "/v1/accounts/42",
        json!({
            "name": "lab 2", "balance": 5, "outbound_traffic": {"cn-hangzhou": false}, "opened_specs": ["2G", "40G", "2G"],
            "quotas": {"vpcs_per_region": 3}, "risk_control": "unpaid parking", "may_create_router_interfaces": false,
        }),
    );
    assert_eq!(changed["outbound_traffic"], json!({"cn-hangzhou": false}));
    assert_eq!((&changed["opened_specs"], &changed["balance"]), (&json!(["2G", "40G"]), &json!(5)));
    assert_eq!((&changed["quotas"]["vpcs_per_region"], &changed["provider"]), (&json!(3), &json!("manual")));
    assert_eq!(changed["risk_control"], "unpaid parking");
    let back = patch(
        &world,
        "/v1/accounts/42",
        json!({
            "balance": null, "outbound_traffic": {"cn-hangzhou": null}, "quotas": {"vpcs_per_region": null},
            "risk_control": null, "provider": null, "opened_specs": [],
        }),
    );
    assert_eq!(
        (&back["balance"], &back["provider"], &back["name"]),
        (&Value::Null, &Value::Null, &json!("lab 2"))
    );
    assert_eq!((&back["outbound_traffic"], &back["quotas"]), (&json!({}), &json!({})));
    assert_eq!(world.ask(Method::DELETE, "/v1/accounts/42", ""), (204, Value::Null));
    assert_eq!(world.refusal(Method::GET, "/v1/accounts/42", ""), "404 not_found");
    assert_eq!(world.commit("operator:DeleteAccount").changes.len(), 3, "its resource groups go with it");
}

#[test]
fn an_account_gets_a_number_when_it_names_none() {
    let world = World::new();
    let made = world.post("/v1/accounts", "");
    assert_eq!(made["id"].as_str().unwrap().len(), 16);
    assert_eq!(world.get("/v1/accounts")["items"].as_array().unwrap().len(), 2);
}

#[test]
fn what_does_not_fit_an_account_is_refused() {
    let world = World::new();
    let own = format!("/v1/accounts/{OWN}");
    for (status, body) in [
        ("400 bad_request", json!({"colour": "red"})),
        ("400 bad_request", json!({"balance": "much"})),
        ("400 bad_request", json!({"provider": "me"})),
        ("422 unfit", json!({"quotas": {"dreams": 1}})),
        ("422 unfit", json!({"outbound_traffic": {"cn-atlantis": true}})),
        ("422 unfit", json!({"opened_specs": ["50M"]})),
        ("422 unfit", json!({"site": ""})),
        ("422 unfit", json!({"id": "42"})),
    ] {
        assert_eq!(world.refusal(Method::PATCH, &own, &body.to_string()), status, "{body}");
    }
    for id in ["0", "x", "1234567890123456789", ""] {
        assert_eq!(world.refused("/v1/accounts", &json!({ "id": id }).to_string()), "422 unfit", "{id}");
    }
    assert_eq!(world.refused("/v1/accounts", r#"{"id":42}"#), "400 bad_request");
    assert_eq!(world.refusal(Method::PATCH, "/v1/accounts/42", "{}"), "404 not_found");
}

#[test]
fn an_account_that_owns_something_stays() {
    let world = World::new();
    let own = format!("/v1/accounts/{OWN}");
    world.line("pc-1", Status::Terminated);
    assert_eq!(world.refusal(Method::DELETE, &own, ""), "409 conflict");
    let configured = Account { id: AccountId(7), configured: true, ..Account::default() };
    world.put(configured);
    assert_eq!(world.refusal(Method::DELETE, "/v1/accounts/7", ""), "409 conflict");
    assert_eq!(world.refusal(Method::DELETE, "/v1/accounts/8", ""), "404 not_found");
}

#[test]
fn a_secret_is_shown_once() {
    let world = World::new();
    let keys = format!("/v1/accounts/{OWN}/keys");
    let made = world.post(&keys, "");
    let (id, secret) = (made["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    assert!(id.starts_with("LTAI") && secret.len() == 30);
    assert_ne!(world.post(&keys, "")["secret"], secret);
    for path in [keys.clone(), format!("/v1/accounts/{OWN}"), "/v1/accounts".to_owned()] {
        assert!(!world.get(&path).to_string().contains(secret), "{path}");
    }
    let given = world.post(&keys, r#"{"id":"k","secret":"s","security_token":"t"}"#);
    assert_eq!(given, json!({"id": "k", "account": OWN.to_string(), "secret": "s"}));
    assert_eq!(world.get(&keys)["items"][2]["temporary"], true);
}

#[test]
fn a_key_is_disabled_enabled_and_taken_away() {
    let world = World::new();
    let keys = format!("/v1/accounts/{OWN}/keys");
    world.post(&keys, r#"{"id":"k","secret":"s"}"#);
    let key = format!("{keys}/k");
    assert_eq!(patch(&world, &key, json!({"enabled": false}))["enabled"], false);
    assert_eq!(patch(&world, &key, json!({"enabled": true}))["enabled"], true);
    assert_eq!(world.refused(&keys, r#"{"id":"k"}"#), "409 conflict");
    assert_eq!(world.refused(&keys, r#"{"id":"a b"}"#), "422 unfit");
    assert_eq!(world.refused(&keys, r#"{"secret":""}"#), "422 unfit");
    assert_eq!(world.ask(Method::DELETE, &key, "").0, 204);
    assert_eq!(world.refusal(Method::DELETE, &key, ""), "404 not_found");
    assert_eq!(world.refused("/v1/accounts/42/keys", ""), "404 not_found");
    for _ in 0..100 {
        world.post(&keys, "");
    }
    assert_eq!(world.refused(&keys, ""), "422 unfit", "there is a bound");
}
