//! CEN instances, what is attached to them, and what other accounts open to them.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::families::Action;
use crate::physical_connection::check_lock;
use crate::random::Random;
use crate::reference::{Model, Page, STEP, Tags, check_region, first_tags, has_tags, tags_view};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateCen", weight: 3, ask: ask_create, judge: create },
    Action { name: "DescribeCens", weight: 2, ask: ask_list, judge: list },
    Action { name: "DeleteCen", weight: 1, ask: ask_delete, judge: delete },
    Action { name: "AttachCenChildInstance", weight: 8, ask: ask_attach, judge: attach },
    Action {
        name: "DescribeCenAttachedChildInstanceAttribute",
        weight: 2,
        ask: |random, model| about_attachment(random, model, "DescribeCenAttachedChildInstanceAttribute"),
        judge: describe_attached,
    },
    Action { name: "DetachCenChildInstance", weight: 2, ask: ask_detach, judge: detach },
];

pub(crate) const GRANT_ACTIONS: &[Action] = &[
    Action { name: "GrantInstanceToCen", weight: 4, ask: ask_grant, judge: grant },
    Action { name: "RevokeInstanceFromCen", weight: 2, ask: ask_revoke, judge: revoke },
    Action { name: "DescribeGrantRulesToCen", weight: 2, ask: ask_grants, judge: grants },
];

#[derive(Debug, Clone)]
pub(crate) struct Cen {
    pub(crate) id: String,
    pub(crate) account: usize,
    name: String,
    description: String,
    level: String,
    status: &'static str,
    group: String,
    tags: Tags,
}

/// A network in a CEN instance.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) cen: String,
    cen_account: usize,
    pub(crate) child: String,
    kind: String,
    child_account: usize,
    region: String,
    pub(crate) status: &'static str,
}

/// The permission to attach a network of another account.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    cen: String,
    cen_account: usize,
    pub(crate) instance: String,
    kind: String,
    account: usize,
}

/// A VPC or a border router.
struct Network<'m> {
    id: &'m str,
    kind: &'static str,
    account: usize,
    region: &'m str,
    name: &'m str,
    group: &'m str,
    works: bool,
}

fn networks(model: &Model) -> Vec<Network<'_>> {
    let vpcs = model.vpcs.iter().map(|vpc| Network {
        id: &vpc.id,
        kind: "VPC",
        account: vpc.account,
        region: &vpc.region,
        name: &vpc.name,
        group: &vpc.group,
        works: vpc.status == "Available",
    });
    let vbrs = model.vbrs.iter().filter(|vbr| vbr.status != "deleting").map(|vbr| Network {
        id: &vbr.id,
        kind: "VBR",
        account: vbr.account,
        region: &vbr.region,
        name: &vbr.name,
        group: &vbr.group,
        works: vbr.status == "active",
    });
    vpcs.chain(vbrs).collect()
}

fn network<'m>(model: &'m Model, kind: &str, region: &str, id: &str) -> Option<Network<'m>> {
    networks(model).into_iter().find(|one| one.kind == kind && one.region == region && one.id == id)
}

fn check_network_lock(rows: &mut Rows, model: &Model, id: &str) {
    let below = model.vbrs.iter().find(|vbr| vbr.id == id).map(|vbr| &vbr.line);
    let line = model.lines.iter().find(|line| Some(&line.id) == below);
    line.into_iter().for_each(|line| check_lock(rows, line));
}

fn ask_create(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    Ask::new("CreateCen", account)
        .sometimes(random, 40, "Name", &["one", "two", "http://x"])
        .sometimes(random, 20, "Description", &["x", "https://x"])
        .sometimes(random, 20, "ProtectionLevel", &["REDUCED", "FULL", "x"])
        .sometimes(random, 15, "Tag.1.Key", &["team", "stage", "aliyun"])
        .sometimes(random, 6, "ClientToken", &["t1", "t2"])
}

fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read("Name Description ProtectionLevel ClientToken:t")?;
    let mut rows = Rows::default();
    for (name, most) in [("Name", 128), ("Description", 256)] {
        let text = ask.text(name);
        let web = text.starts_with("http://") || text.starts_with("https://");
        rows.when(web || text.chars().count() > most, 400, "InvalidParameter");
    }
    let level = ask.given("ProtectionLevel").unwrap_or("REDUCED").to_owned();
    rows.when(!["REDUCED", "FULL"].contains(&level.as_str()), 400, "InvalidParameter");
    let tags = first_tags(&mut rows, ask, "Tag");
    let present = model.cens.iter().filter(|cen| cen.account == ask.account).count();
    rows.when(present >= 2, 400, "QuotaExceeded.CenCountExceeded");
    rows.none()?;
    let cen = Cen {
        id: String::new(),
        account: ask.account,
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        level,
        status: "Creating",
        group: model.accounts[ask.account].groups[0].clone(),
        tags,
    };
    Done::write(move |model, answer| {
        let id = answer["CenId"].as_str().unwrap_or_default().to_owned();
        model.cens.push(Cen { id: id.clone(), ..cen });
        model.later(STEP, move |model| {
            model.cens.iter_mut().filter(|cen| cen.id == id).for_each(|cen| cen.status = "Active");
        });
    })
}

