//! Tags on resources.

use super::Scenes;
use crate::list::List;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

pub(super) const SCENES: Scenes = &[
    ("TagResources", |world| tag(world, "TagResources", vpcs(world))),
    ("TagResourcesForExpressConnect", |world| tag(world, "TagResourcesForExpressConnect", routers(world))),
    ("UnTagResources", |world| untag(world, "UnTagResources", vpcs(world))),
    ("UntagResourcesForExpressConnect", |world| {
        untag(world, "UntagResourcesForExpressConnect", routers(world))
    }),
    ("ListTagResources", |world| list(world, "ListTagResources", vpcs(world))),
    ("ListTagResourcesForExpressConnect", |world| {
        list(world, "ListTagResourcesForExpressConnect", routers(world))
    }),
];

/// Resources of one type.
struct Resources {
    kind: &'static str,
    ids: Vec<String>,
    /// So many in a request.
    most: usize,
}

fn vpcs(world: &World) -> Resources {
    world.edit_account(OWN, |account| {
        account.quotas.insert("vpcs_per_region".into(), 100);
    });
    let vpc = || world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    let ids = (0..51).map(|_| vpc()).collect();
    world.settle();
    Resources { kind: "VPC", ids, most: 50 }
}

fn routers(world: &World) -> Resources {
    let line = world.bare_line(OWN);
    let ids = (1..=21).map(|vlan| world.vbr_on(&line, &vlan.to_string())).collect();
    Resources { kind: "VIRTUALBORDERROUTER", ids, most: 20 }
}

impl Resources {
    fn call(&self, world: &World, action: &str) -> Call {
        let params = [("RegionId", HANGZHOU), ("ResourceType", self.kind), ("ResourceId.1", &self.ids[0])];
        world.call(action, &params)
    }

    fn list(self) -> List {
        let ids = self.ids;
        List::texts("ResourceId", self.most, move |place| ids[place - 1].clone()).required()
    }
}

/// Tags, of which there has to be one.
fn tags() -> List {
    List::tags("Tag").required()
}

fn tag(world: &World, action: &str, resources: Resources) -> Scene {
    let call = resources.call(world, action).with("Tag.1.Key", "team").with("Tag.1.Value", "network");
    Scene::of(call).ids(&["ResourceId.1"]).list(resources.list()).list(tags())
}

fn untag(world: &World, action: &str, resources: Resources) -> Scene {
    let call = resources.call(world, action).with("TagKey.1", "team");
    Scene::of(call)
        .ids(&["ResourceId.1"])
        .option("All", "true")
        .list(resources.list())
        .list(List::texts("TagKey", 20, |place| format!("key{place}")).required())
}

fn list(world: &World, action: &str, resources: Resources) -> Scene {
    let put = action.replace("ListTag", "Tag");
    let call = resources.call(world, &put).with("Tag.1.Key", "key1").with("Tag.1.Value", "value1");
    world.send(&call.with("Tag.2.Key", "key2").with("Tag.2.Value", "value2")).success();
    let call = resources.call(world, action);
    let page = world.send(&call.clone().with("MaxResults", "1")).success();
    let next = page["NextToken"].as_str().unwrap_or_default().to_owned();
    Scene::of(call)
        .ids(&["ResourceId.1"])
        .option("NextToken", next)
        .option("MaxResults", 20)
        .list(resources.list())
}
