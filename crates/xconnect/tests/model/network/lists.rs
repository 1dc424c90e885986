//! The lists of networks, routers, and route tables.

use serde_json::{Value, json};

use super::{Table, VSwitch, Vpc};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, check_region, has_tags, tags_view};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

/// A list of a region, which is narrowed in some ways that all of these lists have.
fn list(random: &mut Random, model: &Model, action: &'static str, group: bool) -> Ask {
    let account = random.below(3);
    let ask = Ask::new(action, account)
        .with("RegionId", region::any(random))
        .sometimes(random, 30, "PageNumber", &["1", "2", "9", "0"])
        .sometimes(random, 30, "PageSize", &["1", "2", "50", "51"]);
    if group && random.chance(10) {
        return ask.with("ResourceGroupId", resource_group::any(random, model, account));
    }
    if !group || !random.chance(15) {
        return ask;
    }
    let ask = ask.with("Tag.1.Key", random.one(&["team", "stage"]));
    ask.sometimes(random, 50, "Tag.1.Value", &["a", "b"])
}

/// Ids that are joined by commas; whether there are too many of them.
fn ids<'a>(rows: &mut Rows, ask: &'a Ask, name: &str) -> Option<Vec<&'a str>> {
    let ids: Vec<&str> = ask.given(name)?.split(',').map(str::trim).collect();
    rows.when(ids.len() > 20, 400, "InvalidParameter");
    Some(ids)
}

pub(super) fn ask_vpcs(random: &mut Random, model: &Model) -> Ask {
    let mut ask = list(random, model, "DescribeVpcs", true)
        .sometimes(random, 10, "VpcName", &["one", "two", "three"])
        .sometimes(random, 10, "EnableIpv6", &["true", "false"])
        .sometimes(random, 4, "IsDefault", &["true", "false"])
        .sometimes(random, 3, "DhcpOptionsSetId", &["dopt-1"])
        .sometimes(random, 5, "VpcOwnerId", &["1234567890123456", "1"])
        .sometimes(random, 4, "DryRun", &["true"]);
    if random.chance(20) {
        let some = [random.any(&model.vpcs), random.any(&model.vpcs)];
        let some: Vec<&str> = some.into_iter().flatten().map(|vpc| vpc.id.as_str()).collect();
        ask = ask.with("VpcId", some.join(","));
    }
    ask
}

pub(super) fn vpcs(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! VpcId VpcName IsDefault:b EnableIpv6:b DhcpOptionsSetId VpcOwnerId:l ResourceGroupId \
         PageNumber:n PageSize:n DryRun:b",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    let ids = ids(&mut rows, ask, "VpcId");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let tags = ask.tags("Tag");
    let wanted = |vpc: &&Vpc| {
        vpc.account == ask.account
            && vpc.region == ask.text("RegionId")
            && ids.as_ref().is_none_or(|ids| ids.contains(&vpc.id.as_str()))
            && ask.given("VpcName").is_none_or(|name| name == vpc.name)
            && ask.flag("EnableIpv6").is_none_or(|on| on == vpc.ipv6.is_some())
            && !ask.is_on("IsDefault")
            && !ask.has("DhcpOptionsSetId")
            && ask.number("VpcOwnerId").is_none_or(|owner| owner == model.number(vpc.account))
            && ask.given("ResourceGroupId").is_none_or(|group| group == vpc.group)
            && has_tags(&vpc.tags, &tags)
    };
    let view = |vpc: &Vpc| {
        let mut view = vpc.view(model);
        let attachment = model.attachments.iter().find(|one| one.child == vpc.id);
        view["CenStatus"] = attachment.map_or("", |one| one.status).into();
        view["RouterTableIds"] = json!({"RouterTableIds": [vpc.table]});
        view
    };
    let found: Vec<Value> = model.vpcs.iter().filter(wanted).map(view).collect();
    Done::read(page.answer(found, "Vpcs", "Vpc"))
}

pub(super) fn ask_vswitches(random: &mut Random, model: &Model) -> Ask {
    let mut ask = list(random, model, "DescribeVSwitches", true)
        .sometimes(random, 10, "VSwitchName", &["one", "two", "three"])
        .sometimes(random, 10, "EnableIpv6", &["true", "false"])
        .sometimes(random, 4, "IsDefault", &["true", "false"])
        .sometimes(random, 10, "ZoneId", &["cn-hangzhou-b", "cn-beijing-b", "x"])
        .sometimes(random, 4, "DryRun", &["true"]);
    if random.chance(25) {
        ask = ask.with_some("VpcId", random.any(&model.vpcs).map(|vpc| &vpc.id));
    }
    if random.chance(20) {
        ask.params.retain(|(name, _)| name != "RegionId");
    }
    if random.chance(10) {
        ask = ask.with_some("RouteTableId", random.any(&model.tables).map(|table| &table.id));
    }
    if random.chance(15) {
        ask = ask.with_some("VSwitchId", random.any(&model.vswitches).map(|vswitch| &vswitch.id));
    }
    ask
}

