//! The actions of the API: one family a module, one action a file.
//!
//! An action is a pure function of a State, a caller, a request, and a draft; see [`declare`] for how one is written.
//! [`find`] is the way in: everything that can be called is in [`all`].

pub mod bgp;
pub mod border_router;
pub mod cen;
pub mod declare;
mod dispatch;
pub mod failover_group;
pub mod line_paperwork;
pub mod neighbours;
pub mod network;
mod next_token;
mod paging;
pub mod physical_connection;
pub mod region;
mod resource;
pub mod resource_group;
pub mod route;
pub mod router_interface;
mod settings;
pub mod shared_line;
pub mod tagging;
mod tags;

pub use dispatch::{Prepared, all, check_owner, check_risk_control, find};
pub use settings::{Quotas, Settings};
