//! The refusals of moving a resource to another resource group.

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::HANGZHOU;

const CHANGE: &str = "ChangeResourceGroup";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            CHANGE,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            |world| change(world).with("RegionId", "cn-nowhere"),
        ),
        case(
            CHANGE,
            404,
            "InvalidResourceType.NotFound",
            "The ResourceType provided does not exist in our records.",
            |world| change(world).with("ResourceType", "EIP"),
        ),
        case(
            CHANGE,
            404,
            "InvalidResourceId.NotFound",
            "The specified ResourceId is not found in our records.",
            |world| change(world).with("NewResourceGroupId", &group_of_partner(world)).by_partner(),
        ),
        case(
            CHANGE,
            404,
            "InvalidResourceGroup.NotFound",
            "The ResourceGroup provided does not exist in our records.",
            |world| change(world).with("NewResourceGroupId", &group_of_partner(world)),
        ),
    ]
}

/// Moves an interface of the first account out of the default group, to be varied and sent.
fn change(world: &World) -> Call {
    let params = [
        ("RegionId", HANGZHOU),
        ("ResourceType", "ROUTERINTERFACE"),
        ("ResourceId", &world.interface(&[])),
        ("NewResourceGroupId", &group_of(world, |call| call)),
    ];
    world.call(CHANGE, &params)
}

fn group_of_partner(world: &World) -> String {
    group_of(world, Call::by_partner)
}

/// The group that an account has beside its default group.
fn group_of(world: &World, by: impl FnOnce(Call) -> Call) -> String {
    let list = world.call("ListResourceGroups", &[("Name", "network")]).with("Version", "2020-03-31");
    let groups = world.send(&by(list)).success();
    groups["ResourceGroups"]["ResourceGroup"][0]["Id"].as_str().unwrap_or_default().to_owned()
}
