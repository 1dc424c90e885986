//! CreateRouterInterface.

use serde_json::Value;

use super::{Interface, Opposite, bandwidth, join, joins, on_router};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region, check_texts, first_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{address, region, resource_group};

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let helpful = match random.below(4) {
        0 | 1 => answering(random, model),
        2 => from_border(random, model),
        _ => None,
    };
    if let Some(ask) = helpful {
        return ask;
    }
    let vpc = random.apt(&model.vpcs, |vpc| on_router(model, &vpc.router) < 3);
    let account = match vpc {
        Some(vpc) if !random.chance(6) => vpc.account,
        _ => random.below(3),
    };
    let home = vpc.map_or("cn-hangzhou", |vpc| &vpc.region);
    let initiates = random.chance(55);
    let spec =
        if random.chance(5) { "Negative" } else { random.one(&["Mini.2", "Large.1", "Large.2", "Huge.9"]) };
    let spec = if initiates || random.chance(5) { spec } else { "Negative" };
    let kind = if random.chance(4) { random.one(&["VBR", "x"]) } else { "VRouter" };
    let other = random.apt(&model.vpcs, |other| vpc.is_some_and(|vpc| vpc.router != other.router));
    let mut ask = Ask::new("CreateRouterInterface", account)
        .with("RegionId", region::mostly(random, home))
        .with(
            "Role",
            if random.chance(3) {
                "x"
            } else if initiates {
                "InitiatingSide"
            } else {
                "AcceptingSide"
            },
        )
        .with("OppositeRegionId", region::mostly(random, other.map_or("cn-hangzhou", |other| &other.region)))
        .with("Spec", spec)
        .with("RouterType", kind)
        .with("RouterId", vpc.map_or("vrt-none", |vpc| &vpc.router));
    if let Some(other) = other.filter(|_| random.chance(70)) {
        ask = ask
            .with("OppositeRouterId", &other.router)
            .with("OppositeInterfaceOwnerId", model.number(other.account));
    }
    ask = ask
        .sometimes(random, 60, "OppositeRouterType", &["VRouter", "VRouter", "VRouter", "VBR", "x"])
        .sometimes(random, 12, "HealthCheckSourceIp", &["10.0.0.9", "x"])
        .sometimes(random, 12, "HealthCheckTargetIp", &["10.0.0.10", "x"])
        .sometimes(random, 4, "AccessPointId", &["ap-cn-hangzhou-yh-B", "ap-none"])
        .sometimes(random, 4, "OppositeAccessPointId", &["ap-cn-hangzhou-yh-B", "ap-none"])
        .sometimes(random, 20, "Name", &["one", "two", "1x"])
        .sometimes(random, 10, "Description", &["an end", "x"])
        .sometimes(random, 8, "InstanceChargeType", &["PrePaid", "PostPaid", "x"])
        .sometimes(random, 50, "Period", &["1", "3", "9", "10", "0"])
        .sometimes(random, 8, "PricingCycle", &["Month", "Year", "x"])
        .sometimes(random, 8, "AutoPay", &["true", "false"])
        .sometimes(random, 25, "FastLinkMode", &["true", "true", "false"])
        .sometimes(random, 10, "Tags.1.Key", &["team", "stage", "acs:x"])
        .sometimes(random, 8, "ClientToken", &["t1", "t2"]);
    if random.chance(10) {
        ask.with("ResourceGroupId", resource_group::any(random, model, account))
    } else {
        ask
    }
}

/// An initiating side on a border router towards a VPC of the same account, as a fast link or not.
fn from_border(random: &mut Random, model: &Model) -> Option<Ask> {
    let vbr = random.apt(&model.vbrs, |vbr| vbr.status == "active")?;
    let vpc = random.apt(&model.vpcs, |vpc| vpc.account == vbr.account)?;
    let ask = Ask::new("CreateRouterInterface", vbr.account)
        .with("RegionId", &vbr.region)
        .with("Role", "InitiatingSide")
        .with("OppositeRegionId", &vpc.region)
        .with("Spec", "Mini.2")
        .with("RouterType", "VBR")
        .with("RouterId", &vbr.id)
        .with("OppositeRouterId", &vpc.router)
        .with("OppositeRouterType", "VRouter")
        .with("OppositeInterfaceOwnerId", model.number(vpc.account))
        .sometimes(random, 50, "FastLinkMode", &["true", "false"])
        .sometimes(random, 15, "AccessPointId", &["ap-none", "ap-cn-hangzhou-yh-B"]);
    Some(if random.chance(40) { ask.with("AccessPointId", &vbr.point) } else { ask })
}

