//! ConnectRouterInterface. Its rules stand in a table, because their order has a test of its own.

use crate::case::Case;
use crate::connect_order::{RULES, Rule};

/// One case a rule: everything is right but for that.
pub(crate) fn cases() -> Vec<Case> {
    RULES.iter().map(Rule::case).collect()
}
