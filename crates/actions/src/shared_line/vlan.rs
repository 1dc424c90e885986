//! `VlanId`: the VLAN of a shared line on the line below.

use xconnect_model::Text;
use xconnect_model::physical_connection::Shared;
use xconnect_wire::{ApiError, Fields};

use super::rows::{VLAN_0_HAS_ALL, VLAN_0_NEEDS_ALL, VLAN_MALFORMED, VLAN_USED};
use crate::border_router::vlan::{Asking, MAX_VLAN, held};
use crate::declare::{Context, Parameter};

/// A VLAN as it was sent. Whatever is wrong with it has a row of its own, so that no text is refused before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanText(Text);

impl Parameter for VlanText {
    const KIND: &'static str = "Long";

    fn read(fields: &Fields<'_>, name: &str) -> Result<Option<Self>, ApiError> {
        Ok(Text::read(fields, name)?.map(Self))
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        Ok(Text::read_list(fields, name)?.into_iter().map(Self).collect())
    }
}

impl VlanText {
    /// The number, 0 to 2999.
    pub(super) fn number(&self) -> Result<u16, ApiError> {
        let plain = self.0.bytes().all(|byte| byte.is_ascii_digit());
        let number = self.0.parse().ok().filter(|number| plain && *number <= MAX_VLAN);
        number.ok_or_else(|| ApiError::new(&VLAN_MALFORMED))
    }
}

/// Whether a VLAN of a line is free for a new shared line, or for the one that asks. VLAN 0 takes the whole line.
pub(super) fn check(
    context: &Context<'_>,
    parent: &str,
    vlan: u16,
    asking: Option<(&str, &Shared)>,
) -> Result<(), ApiError> {
    let asking = asking
        .map_or(Asking::default(), |(id, shared)| Asking { shared_line: id, vbr: shared.from_vbr.as_str() });
    let held = held(context, parent, asking);
    let row = match vlan {
        _ if held.contains(vlan) => &VLAN_USED,
        _ if held.contains(0) => &VLAN_0_HAS_ALL,
        0 if !held.is_empty() => &VLAN_0_NEEDS_ALL,
        _ => return Ok(()),
    };
    Err(ApiError::new(row))
}
