//! The wire: decoding, both signatures, the replay guard, JSON and XML answers, the error envelope.
//!
//! Sans-I/O: bytes come in and bytes go out, and the time is an argument. A request's way through it:
//!
//! 1. [`decode`] turns an [`Incoming`] into a [`Call`], or into a [`Refusal`] that knows how to be answered;
//! 2. [`Call::check_time`], then [`Call::verify`] with the secret of [`Call::access_key_id`];
//! 3. [`ReplayGuard::admit`], once the signature is known to be good;
//! 4. the action reads [`Call::params`] through [`Fields`];
//! 5. [`success`] or [`failure`] makes the [`Answer`].

mod answer;
mod call;
mod error;
mod limits;
mod params;
mod percent;
pub mod public;
mod replay;
pub mod sign;
mod words;

pub use answer::{Answer, AnswerError, Format, RequestId, failure, success, success_raw};
pub use call::{Call, Incoming, Refusal, Scheme, decode, is_system_parameter};
pub use error::{ApiError, ErrorSpec};
pub use limits::Limits;
pub use params::{Fields, Params};
pub use replay::{NonceMark, NoncePrint, ReplayGuard};
