//! Faults that a test asks for: calls of the cloud API that fail, or take long, on purpose.
//!
//! They are kept in memory and are gone with the process. The first that fits, in the order in which they were made,
//! strikes, and counts the call; the others do not see it.

mod body;
mod routes;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use xconnect_model::AccountId;
use xconnect_wire::ApiError;

pub(crate) use self::routes::routes;

/// Faults that there can be at a time.
const MAX_FAULTS: usize = 1_000;
/// What stands for any action.
const ANY_ACTION: &str = "*";

/// The faults that are in force; the cloud API asks them before every action.
#[derive(Debug, Default)]
pub struct Faults {
    /// So that a server without faults pays nothing for them.
    any: AtomicBool,
    all: Mutex<Registry>,
}

/// What a fault does to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// How long the call waits first, in real time.
    pub delay: Duration,
    /// What it is answered with instead of running; absent: it runs after all.
    pub error: Option<ApiError>,
}

#[derive(Debug, Default)]
struct Registry {
    /// By number, which is the order in which they were made.
    faults: BTreeMap<u64, Fault>,
    last: u64,
}

/// A fault.
#[derive(Debug, Clone)]
struct Fault {
    /// The action, or `*`.
    action: String,
    /// Whose calls; absent: everybody's.
    account: Option<AccountId>,
    /// How many calls it still strikes; absent: as long as it is there.
    calls_left: Option<u64>,
    struck: u64,
    strike: Strike,
}

impl Faults {
    /// What happens to this call; `None` when nothing does. Counts the call.
    pub fn strike(&self, action: &str, account: AccountId) -> Option<Strike> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut all = self.all();
        let fits = |fault: &Fault| {
            (fault.action == action || fault.action == ANY_ACTION)
                && fault.account.is_none_or(|only| only == account)
                && fault.calls_left != Some(0)
        };
        let fault = all.faults.values_mut().find(|fault| fits(fault))?;
        fault.struck += 1;
        if let Some(left) = &mut fault.calls_left {
            *left -= 1;
        }
        Some(fault.strike.clone())
    }

    /// Takes a fault in; `None` when there are too many. Says its number.
    fn add(&self, fault: Fault) -> Option<u64> {
        let mut all = self.all();
        // What has struck for the last time is shown only as long as there is room for it.
        if all.faults.len() >= MAX_FAULTS {
            let spent = all.faults.iter().find(|(_, fault)| fault.calls_left == Some(0));
            let spent = spent.map(|(number, _)| *number)?;
            all.faults.remove(&spent);
        }
        all.last += 1;
        let number = all.last;
        all.faults.insert(number, fault);
        self.any.store(true, Ordering::Release);
        Some(number)
    }

    fn get(&self, number: u64) -> Option<Fault> {
        self.all().faults.get(&number).cloned()
    }

    fn remove(&self, number: u64) -> bool {
        self.retain(|one, _| one != number) > 0
    }

    /// Takes away the faults that are for one account alone, or all.
    pub(crate) fn clear(&self, of: Option<AccountId>) {
        self.retain(|_, fault| of.is_some() && fault.account != of);
    }

    /// Keeps some faults, and says how many went.
    fn retain(&self, mut keep: impl FnMut(u64, &Fault) -> bool) -> usize {
        let mut all = self.all();
        let before = all.faults.len();
        all.faults.retain(|number, fault| keep(*number, fault));
        self.any.store(!all.faults.is_empty(), Ordering::Release);
        before - all.faults.len()
    }

    fn view<T>(&self, view: impl FnMut((&u64, &Fault)) -> T) -> Vec<T> {
        self.all().faults.iter().map(view).collect()
    }

    fn all(&self) -> MutexGuard<'_, Registry> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const OWN: AccountId = AccountId(1);

    fn fault(action: &str, account: Option<AccountId>, calls: Option<u64>, http: u16) -> Fault {
        let error = Some(ApiError::injected(http, "Broken", "on purpose"));
        let strike = Strike { delay: Duration::ZERO, error };
        Fault { action: action.to_owned(), account, calls_left: calls, struck: 0, strike }
    }

    fn status(faults: &Faults, action: &str, account: AccountId) -> Option<u16> {
        faults.strike(action, account).and_then(|strike| strike.error).map(|error| error.http())
    }

    #[test]
    fn the_first_that_fits_strikes_until_it_is_spent() {
        let faults = Faults::default();
        assert_eq!(faults.strike("CreateVpc", OWN), None);
        faults.add(fault("CreateVpc", Some(AccountId(2)), None, 500)).unwrap();
        let second = faults.add(fault("CreateVpc", None, Some(2), 501)).unwrap();
        faults.add(fault("*", Some(OWN), None, 502)).unwrap();
        let next = || status(&faults, "CreateVpc", OWN);
        assert_eq!([next(), next(), next()], [Some(501), Some(501), Some(502)]);
        assert_eq!(status(&faults, "DeleteVpc", OWN), Some(502));
        assert_eq!(status(&faults, "DeleteVpc", AccountId(3)), None);
        assert_eq!(faults.get(second).unwrap().struck, 2);
        assert!(faults.remove(second) && !faults.remove(second));
        faults.clear(Some(OWN));
        assert_eq!((next(), status(&faults, "CreateVpc", AccountId(2))), (None, Some(500)));
        faults.clear(None);
        assert_eq!(status(&faults, "CreateVpc", AccountId(2)), None);
    }

    #[test]
    fn calls_at_the_same_time_are_counted_once_each() {
        let faults = Arc::new(Faults::default());
        faults.add(fault("CreateVpc", None, Some(500), 500)).unwrap();
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let faults = Arc::clone(&faults);
                std::thread::spawn(move || {
                    (0..100).filter(|_| faults.strike("CreateVpc", OWN).is_some()).count()
                })
            })
            .collect();
        let struck: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(struck, 500);
    }

    #[test]
    fn there_is_a_bound_and_spent_ones_make_room() {
        let faults = Faults::default();
        let first = faults.add(fault("CreateVpc", None, Some(1), 500)).unwrap();
        for _ in 1..MAX_FAULTS {
            faults.add(fault("DeleteVpc", None, None, 500)).unwrap();
        }
        assert_eq!(faults.add(fault("DeleteVpc", None, None, 500)), None);
        faults.strike("CreateVpc", OWN).unwrap();
        assert!(faults.add(fault("DeleteVpc", None, None, 500)).is_some());
        assert!(faults.get(first).is_none());
    }
}
