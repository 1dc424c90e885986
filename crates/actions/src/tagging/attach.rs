//! Putting tags on resources: all of them on all of these, or nothing.

use std::collections::HashSet;

use xconnect_model::{Tag, Text, tag};
use xconnect_state::Draft;
use xconnect_wire::public::missing_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::scope::{self, *};
use crate::declare::{Context, Empty, TagItem};
use crate::request;

request! {
    /// Parameters of TagResources and TagResourcesForExpressConnect.
    pub struct Request {
        /// Region of the resources.
        region: Text = required "RegionId",
        /// The type of the resources, in any letter case.
        kind: Text = required "ResourceType",
        /// The resources: 1 to 50, for Express Connect 1 to 20.
        resources: Text = list "ResourceId",
        /// The tags: 1 to 20. A key that a resource has gets the new value.
        tags: TagItem = list "Tag",
    }
}

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &REGION_NOT_FOUND,
    &TYPE_NOT_FOUND,
    &RESOURCE_NOT_FOUND,
    &TOO_MANY_RESOURCES,
    &TOO_MANY_TAGS,
    &DUPLICATE_KEY,
    &KEY_MALFORMED,
    &VALUE_MALFORMED,
    &QUOTA_EXCEEDED,
];

pub(super) fn run(
    context: &Context<'_>,
    scope: &Scope,
    request: &Request,
    draft: &mut Draft<'_>,
) -> Result<Empty, ApiError> {
    let (region, kind) = scope.place(context, &request.region, &request.kind)?;
    let added = checked(&request.tags)?;
    for id in scope.some_ids(&request.resources)? {
        let resource = kind.own_to_change(context, &region, id, &RESOURCE_NOT_FOUND)?;
        let mut tags = resource.tags().to_vec();
        tag::merge(&mut tags, &added);
        if tags.len() > context.quotas().tags_per_resource {
            return Err(ApiError::new(&QUOTA_EXCEEDED));
        }
        if tags != resource.tags() {
            draft.put(resource.with_tags(tags));
        }
    }
    Ok(Empty {})
}

/// The request's tags, no two with one key.
fn checked(items: &[TagItem]) -> Result<Vec<Tag>, ApiError> {
    if items.is_empty() {
        return Err(missing_parameter("Tag.1.Key"));
    }
    scope::check_tag_count(items.len())?;
    let mut keys = HashSet::new();
    for item in items {
        scope::check_key(&item.key)?;
        scope::check_value(item.value.as_deref())?;
        if !keys.insert(&item.key) {
            return Err(ApiError::new(&DUPLICATE_KEY));
        }
    }
    Ok(items.iter().map(TagItem::tag).collect())
}

static DUPLICATE_KEY: ErrorSpec = ErrorSpec::new(
    400,
    "Duplicate.TagKey",
    "The Tag.N.Key contain duplicate key.",
    "Two tags of the request have one key.",
);
static QUOTA_EXCEEDED: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.TagsPerResource",
    "The number of tags on a resource exceeds the quota.",
    "A resource would have more tags than it may (20 by default). No document gives a code.",
);
