//! The lives of router interfaces and lines, over HTTP and with a clock that moves when it is told to.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod bgp;
mod border_routers;
mod both_ends;
mod failover_groups;
mod letters;
mod lines;
mod locks;
mod matrix;
mod routes;
mod sessions;
mod shared_lines;
mod states;
mod subscriptions;
