//! What a client asks for.

use crate::client::{ACCOUNT, Params};

/// A write.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    Create(Create),
    /// Gives an interface another name.
    Rename {
        id: String,
        name: String,
    },
    /// Tells an acceptor who will connect to it.
    Introduce {
        id: String,
        other: String,
    },
    Connect {
        id: String,
    },
    Deactivate {
        id: String,
    },
    Activate {
        id: String,
    },
    Delete {
        id: String,
    },
}

/// A new interface.
#[derive(Debug, Clone)]
pub(crate) struct Create {
    /// No other interface has it, so that this one is known by it.
    pub(crate) name: String,
    pub(crate) initiator: bool,
    pub(crate) router: String,
    pub(crate) opposite_router: String,
    /// The acceptor that an initiator is for.
    pub(crate) opposite: Option<String>,
    /// Makes both ends, and connects them.
    pub(crate) fast_link: bool,
    pub(crate) token: Option<String>,
}

impl Write {
    pub(crate) fn action(&self) -> &'static str {
        match self {
            Self::Create(_) => "CreateRouterInterface",
            Self::Rename { .. } | Self::Introduce { .. } => "ModifyRouterInterfaceAttribute",
            Self::Connect { .. } => "ConnectRouterInterface",
            Self::Deactivate { .. } => "DeactivateRouterInterface",
            Self::Activate { .. } => "ActivateRouterInterface",
            Self::Delete { .. } => "DeleteRouterInterface",
        }
    }

    pub(crate) fn params(&self) -> Params {
        match self {
            Self::Create(create) => create.params(),
            Self::Rename { id, name } => vec![("RouterInterfaceId", id.clone()), ("Name", name.clone())],
            Self::Introduce { id, other } => {
                vec![("RouterInterfaceId", id.clone()), ("OppositeInterfaceId", other.clone())]
            }
            Self::Connect { id } | Self::Deactivate { id } | Self::Activate { id } | Self::Delete { id } => {
                vec![("RouterInterfaceId", id.clone())]
            }
        }
    }
}

impl Create {
    /// Role on the wire.
    pub(crate) fn role(&self) -> &'static str {
        if self.initiator { "InitiatingSide" } else { "AcceptingSide" }
    }

    /// Spec on the wire.
    pub(crate) fn spec(&self) -> &'static str {
        if self.initiator { "Large.2" } else { "Negative" }
    }

    fn params(&self) -> Params {
        let mut params = vec![
            ("Name", self.name.clone()),
            ("Description", format!("about {}", self.name)),
            ("Role", self.role().to_owned()),
            ("Spec", self.spec().to_owned()),
            ("RouterType", "VRouter".to_owned()),
            ("RouterId", self.router.clone()),
            ("OppositeRegionId", crate::client::REGION.to_owned()),
            ("OppositeRouterType", "VRouter".to_owned()),
            ("OppositeRouterId", self.opposite_router.clone()),
            ("OppositeInterfaceOwnerId", ACCOUNT.to_owned()),
        ];
        params.extend(self.opposite.clone().map(|id| ("OppositeInterfaceId", id)));
        params.extend(self.token.clone().map(|token| ("ClientToken", token)));
        if self.fast_link {
            params.push(("FastLinkMode", "true".to_owned()));
        }
        params
    }
}
