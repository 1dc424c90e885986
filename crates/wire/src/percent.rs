//! Percent-encoding, both ways: form decoding of what arrives, RFC 3986 encoding of what is signed.
//!
//! Clients differ in what they encode, so nothing of the raw query survives into the canonical form:
//! everything is decoded here first and encoded again. Decoding is strict, because a lenient one would let
//! two different requests carry one signature.

use crate::words;

/// A broken `%XX`, or bytes that are not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Whether form decoding would change nothing.
pub(crate) fn is_plain(raw: &[u8]) -> bool {
    memchr::memchr2(b'%', b'+', raw).is_none()
}

/// Appends the form-decoded `raw` to `out`: `+` is a space, `%XX` a byte.
pub(crate) fn decode(out: &mut String, raw: &str) -> Result<(), Malformed> {
    let before = out.len();
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'%', b'+', rest.as_bytes()) {
        let (plain, coded) = rest.split_at(at);
        out.push_str(plain);
        let (byte, coded) = match coded.as_bytes() {
            [b'%', high, low, ..] => (nibble(*high)? << 4 | nibble(*low)?, &coded[3..]),
            [b'+', ..] => (b' ', &coded[1..]),
            _ => return Err(Malformed),
        };
        if !byte.is_ascii() {
            // Bytes of longer characters make sense only together.
            out.truncate(before);
            return decode_any(out, raw);
        }
        out.push(char::from(byte));
        rest = coded;
    }
    out.push_str(rest);
    Ok(())
}

/// As [`decode`], for any characters.
fn decode_any(out: &mut String, raw: &str) -> Result<(), Malformed> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, tail) = match (first, tail) {
            (b'%', [high, low, tail @ ..]) => (nibble(*high)? << 4 | nibble(*low)?, tail),
            (b'%', _) => return Err(Malformed),
            (b'+', _) => (b' ', tail),
            (plain, _) => (*plain, tail),
        };
        decoded.push(byte);
        rest = tail;
    }
    out.push_str(std::str::from_utf8(&decoded).map_err(|_| Malformed)?);
    Ok(())
}

fn nibble(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(Malformed),
    }
}

/// Appends `text` to `out`, encoded once: all but `A-Z a-z 0-9 - _ . ~` as `%XX`, upper-case.
pub(crate) fn encode(out: &mut String, text: &str) {
    encode_with(out, text, "%");
}

/// Appends `text` to `out`, encoded twice over, which is how it ends up in an RPC string to sign.
pub(crate) fn encode_twice(out: &mut String, text: &str) {
    // The second round meets only unreserved characters, which stay, and percent signs, which become %25.
    encode_with(out, text, "%25");
}

fn encode_with(out: &mut String, text: &str, percent: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if is_unreserved(text.as_bytes()) {
        return out.push_str(text);
    }
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if UNRESERVED[usize::from(byte)] {
            continue;
        }
        // A run of unreserved bytes begins and ends between characters; an empty one may lie within one.
        if plain_from < at {
            out.push_str(&text[plain_from..at]);
        }
        out.push_str(percent);
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        plain_from = at + 1;
    }
    out.push_str(&text[plain_from..]);
}

/// Whether encoding would change nothing, which holds for most names and values.
fn is_unreserved(text: &[u8]) -> bool {
    // A branch for every eight bytes, not for every one.
    let all = |bytes: &[u8; 8]| bytes.iter().fold(true, |all, byte| all & UNRESERVED[usize::from(*byte)]);
    words::every(text, all, |byte| UNRESERVED[usize::from(byte)])
}

const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let value = byte as u8;
        table[byte] = value.is_ascii_alphanumeric() || matches!(value, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> Result<String, Malformed> {
        let mut out = String::new();
        decode(&mut out, raw).map(|()| out)
    }

    #[test]
    fn every_clients_encoding_of_one_value_decodes_to_it() {
        for raw in [
            "t%C3%A9+st%2A~%2F%2B%26%3D%25",
            "t%c3%a9%20st*~%2F%2B%26%3D%25",
            "t%C3%A9+st*~/%2B%26%3D%25",
            "té st%2a%7E/%2B%26=%25",
        ] {
            assert_eq!(decoded(raw).as_deref(), Ok("té st*~/+&=%"), "{raw}");
        }
    }

    #[test]
    fn broken_sequences_and_broken_utf8_are_refused() {
        for raw in ["%", "a%2", "%zz", "%+1", "%C3", "%C3%28", "é%A9", "%ED%A0%80"] {
            assert_eq!(decoded(raw), Err(Malformed), "{raw}");
        }
    }

    #[test]
    fn encoding_once_and_twice() {
        let (mut once, mut twice, mut again) = (String::new(), String::new(), String::new());
        encode(&mut once, "a b*~é/:");
        encode_twice(&mut twice, "a b*~é/:");
        encode(&mut again, &once);
        assert_eq!(once, "a%20b%2A~%C3%A9%2F%3A");
        assert_eq!(twice, again);
    }
}
