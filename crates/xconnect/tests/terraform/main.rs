//! The Terraform provider's own sequences, resource by resource, in its own two dialects: create, wait, read, update,
//! delete, wait until gone, and import. `provider.rs` holds to what the provider demands of every answer.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod answer;
mod bgp_group;
mod bgp_network;
mod bgp_peer;
mod border_router;
mod cen;
mod data_sources;
mod example;
mod failover_group;
mod fixtures;
mod grant_rule;
mod legacy_interface;
mod line_association;
mod physical_connection;
mod provider;
mod route_entry;
mod router_interface;
mod service;
mod virtual_physical_connection;
mod vpc;
mod vswitch;
