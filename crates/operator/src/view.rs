//! How values are shown: what is not set is null.

use xconnect_model::Time;

/// A text that may be empty.
pub(crate) fn blank(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A point in service time that may not have come.
pub(crate) fn time(time: Option<Time>) -> Option<String> {
    time.map(Time::to_wire)
}
