//! DescribeRegions of Ecs: the same regions, with that product's endpoints.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_model::catalogue::REGIONS;
use xconnect_wire::ApiError;

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::Language;
use crate::request;

/// Lists all regions.
pub struct DescribeRegions;

request! {
    /// Parameters of DescribeRegions.
    pub struct Request {
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    regions: Set,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set {
    region: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    region_id: &'static str,
    local_name: &'static str,
    region_endpoint: String,
    status: &'static str,
}

impl ReadAction for DescribeRegions {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRegions",
        api: Api::Ecs,
        summary: "Lists all regions.",
        source: "the official clients' models",
        resource: "acs:ecs:*:*:*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(_: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        let language = Language::accepted(request.language.as_deref());
        let items = REGIONS.iter().map(|region| Item {
            region_id: region.id,
            local_name: language.region_name(region),
            region_endpoint: format!("ecs.{}.aliyuncs.com", region.id),
            status: "available",
        });
        Ok(Response { regions: Set { region: items.collect() } })
    }
}
