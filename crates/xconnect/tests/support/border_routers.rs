//! Border routers on lines of the first account in Hangzhou, whose line is there past all rules.

use std::time::Duration;

use xconnect_model::physical_connection::Status;
use xconnect_model::{AccountId, PhysicalConnection, PhysicalConnectionId, VirtualBorderRouter};

use super::World;
use super::call::Call;
use super::records::{HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

impl World {
    /// An Enabled line with 1000 Mbps that nothing is on.
    pub(crate) fn bare_line(&self, account: AccountId) -> String {
        let line = PhysicalConnection {
            id: PhysicalConnectionId::new(format!("pc-test{}", self.number())),
            account,
            region: HANGZHOU.into(),
            access_point: HANGZHOU_POINT.into(),
            bandwidth_mbps: 1_000,
            status: Status::Enabled,
            ..PhysicalConnection::default()
        };
        let id = line.id.to_string();
        self.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(PhysicalConnection { seq, ..line.clone() });
        });
        id
    }

    /// The creation of a router on a line, for the caller itself, to be varied and sent.
    pub(crate) fn router_on(&self, line: &str, vlan: &str) -> Call {
        let call = self.call("CreateVirtualBorderRouter", &[("RegionId", HANGZHOU), ("VlanId", vlan)]);
        call.with("PhysicalConnectionId", line)
            .with("LocalGatewayIp", "10.0.0.1")
            .with("PeerGatewayIp", "10.0.0.2")
            .with("PeeringSubnetMask", "255.255.255.252")
    }

    /// The creation of a router for the partner on a line, to be varied and sent.
    pub(crate) fn router_for_another_on(&self, line: &str, vlan: &str) -> Call {
        let call = self.call("CreateVirtualBorderRouter", &[("RegionId", HANGZHOU), ("VlanId", vlan)]);
        call.with("PhysicalConnectionId", line).with("VbrOwnerId", &PARTNER.to_string())
    }

    /// An active router of the first account on a line of its own.
    pub(crate) fn vbr(&self) -> String {
        self.vbr_on(&self.bare_line(OWN), "1")
    }

    /// An active router of the first account on this line.
    pub(crate) fn vbr_on(&self, line: &str, vlan: &str) -> String {
        self.send(&self.router_on(line, vlan)).text("VbrId")
    }

    /// A router of the partner on a line of the first account, which the partner has not accepted.
    pub(crate) fn unconfirmed_vbr(&self) -> String {
        self.send(&self.router_for_another_on(&self.bare_line(OWN), "1")).text("VbrId")
    }

    /// A router of the partner on a line of the first account.
    pub(crate) fn foreign_vbr(&self) -> String {
        let vbr = self.unconfirmed_vbr();
        let accept = self.on_vbr("ModifyVirtualBorderRouterAttribute", &vbr);
        let accept = accept.with("LocalGatewayIp", "10.0.0.1").with("PeerGatewayIp", "10.0.0.2");
        self.send(&accept.with("PeeringSubnetMask", "255.255.255.252").by_partner()).success();
        vbr
    }

    /// An action on a router in Hangzhou, to be varied and sent.
    pub(crate) fn on_vbr(&self, action: &str, vbr: &str) -> Call {
        self.call(action, &[("RegionId", HANGZHOU), ("VbrId", vbr)])
    }

    /// A router of the first account that has been cut off, for so long.
    pub(crate) fn terminated_vbr(&self, line: &str, since: Duration) -> String {
        let vbr = self.vbr_on(line, "1");
        self.send(&self.on_vbr("TerminateVirtualBorderRouter", &vbr)).success();
        self.settle();
        self.pass(since);
        vbr
    }

    /// A further line for a router, to be varied and sent.
    pub(crate) fn association(&self, vbr: &str, line: &str) -> Call {
        self.on_vbr("AssociatePhysicalConnectionToVirtualBorderRouter", vbr)
            .with("PhysicalConnectionId", line)
            .with("VlanId", "20")
            .with("LocalGatewayIp", "10.0.1.1")
            .with("PeerGatewayIp", "10.0.1.2")
            .with("PeeringSubnetMask", "255.255.255.252")
    }

    /// Changes a router past all rules.
    pub(crate) fn edit_vbr(&self, id: &str, change: impl Fn(&mut VirtualBorderRouter) + Send + 'static) {
        let id = id.to_owned();
        self.edit(move |state, draft| {
            let mut vbr = VirtualBorderRouter::clone(state.virtual_border_router(&id).unwrap());
            change(&mut vbr);
            draft.put(vbr);
        });
    }
}
