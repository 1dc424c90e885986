//! The two lists of routers.

use serde_json::{Value, json};

use super::{Peering, Vbr, line_of};
use crate::ask::Ask;
use crate::physical_connection;
use crate::random::Random;
use crate::reference::{Model, Page, check_region, has_tags, tags_view};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

const KEYS: [&str; 8] =
    ["VbrId", "PhysicalConnectionId", "Status", "Name", "AccessPointId", "eccId", "type", "Colour"];

fn filtered(mut ask: Ask, random: &mut Random, model: &Model) -> Ask {
    for number in 1..=random.below(3) {
        let known = if random.chance(10) { 8 } else { 7 };
        let key = random.one(&KEYS[..known]);
        let value = random.any(&model.vbrs).map(|vbr| attribute(vbr, key)).filter(|value| !value.is_empty());
        ask = ask.with(&format!("Filter.{number}.Key"), key);
        ask = ask.with(&format!("Filter.{number}.Value.1"), value.unwrap_or_else(|| "none".to_owned()));
    }
    ask.sometimes(random, 30, "PageNumber", &["1", "2", "9", "0"]).sometimes(
        random,
        30,
        "PageSize",
        &["1", "2", "50", "51"],
    )
}

fn attribute(vbr: &Vbr, key: &str) -> String {
    match key {
        "VbrId" => vbr.id.clone(),
        "PhysicalConnectionId" => vbr.line.clone(),
        "Status" => vbr.status.to_owned(),
        "Name" => vbr.name.clone(),
        "AccessPointId" => vbr.point.clone(),
        "type" => "pconnVBR".to_owned(),
        _ => String::new(),
    }
}

/// Notes what is wrong with the filters.
fn check_filters(rows: &mut Rows, ask: &Ask) {
    for (key, values) in ask.filters() {
        let aliases = ["VbrID", "PhysicalConnectionID", "Type", "EccId"];
        let known = KEYS[..7].contains(&key) || aliases.contains(&key);
        rows.when(!known, 404, "InvalidFilterKey.ValueNotSupported");
        rows.when(values.is_empty() || values.iter().any(|value| value.is_empty()), 400, "InvalidParameter");
    }
}

fn holds(vbr: &Vbr, ask: &Ask) -> bool {
    ask.filters().iter().all(|(key, values)| {
        let value = attribute(vbr, key);
        !value.is_empty() && values.contains(&value.as_str())
    })
}

/// What an answer says of the addresses, to those who may see them.
fn addresses(peering: &Peering, shown: bool) -> Value {
    let seen = if shown { peering.clone() } else { Peering::default() };
    json!({
        "LocalGatewayIp": seen.v4[0], "PeerGatewayIp": seen.v4[1], "PeeringSubnetMask": seen.v4[2],
        "LocalIpv6GatewayIp": seen.v6[0], "PeerIpv6GatewayIp": seen.v6[1],
        "PeeringIpv6SubnetMask": seen.v6[2], "EnableIpv6": peering.has_ipv6,
    })
}

