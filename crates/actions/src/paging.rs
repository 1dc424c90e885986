//! Pages with a number and a size.

use std::sync::Arc;

use xconnect_state::{Query, Row, Table};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

/// Which page of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) number: u32,
    pub(crate) size: u32,
}

/// A page, with what an answer says about it.
pub(crate) struct Listed<'s, R> {
    pub(crate) paging: Paging,
    pub(crate) total: usize,
    pub(crate) rows: Vec<&'s Arc<R>>,
}

impl Paging {
    /// Page 1 and ten records, unless the request says otherwise; at most `max` records.
    pub(crate) fn new(number: Option<u32>, size: Option<u32>, max: u32) -> Result<Self, ApiError> {
        let paging = Self { number: number.unwrap_or(1), size: size.unwrap_or(10) };
        if paging.number == 0 {
            return Err(invalid_parameter("PageNumber"));
        }
        if paging.size == 0 || paging.size > max {
            return Err(invalid_parameter("PageSize"));
        }
        Ok(paging)
    }

    /// The page of a table's records; beyond the last page, the last one.
    pub(crate) fn of<'s, R: Row>(self, table: &'s Table<R>, query: &Query) -> Listed<'s, R> {
        let size = self.size as usize;
        let wanted = (self.number as usize - 1).saturating_mul(size);
        let mut page = table.page(query, wanted, size);
        if page.rows.is_empty() && page.total > 0 {
            page = table.page(query, (page.total - 1) / size * size, size);
        }
        Listed { paging: self, total: page.total, rows: page.rows }
    }

    /// The page of a list that was gathered for this answer; beyond the last page, the last one.
    pub(crate) fn cut<T>(self, all: Vec<T>) -> Vec<T> {
        let size = self.size as usize;
        let last = all.len().saturating_sub(1) / size;
        let wanted = last.min(self.number as usize - 1);
        all.into_iter().skip(wanted * size).take(size).collect()
    }
}
