//! From an action to the call that means it: names, parameters, and whose the thing is.

mod networks;
pub(crate) mod routing;

use std::sync::Arc;

use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachmentStatus, CenStatus};
use xconnect_model::network::NetworkStatus;
use xconnect_model::physical_connection::{LoaStatus, Status, VpconnStatus};
use xconnect_model::router_interface::Status as InterfaceStatus;
use xconnect_model::{AccountId, Cen, PhysicalConnection, VirtualBorderRouter};
use xconnect_state::{Row, State, Table};

use crate::step::{Action, Pick};

pub(crate) const REGION: &str = "cn-hangzhou";
/// An access point with two devices and five ports.
pub(crate) const POINT: &str = "ap-small";
pub(crate) const ACCOUNTS: [AccountId; 3] = [AccountId(1_001), AccountId(1_002), AccountId(1_003)];

const VPC: &str = "2016-04-28";
const CBN: &str = "2017-09-12";

/// A call, ready for whoever makes it.
pub(crate) struct Call {
    pub(crate) version: &'static str,
    pub(crate) action: &'static str,
    pub(crate) params: Vec<(&'static str, String)>,
    /// Who owns what the call is about.
    pub(crate) owner: AccountId,
    /// Who else has to do with it.
    pub(crate) other: AccountId,
}

impl Call {
    fn new(action: &'static str) -> Self {
        let params = vec![("RegionId", REGION.to_owned())];
        Self { version: VPC, action, params, owner: ACCOUNTS[0], other: ACCOUNTS[1] }
    }

    fn cbn(action: &'static str) -> Self {
        Self { version: CBN, ..Self::new(action) }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn between(self, owner: AccountId, other: AccountId) -> Self {
        Self { owner, other, ..self }
    }

    /// Addresses for the VLAN of a router's own line.
    fn addressed(self) -> Self {
        self.with_ends(0, 2)
    }

    /// Addresses for a VLAN, with room for several routers of the customer.
    fn with_ends(self, subnet: u8, peer: u8) -> Self {
        self.with("LocalGatewayIp", format!("10.0.{subnet}.1"))
            .with("PeerGatewayIp", format!("10.0.{subnet}.{peer}"))
            .with("PeeringSubnetMask", "255.255.255.248")
    }

    /// About a line.
    fn on_line(self, name: &'static str, line: Option<&Arc<PhysicalConnection>>) -> Self {
        let Some(line) = line else { return self.with(name, "pc-none") };
        self.with(name, &line.id).between(line.account, partner(line))
    }

    /// About a border router.
    fn on_vbr(self, name: &'static str, vbr: Option<&Arc<VirtualBorderRouter>>) -> Self {
        let Some(vbr) = vbr else { return self.with(name, "vbr-none") };
        self.with(name, &vbr.id).between(vbr.account, vbr.line_account)
    }

    /// About a CEN instance.
    fn on_cen(self, cen: Option<&Arc<Cen>>) -> Self {
        let Some(cen) = cen else { return self.with("CenId", "cen-none") };
        self.with("CenId", &cen.id).between(cen.account, ACCOUNTS[0])
    }
}

fn partner(line: &PhysicalConnection) -> AccountId {
    line.shared.as_ref().map_or(ACCOUNTS[2], |shared| shared.parent_account)
}

/// The thing at this place, the newest first.
pub(crate) fn picked<R: Row>(table: &Table<R>, pick: Pick) -> Option<&Arc<R>> {
    if pick == Pick::NONE || table.is_empty() {
        return None;
    }
    table.iter().nth(table.len() - 1 - usize::from(pick.0) % table.len())
}

/// Mostly one of the things that suit, if there are any: by chance alone, hardly anything would ever succeed.
fn apt<R: Row>(table: &Table<R>, pick: Pick, suits: impl Fn(&R) -> bool) -> Option<&Arc<R>> {
    let suited: Vec<_> = table.iter().filter(|one| suits(one)).collect();
    if pick == Pick::NONE || pick.0 % 5 == 4 || suited.is_empty() {
        return picked(table, pick);
    }
    Some(suited[suited.len() - 1 - usize::from(pick.0) % suited.len()])
}

fn line_in(
    state: &State,
    pick: Pick,
    suits: impl Fn(&PhysicalConnection) -> bool,
) -> Option<&Arc<PhysicalConnection>> {
    apt(&state.physical_connections, pick, |line| line.exists() && suits(line))
}

fn vbr_in<'s>(state: &'s State, pick: Pick, statuses: &[VbrStatus]) -> Option<&'s Arc<VirtualBorderRouter>> {
    apt(&state.virtual_border_routers, pick, |vbr| statuses.contains(&vbr.status))
}

