//! `alicloud_express_connect_physical_connection`.

use serde_json::Value;

use super::answer::{integers, list, present, text, texts};
use super::provider::Provider;
use crate::support::World;
use crate::support::records::HANGZHOU_POINT;

/// The provider's read: a filter on the id, whose answer it compares.
pub(crate) fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let filter = [
        ("Filter.1.Key", "PhysicalConnectionId"),
        ("Filter.1.Value.1", id),
        ("IncludeReservationData", "true"),
        ("PageNumber", "1"),
        ("PageSize", "50"),
    ];
    let answer = provider.change("DescribePhysicalConnections", &filter);
    let lines = list(&answer, &["PhysicalConnectionSet", "PhysicalConnectionType"]);
    lines.into_iter().find(|line| line["PhysicalConnectionId"] == id)
}

/// Applies for a line, and waits until it has a port.
pub(crate) fn create(provider: &Provider<'_>, name: &str) -> String {
    let form = [
        ("AccessPointId", HANGZHOU_POINT),
        ("LineOperator", "CT"),
        ("Type", "VPC"),
        ("PortType", "1000Base-LX"),
        ("bandwidth", "100"),
        ("Name", name),
        ("Description", "made by Terraform"),
    ];
    let answer = provider.create("CreatePhysicalConnection", &form);
    let id = text(&answer, "PhysicalConnectionId");
    provider.wait("Status", &["Allocated"], || {
        let line = read(provider, &id);
        assert!(line.as_ref().is_none_or(|line| line["Status"] != "Allocation Failed"), "{line:?}");
        line
    });
    id
}

/// Brings a line into service: confirmed if it is not yet, then ordered.
pub(crate) fn enable(provider: &Provider<'_>, id: &str) {
    let on = [("PhysicalConnectionId", id)];
    provider.create("ConfirmPhysicalConnection", &on);
    provider.wait("Status", &["Confirmed"], || read(provider, id));
    let order = [
        ("PhysicalConnectionId", id),
        ("InstanceChargeType", "PrePaid"),
        ("AutoPay", "true"),
        ("Period", "1"),
        ("PricingCycle", "Month"),
    ];
    let answer = provider.create("CreatePhysicalConnectionOccupancyOrder", &order);
    present(&answer["Data"], &["OrderId"]);
    provider.wait("Status", &["Enabled"], || read(provider, id));
}

#[test]
fn a_line_from_application_to_termination() {
    let world = World::new();
    let provider = Provider::new(&world);
    let id = create(&provider, "tf-line");
    let line = read(&provider, &id).unwrap();
    let read_back = [
        "AccessPointId",
        "LineOperator",
        "Type",
        "PortType",
        "CircuitCode",
        "PeerLocation",
        "RedundantPhysicalConnectionId",
        "Name",
        "Description",
        "Status",
    ];
    texts(&line, &read_back);
    integers(&line, &["Bandwidth"]);
    assert_eq!((line["Bandwidth"].as_i64(), &line["Name"]), (Some(100), &"tf-line".into()));
    assert_ne!(line["PeerLocation"], "", "it is there even if it was not given");
    let unset = ["ChargeType", "EnabledTime", "EndTime", "LoaStatus", "ReservationActiveTime"];
    unset.iter().for_each(|field| assert_eq!(line[field], "", "{field}"));
    present(&line, &["HasReservationData", "PortNumber", "Spec", "AdLocation", "BusinessStatus"]);

    let update = [
        ("PhysicalConnectionId", id.as_str()),
        ("LineOperator", "CT"),
        ("bandwidth", "100"),
        ("CircuitCode", "longtel001"),
        ("PeerLocation", "Hangzhou"),
        ("Name", "tf-line-2"),
        ("Description", "changed by Terraform"),
    ];
    provider.create("ModifyPhysicalConnectionAttribute", &update);
    let line = read(&provider, &id).unwrap();
    assert_eq!((text(&line, "Name"), text(&line, "CircuitCode")), ("tf-line-2".into(), "longtel001".into()));

    enable(&provider, &id);
    let update = [("PhysicalConnectionId", id.as_str()), ("LineOperator", "CT"), ("bandwidth", "200")];
    provider.create("ModifyPhysicalConnectionAttribute", &update);
    assert_eq!(read(&provider, &id).unwrap()["Bandwidth"].as_i64(), Some(200));
    let imported = read(&provider, &id).unwrap();
    texts(&imported, &read_back);
    assert_ne!(imported["EnabledTime"], "");

    provider.create("TerminatePhysicalConnection", &[("PhysicalConnectionId", &id)]);
    provider.wait("Status", &["Terminated"], || read(&provider, &id));
    provider.create("DeletePhysicalConnection", &[("PhysicalConnectionId", &id)]);
    assert!(read(&provider, &id).is_none());
    let again = provider.tea("DeletePhysicalConnection", &[("PhysicalConnectionId", &id)]).unwrap_err();
    assert!(again.is_not_found(), "{again:?}");
}

#[test]
fn a_line_that_is_given_up() {
    let world = World::new();
    let provider = Provider::new(&world);
    let id = create(&provider, "tf-line");
    provider.create("CancelPhysicalConnection", &[("PhysicalConnectionId", &id)]);
    provider.wait("Status", &["Canceled"], || read(&provider, &id));
    provider.create("DeletePhysicalConnection", &[("PhysicalConnectionId", &id)]);
    assert!(read(&provider, &id).is_none());
}

#[test]
fn an_allocated_line_is_not_destroyed_before_it_is_given_up() {
    let world = World::new();
    let provider = Provider::new(&world);
    let id = create(&provider, "tf-line");
    let refused = provider.tea("DeletePhysicalConnection", &[("PhysicalConnectionId", &id)]).unwrap_err();
    assert!(refused.code == "Forbidden.NotAllowedInState" && !refused.is_not_found(), "{refused:?}");
    assert!(read(&provider, &id).is_some());
}
