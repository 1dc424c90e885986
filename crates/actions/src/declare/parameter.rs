//! What a parameter can hold, and how it is read.

use xconnect_model::{Tag, Text};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, Fields};

/// Bytes of a text.
const LONGEST: usize = 2_048;

/// A type that a parameter, or an element of a list, can have.
pub trait Parameter: Sized {
    /// What the catalogue calls it.
    const KIND: &'static str;

    /// Reads one; `None` when it is absent or blank.
    fn read(fields: &Fields<'_>, name: &str) -> Result<Option<Self>, ApiError>;

    /// Reads a list.
    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError>;
}

/// Reads a scalar from its text.
trait Scalar: Sized {
    const KIND: &'static str;
    fn parse(text: &str) -> Option<Self>;
}

impl<T: Scalar> Parameter for T {
    const KIND: &'static str = T::KIND;

    fn read(fields: &Fields<'_>, name: &str) -> Result<Option<Self>, ApiError> {
        match fields.get(name) {
            None | Some("") => Ok(None),
            Some(text) => T::parse(text).map(Some).ok_or_else(|| invalid_parameter(name)),
        }
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        let read = |(index, text): (u32, &str)| {
            T::parse(text).ok_or_else(|| invalid_parameter(&format!("{name}.{index}")))
        };
        fields.list(name)?.into_iter().map(read).collect()
    }
}

impl Scalar for Text {
    const KIND: &'static str = "String";

    /// Rules of their own bound names and the like; this bounds what has none, such as the id of an opposite end.
    fn parse(text: &str) -> Option<Self> {
        (text.len() <= LONGEST).then(|| text.into())
    }
}

impl Scalar for u32 {
    const KIND: &'static str = "Integer";

    fn parse(text: &str) -> Option<Self> {
        digits(text)
    }
}

impl Scalar for u64 {
    const KIND: &'static str = "Long";

    fn parse(text: &str) -> Option<Self> {
        digits(text)
    }
}

impl Scalar for bool {
    const KIND: &'static str = "Boolean";

    /// The Python clients write booleans the way Python does.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "true" | "True" => Some(true),
            "false" | "False" => Some(false),
            _ => None,
        }
    }
}

/// A number without a sign; Rust's own parser would take `+1`.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// One filter: `Filter.N.Key` and `Filter.N.Value.M`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterItem {
    /// N.
    pub index: u32,
    /// What to look at; blank when it was not sent.
    pub key: Text,
    /// Which values to accept.
    pub values: Vec<Text>,
}

impl Parameter for FilterItem {
    const KIND: &'static str = "Filter";

    fn read(_: &Fields<'_>, _: &str) -> Result<Option<Self>, ApiError> {
        Ok(None)
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        let mut filters = Vec::new();
        for (index, filter) in fields.objects(name)? {
            let values = filter.list("Value")?.into_iter().map(|(_, value)| value.into()).collect();
            filters.push(Self { index, key: filter.get("Key").unwrap_or_default().into(), values });
        }
        Ok(filters)
    }
}

/// One tag: `Tags.N.Key` and `Tags.N.Value`. The value is absent where only the key matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagItem {
    /// N.
    pub index: u32,
    /// The key; blank when it was not sent.
    pub key: Text,
    /// The value.
    pub value: Option<Text>,
}

impl TagItem {
    /// The tag itself; one without a value has a blank one.
    pub fn tag(&self) -> Tag {
        Tag { key: self.key.clone(), value: self.value.clone().unwrap_or_default() }
    }
}

impl Parameter for TagItem {
    const KIND: &'static str = "Tag";

    fn read(_: &Fields<'_>, _: &str) -> Result<Option<Self>, ApiError> {
        Ok(None)
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        let item = |(index, tag): (u32, Fields<'_>)| Self {
            index,
            key: tag.get("Key").unwrap_or_default().into(),
            value: tag.get("Value").map(Text::from),
        };
        Ok(fields.objects(name)?.into_iter().map(item).collect())
    }
}
