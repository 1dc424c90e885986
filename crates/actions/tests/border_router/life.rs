//! Created, changed, cut off, brought back, deleted.

use std::time::Duration;

use serde_json::json;
use xconnect_model::border_router::{VbrEvent, VbrStatus};
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{Account, CenAttachment, RouterInterface, RouterRef, RouterType, VbrHa};

use super::*;

const DELETE: &str = "DeleteVirtualBorderRouter";
const MODIFY: &str = "ModifyVirtualBorderRouterAttribute";
const TERMINATE: &str = "TerminateVirtualBorderRouter";
const RECOVER: &str = "RecoverVirtualBorderRouter";

#[test]
fn a_new_router_shows_everything_that_it_was_made_with() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let extra = [
        ("Name", "border"),
        ("Description", "towards Wensan Road"),
        ("CircuitCode", "longtel001"),
        ("Bandwidth", "200"),
        ("EnableIpv6", "true"),
        ("LocalIpv6GatewayIp", "2408:4004:cc:400::1"),
        ("PeerIpv6GatewayIp", "2408:4004:cc:400::2"),
        ("PeeringIpv6SubnetMask", "2408:4004:cc:400::/56"),
        ("Tags.1.Key", "team"),
        ("Tags.1.Value", "net"),
    ];
    let vbr = create(&mut world, &line, "1678", &extra).unwrap();
    let made = record(&world, &vbr);
    assert!(vbr.starts_with("vbr-bp1") && made.vlan_interface.as_str().starts_with("ri-bp1"));
    let expected = json!({
        "VbrId": vbr,
        "Name": "border",
        "Description": "towards Wensan Road",
        "Status": "active",
        "Type": "pconnVBR",
        "VlanId": 1678,
        "VlanInterfaceId": made.vlan_interface.as_str(),
        "RouteTableId": made.route_table.as_str(),
        "CircuitCode": "longtel001",
        "LocalGatewayIp": "10.0.0.1",
        "PeerGatewayIp": "10.0.0.2",
        "PeeringSubnetMask": "255.255.255.252",
        "LocalIpv6GatewayIp": "2408:4004:cc:400::1",
        "PeerIpv6GatewayIp": "2408:4004:cc:400::2",
        "PeeringIpv6SubnetMask": "2408:4004:cc:400::/56",
        "EnableIpv6": true,
        "Bandwidth": 200,
        "Mtu": 1500,
        "SitelinkEnable": false,
        "MinTxInterval": 1000,
        "MinRxInterval": 1000,
        "DetectMultiplier": 3,
        "AccessPointId": POINT,
        "PhysicalConnectionId": "pc-1",
        "PhysicalConnectionOwnerUid": OWN.to_string(),
        "PhysicalConnectionStatus": "Enabled",
        "PhysicalConnectionBusinessStatus": "Normal",
        "PConnVbrChargeType": "",
        "PConnVbrExpireTime": "",
        "CreationTime": "2026-11-21T00:00:00Z",
        "ActivationTime": "2026-11-21T00:00:00Z",
        "TerminationTime": "",
        "RecoveryTime": "",
        "ResourceGroupId": "",
        "Tags": { "Tags": [{ "Key": "team", "Value": "net" }] },
        "AssociatedPhysicalConnections": { "AssociatedPhysicalConnection": [] },
        "AssociatedCens": { "AssociatedCen": [] },
        "EccId": "",
        "CloudBoxInstanceId": "",
        "EcrId": "",
        "EcrOwnerId": "",
        "EcrAttatchStatus": "",
    });
    assert_eq!(described(&mut world, &vbr), expected);
}

#[test]
fn a_new_router_has_a_route_table_of_its_own() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let table = world.state.route_table(record(&world, &vbr).route_table.as_str()).unwrap();
    assert_eq!((table.router.kind, table.router.id.as_str()), (RouterType::Vbr, vbr.as_str()));
    assert_eq!(table.account, OWN);
}