pub(super) fn vswitches(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId VpcId VSwitchId VSwitchName ZoneId RouteTableId IsDefault:b EnableIpv6:b VSwitchOwnerId:l \
         ResourceGroupId PageNumber:n PageSize:n DryRun:b",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.when(!ask.has("RegionId") && !ask.has("VpcId"), 400, "MissingParameter");
    let page = Page::of(&mut rows, ask);
    let ids = ids(&mut rows, ask, "VSwitchId");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let tags = ask.tags("Tag");
    let wanted = |one: &&VSwitch| {
        one.account == ask.account
            && ask.given("RegionId").is_none_or(|region| region == one.region)
            && ask.given("VpcId").is_none_or(|vpc| vpc == one.vpc)
            && ids.as_ref().is_none_or(|ids| ids.contains(&one.id.as_str()))
            && ask.given("VSwitchName").is_none_or(|name| name == one.name)
            && ask.given("ZoneId").is_none_or(|zone| zone == one.zone)
            && ask.given("RouteTableId").is_none_or(|table| table == one.table)
            && ask.flag("EnableIpv6").is_none_or(|on| on == one.ipv6.is_some())
            && !ask.is_on("IsDefault")
            && ask.number("VSwitchOwnerId").is_none_or(|owner| owner == model.number(one.account))
            && ask.given("ResourceGroupId").is_none_or(|group| group == one.group)
            && has_tags(&one.tags, &tags)
    };
    let found: Vec<Value> = model.vswitches.iter().filter(wanted).map(|one| one.view(model)).collect();
    Done::read(page.answer(found, "VSwitches", "VSwitch"))
}

pub(super) fn ask_vrouters(random: &mut Random, model: &Model) -> Ask {
    let ask = list(random, model, "DescribeVRouters", false);
    let router = random.any(&model.vpcs).filter(|_| random.clone().chance(30)).map(|vpc| &vpc.router);
    ask.with_some("VRouterId", router)
}

pub(super) fn vrouters(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VRouterId PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let wanted = |vpc: &&Vpc| {
        vpc.account == ask.account
            && vpc.region == ask.text("RegionId")
            && ask.given("VRouterId").is_none_or(|router| router == vpc.router)
    };
    let view = |vpc: &Vpc| {
        json!({
            "VRouterId": vpc.router, "VpcId": vpc.id, "RegionId": vpc.region,
            "RouteTableIds": {"RouteTableId": [vpc.table]},
        })
    };
    Done::read(page.answer(model.vpcs.iter().filter(wanted).map(view).collect(), "VRouters", "VRouter"))
}

pub(super) fn ask_tables(random: &mut Random, model: &Model) -> Ask {
    let mut ask = list(random, model, "DescribeRouteTableList", true)
        .sometimes(random, 15, "RouterType", &["VRouter", "VBR", "x"])
        .sometimes(random, 10, "RouteTableType", &["System", "Custom", "x"])
        .sometimes(random, 3, "RouteTableName", &["one"]);
    if random.chance(20) {
        ask = ask.with_some("RouteTableId", random.any(&model.tables).map(|table| &table.id));
    }
    if random.chance(20) {
        ask = ask.with_some("RouterId", random.any(&model.tables).map(|table| &table.router));
    }
    if random.chance(15) {
        ask = ask.with_some("VpcId", random.any(&model.vpcs).map(|vpc| &vpc.id));
    }
    ask
}

pub(super) fn tables(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! RouterType RouterId VpcId RouteTableId RouteTableName RouteTableType ResourceGroupId \
         PageNumber:n PageSize:n",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    let known = |name: &str, of: [&str; 2]| ask.given(name).is_none_or(|text| of.contains(&text));
    rows.when(!known("RouterType", ["VRouter", "VBR"]), 400, "InvalidParameter");
    rows.when(!known("RouteTableType", ["System", "Custom"]), 400, "InvalidParameter");
    rows.none()?;
    let named = ask.has("VpcId") || ask.has("RouterId") || ask.has("RouteTableId");
    let kind = ask.given("RouterType").or((!named).then_some("VRouter"));
    let tags = ask.tags("Tag");
    let wanted = |table: &&Table| {
        table.account == ask.account
            && table.region == ask.text("RegionId")
            && kind.is_none_or(|kind| kind == table.kind)
            && ask.given("RouterId").is_none_or(|router| router == table.router)
            && ask.given("VpcId").is_none_or(|vpc| vpc == table.vpc)
            && ask.given("RouteTableId").is_none_or(|id| id == table.id)
            && !ask.has("RouteTableName")
            && ask.text("RouteTableType") != "Custom"
            && ask.given("ResourceGroupId").is_none_or(|group| group == table.group)
            && has_tags(&table.tags, &tags)
    };
    let view = |table: &Table| {
        let vswitches: Vec<_> =
            model.vswitches.iter().filter(|one| one.table == table.id).map(|one| one.id.clone()).collect();
        json!({
            "RouteTableId": table.id, "RouterType": table.kind, "RouterId": table.router, "VpcId": table.vpc,
            "RouteTableType": "System", "Status": "Available", "OwnerId": model.number(table.account),
            "ResourceGroupId": table.group, "VSwitchIds": {"VSwitchId": vswitches},
            "Tags": {"Tag": tags_view(&table.tags)},
        })
    };
    let found = model.tables.iter().filter(wanted).map(view).collect();
    Done::read(page.answer(found, "RouterTableList", "RouterTableListType"))
}
