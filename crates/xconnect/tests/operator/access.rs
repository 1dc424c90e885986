//! Who is let in.

use std::net::SocketAddr;

use xconnect::serve::{Options, ServeError, Server, Store};
use xconnect_log::Fault;
use xconnect_operator::BODY_LIMIT;

use crate::client::send;
use crate::support::{Setup, World};

const TOKEN: &str = "0123456789abcdef";

#[test]
fn with_a_token_only_its_holder_is_let_in() {
    let world = Setup::default().token(TOKEN).start();
    let ask = |headers: &[(&str, &str)]| send(&world, "GET", "/v1/lines", headers, "");
    let refused = ask(&[]);
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(refused.text("code"), "unauthorized");
    assert_eq!(ask(&[("Authorization", "Bearer 0123456789abcdeg")]).status, 401);
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(ask(&[("Authorization", &bearer)]).status, 200);
    assert_eq!(ask(&[("Authorization", &bearer), ("Host", "operator.example.com")]).status, 200);
    assert_eq!(send(&world, "POST", "/v1/clock/freeze", &[], "").status, 401);
    assert_eq!(send(&world, "GET", "/nothing", &[], "").status, 401);
    assert_eq!(send(&world, "GET", "/health", &[], "").status, 200, "probes need no token");
}

#[test]
fn without_a_token_no_page_in_a_browser_is_let_in() {
    let world = World::new();
    let ask = |headers: &[(&str, &str)]| send(&world, "POST", "/v1/clock/freeze", headers, "").status;
    assert_eq!(ask(&[("Host", "rebound.example.com")]), 403);
    assert_eq!(ask(&[("Origin", "http://example.com")]), 403);
    assert_eq!(ask(&[("Origin", "http://localhost")]), 200);
    assert_eq!(ask(&[]), 200);
}

#[test]
fn an_open_address_needs_a_token() {
    let world = World::new();
    let options = |operator: [u8; 4]| Options {
        operator: Some(SocketAddr::from((operator, 0))),
        api: SocketAddr::from(([127, 0, 0, 1], 0)),
        api_tls: None,
        store: Store::Memory,
        ..Options::standard("unused".into())
    };
    let refused = world.block_on(Server::start(options([0, 0, 0, 0]))).err().unwrap();
    assert!(matches!(refused, ServeError::OperatorNotLocal(_)), "{refused}");
    let operator_token = Some(xconnect_operator::OperatorToken::new(TOKEN).unwrap());
    let server = world.block_on(Server::start(Options { operator_token, ..options([0, 0, 0, 0]) })).unwrap();
    world.block_on(server.stop());
}

#[test]
fn a_crowd_at_the_api_keeps_no_operator_out() {
    let world = Setup::default().config("[limits]\nconnections = 1\n").start();
    let mut inside = world.connect();
    inside.exchange(&world.list().signed()).success();
    let outside = world.connect();
    assert_eq!(send(&world, "GET", "/v1/lines", &[], "").status, 200);
    drop((inside, outside));
}

#[test]
fn a_body_has_a_bound() {
    let world = World::new();
    let answer = send(&world, "POST", "/v1/accounts", &[], &"x".repeat(BODY_LIMIT + 2));
    assert_eq!((answer.status, answer.text("code")), (413, "too_large".to_owned()));
}

#[test]
fn a_log_that_takes_nothing_is_unavailable() {
    let world = World::new();
    world.faults().set(Fault::Always);
    let answer = send(&world, "POST", "/v1/clock/freeze", &[], "");
    assert_eq!((answer.status, answer.text("code")), (503, "unavailable".to_owned()));
    assert_eq!(send(&world, "GET", "/v1/clock", &[], "").status, 200);
}

#[test]
fn every_answer_has_its_own_request_id_and_is_kept_by_nobody() {
    let world = World::new();
    let (first, second) = (send(&world, "GET", "/v1/lines", &[], ""), send(&world, "GET", "/x", &[], ""));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_eq!(first.header("x-request-id").unwrap().len(), 36);
    assert_eq!(second.header("cache-control"), Some("no-store"));
}
