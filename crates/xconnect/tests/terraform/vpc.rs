//! `alicloud_vpc`.

use serde_json::Value;

use super::answer::{booleans, list, present, text};
use super::provider::Provider;
use crate::support::World;

/// A VPC, with its router and its system table.
pub(crate) struct Vpc {
    pub(crate) id: String,
    pub(crate) router: String,
    pub(crate) table: String,
}

/// The provider's read: a blank id is as good as not found.
pub(crate) fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    match provider.tea("DescribeVpcAttribute", &[("VpcId", id)]) {
        Ok(vpc) => (!text(&vpc, "VpcId").is_empty()).then_some(vpc),
        Err(failure) => {
            assert!(
                failure.is_not_found() || failure.is_one_of(&["InvalidResource.NotFound"]),
                "{failure:?}"
            );
            None
        }
    }
}

/// The system route table, which the provider looks for in the VPC's tables.
fn system_table(provider: &Provider<'_>, id: &str) -> Value {
    let form = [("VpcId", id), ("RouteTableType", "System"), ("PageNumber", "1"), ("PageSize", "50")];
    let answer = provider.change("DescribeRouteTableList", &form);
    let tables = list(&answer, &["RouterTableList", "RouterTableListType"]);
    let table = tables.into_iter().find(|table| table["RouteTableType"] == "System" && table["VpcId"] == id);
    table.expect("there is a system table")
}

pub(crate) fn create(provider: &Provider<'_>, name: &str, cidr: &str) -> Vpc {
    let form = [("CidrBlock", cidr), ("VpcName", name), ("DryRun", "false"), ("EnableIpv6", "false")];
    let id = text(&provider.create("CreateVpc", &form), "VpcId");
    let vpc = provider.wait("Status", &["Available"], || read(provider, &id));
    let table = system_table(provider, &id);
    let (table, router) = (text(&table, "RouteTableId"), text(&table, "RouterId"));
    assert_eq!(text(&vpc, "VRouterId"), router);
    Vpc { id, router, table }
}

pub(crate) fn delete(provider: &Provider<'_>, id: &str) {
    let codes = ["DependencyViolation.VSwitch", "DependencyViolation.SecurityGroup", "IncorrectVpcStatus"];
    let outcome = provider.retried(&codes, || {
        let token = provider.token("DeleteVpc");
        provider.tea("DeleteVpc", &[("VpcId", id), ("ForceDelete", "false"), ("ClientToken", &token)])
    });
    outcome.unwrap_or_else(|failure| panic!("{failure:?}"));
    provider.wait_until_gone(|| read(provider, id));
}

#[test]
fn a_vpc_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let made = create(&provider, "tf-vpc", "172.16.0.0/12");
    let vpc = read(&provider, &made.id).unwrap();
    let read_back = ["CidrBlock", "CreationTime", "Description", "RegionId", "ResourceGroupId", "VpcName"];
    present(&vpc, &read_back);
    present(&vpc, &["ClassicLinkEnabled", "DnsHostnameStatus", "EnabledIpv6", "Ipv6CidrBlock", "Status"]);
    booleans(&vpc, &["IsDefault"]);
    list(&vpc, &["SecondaryCidrBlocks", "SecondaryCidrBlock"]);
    list(&vpc, &["UserCidrs", "UserCidr"]);
    present(&system_table(&provider, &made.id), &["ResourceGroupId", "Description", "RouteTableName"]);
    assert!(!made.table.is_empty());

    let update =
        [("VpcId", made.id.as_str()), ("VpcName", "tf-vpc-2"), ("Description", "changed by Terraform")];
    provider.create("ModifyVpcAttribute", &update);
    assert_eq!(
        text(&provider.wait("Status", &["Available"], || read(&provider, &made.id)), "VpcName"),
        "tf-vpc-2"
    );
    let on = [("ResourceType", "VPC"), ("ResourceId.1", made.id.as_str())];
    provider.change("TagResources", &[&on[..], &[("Tag.1.Key", "For"), ("Tag.1.Value", "tests")]].concat());
    let tags = list(&read(&provider, &made.id).unwrap(), &["Tags", "Tag"]);
    assert_eq!((&tags[0]["Key"], &tags[0]["Value"]), (&"For".into(), &"tests".into()));
    provider.change("UnTagResources", &[&on[..], &[("TagKey.1", "For")]].concat());
    delete(&provider, &made.id);
}
