//! `alicloud_express_connect_virtual_physical_connection`: neither creation nor change has a token.

use serde_json::Value;

use super::answer::{integers, list, text, texts};
use super::provider::Provider;
use crate::support::World;
use crate::support::records::{OWN, PARTNER};

const READ: [&str; 24] = [
    "AccessPointId",
    "AdLocation",
    "Bandwidth",
    "BusinessStatus",
    "CircuitCode",
    "CreationTime",
    "Description",
    "EnabledTime",
    "EndTime",
    "ExpectSpec",
    "LineOperator",
    "LoaStatus",
    "OrderMode",
    "ParentPhysicalConnectionAliUid",
    "ParentPhysicalConnectionId",
    "PeerLocation",
    "PortNumber",
    "PortType",
    "RedundantPhysicalConnectionId",
    "ResourceGroupId",
    "Spec",
    "Status",
    "VirtualPhysicalConnectionStatus",
    "AliUid",
];

/// The provider's read: it takes the first element unseen.
fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let form = [("VirtualPhysicalConnectionIds.1", id), ("MaxResults", "50")];
    let answer = provider.change("ListVirtualPhysicalConnections", &form);
    let first = list(&answer, &["VirtualPhysicalConnections"]).into_iter().next()?;
    assert_eq!(first["PhysicalConnectionId"], id);
    Some(first)
}

#[test]
fn a_shared_line_from_partner_to_tenant() {
    let world = World::new();
    let provider = Provider::new(&world);
    let parent = world.bare_line(OWN);
    let tenant = PARTNER.to_string();
    let form = [
        ("PhysicalConnectionId", parent.as_str()),
        ("Spec", "50M"),
        ("OrderMode", "PayByPhysicalConnectionOwner"),
        ("VlanId", "789"),
        ("VpconnAliUid", &tenant),
        ("Name", "tf-shared"),
        ("Description", "made by Terraform"),
    ];
    let id = text(&provider.change("CreateVirtualPhysicalConnection", &form), "VirtualPhysicalConnection");
    let line = read(&provider, &id).expect("it is read at once");
    texts(&line, &READ);
    integers(&line, &["VlanId"]);
    assert_eq!((text(&line, "AliUid"), text(&line, "Spec")), (tenant, "50M".to_owned()));
    ["EnabledTime", "PortNumber"].iter().for_each(|field| assert_eq!(line[field], "", "{field}"));

    let update = [("InstanceId", id.as_str()), ("VlanId", "790"), ("ExpectSpec", "100M")];
    let outcome = provider.tea("UpdateVirtualPhysicalConnection", &update[..2]);
    outcome.unwrap();
    assert_eq!(read(&provider, &id).unwrap()["VlanId"].to_string().trim_matches('"'), "790");

    let confirm = Provider::of_partner(&world);
    confirm.create("ConfirmPhysicalConnection", &[("PhysicalConnectionId", &id)]);
    confirm.wait("Status", &["Confirmed", "Enabled"], || {
        let answer = confirm.change("DescribePhysicalConnections", &[]);
        let lines = list(&answer, &["PhysicalConnectionSet", "PhysicalConnectionType"]);
        lines.into_iter().find(|line| line["PhysicalConnectionId"] == id.as_str())
    });
    texts(&read(&provider, &id).unwrap(), &["VirtualPhysicalConnectionStatus"]);
}

#[test]
fn a_shared_line_is_destroyed_like_a_line() {
    let world = World::new();
    let provider = Provider::new(&world);
    let share = world.share(&world.bare_line(OWN), PARTNER, "789");
    let id = text(&world.send(&share).success(), "VirtualPhysicalConnection");
    provider.create("DeletePhysicalConnection", &[("PhysicalConnectionId", &id)]);
    // The provider does not wait; the list shows the line as deleted for some days.
    assert_eq!(text(&read(&provider, &id).unwrap(), "VirtualPhysicalConnectionStatus"), "Deleted");
}
