//! What is asked: a packet's two addresses, where it starts, and what is taken as failed.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use thiserror::Error;
use xconnect_model::Text;

/// Where does a packet go?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The packet's source address.
    pub source: IpAddr,
    /// Where it starts: the id of a VPC or of a border router, or the name of a customer's router.
    pub place: Text,
    /// The packet's destination address.
    pub destination: IpAddr,
    /// Whether every way is followed where several share the traffic; otherwise one is, the same one each time.
    pub all: bool,
    /// What is taken as failed, whatever its record says.
    pub failed: Vec<Failure>,
}

impl Question {
    /// Reads `ADDRESS@PLACE` and `ADDRESS`. Both addresses are IPv4, or both IPv6.
    pub fn parse(from: &str, to: &str) -> Result<Self, QuestionError> {
        let (source, place) = from.split_once('@').ok_or_else(|| QuestionError::From(from.into()))?;
        if place.is_empty() {
            return Err(QuestionError::From(from.into()));
        }
        let address = |text: &str| text.parse().map_err(|_| QuestionError::Address(text.into()));
        let (source, destination): (IpAddr, IpAddr) = (address(source)?, address(to)?);
        if source.is_ipv4() != destination.is_ipv4() {
            return Err(QuestionError::Families { source_address: source, destination });
        }
        Ok(Self { source, place: place.into(), destination, all: false, failed: Vec::new() })
    }
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionError {
    /// Where the packet starts is not given as it should be.
    #[error("{0:?} is not ADDRESS@PLACE, where PLACE is a VPC, a border router, or a customer's router")]
    From(String),
    /// A text is no address.
    #[error("{0:?} is not an IPv4 or IPv6 address")]
    Address(String),
    /// One address is IPv4, the other IPv6.
    #[error("{source_address} and {destination} are not of one IP version")]
    Families {
        /// The source.
        source_address: IpAddr,
        /// The destination.
        destination: IpAddr,
    },
    /// A text names nothing that can fail.
    #[error("{0:?} is not line:ID, interface:ID, session:ID, or vbr:ID")]
    Failure(String),
    /// Nothing has the id that was given as a place.
    #[error("there is no VPC, border router, or customer's router {0}")]
    NoSuchPlace(Text),
    /// Nothing has the id that was given as failed.
    #[error("there is no {0} that could fail")]
    NoSuchFailure(Failure),
}

/// Something that is taken as failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it is.
    pub kind: FailureKind,
    /// Its id.
    pub id: Text,
}

/// What can be taken as failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A physical connection; shared lines on it fail with it.
    Line,
    /// A router interface, or the built-in interface of a VLAN.
    Interface,
    /// The session of a BGP peer.
    Session,
    /// A virtual border router.
    Vbr,
}

impl FailureKind {
    const ALL: [(&'static str, Self); 4] = [
        ("line", Self::Line),
        ("interface", Self::Interface),
        ("session", Self::Session),
        ("vbr", Self::Vbr),
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Interface => "interface",
            Self::Session => "session",
            Self::Vbr => "vbr",
        }
    }
}

impl FromStr for Failure {
    type Err = QuestionError;

    fn from_str(text: &str) -> Result<Self, QuestionError> {
        let parts = text.split_once(':').filter(|(_, id)| !id.is_empty());
        let read = parts.and_then(|(name, id)| {
            let (_, kind) = FailureKind::ALL.into_iter().find(|(known, _)| *known == name)?;
            Some(Self { kind, id: id.into() })
        });
        read.ok_or_else(|| QuestionError::Failure(text.into()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.id)
    }
}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_from_two_words() {
        let question = Question::parse("10.1.0.5@vpc-1", "192.168.1.9").unwrap();
        assert_eq!((question.place.as_str(), question.source.to_string().as_str()), ("vpc-1", "10.1.0.5"));
        assert!(Question::parse("2001:db8::5@vpc-1", "2001:db8:1::9").is_ok());
        for (from, to) in [
            ("10.1.0.5", "10.1.0.6"),
            ("10.1.0.5@", "10.1.0.6"),
            ("10.1.0@vpc-1", "10.1.0.6"),
            ("10.1.0.5@vpc-1", "10.1.0.0/24"),
            ("10.1.0.5@vpc-1", "2001:db8::1"),
        ] {
            assert!(Question::parse(from, to).is_err(), "{from} {to}");
        }
    }

    #[test]
    fn failures_are_read_and_written_alike() {
        for text in ["line:pc-1", "interface:ri-1", "session:bgp-1", "vbr:vbr-1"] {
            assert_eq!(text.parse::<Failure>().unwrap().to_string(), text);
        }
        for text in ["pc-1", "line:", "cable:pc-1", ""] {
            assert!(text.parse::<Failure>().is_err(), "{text}");
        }
    }
}