/// The call that an action means in this State.
pub(crate) fn call(action: &Action, state: &State) -> Call {
    match action {
        Action::Share { .. }
        | Action::UpdateShared { .. }
        | Action::Convert(_)
        | Action::AttachConverted { .. } => of_shared_line(action, state),
        Action::CreateVbr { .. }
        | Action::AcceptVbr(_)
        | Action::MoveVbr { .. }
        | Action::LimitVbr { .. }
        | Action::TerminateVbr(_)
        | Action::RecoverVbr(_)
        | Action::DeleteVbr(_)
        | Action::Associate { .. }
        | Action::Unassociate { .. } => of_vbr(action, state),
        Action::OpenService
        | Action::CreateLine { .. }
        | Action::OrderSetup { .. }
        | Action::ConfirmLine(_)
        | Action::EnableLine(_)
        | Action::CancelLine(_)
        | Action::TerminateLine(_)
        | Action::RecoverLine(_)
        | Action::DeleteLine(_)
        | Action::ResizeLine { .. }
        | Action::RedirectLine { .. }
        | Action::ApplyForLetter(_)
        | Action::CompleteLetter(_)
        | Action::OrderOccupancy { .. } => of_line(action, state),
        Action::CreateRoute { .. }
        | Action::CreateSharedRoute { .. }
        | Action::RenameRoute(_)
        | Action::DeleteRoute { .. }
        | Action::CreateBgpGroup(_)
        | Action::ChangeBgpGroup { .. }
        | Action::DeleteBgpGroup(_)
        | Action::CreatePeer { .. }
        | Action::ChangePeer { .. }
        | Action::DeletePeer(_)
        | Action::AddNetwork { .. }
        | Action::DeleteNetwork(_)
        | Action::MoveGateway { .. } => routing::call(action, state),
        _ => networks::call(action, state),
    }
}

