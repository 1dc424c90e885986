//! `NextHopList.N`: one next hop of several.

use xconnect_model::Text;
use xconnect_wire::{ApiError, Fields};

use crate::declare::Parameter;

/// One element, each part as it was sent; blank parts count as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextHopItem {
    /// `NextHopList.N.NextHopId`.
    pub id: Option<Text>,
    /// `NextHopList.N.NextHopType`.
    pub kind: Option<Text>,
    /// `NextHopList.N.Weight`.
    pub weight: Option<Text>,
}

impl Parameter for NextHopItem {
    const KIND: &'static str = "NextHop";

    fn read(_: &Fields<'_>, _: &str) -> Result<Option<Self>, ApiError> {
        Ok(None)
    }

    fn read_list(fields: &Fields<'_>, name: &str) -> Result<Vec<Self>, ApiError> {
        let mut items = Vec::new();
        for (_, item) in fields.objects(name)? {
            items.push(Self {
                id: Text::read(&item, "NextHopId")?,
                kind: Text::read(&item, "NextHopType")?,
                weight: Text::read(&item, "Weight")?,
            });
        }
        Ok(items)
    }
}
