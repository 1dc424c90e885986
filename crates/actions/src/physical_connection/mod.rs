//! Physical connections: apply for a line, change it, open it, end it.

pub(crate) mod common;

use crate::declare::actions;

actions! {}
