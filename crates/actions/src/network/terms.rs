//! Filters of the family's lists, gathered into one query.

use xconnect_state::{Key, Query};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use crate::declare::{Context, Region, TagItem};
use crate::tags;

/// Ids in one parameter, joined by commas.
const MOST_IDS: usize = 20;

/// What a list is narrowed to. Every key that goes in holds records of the caller in the list's region only,
/// so that a query needs no further term for that, and a single filter costs no more than its page.
#[derive(Default)]
pub(super) struct Terms(Vec<Vec<Key>>);

impl Terms {
    /// Narrows by a filter, where the request has it.
    pub(super) fn by<T>(mut self, given: Option<T>, key: impl FnOnce(T) -> Key) -> Self {
        self.0.extend(given.map(|value| vec![key(value)]));
        self
    }

    /// Narrows to what an id names, where the request has it; to nothing when that is not the caller's.
    pub(super) fn by_id(
        mut self,
        given: Option<&str>,
        is_own: impl Fn(&str) -> bool,
        key: impl Fn(&str) -> Key,
    ) -> Self {
        self.0.extend(given.map(|id| if is_own(id) { vec![key(id)] } else { Vec::new() }));
        self
    }

    /// As [`Terms::by_id`] for a parameter of up to twenty ids joined by commas, any of which may be meant.
    pub(super) fn by_ids(
        mut self,
        name: &'static str,
        given: Option<&str>,
        is_own: impl Fn(&str) -> bool,
        key: impl Fn(&str) -> Key,
    ) -> Result<Self, ApiError> {
        let Some(text) = given else { return Ok(self) };
        if text.split(',').nth(MOST_IDS).is_some() {
            return Err(invalid_parameter(name));
        }
        self.0.push(text.split(',').map(str::trim).filter(|id| is_own(id)).map(key).collect());
        Ok(self)
    }

    /// Narrows to records that have all of these tags.
    pub(super) fn by_tags(mut self, context: &Context<'_>, region: &Region, items: &[TagItem]) -> Self {
        self.0.extend(items.iter().map(|item| vec![tags::key(context.caller.account, &region.id, item)]));
        self
    }

    /// Narrows to nothing where a condition that all records share does not hold.
    pub(super) fn provided(mut self, condition: bool) -> Self {
        if !condition {
            self.0.push(Vec::new());
        }
        self
    }

    /// The query; without any filter, everything under `all`.
    pub(super) fn query(self, all: Key) -> Query {
        if self.0.is_empty() {
            return Query::new(all);
        }
        self.0.into_iter().fold(Query::default(), Query::and_any)
    }
}
