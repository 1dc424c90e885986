//! Points in time, as the service clock gives them and as the wire spells them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// This point moved into the future; stays at the end of time rather than overflow.
    pub fn after(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How long after `earlier` this is; nothing when it is not later.
    pub fn since(self, earlier: Self) -> Duration {
        let millis = self.0.saturating_sub(earlier.0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// This point a number of calendar months later (31 January and one month is the last of February).
    pub fn after_months(self, months: u32) -> Self {
        let Ok(start) = jiff::Timestamp::from_millisecond(self.0) else { return self };
        let span = jiff::Span::new().months(i64::from(months.min(1_200)));
        let moved = start.to_zoned(jiff::tz::TimeZone::UTC).checked_add(span);
        moved.map_or(self, |zoned| Self(zoned.timestamp().as_millisecond()))
    }

    /// Whole seconds in the form of the API: `2026-11-21T03:36:00Z`.
    pub fn to_wire(self) -> String {
        let seconds = self.0.div_euclid(1_000);
        jiff::Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default()
    }

    /// Reads [`Time::to_wire`]'s form; `None` for anything else.
    pub fn from_wire(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|time| Self(time.as_millisecond()))
    }
}

/// Reads a length of time: `250ms`, `5s`, `3m`, `2h`, `7d`.
pub fn duration_of(text: &str) -> Option<Duration> {
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..unit].parse().ok()?;
    let milliseconds = match &text[unit..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_has_whole_seconds_and_a_z() {
        assert_eq!(Time(1_795_231_131_999).to_wire(), "2026-11-21T03:18:51Z");
        assert_eq!(Time::from_wire("2026-11-21T03:18:51Z"), Some(Time(1_795_231_131_000)));
        assert_eq!(Time::from_wire("yesterday"), None);
    }

    #[test]
    fn months_follow_the_calendar() {
        let end_of_january = Time::from_wire("2027-01-31T00:00:00Z").unwrap();
        assert_eq!(end_of_january.after_months(1).to_wire(), "2027-02-28T00:00:00Z");
        assert_eq!(end_of_january.after_months(12).to_wire(), "2028-01-31T00:00:00Z");
    }

    #[test]
    fn a_length_of_time_has_a_unit() {
        assert_eq!(duration_of("8d"), Some(Duration::from_secs(8 * 86_400)));
        assert_eq!(duration_of("250ms"), Some(Duration::from_millis(250)));
        for text in ["", "8", "d", "-1s", "1 s", "1y", "99999999999999999999d", "9999999999999999d"] {
            assert_eq!(duration_of(text), None, "{text}");
        }
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Time(i64::MAX).after(Duration::MAX), Time(i64::MAX));
        assert_eq!(Time(5).since(Time(9)), Duration::ZERO);
    }
}
