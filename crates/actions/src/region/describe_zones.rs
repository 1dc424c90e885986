//! DescribeZones: the zones of a region.

use std::borrow::Cow;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use super::{Language, place};
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
pub struct Response<'s> {
    zones: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    zone: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    zone_id: Cow<'s, str>,
    local_name: Cow<'s, str>,
    zone_type: &'static str,
}

impl ReadAction for DescribeZones {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeZones",
        api: Api::Vpc,
        summary: "Lists the zones of a region.",
        source: "Express Connect API reference 2016; the official clients' models",
        resource: "acs:vpc:*:*:*",
        errors: &[&REGION_MISSING, &REGION_NOT_FOUND],
        missing: Some(&REGION_MISSING),
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let language = Language::accepted(request.language.as_deref());
        let zones = place::zones(context.state, &request.region, language).ok_or(&REGION_NOT_FOUND)?;
        let wanted = request.zone_type.as_deref().is_none_or(|wanted| wanted == ZONE_TYPE);
        let items = zones.into_iter().filter(|_| wanted).map(|zone| Item {
            zone_id: zone.id,
            local_name: zone.name,
            zone_type: ZONE_TYPE,
        });
        Ok(Response { zones: Set { zone: items.collect() } })
    }
}

static REGION_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "RegionId" that is mandatory for processing this request is not supplied."#,
    "RegionId is missing or blank.",
);
static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region. The document has no row for it.",
);
