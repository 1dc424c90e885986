//! The engine: one order of commits, one clock, timers, the reconciler, and the simulated fabric.
//!
//! A commit is a closure that reads a State and stages Changes. One thread runs them in order, appends what they
//! staged to the log, and publishes the next State when the log says that it is durable: readers never wait, and
//! what they see is never taken back. A second thread drives what is under way (an interface that connects) until
//! the fabric says that it is done, and commits what it saw like anybody else.

pub mod audit;
pub mod clock;
mod commit;
mod engine;
pub mod fabric;
mod random;
mod reconciler;
mod recovery;
mod settle;
mod snapshot;
pub mod timing;
mod writer;

pub use commit::{Asked, Commit, Nonce, Origin};
pub use engine::{CommitError, Engine, NotSettled, Options, Provider, StartError};
pub use random::{OsRandom, Random};
pub use snapshot::Retention;
