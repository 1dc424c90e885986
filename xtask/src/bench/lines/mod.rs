//! Lines and border routers: what a filtered list costs among many, and what each write costs beside the creation of
//! a router interface.
//!
//! Everything is made through the API, by the two accounts that a server has out of the box: the first one owns the
//! dedicated lines, the second one is the tenant of shared lines on them. Dedicated lines need ports, of which access
//! points have few; lines in great numbers are therefore shared ones.

mod reads;
mod site;
mod writes;

use super::Bench;
use super::report::Row;

/// Both halves of the part.
pub(super) fn lines(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let mut rows = reads::run(bench)?;
    rows.extend(writes::run(bench)?);
    Ok(rows)
}
