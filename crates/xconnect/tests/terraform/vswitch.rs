//! `alicloud_vswitch`: its read has the id in the query.

use serde_json::Value;

use super::answer::{booleans, list, present, text};
use super::provider::Provider;
use super::vpc;
use crate::support::World;

const GONE: [&str; 2] = ["InvalidVswitchID.NotFound", "InvalidVSwitchId.NotFound"];

fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    match provider.tea_with("DescribeVSwitchAttributes", &[("VSwitchId", id)], &[]) {
        Ok(vswitch) => (!text(&vswitch, "VSwitchId").is_empty()).then_some(vswitch),
        Err(failure) => {
            assert!(failure.is_one_of(&GONE) || failure.is_not_found(), "{failure:?}");
            None
        }
    }
}

pub(crate) fn create(provider: &Provider<'_>, vpc: &str, zone: &str, cidr: &str) -> String {
    let form = [("VpcId", vpc), ("ZoneId", zone), ("CidrBlock", cidr), ("VSwitchName", "tf-vswitch")];
    let id = text(&provider.create("CreateVSwitch", &form), "VSwitchId");
    provider.wait("Status", &["Available"], || read(provider, &id));
    id
}

pub(crate) fn delete(provider: &Provider<'_>, id: &str) {
    let codes = ["IncorrectVSwitchStatus", "TaskConflict", "OperationConflict", "IncorrectRouteEntryStatus"];
    let outcome = provider.retried(&codes, || provider.tea("DeleteVSwitch", &[("VSwitchId", id)]));
    outcome.unwrap_or_else(|failure| panic!("{failure:?}"));
    provider.wait_until_gone(|| read(provider, id));
}

#[test]
fn a_vswitch_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vpc = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    let id = create(&provider, &vpc.id, "cn-hangzhou-h", "172.16.0.0/24");
    let vswitch = read(&provider, &id).unwrap();
    present(
        &vswitch,
        &["CidrBlock", "CreationTime", "Description", "Ipv6CidrBlock", "VSwitchName", "VpcId", "ZoneId"],
    );
    booleans(&vswitch, &["IsDefault"]);
    let update =
        [("VSwitchId", id.as_str()), ("VSwitchName", "tf-2"), ("Description", "changed by Terraform")];
    provider.change("ModifyVSwitchAttribute", &update);
    assert_eq!(
        text(&provider.wait("Status", &["Available"], || read(&provider, &id)), "VSwitchName"),
        "tf-2"
    );
    let on = [("ResourceType", "VSWITCH"), ("ResourceId.1", id.as_str())];
    provider.change("TagResources", &[&on[..], &[("Tag.1.Key", "For"), ("Tag.1.Value", "tests")]].concat());
    assert_eq!(list(&read(&provider, &id).unwrap(), &["Tags", "Tag"]).len(), 1);
    delete(&provider, &id);
    vpc::delete(&provider, &vpc.id);
}
