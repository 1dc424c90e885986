//! Typed ids, enums, records, and life cycles of Express Connect: values and rules, no I/O.
