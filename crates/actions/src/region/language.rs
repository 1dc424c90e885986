//! The language in which regions and zones are named.

use xconnect_model::OwnRegion;
use xconnect_model::catalogue::{Region, Zone};

/// What `AcceptLanguage` asks for. Chinese unless English is: the catalogue has no third language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    /// Reads `AcceptLanguage`, in any letter case: the documents of different actions write it differently.
    pub(crate) fn accepted(parameter: Option<&str>) -> Self {
        let english = parameter.is_some_and(|language| language.eq_ignore_ascii_case("en-US"));
        if english { Self::English } else { Self::Chinese }
    }

    /// `LocalName` of a region.
    pub(crate) fn region_name(self, region: &Region) -> &'static str {
        match self {
            Self::Chinese => region.name_zh,
            Self::English => region.name_en,
        }
    }

    /// `LocalName` of a region that an operator has added.
    pub(super) fn own_region_name(self, region: &OwnRegion) -> &str {
        match self {
            Self::Chinese => &region.name_zh,
            Self::English => &region.name_en,
        }
    }

    /// `LocalName` of a zone.
    pub(crate) fn zone_name(self, zone: &Zone) -> &str {
        match self {
            Self::Chinese => &zone.name_zh,
            Self::English => &zone.name_en,
        }
    }
}
