//! The lives of router interfaces, over HTTP and with a clock that moves when it is told to.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod both_ends;
mod locks;
mod states;
mod subscriptions;