/// An accepting side for an initiating one that nobody answers yet, made so that the two can be connected.
fn answering(random: &mut Random, model: &Model) -> Option<Ask> {
    let waits = |one: &Interface| {
        let answered = model.interfaces.iter().any(|other| other.opposite.interface == one.id);
        one.initiates && one.status == "Idle" && one.link.is_none() && !answered
    };
    let waiting: Vec<&Interface> = model.interfaces.iter().filter(|one| waits(one)).collect();
    let first = random.any(&waiting)?;
    let there: Vec<_> = model
        .vpcs
        .iter()
        .filter(|vpc| vpc.router != first.router && vpc.region == first.opposite.region)
        .filter(|vpc| first.opposite.router.is_empty() || vpc.router == first.opposite.router)
        .collect();
    let vpc = random.any(&there)?;
    let ask = Ask::new("CreateRouterInterface", vpc.account)
        .with("RegionId", &vpc.region)
        .with("Role", "AcceptingSide")
        .with("OppositeRegionId", &first.region)
        .with("Spec", "Negative")
        .with("RouterType", "VRouter")
        .with("RouterId", &vpc.router)
        .with("OppositeInterfaceId", &first.id)
        .with("OppositeRouterId", &first.router)
        .with("OppositeRouterType", &first.kind)
        .with("OppositeInterfaceOwnerId", model.number(first.account));
    Some(ask)
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! Role! OppositeRegionId! Spec! RouterType! RouterId! OppositeInterfaceId OppositeRouterId \
         OppositeRouterType OppositeInterfaceOwnerId HealthCheckSourceIp HealthCheckTargetIp AccessPointId \
         OppositeAccessPointId Description Name Period:n InstanceChargeType AutoPay:b AutoRenew:b \
         PricingCycle FastLinkMode:b ResourceGroupId ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_region(&mut rows, ask, "OppositeRegionId", 404, "InvalidRegionId.NotFound");
    let (role, spec, kind) = (ask.text("Role"), ask.text("Spec"), ask.text("RouterType"));
    let known_role = ["InitiatingSide", "AcceptingSide"].contains(&role);
    rows.when(!known_role, 400, "InvalidRole.ValueNotSupported");
    let suits = bandwidth(spec).is_some() && (spec == "Negative") == (role == "AcceptingSide");
    rows.when(!suits, 400, "InvalidSpec.ValudNotSupported");
    let known = |kind: &str| ["VRouter", "VBR"].contains(&kind);
    rows.when(!known(kind), 400, "InvalidRouterType.ValueNotSupported");
    let opposite_kind = ask.given("OppositeRouterType");
    rows.when(opposite_kind.is_some_and(|kind| !known(kind)), 400, "InvalidRouterType.ValueNotSupported");
    rows.when(kind == "VBR" && role != "InitiatingSide", 400, "InvalidRouterType.ValueNotSupported");
    check_texts(
        &mut rows,
        ask,
        ("Name", "InvalidName.Malformed"),
        ("Description", "InvalidDescription.Malformed"),
    );
    rows.when(ask.has("AccessPointId") && kind != "VBR", 400, "InvalidAccessPoint.ValueNotAllowed");
    let unfit = ask.has("OppositeAccessPointId") && opposite_kind != Some("VBR");
    rows.when(unfit, 400, "InvalidAccessPoint.ValueNotAllowed");
    let tags = first_tags(&mut rows, ask, "Tags");
    check_account(&mut rows, model, ask);
    let group = model.group(&mut rows, ask, "InvalidParameter");
    let (vpc, point) = place(&mut rows, model, ask);
    let acceptor = ask.is_on("FastLinkMode").then(|| fast_link(&mut rows, model, ask));
    check_health(&mut rows, ask);
    check_payment(&mut rows, ask);
    rows.none()?;
    let interface = Interface {
        account: ask.account,
        region: ask.text("RegionId").to_owned(),
        initiates: role == "InitiatingSide",
        spec: spec.to_owned(),
        kind: kind.to_owned(),
        router: ask.text("RouterId").to_owned(),
        vpc,
        point,
        opposite: opposite(ask),
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        status: "Idle",
        lock: "Normal",
        health: super::Health {
            source: ask.text("HealthCheckSourceIp").to_owned(),
            target: ask.text("HealthCheckTargetIp").to_owned(),
            ..super::Health::default()
        },
        is_fast: ask.is_on("FastLinkMode"),
        is_prepaid: ask.text("InstanceChargeType") == "PrePaid",
        group,
        tags,
        ..Interface::default()
    };
    Done::write(move |model, answer| {
        let id = answer["RouterInterfaceId"].as_str().unwrap_or_default().to_owned();
        model.interfaces.push(Interface { id: id.clone(), ..interface });
        if let Some(vpc) = acceptor.flatten() {
            make_acceptor(model, &id, vpc);
        }
    })
}

