//! The replay guard: which nonces were used, for as long as their requests could be sent again.
//!
//! A request is acceptable while its timestamp is within the window around the server's time, so its nonce
//! has to be remembered until the timestamp has fallen out of it. Timestamps lie up to a window ahead: twice
//! the window at most.
//!
//! One rule makes this safe whatever happens: **what is forgotten is refused.** Nonces are kept by the second
//! of their timestamps, and whenever a second is dropped, be it over age or for want of room, a floor rises
//! to it, below which nothing is admitted any more. So memory is bounded, a clock that steps back opens no
//! gap, and too many requests cost acceptance of the oldest, never protection.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use siphasher::sip::SipHasher24;

use crate::ApiError;
use crate::public::{ILLEGAL_TIMESTAMP, NONCE_USED};

/// Independent parts of the guard, so that concurrent requests seldom wait for each other. A power of two.
const SHARDS: usize = 16;

/// Remembers which nonces were used, per access key, for as long as their timestamps are acceptable; bounded.
#[derive(Debug)]
pub struct ReplayGuard {
    window_ms: i64,
    shards: [Mutex<Shard>; SHARDS],
}

/// One used nonce, as it is stored to outlive a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonceMark {
    /// The request's timestamp in milliseconds since 1970.
    pub at: i64,
    /// What is remembered of access key and nonce.
    pub print: NoncePrint,
}

/// A 64-bit fingerprint of an access key and a nonce, the same in every process. Serialised as 16 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoncePrint(u64);

impl NoncePrint {
    /// The fingerprint as a number, for keeping it elsewhere.
    pub fn to_bits(self) -> u64 {
        self.0
    }

    /// The fingerprint that was kept as this number.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

impl ReplayGuard {
    /// A guard for timestamps up to `window_ms` from the server's time, which remembers `capacity` nonces.
    ///
    /// Capacity is divided among a few independent parts, so that somewhat fewer may fit, and rounded up to a
    /// multiple of their number.
    pub fn new(window_ms: i64, capacity: usize) -> Self {
        let capacity = capacity.div_ceil(SHARDS).max(1);
        Self { window_ms, shards: std::array::from_fn(|_| Mutex::new(Shard::new(capacity))) }
    }

    /// Uses up a nonce. To be called once the signature is verified, lest strangers use up other people's
    /// nonces.
    ///
    /// # Errors
    /// `SignatureNonceUsed`; `IllegalTimestamp` if the timestamp is so old that its nonces are forgotten.
    pub fn admit(
        &self,
        access_key: &str,
        nonce: &str,
        timestamp_ms: i64,
        now_ms: i64,
    ) -> Result<NonceMark, ApiError> {
        let mark = NonceMark { at: timestamp_ms, print: NoncePrint::of(access_key, nonce) };
        let mut shard = self.shard(mark.print);
        shard.forget_before(now_ms.saturating_sub(self.window_ms));
        shard.insert(mark)?;
        Ok(mark)
    }

    /// Remembers a nonce that was used before a restart.
    pub fn restore(&self, mark: NonceMark) {
        // A mark that is known already, or too old to matter, changes nothing.
        let _ = self.shard(mark.print).insert(mark);
    }

    /// Every nonce that is remembered, in no order.
    pub fn marks(&self) -> Vec<NonceMark> {
        self.shards.iter().flat_map(|shard| lock(shard).marks()).collect()
    }

    fn shard(&self, print: NoncePrint) -> MutexGuard<'_, Shard> {
        lock(&self.shards[print.0 as usize % SHARDS])
    }
}

/// A shard stays usable if a holder of its lock panicked: no operation on it stops half-way.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One part of the guard.
#[derive(Debug)]
struct Shard {
    capacity: usize,
    /// Timestamps up to this second are no longer admitted.
    floor: i64,
    prints: HashSet<NoncePrint, Scatter>,
    /// The same prints by the second of their timestamps.
    seconds: BTreeMap<i64, Vec<NonceMark>>,
}

impl Shard {
    fn new(capacity: usize) -> Self {
        Self { capacity, floor: i64::MIN, prints: HashSet::default(), seconds: BTreeMap::new() }
    }

