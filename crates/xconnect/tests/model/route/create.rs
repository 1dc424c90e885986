//! CreateRouteEntry.

use std::collections::BTreeSet;

use super::{Entry, Hop, check_stable, check_texts, check_writable, listed, own_table, target};
use crate::address::Block;
use crate::ask::Ask;
use crate::border_router::Vbr;
use crate::network::{Table, Vpc};
use crate::random::Random;
use crate::reference::{Model, STEP};
use crate::region;
use crate::router_interface::Interface;
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

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let leads = |table: &Table, one: &Interface| one.router == table.router && one.status != "Deleting";
    let table = random.apt(&model.tables, |table| {
        model.interfaces.iter().any(|one| leads(table, one)) || table.kind == "VBR"
    });
    let account = table.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |table| table.account);
    let interface = random.apt(&model.interfaces, |one| table.is_some_and(|table| leads(table, one)));
    let vbr = model.vbrs.iter().find(|vbr| table.is_some_and(|table| table.router == vbr.id));
    let hop = match vbr.filter(|_| random.chance(60)) {
        Some(vbr) => Some(
            &vbr.further.first().filter(|_| random.chance(40)).map_or(&vbr.interface, |it| &it.interface)[..],
        ),
        None => interface.map(|one| one.id.as_str()),
    };
    let destination = random.one(&[
        "10.9.0.0/16",
        "10.9.0.0/16",
        "10.8.0.0/16",
        "10.9.1.7/24",
        "0.0.0.0/0",
        "1.2.3.4",
        "2001:db8::/32",
        "::/0",
        "10.0.1.0/24",
        "10.0.0.0/8",
        "100.64.1.0/24",
        "::ffff:1.2.3.4",
        "x",
        "010.0.0.0/8",
        "192.168.0.0/16",
    ]);
    let mut ask = Ask::new("CreateRouteEntry", account)
        .with("RouteTableId", table.map_or("vtb-none", |table| &table.id))
        .with("DestinationCidrBlock", destination)
        .sometimes(random, 15, "RouteEntryName", &["one", "1x"])
        .sometimes(random, 10, "Description", &["a route", "x"])
        .sometimes(random, 6, "DryRun", &["true"])
        .sometimes(random, 4, "ClientToken", &["t1", "t2"]);
    if random.chance(80) {
        ask =
            ask.with("RegionId", region::mostly(random, table.map_or("cn-hangzhou", |table| &table.region)));
    }
    if random.chance(20) {
        return sharing(ask, random, model, table);
    }
    let vpc = table.map_or("", |table| &table.vpc);
    let is_offered = model.targets.iter().any(|target| target.vpc == vpc);
    if random.chance(if is_offered { 50 } else { 4 }) {
        return target::ask_over(ask, random, model, vpc);
    }
    if !random.chance(4) {
        ask = ask.with("NextHopId", hop.unwrap_or("ri-none"));
    }
    if random.chance(8) {
        let kind = if random.chance(20) { "x" } else { random.one(&TYPES) };
        let attachment = kind == "Attachment" && random.chance(50);
        let ask = if attachment { ask.with("NextHopId", "tr-attach-none") } else { ask };
        return ask.with("NextHopType", kind);
    }
    if random.chance(4) { ask } else { ask.with("NextHopType", "RouterInterface") }
}