fn opposite(ask: &Ask) -> Opposite {
    let text = |name: &str| ask.text(name).to_owned();
    Opposite {
        region: text("OppositeRegionId"),
        point: text("OppositeAccessPointId"),
        interface: text("OppositeInterfaceId"),
        owner: text("OppositeInterfaceOwnerId"),
        kind: text("OppositeRouterType"),
        router: text("OppositeRouterId"),
    }
}

fn check_account(rows: &mut Rows, model: &Model, ask: &Ask) {
    rows.when(super::has_bills(model, ask.account), 400, "Forbidden.BillsOutstanding");
    let border = ask.text("RouterType") == "VBR" || ask.text("OppositeRouterType") == "VBR";
    let closed = border && !model.has_traffic(ask.account, ask.text("RegionId"));
    rows.when(closed, 400, "OperationFailed.PconnTrafficNotEnable");
}

/// The VPC whose router carries the interface, or the access point of the border router that does.
fn place(rows: &mut Rows, model: &Model, ask: &Ask) -> (String, String) {
    let router = ask.text("RouterId");
    let is_own = |account: usize, region: &str| account == ask.account && region == ask.text("RegionId");
    rows.when(on_router(model, router) >= 3, 400, "LimitationExceed.InterfaceNumberOnRouter");
    if ask.text("RouterType") != "VBR" {
        let vpc = model.vpcs.iter().find(|vpc| vpc.router == router && is_own(vpc.account, &vpc.region));
        rows.when(vpc.is_none(), 404, "InvalidRouterId.NotFound");
        return (vpc.map_or_else(String::new, |vpc| vpc.id.clone()), String::new());
    }
    let vbr = model.vbrs.iter().find(|vbr| vbr.id == router && is_own(vbr.account, &vbr.region));
    rows.when(vbr.is_none(), 404, "InvalidRouterId.NotFound");
    let Some(vbr) = vbr else { return Default::default() };
    rows.when(vbr.status != "active", 400, "IncorrectStatus");
    if let Some(point) = ask.given("AccessPointId") {
        let exists = model.points.iter().any(|known| known.id == point);
        rows.when(!exists, 400, "InvalidAccessPoint.NotExist");
        rows.when(exists && point != vbr.point, 400, "InvalidAccessPoint.NotMatch");
    }
    (String::new(), vbr.point.clone())
}

