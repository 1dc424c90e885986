//! `NextToken`: where the next page of a list begins.
//!
//! A token is the place of a record in the order of creation. Records that are added or deleted between two pages
//! move nothing: a page goes on where the one before ended.

use xconnect_model::Seq;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

/// Digits of a token.
const DIGITS: usize = 16;

/// The token for a page that begins in this place.
pub(crate) fn from_place(seq: Seq) -> String {
    format!("{seq:0DIGITS$x}")
}

/// The place that a token stands for; without a token, the first.
pub(crate) fn place(token: Option<&str>) -> Result<Seq, ApiError> {
    let Some(token) = token else { return Ok(0) };
    let proper = token.len() == DIGITS && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let place = proper.then(|| Seq::from_str_radix(token, 16).ok()).flatten();
    place.ok_or_else(|| invalid_parameter("NextToken"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_for_a_place() {
        for seq in [0, 1, 40_000_000_000, Seq::MAX] {
            assert_eq!(place(Some(&from_place(seq))), Ok(seq));
        }
        assert_eq!(place(None), Ok(0));
        for bad in ["", "1", "+00000000000001f", "000000000000001F", "000000000000001ff", "dd20****"] {
            assert_eq!(place(Some(bad)), Err(invalid_parameter("NextToken")), "{bad}");
        }
    }
}
