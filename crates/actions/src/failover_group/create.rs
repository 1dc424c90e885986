//! CreateVbrHa: makes a failover group of two border routers.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::text::is_description;
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{CenId, PhysicalConnection, RegionId, Text, VbrHa, VbrHaId, VirtualBorderRouter};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Puts two of the caller's routers into a group, so that one takes over when the other fails.
pub struct CreateVbrHa;

/// Characters of a name.
const NAME: usize = 128;

request! {
    /// Parameters of CreateVbrHa.
    pub struct Request {
        /// Region of both routers.
        region: Text = required "RegionId",
        /// One router: active, attached to a CEN instance, in no other group.
        vbr: Text = required "VbrId",
        /// The other router, attached to the same CEN instance, on another access device.
        peer: Text = required "PeerVbrId",
        /// Up to 128 characters.
        name: Text = optional "Name",
        /// 2 to 256 characters, the first a letter or a Chinese character, and not the start of a web address.
        description: Text = optional "Description",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    vbr_ha_id: VbrHaId,
}

impl WriteAction for CreateVbrHa {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVbrHa",
        api: Api::Vpc,
        summary: "Makes a failover group of two virtual border routers.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[
            &VBR_NOT_FOUND,
            &CEN_NOT_CONSISTENT,
            &ACCOUNT_NOT_CONSISTENT,
            &SAME_DEVICE,
            &BANDWIDTH_EXCEEDED,
            &IN_OTHER_GROUP,
            &BFD_NOT_ENABLED,
            &NOT_IN_CEN,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        check_texts(request)?;
        // The documents print no row for an unknown region here: nothing is found in it.
        let region = context.region(&request.region, &VBR_NOT_FOUND)?;
        let routers = [&request.vbr, &request.peer];
        let [vbr, peer] = routers.map(|id| seen(&context, &region.id, id));
        let routers = [vbr?, peer?];
        check_owner(&context, routers)?;
        for vbr in routers {
            common::check_line_lock(context.state, vbr)?;
            if context.state.vbr_ha_of(vbr.id.as_str()).is_some() {
                return Err(ApiError::new(&IN_OTHER_GROUP));
            }
        }
        check_cen(context.state, routers)?;
        check_devices(context.state, routers)?;
        check_bfd(context.state, routers)?;
        check_bandwidth(&context, routers)?;
        let id: VbrHaId = draft.id(&region.code);
        let seq = draft.seq();
        let [vbr, peer] = routers.map(|vbr| vbr.id.clone());
        draft.put(VbrHa {
            seq,
            id: id.clone(),
            account: context.caller.account,
            region: region.id,
            vbr,
            peer,
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            status: VbrHaStatus::Creating,
            since: context.now,
            created_at: context.now,
        });
        Ok(Response { vbr_ha_id: id })
    }
}

/// Of a name the documents say nothing; its length is bounded like that of other names.
fn check_texts(request: &Request) -> Result<(), ApiError> {
    if request.name.as_deref().is_some_and(|name| name.chars().take(NAME + 1).count() > NAME) {
        return Err(invalid_parameter("Name"));
    }
    if request.description.as_deref().is_some_and(|text| !is_description(text)) {
        return Err(invalid_parameter("Description"));
    }
    Ok(())
}

/// An active router that the caller can see: its own, or one on a line of its own.
fn seen<'s>(context: &Context<'s>, region: &RegionId, id: &str) -> Result<&'s VirtualBorderRouter, ApiError> {
    let caller = context.caller.account;
    let found = context.state.virtual_border_router(id).filter(|vbr| {
        vbr.region == *region
            && vbr.status == VbrStatus::Active
            && (vbr.account == caller || vbr.line_account == caller)
    });
    found.map(AsRef::as_ref).ok_or_else(|| ApiError::new(&VBR_NOT_FOUND))
}

/// The routers are one account's, and that account is the caller.
fn check_owner(context: &Context<'_>, [vbr, peer]: [&VirtualBorderRouter; 2]) -> Result<(), ApiError> {
    if vbr.account != peer.account {
        return Err(ApiError::new(&ACCOUNT_NOT_CONSISTENT));
    }
    if vbr.account == context.caller.account { Ok(()) } else { Err(ApiError::new(&VBR_NOT_FOUND)) }
}

