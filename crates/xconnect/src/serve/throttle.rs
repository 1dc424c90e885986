//! A limit on the calls of one access key, for those who want to see how their programs take it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use xconnect_model::Time;
use xconnect_wire::ApiError;
use xconnect_wire::public::THROTTLING_QUOTA;

const MINUTE: i64 = 60_000;

/// Counts calls by access key and minute.
pub(super) struct Throttle {
    limit: u32,
    minute: Mutex<Minute>,
}

#[derive(Default)]
struct Minute {
    number: i64,
    /// Only keys that exist get here, so that there are never more entries than keys.
    calls: HashMap<String, u32>,
}

impl Throttle {
    /// So many calls in a minute.
    pub(super) fn new(limit: u32) -> Self {
        Self { limit, minute: Mutex::default() }
    }

    /// Counts a call, or refuses it.
    pub(super) fn admit(&self, access_key: &str, now: Time) -> Result<(), ApiError> {
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.0.div_euclid(MINUTE);
        if minute.number != number {
            *minute = Minute { number, calls: HashMap::new() };
        }
        let calls = minute.calls.entry(access_key.to_owned()).or_default();
        if *calls >= self.limit {
            return Err(ApiError::new(&THROTTLING_QUOTA));
        }
        *calls += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_so_many_calls_in_a_minute() {
        let throttle = Throttle::new(2);
        let call = |key, at| throttle.admit(key, Time(at)).is_ok();
        assert_eq!([call("a", 0), call("a", 1), call("a", 2), call("b", 2)], [true, true, false, true]);
        assert!(call("a", MINUTE));
    }
}
