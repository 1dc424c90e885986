//! JSON texts of answers: byte for byte what `serde_json` writes, in half the time.
//!
//! An answer is mostly texts, and nearly none has a character to escape. So each is looked at eight bytes at a time,
//! and copied whole; `serde_json` writes what has to be escaped, and numbers.

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct, Serializer,
};
use serde_json::Error;

use crate::words;

/// Appends `value` to `out`.
///
/// # Errors
/// If it has no form in JSON, or holds what no answer does: a variant of several members, a key that is no text.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    value.serialize(Writer { out })
}

struct Writer<'w> {
    out: &'w mut Vec<u8>,
}

impl<'w> Writer<'w> {
    fn open(self, bracket: u8, close: u8) -> Members<'w> {
        self.out.push(bracket);
        Members { out: self.out, separator: &[], close }
    }

    fn text(self, text: &str) -> Result<(), Error> {
        if !is_plain(text.as_bytes()) {
            return serde_json::to_writer(self.out, text);
        }
        self.plain(text);
        Ok(())
    }

    fn plain(self, text: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }
}

/// Whether a text stands in JSON as it is.
fn is_plain(text: &[u8]) -> bool {
    const EACH: u64 = u64::MAX / 0xff;
    let below = |word: u64, bound: u64| word.wrapping_sub(EACH * bound) & !word;
    let clear = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        let quote = below(word ^ (EACH * u64::from(b'"')), 1);
        let backslash = below(word ^ (EACH * u64::from(b'\\')), 1);
        (below(word, 0x20) | quote | backslash) & (EACH << 7) == 0
    };
    words::every(text, clear, |byte| byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
}

/// An array or object that is being written.
struct Members<'w> {
    out: &'w mut Vec<u8>,
    /// What goes before the next member.
    separator: &'static [u8],
    close: u8,
}

impl Members<'_> {
    fn next(&mut self) -> Writer<'_> {
        self.out.extend_from_slice(self.separator);
        self.separator = b",";
        Writer { out: self.out }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.out.push(b':');
        write(self.out, value)
    }

    fn end(self) -> Result<(), Error> {
        self.out.push(self.close);
        Ok(())
    }
}

macro_rules! scalars {
    ($($method:ident: $scalar:ty),*) => {
        $(fn $method(self, value: $scalar) -> Result<(), Error> {
            serde_json::to_writer(self.out, &value)
        })*
    };
}

impl<'w> Serializer for Writer<'w> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'w>;
    type SerializeTuple = Members<'w>;
    type SerializeTupleStruct = Members<'w>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Impossible<(), Error>;

    scalars! {
        serialize_bool: bool, serialize_char: char, serialize_f32: f32, serialize_f64: f64, serialize_i8: i8,
        serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_u64: u64, serialize_bytes: &[u8]
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.text(text)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = self.open(b'{', b'}');
        SerializeStruct::serialize_field(&mut object, variant, value)?;
        object.end()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'w>, Error> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'w>, Error> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Members<'w>, Error> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(serde::ser::Error::custom("a variant with members"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, Error> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'w>, Error> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(serde::ser::Error::custom("a variant with members"))
    }
}

macro_rules! elements {
    ($($kind:ident::$method:ident),*) => {
        $(impl $kind for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                value.serialize(self.next())
            }

            fn end(self) -> Result<(), Error> {
                Members::end(self)
            }
        })*
    };
}

elements!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field
);

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let writer = self.next();
        let start = writer.out.len();
        key.serialize(writer)?;
        let is_text = self.out.get(start) == Some(&b'"');
        if is_text { Ok(()) } else { Err(serde::ser::Error::custom("a key that is no text")) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        Members::end(self)
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        // Names of members are this program's own.
        debug_assert!(is_plain(name.as_bytes()), "{name}");
        self.next().plain(name);
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        Members::end(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Number, Value, json};

    use super::*;

    fn written<T: Serialize + ?Sized>(value: &T) -> String {
        let mut out = Vec::new();
        write(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn values() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
            "[ -~]{0,40}".prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 64, 8, |inner| {
            let members = prop::collection::vec((".{0,9}", inner.clone()), 0..8);
            prop_oneof![
                prop::collection::vec(inner, 0..8).prop_map(Value::from),
                members.prop_map(|members| Value::Object(Map::from_iter(members))),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_serde_json_writes_it(value in values()) {
            prop_assert_eq!(written(&value), serde_json::to_string(&value).unwrap());
        }
    }

    #[test]
    fn every_character_in_every_place_is_escaped_where_it_must_be() {
        for c in (0..0x180).filter_map(char::from_u32) {
            for before in 0..17 {
                let text = format!("{}{c}{}", "x".repeat(before), "é".repeat(before % 5));
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Everything<'a> {
        unit: (),
        pair: (u8, i8),
        wrapped: Wrapped,
        kinds: [Kind; 2],
        letter: char,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u32>,
        #[serde(flatten)]
        rest: &'a Map<String, Value>,
    }

    #[derive(Serialize)]
    struct Wrapped(u64);

    #[derive(Serialize)]
    enum Kind {
        Alone,
        With(f32),
    }

    #[test]
    fn every_shape_is_written_as_serde_json_writes_it() {
        let rest = json!({"Flat": [[], {}, [null]], "Number": Number::from(7)});
        let everything = Everything {
            unit: (),
            pair: (1, -1),
            wrapped: Wrapped(u64::MAX),
            kinds: [Kind::Alone, Kind::With(0.5)],
            letter: '"',
            left_out: None,
            rest: rest.as_object().unwrap(),
        };
        assert_eq!(written(&everything), serde_json::to_string(&everything).unwrap());
    }

    #[test]
    fn a_key_that_is_no_text_is_refused() {
        assert!(write(&mut Vec::new(), &std::collections::BTreeMap::from([(1, 2)])).is_err());
    }
}