    fn insert(&mut self, mark: NonceMark) -> Result<(), ApiError> {
        let second = mark.at.div_euclid(1000);
        if second <= self.floor || self.prints.len() == self.capacity {
            if self.prints.contains(&mark.print) {
                return Err(ApiError::new(&NONCE_USED));
            }
            // Room is only made for what would be admitted; making it may raise the floor above this very
            // request.
            if second > self.floor {
                self.forget_oldest();
            }
            if second <= self.floor {
                return Err(ApiError::new(&ILLEGAL_TIMESTAMP));
            }
        }
        if !self.prints.insert(mark.print) {
            return Err(ApiError::new(&NONCE_USED));
        }
        self.seconds.entry(second).or_default().push(mark);
        Ok(())
    }

    /// Drops the seconds that lie wholly before `moment_ms`.
    fn forget_before(&mut self, moment_ms: i64) {
        let moment = moment_ms.div_euclid(1000);
        while self.seconds.first_key_value().is_some_and(|(second, _)| *second < moment) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((second, marks)) = self.seconds.pop_first() {
            for mark in marks {
                self.prints.remove(&mark.print);
            }
            self.floor = second;
        }
    }

    fn marks(&self) -> Vec<NonceMark> {
        self.seconds.values().flatten().copied().collect()
    }
}

/// Scatters prints over a table: one multiplication with a number that every guard draws anew.
///
/// Prints are fingerprints already, but under a key that anybody can read here. So somebody with an access key could
/// look for nonces whose prints agree in some bits; which bits meet in the table is what the factor hides.
#[derive(Debug, Clone)]
struct Scatter {
    factor: u64,
}

impl Default for Scatter {
    fn default() -> Self {
        // Odd, so that no two prints are made one.
        Self { factor: RandomState::new().build_hasher().finish() | 1 }
    }
}

impl BuildHasher for Scatter {
    type Hasher = Scattered;

    fn build_hasher(&self) -> Scattered {
        Scattered { factor: self.factor, hash: 0 }
    }
}

struct Scattered {
    factor: u64,
    hash: u64,
}