#[test]
fn a_change_keeps_what_it_does_not_name() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = create(&mut world, &line, "1", &[("Name", "first"), ("CircuitCode", "c1")]).unwrap();
    let extra = [
        ("VlanId", "7"),
        ("PeerGatewayIp", "10.0.0.3"),
        ("PeeringSubnetMask", "255.255.255.0"),
        ("MinTxInterval", "300"),
        ("MinRxInterval", "400"),
        ("DetectMultiplier", "5"),
        ("Mtu", "8500"),
        ("SitelinkEnable", "true"),
        ("Bandwidth", "2"),
        ("Description", "second"),
    ];
    act(&mut world, MODIFY, &vbr, &extra);
    let shown = described(&mut world, &vbr);
    for (field, value) in [
        ("Name", json!("first")),
        ("CircuitCode", json!("c1")),
        ("LocalGatewayIp", json!("10.0.0.1")),
        ("PeerGatewayIp", json!("10.0.0.3")),
        ("PeeringSubnetMask", json!("255.255.255.0")),
        ("VlanId", json!(7)),
        ("MinTxInterval", json!(300)),
        ("MinRxInterval", json!(400)),
        ("DetectMultiplier", json!(5)),
        ("Mtu", json!(8500)),
        ("SitelinkEnable", json!(true)),
        ("Bandwidth", json!(2)),
        ("Description", json!("second")),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
}

#[test]
fn numbers_out_of_range_are_refused_and_nothing_changes() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let before = record(&world, &vbr);
    for (name, value) in [
        ("MinTxInterval", "199"),
        ("MinTxInterval", "1001"),
        ("MinRxInterval", "199"),
        ("DetectMultiplier", "2"),
        ("DetectMultiplier", "11"),
        ("Mtu", "1499"),
        ("Mtu", "8501"),
        ("Bandwidth", "1"),
        ("Bandwidth", "1001"),
    ] {
        let refused = refused(&mut world, MODIFY, &vbr, &[(name, value), ("Name", "renamed")]);
        assert_eq!(refused, "400 InvalidParameter", "{name} {value}");
    }
    assert_eq!(record(&world, &vbr), before);
}

#[test]
fn cut_off_and_brought_back() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    assert_eq!(refused(&mut world, RECOVER, &vbr, &[]), "400 InvalidOperation.OperationNotAllowedInState");
    act(&mut world, TERMINATE, &vbr, &[]);
    assert_eq!(described(&mut world, &vbr)["Status"], "terminating");
    for action in [TERMINATE, RECOVER, DELETE, MODIFY] {
        let refused = refused(&mut world, action, &vbr, &[]);
        assert_eq!(refused, "400 InvalidOperation.OperationNotAllowedInState", "{action}");
    }
    world.pass(Duration::from_secs(60));
    happen(&mut world, &vbr, VbrEvent::Terminated);
    assert_eq!(described(&mut world, &vbr)["TerminationTime"], "2026-11-21T00:01:00Z");
    act(&mut world, RECOVER, &vbr, &[]);
    assert_eq!(described(&mut world, &vbr)["Status"], "recovering");
    world.pass(Duration::from_secs(60));
    happen(&mut world, &vbr, VbrEvent::Recovered);
    let shown = described(&mut world, &vbr);
    assert_eq!(
        (&shown["Status"], &shown["RecoveryTime"]),
        (&json!("active"), &json!("2026-11-21T00:02:00Z"))
    );
    assert_eq!(shown["ActivationTime"], "2026-11-21T00:00:00Z");
}

#[test]
fn nothing_comes_back_on_a_line_that_is_down() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    act(&mut world, TERMINATE, &vbr, &[]);
    happen(&mut world, &vbr, VbrEvent::Terminated);
    edit_line(&mut world, &line, |line| line.status = Status::Terminated);
    assert_eq!(refused(&mut world, RECOVER, &vbr, &[]), "400 InvalidOperation.OperationNotAllowedInState");
}

