//! DescribeRouteEntryList and DescribeRouteTables.

use serde_json::{Value, json};

use super::{Entry, Hop, own_table, target};
use crate::address::Block;
use crate::ask::Ask;
use crate::network::Table;
use crate::random::Random;
use crate::reference::{Leaves, Model, Page};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

const TYPES: [&str; 9] = [
    "Instance",
    "HaVip",
    "RouterInterface",
    "NetworkInterface",
    "VpnGateway",
    "IPv6Gateway",
    "NatGateway",
    "Attachment",
    "VpcPeer",
];

fn view(model: &Model, entry: &Entry) -> Value {
    let mut view = json!({
        "RouteEntryName": entry.name, "Description": entry.description, "RouteTableId": entry.table,
        "DestinationCidrBlock": entry.destination.text(), "Type": entry.kind, "Status": entry.shown_status(),
    });
    if entry.kind == "Custom" {
        view["RouteEntryId"] = entry.id.as_str().into();
        let hop = |hop: &Hop| {
            let mut view = json!({"NextHopId": hop.id, "NextHopType": hop.kind, "Weight": hop.weight});
            if hop.kind != "RouterInterface" {
                view["Enabled"] = u8::from(target::is_usable(model, hop)).into();
            }
            view
        };
        view["NextHops"] = json!({"NextHop": entry.hops.iter().map(hop).collect::<Vec<_>>()});
    }
    view
}

pub(super) fn ask_entries(random: &mut Random, model: &Model) -> Ask {
    let table = random.any(&model.tables);
    let account = table.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |table| table.account);
    let mut ask = Ask::new("DescribeRouteEntryList", account)
        .with("RegionId", region::mostly(random, table.map_or("cn-hangzhou", |table| &table.region)))
        .with("RouteTableId", table.map_or("vtb-none", |table| &table.id))
        .sometimes(random, 10, "DestinationCidrBlock", &["10.9.0.0/16", "10.9.3.3/16", "x"])
        .sometimes(random, 10, "DestCidrBlockList.1", &["10.9.0.0/16", "100.64.0.0/10"])
        .sometimes(random, 10, "RouteEntryName", &["one", "two"])
        .sometimes(random, 10, "IpVersion", &["IPv4", "IPv6", "x"])
        .sometimes(random, 15, "RouteEntryType", &["Custom", "System", "BGP", "x"])
        .sometimes(random, 10, "NextHopType", &["RouterInterface", "Instance", "HaVip", "VpcPeer", "x"])
        .sometimes(random, 40, "MaxResult", &["1", "2", "100", "101", "0"]);
    if random.chance(15) {
        let custom: Vec<&Entry> = model.entries.iter().filter(|entry| entry.kind == "Custom").collect();
        ask = ask.with_some("RouteEntryId", random.any(&custom).map(|entry| &entry.id));
    }
    if random.chance(10) {
        let hops: Vec<&Hop> = model.entries.iter().flat_map(|entry| &entry.hops).collect();
        ask = ask.with_some("NextHopId", random.any(&hops).map(|hop| &hop.id));
    }
    ask
}

