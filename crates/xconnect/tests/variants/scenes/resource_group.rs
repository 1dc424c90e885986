//! Resource groups.

use xconnect_model::{ResourceGroup, ResourceGroupId};

use super::Scenes;
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[("ChangeResourceGroup", change)];

/// A group of the first account's.
pub(super) fn group(world: &World) -> String {
    world.edit(|_, draft| {
        let seq = draft.seq();
        let id = ResourceGroupId::new(group_id());
        draft.put(ResourceGroup { seq, id, account: OWN, name: "test".into(), ..ResourceGroup::default() });
    });
    group_id().to_owned()
}

/// The id of that group.
pub(super) fn group_id() -> &'static str {
    "rg-acfmtest"
}

fn change(world: &World) -> Scene {
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    world.settle();
    let group = group(world);
    let call = world.call("ChangeResourceGroup", &[("RegionId", HANGZHOU), ("ResourceType", "VPC")]);
    let call = call.with("ResourceId", &vpc).with("NewResourceGroupId", &group);
    Scene::of(call).ids(&["ResourceId", "NewResourceGroupId"])
}

/// A group of the partner's.
pub(super) fn partners_group(world: &World) -> String {
    world.edit(|_, draft| {
        let seq = draft.seq();
        let id = ResourceGroupId::new("rg-acfmpartner");
        let name = "partner".into();
        draft.put(ResourceGroup { seq, id, account: PARTNER, name, ..ResourceGroup::default() });
    });
    "rg-acfmpartner".to_owned()
}
