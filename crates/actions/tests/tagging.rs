//! Tags, and the resource groups that every resource with tags is in too.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

mod support;

use support::{OTHER, OWN, World};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    AccountId, PhysicalConnection, ResourceGroup, RouteTable, RouterInterface, VSwitch, VirtualBorderRouter,
    Vpc,
};

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

/// Both accounts have one of everything; the second account's ids end with `-2`.
fn world() -> World {
    let mut world = World::new();
    for (account, suffix) in [(OWN, ""), (OTHER, "-2")] {
        put_one_of_everything(&mut world, account, suffix);
    }
    world
}

fn put_one_of_everything(world: &mut World, account: AccountId, suffix: &str) {
    let region = || REGION.1.into();
    macro_rules! put {
        ($kind:ident, $id:literal) => {{
            let (seq, id) = (world.state.next_seq(), format!("{}{suffix}", $id).as_str().into());
            world.put($kind { seq, id, account, region: region(), ..$kind::default() });
        }};
    }
    put!(Vpc, "vpc-1");
    put!(VSwitch, "vsw-1");
    put!(RouteTable, "vtb-1");
    put!(RouterInterface, "ri-1");
    put!(VirtualBorderRouter, "vbr-1");
    put!(PhysicalConnection, "pc-1");
    for (name, is_default) in [("default", true), ("team", false)] {
        let (seq, id) = (world.state.next_seq(), format!("rg-{name}{suffix}").as_str().into());
        let (name, display_name) = (name.into(), name.into());
        world.put(ResourceGroup { seq, id, account, name, display_name, is_default, ..Default::default() });
    }
}

fn put_interfaces(world: &mut World, count: usize) {
    for number in 0..count {
        let (seq, id) = (world.state.next_seq(), format!("ri-many-{number:03}").as_str().into());
        let region = REGION.1.into();
        world.put(RouterInterface { seq, id, account: OWN, region, ..RouterInterface::default() });
    }
}

/// The names of one of the two sets of actions, and what it is about.
struct Actions {
    tag: &'static str,
    untag: &'static str,
    list: &'static str,
    resources: usize,
    types: &'static [(&'static str, &'static str)],
}

const VPC: Actions = Actions {
    tag: "TagResources",
    untag: "UnTagResources",
    list: "ListTagResources",
    resources: 50,
    types: &[("VPC", "vpc-1"), ("VSWITCH", "vsw-1"), ("ROUTETABLE", "vtb-1")],
};
const EXPRESS_CONNECT: Actions = Actions {
    tag: "TagResourcesForExpressConnect",
    untag: "UntagResourcesForExpressConnect",
    list: "ListTagResourcesForExpressConnect",
    resources: 20,
    types: &[("ROUTERINTERFACE", "ri-1"), ("VIRTUALBORDERROUTER", "vbr-1"), ("PHYSICALCONNECTION", "pc-1")],
};

impl Actions {
    fn each() -> impl Iterator<Item = (&'static Self, &'static str, &'static str)> {
        [&VPC, &EXPRESS_CONNECT]
            .into_iter()
            .flat_map(|set| set.types.iter().map(move |(t, id)| (set, *t, *id)))
    }

    /// What the answer of a list shows: `resource key=value`, sorted by nothing but the answer itself.
    fn listed(&self, world: &mut World, params: &[(&str, &str)]) -> Vec<String> {
        let answer = world.call(self.list, &[&[REGION], params].concat()).unwrap();
        let items = answer["TagResources"]["TagResource"].as_array().unwrap();
        let text = |item: &serde_json::Value, field: &str| item[field].as_str().unwrap().to_owned();
        let shown = items.iter().map(|item| {
            format!("{} {}={}", text(item, "ResourceId"), text(item, "TagKey"), text(item, "TagValue"))
        });
        shown.collect()
    }
}

