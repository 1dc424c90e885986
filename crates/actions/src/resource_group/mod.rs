//! Resource groups: as other families see them, and the action that moves a resource from one to another.

use xconnect_model::{AccountId, ResourceGroupId};
use xconnect_state::{State, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use crate::declare::actions;

actions! {
    write change::ChangeResourceGroup,
}

/// The group that an answer shows: a resource that names none is in its account's default group.
pub(crate) fn shown<'s>(state: &'s State, account: AccountId, group: &'s ResourceGroupId) -> &'s str {
    if !group.is_empty() {
        return group.as_str();
    }
    let default = state.resource_groups.first(rows::resource_group::default_of(account));
    default.map_or("", |group| group.id.as_str())
}

/// The group as records store it: an account's default group stands as no group.
pub(crate) fn stored<'s>(state: &State, account: AccountId, group: &'s str) -> &'s str {
    let known = state.resource_groups.first(rows::resource_group::id(account, group));
    if known.is_some_and(|known| known.is_default) { "" } else { group }
}

/// The group that a new resource goes into; the default group when none is named.
pub(crate) fn chosen(
    state: &State,
    account: AccountId,
    group: Option<&str>,
) -> Result<ResourceGroupId, ApiError> {
    let Some(group) = group else { return Ok(ResourceGroupId::default()) };
    let known = state.resource_groups.first(rows::resource_group::id(account, group));
    known.ok_or_else(|| invalid_parameter("ResourceGroupId"))?;
    Ok(ResourceGroupId::new(stored(state, account, group)))
}