pub(super) fn entries(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! RouteTableId! RouteEntryId DestinationCidrBlock RouteEntryName IpVersion RouteEntryType \
         NextHopId NextHopType MaxResult:n NextToken",
    )?;
    let mut rows = Rows::default();
    let leaves = Leaves::of(&mut rows, model, ask, ("MaxResult", 10, 100));
    let known = |name: &str, of: &[&str]| ask.given(name).is_none_or(|text| of.contains(&text));
    let fine = known("IpVersion", &["IPv4", "IPv6"])
        && known("RouteEntryType", &["Custom", "System", "BGP", "CEN"])
        && known("NextHopType", &TYPES);
    rows.when(!fine, 400, "InvalidParameter");
    let destination = ask.given("DestinationCidrBlock").map(Block::destination);
    let several: Vec<_> = ask.list("DestCidrBlockList").into_iter().map(Block::destination).collect();
    rows.when(destination == Some(None) || several.contains(&None), 400, "InvalidParameter");
    let Some(table) = own_table(model, ask, ask.text("RouteTableId")) else {
        return Err(rows.and(404, "InvalidRouteTableId.NotFound"));
    };
    rows.none()?;
    let by_hop = ask.given("NextHopType");
    let wanted = |entry: &&Entry| {
        entry.table == table.id
            && ask.given("RouteEntryId").is_none_or(|id| id == entry.id)
            && destination.is_none_or(|block| block == Some(entry.destination))
            && (several.is_empty() || several.contains(&Some(entry.destination)))
            && ask.given("RouteEntryName").is_none_or(|name| name == entry.name)
            && ask.given("IpVersion").is_none_or(|version| (version == "IPv6") == entry.destination.is_v6)
            && ask.given("RouteEntryType").is_none_or(|kind| kind == entry.kind)
            && ask.given("NextHopId").is_none_or(|id| entry.hops.iter().any(|hop| hop.id == id))
            && by_hop.is_none_or(|kind| entry.hops.iter().any(|hop| hop.kind == kind))
    };
    let found: Vec<Value> = model.entries.iter().filter(wanted).map(|entry| view(model, entry)).collect();
    let (total, shown) = (found.len(), leaves.cut(&found));
    leaves.answer(json!({"TotalCount": total, "RouteEntrys": {"RouteEntry": shown}}), total)
}

pub(super) fn ask_tables(random: &mut Random, model: &Model) -> Ask {
    let table = random.any(&model.tables);
    let account = table.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |table| table.account);
    let router = table.map_or("vrt-none", |table| &table.router);
    let mut ask = Ask::new("DescribeRouteTables", account)
        .sometimes(random, 15, "RouterType", &["VRouter", "VBR", "x"])
        .sometimes(random, 10, "Type", &["System", "Custom", "x"])
        .sometimes(random, 20, "PageSize", &["1", "50", "51"]);
    for (percent, name) in [(60, "VRouterId"), (20, "RouterId")] {
        if random.chance(percent) {
            ask = ask.with(name, router);
        }
    }
    if random.chance(30) {
        ask = ask.with("RouteTableId", table.map_or("vtb-none", |table| &table.id));
    }
    if random.chance(30) {
        ask =
            ask.with("RegionId", region::mostly(random, table.map_or("cn-hangzhou", |table| &table.region)));
    }
    ask
}

pub(super) fn tables(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "VRouterId RouteTableId RouterId RouterType RegionId RouteTableName Type ResourceGroupId \
         PageNumber:n PageSize:n",
    )?;
    let mut rows = Rows::default();
    let page = Page::of(&mut rows, ask);
    let named = ["VRouterId", "RouterId", "RouteTableId"].iter().any(|name| ask.has(name));
    rows.when(!named, 400, "MissingParameter");
    let known = |name: &str, of: [&str; 2]| ask.given(name).is_none_or(|text| of.contains(&text));
    let fine = known("RouterType", ["VRouter", "VBR"]) && known("Type", ["System", "Custom"]);
    rows.when(!fine, 400, "InvalidParameter");
    rows.none()?;
    let wanted = |table: &&Table| {
        table.account == ask.account
            && ["VRouterId", "RouterId"]
                .iter()
                .all(|name| ask.given(name).is_none_or(|it| it == table.router))
            && ask.given("RouteTableId").is_none_or(|id| id == table.id)
            && ask.given("RegionId").is_none_or(|region| region == table.region)
            && ask.given("RouterType").is_none_or(|kind| kind == table.kind)
            && ask.text("Type") != "Custom"
            && !ask.has("RouteTableName")
            && ask.given("ResourceGroupId").is_none_or(|group| group == table.group)
    };
    let table = |table: &Table| {
        let entries: Vec<Value> = model
            .entries
            .iter()
            .filter(|entry| entry.table == table.id)
            .map(|entry| view(model, entry))
            .collect();
        json!({
            "RouteTableId": table.id, "VRouterId": table.router, "RouteTableType": "System",
            "ResourceGroupId": table.group, "RouteEntrys": {"RouteEntry": entries},
        })
    };
    let found = model.tables.iter().filter(wanted).map(table).collect();
    Done::read(page.answer(found, "RouteTables", "RouteTable"))
}
