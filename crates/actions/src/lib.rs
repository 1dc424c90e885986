//! The actions of the API: one family a module, one action a file.
//!
//! An action is a pure function of a State, a caller, a request, and a draft; see [`declare`] for how one is written.
//! [`find`] is the way in: everything that can be called is in [`all`].

pub mod declare;
mod dispatch;
pub mod neighbours;
pub mod network;
mod paging;
pub mod region;
mod resource;
pub mod resource_group;
pub mod router_interface;
mod settings;
pub mod tagging;
mod tags;

pub use dispatch::{Prepared, all, check_owner, find};
pub use settings::{Quotas, Settings};
