//! Too much of everything: connections, silence, bodies, headers, pipelines, broken calls, and too little disk. The
//! server holds what its bounds allow and no more, goes on for those who behave, and keeps what it acknowledged.
//!
//! The server is the real binary, in a process of its own, so that its sockets and its memory can be counted from
//! outside; only where tasks are counted does it run in this process.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod crowd;
mod disk;
mod dropped;
mod process;
mod silence;
mod tasks;
