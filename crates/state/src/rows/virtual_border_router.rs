//! Virtual border routers: the documented filters, VLANs, quotas, and what is under way.

use std::sync::Arc;

use xconnect_model::border_router::VbrStatus;
use xconnect_model::{AccountId, RegionId, Seq, VirtualBorderRouter};

use super::tag;
use crate::key::{Key, KeyBuilder};
use crate::state::State;
use crate::table::{Keys, Row};

/// The router with this id.
pub fn id(router: &str) -> Key {
    Key::of("vbr").id(router).key()
}

/// An account's routers in a region.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    whole(&scope("own", account, region))
}

/// An account's routers in a region, by one of the documented filters.
pub fn filter(account: AccountId, region: &RegionId, filter: Filter, value: &str) -> Key {
    by(&scope("own", account, region), filter, value)
}

/// Other accounts' routers on an account's lines in a region.
pub fn of_others_in_region(line_account: AccountId, region: &RegionId) -> Key {
    whole(&scope("others", line_account, region))
}

/// The same, by one of the documented filters.
pub fn of_others_filter(line_account: AccountId, region: &RegionId, filter: Filter, value: &str) -> Key {
    by(&scope("others", line_account, region), filter, value)
}

/// What DescribeVirtualBorderRouters can be narrowed by, and has a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// The router itself.
    VbrId,
    /// Its own line.
    PhysicalConnectionId,
    /// Where it is in its life, in lower case.
    Status,
    /// Its name.
    Name,
    /// Where its line ends.
    AccessPointId,
    /// Its resource group (empty: the default one).
    ResourceGroupId,
}

impl Filter {
    fn as_str(self) -> &'static str {
        match self {
            Self::VbrId => "VbrId",
            Self::PhysicalConnectionId => "PhysicalConnectionId",
            Self::Status => "Status",
            Self::Name => "Name",
            Self::AccessPointId => "AccessPointId",
            Self::ResourceGroupId => "ResourceGroupId",
        }
    }
}

/// The routers whose own line this is, those being deleted included.
pub fn on_line(line: &str) -> Key {
    Key::of("on line").id(line).key()
}

/// The routers that use this line beside their own.
pub fn associated_with(line: &str) -> Key {
    Key::of("associated").id(line).key()
}

/// The routers that hold a VLAN of a line; one that is terminated holds it for a time only.
pub fn vlan(line: &str, vlan: u16) -> Key {
    Key::of("vlan").id(line).number(u64::from(vlan)).key()
}

/// The router with this built-in interface.
pub fn vlan_interface(interface: &str) -> Key {
    Key::of("vlan interface").id(interface).key()
}

/// An account's routers, those being deleted left out: what its quota counts.
pub fn of_account(account: AccountId) -> Key {
    Key::of("account").account(account).key()
}

/// Routers in a state that ends by itself.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

fn scope(whose: &'static str, account: AccountId, region: &RegionId) -> KeyBuilder {
    Key::of(whose).account(account).text(region.as_str())
}

impl Row for VirtualBorderRouter {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let (account, region) = (self.account, &self.region);
        add_filters(self, &scope("own", account, region), keys);
        let is_others = self.line_account != account && self.line_account != AccountId::default();
        if is_others {
            add_filters(self, &scope("others", self.line_account, region), keys);
        }
        for (line, number) in self.vlans().filter(|(line, _)| !line.is_empty()) {
            keys.add(vlan(line.as_str(), number));
        }
        keys.add_if(!self.line.is_empty(), || on_line(self.line.as_str()));
        for one in &self.associated {
            keys.add(associated_with(one.line.as_str()));
            keys.add(vlan_interface(one.vlan_interface.as_str()));
        }
        keys.add_if(!self.vlan_interface.is_empty(), || vlan_interface(self.vlan_interface.as_str()));
        keys.add_if(self.status != VbrStatus::Deleting, || of_account(account));
        keys.add_if(self.status.is_transitional(), in_transition);
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

fn whole(scope: &KeyBuilder) -> Key {
    scope.clone().text("region").key()
}

fn by(scope: &KeyBuilder, filter: Filter, value: &str) -> Key {
    let of = scope.clone().text(filter.as_str());
    match filter {
        Filter::VbrId | Filter::PhysicalConnectionId => of.id(value).key(),
        _ => of.text(value).key(),
    }
}

fn add_filters(router: &VirtualBorderRouter, scope: &KeyBuilder, keys: &mut Keys) {
    let mut given = |which: Filter, value: &str| keys.add_if(!value.is_empty(), || by(scope, which, value));
    given(Filter::VbrId, router.id.as_str());
    given(Filter::PhysicalConnectionId, router.line.as_str());
    given(Filter::Status, router.status.lower_case());
    given(Filter::Name, &router.name);
    given(Filter::AccessPointId, router.access_point.as_str());
    keys.add(by(scope, Filter::ResourceGroupId, router.resource_group.as_str()));
    keys.add(whole(scope));
}

impl State {
    /// The virtual border router with this id.
    pub fn virtual_border_router(&self, router: &str) -> Option<&Arc<VirtualBorderRouter>> {
        self.virtual_border_routers.first(id(router))
    }

    /// The virtual border router with this built-in interface.
    pub fn vbr_of_vlan_interface(&self, interface: &str) -> Option<&Arc<VirtualBorderRouter>> {
        self.virtual_border_routers.first(vlan_interface(interface))
    }
}
