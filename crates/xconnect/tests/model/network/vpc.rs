//! One VPC: made, changed, shown, and deleted.

use serde_json::{Value, json};

use super::{Table, Vpc, about_vpc, system_route};
use crate::address::Block;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, STEP, Tags, check_region, check_texts, first_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

const BLOCKS: [&str; 9] = [
    "10.0.0.0/8",
    "10.0.0.0/16",
    "192.168.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/29",
    "100.64.0.0/16",
    "10.0.0.1/8",
    "0.0.0.0/0",
    "169.254.0.0/16",
];
/// What a VPC may not touch.
const RESERVED: [&str; 4] = ["100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];
const LINES: [&str; 4] = ["BGP", "ChinaMobile", "ChinaUnicom", "ChinaTelecom"];
const IPV6_BLOCKS: [&str; 4] =
    ["2408:4005:aaaa:100::/56", "2408:4005:aaaa:200::/56", "2408:4005::/48", "fe80::/56"];
const NAMES: (&str, &str) = ("VpcName", "InvalidVpcName.Malformed");
const DESCRIPTIONS: (&str, &str) = ("Description", "InvalidVpcDiscription.Malformed");

fn mostly_good_block(random: &mut Random) -> &'static str {
    if random.chance(85) { random.one(&BLOCKS[..4]) } else { random.one(&BLOCKS) }
}

pub(super) fn ask_create(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("CreateVpc", account).with("RegionId", region::any(random));
    if random.chance(60) {
        ask = ask.with("CidrBlock", mostly_good_block(random));
    }
    ask = ask
        .sometimes(random, 30, "VpcName", &["one", "two", "1x"])
        .sometimes(random, 15, "Description", &["a network", "x"])
        .sometimes(
            random,
            10,
            "UserCidr",
            &[
                "10.1.0.0/16",
                "10.1.0.0/16, 10.2.0.0/16",
                "10.1.0.1/16",
                "x",
                "100.64.1.0/24",
                "10.1.0.0/16,10.2.0.0/16,10.3.0.0/16,10.4.0.0/16",
            ],
        )
        .sometimes(random, 35, "EnableIpv6", &["true", "True", "false"])
        .sometimes(random, 10, "Ipv6CidrBlock", &IPV6_BLOCKS)
        .sometimes(random, 10, "Ipv6Isp", &["BGP", "ChinaMobile", "x"])
        .sometimes(random, 10, "EnableDnsHostname", &["true", "false"])
        .sometimes(random, 2, "Ipv4IpamPoolId", &["ipam-1"])
        .sometimes(random, 2, "Ipv4CidrMask", &["16"])
        .sometimes(random, 5, "DryRun", &["true", "false"])
        .sometimes(random, 8, "ClientToken", &["t1", "t2"])
        .sometimes(random, 10, "Tag.1.Key", &["team", "stage"]);
    if random.chance(15) {
        ask.with("ResourceGroupId", resource_group::any(random, model, account))
    } else {
        ask
    }
}

pub(super) fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! CidrBlock VpcName Description UserCidr EnableIpv6:b Ipv6CidrBlock Ipv6Isp \
         EnableDnsHostname:b \
         Ipv4IpamPoolId Ipv4CidrMask:n Ipv6IpamPoolId Ipv6CidrMask:n ResourceGroupId DryRun:b ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, DESCRIPTIONS);
    rows.when(ask.has("Ipv4IpamPoolId") || ask.has("Ipv6IpamPoolId"), 404, "ResourceNotFound.IpamPool");
    let alone = |mask: &str, pool: &str| ask.has(mask) && !ask.has(pool);
    let mask_alone = alone("Ipv4CidrMask", "Ipv4IpamPoolId") || alone("Ipv6CidrMask", "Ipv6IpamPoolId");
    rows.when(mask_alone, 400, "IllegalParam.IpamPool");
    let cidr = Block::strict(ask.given("CidrBlock").unwrap_or("172.16.0.0/12"));
    rows.when(cidr.is_none_or(is_reserved), 400, "InvalidParameter");
    let size = |block: Block| !(8..=28).contains(&block.prefix);
    rows.when(cidr.is_some_and(size), 400, "IllegalParam.CidrBlockMask");
    let user_cidrs = user_cidrs(&mut rows, ask.text("UserCidr"));
    let ipv6 = ipv6(&mut rows, ask, "EnableIpv6", None);
    let tags = first_tags(&mut rows, ask, "Tag");
    let region = ask.text("RegionId").to_owned();
    let present = model.vpcs.iter().filter(|vpc| vpc.account == ask.account && vpc.region == region).count();
    rows.when(present >= 4, 400, "QuotaExceeded.Vpc");
    let group = model.group(&mut rows, ask, "InvalidResourceGroupId");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let Some(cidr) = cidr else { return Err(Rows::default()) };
    let (ask, expected) = (ask.clone(), json!({"ResourceGroupId": group}));
    Done::write_and_say(expected, move |model, answer| {
        make(model, &ask, answer, (cidr, user_cidrs, ipv6, tags, group));
    })
}

