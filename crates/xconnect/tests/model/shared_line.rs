//! Shared lines.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::border_router::{Asking, held_by, leaves};
use crate::families::Action;
use crate::line_paperwork::{place, void};
use crate::physical_connection::{Line, Shared, about, check_lock, is_on};
use crate::random::Random;
use crate::reference::{Leaves, Model, check_region, first_tags, has_tags};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateVirtualPhysicalConnection", weight: 6, ask: ask_create, judge: create },
    Action { name: "ListVirtualPhysicalConnections", weight: 3, ask: ask_list, judge: list },
    Action { name: "UpdateVirtualPhysicalConnection", weight: 3, ask: ask_update, judge: update },
    Action { name: "CreateVpconnFromVbr", weight: 4, ask: ask_convert, judge: convert },
    Action { name: "AttachVbrToVpconn", weight: 4, ask: ask_attach, judge: attach },
];

/// The sizes that are open to everybody, with their bandwidth in Mbps.
const SIZES: [(&str, u64); 7] =
    [("50M", 50), ("100M", 100), ("200M", 200), ("300M", 300), ("400M", 400), ("500M", 500), ("1G", 1_000)];
const MODES: [&str; 2] = ["PayByPhysicalConnectionOwner", "PayByVirtualPhysicalConnectionOwner"];
const LINE_NOT_FOUND: &str = "ResourceNotFound.PhysicalConnectionId";

pub(crate) fn bandwidth(spec: &str) -> Option<u64> {
    SIZES.iter().find(|(name, _)| *name == spec).map(|(_, mbps)| *mbps)
}

fn vlan(rows: &mut Rows, ask: &Ask) -> Option<u64> {
    let text = ask.text("VlanId");
    let number =
        text.parse().ok().filter(|number| *number <= 2_999 && text.chars().all(|c| c.is_ascii_digit()));
    rows.when(number.is_none(), 400, "InvalidVlanId.Malformed");
    number
}

/// Notes a VLAN of the line below that others hold.
fn check_vlan(rows: &mut Rows, model: &Model, parent: &str, vlan: u64, asking: Asking<'_>) {
    let held = held_by(model, parent, asking);
    let used = held.contains(&vlan);
    rows.when(used, 400, "InvalidVlanId.Used");
    rows.when(!used && held.contains(&0), 400, "OperationFailed.PconnExistVlan0Vbr");
    rows.when(
        !used && vlan == 0 && !held.is_empty() && !held.contains(&0),
        400,
        "OperationFailed.PconnAllocateVlan0",
    );
}

/// A shared line that has just been made.
fn begun(parent: &Line, tenant: usize, mbps: u64, shared: Shared) -> Line {
    Line {
        account: tenant,
        region: parent.region.clone(),
        point: parent.point.clone(),
        operator: parent.operator.clone(),
        port: parent.port.clone(),
        mbps,
        location: parent.location.clone(),
        status: "Allocated",
        lock: "Normal",
        shared: Some(Shared {
            parent: parent.id.clone(),
            partner: parent.account,
            status: "UnConfirmed",
            ..shared
        }),
        ..Line::default()
    }
}

fn is_open(line: &Line) -> bool {
    line.shared.is_none() && line.status == "Enabled"
}

fn ask_create(random: &mut Random, model: &Model) -> Ask {
    let mut ask = about(random, model, ("CreateVirtualPhysicalConnection", "PhysicalConnectionId"), is_open);
    ask.params.retain(|(name, _)| name != "ClientToken");
    ask = ask
        .with("VpconnAliUid", if random.chance(4) { 7 } else { model.number(random.below(3)) })
        .with("VlanId", random.one(&["1", "2", "3", "4", "2999", "0", "3000", "x"]))
        .with("Spec", random.one(&["50M", "50M", "100M", "500M", "1G", "2G", "x"]))
        .with("OrderMode", if random.chance(4) { "x" } else { random.one(&MODES) });
    ask.sometimes(random, 15, "Name", &["one", "1"])
        .sometimes(random, 8, "Tag.1.Key", &["team", "acs:x"])
        .sometimes(random, 5, "DryRun", &["true"])
        .sometimes(random, 4, "Token", &["t1", "t2"])
}

fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! PhysicalConnectionId! VpconnAliUid!:l VlanId! Spec! OrderMode! Name Description \
         ResourceGroupId DryRun:b Token:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.when(!MODES.contains(&ask.text("OrderMode")), 400, "InvalidParameter");
    let vlan = vlan(&mut rows, ask);
    let mbps = bandwidth(ask.text("Spec"));
    rows.when(mbps.is_none(), 400, "IllegalParam.Bandwidth");
    let tags = first_tags(&mut rows, ask, "Tag");
    let tenant = ask.number("VpconnAliUid").and_then(|number| model.account_of(&number.to_string()));
    rows.when(tenant.is_none(), 400, "InvalidParameter");
    let found = Line::of(model, ask, "PhysicalConnectionId").filter(|line| line.shared.is_none());
    let is_line = ask.text("PhysicalConnectionId").starts_with("pc-");
    let missing = if is_line { LINE_NOT_FOUND } else { "InvalidPhysicalConnectionId.NotFound" };
    let Some(parent) = found else { return Err(rows.and(400, missing)) };
    check_lock(&mut rows, parent);
    rows.when(parent.status != "Enabled", 400, "InvalidPhysicalConnectionId.NotEnabled");
    rows.when(mbps.is_some_and(|mbps| mbps > parent.mbps), 400, "ResourceNotEnough.Bandwidth");
    if let Some(vlan) = vlan {
        check_vlan(&mut rows, model, &parent.id, vlan, Asking::default());
    }
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let (Some(tenant), Some(mbps), Some(vlan)) = (tenant, mbps, vlan) else { return Err(Rows::default()) };
    let mode = ask.text("OrderMode").to_owned();
    let shared = Shared { vlan, spec: ask.text("Spec").to_owned(), mode, ..Shared::default() };
    let line = Line {
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        group: model.accounts[tenant].groups[0].clone(),
        tags,
        ..begun(parent, tenant, mbps, shared)
    };
    Done::write(move |model, answer| put(model, answer, line))
}

fn put(model: &mut Model, answer: &Value, line: Line) {
    let id = answer["VirtualPhysicalConnection"].as_str().unwrap_or_default().to_owned();
    let turn = model.turn();
    model.lines.push(Line { id, turn, ..line });
}

/// A shared line as its partner names it.
fn by_partner(
    random: &mut Random,
    model: &Model,
    (action, name): (&'static str, &str),
    fits: impl Fn(&Line, &Shared) -> bool,
) -> Ask {
    let suits = |line: &Line| line.shared.as_ref().is_some_and(|shared| fits(line, shared));
    let mut ask = about(random, model, (action, name), suits);
    ask.params.retain(|(name, _)| name != "ClientToken");
    let line = model.lines.iter().find(|line| line.id == ask.text(name));
    if let Some(shared) = line.and_then(|line| line.shared.as_ref()).filter(|_| !random.chance(15)) {
        ask.account = shared.partner;
    }
    ask
}

/// A shared line on a line of the caller.
fn as_partner<'m>(model: &'m Model, ask: &Ask, name: &str) -> Option<(&'m Line, &'m Shared)> {
    let is_meant =
        |line: &&Line| line.id == ask.text(name) && line.region == ask.text("RegionId") && line.exists();
    let line = model.lines.iter().find(is_meant)?;
    let shared = line.shared.as_ref().filter(|shared| shared.partner == ask.account)?;
    Some((line, shared))
}

