//! The operator interface, group by group, over an engine in memory.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod accounts;
mod audit;
mod bgp;
mod clock;
mod contract;
mod faults;
mod interfaces;
mod lines;
mod orders;
mod paths;
mod places;
mod reset;
mod support;
mod targets;
