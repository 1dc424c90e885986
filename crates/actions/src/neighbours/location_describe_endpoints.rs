//! DescribeEndpoints of Location: where a product is served.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::place;
use crate::request;

/// Says where a product is served in a region: always here, at the address that the client used.
pub struct DescribeEndpoints;

request! {
    /// Parameters of DescribeEndpoints.
    pub struct Request {
        /// The region.
        region: Text = required "Id",
        /// The product; every product that is asked for is served here.
        service: Text = required "ServiceCode",
        /// openAPI (default), or another kind of endpoint, which is told back.
        kind: Text = optional "Type",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    success: bool,
    endpoints: Set,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set {
    endpoint: [Item; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    endpoint: String,
    id: Text,
    namespace: &'static str,
    /// The clients know the field by this name only.
    #[serde(rename = "SerivceCode")]
    service_code: Text,
    #[serde(rename = "Type")]
    kind: Text,
    protocols: Protocols,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Protocols {
    protocols: [&'static str; 2],
}

impl ReadAction for DescribeEndpoints {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeEndpoints",
        api: Api::Location,
        summary: "Says where a product is served in a region.",
        source: "the official clients' use",
        resource: "*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        if !place::exists(context.state, &request.region) {
            return Err(ApiError::new(&REGION_NOT_FOUND));
        }
        let endpoint = Item {
            endpoint: context.caller.host.to_string(),
            id: request.region.clone(),
            namespace: "",
            service_code: request.service.clone(),
            kind: request.kind.clone().unwrap_or(Text::const_new("openAPI")),
            protocols: Protocols { protocols: ["HTTP", "HTTPS"] },
        };
        Ok(Response { success: true, endpoints: Set { endpoint: [endpoint] } })
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId",
    "The specified region does not exist.",
    "Id is not a known region. Clients compare both texts.",
);
