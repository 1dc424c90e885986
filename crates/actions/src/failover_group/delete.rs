//! DeleteVbrHa: dissolves a failover group.

use xconnect_model::Text;
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::common::{self, GROUP_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes a group at once. Its routers stay as they are.
pub struct DeleteVbrHa;

request! {
    /// Parameters of DeleteVbrHa.
    pub struct Request {
        /// Region of the group.
        region: Text = required "RegionId",
        /// The group.
        group: Text = required "InstanceId",
    }
}

impl WriteAction for DeleteVbrHa {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteVbrHa",
        api: Api::Vpc,
        summary: "Deletes a failover group; its routers stay.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&GROUP_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let group = common::own(&context, &request.region, context.state.vbr_ha(&request.group))?;
        for vbr in [&group.vbr, &group.peer] {
            if let Some(vbr) = context.state.virtual_border_router(vbr.as_str()) {
                common::check_line_lock(context.state, vbr)?;
            }
        }
        draft.delete(group.as_ref());
        Ok(Empty {})
    }
}
