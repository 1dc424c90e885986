//! Shared lines: a partner slices a line for tenants, and converts border routers.

use crate::declare::actions;

actions! {}