fn ask_update(random: &mut Random, model: &Model) -> Ask {
    let ask = by_partner(random, model, ("UpdateVirtualPhysicalConnection", "InstanceId"), |_, _| true);
    let line = model.lines.iter().find(|line| line.id == ask.text("InstanceId"));
    let own = line.and_then(|line| line.shared.as_ref()).map_or(1, |shared| shared.vlan).to_string();
    let vlan = if random.chance(50) { own } else { random.one(&["1", "2", "3", "4", "0", "x"]).to_owned() };
    ask.with("VlanId", vlan)
        .sometimes(random, 60, "ExpectSpec", &["50M", "100M", "200M", "1G", "2G", "x"])
        .sometimes(random, 5, "DryRun", &["true"])
}

fn update(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! VlanId! ExpectSpec DryRun:b Token:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let vlan = vlan(&mut rows, ask);
    let Some((line, shared)) = as_partner(model, ask, "InstanceId") else {
        return Err(rows.and(400, LINE_NOT_FOUND));
    };
    check_lock(&mut rows, line);
    let over =
        ["Rejected", "Canceled", "Allocation Failed", "Terminating", "Terminated"].contains(&line.status);
    rows.when(over, 400, "Forbidden.NotAllowedInState");
    if let Some(vlan) = vlan.filter(|vlan| *vlan != shared.vlan) {
        check_vlan(&mut rows, model, &shared.parent, vlan, Asking { vbr: &shared.from, line: &line.id });
    }
    let wanted = ask.given("ExpectSpec").map(|text| if text == shared.spec { "" } else { text });
    if let Some(spec) = wanted.filter(|spec| !spec.is_empty()) {
        let mbps = bandwidth(spec);
        rows.when(mbps.is_none(), 400, "IllegalParam.Bandwidth");
        let most = model.lines.iter().find(|line| line.id == shared.parent).map_or(0, |parent| parent.mbps);
        rows.when(mbps.is_some_and(|mbps| mbps > most), 400, "ResourceNotEnough.Bandwidth");
    }
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let changed = wanted.filter(|wanted| *wanted != shared.expected).map(ToOwned::to_owned);
    let (id, vlan) = (line.id.clone(), vlan.unwrap_or(shared.vlan));
    Done::write(move |model, _| {
        let of = |model: &mut Model, change: &dyn Fn(&mut Shared)| {
            let own = model.lines.iter_mut().filter(|line| line.id == id);
            own.filter_map(|line| line.shared.as_mut()).for_each(change);
        };
        of(model, &|shared| shared.vlan = vlan);
        if let Some(spec) = &changed {
            void(model, &id, Some("Bandwidth"));
            of(model, &|shared| shared.expected.clone_from(spec));
            if !spec.is_empty() {
                place(model, &id, "Bandwidth", false);
            }
        }
    })
}

fn ask_convert(random: &mut Random, model: &Model) -> Ask {
    let suits = |vbr: &crate::border_router::Vbr| vbr.status == "active" && vbr.account != vbr.line_account;
    let vbr = random.apt(&model.vbrs, suits);
    let account = vbr.filter(|_| !random.clone().chance(10)).map_or(random.below(3), |vbr| vbr.line_account);
    Ask::new("CreateVpconnFromVbr", account)
        .with("RegionId", region::mostly(random, vbr.map_or("cn-hangzhou", |vbr| &vbr.region)))
        .with("VbrId", vbr.map_or("vbr-none", |vbr| &vbr.id))
        .sometimes(random, 30, "OrderMode", &["PayByPhysicalConnectionOwner", "x"])
        .sometimes(random, 5, "DryRun", &["true"])
}

