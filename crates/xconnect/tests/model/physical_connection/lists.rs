//! DescribePhysicalConnections.

use super::Line;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, check_region, has_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

pub(super) const KEYS: [&str; 8] =
    ["PhysicalConnectionId", "AccessPointId", "Type", "LineOperator", "Spec", "Status", "Name", "Colour"];

pub(super) fn ask_list(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let mut ask = Ask::new("DescribePhysicalConnections", account)
        .with("RegionId", region::any(random))
        .sometimes(random, 30, "PageNumber", &["1", "2", "9", "0"])
        .sometimes(random, 30, "PageSize", &["1", "2", "50", "51"])
        .sometimes(random, 8, "Tags.1.Key", &["team", "stage"]);
    for number in 1..=random.below(3) {
        let known = if random.chance(10) { 8 } else { 7 };
        let key = random.one(&KEYS[..known]);
        let value =
            random.any(&model.lines).map(|line| attribute(line, key)).filter(|value| !value.is_empty());
        ask = ask.with(&format!("Filter.{number}.Key"), key);
        ask = ask.with(&format!("Filter.{number}.Value.1"), value.unwrap_or_else(|| "none".to_owned()));
    }
    if random.chance(8) {
        ask.with("ResourceGroupId", resource_group::any(random, model, account))
    } else {
        ask
    }
}

pub(super) fn attribute(line: &Line, key: &str) -> String {
    match key {
        "PhysicalConnectionId" => line.id.clone(),
        "AccessPointId" => line.point.clone(),
        "LineOperator" => line.operator.clone(),
        "Spec" => line.spec(),
        "Status" => line.status.to_owned(),
        "Name" => line.name.clone(),
        _ => "VPC".to_owned(),
    }
}

pub(super) fn list(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! IncludeReservationData:b PageNumber:n PageSize:n ResourceGroupId")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let page = Page::of(&mut rows, ask);
    let filters = ask.filters();
    for (key, values) in &filters {
        rows.when(values.is_empty() || values.iter().any(|value| value.is_empty()), 400, "InvalidParameter");
        rows.when(!KEYS[..7].contains(key), 404, "InvalidFilterKey.ValueNotSupported");
    }
    rows.none()?;
    let tags = ask.tags("Tags");
    let wanted = |line: &&Line| {
        line.account == ask.account
            && line.exists()
            && line.region == ask.text("RegionId")
            && filters.iter().all(|(key, values)| values.contains(&attribute(line, key).as_str()))
            && ask.given("ResourceGroupId").is_none_or(|group| group == line.group)
            && has_tags(&line.tags, &tags)
    };
    let found = model.lines.iter().filter(wanted).map(|line| line.view(model)).collect();
    Done::read(page.answer(found, "PhysicalConnectionSet", "PhysicalConnectionType"))
}