type Plan = (Block, Vec<String>, Ipv6, Tags, String);

fn make(model: &mut Model, ask: &Ask, answer: &Value, (cidr, user_cidrs, ipv6, tags, group): Plan) {
    let told = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let (id, router, table) = (told("VpcId"), told("VRouterId"), told("RouteTableId"));
    let region = ask.text("RegionId").to_owned();
    model.tables.push(Table {
        id: table.clone(),
        account: ask.account,
        region: region.clone(),
        kind: "VRouter",
        router: router.clone(),
        vpc: id.clone(),
        group: group.clone(),
        tags: Tags::new(),
    });
    if let Some(services) = Block::strict("100.64.0.0/10") {
        model.entries.push(system_route(&table, services));
    }
    model.vpcs.push(Vpc {
        id: id.clone(),
        account: ask.account,
        region,
        cidr,
        user_cidrs,
        ipv6: None,
        name: ask.text("VpcName").to_owned(),
        description: ask.text("Description").to_owned(),
        dns: ask.is_on("EnableDnsHostname"),
        router,
        table,
        status: "Pending",
        group,
        tags,
    });
    set_ipv6(model, &id, ipv6);
    model.later(STEP, move |model| {
        model.vpcs.iter_mut().filter(|vpc| vpc.id == id).for_each(|vpc| vpc.status = "Available");
    });
}

fn is_reserved(block: Block) -> bool {
    RESERVED.iter().filter_map(|reserved| Block::strict(reserved)).any(|reserved| reserved.overlaps(block))
}

fn user_cidrs(rows: &mut Rows, text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|_| !text.is_empty()).collect();
    rows.when(parts.len() > 3, 400, "InvalidUserCidr.Quota");
    for part in &parts {
        let block = Block::parse(part).filter(|block| !block.is_v6);
        rows.when(block.is_none(), 400, "InvalidParameter");
        rows.when(block.is_some_and(|block| block.cleared() != block), 400, "IllegalParam.UserCidr");
        let services = Block::strict("100.64.0.0/10");
        let reserved = block.zip(services).is_some_and(|(block, services)| block.overlaps(services));
        rows.when(reserved, 400, "InvalidUserCidr.Malformed");
    }
    parts.into_iter().map(ToOwned::to_owned).collect()
}

/// What is to become of the IPv6 block.
#[derive(Clone, Copy, PartialEq)]
enum Ipv6 {
    Stays,
    Goes,
    Is(Block),
    /// The service chooses one.
    Allotted,
}

fn ipv6(rows: &mut Rows, ask: &Ask, switch: &str, before: Option<Block>) -> Ipv6 {
    let on = ask.flag(switch);
    let given = ask.given("Ipv6CidrBlock");
    rows.when(given.is_some() && on != Some(true), 400, "MissingParam.EnableIpv6");
    let block = given.and_then(Block::parse);
    let fits = |block: Block| {
        block.is_v6 && block.prefix == 56 && block.cleared() == block && block.first >> 125 == 1
    };
    rows.when(given.is_some() && !block.is_some_and(fits), 400, "InvalidIpv6CidrBlock.Malformed");
    rows.when(ask.given("Ipv6Isp").is_some_and(|isp| !LINES.contains(&isp)), 400, "IllegalParam.Ipv6Isp");
    match (on, block, before) {
        (None, ..) => Ipv6::Stays,
        (Some(false), ..) => Ipv6::Goes,
        (Some(true), Some(block), _) => Ipv6::Is(block),
        (Some(true), None, Some(_)) => Ipv6::Stays,
        (Some(true), None, None) => Ipv6::Allotted,
    }
}

