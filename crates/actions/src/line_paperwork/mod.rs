//! The paper around a line: letters of authorisation, and orders.

use crate::declare::actions;

actions! {}