fn ask_list(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("DescribeCens", account)
        .sometimes(random, 20, "PageNumber", &["1", "2", "0"])
        .sometimes(random, 20, "PageSize", &["1", "50", "51"])
        .sometimes(random, 10, "Tag.1.Key", &["team", "stage"]);
    if random.chance(40) {
        let key = random.one(&["CenId", "CenId", "Name", "x"]);
        let some =
            random.any(&model.cens).map_or("cen-none", |cen| if key == "Name" { &cen.name } else { &cen.id });
        ask = ask.with("Filter.1.Key", key);
        if !some.is_empty() {
            ask = ask.with("Filter.1.Value.1", some);
        }
    }
    ask
}

fn list(model: &Model, ask: &Ask) -> Verdict {
    ask.read("PageNumber:n PageSize:n ResourceGroupId")?;
    let mut rows = Rows::default();
    let page = Page::of(&mut rows, ask);
    let filters = ask.filters();
    for (key, values) in &filters {
        rows.when(values.is_empty() || !["CenId", "Name"].contains(key), 400, "InvalidParameter");
    }
    rows.none()?;
    let tags = ask.tags("Tag");
    let holds = |cen: &Cen, key: &str, values: &[&str]| {
        values.contains(&if key == "CenId" { cen.id.as_str() } else { cen.name.as_str() })
    };
    let wanted = |cen: &&Cen| {
        cen.account == ask.account
            && filters.iter().all(|(key, values)| holds(cen, key, values))
            && has_tags(&cen.tags, &tags)
    };
    let view = |cen: &Cen| {
        json!({
            "CenId": cen.id, "Name": cen.name, "Description": cen.description, "Status": cen.status,
            "ProtectionLevel": cen.level, "ResourceGroupId": cen.group, "Tags": {"Tag": tags_view(&cen.tags)},
        })
    };
    Done::read(page.answer(model.cens.iter().filter(wanted).map(view).collect(), "Cens", "Cen"))
}

fn own<'m>(model: &'m Model, ask: &Ask) -> Option<&'m Cen> {
    model.cens.iter().find(|cen| cen.id == ask.text("CenId") && cen.account == ask.account)
}

fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    let is_bare = |cen: &Cen| !model.attachments.iter().any(|one| one.cen == cen.id);
    let cen = random.apt(&model.cens, is_bare);
    let account = cen.filter(|_| !random.clone().chance(10)).map_or(random.below(3), |cen| cen.account);
    Ask::new("DeleteCen", account).with("CenId", cen.map_or("cen-none", |cen| &cen.id))
}

fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("CenId!")?;
    let mut rows = Rows::default();
    let Some(cen) = own(model, ask) else { return Err(rows.and(400, "ParameterCenInstanceId")) };
    rows.when(cen.status != "Active", 409, "InvalidOperation.CenInstanceStatus");
    let in_use = model.attachments.iter().any(|one| one.cen == cen.id);
    rows.when(in_use, 409, "InvalidOperation.AttachedChildInstanceExist");
    rows.none()?;
    let id = cen.id.clone();
    Done::write(move |model, _| {
        model.grants.retain(|grant| grant.cen != id);
        model.cens.iter_mut().filter(|cen| cen.id == id).for_each(|cen| cen.status = "Deleting");
        model.later(STEP, move |model| model.cens.retain(|cen| cen.id != id));
    })
}