fn of_line(action: &Action, state: &State) -> Call {
    let on = |action, line: Pick, suits: &dyn Fn(&PhysicalConnection) -> bool| {
        Call::new(action).on_line("PhysicalConnectionId", line_in(state, line, suits))
    };
    let on_instance = |action, line: Pick, suits: &dyn Fn(&PhysicalConnection) -> bool| {
        Call::new(action).on_line("InstanceId", line_in(state, line, suits))
    };
    let application = |name| {
        let call = Call::new(name).with("AccessPointId", POINT).with("LineOperator", "CT");
        call.with("PeerLocation", "Street 1")
    };
    let can_be_redundant =
        |line: &PhysicalConnection| line.shared.is_none() && line.status.can_be_redundant();
    match *action {
        Action::CreateLine { redundant: None, mbps } => {
            application("CreatePhysicalConnection").with("bandwidth", mbps)
        }
        Action::CreateLine { redundant: Some(other), mbps } => application("CreatePhysicalConnection")
            .with("bandwidth", mbps)
            .on_line("RedundantPhysicalConnectionId", line_in(state, other, can_be_redundant)),
        Action::OrderSetup { auto_pay } => {
            application("CreatePhysicalConnectionSetupOrder").with("AutoPay", auto_pay)
        }
        Action::ConfirmLine(line) => {
            on("ConfirmPhysicalConnection", line, &|line| line.status == Status::Allocated)
        }
        Action::EnableLine(line) => {
            on("EnablePhysicalConnection", line, &|line| line.status == Status::Confirmed)
        }
        Action::CancelLine(line) => on("CancelPhysicalConnection", line, &|line| {
            matches!(line.status, Status::Initial | Status::Approved | Status::Allocated | Status::Confirmed)
        }),
        Action::TerminateLine(line) => {
            on("TerminatePhysicalConnection", line, &|line| line.status == Status::Enabled)
        }
        Action::RecoverLine(line) => on_instance("RecoverPhysicalConnection", line, &|line| {
            line.shared.is_some() && line.status == Status::Terminated
        }),
        Action::DeleteLine(line) => on("DeletePhysicalConnection", line, &|line| {
            let unconfirmed = line.shared.as_ref().is_some_and(|one| one.status == VpconnStatus::UnConfirmed);
            line.status.is_final() || unconfirmed
        }),
        Action::ResizeLine { line, mbps } => on("ModifyPhysicalConnectionAttribute", line, &|line| {
            matches!(line.status, Status::Initial | Status::Enabled | Status::Rejected)
        })
        .with("bandwidth", mbps),
        Action::RedirectLine { line, redundant } => {
            let other =
                line_in(state, redundant, can_be_redundant).map_or("pc-none", |line| line.id.as_str());
            on("ModifyPhysicalConnectionAttribute", line, &|line| line.shared.is_none())
                .with("RedundantPhysicalConnectionId", other)
        }
        Action::ApplyForLetter(line) => on_instance("ApplyPhysicalConnectionLOA", line, &|line| {
            line.shared.is_none() && line.status == Status::Allocated
        })
        .with("CompanyName", "company")
        .with("LineType", "FIBRE")
        .with("Si", "contractor")
        .with("ConstructionTime", "2026-12-28T16:00:00Z")
        .with("PMInfo.1.PMName", "Li Si")
        .with("PMInfo.1.PMCertificateType", "Passport")
        .with("PMInfo.1.PMCertificateNo", "E12345678")
        .with("PMInfo.1.PMGender", "Male")
        .with("PMInfo.1.PMContactInfo", "13900001111"),
        Action::CompleteLetter(line) => on_instance("CompletePhysicalConnectionLOA", line, &|line| {
            line.loa.as_ref().is_some_and(|letter| letter.status == LoaStatus::Available)
        }),
        Action::OrderOccupancy { line, auto_pay } => {
            on("CreatePhysicalConnectionOccupancyOrder", line, &|line| {
                matches!(line.status, Status::Allocated | Status::Confirmed)
            })
            .with("AutoPay", auto_pay)
        }
        _ => Call::new("OpenPhysicalConnectionService"),
    }
}

fn of_shared_line(action: &Action, state: &State) -> Call {
    match *action {
        Action::Share { line, tenant, vlan, spec, tenant_pays } => {
            let payer =
                if tenant_pays { "VirtualPhysicalConnectionOwner" } else { "PhysicalConnectionOwner" };
            Call::new("CreateVirtualPhysicalConnection")
                .on_line("PhysicalConnectionId", line_in(state, line, is_open_and_dedicated))
                .with("VpconnAliUid", ACCOUNTS[tenant])
                .with("VlanId", vlan)
                .with("Spec", spec)
                .with("OrderMode", format!("PayBy{payer}"))
        }
        Action::UpdateShared { line, vlan, spec } => by_other(
            Call::new("UpdateVirtualPhysicalConnection")
                .on_line("InstanceId", line_in(state, line, |line| line.shared.is_some()))
                .with("VlanId", vlan)
                .with_some("ExpectSpec", spec),
        ),
        Action::AttachConverted { line, vbr } => {
            let line = line_in(state, line, |line| {
                let shared = line.shared.as_ref();
                shared.is_some_and(|one| one.status == VpconnStatus::Confirmed && !one.from_vbr.is_empty())
            });
            // Mostly the router that the shared line was made from: others are refused.
            let made_from = line.and_then(|line| line.shared.as_ref()).map(|shared| shared.from_vbr.as_str());
            let router = match made_from.filter(|id| !id.is_empty() && vbr.0 % 4 > 0) {
                Some(id) => id,
                None => vbr_in(state, vbr, &[VbrStatus::Active]).map_or("vbr-none", |vbr| vbr.id.as_str()),
            };
            let call = Call::new("AttachVbrToVpconn").with("VbrId", router);
            match line {
                Some(line) => call.with("VpconnId", &line.id).between(partner(line), line.account),
                None => call.with("VpconnId", "pc-none"),
            }
        }
        Action::Convert(vbr) => {
            let vbr = apt(&state.virtual_border_routers, vbr, |vbr| {
                vbr.status == VbrStatus::Active && vbr.account != vbr.line_account
            });
            by_other(Call::new("CreateVpconnFromVbr").on_vbr("VbrId", vbr))
        }
        _ => unreachable!("{action:?} is not about shared lines"),
    }
}

