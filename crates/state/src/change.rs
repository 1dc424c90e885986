//! Changes: records put and deleted. A commit is a list of them, and so is the log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xconnect_model::{ClockSetting, Seq};

use crate::table::Row;

/// One step from a State to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The record is now this.
    Put(Record),
    /// The record is gone.
    Delete {
        /// Which table it was in.
        kind: Kind,
        /// Its place there.
        seq: Seq,
        /// Its name, for people who read the log.
        label: String,
    },
}

macro_rules! records {
    ($($kind:ident),* $(,)?) => {
        /// A record of any kind. The variants' names stand in the log and never change.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Record {
            $(#[doc = concat!("A [`xconnect_model::", stringify!($kind), "`].")]
            $kind(Arc<xconnect_model::$kind>),)*
            /// How the service clock runs.
            Clock(ClockSetting),
        }

        /// The kinds of record that stand in tables. The names stand in the log and never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $(#[doc = concat!("[`xconnect_model::", stringify!($kind), "`].")]
            $kind,)*
        }

        impl Record {
            /// The table that it stands in, and its place there; `None` for the clock.
            pub fn place(&self) -> Option<(Kind, Seq)> {
                match self {
                    $(Self::$kind(row) => Some((Kind::$kind, row.seq())),)*
                    Self::Clock(_) => None,
                }
            }

            /// Its name, for people.
            pub fn label(&self) -> String {
                match self {
                    $(Self::$kind(row) => row.label(),)*
                    Self::Clock(_) => "clock".to_owned(),
                }
            }
        }

        $(impl From<xconnect_model::$kind> for Record {
            fn from(record: xconnect_model::$kind) -> Self {
                Self::$kind(Arc::new(record))
            }
        }

        impl Deletable for xconnect_model::$kind {
            const KIND: Kind = Kind::$kind;
        })*
    };
}

records!(
    Account,
    AccessKey,
    ResourceGroup,
    Vpc,
    VSwitch,
    RouteTable,
    VirtualBorderRouter,
    RouterInterface,
    Order,
    Token,
    AccessPoint,
    OwnRegion,
    PhysicalConnection,
    VbrHa,
    Cen,
    CenAttachment,
    CenGrant,
    NextHopTarget,
    RouteEntry,
    BgpGroup,
    BgpPeer,
    BgpNetwork,
    CustomerRouter,
);

/// A record that can be deleted: one that stands in a table.
pub(crate) trait Deletable: Row {
    const KIND: Kind;
}

impl Change {
    /// The record that it puts or deletes: its table, and its place there. `None` for the clock.
    pub fn place(&self) -> Option<(Kind, Seq)> {
        match self {
            Self::Put(record) => record.place(),
            Self::Delete { kind, seq, .. } => Some((*kind, *seq)),
        }
    }

    /// Deletes a record.
    pub(crate) fn delete<R: Deletable>(row: &R) -> Self {
        Self::Delete { kind: R::KIND, seq: row.seq(), label: row.label() }
    }
}
