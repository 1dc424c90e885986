//! The server and the command line. Everything that listens, reads files, or prints is here.

pub mod call;
pub mod config;
pub mod fixture;
pub mod operator_cli;
pub mod serve;
pub mod terraform;
pub mod trace;
