//! How the service clock runs.

use serde::{Deserialize, Serialize};

use crate::time::Time;

/// The service clock as a line: at `wall` it showed `service`, and since then it has run `rate` times as fast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClockSetting {
    /// What the machine's clock showed when the setting was made.
    pub wall: Time,
    /// What the service clock showed then.
    pub service: Time,
    /// Service seconds a real second; 0 is a frozen clock.
    pub rate: f64,
}

impl Default for ClockSetting {
    /// Service time is real time.
    fn default() -> Self {
        Self { wall: Time(0), service: Time(0), rate: 1.0 }
    }
}
