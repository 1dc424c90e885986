//! Sizes of router interfaces.

use serde::{Deserialize, Serialize};

/// A size, under the document's name. Source: Express Connect API reference 2022, CreateRouterInterface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Spec {
    /// 2 Mbps.
    #[serde(rename = "Mini.2")]
    Mini2,
    /// 5 Mbps.
    #[serde(rename = "Mini.5")]
    Mini5,
    /// 10 Mbps.
    #[serde(rename = "Small.1")]
    Small1,
    /// 20 Mbps.
    #[serde(rename = "Small.2")]
    Small2,
    /// 50 Mbps.
    #[serde(rename = "Small.5")]
    Small5,
    /// 100 Mbps.
    #[serde(rename = "Middle.1")]
    Middle1,
    /// 200 Mbps.
    #[serde(rename = "Middle.2")]
    Middle2,
    /// 500 Mbps.
    #[serde(rename = "Middle.5")]
    Middle5,
    /// 1 Gbps.
    #[serde(rename = "Large.1")]
    Large1,
    /// 2 Gbps.
    #[serde(rename = "Large.2")]
    Large2,
    /// 5 Gbps.
    #[serde(rename = "Large.5")]
    Large5,
    /// 10 Gbps.
    #[serde(rename = "Xlarge.1")]
    Xlarge1,
    /// No size of its own: every accepting side.
    #[default]
    Negative,
}

impl Spec {
    /// All sizes, smallest first, `Negative` last.
    pub const ALL: [Self; 13] = [
        Self::Mini2,
        Self::Mini5,
        Self::Small1,
        Self::Small2,
        Self::Small5,
        Self::Middle1,
        Self::Middle2,
        Self::Middle5,
        Self::Large1,
        Self::Large2,
        Self::Large5,
        Self::Xlarge1,
        Self::Negative,
    ];

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// Megabits a second; 0 for `Negative`.
    pub fn bandwidth_mbps(self) -> u32 {
        self.row().1
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spec| spec.as_str() == text)
    }

    fn row(self) -> (&'static str, u32) {
        match self {
            Self::Mini2 => ("Mini.2", 2),
            Self::Mini5 => ("Mini.5", 5),
            Self::Small1 => ("Small.1", 10),
            Self::Small2 => ("Small.2", 20),
            Self::Small5 => ("Small.5", 50),
            Self::Middle1 => ("Middle.1", 100),
            Self::Middle2 => ("Middle.2", 200),
            Self::Middle5 => ("Middle.5", 500),
            Self::Large1 => ("Large.1", 1_000),
            Self::Large2 => ("Large.2", 2_000),
            Self::Large5 => ("Large.5", 5_000),
            Self::Xlarge1 => ("Xlarge.1", 10_000),
            Self::Negative => ("Negative", 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_reads_back_what_it_writes() {
        for spec in Spec::ALL {
            assert_eq!(Spec::parse(spec.as_str()), Some(spec));
            assert_eq!(serde_json::to_string(&spec).unwrap(), format!("\"{}\"", spec.as_str()));
        }
        assert_eq!(Spec::parse("Mini. 2"), None);
        assert_eq!(Spec::parse("large.2"), None);
    }
}
