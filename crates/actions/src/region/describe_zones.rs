//! DescribeZones: the zones of a region.

use serde::Serialize;
use xconnect_model::{Text, catalogue};
use xconnect_wire::{ApiError, ErrorSpec};

use super::Language;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Lists the zones of a region.
pub struct DescribeZones;

/// The type of every zone in the catalogue; the other one of the API is the zone at a network's edge.
const ZONE_TYPE: &str = "AvailabilityZone";

request! {
    /// Parameters of DescribeZones.
    pub struct Request {
        /// The region.
        region: Text = required "RegionId",
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
        /// AvailabilityZone (default); there are no zones of another type.
        zone_type: Text = optional "ZoneType",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    zones: Set,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set {
    zone: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    zone_id: String,
    local_name: String,
    zone_type: &'static str,
}

impl ReadAction for DescribeZones {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeZones",
        api: Api::Vpc,
        summary: "Lists the zones of a region.",
        source: "Express Connect API reference 2016; the official clients' models",
        resource: "acs:vpc:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(_: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        let region = catalogue::region(&request.region).ok_or(&REGION_NOT_FOUND)?;
        let language = Language::accepted(request.language.as_deref());
        let wanted = request.zone_type.as_deref().is_none_or(|wanted| wanted == ZONE_TYPE);
        let items = region.zones().filter(|_| wanted).map(|zone| Item {
            local_name: language.zone_name(&zone).to_owned(),
            zone_id: zone.id,
            zone_type: ZONE_TYPE,
        });
        Ok(Response { zones: Set { zone: items.collect() } })
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region. The document has no row for it.",
);
