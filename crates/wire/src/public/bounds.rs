//! This service's own refusals: what it bounds, and what it does not speak.
//!
//! The documents name no such codes. These follow their dialect, and are all 4xx: a client that repeats the
//! request would only be refused again.

use crate::ErrorSpec;

/// All of them.
pub static BOUNDS: &[&ErrorSpec] = &[
    &PATH_NOT_FOUND,
    &TARGET_TOO_LONG,
    &HEADERS_TOO_LARGE,
    &BODY_TOO_LARGE,
    &UNSUPPORTED_CONTENT_ENCODING,
    &TOO_MANY_PARAMETERS,
    &PARAMETER_NAME_TOO_LONG,
    &LIST_TOO_LONG,
    &CONTENT_HASH_MISMATCH,
];

/// The path is not `/`.
pub static PATH_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidPath.NotFound",
    r#"The API answers at the path "/" only."#,
    "the path is not /",
);

/// The path and query are longer than [`crate::Limits::target`].
pub static TARGET_TOO_LONG: ErrorSpec = ErrorSpec::new(
    414,
    "RequestTargetTooLong",
    "The request target is longer than this service accepts. Send the parameters in a form body.",
    "path and query are longer than the limit",
);

/// The headers are larger than [`crate::Limits::headers`].
pub static HEADERS_TOO_LARGE: ErrorSpec = ErrorSpec::new(
    431,
    "RequestHeadersTooLarge",
    "The request headers are larger than this service accepts.",
    "names and values of the headers are larger than the limit",
);

/// The body is larger than [`crate::Limits::body`].
pub static BODY_TOO_LARGE: ErrorSpec = ErrorSpec::new(
    413,
    "RequestBodyTooLarge",
    "The request body is larger than this service accepts.",
    "the body is larger than the limit",
);

/// The body is compressed.
pub static UNSUPPORTED_CONTENT_ENCODING: ErrorSpec = ErrorSpec::new(
    415,
    "UnsupportedContentEncoding",
    "The request body must not be compressed or otherwise encoded.",
    "Content-Encoding is present and not identity",
);

/// There are more parameters than [`crate::Limits::parameters`].
pub static TOO_MANY_PARAMETERS: ErrorSpec = ErrorSpec::new(
    400,
    "TooManyParameters",
    "The request has more parameters than this service accepts.",
    "query and body together hold more parameters than the limit",
);

/// A parameter's name is longer than [`crate::Limits::name`].
pub static PARAMETER_NAME_TOO_LONG: ErrorSpec = ErrorSpec::new(
    400,
    "ParameterNameTooLong",
    "The request has a parameter whose name is longer than this service accepts.",
    "the name of a parameter is longer than the limit",
);

/// A list has more elements than [`crate::Limits::list_length`].
pub static LIST_TOO_LONG: ErrorSpec = ErrorSpec::new(
    400,
    "ListTooLong",
    r#"The list parameter "%s" has more elements than this service accepts."#,
    "a list parameter has more elements than the limit",
);

/// The body is not the one whose hash was signed (ACS3).
pub static CONTENT_HASH_MISMATCH: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidContentSha256.Mismatch",
    "The header x-acs-content-sha256 is not the SHA-256 of the request body.",
    "x-acs-content-sha256 is not the hash of the body",
);