fn ask_attach(random: &mut Random, model: &Model) -> Ask {
    let cen = random.apt(&model.cens, |cen| cen.status == "Active");
    let all = networks(model);
    let is_open = |one: &Network<'_>| {
        let granted =
            model.grants.iter().any(|it| it.instance == one.id && cen.is_some_and(|cen| cen.id == it.cen));
        let free = !model.attachments.iter().any(|it| it.child == one.id);
        free && one.works && (granted || cen.is_some_and(|cen| cen.account == one.account))
    };
    // Border routers are what failover groups are made of.
    let routers: Vec<&Network<'_>> = all.iter().filter(|one| one.kind == "VBR" && is_open(one)).collect();
    let router = random.any(&routers).copied().filter(|_| random.clone().chance(50));
    let child = router.or_else(|| random.apt(&all, is_open));
    let account = cen.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |cen| cen.account);
    let mut ask =
        Ask::new("AttachCenChildInstance", account).with("CenId", cen.map_or("cen-none", |cen| &cen.id));
    ask = ask
        .with("ChildInstanceId", child.map_or("vpc-none", |child| child.id))
        .with("ChildInstanceType", child.map_or("VPC", |child| child.kind))
        .with(
            "ChildInstanceRegionId",
            region::mostly(random, child.map_or("cn-hangzhou", |child| child.region)),
        );
    let owner =
        child.filter(|child| child.account != account || random.chance(20)).map(|child| child.account);
    if let Some(owner) = owner.filter(|_| !random.chance(10)) {
        ask = ask.with("ChildInstanceOwnerId", model.number(owner));
    }
    ask.sometimes(random, 3, "ChildInstanceOwnerId", &["7", "5555666677778888"]).sometimes(
        random,
        3,
        "ChildInstanceType",
        &["CCN", "VBR"],
    )
}

fn attach(model: &Model, ask: &Ask) -> Verdict {
    ask.read("CenId! ChildInstanceId! ChildInstanceType! ChildInstanceRegionId! ChildInstanceOwnerId:l")?;
    let mut rows = Rows::default();
    let kind = ask.text("ChildInstanceType").to_owned();
    rows.when(!["VPC", "VBR"].contains(&kind.as_str()), 400, "ParameterIllegal.ChildInstanceType");
    check_region(&mut rows, ask, "ChildInstanceRegionId", 400, "IllegalParam.RegionId");
    let cen = own(model, ask);
    rows.when(cen.is_none(), 400, "ParameterCenInstanceId");
    rows.when(cen.is_some_and(|cen| cen.status != "Active"), 409, "InvalidOperation.CenInstanceStatus");
    let (id, home) = (ask.text("ChildInstanceId").to_owned(), ask.text("ChildInstanceRegionId").to_owned());
    let number = ask.number("ChildInstanceOwnerId").unwrap_or(model.number(ask.account));
    let owner = model.account_of(&number.to_string());
    rows.when(owner.is_none(), 404, "Bid.NotFound");
    let abroad = owner.is_some_and(|owner| model.accounts[owner].site != model.accounts[ask.account].site);
    rows.when(abroad, 400, "Forbbiden.AttachChildInstanceAcrossBid");
    let found = network(model, &kind, &home, &id).filter(|one| Some(one.account) == owner);
    if owner == Some(ask.account) {
        rows.when(found.is_none(), 400, "ParameterInstanceId");
    } else {
        let granted = model.grants.iter().any(|grant| {
            grant.instance == id
                && grant.cen == ask.text("CenId")
                && Some(grant.account) == owner
                && grant.kind == kind
        });
        rows.when(found.is_none() || !granted, 409, "Forbbiden.AttachChildInstanceAcrossUid");
    }
    let attached = model.attachments.iter().any(|one| one.child == id);
    rows.when(attached && found.is_some(), 409, "InvalidOperation.ChildInstanceAlreadyAttached");
    check_network_lock(&mut rows, model, &id);
    let idle = found.as_ref().is_some_and(|child| !child.works);
    rows.when(idle && kind == "VPC", 400, "OperationFailed.InvalidVpcStatus");
    rows.when(idle && kind == "VBR", 409, "InvalidOperation.ChildInstanceStatus");
    rows.none()?;
    let (Some(cen), Some(child_account)) = (cen, owner) else { return Err(Rows::default()) };
    let (cen, cen_account) = (cen.id.clone(), cen.account);
    let attachment =
        Attachment { cen, cen_account, child: id, kind, child_account, region: home, status: "Attaching" };
    Done::write(move |model, _| {
        let child = attachment.child.clone();
        model.attachments.push(attachment);
        model.later(STEP, move |model| {
            model
                .attachments
                .iter_mut()
                .filter(|one| one.child == child)
                .for_each(|one| one.status = "Attached");
        });
    })
}

fn about_attachment(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let Some(one) = random.any(&model.attachments) else {
        return Ask::new(action, random.below(3))
            .with("CenId", random.any(&model.cens).map_or("cen-none", |cen| &cen.id))
            .with("ChildInstanceId", "vpc-none")
            .with("ChildInstanceType", "VPC")
            .with("ChildInstanceRegionId", "cn-hangzhou");
    };
    let account = [one.cen_account, one.child_account, random.below(3)][random.one(&[0, 0, 1, 1, 2])];
    Ask::new(action, account)
        .with("CenId", &one.cen)
        .with("ChildInstanceId", &one.child)
        .with(
            "ChildInstanceType",
            if random.chance(5) { random.one(&["VPC", "VBR", "x"]) } else { &one.kind },
        )
        .with("ChildInstanceRegionId", region::mostly(random, &one.region))
}

