//! The State itself.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xconnect_model::{ClockSetting, Seq};

use crate::change::{Change, Kind, Record};
use crate::rows;
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

        /// Puts a State together: first the rows of a snapshot, in whatever order they come, then the changes since.
        ///
        /// The indexes are built once, at the end, which is what makes a start with a million records quick.
        #[derive(Default)]
        pub struct Loader {
            $($table: Gathered<xconnect_model::$kind>,)*
            clock: ClockSetting,
            next_seq: Seq,
        }

        impl State {
            fn put(&mut self, record: &Record) {
                match record {
                    $(Record::$kind(row) => {
                        self.next_seq = self.next_seq.max(row.seq().saturating_add(1));
                        self.$table.put(Arc::clone(row));
                    })*
                    Record::Clock(clock) => self.clock = *clock,
                }
            }

            /// The record at a place.
            pub fn record(&self, kind: Kind, seq: Seq) -> Option<Record> {
                match kind {
                    $(Kind::$kind => self.$table.at(seq).map(|row| Record::$kind(Arc::clone(row))),)*
                }
            }

            /// Number of records in all tables.
            pub fn records(&self) -> usize {
                0 $(+ self.$table.len())*
            }

            /// Every record at this place and after it, in the order of their places.
            pub fn since(&self, seq: Seq) -> Vec<Record> {
                let mut records = Vec::new();
                $(records.extend(self.$table.iter_from(seq).map(|row| Record::$kind(Arc::clone(row))));)*
                records.sort_by_key(|record| record.place().map(|(_, seq)| seq));
                records
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
                    $(Rows::$kind(rows) => self.$table.rows.extend(rows),)*
                    Rows::Rest { clock, next_seq } => {
                        self.clock = clock;
                        self.next_seq = next_seq;
                    }
                }
            }

            /// Adds changes that were made after all pieces and all changes so far.
            pub fn apply(&mut self, changes: Vec<Change>) {
                for change in changes {
                    match change {
                        $(Change::Put(Record::$kind(row)) => {
                            let next = row.seq().saturating_add(1);
                            self.$table.put(row, self.next_seq);
                            self.next_seq = self.next_seq.max(next);
                        })*
                        Change::Put(Record::Clock(clock)) => self.clock = clock,
                        $(Change::Delete { kind: Kind::$kind, seq, .. } => {
                            // What was never there is not gone.
                            if seq < self.next_seq {
                                self.$table.later.insert(seq, None);
                            }
                        })*
                    }
                }
            }

            /// The State of everything that was added.
            pub fn finish(self) -> State {
                State {
                    $($table: self.$table.finish(),)*
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
    /// Access points that an operator has set up.
    access_points: AccessPoint,
    /// Regions that the catalogue does not have.
    own_regions: OwnRegion,
    /// Physical connections, dedicated and shared.
    physical_connections: PhysicalConnection,
    /// Failover groups of border routers.
    vbr_has: VbrHa,
    /// CEN instances.
    cens: Cen,
    /// What is attached to them.
    cen_attachments: CenAttachment,
    /// Who may attach what to them.
    cen_grants: CenGrant,
    /// What else a route can lead to.
    next_hop_targets: NextHopTarget,
    /// Entries of route tables.
    route_entries: RouteEntry,
    /// BGP groups.
    bgp_groups: BgpGroup,
    /// BGP peers with their sessions.
    bgp_peers: BgpPeer,
    /// Networks that border routers announce.
    bgp_networks: BgpNetwork,
    /// The customers' routers.
    customer_routers: CustomerRouter,
}

/// Rows of one table on their way into a State.
struct Gathered<R> {
    rows: Vec<Arc<R>>,
    later: HashMap<Seq, Option<Arc<R>>>,
}

impl<R> Default for Gathered<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), later: HashMap::new() }
    }
}

impl<R: Row> Gathered<R> {
    /// Adds a change. Places are handed out in order, so that a row at or after the `next` one is new, and comes after
    /// all others.
    fn put(&mut self, row: Arc<R>, next: Seq) {
        if row.seq() >= next {
            self.rows.push(row);
        } else {
            self.later.insert(row.seq(), Some(row));
        }
    }

    fn finish(mut self) -> Table<R> {
        if !self.later.is_empty() {
            self.rows.retain(|row| !self.later.contains_key(&row.seq()));
            self.rows.extend(self.later.into_values().flatten());
        }
        Table::from_rows(self.rows)
    }
}

impl State {
    /// How many records are in a state that ends by itself.
    pub fn under_way(&self) -> usize {
        self.vpcs.count(rows::network::pending())
            + self.vswitches.count(rows::network::pending())
            + self.router_interfaces.count(rows::router_interface::in_transition())
            + self.physical_connections.count(rows::physical_connection::in_transition())
            + self.virtual_border_routers.count(rows::virtual_border_router::in_transition())
            + self.vbr_has.count(rows::vbr_ha::in_transition())
            + self.cens.count(rows::cen::in_transition())
            + self.cen_attachments.count(rows::cen::in_transition())
            + self.route_entries.count(rows::route::in_transition())
            + self.bgp_groups.count(rows::bgp::in_transition())
            + self.bgp_peers.count(rows::bgp::in_transition())
            + self.bgp_networks.count(rows::bgp::in_transition())
    }

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
