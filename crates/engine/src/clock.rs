//! Time is a service. Everything in the product takes the time from here.
//!
//! Two times exist. Wall time is the machine's: it dates signatures, because clients sign with their own clocks.
//! Service time drives every life cycle: it starts as wall time, and can be frozen, advanced, or sped up.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use xconnect_model::{ClockSetting, Time};

/// The machine's clock, or a test's.
pub trait Wall: Send + Sync {
    /// What it shows now.
    fn now(&self) -> Time;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemWall;

impl Wall for SystemWall {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> Time {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Time(0).after(since_epoch)
    }
}

/// A clock that moves only when it is told to.
#[derive(Debug, Default)]
pub struct ManualWall(AtomicI64);

impl ManualWall {
    /// A clock that shows this.
    pub fn at(time: Time) -> Self {
        Self(AtomicI64::new(time.0))
    }

    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        let now = self.now();
        self.0.store(now.after(by).0, Ordering::SeqCst);
    }
}

impl Wall for ManualWall {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

/// How many times as fast as the wall's clock the service clock can run.
const MAX_RATE: f64 = 1_000_000.0;

/// The service clock. It never goes back.
pub struct ServiceClock {
    wall: Arc<dyn Wall>,
    setting: Mutex<ClockSetting>,
    latest: AtomicI64,
    bell: Bell,
}

impl ServiceClock {
    /// A clock that runs with the wall's, from not before `earliest` on.
    pub fn new(wall: Arc<dyn Wall>, setting: ClockSetting, earliest: Time) -> Self {
        Self { wall, setting: Mutex::new(setting), latest: AtomicI64::new(earliest.0), bell: Bell::default() }
    }

    /// The machine's time, for what clients date themselves.
    pub fn wall(&self) -> Time {
        self.wall.now()
    }

    /// Service time.
    pub fn now(&self) -> Time {
        let setting = *self.setting();
        let shown = service_time(&setting, self.wall.now());
        Time(self.latest.fetch_max(shown.0, Ordering::SeqCst).max(shown.0))
    }

    /// The setting that freezes the clock where it is.
    pub fn frozen(&self) -> ClockSetting {
        ClockSetting { wall: self.wall.now(), service: self.now(), rate: 0.0 }
    }

    /// The setting that moves the clock forward and lets it run on as before.
    pub fn advanced(&self, by: Duration) -> ClockSetting {
        let rate = self.setting().rate;
        ClockSetting { wall: self.wall.now(), service: self.now().after(by), rate }
    }

    /// The setting that makes the clock run this many times as fast as the wall's.
    pub fn at_rate(&self, rate: f64) -> ClockSetting {
        ClockSetting { wall: self.wall.now(), service: self.now(), rate: rate.clamp(0.0, MAX_RATE) }
    }

    /// How long to wait in real time until service time reaches a point; `None` while the clock is frozen.
    pub(crate) fn wait_for(&self, time: Time) -> Option<Duration> {
        let rate = self.setting().rate;
        let left = time.since(self.now());
        let real = || Duration::try_from_secs_f64(left.as_secs_f64() / rate).unwrap_or(Duration::MAX);
        (rate > 0.0).then(|| real().max(Duration::from_micros(1)))
    }

    /// Rung whenever the clock is set, and by whoever has news for those who wait for a point in time.
    pub(crate) fn bell(&self) -> &Bell {
        &self.bell
    }

    pub(crate) fn set(&self, setting: ClockSetting) {
        *self.setting() = setting;
        self.bell.ring();
    }

    /// Makes the clock show no earlier time from now on: somebody else's clock has already shown this one.
    pub(crate) fn not_before(&self, time: Time) {
        self.latest.fetch_max(time.0, Ordering::SeqCst);
    }

    fn setting(&self) -> MutexGuard<'_, ClockSetting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a clock can run at this rate. One that is no number could not even be written down in the log.
pub(crate) fn is_rate(rate: f64) -> bool {
    (0.0..=MAX_RATE).contains(&rate)
}

fn service_time(setting: &ClockSetting, wall: Time) -> Time {
    let passed = wall.0.saturating_sub(setting.wall.0);
    if setting.rate == 1.0 {
        return Time(setting.service.0.saturating_add(passed));
    }
    // A float holds milliseconds of a lifetime exactly; casting saturates.
    Time(setting.service.0.saturating_add((passed as f64 * setting.rate) as i64))
}

/// Wakes threads that wait for a point in time or for news, whichever comes first.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

impl Bell {
    /// Wakes the waiting thread, or the next one to wait.
    pub(crate) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits until the bell is rung or the time is over (`None`: only for the bell).
    pub(crate) fn wait(&self, at_most: Option<Duration>) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rung = match at_most {
            Some(limit) => {
                let waited = self.changed.wait_timeout_while(rung, limit, |rung| !*rung);
                waited.map_or_else(|poisoned| poisoned.into_inner().0, |(rung, _)| rung)
            }
            None => self.changed.wait_while(rung, |rung| !*rung).unwrap_or_else(PoisonError::into_inner),
        };
        *rung = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> (Arc<ManualWall>, ServiceClock) {
        let wall = Arc::new(ManualWall::at(Time(1_000_000)));
        (Arc::clone(&wall), ServiceClock::new(wall, ClockSetting::default(), Time(0)))
    }

    #[test]
    fn service_time_is_wall_time_until_it_is_set() {
        let (wall, clock) = clock();
        assert_eq!(clock.now(), Time(1_000_000));
        wall.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), Time(1_001_000));
    }

    #[test]
    fn frozen_advanced_and_sped_up() {
        let (wall, clock) = clock();
        clock.set(clock.frozen());
        wall.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), Time(1_000_000));
        assert_eq!(clock.wait_for(Time(2_000_000)), None);
        clock.set(clock.advanced(Duration::from_secs(8 * 86_400)));
        assert_eq!(clock.now(), Time(1_000_000 + 8 * 86_400_000));
        clock.set(clock.at_rate(60.0));
        wall.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), Time(1_000_000 + 8 * 86_400_000 + 60_000));
        assert_eq!(clock.wait_for(clock.now().after(Duration::from_secs(60))), Some(Duration::from_secs(1)));
    }

    #[test]
    fn it_never_goes_back() {
        let (_, clock) = clock();
        let before = clock.now();
        clock.set(ClockSetting { service: Time(5), wall: Time(1_000_000), rate: 1.0 });
        assert_eq!(clock.now(), before);
    }
}
