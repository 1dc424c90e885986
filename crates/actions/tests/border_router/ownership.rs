//! Routers of one account on a line of another: who sees what, and who may do what.

use serde_json::json;
use xconnect_model::border_router::{VbrEvent, VbrStatus};

use super::*;

const MODIFY: &str = "ModifyVirtualBorderRouterAttribute";
const DELETE: &str = "DeleteVirtualBorderRouter";

#[test]
fn a_router_for_another_account_waits_for_its_addresses() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &line, "1");
    let made = record(&world, &vbr);
    assert_eq!((made.account, made.status, made.activated_at), (OTHER, VbrStatus::Unconfirmed, None));
    world.call_other(MODIFY, &on(&vbr, &[("Name", "mine")])).unwrap();
    assert_eq!(record(&world, &vbr).status, VbrStatus::Unconfirmed);
    let half = other_refused(&mut world, MODIFY, &vbr, &[("LocalGatewayIp", "10.0.0.1")]);
    assert_eq!(half, "400 MissingParameter");
    accept(&mut world, &vbr);
    let accepted = record(&world, &vbr);
    assert_eq!((accepted.status, accepted.activated_at), (VbrStatus::Active, Some(world.now)));
    // An active one is not accepted again.
    world.pass(std::time::Duration::from_secs(5));
    accept(&mut world, &vbr);
    assert_eq!(record(&world, &vbr), accepted);
}

#[test]
fn each_owner_changes_what_is_his() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &line, "1");
    for (name, value, code) in [
        ("LocalGatewayIp", "10.0.0.1", "Forbidden.LocalGatewayIpNotAllowedByCaller"),
        ("LocalIpv6GatewayIp", "2408::1", "Forbidden.LocalGatewayIpNotAllowedByCaller"),
        ("PeerGatewayIp", "10.0.0.2", "Forbidden.PeerGatewayIpNotAllowedByCaller"),
        ("PeeringSubnetMask", "255.255.255.0", "Forbidden.PeeringSubnetMaskNotAllowedByCaller"),
        ("Name", "yours", "Forbidden.NameNotAllowedByCaller"),
        ("Description", "yours", "Forbidden.DescriptionNotAllowedByCaller"),
    ] {
        assert_eq!(refused(&mut world, MODIFY, &vbr, &[(name, value)]), format!("403 {code}"), "{name}");
    }
    for (name, value, code) in [
        ("VlanId", "2", "Forbidden.VlanIdNotAllowedByCaller"),
        ("CircuitCode", "c1", "Forbidden.CircuitCodeNotAllowedByCaller"),
    ] {
        assert_eq!(
            other_refused(&mut world, MODIFY, &vbr, &[(name, value)]),
            format!("403 {code}"),
            "{name}"
        );
    }
    act(&mut world, MODIFY, &vbr, &[("VlanId", "2"), ("CircuitCode", "c1")]);
    world.call_other(MODIFY, &on(&vbr, &[("Name", "mine"), ("MinTxInterval", "300")])).unwrap();
    // The Terraform provider repeats what stands there.
    world.call_other(MODIFY, &on(&vbr, &[("VlanId", "2"), ("CircuitCode", "c1")])).unwrap();
    let changed = record(&world, &vbr);
    assert_eq!((changed.vlan, changed.circuit_code.as_str(), changed.name.as_str()), (2, "c1", "mine"));
}

#[test]
fn for_everybody_else_a_router_does_not_exist() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    assert_eq!(other_refused(&mut world, MODIFY, &vbr, &[]), "400 InvalidVbrId.NotFound");
    for action in [DELETE, "TerminateVirtualBorderRouter", "RecoverVirtualBorderRouter"] {
        assert_eq!(other_refused(&mut world, action, &vbr, &[]), "404 InvalidVbrId.NotFound", "{action}");
    }
    let elsewhere = [("RegionId", "cn-beijing"), ("VbrId", &vbr)];
    assert_eq!(world.refused(DELETE, &elsewhere), "404 InvalidVbrId.NotFound");
}

#[test]
fn only_the_owner_of_the_line_cuts_off_and_brings_back() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &line, "1");
    accept(&mut world, &vbr);
    let refused = other_refused(&mut world, "TerminateVirtualBorderRouter", &vbr, &[]);
    assert_eq!(refused, "403 Forbidden.OperationNotAllowedByUser");
    act(&mut world, "TerminateVirtualBorderRouter", &vbr, &[]);
    happen(&mut world, &vbr, VbrEvent::Terminated);
    let refused = other_refused(&mut world, "RecoverVirtualBorderRouter", &vbr, &[]);
    assert_eq!(refused, "403 Forbidden.OperationRecoverNotAllowedByUser");
    act(&mut world, "RecoverVirtualBorderRouter", &vbr, &[]);
}

