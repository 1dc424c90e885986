//! Orders: what subscription resources are paid with.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, OrderId, PhysicalConnectionId, RouterInterfaceId};
use crate::time::Time;
use crate::{Seq, is_default};

/// An order for a subscription.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Order {
    /// Order of creation.
    pub seq: Seq,
    /// The order's number.
    pub id: OrderId,
    /// Who pays.
    pub account: AccountId,
    /// What it pays for.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: OrderKind,
    /// The interface that is paid for; empty where it is a line.
    #[serde(skip_serializing_if = "is_default")]
    pub interface: RouterInterfaceId,
    /// The line that is paid for; empty where it is an interface.
    #[serde(skip_serializing_if = "is_default")]
    pub line: PhysicalConnectionId,
    /// What it costs, in fen.
    pub amount: i64,
    /// How long the subscription runs.
    pub term: Term,
    /// Where the order is.
    pub status: OrderStatus,
    /// When it was placed.
    pub created_at: Time,
    /// When it was paid.
    #[serde(skip_serializing_if = "is_default")]
    pub paid_at: Option<Time>,
}

/// What an order pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum OrderKind {
    /// The subscription of a router interface.
    #[default]
    Interface,
    /// The installation of a line's port, once.
    Setup,
    /// The occupancy of a line's resources, for a term.
    Occupancy,
    /// The prolongation of a line's occupancy.
    Renewal,
    /// Another size of a shared line.
    Bandwidth,
}

/// The length of a subscription, in calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Term {
    /// 1 to 9, or whole years: 12 to 60; 0 where the order pays for no time.
    pub months: u32,
}

/// The life of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OrderStatus {
    /// Placed, waiting for payment.
    #[default]
    Unpaid,
    /// Paid: the subscription runs.
    Paid,
    /// The balance did not cover it when it was to be paid at once; it can only be voided.
    Abnormal,
    /// Withdrawn, or refunded.
    Void,
}

/// What can happen to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderEvent {
    /// The account pays.
    Pay,
    /// The account was to pay at once, and could not.
    Fail,
    /// The order is withdrawn, or its resource refunded.
    Cancel,
}

impl OrderStatus {
    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: OrderEvent) -> Option<Self> {
        match (self, event) {
            (Self::Unpaid, OrderEvent::Pay) => Some(Self::Paid),
            (Self::Unpaid, OrderEvent::Fail) => Some(Self::Abnormal),
            (Self::Unpaid | Self::Paid | Self::Abnormal, OrderEvent::Cancel) => Some(Self::Void),
            _ => None,
        }
    }
}