#[test]
fn tags_are_put_on_listed_and_taken_off_resources_of_every_type() {
    for (set, kind, id) in Actions::each() {
        let mut world = world();
        let about = [REGION, ("ResourceType", kind), ("ResourceId.1", id)];
        let tags = [("Tag.1.Key", "team"), ("Tag.1.Value", "a"), ("Tag.2.Key", "cost")];
        world.call(set.tag, &[&about[..], &tags].concat()).unwrap();
        assert_eq!(set.listed(&mut world, &about), [format!("{id} team=a"), format!("{id} cost=")]);
        let by_tag = [("ResourceType", kind), ("Tag.1.Key", "team")];
        assert_eq!(set.listed(&mut world, &by_tag), [format!("{id} team=a")]);
        world.call(set.untag, &[&about[..], &[("TagKey.1", "team"), ("TagKey.2", "none")]].concat()).unwrap();
        assert_eq!(set.listed(&mut world, &about), [format!("{id} cost=")]);
        world.call(set.untag, &[&about[..], &[("All", "true")]].concat()).unwrap();
        assert!(set.listed(&mut world, &about).is_empty());
    }
}

#[test]
fn the_shape_of_a_list() {
    let mut world = world();
    let about = [REGION, ("ResourceType", "vpc"), ("ResourceId.1", "vpc-1")];
    let tagged = [&about[..], &[("Tag.1.Key", "team"), ("Tag.1.Value", "a")]].concat();
    assert_eq!(world.call("TagResources", &tagged).unwrap(), serde_json::json!({}));
    let answer = world.call("ListTagResources", &about).unwrap();
    let item = serde_json::json!({
        "ResourceId": "vpc-1", "ResourceType": "VPC", "TagKey": "team", "TagValue": "a"
    });
    assert_eq!(answer["TagResources"], serde_json::json!({ "TagResource": [item] }));
    assert_eq!(answer["NextToken"], "");
}

#[test]
fn a_key_that_is_there_gets_the_new_value() {
    let mut world = world();
    let about = [REGION, ("ResourceType", "VPC"), ("ResourceId.1", "vpc-1"), ("Tag.1.Key", "team")];
    for value in ["a", "b", "b"] {
        world.call("TagResources", &[&about[..], &[("Tag.1.Value", value)]].concat()).unwrap();
    }
    assert_eq!(VPC.listed(&mut world, &about[1..3]), ["vpc-1 team=b"]);
}

#[test]
fn one_request_tags_all_of_its_resources_or_none() {
    let mut world = world();
    let tag = [REGION, ("ResourceType", "VPC"), ("Tag.1.Key", "team"), ("ResourceId.1", "vpc-1")];
    let refused = world.refused("TagResources", &[&tag[..], &[("ResourceId.2", "vpc-none")]].concat());
    assert_eq!(refused, "404 InvalidResourceId.NotFound");
    assert!(VPC.listed(&mut world, &[("ResourceType", "VPC"), ("ResourceId.1", "vpc-1")]).is_empty());
    world.call("TagResources", &[&tag[..], &[("ResourceId.2", "vpc-1")]].concat()).unwrap();
}

#[test]
fn a_list_is_narrowed_by_all_tags_and_shows_only_those() {
    let mut world = world();
    put_interfaces(&mut world, 3);
    let tags = [
        ("ri-many-000", "team", "a"),
        ("ri-many-000", "cost", "1"),
        ("ri-many-001", "team", "a"),
        ("ri-many-002", "team", "b"),
        ("ri-many-002", "cost", "1"),
    ];
    for (id, key, value) in tags {
        let params = [
            REGION,
            ("ResourceType", "ROUTERINTERFACE"),
            ("ResourceId.1", id),
            ("Tag.1.Key", key),
            ("Tag.1.Value", value),
        ];
        world.call("TagResourcesForExpressConnect", &params).unwrap();
    }
    let mut listed = |params: &[(&str, &str)]| {
        let kind = [("ResourceType", "RouterInterface")];
        EXPRESS_CONNECT.listed(&mut world, &[&kind, params].concat())
    };
    let key = ("Tag.1.Key", "team");
    assert_eq!(listed(&[key]), ["ri-many-000 team=a", "ri-many-001 team=a", "ri-many-002 team=b"]);
    assert_eq!(listed(&[key, ("Tag.1.Value", "a")]), ["ri-many-000 team=a", "ri-many-001 team=a"]);
    assert_eq!(
        listed(&[key, ("Tag.2.Key", "cost"), ("ResourceId.1", "ri-many-002")]),
        ["ri-many-002 team=b", "ri-many-002 cost=1"]
    );
    assert_eq!(
        listed(&[key, ("Tag.1.Value", "a"), ("Tag.2.Key", "cost"), ("Tag.2.Value", "1")]),
        ["ri-many-000 team=a", "ri-many-000 cost=1"]
    );
    assert!(listed(&[key, ("Tag.1.Value", "a"), ("Tag.2.Key", "team"), ("Tag.2.Value", "b")]).is_empty());
    assert!(listed(&[key, ("Tag.1.Value", "")]).is_empty());
    assert!(listed(&[key, ("Tag.1.Value", "b"), ("ResourceId.1", "ri-many-001")]).is_empty());
}