impl Hasher for Scattered {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, print: u64) {
        let product = u128::from(print ^ self.hash) * u128::from(self.factor);
        // The upper half depends on all bits, the lower half tells all numbers apart.
        self.hash = product as u64 ^ (product >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}

impl NoncePrint {
    fn of(access_key: &str, nonce: &str) -> Self {
        // Any fixed key will do; it must never change, because prints are stored.
        let mut hasher = SipHasher24::new_with_keys(0x7863_6f6e_6e65_6374, 0x6e6f_6e63_652d_7631);
        hasher.write(access_key.as_bytes());
        // No text contains this byte, so the border between the two is unmistakable.
        hasher.write(&[0xff]);
        hasher.write(nonce.as_bytes());
        Self(hasher.finish())
    }
}

impl fmt::Display for NoncePrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for NoncePrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for NoncePrint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NoncePrint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let print = if hex { u64::from_str_radix(&text, 16).ok() } else { None };
        print.map(Self).ok_or_else(|| serde::de::Error::custom("a nonce print is 16 hex digits"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3_600_000;
    const NOW: i64 = 1_790_000_000_000;

    fn guard() -> ReplayGuard {
        ReplayGuard::new(HOUR, 1 << 16)
    }

    #[test]
    fn a_nonce_is_used_once_per_access_key() {
        let guard = guard();
        guard.admit("ak", "n", NOW, NOW).unwrap();
        let again = guard.admit("ak", "n", NOW, NOW + 1).unwrap_err();
        assert_eq!((again.code(), again.http()), ("SignatureNonceUsed", 400));
        assert_eq!(
            guard.admit("ak", "n", NOW + 5000, NOW).unwrap_err(),
            again,
            "under another timestamp too"
        );
        guard.admit("other", "n", NOW, NOW).unwrap();
        guard.admit("ak", "m", NOW, NOW).unwrap();
        guard.admit("akn", "", NOW, NOW).unwrap();
        guard.admit("a", "kn", NOW, NOW).unwrap();
    }

    #[test]
    fn a_nonce_is_remembered_until_its_timestamp_has_left_the_window() {
        let guard = guard();
        let (ahead, last) = (NOW + HOUR, NOW + 2 * HOUR);
        guard.admit("ak", "n", ahead, NOW).unwrap();
        assert_eq!(guard.admit("ak", "n", ahead, last).unwrap_err().spec(), &NONCE_USED);
        guard.admit("ak", "n", last, last + 1000).unwrap();
        assert_eq!(guard.marks().len(), 1);
    }

    #[test]
    fn what_is_forgotten_is_refused_though_the_clock_steps_back() {
        // One part only, so that any request makes it forget.
        let mut shard = Shard::new(10);
        let mark = NonceMark { at: NOW, print: NoncePrint::of("ak", "n") };
        shard.insert(mark).unwrap();
        shard.forget_before(NOW + 999);
        assert_eq!(shard.insert(mark).unwrap_err().spec(), &NONCE_USED);
        shard.forget_before(NOW + 1000);
        assert_eq!(shard.insert(mark).unwrap_err().spec(), &ILLEGAL_TIMESTAMP);
        shard.insert(NonceMark { at: NOW + 1000, ..mark }).unwrap();
    }

    #[test]
    fn when_full_the_oldest_are_forgotten_and_refused() {
        let guard = ReplayGuard::new(HOUR, 64);
        for n in 0..1000 {
            guard.admit("ak", &n.to_string(), NOW + n * 1000, NOW).unwrap();
        }
        let marks = guard.marks();
        assert!(marks.len() <= 64 && marks.len() >= 48, "{}", marks.len());
        for n in 0..1000 {
            assert!(guard.admit("ak", &n.to_string(), NOW + n * 1000, NOW).is_err(), "{n}");
        }
        guard.admit("ak", "new", NOW + 1_000_000, NOW).unwrap();
    }

    #[test]
    fn a_single_second_that_overflows_never_admits_twice() {
        let guard = ReplayGuard::new(HOUR, 16);
        let admitted = |n: u32| guard.admit("ak", &n.to_string(), NOW, NOW).is_ok();
        let first: Vec<u32> = (0..100).filter(|n| admitted(*n)).collect();
        assert!(first.len() <= 16);
        assert!(!(0..100).any(admitted));
    }

    #[test]
    fn marks_survive_a_restart() {
        let before = guard();
        let mark = before.admit("ak", "n", NOW, NOW).unwrap();
        let stored = serde_json::to_string(&mark).unwrap();
        // The print must not change between versions: it is on disks.
        assert_eq!(stored, r#"{"at":1790000000000,"print":"10d967d8b111c5ce"}"#);
        let after = guard();
        after.restore(serde_json::from_str(&stored).unwrap());
        after.restore(mark);
        assert_eq!(after.marks(), [mark]);
        assert_eq!(after.admit("ak", "n", NOW, NOW).unwrap_err().spec(), &NONCE_USED);
        for broken in [r#""123""#, r#""+123456789abcdef""#, "12"] {
            assert!(serde_json::from_str::<NoncePrint>(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn extreme_times_do_no_harm() {
        let guard = guard();
        for moment in [i64::MIN, -1, 0, i64::MAX] {
            for (n, now) in [i64::MIN, 0, i64::MAX].into_iter().enumerate() {
                let _ = guard.admit("ak", &format!("{moment}/{n}"), moment, now);
            }
        }
    }

    #[test]
    fn threads_agree_on_who_was_first() {
        let guard = guard();
        let admitted: usize = std::thread::scope(|scope| {
            let count = || (0..1000).filter(|n| guard.admit("ak", &n.to_string(), NOW, NOW).is_ok()).count();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(count)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(admitted, 1000);
    }

    proptest! {
        /// Whatever the order of requests, clock steps, and overflows: the same request never passes twice.
        #[test]
        fn no_request_is_admitted_twice(
            steps in prop::collection::vec((0_u8..40, 0_i64..20, -10_i64..30), 1..300),
        ) {
            let guard = ReplayGuard::new(10_000, 32);
            let mut admitted = HashSet::new();
            for (nonce, second, now) in steps {
                let (at, now) = (NOW + second * 1000, NOW + now * 1000);
                let in_window = at.abs_diff(now) <= 10_000;
                if in_window && guard.admit("ak", &nonce.to_string(), at, now).is_ok() {
                    prop_assert!(admitted.insert((nonce, at)), "{nonce} at {at} twice");
                }
                prop_assert!(guard.marks().len() <= 32);
            }
        }
    }
}
