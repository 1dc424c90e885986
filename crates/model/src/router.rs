//! Routers: what a router interface can sit on.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The two kinds of router. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum RouterType {
    /// The router of a VPC.
    #[default]
    VRouter,
    /// A virtual border router: the cloud's end of a physical line.
    #[serde(rename = "VBR")]
    Vbr,
}

impl RouterType {
    /// Both, in the documents' order.
    pub const ALL: [Self; 2] = [Self::VRouter, Self::Vbr];

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VRouter => "VRouter",
            Self::Vbr => "VBR",
        }
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A router by kind and id. The id may name a router that does not exist: opposite ends are stored unverified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RouterRef {
    /// The kind.
    pub kind: RouterType,
    /// `vrt-...` or `vbr-...`.
    pub id: Text,
}
