//! The outbound-traffic service, and access points.

use super::Point;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, Page, check_region};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};
use serde_json::json;

pub(super) fn ask_region_open(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    Ask::new("OpenPhysicalConnectionService", account).with("RegionId", region::any(random))
}

pub(super) fn open(_: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.none()?;
    let (account, region) = (ask.account, ask.text("RegionId").to_owned());
    Done::write(move |model, _| {
        model.accounts[account].closed.remove(&region);
    })
}

pub(super) fn ask_region_status(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    Ask::new("GetPhysicalConnectionServiceStatus", account).with("RegionId", region::any(random))
}

pub(super) fn status(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.none()?;
    Done::read(json!({"Enabled": model.has_traffic(ask.account, ask.text("RegionId"))}))
}

pub(super) fn ask_points(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    Ask::new("DescribeAccessPoints", account)
        .with("RegionId", region::any(random))
        .sometimes(random, 10, "Type", &["VPC", "OTHER"])
        .sometimes(random, 30, "PageNumber", &["1", "2", "9", "0"])
        .sometimes(random, 30, "PageSize", &["1", "2", "50", "51"])
}

pub(super) fn points(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! Type PageNumber:n PageSize:n")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotSupport");
    let page = Page::of(&mut rows, ask);
    rows.none()?;
    let wanted = ask.given("Type").is_none_or(|kind| kind == "VPC");
    let there = model.points.iter().filter(|point| wanted && point.region == ask.text("RegionId"));
    let view =
        |point: &Point| json!({"AccessPointId": point.id, "Name": point.name, "Status": "recommended"});
    Done::read(page.answer(there.map(view).collect(), "AccessPointSet", "AccessPointType"))
}
