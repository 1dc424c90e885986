//! The filters of both Describe actions: at most five, each with at most five values.

use xconnect_model::VirtualBorderRouter;
use xconnect_model::border_router::VbrStatus;
use xconnect_state::rows::virtual_border_router::Filter;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::rows::FILTER_KEY_NOT_SUPPORTED;
use crate::declare::{FilterItem, filled};

/// Filters in a request, and values in a filter.
const MOST: usize = 5;
/// What `Type` is of every router.
pub(super) const TYPE: &str = "pconnVBR";

/// What a filter looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Something that the index has.
    Indexed(Filter),
    /// The type, which all routers share.
    Type,
    /// The high-speed instance, which no router has.
    EccId,
}

/// A filter that has been read.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) by: By,
    /// The values, any of which will do, spelled as records are filed.
    pub(super) values: Vec<String>,
}

/// Reads the filters of a request.
pub(super) fn conditions(filters: &[FilterItem]) -> Result<Vec<Condition>, ApiError> {
    if filters.len() > MOST {
        return Err(invalid_parameter("Filter"));
    }
    filters.iter().map(condition).collect()
}

fn condition(filter: &FilterItem) -> Result<Condition, ApiError> {
    let not_supported = || filled(&FILTER_KEY_NOT_SUPPORTED, &filter.index.to_string());
    let by = by(&filter.key).ok_or_else(not_supported)?;
    let blank = filter.values.iter().any(|value| value.is_empty());
    if filter.values.is_empty() || filter.values.len() > MOST || blank {
        return Err(invalid_parameter(&format!("Filter.{}.Value", filter.index)));
    }
    let filed = |value: &str| match by {
        // A status that there is not is nobody's.
        By::Indexed(Filter::Status) => VbrStatus::parse(value).map(|status| status.lower_case().to_owned()),
        By::Indexed(_) | By::Type | By::EccId => Some(value.to_owned()),
    };
    Ok(Condition { by, values: filter.values.iter().filter_map(|value| filed(value)).collect() })
}

fn by(key: &str) -> Option<By> {
    Some(match key {
        "VbrId" | "VbrID" => By::Indexed(Filter::VbrId),
        "PhysicalConnectionId" | "PhysicalConnectionID" => By::Indexed(Filter::PhysicalConnectionId),
        "Status" => By::Indexed(Filter::Status),
        "Name" => By::Indexed(Filter::Name),
        "AccessPointId" => By::Indexed(Filter::AccessPointId),
        "type" | "Type" => By::Type,
        "eccId" | "EccId" => By::EccId,
        _ => return None,
    })
}

impl Condition {
    /// Whether a router meets it.
    pub(super) fn holds(&self, vbr: &VirtualBorderRouter) -> bool {
        let value = match self.by {
            By::Indexed(Filter::VbrId) => vbr.id.as_str(),
            By::Indexed(Filter::PhysicalConnectionId) => vbr.line.as_str(),
            By::Indexed(Filter::Status) => vbr.status.lower_case(),
            By::Indexed(Filter::Name) => &vbr.name,
            By::Indexed(Filter::AccessPointId) => vbr.access_point.as_str(),
            By::Indexed(Filter::ResourceGroupId) => vbr.resource_group.as_str(),
            By::Type => TYPE,
            By::EccId => return false,
        };
        self.values.iter().any(|wanted| wanted == value)
    }

    /// Whether the type is asked for, and is the one that there is.
    pub(super) fn is_every_type(&self) -> bool {
        self.by == By::Type && self.values.iter().any(|wanted| wanted == TYPE)
    }
}
