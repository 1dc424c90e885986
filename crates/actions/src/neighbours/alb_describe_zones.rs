//! DescribeZones of Alb: the zones of a region, in that product's shape.

use serde::Serialize;
use xconnect_model::{Text, catalogue};
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::Language;
use crate::request;

/// Lists the zones of a region.
pub struct DescribeZones;

/// The region whose zones are answered when a client names none: it would let the host name say the region,
/// and this service has one host name for all.
const DEFAULT_REGION: &str = "cn-hangzhou";

request! {
    /// Parameters of DescribeZones.
    pub struct Request {
        /// The region; cn-hangzhou by default.
        region: Text = optional "RegionId",
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    zones: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    zone_id: String,
    local_name: String,
}

impl ReadAction for DescribeZones {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeZones",
        api: Api::Alb,
        summary: "Lists the zones of a region.",
        source: "the official clients' models",
        resource: "acs:alb:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(_: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        let region = request.region.as_deref().unwrap_or(DEFAULT_REGION);
        let region = catalogue::region(region).ok_or(&REGION_NOT_FOUND)?;
        let language = Language::accepted(request.language.as_deref());
        let items = region
            .zones()
            .map(|zone| Item { local_name: language.zone_name(&zone).to_owned(), zone_id: zone.id });
        Ok(Response { zones: items.collect() })
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
    "RegionId is not a known region.",
);
