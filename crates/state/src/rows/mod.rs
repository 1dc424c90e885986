//! How each kind of record is found: its identity, and the keys of its other indexes.
//!
//! One file a kind. A key is made by the same function where a record is filed and where it is looked up.

pub mod account;
pub mod bgp;
pub mod cen;
pub mod network;
pub mod order;
pub mod physical_connection;
pub mod provider;
pub mod resource_group;
pub mod route;
pub mod router_interface;
pub mod tag;
pub mod token;
pub mod vbr_ha;
pub mod virtual_border_router;
