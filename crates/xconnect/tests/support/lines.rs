//! Lines of the first account in Hangzhou, in every state.

use xconnect_model::physical_connection::Status;
use xconnect_model::{AccountId, PhysicalConnection};
use xconnect_state::steps::line::{LineStep, apply};

use super::World;
use super::call::Call;
use super::records::{HANGZHOU, HANGZHOU_POINT};

impl World {
    /// The application for a line, to be varied and sent.
    pub(crate) fn application(&self) -> Call {
        let params = [
            ("RegionId", HANGZHOU),
            ("AccessPointId", HANGZHOU_POINT),
            ("LineOperator", "CT"),
            ("PeerLocation", "Wensan Road 1"),
        ];
        self.call("CreatePhysicalConnection", &params)
    }

    /// A line that has just been applied for.
    pub(crate) fn line(&self, extra: &[(&str, &str)]) -> String {
        let call = extra.iter().fold(self.application(), |call, (name, value)| call.with(name, value));
        self.send(&call).text("PhysicalConnectionId")
    }

    /// A line in service, the way a customer gets it: allocated, accepted, opened.
    pub(crate) fn enabled_line(&self) -> String {
        let line = self.line(&[]);
        self.finish();
        for action in ["ConfirmPhysicalConnection", "EnablePhysicalConnection"] {
            self.act_on_line(action, &line);
            self.settle();
        }
        line
    }

    /// A line in a state, put there past all rules.
    pub(crate) fn line_in(&self, status: Status) -> String {
        let line = self.line(&[]);
        self.edit_line(&line, move |line| line.status = status);
        line
    }

    /// A step of the provider's, which has to be possible.
    pub(crate) fn operate(&self, line: &str, step: LineStep) {
        let line = line.to_owned();
        self.edit(move |state, draft| {
            apply(state, draft, state.physical_connection(&line).unwrap(), &step).unwrap();
        });
    }

    /// An action on one of the first account's lines in Hangzhou, to be varied and sent.
    pub(crate) fn on_line(&self, action: &str, line: &str) -> Call {
        self.call(action, &[("RegionId", HANGZHOU), ("PhysicalConnectionId", line)])
    }

    /// An action on one of the first account's lines in Hangzhou, which has to succeed.
    pub(crate) fn act_on_line(&self, action: &str, line: &str) {
        self.send(&self.on_line(action, line)).success();
    }

    /// Everything that the list says of one of the first account's lines in Hangzhou.
    pub(crate) fn describe_line(&self, line: &str) -> serde_json::Value {
        let filter =
            [("RegionId", HANGZHOU), ("Filter.1.Key", "PhysicalConnectionId"), ("Filter.1.Value.1", line)];
        let answer = self.ok("DescribePhysicalConnections", &filter);
        answer["PhysicalConnectionSet"]["PhysicalConnectionType"][0].clone()
    }

    /// Changes a line past all rules.
    pub(crate) fn edit_line(&self, id: &str, change: impl Fn(&mut PhysicalConnection) + Send + 'static) {
        let id = id.to_owned();
        self.edit(move |state, draft| {
            let mut line = PhysicalConnection::clone(state.physical_connection(&id).unwrap());
            change(&mut line);
            draft.put(line);
        });
    }

    /// The application for a letter of authorisation, to be varied and sent.
    pub(crate) fn letter_for(&self, line: &str) -> Call {
        let params = [
            ("CompanyName", "company"),
            ("LineType", "FIBRE"),
            ("Si", "contractor"),
            ("ConstructionTime", "2026-12-28T16:00:00Z"),
            ("PMInfo.1.PMName", "Li Si"),
            ("PMInfo.1.PMCertificateType", "Passport"),
            ("PMInfo.1.PMCertificateNo", "E12345678"),
            ("PMInfo.1.PMGender", "Male"),
            ("PMInfo.1.PMContactInfo", "13900001111"),
        ];
        let call = self.on_letter("ApplyPhysicalConnectionLOA", line);
        params.iter().fold(call, |call, (name, value)| call.with(name, value))
    }

    /// An action on the letter of a line in Hangzhou, to be varied and sent.
    pub(crate) fn on_letter(&self, action: &str, line: &str) -> Call {
        self.call(action, &[("RegionId", HANGZHOU), ("InstanceId", line)])
    }

    /// The creation of a shared line of 50 Mbps that its tenant pays for, to be varied and sent.
    pub(crate) fn share(&self, line: &str, tenant: AccountId, vlan: &str) -> Call {
        self.on_line("CreateVirtualPhysicalConnection", line)
            .with("VpconnAliUid", &tenant.to_string())
            .with("VlanId", vlan)
            .with("Spec", "50M")
            .with("OrderMode", "PayByVirtualPhysicalConnectionOwner")
    }
}
