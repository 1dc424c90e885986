//! Tags: a key and a value that users attach to resources.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// One tag of a resource. A resource has at most one tag of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tag {
    /// 1 to 128 characters.
    pub key: Text,
    /// 0 to 128 characters.
    #[serde(default)]
    pub value: Text,
}

/// Adds tags to a resource's; a tag whose key is there already gets the new value.
pub fn merge(tags: &mut Vec<Tag>, added: &[Tag]) {
    for tag in added {
        match tags.iter_mut().find(|present| present.key == tag.key) {
            Some(present) => present.value = tag.value.clone(),
            None => tags.push(tag.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_replaces_the_value_of_a_key_that_is_there() {
        let tag = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
        let mut tags = vec![tag("a", "1"), tag("b", "2")];
        merge(&mut tags, &[tag("b", "3"), tag("c", "4")]);
        assert_eq!(tags, [tag("a", "1"), tag("b", "3"), tag("c", "4")]);
    }
}