/// The attachment that a call names; the caller owns the instance or the network.
fn named<'m>(rows: &mut Rows, model: &'m Model, ask: &Ask) -> Option<&'m Attachment> {
    let known = ["VPC", "VBR"].contains(&ask.text("ChildInstanceType"));
    rows.when(!known, 400, "ParameterIllegal.ChildInstanceType");
    let found = model.attachments.iter().find(|one| {
        one.cen == ask.text("CenId")
            && one.child == ask.text("ChildInstanceId")
            && one.kind == ask.text("ChildInstanceType")
            && one.region == ask.text("ChildInstanceRegionId")
            && (one.cen_account == ask.account || one.child_account == ask.account)
    });
    if found.is_none() {
        let code = if own(model, ask).is_some() { "ParameterInstanceId" } else { "ParameterCenInstanceId" };
        rows.when(true, 400, code);
    }
    found
}

fn describe_attached(model: &Model, ask: &Ask) -> Verdict {
    ask.read("CenId! ChildInstanceId! ChildInstanceType! ChildInstanceRegionId!")?;
    let mut rows = Rows::default();
    let found = named(&mut rows, model, ask);
    rows.none()?;
    let Some(one) = found else { return Err(Rows::default()) };
    let child = network(model, &one.kind, &one.region, &one.child);
    Done::read(json!({
        "CenId": one.cen, "ChildInstanceId": one.child, "ChildInstanceType": one.kind, "Status": one.status,
        "ChildInstanceRegionId": one.region, "ChildInstanceOwnerId": model.number(one.child_account),
        "ChildInstanceName": child.map_or("", |child| child.name),
    }))
}

fn ask_detach(random: &mut Random, model: &Model) -> Ask {
    about_attachment(random, model, "DetachCenChildInstance")
        .sometimes(random, 10, "CenOwnerId", &["1234567890123456", "7"])
        .sometimes(random, 10, "ChildInstanceOwnerId", &["6543210987654321", "7"])
}

fn detach(model: &Model, ask: &Ask) -> Verdict {
    let declared = "CenId! CenOwnerId:l ChildInstanceId! ChildInstanceType! ChildInstanceRegionId! \
         ChildInstanceOwnerId:l";
    ask.read(declared)?;
    let mut rows = Rows::default();
    let owner =
        |name: &str| ask.given(name).map(|_| model.account_of(&ask.number(name).unwrap_or(0).to_string()));
    let (cen_owner, child_owner) = (owner("CenOwnerId"), owner("ChildInstanceOwnerId"));
    rows.when(cen_owner == Some(None) || child_owner == Some(None), 404, "Bid.NotFound");
    let Some(one) = named(&mut rows, model, ask) else { return Err(rows) };
    let other = |owner: Option<Option<usize>>, own: usize| owner.is_some_and(|owner| owner != Some(own));
    rows.when(other(cen_owner, one.cen_account), 400, "ParameterCenInstanceId");
    rows.when(other(child_owner, one.child_account), 400, "ParameterInstanceId");
    check_network_lock(&mut rows, model, &one.child);
    rows.when(one.status != "Attached", 409, "Operation.Blocking");
    let member = model.groups.iter().any(|group| group.has(&one.child));
    rows.when(member, 400, "OperationFailed.VbrAttachedVbrHa");
    rows.none()?;
    let child = one.child.clone();
    Done::write(move |model, _| {
        model
            .attachments
            .iter_mut()
            .filter(|one| one.child == child)
            .for_each(|one| one.status = "Detaching");
        model.later(STEP, move |model| model.attachments.retain(|one| one.child != child));
    })
}

fn about_network(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let all = networks(model);
    let child = random.apt(&all, |one| one.works);
    let account = child.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |child| child.account);
    Ask::new(action, account)
        .with("RegionId", region::mostly(random, child.map_or("cn-hangzhou", |child| child.region)))
        .with("InstanceId", child.map_or("vpc-none", |child| child.id))
        .with("InstanceType", if random.chance(4) { "CCN" } else { child.map_or("VPC", |child| child.kind) })
}

