//! CreatePhysicalConnection, and the service that it needs.

use serde_json::json;
use xconnect_model::Account;
use xconnect_model::access_point::{AccessPointStatus, Device};
use xconnect_model::router_interface::BusinessStatus;

use super::*;

#[test]
fn an_application_shows_every_field() {
    let mut world = World::new();
    let id = line(
        &mut world,
        &[
            ("Name", "first"),
            ("Description", "line one"),
            ("PeerLocation", "Wensan Road 1"),
            ("CircuitCode", "longtel001"),
            ("PortType", "10GBase-LR"),
            ("bandwidth", "2000"),
            ("Type", "VPC"),
            ("Tag.1.Key", "team"),
            ("Tag.1.Value", "net"),
        ],
    );
    let shown = listed(&mut world, &[("Filter.1.Key", "PhysicalConnectionId"), ("Filter.1.Value.1", &id)]);
    let expected = json!({
        "PhysicalConnectionId": id, "Type": "VPC", "ProductType": "PhysicalConnection", "Status": "Initial",
        "BusinessStatus": "Normal", "Name": "first", "Description": "line one", "AccessPointId": POINT,
        "AccessPointType": "VPC", "AdLocation": "", "PortNumber": "", "PortType": "10GBase-LR",
        "LineOperator": "CT", "Spec": "10G", "Bandwidth": 2000, "PeerLocation": "Wensan Road 1",
        "CircuitCode": "longtel001", "RedundantPhysicalConnectionId": "", "LoaStatus": "", "ChargeType": "",
        "CreationTime": "2026-11-21T00:00:00Z", "EnabledTime": "", "EndTime": "",
        "HasReservationData": "false", "ReservationActiveTime": "", "ReservationOrderType": "",
        "ReservationInternetChargeType": "", "VirtualPhysicalConnectionCount": 0,
        "ParentPhysicalConnectionId": "", "VlanId": "", "OrderMode": "", "VpconnStatus": "",
        "ExpectSpec": "", "ResourceGroupId": "", "Tags": {"tags": [{"Key": "team", "Value": "net"}]},
    });
    assert_eq!(shown, [expected]);
}

#[test]
fn what_is_left_out_has_a_default() {
    let mut world = World::new();
    line(&mut world, &[]);
    let shown = &listed(&mut world, &[])[0];
    assert_eq!((&shown["Bandwidth"], &shown["PortType"]), (&json!(100), &json!("1000Base-T")));
    assert_eq!((&shown["PeerLocation"], &shown["Spec"]), (&json!("杭州"), &json!("1G")));
}

#[test]
fn a_line_is_no_faster_than_its_port() {
    let mut world = World::new();
    for (port, fits, exceeds) in [
        ("100Base-T", "100", "101"),
        ("1000Base-LX", "1000", "1001"),
        ("10GBase-T", "10240", "10241"),
        ("1000Base-T", "2", "1"),
    ] {
        let with = |bandwidth| application(&[("PortType", port), ("bandwidth", bandwidth)]);
        let refused = world.refused("CreatePhysicalConnection", &with(exceeds));
        assert_eq!(refused, "400 InvalidBandwidth", "{port} {exceeds}");
        world.call("CreatePhysicalConnection", &with(fits)).unwrap();
    }
    let old_spelling = line(&mut world, &[("Bandwidth", "500")]);
    assert_eq!(stored(&world, &old_spelling).bandwidth_mbps, 500);
}

#[test]
fn large_ports_are_opened_for_an_account() {
    let mut world = World::new();
    let large = application(&[("PortType", "40GBase-LR"), ("bandwidth", "40000")]);
    assert_eq!(world.refused("CreatePhysicalConnection", &large), "400 InvalidPortType.Malformd");
    let account = Account::clone(world.state.account(OWN).unwrap());
    world.put(Account { opened_specs: vec!["40G".into()], ..account });
    world.call("CreatePhysicalConnection", &large).unwrap();
    let larger = application(&[("PortType", "100GBase-LR")]);
    assert_eq!(world.refused("CreatePhysicalConnection", &larger), "400 InvalidPortType.Malformd");
}

#[test]
fn the_redundant_line_is_an_own_one_that_is_there() {
    let mut world = World::new();
    let initial = line(&mut world, &[]);
    let allocated = line_in(&mut world, Status::Allocated);
    let shared = shared_line(&mut world, &allocated, 5);
    let foreign = line_in(&mut world, Status::Enabled);
    edit(&mut world, &foreign, |line| line.account = OTHER);
    for (redundant, code) in [
        ("pc-none", "400 InvalidRedundantPhysicalConnectionId.NotFound"),
        (&shared, "400 InvalidRedundantPhysicalConnectionId.NotFound"),
        (&foreign, "400 InvalidRedundantPhysicalConnection"),
        (&initial, "400 InvalidRedundantPhysicalConnectionStatus"),
    ] {
        let params = application(&[("RedundantPhysicalConnectionId", redundant)]);
        assert_eq!(world.refused("CreatePhysicalConnection", &params), code, "{redundant}");
    }
    let second = line(&mut world, &[("RedundantPhysicalConnectionId", &allocated)]);
    assert_eq!(stored(&world, &second).redundant.as_str(), allocated);
}

