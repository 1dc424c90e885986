//! CreatePhysicalConnection: applies for a line.

use serde::Serialize;
use xconnect_model::{PhysicalConnectionId, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::application::{self, Application, Asked};
use super::common::REGION_NOT_FOUND;
use crate::declare::{Api, Context, Declaration, TagItem, WriteAction};
use crate::request;

/// Applies for a dedicated line at an access point.
pub struct CreatePhysicalConnection;

request! {
    /// Parameters of CreatePhysicalConnection.
    pub struct Request {
        /// Region of the access point.
        region: Text = required "RegionId",
        /// Where the line is to end; it has to take new lines.
        access_point: Text = required "AccessPointId",
        /// VPC, the only type there is.
        kind: Text = optional "Type",
        /// CT, CU, CM, CO, Equinix, or Other.
        line_operator: Text = required "LineOperator",
        /// Mbps, from 2 to what the port can carry; 100 by default.
        bandwidth: u32 = optional "bandwidth",
        /// The same as bandwidth, as it was spelled in 2016.
        bandwidth_2016: u32 = optional "Bandwidth",
        /// Where the other end is, 2 to 256 characters, no web address; the access point's city when absent.
        peer_location: Text = optional "PeerLocation",
        /// 100Base-T, 1000Base-T (default), 1000Base-LX, 10GBase-T, 10GBase-LR; where they have been opened for the
        /// account, also 40GBase-LR and 100GBase-LR.
        port_type: Text = optional "PortType",
        /// A line of the caller, Allocated, Confirmed, or Enabled, whose device the new one is not to share.
        redundant: Text = optional "RedundantPhysicalConnectionId",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "Name",
        /// The carrier's code, 1 to 64 characters without blanks.
        circuit_code: Text = optional "CircuitCode",
        /// The resource group; the default group when absent.
        resource_group: Text = optional "ResourceGroupId",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tag",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    physical_connection_id: PhysicalConnectionId,
}

impl WriteAction for CreatePhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "CreatePhysicalConnection",
        api: Api::Vpc,
        summary: "Applies for a physical connection at an access point.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: application::ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let asked = Asked {
            access_point: &request.access_point,
            line_operator: &request.line_operator,
            kind: request.kind.as_deref(),
            port_type: request.port_type.as_deref(),
            bandwidth: request.bandwidth.or(request.bandwidth_2016),
            peer_location: request.peer_location.as_deref(),
            redundant: request.redundant.as_deref(),
            name: request.name.as_deref(),
            description: request.description.as_deref(),
            circuit_code: request.circuit_code.as_deref(),
            resource_group: request.resource_group.as_deref(),
            tags: &request.tags,
        };
        let line = Application::of(&context, &region, &asked)?.line(&context, &region, draft);
        let physical_connection_id = line.id.clone();
        draft.put(line);
        Ok(Response { physical_connection_id })
    }
}