fn ask_grant(random: &mut Random, model: &Model) -> Ask {
    let ask = about_network(random, model, "GrantInstanceToCen");
    let account = ask.account;
    let cen = random.apt(&model.cens, |cen| cen.account != account && cen.status != "Deleting");
    let owner = if random.chance(5) { random.below(3) } else { cen.map_or(0, |cen| cen.account) };
    ask.with("CenId", cen.map_or("cen-none", |cen| &cen.id)).with("CenOwnerId", model.number(owner))
}

/// The network that a call is about: its type and region are known, and it is the caller's.
fn instance<'m>(rows: &mut Rows, model: &'m Model, ask: &Ask) -> Option<Network<'m>> {
    check_region(rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.when(!["VPC", "VBR"].contains(&ask.text("InstanceType")), 400, "InvalidParameter");
    let found = network(model, ask.text("InstanceType"), ask.text("RegionId"), ask.text("InstanceId"));
    found.filter(|one| one.account == ask.account)
}

fn grant(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! InstanceType! CenId! CenOwnerId!:l ClientToken:t")?;
    let mut rows = Rows::default();
    let found = instance(&mut rows, model, ask);
    rows.when(found.is_none(), 404, "InvalidInstanceId.NotFound");
    check_network_lock(&mut rows, model, ask.text("InstanceId"));
    rows.when(found.is_some_and(|one| !one.works), 400, "IncorrectStatus");
    let owner = ask.number("CenOwnerId").and_then(|owner| model.account_of(&owner.to_string()));
    let is_meant =
        |cen: &&Cen| cen.id == ask.text("CenId") && Some(cen.account) == owner && cen.status != "Deleting";
    let cen = model.cens.iter().find(is_meant);
    rows.when(cen.is_none(), 404, "InvalidCenId.NotFound");
    rows.none()?;
    let grant = Grant {
        cen: ask.text("CenId").to_owned(),
        cen_account: owner.unwrap_or_default(),
        instance: ask.text("InstanceId").to_owned(),
        kind: ask.text("InstanceType").to_owned(),
        account: ask.account,
    };
    Done::write(move |model, _| {
        let known = model.grants.iter().any(|one| one.instance == grant.instance && one.cen == grant.cen);
        if !known {
            model.grants.push(grant);
        }
    })
}

fn ask_revoke(random: &mut Random, model: &Model) -> Ask {
    let Some(grant) = random.any(&model.grants).filter(|_| !random.clone().chance(15)) else {
        let ask = about_network(random, model, "RevokeInstanceFromCen");
        return ask.with("CenId", "cen-none").with("CenOwnerId", model.number(0));
    };
    let all = networks(model);
    let home = all.iter().find(|one| one.id == grant.instance).map_or("cn-hangzhou", |one| one.region);
    Ask::new("RevokeInstanceFromCen", if random.chance(8) { random.below(3) } else { grant.account })
        .with("RegionId", home)
        .with("InstanceId", &grant.instance)
        .with("InstanceType", &grant.kind)
        .with("CenId", &grant.cen)
        .with("CenOwnerId", model.number(if random.chance(5) { random.below(3) } else { grant.cen_account }))
}

fn revoke(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! InstanceType! CenId! CenOwnerId!:l ClientToken:t")?;
    let mut rows = Rows::default();
    let found = instance(&mut rows, model, ask);
    rows.when(found.is_none(), 404, "InvalidInstanceId.NotFound");
    check_network_lock(&mut rows, model, ask.text("InstanceId"));
    let owner = ask.number("CenOwnerId").and_then(|owner| model.account_of(&owner.to_string()));
    let (instance, cen) = (ask.text("InstanceId").to_owned(), ask.text("CenId").to_owned());
    let is_meant = |one: &Grant| one.instance == instance && one.cen == cen && Some(one.cen_account) == owner;
    rows.when(!model.grants.iter().any(is_meant), 404, "InvalidCenId.NotFound");
    rows.none()?;
    Done::write(move |model, _| model.grants.retain(|one| one.instance != instance || one.cen != cen))
}

fn ask_grants(random: &mut Random, model: &Model) -> Ask {
    about_network(random, model, "DescribeGrantRulesToCen").sometimes(random, 20, "PageSize", &["1", "51"])
}

fn grants(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! InstanceType! ResourceGroupId PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    let found = instance(&mut rows, model, ask);
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let shown = found.is_some_and(|one| ask.given("ResourceGroupId").is_none_or(|group| group == one.group));
    let of = model.grants.iter().filter(|grant| shown && grant.instance == ask.text("InstanceId"));
    let view =
        |grant: &Grant| json!({"CenInstanceId": grant.cen, "CenOwnerId": model.number(grant.cen_account)});
    let rules: Vec<Value> = of.map(view).collect();
    Done::read(page.answer(rules, "CenGrantRules", "CbnGrantRule"))
}
