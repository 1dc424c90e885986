//! All regions and zones: the catalogue's, then those that an operator has added.

use std::borrow::Cow;

use xconnect_model::catalogue::{self, REGIONS};
use xconnect_model::{OwnRegion, RegionId};
use xconnect_state::State;

use super::Language;

/// A region or a zone, as it is listed.
#[derive(Debug)]
pub(crate) struct Place<'s> {
    /// Its id.
    pub(crate) id: Cow<'s, str>,
    /// `LocalName`.
    pub(crate) name: Cow<'s, str>,
}

/// All regions, each with where the Vpc API is served for it.
pub(crate) fn regions(state: &State, language: Language) -> impl Iterator<Item = (Place<'_>, String)> {
    let known = REGIONS.iter().map(move |region| {
        let name = Cow::Borrowed(language.region_name(region));
        (Place { id: Cow::Borrowed(region.id), name }, region.endpoint())
    });
    let own = state.own_regions.iter().map(move |region| {
        let name = Cow::Borrowed(language.own_region_name(region));
        (Place { id: Cow::Borrowed(region.id.as_str()), name }, format!("vpc.{}.aliyuncs.com", region.id))
    });
    known.chain(own)
}

/// The zones of a region; `None` when there is no such region. Those of a region that an operator has added are
/// called as their ids.
pub(crate) fn zones<'s>(state: &'s State, region: &str, language: Language) -> Option<Vec<Place<'s>>> {
    if let Some(known) = catalogue::region(region) {
        let place = |zone: catalogue::Zone| {
            let name = Cow::Owned(language.zone_name(&zone).to_owned());
            Place { id: Cow::Owned(zone.id), name }
        };
        return Some(known.zones().map(place).collect());
    }
    let own: &OwnRegion = state.own_region(region)?;
    let place = |zone: &'s str| Place { id: Cow::Borrowed(zone), name: Cow::Borrowed(zone) };
    Some(own.zones.iter().map(|zone| place(zone.as_str())).collect())
}

/// Whether there is such a region.
pub(crate) fn exists(state: &State, region: &str) -> bool {
    catalogue::region(region).is_some() || state.own_region(region).is_some()
}

/// Whether a region has this zone.
pub(crate) fn has_zone(state: &State, region: &RegionId, zone: &str) -> bool {
    match catalogue::region(region.as_str()) {
        Some(known) => known.zones().any(|one| one.id == zone),
        None => state
            .own_region(region.as_str())
            .is_some_and(|own| own.zones.iter().any(|one| one.as_str() == zone)),
    }
}
