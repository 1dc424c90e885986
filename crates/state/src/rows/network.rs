//! VPCs, vSwitches, and route tables.

use std::sync::Arc;

use xconnect_model::network::NetworkStatus;
use xconnect_model::{AccountId, RegionId, RouteTable, Seq, VSwitch, Vpc};

use super::tag;
use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// Records that are still being made, in a table of VPCs or vSwitches.
pub fn pending() -> Key {
    Key::of("pending").key()
}

/// Keys of VPCs.
pub mod vpc {
    use super::*;

    /// The VPC with this id.
    pub fn id(vpc: &str) -> Key {
        Key::of("vpc").id(vpc).key()
    }

    /// The VPC with this router.
    pub fn vrouter(router: &str) -> Key {
        Key::of("vrouter").id(router).key()
    }

    /// An account's VPCs in a region.
    pub fn in_region(account: AccountId, region: &RegionId) -> Key {
        Key::of("region").account(account).text(region.as_str()).key()
    }

    /// An account's VPCs in a region with this name.
    pub fn name(account: AccountId, region: &RegionId, name: &str) -> Key {
        Key::of("name").account(account).text(region.as_str()).text(name).key()
    }

    /// An account's VPCs in a region in this resource group (empty: the default one).
    pub fn resource_group(account: AccountId, region: &RegionId, group: &str) -> Key {
        Key::of("group").account(account).text(region.as_str()).text(group).key()
    }

    /// An account's VPCs in a region with IPv6 on, or off.
    pub fn ipv6(account: AccountId, region: &RegionId, on: bool) -> Key {
        Key::of("ipv6").account(account).text(region.as_str()).number(u64::from(on)).key()
    }
}

impl Row for Vpc {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        vpc::id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let (account, region) = (self.account, &self.region);
        keys.add(vpc::vrouter(self.vrouter.as_str()));
        keys.add(vpc::in_region(account, region));
        keys.add(vpc::name(account, region, &self.name));
        keys.add(vpc::resource_group(account, region, self.resource_group.as_str()));
        keys.add(vpc::ipv6(account, region, self.ipv6_cidr.is_some()));
        keys.add_if(self.status == NetworkStatus::Pending, pending);
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of vSwitches.
pub mod vswitch {
    use super::*;

    /// The vSwitch with this id.
    pub fn id(vswitch: &str) -> Key {
        Key::of("vswitch").id(vswitch).key()
    }

    /// An account's vSwitches in a region.
    pub fn in_region(account: AccountId, region: &RegionId) -> Key {
        Key::of("region").account(account).text(region.as_str()).key()
    }

    /// The vSwitches of a VPC.
    pub fn in_vpc(vpc: &str) -> Key {
        Key::of("vpc").id(vpc).key()
    }

    /// An account's vSwitches in a zone.
    pub fn zone(account: AccountId, zone: &str) -> Key {
        Key::of("zone").account(account).text(zone).key()
    }

    /// An account's vSwitches in a region with this name.
    pub fn name(account: AccountId, region: &RegionId, name: &str) -> Key {
        Key::of("name").account(account).text(region.as_str()).text(name).key()
    }

    /// An account's vSwitches in a region in this resource group (empty: the default one).
    pub fn resource_group(account: AccountId, region: &RegionId, group: &str) -> Key {
        Key::of("group").account(account).text(region.as_str()).text(group).key()
    }

    /// The vSwitches that a route table applies to.
    pub fn route_table(table: &str) -> Key {
        Key::of("table").id(table).key()
    }

    /// An account's vSwitches in a region with IPv6 on, or off.
    pub fn ipv6(account: AccountId, region: &RegionId, on: bool) -> Key {
        Key::of("ipv6").account(account).text(region.as_str()).number(u64::from(on)).key()
    }
}

impl Row for VSwitch {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        vswitch::id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let (account, region) = (self.account, &self.region);
        keys.add(vswitch::in_region(account, region));
        keys.add(vswitch::in_vpc(self.vpc.as_str()));
        keys.add(vswitch::zone(account, self.zone.as_str()));
        keys.add(vswitch::name(account, region, &self.name));
        keys.add(vswitch::resource_group(account, region, self.resource_group.as_str()));
        keys.add(vswitch::route_table(self.route_table.as_str()));
        keys.add(vswitch::ipv6(account, region, self.ipv6_cidr.is_some()));
        keys.add_if(self.status == NetworkStatus::Pending, pending);
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of route tables.
pub mod route_table {
    use super::*;

    /// The route table with this id.
    pub fn id(table: &str) -> Key {
        Key::of("table").id(table).key()
    }

    /// An account's route tables in a region.
    pub fn in_region(account: AccountId, region: &RegionId) -> Key {
        Key::of("region").account(account).text(region.as_str()).key()
    }

    /// The route tables of a router.
    pub fn router(router: &str) -> Key {
        Key::of("router").id(router).key()
    }

    /// The route tables of a VPC.
    pub fn in_vpc(vpc: &str) -> Key {
        Key::of("vpc").id(vpc).key()
    }

    /// An account's route tables in a region with this name.
    pub fn name(account: AccountId, region: &RegionId, name: &str) -> Key {
        Key::of("name").account(account).text(region.as_str()).text(name).key()
    }

    /// An account's route tables in a region of routers of this kind (`VRouter`, `VBR`).
    pub fn router_type(account: AccountId, region: &RegionId, kind: &str) -> Key {
        Key::of("router type").account(account).text(region.as_str()).text(kind).key()
    }

    /// An account's route tables in a region of this kind (`System`, `Custom`).
    pub fn kind(account: AccountId, region: &RegionId, kind: &str) -> Key {
        Key::of("kind").account(account).text(region.as_str()).text(kind).key()
    }

    /// An account's route tables in a region in this resource group (empty: the default one).
    pub fn resource_group(account: AccountId, region: &RegionId, group: &str) -> Key {
        Key::of("group").account(account).text(region.as_str()).text(group).key()
    }
}

impl Row for RouteTable {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        route_table::id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        let (account, region) = (self.account, &self.region);
        keys.add(route_table::in_region(account, region));
        keys.add(route_table::router(&self.router.id));
        keys.add(route_table::in_vpc(self.vpc.as_str()));
        keys.add(route_table::name(account, region, &self.name));
        keys.add(route_table::router_type(account, region, self.router.kind.as_str()));
        keys.add(route_table::kind(account, region, self.kind.as_str()));
        keys.add(route_table::resource_group(account, region, self.resource_group.as_str()));
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The VPC with this id.
    pub fn vpc(&self, id: &str) -> Option<&Arc<Vpc>> {
        self.vpcs.first(vpc::id(id))
    }

    /// The VPC whose router this is.
    pub fn vpc_of_vrouter(&self, router: &str) -> Option<&Arc<Vpc>> {
        self.vpcs.first(vpc::vrouter(router))
    }

    /// The vSwitch with this id.
    pub fn vswitch(&self, id: &str) -> Option<&Arc<VSwitch>> {
        self.vswitches.first(vswitch::id(id))
    }

    /// The route table with this id.
    pub fn route_table(&self, id: &str) -> Option<&Arc<RouteTable>> {
        self.route_tables.first(route_table::id(id))
    }
}
