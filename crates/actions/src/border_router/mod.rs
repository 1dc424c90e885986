//! Virtual border routers: create, describe, modify, associate, cut off, bring back, delete.

pub(crate) mod vlan;

use crate::declare::actions;

actions! {}
