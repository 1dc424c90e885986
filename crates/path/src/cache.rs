//! What has been worked out of a State once is kept, for as long as what it was worked out of stays the same.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use xconnect_model::Text;

/// Values by name, each made when it is asked for first.
pub(crate) struct Cache<T>(RwLock<HashMap<Text, Arc<T>>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Cache<T> {
    /// The value with this name. Two who ask at the same time may both make it; one of the two is kept.
    pub(crate) fn get(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        // Nothing is left half done in here, so that a panic elsewhere has broken nothing.
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.unwrap_or_else(|| {
            let made = Arc::new(make());
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(name.into()).or_insert(made))
        })
    }

    /// What is known now, for a State in which it still holds.
    pub(crate) fn copy(&self) -> Self {
        Self(RwLock::new(self.0.read().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}
