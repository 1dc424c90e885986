//! The application for a line, whether it is filed by itself or together with the order of its installation.

use xconnect_model::physical_connection::{LineOperator, PortType};
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{
    AccessPoint, AccessPointId, PhysicalConnection, PhysicalConnectionId, ResourceGroupId, Tag, Text,
};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use crate::declare::{Context, Region, TagItem};
use crate::{resource_group, tags};

/// The smallest bandwidth of a line, in Mbps.
const LEAST_BANDWIDTH: u32 = 2;
/// The bandwidth of a line whose application names none, in Mbps.
const USUAL_BANDWIDTH: u32 = 100;
/// Characters of a circuit code.
const CIRCUIT_CODE: usize = 64;
/// Characters of the place of a line's other end.
const PEER_LOCATION: std::ops::RangeInclusive<usize> = 2..=256;

/// What an application says, as it was sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked<'r> {
    pub(crate) access_point: &'r str,
    pub(crate) line_operator: &'r str,
    /// `Type`: VPC, or nothing.
    pub(crate) kind: Option<&'r str>,
    pub(crate) port_type: Option<&'r str>,
    /// Mbps.
    pub(crate) bandwidth: Option<u32>,
    pub(crate) peer_location: Option<&'r str>,
    pub(crate) redundant: Option<&'r str>,
    pub(crate) name: Option<&'r str>,
    pub(crate) description: Option<&'r str>,
    pub(crate) circuit_code: Option<&'r str>,
    pub(crate) resource_group: Option<&'r str>,
    pub(crate) tags: &'r [TagItem],
}

/// An application that may be filed.
#[derive(Debug)]
pub(crate) struct Application {
    access_point: AccessPointId,
    line_operator: LineOperator,
    port_type: PortType,
    bandwidth_mbps: u32,
    peer_location: Text,
    redundant: PhysicalConnectionId,
    name: Text,
    description: Text,
    circuit_code: Text,
    resource_group: ResourceGroupId,
    tags: Vec<Tag>,
}

impl Application {
    /// Checks everything that stands against an application; every error is one of [`ERRORS`], or a public one.
    pub(crate) fn of(context: &Context<'_>, region: &Region, asked: &Asked<'_>) -> Result<Self, ApiError> {
        if asked.kind.is_some_and(|kind| kind != "VPC") {
            return Err(ApiError::new(&TYPE_MALFORMED));
        }
        let line_operator = LineOperator::parse(asked.line_operator).ok_or(&LINE_OPERATOR_MALFORMED)?;
        let port_type = match asked.port_type {
            Some(text) => self::port_type(context, text)?,
            None => PortType::default(),
        };
        let bandwidth_mbps = asked.bandwidth.unwrap_or(USUAL_BANDWIDTH);
        check_bandwidth(bandwidth_mbps, port_type)?;
        check_texts(asked)?;
        let tags = tags::first(asked.tags)?;
        check_account(context, region)?;
        let point = context.state.access_point(asked.access_point);
        let point = point.filter(|point| point.region == region.id).ok_or(&ACCESS_POINT_NOT_FOUND)?;
        if !context.state.takes_lines(&point) {
            return Err(ApiError::new(&ACCESS_POINT_NOT_ENABLED));
        }
        let redundant = match asked.redundant {
            Some(id) => self::redundant(context, region, id, "", &REDUNDANT_NOT_FOUND)?,
            None => PhysicalConnectionId::default(),
        };
        let resource_group =
            resource_group::chosen(context.state, context.caller.account, asked.resource_group)?;
        check_quotas(context, &point)?;
        Ok(Self {
            access_point: point.id.clone(),
            line_operator,
            port_type,
            bandwidth_mbps,
            peer_location: asked.peer_location.map_or_else(|| place_of(&point), Text::from),
            redundant,
            name: asked.name.unwrap_or_default().into(),
            description: asked.description.unwrap_or_default().into(),
            circuit_code: asked.circuit_code.unwrap_or_default().into(),
            resource_group,
            tags,
        })
    }

    /// The line that is applied for, not staged yet.
    pub(crate) fn line(
        self,
        context: &Context<'_>,
        region: &Region,
        draft: &mut Draft<'_>,
    ) -> PhysicalConnection {
        PhysicalConnection {
            seq: draft.seq(),
            id: draft.id(&region.code),
            account: context.caller.account,
            region: region.id.clone(),
            access_point: self.access_point,
            name: self.name,
            description: self.description,
            line_operator: self.line_operator,
            port_type: self.port_type,
            bandwidth_mbps: self.bandwidth_mbps,
            peer_location: self.peer_location,
            circuit_code: self.circuit_code,
            redundant: self.redundant,
            since: context.now,
            resource_group: self.resource_group,
            tags: self.tags,
            created_at: context.now,
            ..PhysicalConnection::default()
        }
    }
}

