//! The service clock.

use serde_json::json;
use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::{Status, Work};

use crate::support::{START, World, line};

#[test]
fn the_clock_is_frozen_moved_and_sped_up() {
    let world = World::new();
    let shows = |clock: &serde_json::Value| (clock["service_time"].clone(), clock["rate"].clone());
    assert_eq!(shows(&world.get("/v1/clock")), (json!(START.to_wire()), json!(1.0)));
    assert_eq!(shows(&world.post("/v1/clock/freeze", "")).1, 0.0);
    let later = START.after(std::time::Duration::from_secs(8 * 86_400)).to_wire();
    let moved = world.post("/v1/clock/advance", r#"{"duration":"8d"}"#);
    assert_eq!(shows(&moved), (json!(later), json!(0.0)));
    assert_eq!(world.commit("operator:AdvanceClock").origin.from, "127.0.0.1");
    assert_eq!(shows(&world.post("/v1/clock/speed", r#"{"rate":60}"#)), (json!(later), json!(60.0)));
    assert_eq!(moved["wall_time"], START.to_wire());
}

#[test]
fn what_no_clock_can_do_is_refused() {
    let world = World::new();
    for body in [r#"{"duration":"soon"}"#, r#"{"duration":"-1d"}"#, r#"{"duration":"9999d"}"#] {
        assert_eq!(world.refused("/v1/clock/advance", body), "422 unfit", "{body}");
    }
    for body in [r#"{"rate":-1}"#, r#"{"rate":1e7}"#] {
        assert_eq!(world.refused("/v1/clock/speed", body), "422 unfit", "{body}");
    }
    assert_eq!(world.refused("/v1/clock/speed", r#"{"rate":1e999}"#), "400 bad_request");
    assert_eq!(world.refused("/v1/clock/advance", ""), "400 bad_request");
    assert_eq!(world.refused("/v1/clock/run-dry", r#"{"limit":0}"#), "422 unfit");
}

#[test]
fn it_runs_dry_within_its_steps() {
    let world = World::new();
    let opening =
        |id| PhysicalConnection { work: Some(Work::Enabling(START)), ..line(id, Status::Confirmed) };
    world.put(opening("pc-1"));
    let one = world.post("/v1/clock/run-dry", r#"{"limit":1000}"#);
    assert_eq!((&one["settled"], &one["clock"]["under_way"]), (&json!(true), &json!(0)));
    assert!(one["steps"].as_u64().unwrap() >= 1);
    assert_eq!(world.get("/v1/lines/pc-1")["status"], "Enabled");
    assert_eq!(world.post("/v1/clock/run-dry", "")["steps"], 0);
}