#[test]
fn pages_follow_each_other_by_their_tokens() {
    let mut world = world();
    put_interfaces(&mut world, 7);
    for number in 0..7 {
        let id = format!("ri-many-{number:03}");
        let params = [
            REGION,
            ("ResourceType", "ROUTERINTERFACE"),
            ("ResourceId.1", &id),
            ("Tag.1.Key", "team"),
            ("Tag.2.Key", "cost"),
            ("Tag.3.Key", "else"),
        ];
        world.call("TagResourcesForExpressConnect", &params).unwrap();
    }
    let by_tag = [("Tag.1.Key", "team"), ("Tag.2.Key", "cost")];
    let by_id = [("ResourceId.1", "ri-many-000"), ("ResourceId.2", "ri-many-001")];
    for (filter, total) in [(by_tag, 14), (by_id, 6)] {
        for size in ["1", "3", "5", "100"] {
            let all = walk(&mut world, &filter, size);
            assert_eq!(all.len(), total, "{size}");
            assert_eq!(all, walk(&mut world, &filter, "100"), "{size}");
        }
    }
}

/// Every page of a list, one after the other.
fn walk(world: &mut World, filter: &[(&str, &str)], size: &str) -> Vec<serde_json::Value> {
    let mut all = Vec::new();
    let mut token = String::new();
    loop {
        let page = [
            REGION,
            ("ResourceType", "ROUTERINTERFACE"),
            ("MaxResults", size),
            ("NextToken", token.as_str()),
        ];
        let answer = world.call("ListTagResourcesForExpressConnect", &[&page[..], filter].concat()).unwrap();
        all.extend(answer["TagResources"]["TagResource"].as_array().unwrap().iter().cloned());
        token = answer["NextToken"].as_str().unwrap().to_owned();
        if token.is_empty() {
            return all;
        }
    }
}

#[test]
fn pages_have_bounds() {
    let mut world = world();
    let vpc = [REGION, ("ResourceType", "VPC"), ("ResourceId.1", "vpc-1")];
    let wrong = [
        ("MaxResults", "0"),
        ("MaxResults", "51"),
        ("MaxResults", "-1"),
        ("NextToken", "7"),
        ("NextToken", "+00000000000000f"),
        ("NextToken", "fffffffffffffffff"),
    ];
    for (name, value) in wrong {
        let refused = world.refused("ListTagResources", &[&vpc[..], &[(name, value)]].concat());
        assert_eq!(refused, "400 InvalidParameter", "{name}={value}");
    }
    let line = [REGION, ("ResourceType", "ROUTERINTERFACE"), ("Tag.1.Key", "a")];
    let largest = [&line[..], &[("MaxResults", "100"), ("NextToken", "ffffffffffffffff")]].concat();
    let answer = world.call("ListTagResourcesForExpressConnect", &largest).unwrap();
    assert_eq!(answer["NextToken"], "");
    let refused =
        world.refused("ListTagResourcesForExpressConnect", &[&line[..], &[("MaxResults", "101")]].concat());
    assert_eq!(refused, "400 InvalidParameter");
}

