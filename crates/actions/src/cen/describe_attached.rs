//! DescribeCenAttachedChildInstanceAttribute: one attached network, in full.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::ApiError;

use super::child::Child;
use super::common::{self, CEN_UNKNOWN, CHILD_TYPE_ILLEGAL, CHILD_UNKNOWN, Named};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Shows an attachment, to the owner of the instance and to the owner of the network.
pub struct DescribeCenAttachedChildInstanceAttribute;

request! {
    /// Parameters of DescribeCenAttachedChildInstanceAttribute.
    pub struct Request {
        /// The instance.
        cen: Text = required "CenId",
        /// The network.
        child: Text = required "ChildInstanceId",
        /// VPC or VBR.
        child_type: Text = required "ChildInstanceType",
        /// Region of the network.
        child_region: Text = required "ChildInstanceRegionId",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    cen_id: &'s str,
    child_instance_id: &'s str,
    child_instance_name: &'s str,
    child_instance_type: &'static str,
    child_instance_region_id: &'s str,
    child_instance_owner_id: u64,
    child_instance_attach_time: String,
    child_instance_attributes: Attributes,
    managed_service: &'static str,
    status: &'static str,
}

/// The blocks of a VPC; blank for a border router.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Attributes {
    cidr_block: String,
    ipv6_cidr_block: String,
    ipv6_cidr_blocks: Ipv6CidrBlocks,
    secondary_cidr_blocks: SecondaryCidrBlocks,
}

/// The clients' model begins these names with a small letter.
#[derive(Debug, Default, Serialize)]
struct Ipv6CidrBlocks {
    #[serde(rename = "ipv6CidrBlock")]
    blocks: Vec<Ipv6CidrBlock>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ipv6CidrBlock {
    ipv6_cidr_block: String,
    ipv6_isp: Text,
}

#[derive(Debug, Default, Serialize)]
struct SecondaryCidrBlocks {
    #[serde(rename = "secondaryCidrBlock")]
    blocks: [&'static str; 0],
}

impl ReadAction for DescribeCenAttachedChildInstanceAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeCenAttachedChildInstanceAttribute",
        api: Api::Cbn,
        summary: "Shows a network that is attached to a CEN instance.",
        source: "Cloud Enterprise Network documents, DescribeCenAttachedChildInstanceAttribute",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[&CHILD_TYPE_ILLEGAL, &CEN_UNKNOWN, &CHILD_UNKNOWN],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let child_type = common::child_type(&request.child_type)?;
        let named = Named {
            cen: &request.cen,
            child: &request.child,
            child_type,
            child_region: &request.child_region,
        };
        let attachment = named.find(&context)?;
        let child = Child::find(context.state, child_type, &request.child_region, &attachment.child);
        Ok(Response {
            cen_id: attachment.cen.as_str(),
            child_instance_id: &attachment.child,
            child_instance_name: child.map_or("", Child::name),
            child_instance_type: attachment.child_type.as_str(),
            child_instance_region_id: attachment.child_region.as_str(),
            child_instance_owner_id: attachment.child_account.0,
            child_instance_attach_time: attachment.created_at.to_wire(),
            child_instance_attributes: Attributes::of(child),
            managed_service: "",
            status: attachment.status.as_str(),
        })
    }
}

impl Attributes {
    fn of(child: Option<Child<'_>>) -> Self {
        let Some(Child::Vpc(vpc)) = child else { return Self::default() };
        let ipv6 = vpc.ipv6_cidr.map(|block| block.to_string());
        let block = |ipv6_cidr_block| Ipv6CidrBlock { ipv6_cidr_block, ipv6_isp: vpc.ipv6_isp.clone() };
        Self {
            cidr_block: vpc.cidr.to_string(),
            ipv6_cidr_block: ipv6.clone().unwrap_or_default(),
            ipv6_cidr_blocks: Ipv6CidrBlocks { blocks: ipv6.into_iter().map(block).collect() },
            secondary_cidr_blocks: SecondaryCidrBlocks::default(),
        }
    }
}
