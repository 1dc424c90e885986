//! Letters of authorisation: what lets a contractor into the machine room. Source: Express Connect API reference
//! 2022, ApplyPhysicalConnectionLOA and DescribePhysicalConnectionLOA.

use serde::{Deserialize, Serialize};

use crate::account::Secret;
use crate::is_default;
use crate::text::Text;
use crate::time::Time;

/// The letter of authorisation of a line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Loa {
    /// Where it is in its life.
    pub status: LoaStatus,
    /// Since when it has that status.
    pub since: Time,
    /// The company that gets the line.
    pub company: Text,
    /// The construction company, as the provider writes it into the letter.
    #[serde(skip_serializing_if = "is_default")]
    pub company_localized: Text,
    /// How the line is built.
    pub line_type: LineType,
    /// The contractor (`Si` in the request, `SI` in the answer).
    pub contractor: Text,
    /// When the contractor comes, as it was given.
    pub construction_time: Text,
    /// The bandwidth that was given, in Mbps.
    #[serde(skip_serializing_if = "is_default")]
    pub bandwidth_mbps: Option<u32>,
    /// Where the line goes, as it was given.
    #[serde(skip_serializing_if = "is_default")]
    pub peer_location: Text,
    /// Who comes: at most 16.
    pub engineers: Vec<Engineer>,
    /// The carrier's code of the line, reported on completion.
    #[serde(skip_serializing_if = "is_default")]
    pub line_code: Text,
    /// The cable's label in the building, reported on completion.
    #[serde(skip_serializing_if = "is_default")]
    pub line_label: Text,
    /// Who runs the line, reported on completion.
    #[serde(skip_serializing_if = "is_default")]
    pub service_provider: Text,
    /// How to reach whoever runs the line, reported on completion.
    #[serde(skip_serializing_if = "is_default")]
    pub service_provider_contact: Text,
    /// Why it was refused.
    #[serde(skip_serializing_if = "is_default")]
    pub reason: Text,
    /// When it was issued.
    #[serde(skip_serializing_if = "is_default")]
    pub issued_at: Option<Time>,
    /// What the address of the document ends with: who has it can download the document.
    #[serde(skip_serializing_if = "is_default")]
    pub document_key: Secret,
}

/// A construction engineer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Engineer {
    /// The name.
    pub name: Text,
    /// `IDCard`, `Passport`, or (never in a request) `Other`.
    pub certificate_type: Text,
    /// The number of that paper.
    pub certificate_no: Text,
    /// `Male` or `Female`.
    pub gender: Text,
    /// A telephone number or the like.
    pub contact: Text,
}

/// How a line is built. The names are the wire's, but for the case of `FIBRE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LineType {
    /// MSTP.
    #[serde(rename = "MSTP")]
    Mstp,
    /// MPLS VPN.
    #[serde(rename = "MPLSVPN")]
    MplsVpn,
    /// Dark fibre.
    #[serde(rename = "FIBRE")]
    Fibre,
    /// Anything else.
    #[default]
    Other,
}

impl LineType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mstp, Self::MplsVpn, Self::Fibre, Self::Other];

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mstp => "MSTP",
            Self::MplsVpn => "MPLSVPN",
            Self::Fibre => "FIBRE",
            Self::Other => "Other",
        }
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The life of a letter of authorisation. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum LoaStatus {
    /// Applied for.
    #[default]
    Applying,
    /// The application is approved.
    Accept,
    /// Issued: the document can be downloaded.
    Available,
    /// The application is refused.
    Rejected,
    /// Reported as built; the provider checks.
    Completing,
    /// Built.
    Complete,
    /// Gone with its line.
    Deleted,
}

/// What can happen to a letter of authorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoaEvent {
    /// Its owner applies again after a refusal.
    Reapply,
    /// The provider approves.
    Accept,
    /// The provider refuses.
    Reject,
    /// The provider issues the document.
    Issue,
    /// Its owner reports that the line is built.
    Complete,
    /// The provider agrees.
    Completed,
    /// The line is withdrawn or deleted, or the provider takes the letter back.
    Delete,
}

impl LoaStatus {
    /// All states, in the documents' order.
    pub const ALL: [Self; 7] = [
        Self::Applying,
        Self::Accept,
        Self::Available,
        Self::Rejected,
        Self::Completing,
        Self::Complete,
        Self::Deleted,
    ];

    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: LoaEvent) -> Option<Self> {
        Some(match (self, event) {
            (Self::Rejected | Self::Deleted, LoaEvent::Reapply) => Self::Applying,
            (Self::Applying, LoaEvent::Accept) => Self::Accept,
            (Self::Applying, LoaEvent::Reject) => Self::Rejected,
            (Self::Accept, LoaEvent::Issue) => Self::Available,
            (Self::Available | Self::Completing, LoaEvent::Complete) => Self::Completing,
            (Self::Completing, LoaEvent::Completed) => Self::Complete,
            (Self::Deleted, LoaEvent::Delete) => return None,
            (_, LoaEvent::Delete) => Self::Deleted,
            _ => return None,
        })
    }

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applying => "Applying",
            Self::Accept => "Accept",
            Self::Available => "Available",
            Self::Rejected => "Rejected",
            Self::Completing => "Completing",
            Self::Complete => "Complete",
            Self::Deleted => "Deleted",
        }
    }

    /// Whether the provider is to do the next step.
    pub fn waits_for_provider(self) -> bool {
        matches!(self, Self::Applying | Self::Accept | Self::Completing)
    }

    /// Whether the document can be downloaded.
    pub fn is_issued(self) -> bool {
        matches!(self, Self::Available | Self::Completing | Self::Complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_applied_for_issued_and_completed() {
        let steps =
            [LoaEvent::Accept, LoaEvent::Issue, LoaEvent::Complete, LoaEvent::Complete, LoaEvent::Completed];
        assert_eq!(steps.into_iter().try_fold(LoaStatus::Applying, LoaStatus::on), Some(LoaStatus::Complete));
    }

    #[test]
    fn a_refused_letter_can_be_applied_for_again() {
        let again = LoaStatus::Applying.on(LoaEvent::Reject).and_then(|status| status.on(LoaEvent::Reapply));
        assert_eq!(again, Some(LoaStatus::Applying));
        assert_eq!(LoaStatus::Complete.on(LoaEvent::Reapply), None);
    }
}
