//! What was acknowledged is there after a restart, and while the log takes nothing, the server reads on.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use xconnect_log::Fault;

use crate::support::records::{HANGZHOU, OWN};
use crate::support::{Setup, World};

const UNAVAILABLE: &str = "503 ServiceUnavailable";

fn health(world: &World) -> (u16, String) {
    let answer = world.health();
    (answer.status, answer.text("status"))
}

/// Every one of these interfaces exists.
fn all_there(world: &World, interfaces: &[String]) {
    for interface in interfaces {
        assert_eq!(world.seen(interface, "RouterInterfaceId"), *interface);
    }
}

#[test]
fn while_the_log_fails_writes_are_refused_and_reads_go_on() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    let before = world.interface(&[]);
    assert_eq!(health(&world), (200, "ok".to_owned()));
    world.faults().set(Fault::Always);
    for _ in 0..3 {
        assert_eq!(world.send(&world.creation(&router)).refusal(), UNAVAILABLE);
        assert_eq!(world.send(&world.list()).success()["TotalCount"], 1);
        assert_eq!(health(&world), (503, "read-only".to_owned()));
    }
    world.faults().set(Fault::None);
    let after = world.send(&world.creation(&router)).text("RouterInterfaceId");
    assert_eq!(health(&world), (200, "ok".to_owned()));
    let world = world.restart();
    assert_eq!(world.state().router_interfaces.len(), 2, "what was refused was not done");
    all_there(&world, &[before, after]);
}

#[test]
fn a_write_that_nobody_knows_about_shows_at_the_next_one() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    let create = || world.creation(&router).with("ClientToken", "one interface");
    world.faults().set(Fault::OnceAfter);
    assert_eq!(world.send(&create()).refusal(), UNAVAILABLE);
    // The log has it after all, and a client that asks again with its token is told so.
    let id = world.send(&create()).text("RouterInterfaceId");
    assert_eq!(world.state().router_interfaces.len(), 1);
    let world = world.restart();
    all_there(&world, &[id]);
    assert_eq!(world.state().router_interfaces.len(), 1);
}

#[test]
fn what_the_fabric_has_done_is_recorded_when_the_log_is_back() {
    let world = World::new();
    let pair = world.connecting();
    // The machine's clock moves here: to set the service's would be a write itself.
    world.faults().set(Fault::OnceBefore);
    world.wall().advance(Duration::from_secs(1));
    world.until("the fault has struck", |_| world.faults().get() == Fault::None);
    world.wall().advance(Duration::from_secs(1));
    world.until("connected", |state| state.under_way() == 0);
    assert_eq!(world.seen(&pair.initiator, "Status"), "Active");
}

#[test]
fn a_failing_log_of_a_server_that_stops_loses_nothing_that_was_acknowledged() {
    let world = World::new();
    let interfaces: Vec<_> = (0..10).map(|_| world.interface(&[])).collect();
    world.faults().set(Fault::Always);
    let setup = world.stop();
    let world = setup.start();
    world.faults().set(Fault::None);
    all_there(&world, &interfaces);
}

#[test]
fn the_state_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().folder(folder.path()).start();
    world.connected();
    world.interface(&[("InstanceChargeType", "PrePaid"), ("Period", "1"), ("AutoPay", "true")]);
    world.interface(&[("Name", "named"), ("Tags.1.Key", "colour"), ("Tags.1.Value", "blue")]);
    let before = world.state();
    let world = world.restart();
    assert!(world.state() == before);
    // Once more: now there is a snapshot to start from.
    assert!(world.restart().state() == before);
}

#[test]
fn a_full_disk_stops_writes_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let limited = Setup::default().folder(folder.path()).config("[limits]\nlog_bytes = 131072");
    let world = limited.start();
    let interface = world.interface(&[]);
    let describe = |world: &World, n: usize| {
        let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", interface.as_str())];
        let description = format!("the description number {n:0>200}");
        world.call("ModifyRouterInterfaceAttribute", &params).with("Description", &description)
    };
    let mut acknowledged = None;
    let refused = (0..500).find_map(|n| {
        let answer = world.send(&describe(&world, n));
        if answer.status == 200 {
            acknowledged = Some(world.seen(&interface, "Description"));
            return None;
        }
        Some(answer)
    });
    assert_eq!(refused.unwrap().refusal(), UNAVAILABLE);
    assert_eq!(health(&world), (503, "read-only".to_owned()));
    assert_eq!(Some(world.seen(&interface, "Description")), acknowledged);
    drop(world.stop());
    let world = Setup::default().folder(folder.path()).start();
    assert_eq!(Some(world.seen(&interface, "Description")), acknowledged);
    world.send(&describe(&world, 1)).success();
    assert_eq!(health(&world), (200, "ok".to_owned()));
}

#[test]
fn a_folder_has_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().folder(folder.path()).start();
    let second = Setup::default().folder(folder.path()).try_start();
    let message = second.err().unwrap().to_string();
    let own_process = format!("in use by another xconnect (process {})", std::process::id());
    for needed in [own_process.as_str(), folder.path().to_str().unwrap()] {
        assert!(message.contains(needed), "{message}");
    }
    // The first one has not been disturbed, and leaves the folder to the next.
    world.interface(&[]);
    world.restart();
}

#[test]
fn a_folder_of_a_later_release_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    Setup::default().folder(folder.path()).start().stop();
    std::fs::write(folder.path().join("format"), "2\n").unwrap();
    let message = Setup::default().folder(folder.path()).try_start().err().unwrap().to_string();
    assert!(message.contains("format 2") && message.contains("formats up to 1"), "{message}");
}

#[test]
fn a_folder_that_is_damaged_is_named() {
    let folder = tempfile::tempdir().unwrap();
    Setup::default().folder(folder.path()).start().stop();
    std::fs::remove_file(folder.path().join("log.db")).unwrap();
    let message = Setup::default().folder(folder.path()).try_start().err().unwrap().to_string();
    assert!(message.contains("log.db") && message.contains("backup"), "{message}");
}

#[test]
fn the_configuration_is_what_counts_at_every_start() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().folder(folder.path()).start();
    let router = world.router(OWN, HANGZHOU);
    let interface = world.interface_on(&router, &[]);
    drop(world.stop());
    let quota = Setup::default().folder(folder.path()).config("[quotas]\ninterfaces_per_router = 1");
    let world = quota.start();
    all_there(&world, &[interface]);
    assert_eq!(
        world.send(&world.creation(&router)).refusal(),
        "400 LimitationExceed.InterfaceNumberOnRouter"
    );
}