/// Several next hops.
fn sharing(mut ask: Ask, random: &mut Random, model: &Model, table: Option<&Table>) -> Ask {
    let of_table =
        |one: &&Interface| table.is_some_and(|table| one.router == table.router) && one.status != "Deleting";
    let mut there: Vec<&str> = model.interfaces.iter().filter(of_table).map(|one| one.id.as_str()).collect();
    if random.chance(10) || there.is_empty() {
        there.push(
            random.any(&model.targets).filter(|_| random.clone().chance(50)).map_or("ri-none", |it| &it.id),
        );
    }
    for number in 1..=random.one(&[2, 2, 2, 3, 1, 5]) {
        let hop = if random.chance(10) { random.one(&there) } else { there[(number - 1) % there.len()] };
        ask = ask.with(&format!("NextHopList.{number}.NextHopId"), hop);
        ask = ask.sometimes(random, 70, &format!("NextHopList.{number}.NextHopType"), &["RouterInterface"]);
        ask = ask.sometimes(random, 20, &format!("NextHopList.{number}.Weight"), &["0", "100", "255", "256"]);
    }
    ask.sometimes(random, 5, "NextHopType", &["RouterInterface"])
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId RouteTableId! DestinationCidrBlock! NextHopId NextHopType RouteEntryName Description \
         DryRun:b ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_texts(&mut rows, ask);
    let destination = destination(&mut rows, ask.text("DestinationCidrBlock"));
    let hops = wish(&mut rows, ask);
    let Some(table) = own_table(model, ask, ask.text("RouteTableId")) else {
        return Err(rows.and(404, "InvalidRouteTableId.NotFound"));
    };
    check_writable(&mut rows, model, table);
    check_stable(&mut rows, model, &table.id);
    let present =
        model.entries.iter().filter(|entry| entry.table == table.id && entry.kind == "Custom").count();
    rows.when(present >= 2, 400, "QuotaExceeded");
    let (Some(destination), Some(hops)) = (destination, hops) else { return Err(rows) };
    check_open(&mut rows, model, table, destination);
    let border = way(&mut rows, model, ask, (table, &hops, destination));
    check_free(&mut rows, model, table, destination, &hops);
    let closed = border && !model.has_traffic(table.account, &table.region);
    rows.when(closed, 400, "OperationFailed.PconnTrafficNotEnable");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let entry = Entry {
        status: "Pending",
        kind: "Custom",
        hops,
        name: ask.text("RouteEntryName").to_owned(),
        description: ask.text("Description").to_owned(),
        ..Entry::system(&table.id, destination)
    };
    Done::write(move |model, answer| {
        let id = answer["RouteEntryId"].as_str().unwrap_or_default().to_owned();
        model.entries.push(Entry { id: id.clone(), ..entry });
        model.later(STEP, move |model| {
            model
                .entries
                .iter_mut()
                .filter(|entry| entry.id == id)
                .for_each(|entry| entry.status = "Available");
        });
    })
}

fn destination(rows: &mut Rows, text: &str) -> Option<Block> {
    let block = Block::destination(text);
    rows.when(block.is_none(), 400, "InvalidCidrBlock.Malformed");
    let mapped = |block: Block| block.is_v6 && block.prefix >= 96 && block.first >> 32 == 0xffff;
    rows.when(block.is_some_and(mapped), 400, "IllegalParam.CidrBlock");
    block
}

/// The next hops that a call names, as far as they can be read.
fn wish(rows: &mut Rows, ask: &Ask) -> Option<Vec<Hop>> {
    let list = listed(ask);
    let named = ask.has("NextHopType") || ask.has("NextHopId");
    rows.when(!named && list.is_empty(), 400, "InvalidNexthopTypeAndList.BothNull");
    rows.when(named && !list.is_empty(), 400, "InvalidNexthopTypeAndList.BothNotNull");
    if list.is_empty() {
        let kind = ask.given("NextHopType").unwrap_or("Instance");
        rows.when(!TYPES.contains(&kind), 400, "InvalidNextHopType");
        rows.when(named && !ask.has("NextHopId"), 400, "MissingParameter");
        let hop = Hop { id: ask.given("NextHopId")?.to_owned(), kind: kind.to_owned(), weight: 0 };
        return Some(vec![hop]);
    }
    rows.when(list.len() == 1, 400, "InvalidRouteEntrySize");
    rows.when(list.len() > 4, 400, "InvalidNexthopListSize");
    let different: BTreeSet<_> = list.iter().map(|hop| hop[0]).collect();
    rows.when(different.len() < list.len(), 400, "InvalidRouterInterface");
    let mut hops = Vec::new();
    for [id, kind, weight] in list {
        rows.when(id.is_none(), 400, "MissingParameter");
        rows.when(kind.is_some_and(|kind| kind != "RouterInterface"), 400, "InvalidNextHopType");
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let weight = weight
            .map_or(Some(100), |text| text.parse().ok().filter(|number| digits(text) && *number <= 255));
        rows.when(weight.is_none(), 400, "INVALID_WEIGHT_PARAM");
        let kind = "RouterInterface".to_owned();
        hops.push(Hop { id: id?.to_owned(), kind, weight: weight.unwrap_or_default() });
    }
    Some(hops)
}

fn check_open(rows: &mut Rows, model: &Model, table: &Table, destination: Block) {
    let services = Block::strict("100.64.0.0/10").is_some_and(|services| services.holds(destination));
    rows.when(services, 400, "InvalidCidrBlock");
    let Some(vpc) = model.vpcs.iter().find(|vpc| vpc.id == table.vpc) else { return };
    let private = Block::strict("10.0.0.0/8").is_some_and(|private| private.holds(destination));
    let mut vswitches = model.vswitches.iter().filter(|one| one.vpc == vpc.id);
    let crosses = vswitches.any(|one| {
        one.cidr.overlaps(destination) || one.ipv6.is_some_and(|block| block.overlaps(destination))
    });
    let closed = crosses || private && destination.holds(vpc.cidr);
    rows.when(destination.prefix > 0 && closed, 400, "InvalidCidrBlock");
}

