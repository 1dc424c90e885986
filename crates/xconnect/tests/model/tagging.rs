//! Tags: put on, taken off, and listed, of networks and of what Express Connect is made of.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::families::Action;
use crate::physical_connection::Line;
use crate::random::Random;
use crate::reference::{Leaves, Model, Tags, check_region, has_tags, is_tag_text, put_tag};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "TagResources", weight: 3, ask: |r, m| ask_put(r, m, "TagResources"), judge: put },
    Action { name: "UnTagResources", weight: 2, ask: |r, m| ask_take(r, m, "UnTagResources"), judge: take },
    Action {
        name: "ListTagResources",
        weight: 2,
        ask: |r, m| ask_list(r, m, "ListTagResources"),
        judge: list,
    },
    Action {
        name: "TagResourcesForExpressConnect",
        weight: 3,
        ask: |r, m| ask_put(r, m, "TagResourcesForExpressConnect"),
        judge: put,
    },
    Action {
        name: "UntagResourcesForExpressConnect",
        weight: 2,
        ask: |r, m| ask_take(r, m, "UntagResourcesForExpressConnect"),
        judge: take,
    },
    Action {
        name: "ListTagResourcesForExpressConnect",
        weight: 2,
        ask: |r, m| ask_list(r, m, "ListTagResourcesForExpressConnect"),
        judge: list,
    },
];

pub(crate) const TYPES: [&str; 6] =
    ["VPC", "VSWITCH", "ROUTETABLE", "ROUTERINTERFACE", "VIRTUALBORDERROUTER", "PHYSICALCONNECTION"];

const KEYS: [&str; 5] = ["team", "stage", "owner", "cost", "acs:x"];
const VALUES: [&str; 4] = ["a", "b", "中文", "http://x"];

/// The types that an action is about.
fn types(action: &str) -> &'static [&'static str] {
    if action.ends_with("ForExpressConnect") { &TYPES[3..] } else { &TYPES[..3] }
}

/// A thing with tags and a resource group.
pub(crate) struct Resource<'m> {
    pub(crate) id: &'m str,
    pub(crate) tags: &'m mut Tags,
    pub(crate) group: &'m mut String,
}

/// All things of a type, in the order of creation.
fn resources<'m>(model: &'m mut Model, kind: &str) -> Vec<Resource<'m>> {
    macro_rules! of {
        ($list:ident, $exists:expr) => {{
            let all = model.$list.iter_mut().filter(|one| $exists(one)).map(|one| Resource {
                id: &one.id,
                tags: &mut one.tags,
                group: &mut one.group,
            });
            all.collect()
        }};
    }
    match kind {
        "VPC" => of!(vpcs, |_| true),
        "VSWITCH" => of!(vswitches, |_| true),
        "ROUTETABLE" => of!(tables, |_| true),
        "ROUTERINTERFACE" => of!(interfaces, |_| true),
        "VIRTUALBORDERROUTER" => of!(vbrs, |_| true),
        "PHYSICALCONNECTION" => of!(lines, Line::exists),
        _ => Vec::new(),
    }
}

pub(crate) fn resource<'m>(model: &'m mut Model, kind: &str, id: &str) -> Option<Resource<'m>> {
    resources(model, kind).into_iter().find(|resource| resource.id == id)
}

/// Id, owner, region, and tags of all things of a type.
fn seen<'m>(model: &'m Model, kind: &str) -> Vec<(&'m str, usize, &'m str, &'m Tags)> {
    macro_rules! of {
        ($list:ident, $exists:expr) => {{
            let all = model.$list.iter().filter(|one| $exists(one));
            all.map(|one| (one.id.as_str(), one.account, one.region.as_str(), &one.tags)).collect()
        }};
    }
    match kind {
        "VPC" => of!(vpcs, |_| true),
        "VSWITCH" => of!(vswitches, |_| true),
        "ROUTETABLE" => of!(tables, |_| true),
        "ROUTERINTERFACE" => of!(interfaces, |_| true),
        "VIRTUALBORDERROUTER" => of!(vbrs, |_| true),
        "PHYSICALCONNECTION" => of!(lines, Line::exists),
        _ => Vec::new(),
    }
}

fn is_own(model: &Model, ask: &Ask, kind: &str, id: &str) -> bool {
    let region = ask.text("RegionId");
    seen(model, kind).into_iter().any(|one| one.0 == id && one.1 == ask.account && one.2 == region)
}

