//! The life of a physical connection. Source: Express Connect API reference 2022 and 2016, physical connections.

use serde::{Deserialize, Serialize};

/// Where a line is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Status {
    /// Applied for, under review.
    #[default]
    Initial,
    /// The application is approved.
    Approved,
    /// Devices and ports are being assigned.
    Allocating,
    /// The port is assigned; the access line is under construction.
    Allocated,
    /// Accepted by its owner, not open yet.
    Confirmed,
    /// In service.
    Enabled,
    /// The application is refused.
    Rejected,
    /// Withdrawn before it was open.
    Canceled,
    /// No port could be assigned. `Allocation Failed` on the wire.
    AllocationFailed,
    /// Being shut down.
    Terminating,
    /// Out of service.
    Terminated,
}

/// What can happen to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The provider approves the application.
    Approve,
    /// The provider refuses it.
    Reject,
    /// The owner changes a refused application, which files it again.
    Resubmit,
    /// The provider begins to assign a port.
    StartAllocation,
    /// A port is assigned.
    Allocated,
    /// There is no port.
    AllocationFailed,
    /// The owner, or the provider for him, accepts the line.
    Confirm,
    /// The line is open.
    Enabled,
    /// The owner withdraws.
    Cancel,
    /// The owner ends the service.
    Terminate,
    /// The service has ended.
    Terminated,
    /// A shared line is back in service.
    Recovered,
}

impl Status {
    /// All states, in the documents' order.
    pub const ALL: [Self; 11] = [
        Self::Initial,
        Self::Approved,
        Self::Allocating,
        Self::Allocated,
        Self::Confirmed,
        Self::Enabled,
        Self::Rejected,
        Self::Canceled,
        Self::AllocationFailed,
        Self::Terminating,
        Self::Terminated,
    ];

    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: Event) -> Option<Self> {
        Some(match (self, event) {
            (Self::Initial, Event::Approve) => Self::Approved,
            (Self::Initial, Event::Reject) => Self::Rejected,
            (Self::Rejected, Event::Resubmit) => Self::Initial,
            (Self::Approved, Event::StartAllocation) => Self::Allocating,
            (Self::Allocating, Event::Allocated) => Self::Allocated,
            (Self::Allocating, Event::AllocationFailed) => Self::AllocationFailed,
            (Self::Allocated, Event::Confirm) => Self::Confirmed,
            (Self::Confirmed, Event::Enabled) | (Self::Terminated, Event::Recovered) => Self::Enabled,
            (Self::Initial | Self::Approved | Self::Allocated | Self::Confirmed, Event::Cancel) => {
                Self::Canceled
            }
            (Self::Enabled, Event::Terminate) => Self::Terminating,
            (Self::Terminating, Event::Terminated) => Self::Terminated,
            _ => return None,
        })
    }

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "Initial",
            Self::Approved => "Approved",
            Self::Allocating => "Allocating",
            Self::Allocated => "Allocated",
            Self::Confirmed => "Confirmed",
            Self::Enabled => "Enabled",
            Self::Rejected => "Rejected",
            Self::Canceled => "Canceled",
            Self::AllocationFailed => "Allocation Failed",
            Self::Terminating => "Terminating",
            Self::Terminated => "Terminated",
        }
    }

    /// Reads the wire's spelling; `AllocationFailed` of the documents' prose is understood too.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "AllocationFailed" {
            return Some(Self::AllocationFailed);
        }
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether the line may be deleted.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Canceled | Self::AllocationFailed | Self::Terminated)
    }

    /// Whether a line in this state has a port of its own on an access device.
    pub fn holds_port(self) -> bool {
        matches!(self, Self::Allocated | Self::Confirmed | Self::Enabled | Self::Terminating)
    }

    /// Whether another line may name it as its redundant line.
    pub fn can_be_redundant(self) -> bool {
        matches!(self, Self::Allocated | Self::Confirmed | Self::Enabled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_applied_for_built_opened_and_ended() {
        let steps = [
            Event::Approve,
            Event::StartAllocation,
            Event::Allocated,
            Event::Confirm,
            Event::Enabled,
            Event::Terminate,
            Event::Terminated,
        ];
        let end = steps.into_iter().try_fold(Status::Initial, Status::on);
        assert_eq!(end, Some(Status::Terminated));
    }

    #[test]
    fn withdrawal_ends_with_the_opening_and_pauses_during_allocation() {
        let withdrawable: Vec<_> =
            Status::ALL.into_iter().filter(|status| status.on(Event::Cancel).is_some()).collect();
        assert_eq!(withdrawable, [Status::Initial, Status::Approved, Status::Allocated, Status::Confirmed]);
    }

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Status::parse("AllocationFailed"), Some(Status::AllocationFailed));
        assert_eq!(Status::parse("enabled"), None);
    }
}
