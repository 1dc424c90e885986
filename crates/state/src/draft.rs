//! A draft: the Changes that an action stages, with what it needs to make new records.

use xconnect_model::account::Secret;
use xconnect_model::id::{self, RandomBytes, ResourceId};
use xconnect_model::{OrderId, Seq, Time};

use crate::change::{Change, Deletable, Record};

/// Stages Changes. Nothing in the State moves until the engine commits the draft; a draft that is dropped has
/// never been.
pub struct Draft<'a> {
    now: Time,
    next_seq: Seq,
    random: &'a mut dyn RandomBytes,
    changes: Vec<Change>,
}

impl<'a> Draft<'a> {
    /// An empty draft on top of a State whose next record gets `next_seq`.
    pub fn new(now: Time, next_seq: Seq, random: &'a mut dyn RandomBytes) -> Self {
        Self { now, next_seq, random, changes: Vec::new() }
    }

    /// The service time of the commit.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The place of a new record.
    pub fn seq(&mut self) -> Seq {
        let seq = self.next_seq;
        self.next_seq += 1;
        seq
    }

    /// A fresh id for a resource in a region whose ids carry `region_code`.
    pub fn id<I: ResourceId>(&mut self, region_code: &str) -> I {
        id::fresh(self.random, region_code)
    }

    /// A fresh order number.
    pub fn order_id(&mut self) -> OrderId {
        id::fresh_order(self.random)
    }

    /// A text of 32 hexadecimal digits that nobody can foresee.
    pub fn secret(&mut self) -> Secret {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Secret::new(format!("{:032x}", u128::from_le_bytes(bytes)))
    }

    /// Stages a record: new, or in place of the one with the same `seq`.
    pub fn put(&mut self, record: impl Into<Record>) {
        self.changes.push(Change::Put(record.into()));
    }

    /// Stages the removal of a record.
    #[expect(private_bounds, reason = "every record of a table can be deleted; nothing else is to be added")]
    pub fn delete<R: Deletable>(&mut self, row: &R) {
        self.changes.push(Change::delete(row));
    }

    /// What has been staged, in order.
    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }

    /// What has been staged so far.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}