/// Notes next hops that the table's router does not reach; whether a border router is involved.
fn way(rows: &mut Rows, model: &Model, ask: &Ask, (table, hops, to): (&Table, &[Hop], Block)) -> bool {
    if let Some(vbr) = model.vbrs.iter().find(|vbr| vbr.id == table.router) {
        from_vbr(rows, model, ask, vbr, hops, to);
        return true;
    }
    let Some(vpc) = model.vpcs.iter().find(|vpc| vpc.id == table.vpc) else { return false };
    let several = hops.len() > 1 || !listed(ask).is_empty();
    let mut border = several;
    for hop in hops {
        if hop.kind == "RouterInterface" {
            border |= from_vpc(rows, model, ask, vpc, hop, several);
            continue;
        }
        target::check(rows, model, ask, vpc, hop, to);
    }
    border
}

fn interface<'m>(model: &'m Model, ask: &Ask, router: &str, id: &str) -> Option<&'m Interface> {
    let is_meant = |one: &&Interface| one.id == id && one.account == ask.account && one.router == router;
    model.interfaces.iter().filter(is_meant).find(|one| one.status != "Deleting")
}

fn check_idle(rows: &mut Rows, one: &Interface) {
    rows.when(one.opposite.kind == "VBR" && one.status == "Idle", 400, "OperationDenied.VbrIdle");
}

fn from_vpc(rows: &mut Rows, model: &Model, ask: &Ask, vpc: &Vpc, hop: &Hop, several: bool) -> bool {
    let Some(one) = interface(model, ask, &vpc.router, &hop.id) else {
        let (http, code) =
            if several { (400, "InvalidNextHop.NotFound") } else { (404, "InvalidNextHopId.NotFound") };
        rows.when(true, http, code);
        return false;
    };
    rows.when(several && one.opposite.kind != "VBR", 400, "InvalidOppositeRouterType");
    check_idle(rows, one);
    one.opposite.kind == "VBR"
}

fn from_vbr(rows: &mut Rows, model: &Model, ask: &Ask, vbr: &Vbr, hops: &[Hop], to: Block) {
    let several = !listed(ask).is_empty();
    rows.when(several || hops.iter().any(|hop| hop.kind != "RouterInterface"), 400, "InvalidNextHopType");
    let Some(hop) = hops.first().filter(|_| !several) else { return };
    let own = (hop.id == vbr.interface).then_some((&vbr.line, &vbr.peering));
    let further = vbr.further.iter().find(|one| one.interface == hop.id).map(|one| (&one.line, &one.peering));
    let line = match own.or(further) {
        Some((line, peering)) => {
            rows.when(to.is_v6 && !peering.has_ipv6, 400, "OperationFailed.NotSupportIPV6");
            line
        }
        None => {
            match interface(model, ask, &vbr.id, &hop.id) {
                Some(one) => {
                    check_idle(rows, one);
                    let through_vpc = to.prefix == 0 && one.opposite.kind != "VBR";
                    rows.when(through_vpc, 400, "FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY");
                }
                None => drop(rows.when(true, 404, "InvalidNextHopId.NotFound")),
            }
            &vbr.line
        }
    };
    rows.when(vbr.status != "active", 400, "InvalidVBRStatus");
    let works = |id: &str| {
        model.lines.iter().any(|line| line.id == id && line.status == "Enabled" && line.lock == "Normal")
    };
    let below = model.lines.iter().find(|own| own.id == *line).and_then(|own| own.shared.as_ref());
    let in_service = works(line) && below.is_none_or(|shared| works(&shared.parent));
    rows.when(!in_service, 400, "InvalidPhysicalConnectionBusinessStatus");
}

fn check_free(rows: &mut Rows, model: &Model, table: &Table, destination: Block, hops: &[Hop]) {
    let is_there = |entry: &&Entry| entry.table == table.id && entry.destination == destination;
    let Some(taken) = model.entries.iter().find(is_there) else { return };
    let sorted = |hops: &[Hop]| {
        let mut hops = hops.to_vec();
        hops.sort_by(|one, other| one.id.cmp(&other.id));
        hops
    };
    let same = sorted(&taken.hops) == sorted(hops);
    let code = match taken.kind {
        "System" => "RouteConflict.AlreadyExist",
        _ if table.kind == "VBR" && same => "Duplicated.VpcNextHop",
        _ if hops.len() > 1 && same => "InvalidRouteEntry.Duplicate",
        _ => "InvalidCIDRBlock.Duplicate",
    };
    rows.when(true, 400, code);
}
