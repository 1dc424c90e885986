//! One vSwitch: made, changed, shown, and deleted.

use super::{VSwitch, Vpc, about_vpc, about_vswitch, check_custom_routes, system_route};
use crate::address::Block;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, STEP, check_region, check_texts, first_tags};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

const NAMES: (&str, &str) = ("VSwitchName", "InvalidVSwitchName.Malformed");
const DESCRIPTIONS: (&str, &str) = ("Description", "InvalidVSwitchDiscription.Malformed");

pub(super) fn ask_create(random: &mut Random, model: &Model) -> Ask {
    let mut ask = about_vpc(random, model, "CreateVSwitch");
    if let Some(beside) = random.any(&model.vswitches).filter(|_| random.clone().chance(40)) {
        ask = ask.with("VpcId", &beside.vpc).with("RegionId", &beside.region);
        ask.account = beside.account;
    }
    let vpc = model.vpcs.iter().find(|vpc| vpc.id == ask.text("VpcId"));
    let home = vpc.map_or("cn-hangzhou", |vpc| &vpc.region);
    let zone = if random.chance(5) {
        random.one(&["cn-hangzhou-z", "cn-beijing-b"]).to_owned()
    } else {
        format!("{home}-{}", random.one(&['b', 'c']))
    };
    let blocks = [
        "10.0.1.0/24",
        "10.0.2.0/24",
        "10.0.1.128/25",
        "10.1.0.0/16",
        "192.168.1.0/24",
        "192.168.0.0/24",
        "172.16.1.0/24",
        "172.16.2.0/24",
        "10.0.0.0/8",
        "10.0.1.1/24",
        "10.0.1.0/30",
    ];
    let inside = |text: &&str| {
        let block = Block::strict(text);
        block.zip(vpc).is_some_and(|(block, vpc)| vpc.cidr.holds(block) && (16..=29).contains(&block.prefix))
    };
    let block = random.apt(&blocks, inside).copied().unwrap_or("10.0.1.0/24");
    ask.with("ZoneId", zone)
        .with("CidrBlock", block)
        .sometimes(random, 25, "VSwitchName", &["one", "two", "1x"])
        .sometimes(random, 10, "Description", &["a switch", "x"])
        .sometimes(random, 25, "Ipv6CidrBlock", &["1", "2", "255", "256"])
        .sometimes(random, 5, "VpcIpv6CidrBlock", &["2408:4005:aaaa:100::/56"])
        .sometimes(random, 10, "Tag.1.Key", &["team", "stage"])
        .sometimes(random, 6, "ClientToken", &["t1", "t2"])
}

/// The vSwitch's part of the VPC's IPv6 block.
fn part(rows: &mut Rows, model: &Model, ask: &Ask, vpc: &Vpc, own: &str) -> Option<Block> {
    let number = ask.number("Ipv6CidrBlock")?;
    let whole = vpc.ipv6.filter(|_| number <= 255);
    rows.when(whole.is_none(), 400, "IllegalParam.Ipv6CidrBlock");
    let named = ask.given("VpcIpv6CidrBlock").map(Block::parse);
    rows.when(named.is_some_and(|named| named != vpc.ipv6), 400, "IllegalParam.VpcIpv6CidrBlock");
    let first = whole?.first | u128::from(number) << 64;
    let block = Block { first, prefix: 64, is_v6: true };
    let taken = |other: &VSwitch| other.vpc == vpc.id && other.id != own && other.ipv6 == Some(block);
    rows.when(model.vswitches.iter().any(taken), 400, "InvalidIpv6CidrBlock.Overlapped");
    Some(block)
}

