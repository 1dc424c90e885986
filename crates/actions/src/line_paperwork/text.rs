//! Bounds of the free texts in letters.

use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

/// Characters of a free text that goes into a letter.
const LONGEST: usize = 256;

/// A free text of 1 to 256 characters that can be printed; anything else is the parameter's fault.
pub(super) fn check_text(text: &str, name: &str) -> Result<(), ApiError> {
    let fits = (1..=LONGEST).contains(&text.chars().take(LONGEST + 1).count());
    if fits && !text.chars().any(char::is_control) { Ok(()) } else { Err(invalid_parameter(name)) }
}

/// As [`check_text`], for a text that may be left out.
pub(super) fn check_optional_text(text: Option<&str>, name: &str) -> Result<(), ApiError> {
    text.map_or(Ok(()), |text| check_text(text, name))
}
