//! ApplyPhysicalConnectionLOA: asks for the letter that lets a contractor into the machine room.

use xconnect_model::physical_connection::{LineType, Loa, LoaEvent, LoaStatus, Status};
use xconnect_model::{PhysicalConnection, Text, Time};
use xconnect_state::Draft;
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::engineer::{self, EngineerItem};
use super::text::{check_optional_text, check_text};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::physical_connection::common::{self, LINE_NOT_FOUND, REGION_NOT_FOUND, TRAFFIC_NOT_ENABLED};
use crate::request;

/// Applies for the letter of authorisation of a dedicated line. A letter that was refused or taken back can be
/// applied for again.
pub struct ApplyPhysicalConnectionLOA;

/// What `Bandwidth` can be, in Mbps.
const BANDWIDTH: std::ops::RangeInclusive<u32> = 2..=10_240;

request! {
    /// Parameters of ApplyPhysicalConnectionLOA.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line; it has to be Allocated.
        line: Text = required "InstanceId",
        /// The company that gets the line, 1 to 256 characters.
        company: Text = required "CompanyName",
        /// MSTP, MPLSVPN, FIBRE, or Other.
        line_type: Text = required "LineType",
        /// The contractor, 1 to 256 characters.
        contractor: Text = required "Si",
        /// When the contractor comes: UTC, as 2022-02-28T16:00:00Z.
        construction_time: Text = required "ConstructionTime",
        /// Mbps, 2 to 10240.
        bandwidth: u32 = optional "Bandwidth",
        /// Where the line goes, 1 to 256 characters.
        peer_location: Text = optional "PeerLocation",
        /// Who comes, 1 to 16 people: PMName, PMCertificateType (IDCard or Passport), PMCertificateNo, PMGender (Male or Female), PMContactInfo.
        engineers: EngineerItem = list "PMInfo",
    }
}

impl WriteAction for ApplyPhysicalConnectionLOA {
    const DECLARATION: Declaration = Declaration {
        name: "ApplyPhysicalConnectionLOA",
        api: Api::Vpc,
        summary: "Applies for the letter of authorisation with which a contractor may build a line.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&TRAFFIC_NOT_ENABLED, &LINE_NOT_FOUND, &NOT_ALLOCATED, &APPLIED_ALREADY, &REGION_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let asked = asked(request)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        common::check_outbound_traffic(&context, &region.id)?;
        if line.shared.is_some() || line.status != Status::Allocated {
            return Err(ApiError::new(&NOT_ALLOCATED));
        }
        let status = match &line.loa {
            None => LoaStatus::default(),
            Some(loa) => loa.status.on(LoaEvent::Reapply).ok_or(&APPLIED_ALREADY)?,
        };
        let loa = Loa { status, since: context.now, document_key: draft.secret(), ..asked };
        draft.put(PhysicalConnection { loa: Some(loa), ..PhysicalConnection::clone(line) });
        Ok(Empty {})
    }
}

/// What the application says, as far as it can be judged by itself.
fn asked(request: &Request) -> Result<Loa, ApiError> {
    check_text(&request.company, "CompanyName")?;
    check_text(&request.contractor, "Si")?;
    check_optional_text(request.peer_location.as_deref(), "PeerLocation")?;
    Time::from_wire(&request.construction_time).ok_or_else(|| invalid_parameter("ConstructionTime"))?;
    if request.bandwidth.is_some_and(|mbps| !BANDWIDTH.contains(&mbps)) {
        return Err(invalid_parameter("Bandwidth"));
    }
    Ok(Loa {
        company: request.company.clone(),
        line_type: LineType::parse(&request.line_type).ok_or_else(|| invalid_parameter("LineType"))?,
        contractor: request.contractor.clone(),
        construction_time: request.construction_time.clone(),
        bandwidth_mbps: request.bandwidth,
        peer_location: request.peer_location.clone().unwrap_or_default(),
        engineers: engineer::all(&request.engineers)?,
        ..Loa::default()
    })
}

static NOT_ALLOCATED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line is not Allocated, or is a shared line, which has nothing to be built. No document gives a code.",
);
static APPLIED_ALREADY: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line has a letter that is neither Rejected nor Deleted. No document gives a code.",
);
