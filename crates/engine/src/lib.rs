//! The engine: one order of commits, one clock, timers, the reconciler, and the simulated fabric.
