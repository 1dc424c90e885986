//! ModifyPhysicalConnectionAttribute: changes what an application says, within what the line's state allows.

use xconnect_model::physical_connection::{Event, LineOperator, Status};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::application::{self, *};
use super::common::{self, LINE_NOT_FOUND, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, Region, WriteAction};
use crate::request;

/// Changes a line's attributes. A refused application is filed again by that.
pub struct ModifyPhysicalConnectionAttribute;

request! {
    /// Parameters of ModifyPhysicalConnectionAttribute.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "PhysicalConnectionId",
        /// CT, CU, CM, CO, Equinix, or Other.
        line_operator: Text = optional "LineOperator",
        /// Mbps, from 2 to what the port can carry; not while the line is on its way from approval to opening.
        bandwidth: u32 = optional "bandwidth",
        /// The same as bandwidth, as other actions spell it.
        bandwidth_2016: u32 = optional "Bandwidth",
        /// Where the other end is, 2 to 256 characters, no web address.
        peer_location: Text = optional "PeerLocation",
        /// As for CreatePhysicalConnection; not while the line is on its way from approval to opening.
        port_type: Text = optional "PortType",
        /// A line of the caller, Allocated, Confirmed, or Enabled; not while this one is on its way to opening.
        redundant: Text = optional "RedundantPhysicalConnectionId",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "Name",
        /// The carrier's code, 1 to 64 characters without blanks.
        circuit_code: Text = optional "CircuitCode",
    }
}

impl WriteAction for ModifyPhysicalConnectionAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyPhysicalConnectionAttribute",
        api: Api::Vpc,
        summary: "Changes the attributes of a physical connection; a refused one is filed again.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &LINE_NOT_FOUND,
            &LINE_OPERATOR_MALFORMED,
            &PEER_LOCATION_MALFORMED,
            &PORT_TYPE_MALFORMED,
            &DESCRIPTION_MALFORMED,
            &NAME_MALFORMED,
            &WRONG_STATUS,
            &BANDWIDTH,
            &REDUNDANT_NOT_OWN,
            &REDUNDANT_STATUS,
            &CIRCUIT_CODE_MALFORMED,
            &REGION_NOT_FOUND,
            &REDUNDANT_NOT_FOUND_HERE,
            &LINE_OPERATOR_MALFORMED_2016,
            &PEER_LOCATION_MALFORMED_2016,
            &PORT_TYPE_MALFORMED_2016,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        if !is_open_to_changes(line.status) {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        let mut next = changed(&context, &region, line, request)?;
        let fixed = |line: &PhysicalConnection| (line.port_type, line.bandwidth_mbps, line.redundant.clone());
        let may_rebuild = line.shared.is_none() && can_be_rebuilt(line.status);
        let carrier_changes = line.shared.is_some() && next.line_operator != line.line_operator;
        if carrier_changes || (fixed(&next) != fixed(line) && !may_rebuild) {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        if let Some(again) = next.after(Event::Resubmit, context.now) {
            next = PhysicalConnection { reason: Text::default(), ..again };
        }
        draft.put(next);
        Ok(Empty {})
    }
}

fn is_open_to_changes(status: Status) -> bool {
    match status {
        Status::Initial
        | Status::Approved
        | Status::Allocated
        | Status::Confirmed
        | Status::Enabled
        | Status::Rejected => true,
        Status::Canceled
        | Status::Allocating
        | Status::AllocationFailed
        | Status::Terminating
        | Status::Terminated => false,
    }
}

/// Whether port, bandwidth, and redundant line may change.
fn can_be_rebuilt(status: Status) -> bool {
    matches!(status, Status::Initial | Status::Enabled | Status::Rejected)
}

/// The line with what the request says. Repeating what is there changes nothing, and is always allowed.
fn changed(
    context: &Context<'_>,
    region: &Region,
    line: &PhysicalConnection,
    request: &Request,
) -> Result<PhysicalConnection, ApiError> {
    application::check_texts(&Asked {
        peer_location: request.peer_location.as_deref(),
        description: request.description.as_deref(),
        name: request.name.as_deref(),
        circuit_code: request.circuit_code.as_deref(),
        ..Asked::default()
    })?;
    let mut next = line.clone();
    if let Some(text) = &request.line_operator {
        next.line_operator = LineOperator::parse(text).ok_or(&LINE_OPERATOR_MALFORMED)?;
    }
    if let Some(text) = request.port_type.as_ref().filter(|text| *text != line.port_type.as_str()) {
        next.port_type = application::port_type(context, text)?;
    }
    next.bandwidth_mbps = request.bandwidth.or(request.bandwidth_2016).unwrap_or(line.bandwidth_mbps);
    if (next.port_type, next.bandwidth_mbps) != (line.port_type, line.bandwidth_mbps) {
        application::check_bandwidth(next.bandwidth_mbps, next.port_type)?;
        if next.bandwidth_mbps < bandwidth_in_use(context, line) {
            return Err(ApiError::new(&BANDWIDTH));
        }
    }
    if let Some(id) = request.redundant.as_ref().filter(|id| **id != line.redundant.as_str()) {
        let own = line.id.as_str();
        next.redundant = application::redundant(context, region, id, own, &REDUNDANT_NOT_FOUND_HERE)?;
    }
    let texts = [
        (&mut next.name, &request.name),
        (&mut next.description, &request.description),
        (&mut next.peer_location, &request.peer_location),
        (&mut next.circuit_code, &request.circuit_code),
    ];
    for (field, given) in texts {
        if let Some(text) = given {
            field.clone_from(text);
        }
    }
    Ok(next)
}

/// The bandwidth of the largest border router or shared line on a line, in Mbps, or of the size that a shared line
/// is to get: the line cannot become smaller.
fn bandwidth_in_use(context: &Context<'_>, line: &PhysicalConnection) -> u32 {
    let of_routers = common::border_routers(context, line).filter_map(|vbr| vbr.bandwidth_mbps);
    let shared =
        context.state.physical_connections.find(rows::physical_connection::on_line(line.id.as_str()));
    let of_shared = shared.map(|shared| {
        let expected = shared.shared.as_ref().and_then(|one| one.expect_spec);
        expected.map_or(0, |spec| spec.bandwidth_mbps()).max(shared.bandwidth_mbps)
    });
    of_routers.chain(of_shared).max().unwrap_or(0)
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus",
    "invalid physical connection status.",
    "The line can no longer be changed; or port, bandwidth, or redundant line were to change while it is neither \
     Initial nor Enabled nor Rejected, or, as the carrier, on a shared line.",
);
static REDUNDANT_NOT_FOUND_HERE: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRedundantPhysicalConnectionId.NotFound",
    "The specified RedundantPhysicalConnectionId is not found.",
    "There is no other dedicated line with the id in the region.",
);
