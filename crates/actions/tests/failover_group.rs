//! Failover groups as pure functions.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod support;

use serde_json::json;
use support::{OTHER, OWN, World};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachment, CenAttachmentStatus};
use xconnect_model::physical_connection::{Port, Shared};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{AccountId, PhysicalConnection, VbrHa, VirtualBorderRouter};

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");
const PAIR: [(&str, &str); 3] = [REGION, ("VbrId", "vbr-1"), ("PeerVbrId", "vbr-2")];

/// A line of the first account on a device of the one access point.
fn put_line(world: &mut World, id: &str, device: &str) {
    world.put(PhysicalConnection {
        seq: world.state.next_seq(),
        id: id.into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        access_point: "ap-cn-hangzhou-yh-B".into(),
        bandwidth_mbps: 1_000,
        port: Some(Port { device: device.into(), number: 1, ..Port::default() }),
        ..PhysicalConnection::default()
    });
}

/// A router on a line of the first account, attached to a CEN instance.
fn put_vbr(world: &mut World, account: AccountId, id: &str, line: &str, cen: &str) {
    world.put(VirtualBorderRouter {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        line: line.into(),
        line_account: OWN,
        ..VirtualBorderRouter::default()
    });
    world.put(CenAttachment {
        seq: world.state.next_seq(),
        cen: cen.into(),
        child: id.into(),
        child_account: account,
        status: CenAttachmentStatus::Attached,
        ..CenAttachment::default()
    });
}

/// Two routers that can be a group.
fn world() -> World {
    let mut world = World::new();
    put_line(&mut world, "pc-1", "device-1");
    put_line(&mut world, "pc-2", "device-2");
    put_vbr(&mut world, OWN, "vbr-1", "pc-1", "cen-1");
    put_vbr(&mut world, OWN, "vbr-2", "pc-2", "cen-1");
    world
}

fn edit_vbr(world: &mut World, id: &str, change: impl Fn(&mut VirtualBorderRouter)) {
    let mut vbr = VirtualBorderRouter::clone(world.state.virtual_border_router(id).unwrap());
    change(&mut vbr);
    world.put(vbr);
}

fn edit_line(world: &mut World, id: &str, change: impl Fn(&mut PhysicalConnection)) {
    let mut line = PhysicalConnection::clone(world.state.physical_connection(id).unwrap());
    change(&mut line);
    world.put(line);
}

#[test]
fn a_group_is_made_shown_and_deleted() {
    let mut world = world();
    let mut params = PAIR.to_vec();
    params.extend([("Name", "main"), ("Description", "both lines")]);
    let made = world.call("CreateVbrHa", &params).unwrap();
    let id = made["VbrHaId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("vbrha-bp1"));
    let expected = json!({
        "VbrHaId": id, "VbrId": "vbr-1", "PeerVbrId": "vbr-2", "RegionId": "cn-hangzhou", "Name": "main",
        "Description": "both lines", "Status": "Creating", "CreationTime": "2026-11-21T00:00:00Z",
    });
    for by in [
        vec![("VbrHaId", id.as_str())],
        vec![("VbrId", "vbr-1")],
        vec![("VbrId", "vbr-2")],
        vec![("VbrHaId", id.as_str()), ("VbrId", "vbr-2")],
    ] {
        let mut shown = world.call("DescribeVbrHa", &[vec![REGION], by].concat()).unwrap();
        shown.as_object_mut().unwrap().remove("RequestId");
        assert_eq!(shown, expected);
    }
    let group = VbrHa::clone(world.state.vbr_ha(&id).unwrap());
    world.put(VbrHa { status: VbrHaStatus::Active, ..group });
    let shown = world.call("DescribeVbrHa", &[REGION, ("VbrHaId", &id)]).unwrap();
    assert_eq!(shown["Status"], "Active");

    let delete = [REGION, ("InstanceId", id.as_str())];
    assert_eq!(world.call_other("DeleteVbrHa", &delete).unwrap_err().code(), "ResourceNotFound.VbrHa");
    world.call("DeleteVbrHa", &delete).unwrap();
    assert!(world.state.vbr_has.is_empty());
    assert_eq!(world.refused("DeleteVbrHa", &delete), "404 ResourceNotFound.VbrHa");
    world.call("CreateVbrHa", &PAIR).unwrap();
}

#[test]
fn a_group_is_not_found_otherwise() {
    let mut world = world();
    let id = world.call("CreateVbrHa", &PAIR).unwrap()["VbrHaId"].as_str().unwrap().to_owned();
    for params in [
        vec![REGION],
        vec![REGION, ("VbrHaId", "vbrha-none")],
        vec![REGION, ("VbrHaId", &id), ("VbrId", "vbr-3")],
        vec![("RegionId", "cn-beijing"), ("VbrHaId", &id)],
        vec![("RegionId", "cn-nowhere"), ("VbrHaId", &id)],
    ] {
        assert_eq!(world.refused("DescribeVbrHa", &params), "404 ResourceNotFound.VbrHa", "{params:?}");
    }
    let foreign = world.call_other("DescribeVbrHa", &[REGION, ("VbrHaId", &id)]).unwrap_err();
    assert_eq!(foreign.code(), "ResourceNotFound.VbrHa");
}

#[test]
fn a_dry_run_makes_nothing() {
    let mut world = world();
    let mut params = PAIR.to_vec();
    params.push(("DryRun", "true"));
    assert_eq!(world.refused("CreateVbrHa", &params), "400 DRYRUN.SUCCESS");
    assert!(world.state.vbr_has.is_empty());
    world.call("CreateVbrHa", &PAIR).unwrap();
    assert_eq!(world.refused("CreateVbrHa", &params), "400 OperationFailed.VbrInUsedByOtherHa");
    let dry = [REGION, ("VbrId", "vbr-1"), ("DryRun", "true")];
    assert_eq!(world.refused("DescribeVbrHa", &dry), "400 DRYRUN.SUCCESS");
}

#[test]
fn a_router_has_to_be_there_and_active() {
    let not_found = "404 ResourceNotFound.Vbr";
    for wrong in [("VbrId", "vbr-none"), ("PeerVbrId", "vbr-none"), ("RegionId", "cn-nowhere")] {
        let mut params = PAIR.to_vec();
        params.retain(|(name, _)| *name != wrong.0);
        params.push(wrong);
        assert_eq!(world().refused("CreateVbrHa", &params), not_found, "{wrong:?}");
    }
    let mut world = world();
    edit_vbr(&mut world, "vbr-2", |vbr| vbr.status = VbrStatus::Terminated);
    assert_eq!(world.refused("CreateVbrHa", &PAIR), not_found);
    edit_vbr(&mut world, "vbr-2", |vbr| (vbr.status, vbr.region) = (VbrStatus::Active, "cn-beijing".into()));
    assert_eq!(world.refused("CreateVbrHa", &PAIR), not_found);
}

#[test]
fn both_routers_are_the_callers() {
    let mut world = world();
    edit_vbr(&mut world, "vbr-2", |vbr| vbr.account = OTHER);
    let not_consistent = "400 OperationFailed.VbrAliUidNotConsistent";
    assert_eq!(world.refused("CreateVbrHa", &PAIR), not_consistent);
    edit_vbr(&mut world, "vbr-1", |vbr| vbr.account = OTHER);
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "404 ResourceNotFound.Vbr");
    world.call_other("CreateVbrHa", &PAIR).unwrap();
    edit_vbr(&mut world, "vbr-2", |vbr| (vbr.account, vbr.line_account) = (AccountId(1), AccountId(1)));
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "404 ResourceNotFound.Vbr");
}

