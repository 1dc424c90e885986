//! The load generator and the bare server that the benchmarks measure against.
