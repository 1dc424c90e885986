//! CEN instances of the first account, and what is attached to them.

use super::World;
use super::call::Call;
use super::records::HANGZHOU;

impl World {
    /// A CEN instance that works.
    pub(crate) fn cen(&self) -> String {
        let call = self.call("CreateCen", &[("RegionId", HANGZHOU)]).with("Version", "2017-09-12");
        let cen = self.send(&call).text("CenId");
        self.finish();
        cen
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