/// What a fast link needs beside; the VPC at its other end.
fn fast_link(rows: &mut Rows, model: &Model, ask: &Ask) -> Option<String> {
    rows.when(ask.text("Role") != "InitiatingSide", 400, "InvalidParameter");
    let router = ask.text("OppositeRouterId");
    rows.when(router.is_empty() || !ask.has("OppositeRouterType"), 400, "MissingParameter");
    rows.when(ask.given("OppositeRouterType").is_some_and(|kind| kind != "VRouter"), 400, "InvalidParameter");
    let own = model.number(ask.account).to_string();
    rows.when(
        ask.given("OppositeInterfaceOwnerId").is_some_and(|owner| owner != own),
        400,
        "InvalidParameter",
    );
    rows.when(router == ask.text("RouterId"), 400, "InvalidParameter");
    let vpc = model.vpcs.iter().find(|vpc| {
        vpc.router == router && vpc.account == ask.account && vpc.region == ask.text("OppositeRegionId")
    });
    rows.when(vpc.is_none(), 404, "InvalidRouterId.NotFound");
    rows.when(on_router(model, router) >= 3, 400, "LimitationExceed.InterfaceNumberOnRouter");
    let joined = joins(model, ask.text("RouterId"), router).is_some();
    rows.when(joined, 400, "Forbidden.OnlyOneConnection");
    vpc.map(|vpc| vpc.id.clone())
}

fn check_health(rows: &mut Rows, ask: &Ask) {
    let both = [ask.given("HealthCheckSourceIp"), ask.given("HealthCheckTargetIp")];
    let given = both.iter().flatten().count();
    rows.when(given == 1, 400, "MissingParameter");
    let bad = both.iter().flatten().any(|text| address::v4(text).is_none());
    rows.when(bad, 400, "InvalidParameter");
}

fn check_payment(rows: &mut Rows, ask: &Ask) {
    let charge = ask.given("InstanceChargeType").unwrap_or("PostPaid");
    rows.when(!["PrePaid", "PostPaid"].contains(&charge), 400, "InvalidParameter");
    if charge != "PrePaid" {
        return;
    }
    let cycle = ask.given("PricingCycle").unwrap_or("Month");
    rows.when(!["Month", "Year"].contains(&cycle), 400, "InvalidParameter");
    rows.when(!ask.has("Period"), 400, "MissingParameter");
    let most = if cycle == "Year" { 3 } else { 9 };
    rows.when(
        ask.number("Period").is_some_and(|period| period == 0 || period > most),
        400,
        "InvalidParameter",
    );
}

/// The other end of a fast link, whose id no answer tells.
fn make_acceptor(model: &mut Model, initiator: &str, vpc: String) {
    let Some(first) = model.interfaces.iter_mut().find(|one| one.id == initiator) else { return };
    let own = model.accounts[first.account].number.to_string();
    let acceptor = Interface {
        id: "not known yet".to_owned(),
        account: first.account,
        region: first.opposite.region.clone(),
        spec: "Negative".to_owned(),
        kind: "VRouter".to_owned(),
        router: first.opposite.router.clone(),
        vpc,
        opposite: Opposite {
            region: first.region.clone(),
            point: first.point.clone(),
            interface: first.id.clone(),
            owner: own.clone(),
            kind: first.kind.clone(),
            router: first.router.clone(),
        },
        status: "Idle",
        lock: "Normal",
        is_fast: true,
        group: first.group.clone(),
        ..Interface::default()
    };
    first.opposite.owner = own;
    let ask = Ask::new("DescribeRouterInterfaceAttribute", first.account);
    let ask = ask.with("RegionId", &first.region).with("InstanceId", initiator);
    let initiator = initiator.to_owned();
    model.interfaces.push(acceptor);
    let lesson = move |model: &mut Model, answer: &Value| {
        let id = answer["OppositeInterfaceId"].as_str().unwrap_or_default();
        let unknown = model.interfaces.iter_mut().find(|one| one.id == "not known yet");
        unknown.into_iter().for_each(|one| id.clone_into(&mut one.id));
        let first = model.interfaces.iter_mut().find(|one| one.id == initiator);
        first.into_iter().for_each(|one| id.clone_into(&mut one.opposite.interface));
        join(model, &initiator, id);
    };
    model.questions.push((ask, Box::new(lesson)));
}
