//! Calls about failover groups, CEN instances, VPCs, and interfaces.

use xconnect_state::State;

use super::*;

pub(super) fn call(action: &Action, state: &State) -> Call {
    let attached =
        |vbr: &VirtualBorderRouter| state.cen_attachments.iter().any(|one| one.child == vbr.id.as_str());
    match *action {
        Action::CreateGroup { vbr, peer } => {
            let fit = |vbr: &VirtualBorderRouter, peer: &VirtualBorderRouter| {
                attached(peer) && vbr.account == peer.account && vbr.line != peer.line
            };
            let routers = &state.virtual_border_routers;
            let vbr = apt(routers, vbr, |vbr| attached(vbr) && routers.iter().any(|peer| fit(vbr, peer)));
            let peer = apt(routers, peer, |peer| vbr.is_some_and(|vbr| fit(vbr, peer)));
            let peer = peer.map_or("vbr-none", |vbr| vbr.id.as_str());
            Call::new("CreateVbrHa").on_vbr("VbrId", vbr).with("PeerVbrId", peer)
        }
        Action::DeleteGroup(group) => match picked(&state.vbr_has, group) {
            Some(group) => {
                Call::new("DeleteVbrHa").with("InstanceId", &group.id).between(group.account, ACCOUNTS[0])
            }
            None => Call::new("DeleteVbrHa").with("InstanceId", "vbrha-none"),
        },
        Action::CreateCen => Call::cbn("CreateCen"),
        Action::DeleteCen(cen) => Call::cbn("DeleteCen").on_cen(picked(&state.cens, cen)),
        Action::AttachVbr { cen, vbr } => attach_vbr(state, cen, vbr),
        Action::AttachVpc { cen, vpc } => {
            let vpc = picked(&state.vpcs, vpc);
            let cen = apt(&state.cens, cen, |cen| vpc.is_some_and(|vpc| vpc.account == cen.account));
            Call::cbn("AttachCenChildInstance")
                .on_cen(cen)
                .with("ChildInstanceType", "VPC")
                .with("ChildInstanceId", vpc.map_or("vpc-none", |vpc| vpc.id.as_str()))
                .with("ChildInstanceRegionId", REGION)
        }
        Action::Detach(attachment) => detach(state, attachment),
        Action::Grant { vbr, cen } => {
            let vbr = vbr_in(state, vbr, &[VbrStatus::Active]);
            let cen = apt(&state.cens, cen, |cen| vbr.is_some_and(|vbr| vbr.account != cen.account));
            let call = Call::new("GrantInstanceToCen").on_vbr("InstanceId", vbr).with("InstanceType", "VBR");
            match cen {
                Some(cen) => call.with("CenId", &cen.id).with("CenOwnerId", cen.account),
                None => call.with("CenId", "cen-none").with("CenOwnerId", ACCOUNTS[0]),
            }
        }
        Action::Revoke(grant) => match picked(&state.cen_grants, grant) {
            Some(grant) => Call::new("RevokeInstanceFromCen")
                .with("InstanceId", &grant.instance)
                .with("InstanceType", grant.instance_type.as_str())
                .with("CenId", &grant.cen)
                .with("CenOwnerId", grant.cen_account)
                .between(grant.account, grant.cen_account),
            None => Call::new("RevokeInstanceFromCen").with("InstanceId", "vbr-none"),
        },
        Action::DeleteVpc(vpc) => match picked(&state.vpcs, vpc) {
            Some(vpc) => Call::new("DeleteVpc").with("VpcId", &vpc.id).between(vpc.account, ACCOUNTS[0]),
            None => Call::new("DeleteVpc").with("VpcId", "vpc-none"),
        },
        Action::CreateVSwitch { vpc, number } => {
            let vpc = apt(&state.vpcs, vpc, |vpc| vpc.status == NetworkStatus::Available);
            let call = Call::new("CreateVSwitch").with("ZoneId", "cn-hangzhou-h");
            let call = call.with("CidrBlock", format!("10.0.{number}.0/24"));
            match vpc {
                Some(vpc) => call.with("VpcId", &vpc.id).between(vpc.account, ACCOUNTS[0]),
                None => call.with("VpcId", "vpc-none"),
            }
        }
        Action::DeleteVSwitch(vswitch) => match picked(&state.vswitches, vswitch) {
            Some(one) => {
                Call::new("DeleteVSwitch").with("VSwitchId", &one.id).between(one.account, ACCOUNTS[0])
            }
            None => Call::new("DeleteVSwitch").with("VSwitchId", "vsw-none"),
        },
        Action::CreateInterface { vbr, vpc, fast } => create_interface(state, vbr, vpc, fast),
        Action::ActivateInterface(one) => {
            on_interface("ActivateRouterInterface", state, one, &[InterfaceStatus::Inactive])
        }
        Action::DeactivateInterface(one) => {
            on_interface("DeactivateRouterInterface", state, one, &[InterfaceStatus::Active])
        }
        Action::DeleteInterface(one) => {
            let at_rest = [InterfaceStatus::Idle, InterfaceStatus::Inactive];
            on_interface("DeleteRouterInterface", state, one, &at_rest)
        }
        Action::DeleteBothInterfaces { interface, force } => {
            on_interface("DeleteExpressConnect", state, interface, &[]).with("Force", force)
        }
        _ => Call::new("CreateVpc").with("CidrBlock", "10.0.0.0/8"),
    }
}