#[test]
fn a_router_goes_when_nothing_uses_it() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let interface = RouterInterface {
        seq: world.state.next_seq(),
        id: "ri-1".into(),
        account: OWN,
        router: RouterRef { kind: RouterType::Vbr, id: vbr.as_str().into() },
        ..RouterInterface::default()
    };
    world.put(interface.clone());
    assert_eq!(refused(&mut world, DELETE, &vbr, &[]), "400 InvalidOperation.RouterInterfaceNotDeleted");
    // An interface that is being deleted is gone for everybody else.
    world.put(RouterInterface { status: xconnect_model::router_interface::Status::Deleting, ..interface });
    let seq = world.state.next_seq();
    let attachment = CenAttachment {
        seq,
        cen: "cen-1".into(),
        cen_account: OWN,
        child: vbr.as_str().into(),
        status: CenAttachmentStatus::Attached,
        ..CenAttachment::default()
    };
    world.put(attachment);
    let cens = described(&mut world, &vbr)["AssociatedCens"]["AssociatedCen"].clone();
    assert_eq!(cens, json!([{ "CenId": "cen-1", "CenOwnerId": OWN.0, "CenStatus": "Attached" }]));
    assert_eq!(refused(&mut world, DELETE, &vbr, &[]), "400 OperationUnsupported.VBRAttachedCen");

    let free = router(&mut world, &line, "2");
    act(&mut world, DELETE, &free, &[]);
    assert_eq!(described(&mut world, &free)["Status"], "deleting");
    assert_eq!(refused(&mut world, DELETE, &free, &[]), "400 InvalidOperation.OperationNotAllowedInState");
    // Its VLAN is free from this moment on.
    router(&mut world, &line, "2");
}

#[test]
fn a_member_of_a_failover_group_stays() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let seq = world.state.next_seq();
    world.put(VbrHa {
        seq,
        id: "vbrha-1".into(),
        account: OWN,
        vbr: vbr.as_str().into(),
        ..VbrHa::default()
    });
    assert_eq!(refused(&mut world, DELETE, &vbr, &[]), "400 InvalidOperation.OperationNotAllowedInState");
}

#[test]
fn a_line_locked_by_risk_control_refuses_every_write() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    edit_line(&mut world, &line, |line| line.business_status = BusinessStatus::SecurityLocked);
    for action in [MODIFY, DELETE, TERMINATE, RECOVER] {
        assert_eq!(refused(&mut world, action, &vbr, &[]), "403 Forbidden.RiskControl", "{action}");
    }
    assert_eq!(create(&mut world, &line, "2", &[]).unwrap_err().code(), "Forbidden.RiskControl");
    let update = [REGION, ("VirtualBorderRouterId", &vbr), ("Bandwidth", "10")];
    assert_eq!(world.refused("UpdateVirtualBorderBandwidth", &update), "403 Forbidden.RiskControl");
    assert_eq!(described(&mut world, &vbr)["PhysicalConnectionBusinessStatus"], "SecurityLocked");
}

#[test]
fn without_the_outbound_traffic_service_nothing_is_made_or_changed() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let account = Account::clone(world.state.account(OWN).unwrap());
    world.put(Account { outbound_traffic_open: false, ..account });
    let refusal = "400 OperationFailed.PconnTrafficNotEnable";
    assert_eq!(refused(&mut world, MODIFY, &vbr, &[("Name", "renamed")]), refusal);
    assert_eq!(world.refused("CreateVirtualBorderRouter", &creation(&line, "2", &[])), refusal);
    // What ends something is not refused because of it.
    act(&mut world, TERMINATE, &vbr, &[]);
    happen(&mut world, &vbr, VbrEvent::Terminated);
    assert_eq!(refused(&mut world, RECOVER, &vbr, &[]), refusal);
    act(&mut world, DELETE, &vbr, &[]);
    assert_eq!(record(&world, &vbr).status, VbrStatus::Deleting);
}