/// Both in one.
fn with(mut view: Value, more: Value) -> Value {
    if let (Value::Object(view), Value::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    view
}

fn view(model: &Model, ask: &Ask, vbr: &Vbr) -> Value {
    let is_own = vbr.account == ask.account;
    let own = |text: &str| if is_own { text.to_owned() } else { String::new() };
    let line = line_of(model, &vbr.line);
    let further = vbr.further.iter().filter(|one| is_own || one.line_account == ask.account).map(|one| {
        let view = json!({
            "PhysicalConnectionId": one.line, "VlanId": one.vlan.to_string(),
            "VlanInterfaceId": one.interface, "CircuitCode": one.circuit,
        });
        with(view, addresses(&one.peering, is_own))
    });
    let view = json!({
        "VbrId": vbr.id, "Name": vbr.name, "Description": own(&vbr.description), "Status": vbr.status,
        "VlanId": vbr.vlan, "VlanInterfaceId": vbr.interface, "RouteTableId": own(&vbr.table),
        "CircuitCode": vbr.circuit, "Bandwidth": vbr.mbps.or(line.map(|line| line.mbps)),
        "MinTxInterval": vbr.bfd[0], "MinRxInterval": vbr.bfd[1], "DetectMultiplier": vbr.bfd[2],
        "SitelinkEnable": vbr.sitelink, "AccessPointId": vbr.point, "PhysicalConnectionId": vbr.line,
        "PhysicalConnectionStatus": line.map_or("", |line| line.status), "ResourceGroupId": own(&vbr.group),
        "Tags": {"Tags": if is_own { tags_view(&vbr.tags) } else { Vec::new() }},
        "AssociatedPhysicalConnections": {"AssociatedPhysicalConnection": further.collect::<Vec<_>>()},
    });
    with(view, addresses(&vbr.peering, is_own))
}

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let ask = Ask::new("DescribeVirtualBorderRouters", account)
        .with("RegionId", region::any(random))
        .sometimes(random, 40, "IncludeCrossAccountVbr", &["true", "false"])
        .sometimes(random, 8, "Tags.1.Key", &["team", "stage"]);
    let ask = filtered(ask, random, model);
    if random.chance(8) {
        ask.with("ResourceGroupId", resource_group::any(random, model, account))
    } else {
        ask
    }
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PageNumber:n PageSize:n IncludeCrossAccountVbr:b ResourceGroupId")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    check_filters(&mut rows, ask);
    rows.none()?;
    let tags = ask.tags("Tags");
    let wanted = |vbr: &&Vbr| {
        let is_own = vbr.account == ask.account;
        let group = ask.given("ResourceGroupId").is_none_or(|group| is_own && group == vbr.group);
        let others = ask.is_on("IncludeCrossAccountVbr") && vbr.line_account == ask.account;
        (is_own || others)
            && vbr.region == ask.text("RegionId")
            && holds(vbr, ask)
            && group
            && (tags.is_empty() || is_own && has_tags(&vbr.tags, &tags))
    };
    let found = model.vbrs.iter().filter(wanted).map(|vbr| view(model, ask, vbr)).collect();
    Done::read(page.answer(found, "VirtualBorderRouterSet", "VirtualBorderRouterType"))
}

pub(super) fn ask_for_line(random: &mut Random, model: &Model) -> Ask {
    let name = ("DescribeVirtualBorderRoutersForPhysicalConnection", "PhysicalConnectionId");
    let mut ask = physical_connection::about(random, model, name, |line| line.status == "Enabled");
    ask.params.retain(|(name, _)| name != "ClientToken");
    filtered(ask, random, model)
}

pub(super) fn for_line(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    check_filters(&mut rows, ask);
    let line = line_of(model, ask.text("PhysicalConnectionId"));
    let Some(line) = line.filter(|line| line.region == ask.text("RegionId")) else {
        return Err(rows.and(400, "InvalidPhysicalConnectionId.NotFound"));
    };
    rows.when(line.account != ask.account, 404, "InvalidPhysicalConnectionId.NotFound");
    rows.none()?;
    let view = |vbr: &Vbr| {
        let mut status = vbr.status.to_owned();
        status[..1].make_ascii_uppercase();
        let view = json!({
            "VbrId": vbr.id, "VbrName": vbr.name, "Status": status, "VlanId": vbr.vlan,
            "CircuitCode": vbr.circuit, "Bandwidth": vbr.mbps.unwrap_or(line.mbps).to_string(),
        });
        with(view, addresses(&vbr.peering, vbr.account == line.account))
    };
    let found = model.vbrs.iter().filter(|vbr| vbr.line == line.id && holds(vbr, ask)).map(view).collect();
    let (outer, inner) =
        ("VirtualBorderRouterForPhysicalConnectionSet", "VirtualBorderRouterForPhysicalConnectionType");
    Done::read(page.answer(found, outer, inner))
}
