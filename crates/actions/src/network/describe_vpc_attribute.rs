//! DescribeVpcAttribute: everything about one VPC.

use serde::Serialize;
use xconnect_model::{Text, Vpc};
use xconnect_state::{State, rows};
use xconnect_wire::ApiError;

use super::common::{self, REGION_NOT_FOUND, VPC_NOT_FOUND};
use super::view::VpcView;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Returns every attribute of one VPC.
pub struct DescribeVpcAttribute;

request! {
    /// Parameters of DescribeVpcAttribute.
    pub struct Request {
        /// Region of the VPC.
        region: Text = required "RegionId",
        /// The VPC.
        vpc: Text = required "VpcId",
        /// Accepted, and without effect: the id says which VPC is meant.
        is_default: bool = optional "IsDefault",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    #[serde(flatten)]
    view: VpcView<'s>,
    classic_link_enabled: bool,
    support_ipv4_gateway: bool,
    ipv4_gateway_id: &'static str,
    associated_cens: AssociatedCens<'s>,
    associated_propagation_sources: AssociatedPropagationSources,
    cloud_resources: CloudResources,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociatedCens<'s> {
    associated_cen: Vec<AssociatedCen<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociatedCen<'s> {
    cen_id: &'s str,
    cen_owner_id: u64,
    cen_status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociatedPropagationSources {
    associated_propagation_sources: [&'static str; 0],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CloudResources {
    cloud_resource_set_type: [CloudResource; 3],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CloudResource {
    resource_type: &'static str,
    resource_count: usize,
}

impl<'s> AssociatedCens<'s> {
    fn of(state: &'s State, vpc: &Vpc) -> Self {
        let attachment = state.cen_attachment(vpc.id.as_str());
        let cen = attachment.map(|attachment| AssociatedCen {
            cen_id: attachment.cen.as_str(),
            cen_owner_id: attachment.cen_account.0,
            cen_status: attachment.status.as_str(),
        });
        Self { associated_cen: cen.into_iter().collect() }
    }
}

impl ReadAction for DescribeVpcAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVpcAttribute",
        api: Api::Vpc,
        summary: "Returns every attribute of one VPC.",
        source: "Virtual Private Cloud API reference, DescribeVpcAttribute",
        resource: "acs:vpc:*:*:vpc/*",
        errors: &[&REGION_NOT_FOUND, &VPC_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let vpc = common::own_vpc(&context, Some(&region), &request.vpc)?;
        common::check_dry_run(request.dry_run)?;
        Ok(Response {
            view: VpcView::of(context.state, vpc),
            classic_link_enabled: false,
            support_ipv4_gateway: false,
            ipv4_gateway_id: "",
            associated_cens: AssociatedCens::of(context.state, vpc),
            associated_propagation_sources: AssociatedPropagationSources {
                associated_propagation_sources: [],
            },
            cloud_resources: CloudResources::of(context.state, vpc),
        })
    }
}

impl CloudResources {
    fn of(state: &State, vpc: &Vpc) -> Self {
        let count = |resource_type, resource_count| CloudResource { resource_type, resource_count };
        let vswitches = state.vswitches.count(rows::network::vswitch::in_vpc(vpc.id.as_str()));
        let tables = state.route_tables.count(rows::network::route_table::in_vpc(vpc.id.as_str()));
        let all = [count("VSwitch", vswitches), count("VRouter", 1), count("RouteTable", tables)];
        Self { cloud_resource_set_type: all }
    }
}
