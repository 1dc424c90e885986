//! Cutting a story down to what matters: steps are left out as long as there still is a difference.

use crate::drive::{self, Step};
use crate::tally::Tally;

/// Stories that are tried.
const PATIENCE: usize = 150;

/// The shortest story found that still ends in a difference. Each step chooses by chance of its own, from
/// what there is, so that the others stay much as they are when one is left out.
pub(crate) fn shortest(steps: &[Step]) -> Vec<Step> {
    let mut best = steps.to_vec();
    let mut size = best.len().div_ceil(2).max(1);
    let mut tries = 0;
    while tries < PATIENCE {
        let mut at = 0;
        let mut found = false;
        while at < best.len() && tries < PATIENCE {
            let end = (at + size).min(best.len());
            let shorter = [&best[..at], &best[end..]].concat();
            tries += 1;
            match drive::episode(&shorter, &mut Tally::default()) {
                Err(difference) => {
                    best = shorter[..difference.steps].to_vec();
                    found = true;
                }
                Ok(()) => at = end,
            }
        }
        if size == 1 && !found {
            break;
        }
        size = (size / 2).max(1);
    }
    best
}
