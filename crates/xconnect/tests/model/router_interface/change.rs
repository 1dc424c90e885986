//! ModifyRouterInterfaceAttribute and ModifyRouterInterfaceSpec.

use serde_json::json;

use super::{Health, Interface, Opposite, about, bandwidth, check_locks, enter};
use crate::address;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region, check_texts};
use crate::verdict::{Done, Rows, Verdict};

const AT_REST: [&str; 3] = ["Active", "Idle", "Inactive"];
const SAID: [&str; 4] =
    ["OppositeInterfaceId", "OppositeRouterId", "OppositeRouterType", "OppositeInterfaceOwnerId"];
const CHECKED: [&str; 5] =
    ["HealthCheckSourceIp", "HealthCheckTargetIp", "HcThreshold", "HcRate", "DeleteHealthCheckIp"];

pub(super) fn ask_spec(random: &mut Random, model: &Model) -> Ask {
    let ask = about(random, model, "ModifyRouterInterfaceSpec", |one| one.initiates);
    let spec = random.one(&["Mini.2", "Small.1", "Large.1", "Xlarge.1", "Negative", "Huge.9"]);
    ask.with("Spec", spec).sometimes(random, 5, "ClientToken", &["t1", "t2"])
}

pub(super) fn spec(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId! Spec! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let spec = ask.text("Spec").to_owned();
    rows.when(bandwidth(&spec).is_none(), 400, "InvalidSpec.ValudNotSupported");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    rows.when(!one.owns_router(model), 400, "InvalidInstanceOwner.Error");
    rows.when((spec == "Negative") == one.initiates, 400, "InvalidSpec.ValudNotSupported");
    check_locks(&mut rows, one, Some("Forbidden.FinancialLocked"));
    rows.when(one.link.as_ref().is_some_and(|link| link.gone), 400, "InvalidOpposite.NotFound");
    rows.when(!AT_REST.contains(&one.status), 400, "InvalidInstance.StatusError");
    rows.none()?;
    let id = one.id.clone();
    Done::write_and_say(json!({"Spec": spec}), move |model, _| {
        let Some(one) = model.interfaces.iter_mut().find(|one| one.id == id) else { return };
        one.spec = spec;
        if one.status == "Active" {
            enter(model, &id, "Activating", Some("Active"));
        }
    })
}

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let ask = about(random, model, "ModifyRouterInterfaceAttribute", |one| {
        let named = model.interfaces.iter().any(|other| other.opposite.interface == one.id);
        one.status == "Idle" && one.initiates && named && one.opposite.interface.is_empty()
    });
    let own = model.interfaces.iter().find(|one| one.id == ask.text("RouterInterfaceId"));
    if random.chance(60) {
        return naming_the_other_end(ask, random, model, own);
    }
    ask.sometimes(random, 40, "Name", &["one", "two", "1x"])
        .sometimes(random, 20, "Description", &["an end", "中文", "x"])
        .sometimes(random, 10, "OppositeRouterType", &["VRouter", "VBR", "x"])
        .sometimes(random, 30, "HealthCheckSourceIp", &["10.0.0.9", "10.0.0.9", "11.0.0.1", "x"])
        .sometimes(random, 30, "HealthCheckTargetIp", &["10.0.0.10", "x"])
        .sometimes(random, 15, "HcThreshold", &["8", "1", "0"])
        .sometimes(random, 15, "HcRate", &["2", "300", "0"])
        .sometimes(random, 10, "DeleteHealthCheckIp", &["true", "false"])
}

