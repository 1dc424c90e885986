//! How often each action was called, and what came of it: a test that only ever hears refusals shows nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How often each action succeeded, and was refused.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    actions: BTreeMap<&'static str, Count>,
    /// Refusals for which the model knew of one row only.
    exact: usize,
    /// The rows that were told.
    rows: BTreeSet<(&'static str, String)>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    done: usize,
    refused: usize,
}

impl Tally {
    pub(crate) fn done(&mut self, action: &'static str) {
        self.actions.entry(action).or_default().done += 1;
    }

    /// A refusal, and whether no other row applied.
    pub(crate) fn refused(&mut self, action: &'static str, row: String, exact: bool) {
        self.actions.entry(action).or_default().refused += 1;
        self.exact += usize::from(exact);
        self.rows.insert((action, row));
    }

    pub(crate) fn calls(&self) -> usize {
        self.actions.values().map(|count| count.done + count.refused).sum()
    }

    /// Every action has to have succeeded and to have been refused, more often in a longer run.
    pub(crate) fn check(&self, calls: usize) {
        let enough = (calls / 10_000).max(1);
        let rare = |action: &&'static str| {
            let count = self.actions.get(*action).copied().unwrap_or_default();
            let never_refused = crate::families::NEVER_REFUSED.contains(action);
            count.done < enough || (count.refused < enough && !never_refused)
        };
        let rare: Vec<_> = crate::families::actions().filter(rare).collect();
        assert!(rare.is_empty(), "too rarely done or refused: {rare:?}\n{self}");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused: usize = self.actions.values().map(|count| count.refused).sum();
        writeln!(f, "{} calls, {refused} refused, of which {} with the only row", self.calls(), self.exact)?;
        for (action, count) in &self.actions {
            writeln!(f, "  {action}: {} done, {} refused", count.done, count.refused)?;
            let rows = self.rows.iter().filter(|(refused, _)| refused == action);
            for (_, row) in rows {
                writeln!(f, "    {row}")?;
            }
        }
        Ok(())
    }
}
