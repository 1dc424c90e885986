//! The refusals of the actions on tags, which the API has twice: for VPCs, and for Express Connect.

mod attach;
mod detach;
mod list;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

pub(crate) fn cases() -> Vec<Case> {
    let of = |product| [attach::cases(product), detach::cases(product), list::cases(product)];
    [&VPC, &EXPRESS_CONNECT].into_iter().flat_map(of).flatten().collect()
}

/// The actions on one product's resources.
struct Product {
    tag: &'static str,
    untag: &'static str,
    list: &'static str,
    /// Resources in a request.
    most: usize,
    /// A type, and how a resource of it comes to be.
    kind: &'static str,
    resource: fn(&World) -> String,
    /// A type of the other product.
    other_kind: &'static str,
}

static VPC: Product = Product {
    tag: "TagResources",
    untag: "UnTagResources",
    list: "ListTagResources",
    most: 50,
    kind: "VPC",
    resource: |world| world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned(),
    other_kind: "ROUTERINTERFACE",
};

static EXPRESS_CONNECT: Product = Product {
    tag: "TagResourcesForExpressConnect",
    untag: "UntagResourcesForExpressConnect",
    list: "ListTagResourcesForExpressConnect",
    most: 20,
    kind: "ROUTERINTERFACE",
    resource: |world| world.interface_on(&world.router(OWN, HANGZHOU), &[]),
    other_kind: "VPC",
};

impl Product {
    /// A call on a resource of the first account that has the tag `team`, to be varied and sent.
    fn call(&self, world: &World, action: &str) -> Call {
        let resource = (self.resource)(world);
        let about = [("RegionId", HANGZHOU), ("ResourceType", self.kind), ("ResourceId.1", &resource)];
        let team = [("Tag.1.Key", "team"), ("Tag.1.Value", "core")];
        world.ok(self.tag, &[&about[..], &team].concat());
        world.call(action, &about)
    }
}

/// The rows about what a call names: its region, its type, and how many resources.
fn of_names(product: &'static Product, action: &'static str, given: fn(Call) -> Call) -> Vec<Case> {
    let call = move |world: &World| given(product.call(world, action));
    vec![
        case(
            action,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            move |world| call(world).with("RegionId", "cn-nowhere"),
        ),
        case(
            action,
            404,
            "InvalidResourceType.NotFound",
            "The ResourceType provided does not exist in our records.",
            move |world| call(world).with("ResourceType", product.other_kind),
        ),
        case(
            action,
            400,
            "NumberExceed.ResourceIds",
            "The number of ResourceIds exceeds %s.",
            move |world| many(call(world), "ResourceId.", "", product.most + 1),
        )
        .says(format!("The number of ResourceIds exceeds {}.", product.most)),
    ]
}

/// The row about a resource that the caller does not have.
fn not_own(product: &'static Product, action: &'static str, given: fn(Call) -> Call) -> Case {
    let message = "The specified ResourceIds are not found in our records.";
    case(action, 404, "InvalidResourceId.NotFound", message, move |world| {
        given(product.call(world, action)).by_partner()
    })
}

/// The row about more tags, or keys of tags, than a request may name: `stem`, number, `rest` is a key's name.
fn too_many(product: &'static Product, action: &'static str, stem: &'static str, rest: &'static str) -> Case {
    let row = "The number of Tags exceeds %s.";
    case(action, 400, "NumberExceed.Tags", row, move |world| {
        many(product.call(world, action), stem, rest, 21)
    })
    .says("The number of Tags exceeds 20.")
}

/// The rows about the text of a key and of a value.
fn malformed(product: &'static Product, action: &'static str) -> [Case; 2] {
    [
        case(action, 400, "InvalidTagKey.Malformed", "The specified tag key is not valid.", move |world| {
            product.call(world, action).with("Tag.1.Key", "acs:team")
        }),
        case(
            action,
            400,
            "InvalidTagValue.Malformed",
            "The specified tag value is not valid.",
            move |world| {
                let call = product.call(world, action).with("Tag.1.Key", "team");
                call.with("Tag.1.Value", "https://example.com")
            },
        ),
    ]
}

/// A list of texts, each another one.
fn many(call: Call, stem: &str, rest: &str, count: usize) -> Call {
    (1..=count).fold(call, |call, n| call.with(&format!("{stem}{n}{rest}"), &format!("text-{n}")))
}
