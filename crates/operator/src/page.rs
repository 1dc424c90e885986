//! Lists by pages: a cursor that stays right while records come and go, and a bound on the work of one page.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xconnect_model::Seq;
use xconnect_state::{Row, Table};

use crate::error::{Code, Problem};

/// Rows that a page has when nothing is said.
const LIMIT: usize = 100;
/// Rows that it can have.
const MAX_LIMIT: usize = 500;
/// Records that are looked at for one page.
const LOOKED_AT: usize = 100_000;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Cursor {
    /// `next` of the page before; absent for the first page.
    #[param(value_type = Option<u64>)]
    after: Option<Seq>,
    /// How many rows at most, 1 to 500; 100 when absent.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// A page of a list, in the order of creation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows. Where filters leave little, there may be fewer than asked for although more pages follow.
    items: Vec<T>,
    /// What to send as `after` for the next page; null on the last one.
    #[schema(value_type = Option<u64>)]
    next: Option<Seq>,
}

/// The page of a table's rows that a filter lets through.
pub(crate) fn page<R: Row, T>(
    table: &Table<R>,
    cursor: &Cursor,
    mut matches: impl FnMut(&R) -> bool,
    mut view: impl FnMut(&R) -> T,
) -> Result<Page<T>, Problem> {
    let limit = cursor.limit.unwrap_or(LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::new(Code::BadRequest, format!("limit is 1 to {MAX_LIMIT}")));
    }
    let mut rows = table.iter_from(cursor.after.map_or(0, |seq| seq.saturating_add(1))).peekable();
    let (mut items, mut last, mut looked_at) = (Vec::new(), None, 0);
    while items.len() < limit && looked_at < LOOKED_AT {
        let Some(row) = rows.next() else { break };
        (last, looked_at) = (Some(row.seq()), looked_at + 1);
        if matches(row) {
            items.push(view(row));
        }
    }
    let next = last.filter(|_| rows.peek().is_some());
    Ok(Page { items, next })
}

/// Whether a filter that may be absent lets a value through.
pub(crate) fn is(filter: Option<&String>, value: &str) -> bool {
    filter.is_none_or(|filter| filter == value)
}

/// As [`is()`], for what is written as a number.
pub(crate) fn is_number(filter: Option<&String>, value: u64) -> bool {
    filter.is_none_or(|filter| filter.parse() == Ok(value))
}
