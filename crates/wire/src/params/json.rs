//! JSON in requests, flattened to the dotted names a form would carry.
//!
//! `{"A":[{"B":1},"x"]}` becomes `A.1.B=1` and `A.2=x`. Nulls are left out, but an element after one keeps
//! its index. The text is read as a stream, so that it takes no more memory than the parameters it turns
//! into.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Params;
use crate::ApiError;
use crate::public::INVALID_PARAMETER;

/// Pushes the flattened members of the array or object `json` to `params`, unsorted.
pub(super) fn flatten(json: &[u8], params: &mut Params) -> Result<(), ApiError> {
    if !matches!(json.trim_ascii_start().first(), Some(b'[' | b'{')) {
        return Err(ApiError::new(&INVALID_PARAMETER));
    }
    let mut path = String::new();
    let mut refused = None;
    let depth = params.limits.json_depth;
    let mut reader = serde_json::Deserializer::from_slice(json);
    let node = Node { params, path: &mut path, refused: &mut refused, depth };
    let read = node.deserialize(&mut reader).and_then(|()| reader.end());
    // A bound that was hit has a code of its own; the parser's error only carried it here.
    read.map_err(|_| refused.unwrap_or_else(|| ApiError::new(&INVALID_PARAMETER)))
}

/// One value of the JSON text, on its way to the parameters.
struct Node<'n> {
    params: &'n mut Params,
    /// The dotted name of this value; empty for the outermost.
    path: &'n mut String,
    /// The bound that stopped the reading, if one did.
    refused: &'n mut Option<ApiError>,
    /// How many levels may still open.
    depth: usize,
}

impl Node<'_> {
    fn scalar<E: Error>(self, text: &str) -> Result<(), E> {
        self.params.push(self.path, text).map_err(|error| {
            *self.refused = Some(error);
            E::custom("a bound was hit")
        })
    }

    /// The levels left inside this array or object.
    fn descend<E: Error>(&self) -> Result<usize, E> {
        self.depth.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))
    }

    /// The node for the member `name` of this one.
    fn member<'m>(&'m mut self, name: impl fmt::Display, depth: usize) -> Node<'m> {
        use fmt::Write;
        let dot = if self.path.is_empty() { "" } else { "." };
        // Writing to a string cannot fail.
        let _ = write!(self.path, "{dot}{name}");
        Node { params: self.params, path: self.path, refused: self.refused, depth }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("parameters as JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let depth = self.descend()?;
        let length = self.path.len();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(self.member(name, depth))?;
            self.path.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let depth = self.descend()?;
        let length = self.path.len();
        let mut index = 1_u32;
        while seq.next_element_seed(self.member(index, depth))?.is_some() {
            self.path.truncate(length);
            // An array of so many nulls fits in no bounded body; saturating keeps even that harmless.
            index = index.saturating_add(1);
        }
        self.path.truncate(length);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(&value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::public::{PARAMETER_NAME_TOO_LONG, TOO_MANY_PARAMETERS};

    fn flat(json: &str) -> Result<String, ApiError> {
        let mut params = Params::new(Limits { parameters: 3, name: 8, json_depth: 3, ..Limits::default() });
        params.add_json(json.as_bytes())?;
        Ok(params.iter().map(|(name, value)| format!("{name}={value};")).collect())
    }

    #[test]
    fn scalars_become_their_text() {
        assert_eq!(flat(r#"{"a":-1,"b":1.5,"c":false}"#).unwrap(), "a=-1;b=1.5;c=false;");
        assert_eq!(
            flat(r#"{"a":18446744073709551615,"b":"","c":null}"#).unwrap(),
            "a=18446744073709551615;b=;"
        );
        assert_eq!(flat(r#" [ "\u00e9", [2] ] "#).unwrap(), "1=é;2.1=2;");
    }

    #[test]
    fn the_last_of_equal_members_counts() {
        assert_eq!(flat(r#"{"a":1,"b":0,"a":2}"#).unwrap(), "a=2;b=0;");
    }

    #[test]
    fn what_is_not_an_array_or_object_is_refused() {
        for json in ["", "1", "\"a\"", "null", "{", "[1", "[1]]", "{\"a\":1}x", "[\"\u{1}\"]", "{1:2}"] {
            assert_eq!(flat(json), Err(ApiError::new(&INVALID_PARAMETER)), "{json}");
        }
    }

    #[test]
    fn every_bound_holds() {
        assert_eq!(flat("[[[1]]]").unwrap(), "1.1.1=1;");
        assert_eq!(flat("[[[[1]]]]").unwrap_err().spec(), &INVALID_PARAMETER);
        assert_eq!(flat("[1,2,3,4]").unwrap_err().spec(), &TOO_MANY_PARAMETERS);
        assert_eq!(flat(r#"{"abcd":{"efgh":1}}"#).unwrap_err().spec(), &PARAMETER_NAME_TOO_LONG);
        assert!(flat(&"[".repeat(1_000_000)).is_err());
    }
}
