//! The errors every action shares.
//!
//! Three tables: [`PUBLIC`] is the document's own, in its order; [`EXPECTED`] are rows that other chapters
//! and official clients take for granted although that table lacks them; [`BOUNDS`] are this service's own,
//! for what it refuses before an action is asked. Codes are spelled as the documents spell them, mistakes
//! included.

mod bounds;
mod documented;
mod expected;

pub use bounds::*;
pub use documented::*;
pub use expected::*;

use crate::ApiError;

/// The refusal of one named parameter's value, whatever is wrong with it.
pub fn invalid_parameter(name: &str) -> ApiError {
    ApiError::with_message(&INVALID_PARAMETER, format!("The specified parameter \"{name}\" is not valid."))
}

/// The refusal of a request without a parameter it must have.
pub fn missing_parameter(name: &str) -> ApiError {
    ApiError::with_message(&MISSING_PARAMETER, MISSING_PARAMETER.message.replace("%s", name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::ErrorSpec;

    fn all() -> impl Iterator<Item = &'static ErrorSpec> {
        PUBLIC.iter().chain(EXPECTED).chain(BOUNDS).copied()
    }

    #[test]
    fn the_table_has_every_row_of_the_document() {
        // 41 public rows and the 503 of the server errors, whose InternalError repeats a public row.
        assert_eq!(PUBLIC.len(), 42);
    }

    #[test]
    fn every_row_is_an_error_and_says_when() {
        for row in all() {
            assert!((400..600).contains(&row.http), "{row:?}");
            assert!(!row.code.is_empty() && !row.message.is_empty() && !row.when.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn no_row_is_listed_twice() {
        let mut seen = HashSet::new();
        for row in all() {
            assert!(seen.insert(std::ptr::from_ref(row)), "{row:?}");
        }
    }

    #[test]
    fn what_is_raised_for_good_is_never_a_server_error() {
        // Terraform repeats 5xx answers for minutes.
        assert!(BOUNDS.iter().chain(EXPECTED).all(|row| row.http < 500));
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let error = missing_parameter("SignatureNonce");
        assert_eq!(error.code(), "MissingParameter");
        assert!(error.message().starts_with(r#"The input parameter "SignatureNonce" that is mandatory"#));
    }
}
