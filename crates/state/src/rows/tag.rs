//! Keys of tags, for every kind of record that has them.

use xconnect_model::{AccountId, RegionId, Tag};

use crate::key::Key;
use crate::table::Keys;

/// The account's records in a region that have a tag with this key, whatever its value.
pub fn has_key(account: AccountId, region: &RegionId, key: &str) -> Key {
    Key::of("tag").account(account).text(region.as_str()).text(key).key()
}

/// The account's records in a region that have this tag.
pub fn has(account: AccountId, region: &RegionId, tag: &Tag) -> Key {
    Key::of("tag").account(account).text(region.as_str()).text(&tag.key).text(&tag.value).key()
}

pub(super) fn add(keys: &mut Keys, account: AccountId, region: &RegionId, tags: &[Tag]) {
    for tag in tags {
        keys.add(has_key(account, region, &tag.key));
        keys.add(has(account, region, tag));
    }
}
