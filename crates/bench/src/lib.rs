//! What the benchmarks share: requests signed ahead of time, a client that costs next to nothing, and a tally.
//!
//! Load generator and server run on the same few cores, so every microsecond the generator spends is taken from
//! the server it measures. Hence the shape of this crate: requests are built and signed before the clock starts
//! ([`request`]), one thread drives all connections through the kernel's readiness queue ([`client`]), and an
//! answer is looked at just closely enough to know that it is a real one ([`tally`]). What is asked is one of a few fixed
//! calls, or whatever a [`template`] says, of the product or of an emulator of AWS ([`aws`]).
//!
//! The binary `load` puts these together; the binary `bare` is the server that `xconnect` is compared with, and
//! [`bare`] is the check that both ends of that comparison agree on.

pub mod aws;
pub mod bare;
pub mod client;
pub mod request;
pub mod tally;
pub mod template;
