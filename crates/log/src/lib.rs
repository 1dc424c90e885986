//! The log: ordered, durable appends of opaque entries, and snapshots that save replay time.
