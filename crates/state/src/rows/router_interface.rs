//! Router interfaces: the ten documented filters, the rules of uniqueness, and what the reconciler looks for.

use std::sync::Arc;

use xconnect_model::router_interface::{BusinessStatus, Status};
use xconnect_model::{AccountId, RegionId, RouterInterface, Seq};

use super::tag;
use crate::key::{Key, KeyBuilder};
use crate::state::State;
use crate::table::{Keys, Row};

/// The interface with this id.
pub fn id(interface: &str) -> Key {
    Key::of("interface").id(interface).key()
}

/// An account's interfaces in a region.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    whole(&scope(account, region))
}

/// An account's interfaces in a region, by one of the documented filters. Nothing is found under a blank value, but
/// for the default resource group.
pub fn filter(account: AccountId, region: &RegionId, filter: Filter, value: &str) -> Key {
    by(&scope(account, region), filter, value)
}

/// What DescribeRouterInterfaces can be narrowed by. The owner is not among them: it is the caller, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// The interface itself.
    RouterInterfaceId,
    /// The router that it sits on.
    RouterId,
    /// That router's kind.
    RouterType,
    /// The other interface.
    OppositeInterfaceId,
    /// The kind of the other router.
    OppositeRouterType,
    /// The other router.
    OppositeRouterId,
    /// The account that owns the other interface.
    OppositeInterfaceOwnerId,
    /// Where it is in its life.
    Status,
    /// Its name.
    Name,
    /// Its resource group (empty: the default one).
    ResourceGroupId,
}

impl Filter {
    fn as_str(self) -> &'static str {
        match self {
            Self::RouterInterfaceId => "RouterInterfaceId",
            Self::RouterId => "RouterId",
            Self::RouterType => "RouterType",
            Self::OppositeInterfaceId => "OppositeInterfaceId",
            Self::OppositeRouterType => "OppositeRouterType",
            Self::OppositeRouterId => "OppositeRouterId",
            Self::OppositeInterfaceOwnerId => "OppositeInterfaceOwnerId",
            Self::Status => "Status",
            Self::Name => "Name",
            Self::ResourceGroupId => "ResourceGroupId",
        }
    }
}

/// Interfaces on a router, those being deleted left out: what quotas and dependency checks count.
pub fn on_router(router: &str) -> Key {
    Key::of("on router").id(router).key()
}

/// An account's interfaces that are locked because of bills.
pub fn financially_locked(account: AccountId) -> Key {
    Key::of("locked").account(account).key()
}

/// Interfaces of a connection between two routers, whichever way round, whose both ends exist.
pub fn between(router: &str, other: &str) -> Key {
    let (first, second) = if router <= other { (router, other) } else { (other, router) };
    Key::of("between").id(first).text(second).key()
}

/// Interfaces in a state that ends by itself.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

/// Interfaces with a renewal that has not begun.
pub fn renewing() -> Key {
    Key::of("renewing").key()
}

/// Interfaces whose probes say something that does not count yet.
pub fn health_changing() -> Key {
    Key::of("health changing").key()
}

/// What the keys of an account's interfaces in a region begin with.
fn scope(account: AccountId, region: &RegionId) -> KeyBuilder {
    Key::of("own").account(account).text(region.as_str())
}

fn whole(scope: &KeyBuilder) -> Key {
    scope.clone().text("region").key()
}

fn by(scope: &KeyBuilder, filter: Filter, value: &str) -> Key {
    use Filter::{OppositeInterfaceId, OppositeRouterId, RouterId, RouterInterfaceId};
    let of = scope.clone().text(filter.as_str());
    match filter {
        RouterInterfaceId | RouterId | OppositeInterfaceId | OppositeRouterId => of.id(value).key(),
        _ => of.text(value).key(),
    }
}

impl Row for RouterInterface {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let (account, region) = (self.account, &self.region);
        // What is not set is not filed: half of all keys of a million fresh interfaces would say nothing.
        let scope = scope(account, region);
        let mut given =
            |which: Filter, value: &str| keys.add_if(!value.is_empty(), || by(&scope, which, value));
        given(Filter::RouterInterfaceId, self.id.as_str());
        given(Filter::RouterId, &self.router.id);
        given(Filter::RouterType, self.router.kind.as_str());
        given(Filter::OppositeInterfaceId, self.opposite.interface.as_str());
        given(Filter::OppositeRouterType, self.opposite.router_type.map_or("", |kind| kind.as_str()));
        given(Filter::OppositeRouterId, &self.opposite.router);
        given(Filter::OppositeInterfaceOwnerId, &self.opposite.owner);
        given(Filter::Status, self.status.as_str());
        given(Filter::Name, &self.name);
        keys.add(by(&scope, Filter::ResourceGroupId, self.resource_group.as_str()));
        keys.add(whole(&scope));
        keys.add_if(self.exists_for_others(), || on_router(&self.router.id));
        keys.add_if(self.business_status == BusinessStatus::FinancialLocked, || financially_locked(account));
        keys.add_if(self.status.is_transitional(), in_transition);
        keys.add_if(self.charge.is_renewing(), renewing);
        keys.add_if(self.health_changes_at().is_some(), health_changing);
        if let Some(link) = self.link.as_ref().filter(|link| !link.gone && self.status != Status::Deleting) {
            keys.add(between(&self.router.id, &link.router));
        }
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The interface with this id.
    pub fn router_interface(&self, interface: &str) -> Option<&Arc<RouterInterface>> {
        self.router_interfaces.first(id(interface))
    }
}
