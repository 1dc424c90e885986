//! Resource groups.

use crate::ask::Ask;
use crate::families::Action;
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::tagging::{self, TYPES};
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] =
    &[Action { name: "ChangeResourceGroup", weight: 1, ask: ask_change, judge: change }];

/// A group of an account, by chance; sometimes another account's, or none at all.
pub(crate) fn any(random: &mut Random, model: &Model, account: usize) -> String {
    let account = if random.chance(10) { random.below(3) } else { account };
    let groups = &model.accounts[account].groups;
    if random.chance(5) { "rg-none".to_owned() } else { groups[random.below(groups.len())].clone() }
}

fn ask_change(random: &mut Random, model: &Model) -> Ask {
    let (kind, id, account, region) = tagging::any(random, model, &TYPES);
    Ask::new("ChangeResourceGroup", account)
        .with("RegionId", region)
        .with("ResourceType", kind)
        .with("ResourceId", id)
        .with("NewResourceGroupId", any(random, model, account))
}

fn change(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! ResourceType! ResourceId! NewResourceGroupId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let group = ask.text("NewResourceGroupId").to_owned();
    rows.when(!model.accounts[ask.account].groups.contains(&group), 404, "InvalidResourceGroup.NotFound");
    let kind = ask.text("ResourceType").to_ascii_uppercase();
    if rows.when(!TYPES.contains(&kind.as_str()), 404, "InvalidResourceType.NotFound") {
        return Err(rows);
    }
    let id = ask.text("ResourceId").to_owned();
    tagging::check_resource(&mut rows, model, ask, &kind, &id);
    rows.none()?;
    Done::write(move |model, _| {
        if let Some(resource) = tagging::resource(model, &kind, &id) {
            *resource.group = group;
        }
    })
}
