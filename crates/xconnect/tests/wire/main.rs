//! The wire as clients meet it: over real sockets, with what they send and what they need back.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod https;
mod letters;
mod replay;
mod requests;
mod sockets;
mod tokens;