#[test]
fn a_foreign_resource_is_no_resource() {
    for (set, kind, id) in Actions::each() {
        let mut world = world();
        let foreign = format!("{id}-2");
        let tag = [("Tag.1.Key", "team"), ("TagKey.1", "team")];
        for id in [foreign.as_str(), "none-1"] {
            let about = [REGION, ("ResourceType", kind), ("ResourceId.1", id)];
            for action in [set.tag, set.untag] {
                let error = world.call(action, &[&about[..], &tag].concat()).unwrap_err();
                assert_eq!(
                    error.to_string(),
                    "404 InvalidResourceId.NotFound: The specified ResourceIds are not found in our records."
                );
            }
            assert!(set.listed(&mut world, &about[1..]).is_empty());
        }
        let own = [REGION, ("ResourceType", kind), ("ResourceId.1", foreign.as_str()), tag[0]];
        world.call_other(set.tag, &own).unwrap();
        assert!(set.listed(&mut world, &[("ResourceType", kind), tag[0]]).is_empty());
    }
}

#[test]
fn a_resource_is_in_its_region_only_and_of_its_type_only() {
    let mut world = world();
    let elsewhere = [("RegionId", "cn-beijing"), ("ResourceType", "VPC"), ("ResourceId.1", "vpc-1")];
    let other_type = [REGION, ("ResourceType", "VSWITCH"), ("ResourceId.1", "vpc-1")];
    for about in [elsewhere, other_type] {
        let refused = world.refused("TagResources", &[&about[..], &[("Tag.1.Key", "team")]].concat());
        assert_eq!(refused, "404 InvalidResourceId.NotFound");
    }
}

#[test]
fn every_set_of_actions_has_its_types() {
    let mut world = world();
    for (set, kind) in [(&VPC, "ROUTERINTERFACE"), (&VPC, "EIP"), (&EXPRESS_CONNECT, "VPC")] {
        let about = [REGION, ("ResourceType", kind), ("ResourceId.1", "vpc-1"), ("Tag.1.Key", "team")];
        for action in [set.tag, set.untag, set.list] {
            assert_eq!(world.refused(action, &about), "404 InvalidResourceType.NotFound", "{action} {kind}");
        }
    }
}

#[test]
fn a_lock_by_risk_control_keeps_the_tags_of_a_line_and_of_its_border_router() {
    let mut world = world();
    let line = PhysicalConnection::clone(world.state.physical_connection("pc-1").unwrap());
    world.put(PhysicalConnection { business_status: BusinessStatus::SecurityLocked, ..line });
    let vbr = VirtualBorderRouter::clone(world.state.virtual_border_router("vbr-1").unwrap());
    world.put(VirtualBorderRouter { line: "pc-1".into(), ..vbr });
    for (kind, id) in [("PHYSICALCONNECTION", "pc-1"), ("VIRTUALBORDERROUTER", "vbr-1")] {
        let about = [REGION, ("ResourceType", kind), ("ResourceId.1", id), ("Tag.1.Key", "a")];
        assert_eq!(world.refused(EXPRESS_CONNECT.tag, &about), "403 Forbidden.RiskControl");
        assert_eq!(
            world.refused("ChangeResourceGroup", &change(kind, id, "rg-team")),
            "403 Forbidden.RiskControl"
        );
    }
}

#[test]
fn regions_have_to_exist() {
    let mut world = world();
    for (set, kind, id) in Actions::each() {
        let tag = ("Tag.1.Key", "team");
        let about = [("RegionId", "cn-atlantis"), ("ResourceType", kind), ("ResourceId.1", id), tag];
        for action in [set.tag, set.untag, set.list] {
            assert_eq!(world.refused(action, &about), "404 InvalidRegionId.NotFound");
        }
    }
}

#[test]
fn what_has_to_be_there() {
    let mut world = world();
    for (set, kind, id) in Actions::each() {
        let whole = [
            REGION,
            ("ResourceType", kind),
            ("ResourceId.1", id),
            ("Tag.1.Key", "team"),
            ("TagKey.1", "team"),
        ];
        for action in [set.tag, set.untag] {
            for left_out in ["RegionId", "ResourceType", "ResourceId.1"] {
                let rest: Vec<_> = whole.iter().filter(|(name, _)| *name != left_out).copied().collect();
                let error = world.call(action, &rest).unwrap_err();
                assert_eq!(error.code(), "MissingParameter", "{action} without {left_out}");
                assert!(error.message().contains(left_out));
            }
        }
        for (action, all) in [(set.tag, ""), (set.untag, ""), (set.untag, "false")] {
            let params = [&whole[..3], &[("All", all)]].concat();
            assert_eq!(world.refused(action, &params), "400 MissingParameter", "{action}");
        }
        assert_eq!(world.refused(set.list, &whole[..2]), "400 MissingParameter");
    }
}

