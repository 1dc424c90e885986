//! The State itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xconnect_model::{ClockSetting, Seq};

use crate::change::{Change, Kind, Record};
use crate::table::{Row, Table};

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $kind:ident),* $(,)?) => {
        /// Everything the service knows, at one position of the log.
        #[derive(Clone, Default)]
        pub struct State {
            $($(#[$doc])* pub $table: Table<xconnect_model::$kind>,)*
            /// How the service clock runs.
            pub clock: ClockSetting,
            next_seq: Seq,
        }

        /// Some rows of one table, as a snapshot holds them.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub enum Rows {
            $(#[doc = concat!("Rows of `", stringify!($table), "`.")]
            $kind(Vec<Arc<xconnect_model::$kind>>),)*
            /// What stands in no table.
            Rest {
                /// How the service clock runs.
                clock: ClockSetting,
                /// The place of the next record.
                next_seq: Seq,
            },
        }

        /// Puts a State together from the rows of a snapshot, in whatever order they come.
        #[derive(Default)]
        pub struct Loader {
            $($table: Vec<Arc<xconnect_model::$kind>>,)*
            clock: ClockSetting,
            next_seq: Seq,
        }

        impl State {
            fn put(&mut self, record: &Record) {
                match record {
                    $(Record::$kind(row) => {
                        self.next_seq = self.next_seq.max(row.seq() + 1);
                        self.$table.put(Arc::clone(row));
                    })*
                    Record::Clock(clock) => self.clock = *clock,
                }
            }

            fn delete(&mut self, kind: Kind, seq: Seq) {
                match kind {
                    $(Kind::$kind => self.$table.remove(seq),)*
                }
            }

            /// The whole State in pieces of at most `size` rows; a [`Loader`] puts them together again.
            pub fn pieces(&self, size: usize) -> impl Iterator<Item = Rows> {
                let rest = Rows::Rest { clock: self.clock, next_seq: self.next_seq };
                let all = std::iter::once(rest);
                $(let all = all.chain(pieces(&self.$table, size).map(Rows::$kind));)*
                all
            }
        }

        impl Loader {
            /// Adds a piece.
            pub fn add(&mut self, rows: Rows) {
                match rows {
                    $(Rows::$kind(rows) => self.$table.extend(rows),)*
                    Rows::Rest { clock, next_seq } => {
                        self.clock = clock;
                        self.next_seq = next_seq;
                    }
                }
            }

            /// The State of all pieces.
            pub fn finish(self) -> State {
                State {
                    $($table: Table::from_rows(self.$table),)*
                    clock: self.clock,
                    next_seq: self.next_seq,
                }
            }
        }

        impl PartialEq for State {
            /// Two States are the same when their records are; how their indexes are laid out does not matter.
            fn eq(&self, other: &Self) -> bool {
                self.clock == other.clock
                    && self.next_seq == other.next_seq
                    $(&& self.$table.iter().eq(other.$table.iter()))*
            }
        }
    };
}

tables! {
    /// Accounts.
    accounts: Account,
    /// Access keys of all accounts.
    access_keys: AccessKey,
    /// Resource groups.
    resource_groups: ResourceGroup,
    /// VPCs, each with its VRouter.
    vpcs: Vpc,
    /// vSwitches.
    vswitches: VSwitch,
    /// Route tables of VRouters and virtual border routers.
    route_tables: RouteTable,
    /// Virtual border routers.
    virtual_border_routers: VirtualBorderRouter,
    /// Router interfaces.
    router_interfaces: RouterInterface,
    /// Orders for subscriptions.
    orders: Order,
    /// Idempotency tokens.
    tokens: Token,
}

impl State {
    /// Makes the next State of this one.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Put(record) => self.put(record),
                Change::Delete { kind, seq, .. } => self.delete(*kind, *seq),
            }
        }
    }

    /// The place that the next new record gets.
    pub fn next_seq(&self) -> Seq {
        self.next_seq
    }
}

fn pieces<R: Row>(table: &Table<R>, size: usize) -> impl Iterator<Item = Vec<Arc<R>>> {
    let mut rows = table.iter();
    std::iter::from_fn(move || {
        let piece: Vec<_> = rows.by_ref().take(size).cloned().collect();
        (!piece.is_empty()).then_some(piece)
    })
}