#[test]
fn both_routers_are_attached_to_one_instance() {
    let mut world = world();
    let attachment = CenAttachment::clone(world.state.cen_attachment("vbr-2").unwrap());
    world.put(CenAttachment { status: CenAttachmentStatus::Attaching, ..attachment.clone() });
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "400 OperationFailed.VbrCenNotRelation");
    world.put(CenAttachment { cen: "cen-2".into(), ..attachment });
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "400 OperationFailed.VbrCenNotConsistent");
}

#[test]
fn the_lines_end_at_two_devices() {
    let same = "400 OperationFailed.VbrAccessDeviceSame";
    let mut world = world();
    assert_eq!(world.refused("CreateVbrHa", &[REGION, ("VbrId", "vbr-1"), ("PeerVbrId", "vbr-1")]), same);
    edit_line(&mut world, "pc-2", |line| line.port.as_mut().unwrap().device = "device-1".into());
    assert_eq!(world.refused("CreateVbrHa", &PAIR), same);
    // A shared line ends where the line below it does.
    edit_line(&mut world, "pc-2", |line| {
        line.port = None;
        line.shared = Some(Shared { parent: "pc-1".into(), ..Shared::default() });
    });
    assert_eq!(world.refused("CreateVbrHa", &PAIR), same);
    edit_vbr(&mut world, "vbr-2", |vbr| vbr.line = "pc-1".into());
    assert_eq!(world.refused("CreateVbrHa", &PAIR), same);
    // Devices at two access points may have one name.
    edit_vbr(&mut world, "vbr-2", |vbr| vbr.line = "pc-2".into());
    edit_line(&mut world, "pc-2", |line| {
        line.shared = None;
        line.access_point = "ap-cn-hangzhou-jg-B".into();
        line.port = Some(Port { device: "device-1".into(), ..Port::default() });
    });
    world.call("CreateVbrHa", &PAIR).unwrap();
}

#[test]
fn bandwidth_may_be_limited() {
    let mut world = world();
    let limited = |world: &mut World, limit: u64| {
        let mut account = xconnect_model::Account::clone(world.state.account(OWN).unwrap());
        account.quotas.insert("vbr_ha_bandwidth_mbps".into(), limit);
        world.put(account);
    };
    limited(&mut world, 999);
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "400 OperationFailed.VbrBandWidthExceed");
    edit_vbr(&mut world, "vbr-1", |vbr| vbr.bandwidth_mbps = Some(500));
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "400 OperationFailed.VbrBandWidthExceed");
    edit_vbr(&mut world, "vbr-2", |vbr| vbr.bandwidth_mbps = Some(999));
    world.call("CreateVbrHa", &PAIR).unwrap();
}

#[test]
fn a_locked_line_refuses_its_routers() {
    let mut world = world();
    edit_line(&mut world, "pc-2", |line| line.business_status = BusinessStatus::SecurityLocked);
    assert_eq!(world.refused("CreateVbrHa", &PAIR), "403 Forbidden.RiskControl");
    edit_line(&mut world, "pc-2", |line| line.business_status = BusinessStatus::Normal);
    let id = world.call("CreateVbrHa", &PAIR).unwrap()["VbrHaId"].as_str().unwrap().to_owned();
    edit_line(&mut world, "pc-1", |line| line.business_status = BusinessStatus::SecurityLocked);
    let delete = [REGION, ("InstanceId", id.as_str())];
    assert_eq!(world.refused("DeleteVbrHa", &delete), "403 Forbidden.RiskControl");
}

#[test]
fn texts_follow_the_rules() {
    let long = "n".repeat(129);
    for bad in [("Name", long.as_str()), ("Description", "d"), ("Description", "http://a")] {
        let mut params = PAIR.to_vec();
        params.push(bad);
        assert_eq!(world().refused("CreateVbrHa", &params), "400 InvalidParameter", "{bad:?}");
    }
}