pub(super) fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId ZoneId! VpcId! CidrBlock! VSwitchName Description Ipv6CidrBlock:n VpcIpv6CidrBlock \
         ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, DESCRIPTIONS);
    let tags = first_tags(&mut rows, ask, "Tag");
    let Some(vpc) = Vpc::of(model, ask) else { return Err(rows.and(404, "InvalidVpcId.NotFound")) };
    rows.when(!region::is_zone(&vpc.region, ask.text("ZoneId")), 404, "InvalidZoneId.NotFound");
    rows.when(vpc.status == "Pending", 400, "IncorrectVpcStatus");
    let others = || model.vswitches.iter().filter(|one| one.vpc == vpc.id);
    rows.when(others().count() >= 2, 400, "QuotaExceeded.VSwitch");
    let Some(cidr) = Block::strict(ask.text("CidrBlock")) else {
        return Err(rows.and(400, "InvalidCidrBlock.Malformed"));
    };
    rows.when(!(16..=29).contains(&cidr.prefix), 400, "InvalidCirdrBlock.MaskLength");
    rows.when(!vpc.cidr.holds(cidr), 400, "InvalidParameter");
    rows.when(others().any(|other| other.cidr.overlaps(cidr)), 400, "InvalidCidrBlock.Overlapped");
    let ipv6 = part(&mut rows, model, ask, vpc, "");
    for block in [Some(cidr), ipv6].into_iter().flatten() {
        check_custom_routes(&mut rows, model, &vpc.table, block);
    }
    rows.none()?;
    let (ask, vpc) = (ask.clone(), vpc.clone());
    Done::write(move |model, answer| {
        let id = answer["VSwitchId"].as_str().unwrap_or_default().to_owned();
        for block in [Some(cidr), ipv6].into_iter().flatten() {
            model.entries.push(system_route(&vpc.table, block));
        }
        model.vswitches.push(VSwitch {
            id: id.clone(),
            account: vpc.account,
            region: vpc.region,
            vpc: vpc.id,
            zone: ask.text("ZoneId").to_owned(),
            cidr,
            ipv6,
            name: ask.text("VSwitchName").to_owned(),
            description: ask.text("Description").to_owned(),
            table: vpc.table,
            status: "Pending",
            group: vpc.group,
            tags,
        });
        model.later(STEP, move |model| {
            model.vswitches.iter_mut().filter(|one| one.id == id).for_each(|one| one.status = "Available");
        });
    })
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    about_vswitch(random, model, "DeleteVSwitch").sometimes(random, 10, "DryRun", &["true"])
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId VSwitchId! DryRun:b")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vswitch) = VSwitch::of(model, ask) else {
        return Err(rows.and(404, "InvalidVSwitchId.NotFound"));
    };
    rows.when(vswitch.status == "Pending", 400, "IncorrectVSwitchStatus");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let vswitch = vswitch.clone();
    Done::write(move |model, _| {
        let is_own = |block: Block| block == vswitch.cidr || Some(block) == vswitch.ipv6;
        model.entries.retain(|entry| {
            entry.table != vswitch.table || entry.kind != "System" || !is_own(entry.destination)
        });
        model.vswitches.retain(|one| one.id != vswitch.id);
    })
}

pub(super) fn ask_modify(random: &mut Random, model: &Model) -> Ask {
    about_vswitch(random, model, "ModifyVSwitchAttribute")
        .sometimes(random, 50, "VSwitchName", &["three", "four", "-x"])
        .sometimes(random, 20, "Description", &["changed it", "x"])
        .sometimes(random, 25, "EnableIPv6", &["true", "false"])
        .sometimes(random, 30, "Ipv6CidrBlock", &["1", "2", "3", "300"])
}

pub(super) fn modify(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId VSwitchId! VSwitchName Description EnableIPv6:b Ipv6CidrBlock:n VpcIpv6CidrBlock")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, DESCRIPTIONS);
    let Some(vswitch) = VSwitch::of(model, ask) else {
        return Err(rows.and(404, "InvalidVSwitchId.NotFound"));
    };
    rows.when(vswitch.status == "Pending", 400, "IncorrectStatus.VSwitch");
    let Some(vpc) = model.vpcs.iter().find(|vpc| vpc.id == vswitch.vpc) else { return Err(rows) };
    let switch = ask.flag("EnableIPv6");
    let needs_number = switch == Some(true) && !ask.has("Ipv6CidrBlock") && vswitch.ipv6.is_none();
    rows.when(needs_number, 400, "MissingParameter");
    let ipv6 = match (switch, ask.has("Ipv6CidrBlock")) {
        (Some(false), _) => None,
        (_, false) => vswitch.ipv6,
        (_, true) => part(&mut rows, model, ask, vpc, &vswitch.id),
    };
    if let Some(block) = ipv6.filter(|_| ipv6 != vswitch.ipv6) {
        check_custom_routes(&mut rows, model, &vswitch.table, block);
    }
    rows.none()?;
    let (ask, before) = (ask.clone(), vswitch.clone());
    Done::write(move |model, _| {
        if ipv6 != before.ipv6 {
            let is_old = |block: Block| Some(block) == before.ipv6;
            model.entries.retain(|entry| entry.table != before.table || !is_old(entry.destination));
            model.entries.extend(ipv6.map(|block| system_route(&before.table, block)));
        }
        let Some(vswitch) = model.vswitches.iter_mut().find(|one| one.id == before.id) else { return };
        vswitch.name = ask.given("VSwitchName").unwrap_or(&vswitch.name).to_owned();
        vswitch.description = ask.given("Description").unwrap_or(&vswitch.description).to_owned();
        vswitch.ipv6 = ipv6;
    })
}

pub(super) fn ask_describe(random: &mut Random, model: &Model) -> Ask {
    about_vswitch(random, model, "DescribeVSwitchAttributes").sometimes(random, 5, "DryRun", &["true"])
}

pub(super) fn describe(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId VSwitchId! DryRun:b")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vswitch) = VSwitch::of(model, ask) else {
        return Err(rows.and(404, "InvalidVswitchID.NotFound"));
    };
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    Done::read(vswitch.view(model))
}
