//! Requests: parameters as a struct, with the wire's names beside the fields.

use xconnect_wire::{ApiError, Fields};

/// A decoded set of parameters. Made with [`request!`](crate::request).
pub trait Request: Sized {
    /// What it is decoded from, in the order of declaration.
    const PARAMS: &'static [Param];

    /// Reads the parameters. Blank ones count as absent; unknown ones are ignored, because clients send them.
    fn decode(fields: &Fields<'_>) -> Result<Self, Problem>;
}

/// A parameter, as the catalogue shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub kind: &'static str,
    /// Whether it has to be there.
    pub mode: Mode,
    /// What it is for, and its limits.
    pub rule: &'static str,
}

/// Whether a parameter has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Has to be there.
    Required,
    /// May be left out.
    Optional,
    /// A list, possibly empty.
    List,
}

/// Why a request could not be decoded.
#[derive(Debug)]
pub enum Problem {
    /// This mandatory parameter is missing or blank.
    Missing(&'static str),
    /// A value cannot be read.
    Invalid(ApiError),
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        Self::Invalid(error)
    }
}

/// Declares a request: `field: Type = required "Name"`, `= optional "Name"`, or `= list "Name"`, each under a doc
/// comment that says what the parameter is for.
#[macro_export]
macro_rules! request {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $rule:literal])* $field:ident: $kind:ty = $mode:ident $wire:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $name {
            $($(#[doc = $rule])* pub $field: $crate::request!(@type $mode $kind),)*
        }

        impl $crate::declare::Request for $name {
            const PARAMS: &'static [$crate::declare::Param] = &[
                $($crate::declare::Param {
                    name: $wire,
                    kind: <$kind as $crate::declare::Parameter>::KIND,
                    mode: $crate::request!(@mode $mode),
                    rule: concat!($($rule),*),
                }),*
            ];

            #[allow(unused_variables, reason = "a request may have no parameters")]
            fn decode(
                fields: &xconnect_wire::Fields<'_>,
            ) -> Result<Self, $crate::declare::Problem> {
                Ok(Self { $($field: $crate::request!(@read $mode $kind, fields, $wire),)* })
            }
        }
    };
    (@type required $kind:ty) => { $kind };
    (@type optional $kind:ty) => { Option<$kind> };
    (@type list $kind:ty) => { Vec<$kind> };
    (@mode required) => { $crate::declare::Mode::Required };
    (@mode optional) => { $crate::declare::Mode::Optional };
    (@mode list) => { $crate::declare::Mode::List };
    (@read required $kind:ty, $fields:ident, $wire:literal) => {
        <$kind as $crate::declare::Parameter>::read($fields, $wire)?
            .ok_or($crate::declare::Problem::Missing($wire))?
    };
    (@read optional $kind:ty, $fields:ident, $wire:literal) => {
        <$kind as $crate::declare::Parameter>::read($fields, $wire)?
    };
    (@read list $kind:ty, $fields:ident, $wire:literal) => {
        <$kind as $crate::declare::Parameter>::read_list($fields, $wire)?
    };
}
