//! DescribePhysicalConnections: filters, pages, shared lines, renewals.

use serde_json::json;
use xconnect_model::ResourceGroup;
use xconnect_model::order::Term;
use xconnect_model::physical_connection::Renewal;

use super::*;

fn filter<'a>(key: &'a str, value: &'a str) -> [(&'a str, &'a str); 2] {
    [("Filter.1.Key", key), ("Filter.1.Value.1", value)]
}

#[test]
fn every_filter_narrows() {
    let mut world = World::new();
    let slow = line(&mut world, &[("Name", "slow")]);
    let fast = line(&mut world, &[("PortType", "10GBase-LR"), ("Name", "fast")]);
    edit(&mut world, &fast, |line| line.status = Status::AllocationFailed);
    let elsewhere = line(&mut world, &[("Name", "away")]);
    edit(&mut world, &elsewhere, |line| {
        line.access_point = "ap-cn-hangzhou-jg-B".into();
        line.line_operator = xconnect_model::physical_connection::LineOperator::ChinaUnicom;
    });
    for (key, value, found) in [
        ("PhysicalConnectionId", slow.as_str(), vec![&slow]),
        ("AccessPointId", POINT, vec![&slow, &fast]),
        ("LineOperator", "CU", vec![&elsewhere]),
        ("Spec", "10G", vec![&fast]),
        ("Spec", "1G", vec![&slow, &elsewhere]),
        ("Spec", "1G及以下", vec![&slow, &elsewhere]),
        ("Status", "Initial", vec![&slow, &elsewhere]),
        ("Status", "Allocation Failed", vec![&fast]),
        ("Status", "AllocationFailed", vec![&fast]),
        ("Name", "away", vec![&elsewhere]),
        ("Type", "VPC", vec![&slow, &fast, &elsewhere]),
        ("Type", "Classic", vec![]),
    ] {
        let shown = ids(&mut world, &filter(key, value));
        assert_eq!(shown.iter().collect::<Vec<_>>(), found, "{key} {value}");
    }
    let both = [filter("Type", "VPC"), [("Filter.2.Key", "Name"), ("Filter.2.Value.1", "slow")]].concat();
    assert_eq!(ids(&mut world, &both), [slow.as_str()]);
}

#[test]
fn filters_have_bounds() {
    let mut world = World::new();
    let refused =
        |world: &mut World, params: &[(&str, &str)]| world.refused("DescribePhysicalConnections", params);
    let unknown = [REGION, ("Filter.1.Key", "Color"), ("Filter.1.Value.1", "red")];
    assert_eq!(refused(&mut world, &unknown), "404 InvalidFilterKey.ValueNotSupported");
    let without_value = [REGION, ("Filter.1.Key", "Name")];
    assert_eq!(refused(&mut world, &without_value), "400 InvalidParameter");
    assert_eq!(refused(&mut world, &[REGION, ("PageSize", "51")]), "400 InvalidParameter");
}

#[test]
fn pages_end_with_the_last() {
    let mut world = World::new();
    let lines: Vec<String> = (0..5).map(|_| line(&mut world, &[])).collect();
    assert_eq!(ids(&mut world, &[("PageSize", "2"), ("PageNumber", "2")]), lines[2..4]);
    assert_eq!(ids(&mut world, &[("PageSize", "2"), ("PageNumber", "9")]), lines[4..]);
    let answer = world.call("DescribePhysicalConnections", &[REGION, ("PageSize", "2")]).unwrap();
    assert_eq!((&answer["TotalCount"], &answer["PageSize"]), (&json!(5), &json!(2)));
}

#[test]
fn a_shared_line_is_its_tenant_s_and_shows_the_port_below() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    assert_eq!(ids(&mut world, &[]), [parent.as_str()]);
    assert_eq!(listed(&mut world, &[])[0]["VirtualPhysicalConnectionCount"], 1);
    let answer = world.call_other("DescribePhysicalConnections", &[REGION]).unwrap();
    let seen = &answer["PhysicalConnectionSet"]["PhysicalConnectionType"][0];
    for (field, value) in [
        ("PhysicalConnectionId", json!(shared)),
        ("ProductType", json!("VirtualPhysicalConnection")),
        ("AdLocation", json!("room 1, rack 2")),
        ("PortNumber", json!("7")),
        ("Spec", json!("100M")),
        ("Bandwidth", json!(100)),
        ("ParentPhysicalConnectionId", json!(parent)),
        ("ParentPhysicalConnectionAliUid", json!(OWN.0)),
        ("VlanId", json!("30")),
        ("OrderMode", json!("PayByVirtualPhysicalConnectionOwner")),
        ("VpconnStatus", json!("UnConfirmed")),
        ("Status", json!("Allocated")),
    ] {
        assert_eq!(seen[field], value, "{field}");
    }
}

#[test]
fn a_renewal_is_shown_when_it_is_asked_for() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Enabled);
    let now = world.now;
    edit(&mut world, &id, |line| {
        line.end_at = Some(now.after_months(1));
        line.renewal = Some(Renewal { active_at: now.after_months(1), term: Term { months: 1 } });
    });
    let plain = &listed(&mut world, &[])[0];
    assert_eq!((&plain["HasReservationData"], &plain["ReservationOrderType"]), (&json!("false"), &json!("")));
    assert_eq!(
        (&plain["ChargeType"], &plain["EndTime"]),
        (&json!("Prepaid"), &json!("2026-12-21T00:00:00Z"))
    );
    let full = &listed(&mut world, &[("IncludeReservationData", "true")])[0];
    for (field, value) in [
        ("HasReservationData", "true"),
        ("ReservationOrderType", "RENEW"),
        ("ReservationInternetChargeType", "PayByBandwidth"),
        ("ReservationActiveTime", "2026-12-21T00:00:00Z"),
    ] {
        assert_eq!(full[field], value);
    }
}

#[test]
fn tags_and_resource_groups_narrow_too() {
    let mut world = World::new();
    for (name, is_default) in [("default", true), ("team", false)] {
        let (seq, id) = (world.state.next_seq(), format!("rg-{name}").as_str().into());
        world.put(ResourceGroup { seq, id, account: OWN, is_default, ..Default::default() });
    }
    let plain = line(&mut world, &[]);
    let special = line(&mut world, &[("ResourceGroupId", "rg-team"), ("Tag.1.Key", "team")]);
    assert_eq!(ids(&mut world, &[("ResourceGroupId", "rg-team")]), [special.as_str()]);
    assert_eq!(ids(&mut world, &[("ResourceGroupId", "rg-default")]), [plain.as_str()]);
    assert_eq!(ids(&mut world, &[("Tags.1.Key", "team")]), [special.as_str()]);
    assert_eq!(listed(&mut world, &[])[0]["ResourceGroupId"], "rg-default");
}
