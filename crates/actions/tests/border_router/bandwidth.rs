//! Bandwidth of a router beside that of its line, and how many there can be.

use std::sync::Arc;

use serde_json::json;
use xconnect_actions::Settings;

use super::*;

const CREATE: &str = "CreateVirtualBorderRouter";
const UPDATE: &str = "UpdateVirtualBorderBandwidth";

fn update<'p>(vbr: &'p str, mbps: &'p str) -> [(&'p str, &'p str); 3] {
    [REGION, ("VirtualBorderRouterId", vbr), ("Bandwidth", mbps)]
}

#[test]
fn the_routers_of_a_line_share_its_bandwidth() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    create(&mut world, &line, "1", &[("Bandwidth", "500")]).unwrap();
    create(&mut world, &line, "2", &[]).unwrap();
    let more =
        |world: &mut World, mbps: &str| world.refused(CREATE, &creation("pc-1", "3", &[("Bandwidth", mbps)]));
    assert_eq!(more(&mut world, "1000"), "400 ResourceNotEnough.Bandwidth");
    for bad in ["51", "0", "1001", "4294967296"] {
        assert_eq!(more(&mut world, bad), "400 InvalidParameter", "{bad}");
    }
    create(&mut world, &line, "3", &[("Bandwidth", "500")]).unwrap();
}

#[test]
fn on_a_shared_line_the_bandwidth_is_the_lines() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let shared = shared_line(&mut world, "pc-shared", &line, 100);
    let refused = world.call_other(CREATE, &creation(&shared, "1", &[("Bandwidth", "50")])).unwrap_err();
    assert_eq!(refused.code(), "InvalidParameter");
    world.call_other(CREATE, &creation(&shared, "1", &[])).unwrap();
    let list = world.call_other("DescribeVirtualBorderRouters", &[REGION]).unwrap();
    assert_eq!(set(&list)[0]["Bandwidth"], 100);
}

#[test]
fn a_subscription_of_a_shared_line_shows_on_its_routers() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let shared = shared_line(&mut world, "pc-shared", &line, 100);
    let end = world.now.after_months(1);
    edit_line(&mut world, &shared, |line| line.end_at = Some(end));
    world.call_other(CREATE, &creation(&shared, "1", &[])).unwrap();
    let list = world.call_other("DescribeVirtualBorderRouters", &[REGION]).unwrap();
    assert_eq!(set(&list)[0]["PConnVbrChargeType"], "PrePaid");
    assert_eq!(set(&list)[0]["PConnVbrExpireTime"], "2026-12-21T00:00:00Z");
}

#[test]
fn an_update_answers_in_its_own_way() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    assert_eq!(described(&mut world, &vbr)["Bandwidth"], 1_000);
    let answer = world.call(UPDATE, &update(&vbr, "2")).unwrap();
    let expected = json!({ "Code": "200", "HttpStatusCode": 200, "Message": "successful", "Success": true });
    assert_eq!(answer, expected);
    assert_eq!(described(&mut world, &vbr)["Bandwidth"], 2);
    for bad in ["1", "1001", "102401"] {
        assert_eq!(world.refused(UPDATE, &update(&vbr, bad)), "400 InvalidParameter", "{bad}");
    }
    world.call(UPDATE, &update(&vbr, "1000")).unwrap();
}

#[test]
fn either_owner_may_update_the_bandwidth_once_the_router_is_active() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &line, "1");
    let refused = world.refused(UPDATE, &update(&vbr, "50"));
    assert_eq!(refused, "400 InvalidOperation.OperationNotAllowedInState");
    accept(&mut world, &vbr);
    world.call(UPDATE, &update(&vbr, "50")).unwrap();
    world.call_other(UPDATE, &update(&vbr, "60")).unwrap();
    assert_eq!(record(&world, &vbr).bandwidth_mbps, Some(60));
}

#[test]
fn a_line_and_an_account_have_so_many_routers() {
    let mut world = World::new();
    let mut settings = Settings::default();
    settings.quotas.vbrs_per_line = 2;
    settings.quotas.vbrs_per_account = 3;
    world.settings = Arc::new(settings);
    let (one, two) = (line(&mut world, "pc-1"), line(&mut world, "pc-2"));
    let vbr = router(&mut world, &one, "1");
    router_for_other(&mut world, &one, "2");
    assert_eq!(world.refused(CREATE, &creation(&one, "3", &[])), "400 QuotaExceeded.vbrPerpConn");
    router(&mut world, &two, "1");
    router(&mut world, &two, "2");
    let three = line(&mut world, "pc-3");
    assert_eq!(world.refused(CREATE, &creation(&three, "1", &[])), "400 QuotaExceeded.freevbr");
    // The other account's quota is its own, and what is being deleted counts for none.
    router_for_other(&mut world, &three, "1");
    act(&mut world, "DeleteVirtualBorderRouter", &vbr, &[]);
    router(&mut world, &one, "3");
}
