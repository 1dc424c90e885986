//! CEN instances, and what is attached to them.

use xconnect_model::cen::CenStatus;
use xconnect_model::{AccountId, Cen, CenId};

use super::World;
use super::call::Call;
use super::records::HANGZHOU;

impl World {
    /// A CEN instance that works. No time passes.
    pub(crate) fn active_cen(&self, account: AccountId) -> String {
        let id = CenId::new(format!("cen-test{}", self.number()));
        let cen = Cen { id: id.clone(), account, status: CenStatus::Active, ..Cen::default() };
        self.edit(move |_, draft| {
            let seq = draft.seq();
            draft.put(Cen { seq, ..cen.clone() });
        });
        id.to_string()
    }

    /// An action of the Cbn API on an instance and a border router in Hangzhou, to be varied and sent.
    pub(crate) fn on_cen(&self, action: &str, cen: &str, vbr: &str) -> Call {
        self.call(action, &[("CenId", cen), ("ChildInstanceId", vbr), ("ChildInstanceType", "VBR")])
            .with("ChildInstanceRegionId", HANGZHOU)
            .with("Version", "2017-09-12")
    }

    /// The attachment of a border router in Hangzhou, to be varied and sent.
    pub(crate) fn attachment(&self, cen: &str, vbr: &str) -> Call {
        self.on_cen("AttachCenChildInstance", cen, vbr)
    }
}