pub(crate) fn check_resource(rows: &mut Rows, model: &Model, ask: &Ask, kind: &str, id: &str) {
    rows.when(!is_own(model, ask, kind, id), 404, "InvalidResourceId.NotFound");
    rows.when(is_locked(model, id), 403, "Forbidden.RiskControl");
}

/// Whether risk control has locked an interface, a line, or the line below a router.
fn is_locked(model: &Model, id: &str) -> bool {
    let below = model.vbrs.iter().find(|vbr| vbr.id == id).map_or(id, |vbr| &vbr.line);
    let line = model.lines.iter().any(|line| line.id == below && line.lock == "SecurityLocked");
    line || model.interfaces.iter().any(|one| one.id == id && one.lock == "SecurityLocked")
}

/// A type as a caller spells it, an id, a caller, and a region that mostly belong together.
pub(crate) fn any(
    random: &mut Random,
    model: &Model,
    types: &[&'static str],
) -> (String, String, usize, String) {
    let kind = if random.chance(4) { "INSTANCE" } else { random.one(types) };
    let all = seen(model, kind);
    let Some((id, owner, home, _)) = random.any(&all).copied() else {
        return (kind.to_owned(), "x-none".to_owned(), random.below(3), region::any(random).to_owned());
    };
    let account = if random.chance(10) { random.below(3) } else { owner };
    let spelled = if random.chance(20) { kind.to_lowercase() } else { kind.to_owned() };
    (spelled, id.to_owned(), account, region::mostly(random, home))
}

fn scene(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let (kind, id, account, region) = any(random, model, types(action));
    let mut ask = Ask::new(action, account).with("RegionId", &region).with("ResourceType", &kind);
    ask = ask.with("ResourceId.1", id);
    if random.chance(1) {
        return (2..=51).fold(ask, |ask, number| ask.with(&format!("ResourceId.{number}"), "x-none"));
    }
    if random.chance(20) {
        let all = seen(model, &kind.to_ascii_uppercase());
        let other = random.apt(&all, |one| one.1 == account && one.2 == region).map_or("x-none", |one| one.0);
        ask = ask.with("ResourceId.2", other);
    }
    ask
}

fn with_tags(mut ask: Ask, random: &mut Random, most: usize) -> Ask {
    if random.chance(2) {
        return (1..=21)
            .fold(ask, |ask, number| ask.with(&format!("Tag.{number}.Key"), format!("k{number}")));
    }
    for number in 1..=1 + random.below(most) {
        let good = if random.chance(5) { 5 } else { 4 };
        ask = ask.with(&format!("Tag.{number}.Key"), random.one(&KEYS[..good]));
        if !random.chance(15) {
            let good = if random.chance(5) { 4 } else { 3 };
            ask = ask.with(&format!("Tag.{number}.Value"), random.one(&VALUES[..good]));
        }
    }
    ask
}

fn ask_put(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    with_tags(scene(random, model, action), random, 2)
}

fn ask_take(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let mut ask = scene(random, model, action);
    let keys = if random.chance(2) { 21 } else { random.below(3) };
    for number in 1..=keys {
        ask = ask.with(&format!("TagKey.{number}"), random.one(&KEYS));
    }
    ask.sometimes(random, 30, "All", &["true", "false"])
}

fn ask_list(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let mut ask = scene(random, model, action);
    if random.chance(40) {
        ask.params.retain(|(name, _)| !name.starts_with("ResourceId."));
    }
    if random.chance(50) {
        ask = with_tags(ask, random, 2);
    }
    ask.sometimes(random, 50, "MaxResults", &["1", "2", "50", "100", "0", "101"])
}

/// What all actions of the family look at first; the type as the reference spells it.
fn place(rows: &mut Rows, ask: &Ask) -> Option<&'static str> {
    check_region(rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let kind = ask.text("ResourceType").to_ascii_uppercase();
    let known = types(ask.action).iter().find(|known| **known == kind).copied();
    rows.when(known.is_none(), 404, "InvalidResourceType.NotFound");
    known
}

/// The ids that a call names, each once.
fn ids(rows: &mut Rows, ask: &Ask, needed: bool) -> Vec<String> {
    let mut ids: Vec<String> = ask.list("ResourceId").into_iter().map(ToOwned::to_owned).collect();
    let most = if ask.action.ends_with("ForExpressConnect") { 20 } else { 50 };
    rows.when(ids.len() > most, 400, "NumberExceed.ResourceIds");
    rows.when(ids.is_empty() && needed, 400, "MissingParameter");
    ids.sort();
    ids.dedup();
    ids
}

fn check_tags(rows: &mut Rows, tags: &[(String, Option<String>)]) {
    rows.when(tags.len() > 20, 400, "NumberExceed.Tags");
    rows.when(
        tags.iter().any(|(key, _)| key.is_empty() || !is_tag_text(key)),
        400,
        "InvalidTagKey.Malformed",
    );
    let bad_value =
        |(_, value): &(String, Option<String>)| value.as_ref().is_some_and(|value| !is_tag_text(value));
    rows.when(tags.iter().any(bad_value), 400, "InvalidTagValue.Malformed");
}

fn put(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! ResourceType!")?;
    let mut rows = Rows::default();
    let kind = place(&mut rows, ask);
    let ids = ids(&mut rows, ask, true);
    let tags = ask.tags("Tag");
    check_tags(&mut rows, &tags);
    rows.when(tags.is_empty(), 400, "MissingParameter");
    let twice = (1..tags.len()).any(|at| tags[..at].iter().any(|before| before.0 == tags[at].0));
    rows.when(twice, 400, "Duplicate.TagKey");
    let Some(kind) = kind else { return Err(rows) };
    for id in &ids {
        check_resource(&mut rows, model, ask, kind, id);
        let present = seen(model, kind).into_iter().find(|one| one.0 == id).map(|one| one.3.clone());
        let mut after = present.unwrap_or_default();
        tags.iter().for_each(|(key, value)| put_tag(&mut after, key, value.as_deref().unwrap_or_default()));
        rows.when(after.len() > 2, 400, "QuotaExceeded.TagsPerResource");
    }
    rows.none()?;
    Done::write(move |model, _| {
        for id in &ids {
            let Some(resource) = resource(model, kind, id) else { continue };
            for (key, value) in &tags {
                put_tag(resource.tags, key, value.as_deref().unwrap_or_default());
            }
        }
    })
}

fn take(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! ResourceType! All:b")?;
    let mut rows = Rows::default();
    let kind = place(&mut rows, ask);
    let ids = ids(&mut rows, ask, true);
    let keys: Vec<String> = ask.list("TagKey").into_iter().map(ToOwned::to_owned).collect();
    rows.when(keys.len() > 20, 400, "NumberExceed.Tags");
    rows.when(keys.is_empty() && !ask.is_on("All"), 400, "MissingParameter");
    let Some(kind) = kind else { return Err(rows) };
    ids.iter().for_each(|id| check_resource(&mut rows, model, ask, kind, id));
    rows.none()?;
    Done::write(move |model, _| {
        for id in &ids {
            if let Some(resource) = resource(model, kind, id) {
                resource.tags.retain(|(key, _)| !keys.is_empty() && !keys.contains(key));
            }
        }
    })
}

fn list(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! ResourceType! NextToken MaxResults:n")?;
    let mut rows = Rows::default();
    let kind = place(&mut rows, ask);
    let wanted = ask.tags("Tag");
    let ids = ids(&mut rows, ask, wanted.is_empty());
    check_tags(&mut rows, &wanted);
    let (usual, most) = if ask.action.ends_with("ForExpressConnect") { (20, 100) } else { (50, 50) };
    let leaves = Leaves::of(&mut rows, model, ask, ("MaxResults", usual, most));
    let Some(kind) = kind else { return Err(rows) };
    rows.none()?;
    let mut own: Vec<_> =
        seen(model, kind).into_iter().filter(|one| is_own(model, ask, kind, one.0)).collect();
    if !ids.is_empty() {
        own.retain(|one| ids.iter().any(|id| id == one.0));
        own.sort_by_key(|one| one.0);
    }
    own.retain(|one| has_tags(one.3, &wanted));
    let mut items: Vec<Value> = Vec::new();
    for (id, _, _, tags) in own {
        let shown =
            tags.iter().filter(|(key, _)| wanted.is_empty() || wanted.iter().any(|one| one.0 == *key));
        let item = |(key, value): &(String, String)| {
            json!({
                "ResourceId": id, "ResourceType": kind, "TagKey": key, "TagValue": value,
            })
        };
        items.extend(shown.map(item));
    }
    leaves.answer(json!({"TagResources": {"TagResource": leaves.cut(&items)}}), items.len())
}