/// The port type with this name, if the caller may have it.
pub(super) fn port_type(context: &Context<'_>, text: &str) -> Result<PortType, ApiError> {
    let opened = |port: &PortType| {
        let account = context.account();
        port.is_open()
            || account.is_some_and(|account| account.opened_specs.iter().any(|spec| spec == port.spec()))
    };
    PortType::parse(text).filter(opened).ok_or_else(|| ApiError::new(&PORT_TYPE_MALFORMED))
}

/// Whether a port of this type can carry so many Mbps.
pub(super) fn check_bandwidth(mbps: u32, port: PortType) -> Result<(), ApiError> {
    let most = match port {
        PortType::Base100T => 100,
        PortType::Base1000T | PortType::Base1000Lx => 1_000,
        PortType::Base10GT | PortType::Base10GLr => 10_240,
        PortType::Base40GLr => 40_960,
        PortType::Base100GLr => 102_400,
    };
    if (LEAST_BANDWIDTH..=most).contains(&mbps) { Ok(()) } else { Err(ApiError::new(&BANDWIDTH)) }
}

/// The texts that people and carriers choose.
pub(super) fn check_texts(asked: &Asked<'_>) -> Result<(), ApiError> {
    let check = |text: Option<&str>, holds: fn(&str) -> bool, row: &'static ErrorSpec| {
        if text.is_none_or(holds) { Ok(()) } else { Err(ApiError::new(row)) }
    };
    check(asked.peer_location, is_peer_location, &PEER_LOCATION_MALFORMED)?;
    check(asked.description, is_description, &DESCRIPTION_MALFORMED)?;
    check(asked.name, is_name, &NAME_MALFORMED)?;
    check(asked.circuit_code, is_circuit_code, &CIRCUIT_CODE_MALFORMED)
}

/// The line that another one, `of`, is to be independent of: a dedicated one of the caller, built or being built.
pub(super) fn redundant(
    context: &Context<'_>,
    region: &Region,
    id: &str,
    of: &str,
    missing: &'static ErrorSpec,
) -> Result<PhysicalConnectionId, ApiError> {
    let line = context.state.physical_connection(id);
    let line = line.filter(|line| line.region == region.id && line.shared.is_none() && id != of);
    let line = line.ok_or(missing)?;
    if line.account != context.caller.account {
        return Err(ApiError::new(&REDUNDANT_NOT_OWN));
    }
    if !line.status.can_be_redundant() {
        return Err(ApiError::new(&REDUNDANT_STATUS));
    }
    Ok(line.id.clone())
}

fn is_peer_location(text: &str) -> bool {
    let length = text.chars().take(PEER_LOCATION.end() + 1).count();
    PEER_LOCATION.contains(&length) && !text.starts_with("http://") && !text.starts_with("https://")
}

fn is_circuit_code(text: &str) -> bool {
    (1..=CIRCUIT_CODE).contains(&text.chars().take(CIRCUIT_CODE + 1).count())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn check_account(context: &Context<'_>, region: &Region) -> Result<(), ApiError> {
    common::check_outbound_traffic(context, &region.id)?;
    let locked = rows::physical_connection::financially_locked(context.caller.account);
    if context.state.physical_connections.count(locked) > 0 {
        return Err(ApiError::new(&BILLS_OUTSTANDING));
    }
    Ok(())
}

fn check_quotas(context: &Context<'_>, point: &AccessPoint) -> Result<(), ApiError> {
    let (account, quotas) = (context.caller.account, context.quotas());
    let lines = &context.state.physical_connections;
    if lines.count(rows::physical_connection::not_enabled(account)) >= quotas.lines_not_enabled {
        return Err(ApiError::new(&TOO_MANY_NOT_ENABLED));
    }
    if lines.count(rows::physical_connection::at_access_point(account, &point.id))
        >= quotas.lines_per_access_point
    {
        return Err(ApiError::new(&TOO_MANY_AT_ACCESS_POINT));
    }
    Ok(())
}

/// Where a line goes whose application does not say so: the official clients may leave it out, and want to read
/// something.
fn place_of(point: &AccessPoint) -> Text {
    if point.location.is_empty() { point.name.clone() } else { point.location.clone() }
}

/// The rows that an application can be refused with.
pub(crate) static ERRORS: &[&ErrorSpec] = &[
    &ACCESS_POINT_NOT_ENABLED,
    &TYPE_MALFORMED,
    &PEER_LOCATION_MALFORMED,
    &LINE_OPERATOR_MALFORMED,
    &PORT_TYPE_MALFORMED,
    &DESCRIPTION_MALFORMED,
    &REDUNDANT_NOT_FOUND,
    &NAME_MALFORMED,
    &TOO_MANY_AT_ACCESS_POINT,
    &BANDWIDTH,
    &REDUNDANT_NOT_OWN,
    &REDUNDANT_STATUS,
    &CIRCUIT_CODE_MALFORMED,
    &TOO_MANY_NOT_ENABLED,
    &common::TRAFFIC_NOT_ENABLED,
    &common::REGION_NOT_FOUND,
    &ACCESS_POINT_NOT_FOUND,
    &BILLS_OUTSTANDING,
    &TYPE_MALFORMED_2016,
    &PEER_LOCATION_MALFORMED_2016,
    &LINE_OPERATOR_MALFORMED_2016,
    &PORT_TYPE_MALFORMED_2016,
];

pub(crate) static ACCESS_POINT_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessPointId.NotEnabled",
    "Invalid access point status.",
    "The access point is disabled, or has no port left.",
);
pub(crate) static TYPE_MALFORMED: ErrorSpec =
    ErrorSpec::new(400, "InvalidType.Malformd", "The Type provided was invalid.", "Type is not VPC.");
