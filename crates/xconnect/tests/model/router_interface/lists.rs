//! DescribeRouterInterfaces and DescribeRouterInterfaceAttribute.

use serde_json::{Value, json};

use super::{Interface, about};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, check_region, has_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

const KEYS: [&str; 11] = [
    "RouterInterfaceId",
    "RouterId",
    "RouterType",
    "RouterInterfaceOwnerId",
    "OppositeInterfaceId",
    "OppositeRouterType",
    "OppositeRouterId",
    "OppositeInterfaceOwnerId",
    "Status",
    "Name",
    "Colour",
];

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("DescribeRouterInterfaces", account)
        .with("RegionId", region::any(random))
        .sometimes(random, 30, "PageNumber", &["1", "2", "9", "0"])
        .sometimes(random, 30, "PageSize", &["1", "2", "50", "51"]);
    for number in 1..=random.below(3) {
        let known = if random.chance(10) { 11 } else { 10 };
        let key = random.one(&KEYS[..known]);
        ask = ask.with(&format!("Filter.{number}.Key"), key);
        for place in 1..=random.one(&[1, 1, 1, 1, 2, 2, 2, 0, 6]) {
            ask = ask.with(&format!("Filter.{number}.Value.{place}"), value(random, model, key));
        }
    }
    if random.chance(8) {
        ask = ask.with("ResourceGroupId", resource_group::any(random, model, account));
    }
    ask.sometimes(random, 8, "Tags.1.Key", &["team", "stage"])
}

/// A value for a filter, mostly one that some interface has.
fn value(random: &mut Random, model: &Model, key: &str) -> String {
    let some = random.any(&model.interfaces).map(|one| attribute_of(model, one, key));
    some.filter(|value| !value.is_empty()).unwrap_or_else(|| "none".to_owned())
}

fn attribute_of(model: &Model, one: &Interface, key: &str) -> String {
    let text = match key {
        "RouterInterfaceId" => &one.id,
        "RouterId" => &one.router,
        "RouterType" => &one.kind,
        "OppositeInterfaceId" => &one.opposite.interface,
        "OppositeRouterType" => &one.opposite.kind,
        "OppositeRouterId" => &one.opposite.router,
        "OppositeInterfaceOwnerId" => &one.opposite.owner,
        "Status" => one.status,
        "Name" => &one.name,
        _ => return model.number(one.account).to_string(),
    };
    text.to_owned()
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    let declared = "RegionId! IncludeReservationData:b PageNumber:n PageSize:n ResourceGroupId";
    ask.read_or(declared, "InvalidParam.NotNull")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    let filters = ask.filters();
    rows.when(filters.len() > 5, 400, "Parameter.Illegal");
    for (key, values) in &filters {
        let blank = values.iter().any(|value| value.is_empty());
        rows.when(values.is_empty() || values.len() > 5 || blank, 400, "Parameter.Illegal");
        rows.when(!KEYS[..10].contains(key), 404, "InvalidFilterKey.ValueNotSupported");
    }
    rows.none()?;
    let tags = ask.tags("Tags");
    let wanted = |one: &&Interface| {
        one.account == ask.account
            && one.region == ask.text("RegionId")
            && filters.iter().all(|(key, values)| values.contains(&attribute_of(model, one, key).as_str()))
            && ask.given("ResourceGroupId").is_none_or(|group| group == one.group)
            && has_tags(&one.tags, &tags)
    };
    let view = |one: &Interface| {
        let mut view = one.view(model);
        view["FastLinkMode"] = one.is_fast.into();
        view
    };
    let found: Vec<Value> = model.interfaces.iter().filter(wanted).map(view).collect();
    Done::read(page.answer(found, "RouterInterfaceSet", "RouterInterfaceType"))
}

pub(super) fn ask_attribute(random: &mut Random, model: &Model) -> Ask {
    about(random, model, "DescribeRouterInterfaceAttribute", |_| true)
}

pub(super) fn attribute(model: &Model, ask: &Ask) -> Verdict {
    ask.read_or("RegionId! InstanceId!", "InvalidParam.NotNull")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.none()?;
    match Interface::of(model, ask, "InstanceId") {
        Some(one) => {
            let mut view = one.view(model);
            view["FastLinkMode"] = if one.is_fast { "true" } else { "false" }.into();
            Done::read(view)
        }
        // Official clients wait for an answer without an interface.
        None => Done::read(json!({"RouterInterfaceId": ""})),
    }
}