/// The routers are attached to one CEN instance.
fn check_cen(state: &State, [vbr, peer]: [&VirtualBorderRouter; 2]) -> Result<(), ApiError> {
    if cen(state, vbr)? == cen(state, peer)? { Ok(()) } else { Err(ApiError::new(&CEN_NOT_CONSISTENT)) }
}

fn cen<'s>(state: &'s State, vbr: &VirtualBorderRouter) -> Result<&'s CenId, ApiError> {
    let attachment = state.cen_attachment(vbr.id.as_str());
    let attached = attachment.filter(|one| one.status == CenAttachmentStatus::Attached);
    attached.map(|one| &one.cen).ok_or_else(|| ApiError::new(&NOT_IN_CEN))
}

/// The failure of one access device leaves one of the routers working. Routers on one line share its device,
/// whatever is known of its port.
fn check_devices(state: &State, [vbr, peer]: [&VirtualBorderRouter; 2]) -> Result<(), ApiError> {
    let devices = (device(state, vbr), device(state, peer));
    let same = vbr.line == peer.line || (devices.0.is_some() && devices.0 == devices.1);
    if same { Err(ApiError::new(&SAME_DEVICE)) } else { Ok(()) }
}

/// The access device that a router's line ends at: its access point and its name there. A shared line ends where
/// the line below it does.
fn device<'s>(state: &'s State, vbr: &VirtualBorderRouter) -> Option<(&'s str, &'s str)> {
    let line = common::line(state, vbr)?;
    let line = match &line.shared {
        Some(shared) => state.physical_connection(shared.parent.as_str())?,
        None => line,
    };
    let port = line.port.as_ref()?;
    Some((line.access_point.as_str(), &port.device))
}

/// Losses have to be noticed fast enough for the other router to take over: every peer has BFD.
fn check_bfd(state: &State, routers: [&VirtualBorderRouter; 2]) -> Result<(), ApiError> {
    let mut peers =
        routers.into_iter().flat_map(|vbr| state.bgp_peers.find(rows::bgp::of_vbr(vbr.id.as_str())));
    if peers.all(|peer| peer.bfd) { Ok(()) } else { Err(ApiError::new(&BFD_NOT_ENABLED)) }
}

/// No router has more bandwidth than a group may have: its own limit, or all of its line.
fn check_bandwidth(context: &Context<'_>, routers: [&VirtualBorderRouter; 2]) -> Result<(), ApiError> {
    let most = context.quotas().vbr_ha_bandwidth_mbps;
    let of_line = |line: &Arc<PhysicalConnection>| {
        line.shared.as_ref().map_or(line.bandwidth_mbps, |shared| shared.spec.bandwidth_mbps())
    };
    let exceeds = |vbr: &VirtualBorderRouter| {
        let mbps = vbr.bandwidth_mbps.or_else(|| common::line(context.state, vbr).map(of_line));
        mbps.is_some_and(|mbps| mbps as usize > most)
    };
    if routers.into_iter().any(exceeds) { Err(ApiError::new(&BANDWIDTH_EXCEEDED)) } else { Ok(()) }
}

static VBR_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "ResourceNotFound.Vbr",
    "The VBR resource is not found.",
    "The caller has no such active router in the region.",
);
static CEN_NOT_CONSISTENT: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrCenNotConsistent",
    "The VBR and the peer VBR are attached to different CENs.",
    "The routers are attached to different CEN instances.",
);
static ACCOUNT_NOT_CONSISTENT: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrAliUidNotConsistent",
    "The VBR and the peer VBR belong to different AliUids.",
    "One router is the caller's, and the other another account's on a line of the caller.",
);
static SAME_DEVICE: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrAccessDeviceSame",
    "The VBR and the peer VBR are in the same device.",
    "The lines of the routers end at one access device.",
);
static BANDWIDTH_EXCEEDED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrBandWidthExceed",
    "The VBR bandwidth exceeds the limit.",
    "A router has more bandwidth than one in a failover group may have (without a limit by default).",
);
static IN_OTHER_GROUP: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrInUsedByOtherHa",
    "The VBR is used by another VBR HA.",
    "One of the routers is in a failover group already.",
);
static BFD_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrBgpPeerNotEnableBfd",
    "The VBR BGP has not enabled BFD.",
    "A BGP peer of a router has BFD switched off.",
);
static NOT_IN_CEN: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrCenNotRelation",
    "The VBR is not attached to any CEN.",
    "One of the routers is not attached to a CEN instance, or not yet.",
);