fn convert(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId! OrderMode DryRun:b Token:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let mode = ask.given("OrderMode").unwrap_or(MODES[1]).to_owned();
    rows.when(!MODES.contains(&mode.as_str()), 400, "InvalidParameter");
    let is_meant = |vbr: &&crate::border_router::Vbr| {
        vbr.id == ask.text("VbrId") && vbr.region == ask.text("RegionId") && vbr.line_account == ask.account
    };
    let vbr = model.vbrs.iter().find(is_meant);
    let line = vbr.and_then(|vbr| model.lines.iter().find(|line| line.id == vbr.line));
    let (Some(vbr), Some(line)) = (vbr, line) else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_lock(&mut rows, line);
    let waits =
        |other: &Line| is_on(other, &line.id) && other.shared.as_ref().is_some_and(|it| it.from == vbr.id);
    let fits = vbr.account != line.account && vbr.status == "active" && line.shared.is_none();
    rows.when(!fits || model.lines.iter().any(waits), 400, "IncorrectStatus.VbrId");
    let open = model.has_traffic(vbr.account, &vbr.region);
    rows.when(!open, 400, "OperationFailed.TargetUserPconnTrafficNotEnable");
    let needed = vbr.mbps.unwrap_or(line.mbps);
    let size = SIZES.iter().find(|(_, mbps)| *mbps >= needed);
    rows.when(size.is_none(), 400, "IllegalParam.Bandwidth");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let Some((spec, mbps)) = size else { return Err(Rows::default()) };
    let shared =
        Shared { vlan: vbr.vlan, spec: (*spec).to_owned(), mode, from: vbr.id.clone(), ..Shared::default() };
    let group = model.accounts[vbr.account].groups[0].clone();
    let line = Line { group, ..begun(line, vbr.account, *mbps, shared) };
    Done::write(move |model, answer| put(model, answer, line))
}

fn ask_attach(random: &mut Random, model: &Model) -> Ask {
    let made = |_: &Line, shared: &Shared| shared.status == "Confirmed" && !shared.from.is_empty();
    let ask = by_partner(random, model, ("AttachVbrToVpconn", "VpconnId"), made);
    let line = model.lines.iter().find(|line| line.id == ask.text("VpconnId"));
    let from = line.and_then(|line| line.shared.as_ref()).map(|shared| shared.from.clone());
    let other = random.any(&model.vbrs).map_or("vbr-none".to_owned(), |vbr| vbr.id.clone());
    let vbr = from.filter(|from| !from.is_empty() && !random.chance(15)).unwrap_or(other);
    ask.with("VbrId", vbr).sometimes(random, 5, "DryRun", &["true"])
}

fn attach(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VpconnId! VbrId! DryRun:b Token:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some((line, shared)) = as_partner(model, ask, "VpconnId") else {
        return Err(rows.and(400, LINE_NOT_FOUND));
    };
    check_lock(&mut rows, line);
    let confirmed = shared.status == "Confirmed" && ["Confirmed", "Enabled"].contains(&line.status);
    rows.when(!confirmed, 400, "Forbidden.NotAllowedInState");
    let is_meant = |vbr: &&crate::border_router::Vbr| {
        vbr.id == ask.text("VbrId")
            && vbr.region == ask.text("RegionId")
            && (vbr.line_account == ask.account || vbr.id == shared.from)
    };
    let Some(vbr) = model.vbrs.iter().find(is_meant) else {
        return Err(rows.and(404, "InvalidVbrId.NotFound"));
    };
    let uses = vbr.line == line.id || vbr.further.iter().any(|one| one.line == line.id);
    let fits = vbr.id == shared.from && vbr.line == shared.parent && !uses && vbr.status == "active";
    rows.when(!fits, 400, "IncorrectStatus.VbrId");
    let free = leaves(model, &line.id, vbr.vlan, Asking::default());
    rows.when(!free, 400, "InvalidVlanId.Used");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let (id, to, owner, most) = (vbr.id.clone(), line.id.clone(), line.account, line.mbps);
    Done::write(move |model, _| {
        for vbr in model.vbrs.iter_mut().filter(|vbr| vbr.id == id) {
            to.clone_into(&mut vbr.line);
            vbr.line_account = owner;
            vbr.mbps = vbr.mbps.filter(|mbps| *mbps <= most);
        }
    })
}