#[test]
fn keys_and_values_follow_the_rules_for_tags() {
    let mut world = world();
    let about = [REGION, ("ResourceType", "VPC"), ("ResourceId.1", "vpc-1")];
    let long = "x".repeat(129);
    for action in ["TagResources", "ListTagResources"] {
        for bad in ["", "aliyun", "acs:x", "http://x", "https://x", &long] {
            let refused = world.refused(action, &[&about[..], &[("Tag.1.Key", bad)]].concat());
            assert_eq!(refused, "400 InvalidTagKey.Malformed", "{action} {bad}");
        }
        for bad in ["aliyun", "acs:x", "http://x", "https://x", &long] {
            let tag = [("Tag.1.Key", "team"), ("Tag.1.Value", bad)];
            let refused = world.refused(action, &[&about[..], &tag].concat());
            assert_eq!(refused, "400 InvalidTagValue.Malformed", "{action} {bad}");
        }
        let only_a_value = world.refused(action, &[&about[..], &[("Tag.1.Value", "a")]].concat());
        assert_eq!(only_a_value, "400 InvalidTagKey.Malformed");
    }
    let twice = [("Tag.1.Key", "team"), ("Tag.2.Key", "team")];
    let refused = world.refused("TagResources", &[&about[..], &twice].concat());
    assert_eq!(refused, "400 Duplicate.TagKey");
}

/// `{stem}1{rest}`, `{stem}2{rest}`, ..., each with its number behind the value.
fn numbered(stem: &str, rest: &str, value: &str, count: usize) -> Vec<(String, String)> {
    (1..=count).map(|number| (format!("{stem}{number}{rest}"), format!("{value}{number}"))).collect()
}

#[test]
fn a_request_has_bounds() {
    let mut world = world();
    for (set, kind, id) in Actions::each() {
        let about = [REGION, ("ResourceType", kind)];
        let many_tags = numbered("Tag.", ".Key", "key", 21);
        let many_keys = numbered("TagKey.", "", "key", 21);
        let many_ids = numbered("ResourceId.", "", id, set.resources + 1);
        let with = |own: &[(&'static str, &'static str)], many: &[(String, String)]| {
            let many = many.iter().map(|(name, value)| (name.clone(), value.clone()));
            let own = about.iter().chain(own).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            own.chain(many).collect::<Vec<_>>()
        };
        let mut refused = |action: &str, params: Vec<(String, String)>| {
            let params: Vec<_> = params.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            world.refused(action, &params)
        };
        let one = [("ResourceId.1", id)];
        let tag = [("Tag.1.Key", "team"), ("TagKey.1", "team")];
        assert_eq!(refused(set.tag, with(&one, &many_tags)), "400 NumberExceed.Tags");
        assert_eq!(refused(set.untag, with(&one, &many_keys)), "400 NumberExceed.Tags");
        assert_eq!(refused(set.list, with(&one, &many_tags)), "400 NumberExceed.Tags");
        for action in [set.tag, set.untag, set.list] {
            assert_eq!(refused(action, with(&tag, &many_ids)), "400 NumberExceed.ResourceIds", "{action}");
        }
    }
}

#[test]
fn a_resource_has_no_more_tags_than_its_quota() {
    let mut world = world();
    let about = [REGION, ("ResourceType", "VPC"), ("ResourceId.1", "vpc-1")];
    let tags = numbered("Tag.", ".Key", "key", 20);
    let tags: Vec<_> = tags.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.call("TagResources", &[&about[..], &tags].concat()).unwrap();
    let refused = world.refused("TagResources", &[&about[..], &[("Tag.1.Key", "another")]].concat());
    assert_eq!(refused, "400 QuotaExceeded.TagsPerResource");
    world
        .call("TagResources", &[&about[..], &[("Tag.1.Key", "key7"), ("Tag.1.Value", "new")]].concat())
        .unwrap();
}

