//! Tags in requests.

use xconnect_model::{AccountId, RegionId, Tag, tag};
use xconnect_state::{Key, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use crate::declare::TagItem;

/// Tags in one request.
const MOST: usize = 20;
/// Characters of a key, and of a value.
const LENGTH: usize = 128;

/// The tags that a resource is created with. Keys have 1 to 128 characters, values up to 128, and neither begins
/// with a web address; a key given twice has its last value.
pub(crate) fn first(items: &[TagItem]) -> Result<Vec<Tag>, ApiError> {
    let mut tags = Vec::new();
    for item in items {
        let bad = |part: &str| invalid_parameter(&format!("Tag.{}.{part}", item.index));
        if item.key.is_empty() || !is_acceptable(&item.key) {
            return Err(bad("Key"));
        }
        if item.value.as_deref().is_some_and(|value| !is_acceptable(value)) {
            return Err(bad("Value"));
        }
        tag::merge(&mut tags, &[item.tag()]);
    }
    if tags.len() > MOST { Err(invalid_parameter("Tag")) } else { Ok(tags) }
}

/// Whether a text may be a key or a value; that a key is not blank is another matter.
pub(crate) fn is_acceptable(text: &str) -> bool {
    text.chars().take(LENGTH + 1).count() <= LENGTH
        && !text.starts_with("http://")
        && !text.starts_with("https://")
        && !text.starts_with("acs:")
        && !text.starts_with("aliyun")
}

/// The key under which the records with a tag are found; without a value, those with its key.
pub(crate) fn key(account: AccountId, region: &RegionId, item: &TagItem) -> Key {
    match &item.value {
        Some(_) => rows::tag::has(account, region, &item.tag()),
        None => rows::tag::has_key(account, region, &item.key),
    }
}
