//! JSON answers as XML: an object is its members, an array its element repeated.
//!
//! The XML form is made from the JSON text, so that both say the same however an answer came about, and in
//! the same order. Members that are null are left out, as an absent member is.

use std::fmt;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{AnswerError, RequestId};

type Document = Writer<Vec<u8>>;

/// `<{action}Response>` around the request's id and the members of the object `json`.
pub(super) fn success(action: &str, request_id: RequestId, json: &str) -> Result<Vec<u8>, AnswerError> {
    if !json.trim_ascii_start().starts_with('{') {
        return Err(AnswerError::NotAnObject);
    }
    Ok(document(&format!("{action}Response"), Some(request_id), json.as_bytes())?)
}

/// `<Error>` around the members of the envelope `json`.
pub(super) fn failure(json: &[u8]) -> Vec<u8> {
    document("Error", None, json).expect("the envelope is an object with proper names")
}

fn document(root: &str, request_id: Option<RequestId>, json: &[u8]) -> serde_json::Result<Vec<u8>> {
    let mut document = Writer::new(Vec::with_capacity(2 * json.len() + 256));
    write(&mut document, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write(&mut document, Event::Start(BytesStart::new(root)))?;
    if let Some(id) = request_id {
        element(&mut document, "RequestId", id.as_str())?;
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    Members(&mut document).deserialize(&mut reader)?;
    reader.end()?;
    write(&mut document, Event::End(BytesEnd::new(root)))?;
    Ok(document.into_inner())
}

fn write<E: Error>(document: &mut Document, event: Event<'_>) -> Result<(), E> {
    document.write_event(event).map_err(E::custom)
}

fn element<E: Error>(document: &mut Document, name: &str, text: &str) -> Result<(), E> {
    write(document, Event::Start(BytesStart::new(name)))?;
    write(document, Event::Text(BytesText::new(&carried(text))))?;
    write(document, Event::End(BytesEnd::new(name)))
}

/// `text` with each character that no XML document can hold, not even escaped, replaced by U+FFFD.
fn carried(text: &str) -> String {
    let carried = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => c,
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(carried).collect()
}

/// Whether `name` may name an element. Narrower than XML: the API's names are letters and digits.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// Writes the members of an object, without an element around them.
struct Members<'d>(&'d mut Document);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if !is_name(&name) {
                return Err(A::Error::custom(format_args!("{name:?} cannot name an element")));
            }
            map.next_value_seed(Member { document: &mut *self.0, name: &name })?;
        }
        Ok(())
    }
}

/// Writes one value as an element, or as many as the array has.
struct Member<'d> {
    document: &'d mut Document,
    name: &'d str,
}

impl Member<'_> {
    fn scalar<E: Error>(self, text: impl fmt::Display) -> Result<(), E> {
        element(self.document, self.name, &text.to_string())
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        write(self.document, Event::Start(BytesStart::new(self.name)))?;
        Members(self.document).visit_map(map)?;
        write(self.document, Event::End(BytesEnd::new(self.name)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Member { document: &mut *self.document, name: self.name })?.is_some() {}
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(value)
    }
}
