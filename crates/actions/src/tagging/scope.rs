//! Which resources an action is about, its limits, and the errors that several actions share.

use xconnect_model::{RegionId, Text};
use xconnect_wire::public::missing_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Context, filled};
use crate::resource::ResourceType;
use crate::tags;

/// Tags, or keys of tags, in a request.
const TAGS: usize = 20;

/// The resources of one product.
pub(super) struct Scope {
    /// What `ResourceType` can say.
    types: &'static [ResourceType],
    /// Resources in a request.
    resources: usize,
    /// Tags on a page unless the request says otherwise.
    pub(super) default_page: u32,
    /// Tags on a page at most.
    pub(super) largest_page: u32,
}

/// The VPC product's.
pub(super) static VPC: Scope = Scope {
    types: &[ResourceType::Vpc, ResourceType::VSwitch, ResourceType::RouteTable],
    resources: 50,
    default_page: 50,
    largest_page: 50,
};

/// Express Connect's.
pub(super) static EXPRESS_CONNECT: Scope = Scope {
    types: &[
        ResourceType::PhysicalConnection,
        ResourceType::VirtualBorderRouter,
        ResourceType::RouterInterface,
    ],
    resources: 20,
    default_page: 20,
    largest_page: 100,
};

impl Scope {
    /// Where to look, and for what.
    pub(super) fn place(
        &self,
        context: &Context<'_>,
        region: &str,
        kind: &str,
    ) -> Result<(RegionId, ResourceType), ApiError> {
        let region = context.region(region, &REGION_NOT_FOUND)?;
        let kind = ResourceType::parse(kind, self.types).ok_or(&TYPE_NOT_FOUND)?;
        Ok((region.id, kind))
    }

    /// The ids in a request, each once; none where none is needed.
    pub(super) fn ids<'r>(&self, given: &'r [Text]) -> Result<Vec<&'r str>, ApiError> {
        if given.len() > self.resources {
            return Err(filled(&TOO_MANY_RESOURCES, &self.resources.to_string()));
        }
        let mut ids: Vec<&str> = given.iter().map(Text::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// The ids in a request that is about nothing without one.
    pub(super) fn some_ids<'r>(&self, given: &'r [Text]) -> Result<Vec<&'r str>, ApiError> {
        if given.is_empty() {
            return Err(missing_parameter("ResourceId.1"));
        }
        self.ids(given)
    }
}

/// Whether a request names more tags, or keys of tags, than it may.
pub(super) fn check_tag_count(count: usize) -> Result<(), ApiError> {
    if count > TAGS { Err(filled(&TOO_MANY_TAGS, &TAGS.to_string())) } else { Ok(()) }
}

/// Whether this can be the key of a tag.
pub(super) fn check_key(key: &str) -> Result<(), ApiError> {
    if key.is_empty() || !tags::is_acceptable(key) { Err(ApiError::new(&KEY_MALFORMED)) } else { Ok(()) }
}

/// Whether this can be the value of a tag; an absent one is blank.
pub(super) fn check_value(value: Option<&str>) -> Result<(), ApiError> {
    if value.is_some_and(|value| !tags::is_acceptable(value)) {
        return Err(ApiError::new(&VALUE_MALFORMED));
    }
    Ok(())
}

pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
pub(super) static TYPE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidResourceType.NotFound",
    "The ResourceType provided does not exist in our records.",
    "ResourceType is none of the types that this action is about.",
);
pub(super) static RESOURCE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidResourceId.NotFound",
    "The specified ResourceIds are not found in our records.",
    "The caller has no resource of this type with one of the ids in this region.",
);
pub(super) static TOO_MANY_RESOURCES: ErrorSpec = ErrorSpec::new(
    400,
    "NumberExceed.ResourceIds",
    "The number of ResourceIds exceeds %s.",
    "The request names more resources than it may: 50, or 20 for Express Connect.",
);
pub(super) static TOO_MANY_TAGS: ErrorSpec = ErrorSpec::new(
    400,
    "NumberExceed.Tags",
    "The number of Tags exceeds %s.",
    "The request names more than 20 tags, or keys of tags.",
);
pub(super) static KEY_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidTagKey.Malformed",
    "The specified tag key is not valid.",
    "A key is blank, has more than 128 characters, or begins with aliyun, acs:, http://, or https://.",
);
pub(super) static VALUE_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidTagValue.Malformed",
    "The specified tag value is not valid.",
    "A value has more than 128 characters, or begins with aliyun, acs:, http://, or https://.",
);