fn is_open_and_dedicated(line: &PhysicalConnection) -> bool {
    line.shared.is_none() && line.status == Status::Enabled
}

/// What belongs to one account and is done by the other.
fn by_other(call: Call) -> Call {
    let (owner, other) = (call.other, call.owner);
    call.between(owner, other)
}

fn of_vbr(action: &Action, state: &State) -> Call {
    let on = |action, vbr: Pick, statuses: &[VbrStatus]| {
        Call::new(action).on_vbr("VbrId", vbr_in(state, vbr, statuses))
    };
    match *action {
        Action::CreateVbr { line, vlan, owner, mbps } => {
            let call = Call::new("CreateVirtualBorderRouter")
                .on_line("PhysicalConnectionId", line_in(state, line, |line| line.status == Status::Enabled))
                .with("VlanId", vlan)
                .with_some("Bandwidth", mbps);
            match owner.map(|owner| ACCOUNTS[owner]).filter(|owner| *owner != call.owner) {
                Some(owner) => call.with("VbrOwnerId", owner),
                None => call.addressed(),
            }
        }
        Action::AcceptVbr(vbr) => {
            on("ModifyVirtualBorderRouterAttribute", vbr, &[VbrStatus::Unconfirmed]).addressed()
        }
        Action::MoveVbr { vbr, vlan } => {
            let on =
                on("ModifyVirtualBorderRouterAttribute", vbr, &[VbrStatus::Active, VbrStatus::Unconfirmed]);
            by_other(on).with("VlanId", vlan)
        }
        Action::LimitVbr { vbr, mbps } => Call::new("UpdateVirtualBorderBandwidth")
            .on_vbr("VirtualBorderRouterId", vbr_in(state, vbr, &[VbrStatus::Active]))
            .with("Bandwidth", mbps),
        Action::TerminateVbr(vbr) => by_other(on("TerminateVirtualBorderRouter", vbr, &[VbrStatus::Active])),
        Action::RecoverVbr(vbr) => by_other(on("RecoverVirtualBorderRouter", vbr, &[VbrStatus::Terminated])),
        Action::DeleteVbr(vbr) => {
            on("DeleteVirtualBorderRouter", vbr, &[VbrStatus::Terminated, VbrStatus::Active])
        }
        Action::Associate { vbr, line, vlan } => {
            let vbr = vbr_in(state, vbr, &[VbrStatus::Active]);
            let line = line_in(state, line, |line| {
                line.status == Status::Enabled
                    && vbr.is_some_and(|vbr| vbr.account == line.account && vbr.line != line.id)
            });
            Call::new("AssociatePhysicalConnectionToVirtualBorderRouter")
                .on_line("PhysicalConnectionId", line)
                .on_vbr("VbrId", vbr)
                .with("VlanId", vlan)
                .with_ends(1, 2)
        }
        Action::Unassociate { vbr, line } => {
            let vbr = apt(&state.virtual_border_routers, vbr, |vbr| !vbr.associated.is_empty());
            let line = line_in(state, line, |line| {
                vbr.is_some_and(|vbr| vbr.associated.iter().any(|one| one.line == line.id))
            });
            Call::new("UnassociatePhysicalConnectionFromVirtualBorderRouter")
                .on_line("PhysicalConnectionId", line)
                .on_vbr("VbrId", vbr)
        }
        _ => unreachable!("{action:?} is not about border routers"),
    }
}
