//! Taking tags off resources: some keys, or all.

use xconnect_model::{Tag, Text};
use xconnect_state::Draft;
use xconnect_wire::public::missing_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::scope::{self, *};
use crate::declare::{Context, Empty};
use crate::request;

request! {
    /// Parameters of UnTagResources and UntagResourcesForExpressConnect.
    pub struct Request {
        /// Region of the resources.
        region: Text = required "RegionId",
        /// The type of the resources, in any letter case.
        kind: Text = required "ResourceType",
        /// The resources: 1 to 50, for Express Connect 1 to 20.
        resources: Text = list "ResourceId",
        /// The keys of the tags that go, at most 20. A key that a resource does not have makes no difference.
        keys: Text = list "TagKey",
        /// Without any TagKey, true takes off all tags.
        all: bool = optional "All",
    }
}

pub(super) static ERRORS: &[&ErrorSpec] =
    &[&REGION_NOT_FOUND, &TYPE_NOT_FOUND, &RESOURCE_NOT_FOUND, &TOO_MANY_RESOURCES, &TOO_MANY_TAGS];

pub(super) fn run(
    context: &Context<'_>,
    scope: &Scope,
    request: &Request,
    draft: &mut Draft<'_>,
) -> Result<Empty, ApiError> {
    let (region, kind) = scope.place(context, &request.region, &request.kind)?;
    scope::check_tag_count(request.keys.len())?;
    if request.keys.is_empty() && !request.all.unwrap_or(false) {
        return Err(missing_parameter("TagKey.1"));
    }
    let stays = |tag: &Tag| !request.keys.is_empty() && !request.keys.contains(&tag.key);
    for id in scope.some_ids(&request.resources)? {
        let resource = kind.own_to_change(context, &region, id, &RESOURCE_NOT_FOUND)?;
        let left: Vec<Tag> = resource.tags().iter().filter(|tag| stays(tag)).cloned().collect();
        if left != resource.tags() {
            draft.put(resource.with_tags(left));
        }
    }
    Ok(Empty {})
}