#[test]
fn lines_that_are_not_open_are_few() {
    let mut world = World::new();
    let lines: Vec<String> = (0..5).map(|_| line(&mut world, &[])).collect();
    let one_more = application(&[]);
    assert_eq!(world.refused("CreatePhysicalConnection", &one_more), "400 QuotaExceeded.freePconnPerAP");
    edit(&mut world, &lines[0], |line| line.status = Status::Enabled);
    world.call("CreatePhysicalConnection", &one_more).unwrap();
}

#[test]
fn arrears_stop_new_applications() {
    let mut world = World::new();
    let first = line(&mut world, &[]);
    edit(&mut world, &first, |line| line.business_status = BusinessStatus::FinancialLocked);
    let refused = world.refused("CreatePhysicalConnection", &application(&[]));
    assert_eq!(refused, "400 Forbidden.BillsOutstanding");
}

#[test]
fn the_service_is_opened_once_and_for_a_region() {
    let mut world = World::new();
    let account = Account::clone(world.state.account(OWN).unwrap());
    world.put(Account { outbound_traffic_open: false, ..account });
    let closed = world.refused("CreatePhysicalConnection", &application(&[]));
    assert_eq!(closed, "400 OperationFailed.PconnTrafficNotEnable");
    for _ in 0..2 {
        world.call("OpenPhysicalConnectionService", &[REGION]).unwrap();
    }
    let open = |world: &mut World, region| {
        world.call("GetPhysicalConnectionServiceStatus", &[("RegionId", region)]).unwrap()["Enabled"].clone()
    };
    assert_eq!(open(&mut world, "cn-hangzhou"), json!(true));
    assert_eq!(open(&mut world, "cn-beijing"), json!(false));
    line(&mut world, &[]);
}

#[test]
fn an_access_point_says_whether_it_takes_lines() {
    let mut world = World::new();
    let mut point = world.state.access_point(POINT).unwrap().into_owned();
    point.seq = world.state.next_seq();
    point.devices = vec![Device { name: "D1".into(), location: "rack".into(), ports: 1 }];
    world.put(point.clone());
    let seen = |world: &mut World| {
        let answer = world.call("DescribeAccessPoints", &[REGION]).unwrap();
        let all = answer["AccessPointSet"]["AccessPointType"].as_array().unwrap().clone();
        all.iter().find(|one| one["AccessPointId"] == POINT).unwrap().clone()
    };
    let expected = json!({
        "AccessPointId": POINT, "Name": "杭州-余杭-B", "Description": "", "Type": "VPC",
        "Status": "recommended", "Location": "杭州", "HostOperator": "", "AttachedRegionNo": "cn-hangzhou",
        "AccessPointFeatureModels": {"AccessPointFeatureModel": [
            {"FeatureKey": "AP_Support_VbrBandwidthLimit", "FeatureValue": "true"},
            {"FeatureKey": "AP_Support_IPv6", "FeatureValue": "true"},
        ]},
    });
    assert_eq!(seen(&mut world), expected);
    line_in(&mut world, Status::Enabled);
    assert_eq!(seen(&mut world)["Status"], "full");
    let refused = world.refused("CreatePhysicalConnection", &application(&[]));
    assert_eq!(refused, "400 InvalidAccessPointId.NotEnabled");
    world.put(xconnect_model::AccessPoint { status: AccessPointStatus::Disabled, ..point });
    assert_eq!(seen(&mut world)["Status"], "disabled");
}

#[test]
fn access_points_come_in_pages() {
    let mut world = World::new();
    let page = |world: &mut World, extra: &[(&str, &str)]| {
        let answer = world.call("DescribeAccessPoints", &[&[REGION], extra].concat()).unwrap();
        let count = answer["AccessPointSet"]["AccessPointType"].as_array().unwrap().len();
        (answer["TotalCount"].as_u64().unwrap(), count)
    };
    assert_eq!(page(&mut world, &[]), (4, 4));
    assert_eq!(page(&mut world, &[("PageSize", "3"), ("PageNumber", "2")]), (4, 1));
    assert_eq!(page(&mut world, &[("Type", "VPC")]), (4, 4));
    assert_eq!(page(&mut world, &[("Type", "Classic")]), (0, 0));
    let nowhere = world.refused("DescribeAccessPoints", &[("RegionId", "cn-nowhere")]);
    assert_eq!(nowhere, "404 InvalidRegionId.NotSupport");
}
