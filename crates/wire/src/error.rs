//! Errors as the API speaks them: a documented row ([`ErrorSpec`]) and one occurrence of it ([`ApiError`]).
//!
//! A row is declared once, beside the action that raises it (or in [`crate::public`] for the rows every action
//! shares). The catalogue, the reference pages, and the tests that provoke each row read the same declaration.

use std::borrow::Cow;

/// One documented row of an error table.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorSpec {
    /// HTTP status of the answer, always 4xx or 5xx.
    pub http: u16,
    /// The `Code` field, exactly as the document spells it, misspellings included.
    pub code: &'static str,
    /// The `Message` field. `%s` is filled when the error is raised.
    pub message: &'static str,
    /// The condition, in our own words.
    pub when: &'static str,
    /// Why no request can provoke this row, where that is so; such a row is documented but never raised.
    pub unprovoked: Option<&'static str>,
}

impl ErrorSpec {
    /// A row that some request can provoke.
    pub const fn new(http: u16, code: &'static str, message: &'static str, when: &'static str) -> Self {
        Self { http, code, message, when, unprovoked: None }
    }

    /// A row that is documented, but that nothing can provoke, for the reason given.
    pub const fn unprovoked(
        http: u16,
        code: &'static str,
        message: &'static str,
        when: &'static str,
        reason: &'static str,
    ) -> Self {
        Self { http, code, message, when, unprovoked: Some(reason) }
    }
}

/// An error on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    spec: &'static ErrorSpec,
    message: Cow<'static, str>,
    /// HTTP status and code where they are not the row's.
    instead: Option<Box<(u16, String)>>,
}

impl ApiError {
    /// The row as it is documented.
    pub fn new(spec: &'static ErrorSpec) -> Self {
        Self { spec, message: Cow::Borrowed(spec.message), instead: None }
    }

    /// The row with its message made specific: a `%s` filled in, a parameter named.
    pub fn with_message(spec: &'static ErrorSpec, message: impl Into<Cow<'static, str>>) -> Self {
        Self { spec, message: message.into(), instead: None }
    }

    /// An error that a test has asked for, whatever the documents say. The row is [`crate::public::INTERNAL_ERROR`].
    pub fn injected(http: u16, code: impl Into<String>, message: impl Into<Cow<'static, str>>) -> Self {
        let instead = Some(Box::new((http, code.into())));
        Self { spec: &crate::public::INTERNAL_ERROR, message: message.into(), instead }
    }

    /// The documented row.
    pub fn spec(&self) -> &'static ErrorSpec {
        self.spec
    }

    /// HTTP status.
    pub fn http(&self) -> u16 {
        self.instead.as_ref().map_or(self.spec.http, |instead| instead.0)
    }

    /// The `Code` field.
    pub fn code(&self) -> &str {
        self.instead.as_ref().map_or(self.spec.code, |instead| &instead.1)
    }

    /// The `Message` field.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<&'static ErrorSpec> for ApiError {
    fn from(spec: &'static ErrorSpec) -> Self {
        Self::new(spec)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.http(), self.code(), self.message)
    }
}

impl std::error::Error for ApiError {}