pub(crate) static PEER_LOCATION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPeerLocation.Malformd",
    "The PeerLocation provided was invalid.",
    "PeerLocation has fewer than 2 or more than 256 characters, or is a web address.",
);
pub(crate) static LINE_OPERATOR_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidLineOperator.Malformd",
    "The LineOperator provided was invalid.",
    "LineOperator is none of CT, CU, CM, CO, Equinix, and Other.",
);
pub(crate) static PORT_TYPE_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPortType.Malformd",
    "The PortType provided was invalid.",
    "PortType is no port, or one that has not been opened for the account (40GBase-LR and 100GBase-LR).",
);
pub(crate) static DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidDescription.Malformed",
    "The specifid \"Description\" is not valid.",
    "Description breaks the rule for descriptions.",
);
pub(crate) static NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidName.Malformed",
    "The specified \"Name\" is not valid.",
    "Name breaks the rule for names.",
);
pub(crate) static REDUNDANT_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRedundantPhysicalConnectionId.NotFound",
    "The RedundantPhysicalConnectionId does not found.",
    "There is no dedicated line with the id in the region.",
);
pub(crate) static TOO_MANY_AT_ACCESS_POINT: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.pConnPerAP",
    "Physical connection count per ap quota exceed.",
    "The account has as many lines at the access point as it may (50 by default).",
);
pub(crate) static BANDWIDTH: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidBandwidth",
    "invalid physical connection banwidth.",
    "The bandwidth is below 2 Mbps or above what the port can carry.",
);
pub(crate) static REDUNDANT_NOT_OWN: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRedundantPhysicalConnection",
    "redundant physical connection doesn't belong to current user.",
    "The redundant line belongs to another account.",
);
pub(crate) static REDUNDANT_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRedundantPhysicalConnectionStatus",
    "invalid redundant physical connection status.",
    "The redundant line is neither Allocated nor Confirmed nor Enabled.",
);
pub(crate) static CIRCUIT_CODE_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidCircuitCode.Malformed",
    "circuitCode is illegal.",
    "CircuitCode has more than 64 characters, or one that is blank or cannot be printed.",
);
pub(crate) static TOO_MANY_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.freePconnPerAP",
    "free physical connections count excceeded.",
    "The account has as many lines in other states than Enabled as it may (5 by default).",
);
pub(crate) static ACCESS_POINT_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidAccessPointId.NotFound",
    "The AccessPointId provided does not exist in our records.",
    "The region has no such access point.",
);
pub(crate) static BILLS_OUTSTANDING: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.BillsOutstanding",
    "You cannot create more RouterInterface because you have bills outstanding.",
    "A line of the account is locked because of bills. No document gives a code; this is that of interfaces.",
);
pub(crate) static TYPE_MALFORMED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidType.Malformed",
    "The Type provided was invalid.",
    "The 2016 spelling of InvalidType.Malformd.",
    "2016 spelling of InvalidType.Malformd, which is what is answered",
);
pub(crate) static PEER_LOCATION_MALFORMED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidPeerLocation.Malformed",
    "The PeerLocation provided was invalid.",
    "The 2016 spelling of InvalidPeerLocation.Malformd.",
    "2016 spelling of InvalidPeerLocation.Malformd, which is what is answered",
);
pub(crate) static LINE_OPERATOR_MALFORMED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidLineOperator.Malformed",
    "The LineOperator provided was invalid.",
    "The 2016 spelling of InvalidLineOperator.Malformd.",
    "2016 spelling of InvalidLineOperator.Malformd, which is what is answered",
);
pub(crate) static PORT_TYPE_MALFORMED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "InvalidPortType.Malformed",
    "The PortType provided was invalid.",
    "The 2016 spelling of InvalidPortType.Malformd.",
    "2016 spelling of InvalidPortType.Malformd, which is what is answered",
);
