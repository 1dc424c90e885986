//! Orders: what subscription resources are paid with.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, OrderId, RouterInterfaceId};
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
    /// The interface that is paid for.
    pub interface: RouterInterfaceId,
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

/// The length of a subscription, in calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Term {
    /// 1 to 9, or 12, 24, 36.
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
    /// Withdrawn, or refunded.
    Void,
}

/// What can happen to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderEvent {
    /// The account pays.
    Pay,
    /// The order is withdrawn, or its resource refunded.
    Cancel,
}

impl OrderStatus {
    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: OrderEvent) -> Option<Self> {
        match (self, event) {
            (Self::Unpaid, OrderEvent::Pay) => Some(Self::Paid),
            (Self::Unpaid | Self::Paid, OrderEvent::Cancel) => Some(Self::Void),
            (Self::Paid | Self::Void, OrderEvent::Pay) | (Self::Void, OrderEvent::Cancel) => None,
        }
    }
}