fn lock(world: &mut World) {
    let interface = RouterInterface::clone(world.state.router_interface("ri-1").unwrap());
    world.put(RouterInterface { business_status: BusinessStatus::SecurityLocked, ..interface });
}

#[test]
fn a_lock_by_risk_control_refuses_tags_and_another_group() {
    let mut world = world();
    lock(&mut world);
    let about =
        [REGION, ("ResourceType", "ROUTERINTERFACE"), ("ResourceId.1", "ri-1"), ("ResourceId", "ri-1")];
    let more = [("Tag.1.Key", "team"), ("TagKey.1", "team"), ("NewResourceGroupId", "rg-team")];
    for action in [EXPRESS_CONNECT.tag, EXPRESS_CONNECT.untag, "ChangeResourceGroup"] {
        assert_eq!(
            world.refused(action, &[&about[..], &more].concat()),
            "403 Forbidden.RiskControl",
            "{action}"
        );
    }
    assert!(EXPRESS_CONNECT.listed(&mut world, &about[1..3]).is_empty());
}

fn change<'p>(kind: &'p str, id: &'p str, group: &'p str) -> [(&'static str, &'p str); 4] {
    [REGION, ("ResourceType", kind), ("ResourceId", id), ("NewResourceGroupId", group)]
}

#[test]
fn every_resource_moves_between_groups() {
    let mut world = world();
    for (_, kind, id) in Actions::each() {
        assert_eq!(
            world.call("ChangeResourceGroup", &change(kind, id, "rg-team")).unwrap(),
            serde_json::json!({})
        );
        world.call("ChangeResourceGroup", &change(&kind.to_lowercase(), id, "rg-team")).unwrap();
    }
    let state = &world.state;
    assert_eq!(state.vpc("vpc-1").unwrap().resource_group.as_str(), "rg-team");
    assert_eq!(state.vswitch("vsw-1").unwrap().resource_group.as_str(), "rg-team");
    assert_eq!(state.route_table("vtb-1").unwrap().resource_group.as_str(), "rg-team");
    assert_eq!(state.router_interface("ri-1").unwrap().resource_group.as_str(), "rg-team");
    assert_eq!(state.virtual_border_router("vbr-1").unwrap().resource_group.as_str(), "rg-team");
    assert_eq!(state.physical_connection("pc-1").unwrap().resource_group.as_str(), "rg-team");
    world.call("ChangeResourceGroup", &change("VPC", "vpc-1", "rg-default")).unwrap();
    assert!(world.state.vpc("vpc-1").unwrap().resource_group.is_empty());
}

#[test]
fn what_refuses_another_group() {
    let mut world = world();
    for (params, refusal) in [
        (change("VPC", "vpc-none", "rg-team"), "404 InvalidResourceId.NotFound"),
        (change("VPC", "vpc-1-2", "rg-team"), "404 InvalidResourceId.NotFound"),
        (change("PHYSICALCONNECTION", "pc-none", "rg-team"), "404 InvalidResourceId.NotFound"),
        (change("EIP", "eip-1", "rg-team"), "404 InvalidResourceType.NotFound"),
        (change("VPC", "vpc-1", "rg-none"), "404 InvalidResourceGroup.NotFound"),
        (change("VPC", "vpc-1", "rg-team-2"), "404 InvalidResourceGroup.NotFound"),
    ] {
        assert_eq!(world.refused("ChangeResourceGroup", &params), refusal, "{params:?}");
    }
    let mut elsewhere = change("VPC", "vpc-1", "rg-team");
    elsewhere[0].1 = "cn-atlantis";
    assert_eq!(world.refused("ChangeResourceGroup", &elsewhere), "404 InvalidRegionId.NotFound");
    for left_out in 0..4 {
        let mut params = change("VPC", "vpc-1", "rg-team").to_vec();
        params.remove(left_out);
        assert_eq!(world.refused("ChangeResourceGroup", &params), "400 MissingParameter");
    }
}
