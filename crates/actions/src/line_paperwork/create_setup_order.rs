//! CreatePhysicalConnectionSetupOrder: applies for a line together with the order of its installation.

use serde::Serialize;
use xconnect_model::order::OrderKind;
use xconnect_model::{Order, PhysicalConnection, PhysicalConnectionId, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::payment;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::physical_connection::application::{self, Application, Asked};
use crate::physical_connection::common::{REGION_NOT_FOUND, TRAFFIC_NOT_ENABLED};
use crate::request;

/// Orders the installation of a port, and with it the line. The application is looked at once the order is paid.
pub struct CreatePhysicalConnectionSetupOrder;

request! {
    /// Parameters of CreatePhysicalConnectionSetupOrder.
    pub struct Request {
        /// Region of the access point.
        region: Text = required "RegionId",
        /// Where the line is to end; it has to take new lines.
        access_point: Text = required "AccessPointId",
        /// CT, CU, CM, CO, Equinix, or Other.
        line_operator: Text = required "LineOperator",
        /// 100Base-T, 1000Base-T (default), 1000Base-LX, 10GBase-T, or 10GBase-LR; 40GBase-LR and 100GBase-LR for accounts they have been opened for.
        port_type: Text = optional "PortType",
        /// A line of the caller, Allocated, Confirmed, or Enabled, whose device the new one is not to share.
        redundant: Text = optional "RedundantPhysicalConnectionId",
        /// Pay at once; false by default. An order that the balance does not cover can only be voided.
        auto_pay: bool = optional "AutoPay",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    order_id: String,
    physical_connection_id: PhysicalConnectionId,
}

impl WriteAction for CreatePhysicalConnectionSetupOrder {
    const DECLARATION: Declaration = Declaration {
        name: "CreatePhysicalConnectionSetupOrder",
        api: Api::Vpc,
        summary: "Applies for a line, and orders the installation of its port.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        // The document has no table of its own: what an application can be refused with, as far as it can be sent.
        errors: &[
            &application::ACCESS_POINT_NOT_ENABLED,
            &application::LINE_OPERATOR_MALFORMED,
            &application::PORT_TYPE_MALFORMED,
            &application::REDUNDANT_NOT_FOUND,
            &application::TOO_MANY_AT_ACCESS_POINT,
            &application::REDUNDANT_NOT_OWN,
            &application::REDUNDANT_STATUS,
            &application::TOO_MANY_NOT_ENABLED,
            &TRAFFIC_NOT_ENABLED,
            &REGION_NOT_FOUND,
            &application::ACCESS_POINT_NOT_FOUND,
            &application::BILLS_OUTSTANDING,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let asked = Asked {
            access_point: &request.access_point,
            line_operator: &request.line_operator,
            port_type: request.port_type.as_deref(),
            redundant: request.redundant.as_deref(),
            ..Asked::default()
        };
        let line = Application::of(&context, &region, &asked)?.line(&context, &region, draft);
        let order = Order {
            seq: draft.seq(),
            id: draft.order_id(),
            account: context.caller.account,
            kind: OrderKind::Setup,
            line: line.id.clone(),
            amount: context.settings.fen_per_setup,
            created_at: context.now,
            ..Order::default()
        };
        let response = Response { order_id: order.id.0.to_string(), physical_connection_id: line.id.clone() };
        let line = PhysicalConnection { setup_order: Some(order.id), ..line };
        payment::stage(&context, order, line, request.auto_pay.unwrap_or(false), draft);
        Ok(response)
    }
}