#[test]
fn the_owner_of_the_line_takes_back_only_what_nobody_has_accepted() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let (kept, taken_back) =
        (router_for_other(&mut world, &line, "1"), router_for_other(&mut world, &line, "2"));
    act(&mut world, DELETE, &taken_back, &[]);
    accept(&mut world, &kept);
    let refused = refused(&mut world, DELETE, &kept, &[]);
    assert_eq!(refused, "403 Forbidden.OperationDeleteNotAllowedByUser");
    world.call_other(DELETE, &on(&kept, &[])).unwrap();
}

#[test]
fn the_list_has_others_routers_on_own_lines_when_asked() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let own = router(&mut world, &line, "1");
    let foreign = router_for_other(&mut world, &line, "2");
    accept(&mut world, &foreign);
    let name = [("Name", "theirs"), ("Description", "secret")];
    world.call_other(MODIFY, &on(&foreign, &name)).unwrap();
    let ids = |answer: &Value| -> Vec<String> {
        set(answer).iter().map(|vbr| vbr["VbrId"].as_str().unwrap().to_owned()).collect()
    };
    let list = "DescribeVirtualBorderRouters";
    assert_eq!(ids(&world.call(list, &[REGION]).unwrap()), std::slice::from_ref(&own));
    let both = world.call(list, &[REGION, ("IncludeCrossAccountVbr", "true")]).unwrap();
    assert_eq!(ids(&both), [own, foreign.clone()]);
    let filter = [
        REGION,
        ("IncludeCrossAccountVbr", "true"),
        ("Filter.1.Key", "VbrId"),
        ("Filter.1.Value.1", &foreign),
        ("Filter.2.Key", "type"),
        ("Filter.2.Value.1", "pconnVBR"),
    ];
    let seen = world.call(list, &filter).unwrap();
    assert_eq!(ids(&seen), [foreign]);
    let vbr = &set(&seen)[0];
    for hidden in ["LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask", "Description", "RouteTableId"] {
        assert_eq!(vbr[hidden], "", "{hidden}");
    }
    assert_eq!((&vbr["Name"], &vbr["VlanId"]), (&json!("theirs"), &json!(2)));
    let theirs = world.call_other(list, &[REGION]).unwrap();
    assert_eq!(set(&theirs)[0]["LocalGatewayIp"], "10.0.0.1");
}

#[test]
fn the_owner_of_a_line_lists_everybody_on_it() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let own = create(&mut world, &line, "1", &[("Name", "own"), ("CircuitCode", "c1")]).unwrap();
    let foreign = router_for_other(&mut world, &line, "2");
    accept(&mut world, &foreign);
    let list = "DescribeVirtualBorderRoutersForPhysicalConnection";
    let on_line = |extra: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
        [REGION, ("PhysicalConnectionId", "pc-1")].into_iter().chain(extra.iter().copied()).collect()
    };
    let items = |answer: &Value| {
        let set = &answer["VirtualBorderRouterForPhysicalConnectionSet"];
        set["VirtualBorderRouterForPhysicalConnectionType"].as_array().unwrap().clone()
    };
    let all = world.call(list, &on_line(&[])).unwrap();
    assert_eq!((&all["TotalCount"], &all["PageSize"]), (&json!(2), &json!(10)));
    let expected = json!({
        "VbrId": own,
        "VbrName": "own",
        "Status": "Active",
        "Type": "pconnVBR",
        "VlanId": 1,
        "CircuitCode": "c1",
        "LocalGatewayIp": "10.0.0.1",
        "PeerGatewayIp": "10.0.0.2",
        "PeeringSubnetMask": "255.255.255.252",
        "LocalIpv6GatewayIp": "",
        "PeerIpv6GatewayIp": "",
        "PeeringIpv6SubnetMask": "",
        "EnableIpv6": false,
        "Bandwidth": "1000",
        "BandwidthStatus": "Active",
        "PConnVbrBussinessStatus": "Normal",
        "PConnVbrChargeType": "",
        "PConnVbrExpireTime": "",
        "CreationTime": "2026-11-21T00:00:00Z",
        "ActivationTime": "2026-11-21T00:00:00Z",
        "TerminationTime": "",
        "RecoveryTime": "",
        "EccId": "",
    });
    assert_eq!(items(&all)[0], expected);
    let other = &items(&all)[1];
    assert_eq!((&other["VbrOwnerUid"], &other["LocalGatewayIp"]), (&json!(OTHER.0), &json!("")));
    let second = world.call(list, &on_line(&[("PageSize", "1"), ("PageNumber", "9")])).unwrap();
    assert_eq!(items(&second)[0]["VbrId"], foreign.as_str());
    let terminated = [("Filter.1.Key", "Status"), ("Filter.1.Value.1", "Terminated")];
    assert_eq!(world.call(list, &on_line(&terminated)).unwrap()["TotalCount"], 0);
    let named = [("Filter.1.Key", "Name"), ("Filter.1.Value.1", "own")];
    assert_eq!(items(&world.call(list, &on_line(&named)).unwrap())[0]["VbrId"], own.as_str());
    let error = world.call_other(list, &on_line(&[])).unwrap_err();
    assert_eq!(error.message(), "The specified PhysicalConnectionId does not belong to user.");
}
