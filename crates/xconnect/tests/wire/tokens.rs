//! ClientToken: a call that is sent again is carried out once.

use std::time::Duration;

use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};
use crate::support::{Setup, World};

const DAY: Duration = Duration::from_secs(86_400);

/// Creations with one token; each is a new request.
fn creation(world: &World, router: &str) -> Call {
    world.creation(router).with("ClientToken", "5b7b3a5e")
}

#[test]
fn a_repeated_call_gets_the_same_answer_under_a_new_id() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    let first = world.send(&creation(&world, &router)).success();
    let second = world.send(&creation(&world, &router).method("GET")).success();
    assert_eq!(first["RouterInterfaceId"], second["RouterInterfaceId"]);
    assert_ne!(first["RequestId"], second["RequestId"]);
    let xml = world.send(&creation(&world, &router).with("Format", "XML"));
    assert!(xml.body.contains(first["RouterInterfaceId"].as_str().unwrap()), "{}", xml.body);
    assert_eq!(world.state().router_interfaces.len(), 1);
}

#[test]
fn a_token_belongs_to_its_parameters() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    world.send(&creation(&world, &router)).success();
    for call in [
        creation(&world, &router).with("Spec", "Large.2"),
        creation(&world, &router).with("Name", "another"),
        creation(&world, &world.router(OWN, HANGZHOU)),
    ] {
        assert_eq!(world.send(&call).refusal(), "400 IdempotentParameterMismatch");
    }
}

#[test]
fn a_token_is_one_accounts_for_one_action_in_one_region() {
    let world = World::new();
    let create =
        |region: &str, account| creation(&world, &world.router(account, region)).with("RegionId", region);
    let of = |call: &Call| world.send(call).text("RouterInterfaceId");
    let ids = [
        of(&create(HANGZHOU, OWN)),
        of(&create("cn-shanghai", OWN)),
        of(&create(HANGZHOU, PARTNER).by_partner()),
    ];
    assert_eq!(world.state().router_interfaces.len(), 3);
    let delete = world.call("DeleteRouterInterface", &[("RegionId", HANGZHOU), ("ClientToken", "5b7b3a5e")]);
    world.send(&delete.with("RouterInterfaceId", &ids[0])).success();
}

#[test]
fn a_deletion_can_be_repeated_after_the_thing_is_gone() {
    let world = World::new();
    let interface = world.interface(&[]);
    let delete = || {
        let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", interface.as_str())];
        world.call("DeleteRouterInterface", &params)
    };
    world.send(&delete().with("ClientToken", "once")).success();
    world.settle();
    world.send(&delete().with("ClientToken", "once")).success();
    assert_eq!(world.send(&delete()).refusal(), "404 InvalidInstanceId.NotFound");
}

#[test]
fn a_refused_call_does_not_use_its_token_up() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    let wrong = creation(&world, &router).with("Spec", "Huge.1");
    assert_eq!(world.send(&wrong).refusal(), "400 InvalidSpec.ValudNotSupported");
    world.send(&creation(&world, &router)).success();
}

#[test]
fn a_token_is_64_ascii_characters_at_most() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    for token in ["t".repeat(65), "线路".to_owned()] {
        let answer = world.send(&creation(&world, &router).with("ClientToken", &token));
        assert_eq!(answer.refusal(), "400 InvalidParameter", "{token}");
    }
    world.send(&creation(&world, &router).with("ClientToken", &"t".repeat(64))).success();
    // A blank one is none.
    world.send(&creation(&world, &router).with("ClientToken", "")).success();
    world.send(&creation(&world, &router).with("ClientToken", "")).success();
    assert_eq!(world.state().router_interfaces.len(), 3);
}

#[test]
fn while_the_first_call_runs_the_second_is_sent_away() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    world.gate().close();
    let first = world.send_aside(&creation(&world, &router));
    world.gate().wait_for_append();
    assert_eq!(world.send(&creation(&world, &router)).refusal(), "403 LastTokenProcessing");
    world.gate().open();
    let first = first.join().unwrap().success();
    let third = world.send(&creation(&world, &router)).success();
    assert_eq!(first["RouterInterfaceId"], third["RouterInterfaceId"]);
    assert_eq!(world.state().router_interfaces.len(), 1);
}

#[test]
fn a_caller_that_hung_up_can_ask_again() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    world.gate().close();
    let mut hasty = world.connect();
    hasty.write(&creation(&world, &router).signed().bytes());
    world.gate().wait_for_append();
    drop(hasty);
    world.gate().open();
    world.until("the first call is carried out", |state| state.router_interfaces.len() == 1);
    let again = world.send(&creation(&world, &router)).text("RouterInterfaceId");
    assert!(world.state().router_interface(&again).is_some());
    assert_eq!(world.state().router_interfaces.len(), 1);
}

#[test]
fn a_token_is_forgotten_after_a_day_of_service_time() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    let create = || world.send(&creation(&world, &router)).text("RouterInterfaceId");
    let first = create();
    world.pass(DAY);
    assert_eq!(create(), first);
    world.pass(Duration::from_millis(1));
    assert_ne!(create(), first);
    assert_eq!(world.state().tokens.len(), 1, "the old one has made room");
}

#[test]
fn tokens_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().folder(folder.path()).start();
    let router = world.router(OWN, HANGZHOU);
    let first = world.send(&creation(&world, &router)).text("RouterInterfaceId");
    let world = world.restart();
    assert_eq!(world.send(&creation(&world, &router)).text("RouterInterfaceId"), first);
    let other = creation(&world, &router).with("Spec", "Large.2");
    assert_eq!(world.send(&other).refusal(), "400 IdempotentParameterMismatch");
}