fn set_ipv6(model: &mut Model, id: &str, ipv6: Ipv6) {
    let Some(vpc) = model.vpcs.iter_mut().find(|vpc| vpc.id == id) else { return };
    match ipv6 {
        Ipv6::Stays => {}
        Ipv6::Goes => vpc.ipv6 = None,
        Ipv6::Is(block) => vpc.ipv6 = Some(block),
        Ipv6::Allotted => {
            let ask =
                Ask::new("DescribeVpcAttribute", vpc.account).with("RegionId", &vpc.region).with("VpcId", id);
            let id = id.to_owned();
            let lesson = move |model: &mut Model, answer: &Value| {
                let block = answer["Ipv6CidrBlock"].as_str().and_then(Block::parse);
                model.vpcs.iter_mut().filter(|vpc| vpc.id == id).for_each(|vpc| vpc.ipv6 = block);
            };
            model.questions.push((ask, Box::new(lesson)));
        }
    }
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    about_vpc(random, model, "DeleteVpc")
        .sometimes(random, 10, "DryRun", &["true"])
        .sometimes(random, 10, "ForceDelete", &["true"])
        .sometimes(random, 5, "ClientToken", &["t1", "t2"])
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId VpcId! ForceDelete:b DryRun:b ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vpc) = Vpc::of(model, ask) else { return Err(rows.and(404, "InvalidVpcId.NotFound")) };
    rows.when(vpc.status == "Pending", 400, "IncorrectVpcStatus");
    rows.when(model.vswitches.iter().any(|one| one.vpc == vpc.id), 400, "DependencyViolation.VSwitch");
    let carries = model.interfaces.iter().any(|one| one.router == vpc.router && one.status != "Deleting");
    rows.when(carries, 400, "DependencyViolation.RouterInterface");
    let attached = model.attachments.iter().any(|one| one.child == vpc.id);
    rows.when(attached, 400, "DependencyViolation.CenInstance");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let id = vpc.id.clone();
    Done::write(move |model, _| {
        model.grants.retain(|grant| grant.instance != id);
        let tables: Vec<String> =
            model.tables.iter().filter(|table| table.vpc == id).map(|table| table.id.clone()).collect();
        model.entries.retain(|entry| !tables.contains(&entry.table));
        model.tables.retain(|table| table.vpc != id);
        model.vpcs.retain(|vpc| vpc.id != id);
    })
}

pub(super) fn ask_modify(random: &mut Random, model: &Model) -> Ask {
    let ask = about_vpc(random, model, "ModifyVpcAttribute")
        .sometimes(random, 40, "VpcName", &["three", "four", "-x"])
        .sometimes(random, 20, "Description", &["changed it", "中文的说明", "x"])
        .sometimes(random, 30, "EnableIPv6", &["true", "false"])
        .sometimes(random, 8, "Ipv6CidrBlock", &IPV6_BLOCKS)
        .sometimes(random, 5, "Ipv6Isp", &["ChinaUnicom", "x"])
        .sometimes(random, 10, "EnableDnsHostname", &["true", "false"]);
    if random.chance(25) { ask.with("CidrBlock", mostly_good_block(random)) } else { ask }
}

pub(super) fn modify(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId VpcId! VpcName Description CidrBlock EnableIPv6:b Ipv6CidrBlock Ipv6Isp \
         EnableDnsHostname:b",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(&mut rows, ask, NAMES, DESCRIPTIONS);
    let Some(vpc) = Vpc::of(model, ask) else { return Err(rows.and(404, "InvalidVpcId.NotFound")) };
    rows.when(vpc.status == "Pending", 400, "IncorrectVpcStatus");
    let vswitches = || model.vswitches.iter().filter(|one| one.vpc == vpc.id);
    let cidr = ask.given("CidrBlock").map(|text| {
        let fits = |block: &Block| {
            (8..=28).contains(&block.prefix)
                && !is_reserved(*block)
                && vswitches().all(|vswitch| block.holds(vswitch.cidr))
        };
        Block::strict(text).filter(fits)
    });
    rows.when(cidr == Some(None), 400, "InvalidCidrBlock.Malformed");
    let ipv6 = ipv6(&mut rows, ask, "EnableIPv6", vpc.ipv6);
    let changes = match ipv6 {
        Ipv6::Stays => false,
        Ipv6::Goes => vpc.ipv6.is_some(),
        Ipv6::Is(block) => vpc.ipv6 != Some(block),
        Ipv6::Allotted => true,
    };
    let in_use = changes && vswitches().any(|vswitch| vswitch.ipv6.is_some());
    rows.when(in_use, 400, "DependencyViolation.VSwitch");
    rows.none()?;
    let (ask, id) = (ask.clone(), vpc.id.clone());
    Done::write(move |model, _| {
        let Some(vpc) = model.vpcs.iter_mut().find(|vpc| vpc.id == id) else { return };
        vpc.cidr = cidr.flatten().unwrap_or(vpc.cidr);
        vpc.name = ask.given("VpcName").unwrap_or(&vpc.name).to_owned();
        vpc.description = ask.given("Description").unwrap_or(&vpc.description).to_owned();
        vpc.dns = ask.flag("EnableDnsHostname").unwrap_or(vpc.dns);
        set_ipv6(model, &id, ipv6);
    })
}

pub(super) fn ask_describe(random: &mut Random, model: &Model) -> Ask {
    about_vpc(random, model, "DescribeVpcAttribute").sometimes(random, 5, "DryRun", &["true"])
}

pub(super) fn describe(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VpcId! IsDefault:b DryRun:b")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vpc) = Vpc::of(model, ask) else { return Err(rows.and(404, "InvalidVpcId.NotFound")) };
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    Done::read(vpc.view(model))
}
