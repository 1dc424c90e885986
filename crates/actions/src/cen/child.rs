//! The networks that can be attached to a CEN instance.

use std::sync::Arc;

use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::CenChildType;
use xconnect_model::network::NetworkStatus;
use xconnect_model::{AccountId, RegionId, ResourceGroupId, VirtualBorderRouter, Vpc};
use xconnect_state::State;
use xconnect_wire::ApiError;

use crate::physical_connection::common::check_security_lock;

/// A network.
#[derive(Clone, Copy)]
pub(super) enum Child<'s> {
    Vpc(&'s Arc<Vpc>),
    Vbr(&'s Arc<VirtualBorderRouter>),
}

impl<'s> Child<'s> {
    /// The network of this kind with this id in this region, whoever owns it.
    pub(super) fn find(state: &'s State, kind: CenChildType, region: &str, id: &str) -> Option<Self> {
        let found = match kind {
            CenChildType::Vpc => Self::Vpc(state.vpc(id)?),
            CenChildType::Vbr => {
                Self::Vbr(state.virtual_border_router(id).filter(|vbr| vbr.exists_for_others())?)
            }
        };
        Some(found).filter(|child| child.region().as_str() == region)
    }

    /// Who owns it.
    pub(super) fn account(self) -> AccountId {
        match self {
            Self::Vpc(vpc) => vpc.account,
            Self::Vbr(vbr) => vbr.account,
        }
    }

    /// Its name; may be empty.
    pub(super) fn name(self) -> &'s str {
        match self {
            Self::Vpc(vpc) => &vpc.name,
            Self::Vbr(vbr) => &vbr.name,
        }
    }

    /// The resource group as it is stored.
    pub(super) fn resource_group(self) -> &'s ResourceGroupId {
        match self {
            Self::Vpc(vpc) => &vpc.resource_group,
            Self::Vbr(vbr) => &vbr.resource_group,
        }
    }

    /// Whether it is finished and works: a VPC that is Available, a router that is active.
    pub(super) fn works(self) -> bool {
        match self {
            Self::Vpc(vpc) => vpc.status == NetworkStatus::Available,
            Self::Vbr(vbr) => vbr.status == VbrStatus::Active,
        }
    }

    /// A border router follows its line: where risk control has locked that, nothing changes.
    pub(super) fn check_lock(self, state: &State) -> Result<(), ApiError> {
        match self {
            Self::Vpc(_) => Ok(()),
            Self::Vbr(vbr) => {
                let line = state.physical_connection(vbr.line.as_str());
                line.map_or(Ok(()), |line| check_security_lock(line))
            }
        }
    }

    fn region(self) -> &'s RegionId {
        match self {
            Self::Vpc(vpc) => &vpc.region,
            Self::Vbr(vbr) => &vbr.region,
        }
    }
}
