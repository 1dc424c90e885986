//! The operator interface as its users meet it: over real sockets, and as its document says.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod bgp;
mod client;
mod contract;
mod drive;
mod effects;
mod faults;
mod paths;
mod places;
mod shell;
