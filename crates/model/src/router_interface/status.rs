//! The life of a router interface. Source: Express Connect API reference 2022 and ConnectRouterInterface (2026).

use serde::{Deserialize, Serialize};

/// Where an interface is in its life. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Status {
    /// Exists, not connected.
    #[default]
    Idle,
    /// Accepting side; the connection is being set up.
    AcceptingConnecting,
    /// Initiating side; the connection is being set up.
    Connecting,
    /// Being switched on, or being brought to another size.
    Activating,
    /// Connected, carries traffic.
    Active,
    /// A change is in progress. Documented; no action leads here.
    Modifying,
    /// Being frozen.
    Deactivating,
    /// Frozen.
    Inactive,
    /// Being removed.
    Deleting,
}

/// What can happen to an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Its owner starts the connection.
    Connect,
    /// The other end starts the connection.
    Accept,
    /// The connection stands.
    Connected,
    /// The connection could not be made.
    ConnectFailed,
    /// Its owner switches it on.
    Activate,
    /// It is on.
    Activated,
    /// Its owner freezes it.
    Deactivate,
    /// It is frozen.
    Deactivated,
    /// Its owner gives it another size.
    Resize,
    /// Its owner deletes it.
    Delete,
    /// Its owner deletes it in whatever state it is: both ends of a fast link, or a refunded subscription.
    Withdraw,
}

impl Status {
    /// All states, in the documents' order.
    pub const ALL: [Self; 9] = [
        Self::Idle,
        Self::AcceptingConnecting,
        Self::Connecting,
        Self::Activating,
        Self::Active,
        Self::Modifying,
        Self::Deactivating,
        Self::Inactive,
        Self::Deleting,
    ];

    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: Event) -> Option<Self> {
        use Event as E;
        match (self, event) {
            (Self::Idle, E::Connect) => Some(Self::Connecting),
            (Self::Idle, E::Accept) => Some(Self::AcceptingConnecting),
            (Self::Connecting | Self::AcceptingConnecting, E::Connected) => Some(Self::Active),
            (Self::Connecting | Self::AcceptingConnecting, E::ConnectFailed) => Some(Self::Idle),
            (Self::Inactive, E::Activate) => Some(Self::Activating),
            (Self::Activating, E::Activated) => Some(Self::Active),
            (Self::Active, E::Deactivate) => Some(Self::Deactivating),
            (Self::Deactivating, E::Deactivated) => Some(Self::Inactive),
            (Self::Active, E::Resize) => Some(Self::Activating),
            (Self::Idle | Self::Inactive, E::Resize) => Some(self),
            (Self::Idle | Self::Inactive, E::Delete) => Some(Self::Deleting),
            (Self::Deleting, E::Withdraw) => None,
            (_, E::Withdraw) => Some(Self::Deleting),
            _ => None,
        }
    }

    /// Whether the state ends by itself.
    pub fn is_transitional(self) -> bool {
        match self {
            Self::AcceptingConnecting
            | Self::Connecting
            | Self::Activating
            | Self::Modifying
            | Self::Deactivating
            | Self::Deleting => true,
            Self::Idle | Self::Active | Self::Inactive => false,
        }
    }

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "Idle",
            Self::AcceptingConnecting => "AcceptingConnecting",
            Self::Connecting => "Connecting",
            Self::Activating => "Activating",
            Self::Active => "Active",
            Self::Modifying => "Modifying",
            Self::Deactivating => "Deactivating",
            Self::Inactive => "Inactive",
            Self::Deleting => "Deleting",
        }
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 11] = [
        Event::Connect,
        Event::Accept,
        Event::Connected,
        Event::ConnectFailed,
        Event::Activate,
        Event::Activated,
        Event::Deactivate,
        Event::Deactivated,
        Event::Resize,
        Event::Delete,
        Event::Withdraw,
    ];

    #[test]
    fn the_whole_life_cycle() {
        let mut table = String::new();
        for state in Status::ALL {
            for event in EVENTS {
                if let Some(next) = state.on(event) {
                    table.push_str(&format!("{} + {event:?} = {}\n", state.as_str(), next.as_str()));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn every_state_that_can_be_entered_and_is_transitional_ends() {
        let endings = [Event::Connected, Event::Activated, Event::Deactivated];
        for state in Status::ALL.into_iter().filter(|state| state.is_transitional()) {
            let entered =
                Status::ALL.into_iter().any(|from| EVENTS.into_iter().any(|e| from.on(e) == Some(state)));
            let ends =
                state == Status::Deleting || endings.into_iter().any(|event| state.on(event).is_some());
            assert_eq!(entered, ends, "{state:?}");
        }
    }

    #[test]
    fn spelling_reads_back() {
        for state in Status::ALL {
            assert_eq!(Status::parse(state.as_str()), Some(state));
        }
        assert_eq!(Status::parse("active"), None);
    }
}
