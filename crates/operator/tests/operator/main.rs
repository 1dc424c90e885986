//! The operator interface, group by group, over an engine in memory.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod accounts;
mod clock;
mod contract;
mod interfaces;
mod lines;
mod orders;
mod support;
