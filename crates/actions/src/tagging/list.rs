//! Listing tags: those of some resources, or of all resources that have some tags.

use std::collections::HashSet;

use serde::Serialize;
use xconnect_model::{RegionId, Text};
use xconnect_state::Query;
use xconnect_wire::public::{invalid_parameter, missing_parameter};
use xconnect_wire::{ApiError, ErrorSpec};

use super::scope::{self, *};
use crate::declare::{Context, TagItem};
use crate::resource::{Resource, ResourceType};
use crate::{request, tags};

request! {
    /// Parameters of ListTagResources and ListTagResourcesForExpressConnect.
    pub struct Request {
        /// Region of the resources.
        region: Text = required "RegionId",
        /// The type of the resources, in any letter case.
        kind: Text = required "ResourceType",
        /// Only these resources, at most 50, for Express Connect 20. Mandatory without any Tag.
        resources: Text = list "ResourceId",
        /// At most 20: only resources with all these tags, and of theirs only these. Without a value, any.
        tags: TagItem = list "Tag",
        /// What the answer before said, to go on from there.
        next_token: Text = optional "NextToken",
        /// Tags on a page: 1 to 50, 50 by default; for Express Connect 1 to 100, 20 by default.
        max_results: u32 = optional "MaxResults",
    }
}

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &REGION_NOT_FOUND,
    &TYPE_NOT_FOUND,
    &TOO_MANY_RESOURCES,
    &TOO_MANY_TAGS,
    &KEY_MALFORMED,
    &VALUE_MALFORMED,
];

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    /// Blank on the last page.
    next_token: String,
    tag_resources: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    tag_resource: Vec<Item<'s>>,
}

/// One tag of one resource.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    resource_id: &'s str,
    resource_type: &'static str,
    tag_key: &'s str,
    tag_value: &'s str,
}

pub(super) fn run<'s>(
    context: &Context<'s>,
    scope: &Scope,
    request: &Request,
) -> Result<Response<'s>, ApiError> {
    let (region, kind) = scope.place(context, &request.region, &request.kind)?;
    let filter = Filter::of(&request.tags)?;
    let page = Page::of(request, scope)?;
    let ids = scope.ids(&request.resources)?;
    let (resources, skip) = if !ids.is_empty() {
        let own = ids.into_iter().filter_map(|id| kind.own(context, &region, id));
        (own.filter(|resource| filter.accepts(*resource)).collect(), page.start)
    } else if !request.tags.is_empty() {
        filter.find(context, &region, kind, page)
    } else {
        return Err(missing_parameter("ResourceId.1"));
    };
    let items = resources.into_iter().flat_map(|resource| filter.items(kind, resource)).skip(skip);
    let mut items: Vec<Item<'s>> = items.take(page.size + 1).collect();
    let more = items.len() > page.size;
    items.truncate(page.size);
    Ok(Response {
        next_token: if more { page.next() } else { String::new() },
        tag_resources: Set { tag_resource: items },
    })
}

/// The tags that a resource has to have.
struct Filter<'r> {
    tags: &'r [TagItem],
    keys: HashSet<&'r str>,
}

impl<'r> Filter<'r> {
    fn of(tags: &'r [TagItem]) -> Result<Self, ApiError> {
        scope::check_tag_count(tags.len())?;
        for tag in tags {
            scope::check_key(&tag.key)?;
            scope::check_value(tag.value.as_deref())?;
        }
        Ok(Self { tags, keys: tags.iter().map(|tag| tag.key.as_str()).collect() })
    }

    fn accepts(&self, resource: &dyn Resource) -> bool {
        self.tags.iter().all(|wanted| {
            let same = |value: &Text| wanted.value.as_ref().is_none_or(|wanted| wanted == value);
            resource.tags().iter().any(|tag| tag.key == wanted.key && same(&tag.value))
        })
    }

    /// The resources whose tags fill a page, and how many tags of the first are on the page before.
    fn find<'s>(
        &self,
        context: &Context<'s>,
        region: &RegionId,
        kind: ResourceType,
        page: Page,
    ) -> (Vec<&'s dyn Resource>, usize) {
        // A resource has one tag of a key, so all that are found show as many tags as there are keys here.
        let each = self.keys.len();
        let skip = page.start % each;
        let enough = (skip + page.size + 1).div_ceil(each);
        let keys = self.tags.iter().map(|tag| tags::key(context.caller.account, region, tag));
        let query = keys.fold(Query::default(), Query::and);
        (kind.page(context.state, &query, page.start / each, enough), skip)
    }

    /// What is shown of a resource.
    fn items<'s>(&self, kind: ResourceType, resource: &'s dyn Resource) -> Vec<Item<'s>> {
        let shown =
            resource.tags().iter().filter(|tag| self.keys.is_empty() || self.keys.contains(tag.key.as_str()));
        let item = |tag: &'s xconnect_model::Tag| Item {
            resource_id: resource.id(),
            resource_type: kind.as_str(),
            tag_key: &tag.key,
            tag_value: &tag.value,
        };
        shown.map(item).collect()
    }
}

/// A page: so many tags after so many. `NextToken` is the place where the next one starts, in hexadecimal, so
/// that it costs no memory here and stays good over restarts.
#[derive(Clone, Copy)]
struct Page {
    start: usize,
    size: usize,
}

impl Page {
    fn of(request: &Request, scope: &Scope) -> Result<Self, ApiError> {
        let size = request.max_results.unwrap_or(scope.default_page);
        if size == 0 || size > scope.largest_page {
            return Err(invalid_parameter("MaxResults"));
        }
        let start = request.next_token.as_deref().map_or(Some(0), start);
        Ok(Self { start: start.ok_or_else(|| invalid_parameter("NextToken"))?, size: size as usize })
    }

    fn next(self) -> String {
        format!("{:016x}", self.start.saturating_add(self.size))
    }
}

fn start(token: &str) -> Option<usize> {
    let plain = token.len() == 16 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| usize::from_str_radix(token, 16).ok()).flatten()
}
