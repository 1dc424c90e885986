//! Orders.

use std::sync::Arc;

use xconnect_model::order::OrderStatus;
use xconnect_model::{AccountId, Order, OrderId, Seq};

use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// The order with this number.
pub fn id(order: OrderId) -> Key {
    Key::of("order").number(order.0).key()
}

/// The orders of an account.
pub fn of_account(account: AccountId) -> Key {
    Key::of("account").account(account).key()
}

/// The orders for a line.
pub fn of_line(line: &str) -> Key {
    Key::of("line").id(line).key()
}

/// The orders for an interface.
pub fn of_interface(interface: &str) -> Key {
    Key::of("interface").id(interface).key()
}

/// Orders that wait for payment.
pub fn unpaid() -> Key {
    Key::of("unpaid").key()
}

impl Row for Order {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id)
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(of_account(self.account));
        keys.add_if(!self.line.is_empty(), || of_line(self.line.as_str()));
        keys.add_if(!self.interface.is_empty(), || of_interface(self.interface.as_str()));
        keys.add_if(self.status == OrderStatus::Unpaid, unpaid);
    }

    fn label(&self) -> String {
        self.id.0.to_string()
    }
}

impl State {
    /// The order with this number.
    pub fn order(&self, order: OrderId) -> Option<&Arc<Order>> {
        self.orders.first(id(order))
    }
}
