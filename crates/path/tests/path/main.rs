//! The path engine over States put together by hand and at random.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod follow;
mod golden;
mod random;
mod rules;
mod support;
mod walker;
