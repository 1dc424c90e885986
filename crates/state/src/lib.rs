//! The State: typed tables with their indexes, and the Changes that lead from one State to the next.
//!
//! A State is a value. Copying it costs a few pointers, so a reader keeps the State that it began with while the
//! writer makes the next one. The rules are the actions', but for the [`steps`] that an operator and the service itself
//! take alike.

mod change;
mod draft;
mod key;
pub mod rows;
mod state;
pub mod steps;
mod table;
mod tree;

pub use change::{Change, Kind, Record};
pub use draft::Draft;
pub use key::{Key, KeyBuilder};
pub use state::{Loader, Rows, State};
pub use table::{Keys, Page, Query, Row, Table};
pub use tree::Tree;
