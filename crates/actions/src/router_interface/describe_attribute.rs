//! DescribeRouterInterfaceAttribute: everything about one interface.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use super::view::{self, View};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Returns every attribute of one interface.
pub struct DescribeRouterInterfaceAttribute;

request! {
    /// Parameters of DescribeRouterInterfaceAttribute.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface; other actions call it RouterInterfaceId.
        interface: Text = required "InstanceId",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Response<'s> {
    /// The interface. Boxed, because the other variant is a few words.
    Found(Box<Attributes<'s>>),
    /// There is none: the Terraform provider waits for an empty id, and takes a missing key for a broken answer.
    Missing(Missing),
}

/// All attributes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attributes<'s> {
    #[serde(flatten)]
    envelope: Envelope,
    #[serde(flatten)]
    view: View<'s>,
    end_time: Text,
    gmt_modified: String,
    health_check_status: &'static str,
    fast_link_mode: &'static str,
}

/// The answer about an interface that does not exist.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Missing {
    #[serde(flatten)]
    envelope: Envelope,
    router_interface_id: &'static str,
}

/// What this action has on top of a RequestId.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope {
    code: &'static str,
    message: &'static str,
    success: bool,
}

impl Envelope {
    fn successful() -> Self {
        Self { code: "200", message: "successful", success: true }
    }
}

impl ReadAction for DescribeRouterInterfaceAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRouterInterfaceAttribute",
        api: Api::Vpc,
        summary: "Returns every attribute of one router interface.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[&PARAMETER_MISSING, &REGION_NOT_FOUND],
        missing: Some(&PARAMETER_MISSING),
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let Ok(interface) = common::own(&context, &region.id, &request.interface, &PARAMETER_MISSING) else {
            return Ok(Response::Missing(Missing {
                envelope: Envelope::successful(),
                router_interface_id: "",
            }));
        };
        Ok(Response::Found(Box::new(Attributes {
            envelope: Envelope::successful(),
            view: View::of(context.state, interface, true),
            end_time: view::end_time(interface),
            gmt_modified: interface.modified_at.to_wire(),
            health_check_status: view::health(context.state, interface),
            fast_link_mode: if interface.fast_link { "true" } else { "false" },
        })))
    }
}

static PARAMETER_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParam.NotNull",
    "The parameter must not be null.",
    "A mandatory parameter is missing or blank.",
);