/// Mostly with what belongs together: an instance and a router of one account, or one that is open to it.
fn attach_vbr(state: &State, cen: Pick, vbr: Pick) -> Call {
    let vbr = apt(&state.virtual_border_routers, vbr, |vbr| {
        vbr.status == VbrStatus::Active && state.cens.iter().any(|cen| cen.account == vbr.account)
    });
    let cen = apt(&state.cens, cen, |cen| {
        let open = |vbr: &VirtualBorderRouter| {
            state.cen_grants.iter().any(|grant| grant.instance == vbr.id.as_str() && grant.cen == cen.id)
        };
        cen.status == CenStatus::Active && vbr.is_some_and(|vbr| vbr.account == cen.account || open(vbr))
    });
    let call = Call::cbn("AttachCenChildInstance").on_cen(cen).with("ChildInstanceType", "VBR");
    let call = call.with("ChildInstanceRegionId", REGION);
    match vbr {
        Some(vbr) => call.with("ChildInstanceId", &vbr.id).with("ChildInstanceOwnerId", vbr.account),
        None => call.with("ChildInstanceId", "vbr-none"),
    }
}

fn detach(state: &State, attachment: Pick) -> Call {
    let call = Call::cbn("DetachCenChildInstance").with("ChildInstanceRegionId", REGION);
    match apt(&state.cen_attachments, attachment, |one| one.status == CenAttachmentStatus::Attached) {
        Some(one) => call
            .with("CenId", &one.cen)
            .with("ChildInstanceId", &one.child)
            .with("ChildInstanceType", one.child_type.as_str())
            .between(one.cen_account, one.child_account),
        None => call.with("CenId", "cen-none"),
    }
}

fn create_interface(state: &State, vbr: Pick, vpc: Pick, fast: bool) -> Call {
    let vbr = apt(&state.virtual_border_routers, vbr, |vbr| {
        vbr.status == VbrStatus::Active && state.vpcs.iter().any(|vpc| vpc.account == vbr.account)
    });
    let vpc = apt(&state.vpcs, vpc, |vpc| {
        vpc.status == NetworkStatus::Available && vbr.is_some_and(|vbr| vbr.account == vpc.account)
    });
    Call::new("CreateRouterInterface")
        .on_vbr("RouterId", vbr)
        .with("RouterType", "VBR")
        .with("AccessPointId", POINT)
        .with("Role", "InitiatingSide")
        .with("Spec", "Mini.2")
        .with("OppositeRegionId", REGION)
        .with("OppositeRouterType", "VRouter")
        .with("OppositeRouterId", vpc.map_or("vrt-none", |vpc| vpc.vrouter.as_str()))
        .with("FastLinkMode", fast)
}

fn on_interface(action: &'static str, state: &State, pick: Pick, statuses: &[InterfaceStatus]) -> Call {
    let interface = apt(&state.router_interfaces, pick, |one| statuses.contains(&one.status));
    match interface {
        Some(one) => Call::new(action).with("RouterInterfaceId", &one.id).between(one.account, one.account),
        None => Call::new(action).with("RouterInterfaceId", "ri-none"),
    }
}