/// What has to be said so that two interfaces can be connected, mostly.
fn naming_the_other_end(ask: Ask, random: &mut Random, model: &Model, own: Option<&Interface>) -> Ask {
    let suits = |other: &Interface| {
        own.is_some_and(|own| {
            let here = (&own.opposite.region, &own.region, own.initiates);
            other.status == "Idle"
                && other.router != own.router
                && here == (&other.region, &other.opposite.region, !other.initiates)
        })
    };
    let names_this =
        |other: &Interface| suits(other) && own.is_some_and(|own| other.opposite.interface == own.id);
    let any_names_this = model.interfaces.iter().any(names_this);
    let other =
        random.apt(&model.interfaces, |other| if any_names_this { names_this(other) } else { suits(other) });
    let Some(other) = other else { return ask };
    let mut ask = ask.with("OppositeInterfaceId", &other.id);
    if random.chance(85) {
        ask = ask.with("OppositeRouterId", &other.router);
    }
    if random.chance(85) {
        ask = ask.with("OppositeRouterType", &other.kind);
    }
    if random.chance(85) {
        let number = if random.chance(5) {
            random.one(&[1, 5_555_666_677_778_888])
        } else {
            model.number(other.account)
        };
        ask = ask.with("OppositeInterfaceOwnerId", number);
    }
    ask
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! RouterInterfaceId! Name Description OppositeInterfaceId OppositeRouterId \
         OppositeRouterType \
         OppositeInterfaceOwnerId:l HealthCheckSourceIp HealthCheckTargetIp HcThreshold:n HcRate:n \
         DeleteHealthCheckIp:b",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_texts(
        &mut rows,
        ask,
        ("Name", "InvalidName.Malformed"),
        ("Description", "InvalidDescription.Malformed"),
    );
    let nothing = SAID.iter().chain(&CHECKED).chain(&["Name", "Description"]).all(|name| !ask.has(name));
    rows.when(nothing, 400, "InvalidParam.ModifyRouterInterface");
    let kind = ask.given("OppositeRouterType");
    let bad_kind = kind.is_some_and(|kind| !["VRouter", "VBR"].contains(&kind));
    rows.when(bad_kind, 400, "InvalidOppositeRouterType.ValueNotSupported");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    rows.when(!one.owns_router(model), 400, "Forbbiden");
    check_locks(&mut rows, one, Some("Forbidden.FinancialLocked"));
    rows.when(!AT_REST.contains(&one.status), 400, "IncorrectStatus");
    let opposite = opposite(&mut rows, ask, one);
    let health = health(&mut rows, model, ask, one, &opposite);
    rows.none()?;
    let (ask, id) = (ask.clone(), one.id.clone());
    Done::write(move |model, _| {
        let Some(one) = model.interfaces.iter_mut().find(|one| one.id == id) else { return };
        one.name = ask.given("Name").unwrap_or(&one.name).to_owned();
        one.description = ask.given("Description").unwrap_or(&one.description).to_owned();
        one.opposite = opposite;
        one.health = health;
    })
}

/// What is said of the other end afterwards.
fn opposite(rows: &mut Rows, ask: &Ask, one: &Interface) -> Opposite {
    let before = &one.opposite;
    let or = |name: &str, before: &str| ask.given(name).unwrap_or(before).to_owned();
    let owner = ask.number("OppositeInterfaceOwnerId").map(|owner| owner.to_string());
    let after = Opposite {
        interface: or("OppositeInterfaceId", &before.interface),
        router: or("OppositeRouterId", &before.router),
        kind: or("OppositeRouterType", &before.kind),
        owner: owner.unwrap_or_else(|| before.owner.clone()),
        ..before.clone()
    };
    if after != *before {
        rows.when(one.status != "Idle", 400, "IncorrectStatus");
        let replaced = |old: &str, new: &str| !old.is_empty() && old != new;
        let fixed = replaced(&before.interface, &after.interface)
            || replaced(&before.router, &after.router)
            || replaced(&before.kind, &after.kind);
        rows.when(before.kind == "VBR" && fixed, 400, "Forbidden.ModifyIdAndType");
    }
    after
}

/// What is checked afterwards.
fn health(rows: &mut Rows, model: &Model, ask: &Ask, one: &Interface, opposite: &Opposite) -> Health {
    const UNFIT: &str = "InvalidParam.ModifyRouterInterface";
    let both = [ask.given("HealthCheckSourceIp"), ask.given("HealthCheckTargetIp")];
    let given = both.iter().flatten().count();
    let tuned = [ask.number("HcRate"), ask.number("HcThreshold")];
    let asked = given > 0 || tuned.iter().any(Option::is_some);
    if ask.is_on("DeleteHealthCheckIp") {
        rows.when(asked, 400, UNFIT);
        return Health::default();
    }
    let mut after = one.health.clone();
    if !asked {
        return after;
    }
    rows.when(one.kind != "VRouter" || opposite.kind != "VBR", 400, "LinkRole.NotSupport");
    rows.when(given == 1, 400, UNFIT);
    if let [Some(source), Some(target)] = both {
        let bad = address::v4(source).is_none() || address::v4(target).is_none();
        rows.when(bad, 400, "InvalidParameter");
        source.clone_into(&mut after.source);
        target.clone_into(&mut after.target);
    }
    let vpc = model.vpcs.iter().find(|vpc| vpc.id == one.vpc);
    let local = vpc.zip(address::v4(&after.source)).is_some_and(|(vpc, source)| vpc.cidr.holds_v4(source));
    rows.when(!local, 400, UNFIT);
    rows.when(tuned.contains(&Some(0)), 400, UNFIT);
    after.rate = tuned[0].or(after.rate);
    after.threshold = tuned[1].or(after.threshold);
    after
}
