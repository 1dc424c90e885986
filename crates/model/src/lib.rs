//! Typed ids, enums, records, and life cycles of Express Connect: values and rules, no I/O.
//!
//! A record is one row of the State and, with the same field names, one value in the log. Every record's fields
//! are optional when read (`#[serde(default)]`), so that a later version can add a field and still read old logs.

pub mod access_point;
pub mod account;
pub mod bgp;
pub mod border_router;
pub mod catalogue;
pub mod cen;
pub mod clock;
pub mod id;
pub mod network;
pub mod order;
pub mod physical_connection;
pub mod provider;
pub mod resource_group;
pub mod route;
pub mod router;
pub mod router_interface;
pub mod tag;
pub mod text;
pub mod time;
pub mod token;
pub mod vbr_ha;
mod wire_enum;

pub use access_point::AccessPoint;
pub use account::{AccessKey, Account, Secret};
pub use bgp::{BgpGroup, BgpNetwork, BgpPeer, CustomerRouter};
pub use border_router::VirtualBorderRouter;
pub use cen::{Cen, CenAttachment, CenGrant};
pub use clock::ClockSetting;
pub use id::{
    AccessKeyId, AccessPointId, AccountId, BgpGroupId, BgpPeerId, CenId, OrderId, PhysicalConnectionId,
    RegionId, ResourceGroupId, RouteEntryId, RouteTableId, RouterInterfaceId, VRouterId, VSwitchId, VbrHaId,
    VirtualBorderRouterId, VpcId, ZoneId,
};
pub use network::{RouteTable, VSwitch, Vpc};
pub use order::Order;
pub use physical_connection::PhysicalConnection;
pub use provider::{NextHopTarget, OwnRegion};
pub use resource_group::ResourceGroup;
pub use route::RouteEntry;
pub use router::{RouterRef, RouterType};
pub use router_interface::RouterInterface;
pub use tag::Tag;
pub use text::Text;
pub use time::Time;
pub use token::Token;
pub use vbr_ha::VbrHa;

/// The place of a record in the order of creation, unique in a State. Lists are answered in this order.
pub type Seq = u64;

/// True for the default value of a type; keeps defaults out of the log.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