fn ask_list(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("ListVirtualPhysicalConnections", account)
        .with("RegionId", region::any(random))
        .sometimes(
            random,
            15,
            "VirtualPhysicalConnectionStatuses.1",
            &["Confirmed", "UnConfirmed", "Deleted"],
        )
        .sometimes(
            random,
            10,
            "VirtualPhysicalConnectionAliUids.1",
            &["1234567890123456", "6543210987654321"],
        )
        .sometimes(random, 10, "VlanIds.1", &["1", "2"])
        .sometimes(random, 10, "IsConfirmed", &["true", "false"])
        .sometimes(random, 5, "VirtualPhysicalConnectionBusinessStatus", &["Normal", "FinancialLocked"])
        .sometimes(random, 8, "Tags.1.Key", &["team"])
        .sometimes(random, 40, "MaxResults", &["1", "2", "100", "0", "101"]);
    if random.chance(25) {
        ask = ask.with_some("PhysicalConnectionId", random.apt(&model.lines, is_open).map(|line| &line.id));
    }
    if random.chance(15) {
        ask = ask.with_some("VirtualPhysicalConnectionIds.1", random.any(&model.lines).map(|line| &line.id));
    }
    ask
}

fn list(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! PhysicalConnectionId VirtualPhysicalConnectionBusinessStatus IsConfirmed:b \
         ResourceGroupId MaxResults:n NextToken",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let leaves = Leaves::of(&mut rows, model, ask, ("MaxResults", 20, 100));
    let home = ask.text("RegionId");
    let is_seen = |line: &&Line| {
        let partner = line.shared.as_ref().map(|shared| shared.partner);
        partner.is_some()
            && line.region == home
            && (line.account == ask.account || partner == Some(ask.account))
    };
    if let Some(parent) = ask.given("PhysicalConnectionId") {
        let own = |line: &Line| {
            line.id == parent && line.account == ask.account && line.region == home && line.exists()
        };
        let carries = |line: &Line| line.shared.as_ref().is_some_and(|shared| shared.parent == parent);
        let known = model.lines.iter().any(own) || model.lines.iter().filter(is_seen).any(carries);
        rows.when(!known, 400, LINE_NOT_FOUND);
    }
    rows.none()?;
    let tags = ask.tags("Tags");
    let among = |name: &str, value: &str| {
        let of = ask.list(name);
        of.is_empty() || of.contains(&value)
    };
    let wanted = |line: &&Line| {
        let Some(shared) = &line.shared else { return false };
        let confirmed = if ask.is_on("IsConfirmed") { "Confirmed" } else { "UnConfirmed" };
        ask.given("PhysicalConnectionId").is_none_or(|parent| parent == shared.parent)
            && among("VirtualPhysicalConnectionIds", &line.id)
            && among("VirtualPhysicalConnectionStatuses", shared.status)
            && among("VirtualPhysicalConnectionAliUids", &model.number(line.account).to_string())
            && among("VlanIds", &shared.vlan.to_string())
            && (!ask.has("IsConfirmed") || shared.status == confirmed)
            && ask.given("VirtualPhysicalConnectionBusinessStatus").is_none_or(|lock| lock == line.lock)
            && (tags.is_empty() || line.account == ask.account && has_tags(&line.tags, &tags))
    };
    let view = |line: &Line| {
        let shared = line.shared.clone().unwrap_or_default();
        json!({
            "PhysicalConnectionId": line.id, "Name": line.name, "Status": line.status,
            "VirtualPhysicalConnectionStatus": shared.status, "OrderMode": shared.mode,
            "Bandwidth": line.mbps,
            "AliUid": model.number(line.account).to_string(), "ParentPhysicalConnectionId": shared.parent,
            "VlanId": shared.vlan.to_string(), "Spec": shared.spec, "ExpectSpec": shared.expected,
        })
    };
    let found: Vec<Value> = model.lines.iter().filter(is_seen).filter(wanted).map(view).collect();
    let (total, shown) = (found.len(), leaves.cut(&found));
    leaves.answer(
        json!({"TotalCount": total, "Count": shown.len(), "VirtualPhysicalConnections": shown}),
        total,
    )
}
