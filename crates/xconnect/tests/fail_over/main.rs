//! What a failure costs on the reference network, and when each notices: on a frozen clock, over HTTP alone.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod bgp;
mod border_router;
mod failover_group;
mod health;
mod interface;
mod line;
mod network;
mod timeline;
mod traces;
