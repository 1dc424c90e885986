//! `AssociatedPhysicalConnections`: settings of further lines, as the text of a JSON list.

use std::collections::BTreeMap;

use serde_json::Value;
use xconnect_model::VirtualBorderRouter;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::super::addressing::Given;
use super::super::common::{self, Seen};
use super::errors::*;
use crate::declare::Context;

/// The parameter.
const NAME: &str = "AssociatedPhysicalConnections";

/// One line's settings: names and values, both as texts.
type Settings = BTreeMap<String, String>;

/// Changes the associations of a router as the text says. Lines that it does not name stay as they are.
pub(super) fn change(
    context: &Context<'_>,
    seen: Seen<'_>,
    text: &str,
    vbr: &mut VirtualBorderRouter,
) -> Result<(), ApiError> {
    for settings in parse(text)? {
        let line = settings.get("PhysicalConnectionId").ok_or_else(|| invalid_parameter(NAME))?;
        let found = vbr.associated.iter_mut().find(|one| one.line.as_str() == line);
        let association = found.ok_or_else(|| invalid_parameter(NAME))?;
        let owns_line = association.line_account == context.caller.account;
        let sets_code = settings.contains_key("CircuitCode");
        if !owns_line && (sets_code || !seen.owns_router) {
            return Err(ApiError::new(&ANOTHER_LINE));
        }
        let given = given(&settings)?;
        if !seen.owns_router {
            given.check_not_owner()?;
        }
        if let Some(code) = settings.get("CircuitCode") {
            common::check_circuit_code(Some(code))?;
            association.circuit_code = code.into();
        }
        association.peering = given.after(&association.peering, &OF_A_CHANGE)?;
        if given.enable_ipv6 == Some(true)
            && let Some(line) = context.state.physical_connection(line)
        {
            common::check_ipv6(context, line)?;
        }
    }
    Ok(())
}

/// Reads the text. The document's own sample has blanks around names, so they are cut off; a blank value counts
/// as absent, as everywhere.
fn parse(text: &str) -> Result<Vec<Settings>, ApiError> {
    let read: Result<Vec<BTreeMap<String, Value>>, _> = serde_json::from_str(text);
    let objects = read.map_err(|_| invalid_parameter(NAME))?;
    let settings = |object: BTreeMap<String, Value>| {
        let mut settings = Settings::new();
        for (name, value) in object {
            let value = match value {
                Value::String(text) => text,
                Value::Bool(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Null => String::new(),
                Value::Array(_) | Value::Object(_) => return Err(invalid_parameter(NAME)),
            };
            if !value.is_empty() {
                settings.insert(name.trim().to_owned(), value);
            }
        }
        Ok(settings)
    };
    objects.into_iter().map(settings).collect()
}

fn given(settings: &Settings) -> Result<Given<'_>, ApiError> {
    let text = |name: &str| settings.get(name).map(String::as_str);
    let enable_ipv6 = match text("EnableIpv6") {
        None => None,
        Some(flag) if flag.eq_ignore_ascii_case("true") => Some(true),
        Some(flag) if flag.eq_ignore_ascii_case("false") => Some(false),
        Some(_) => return Err(invalid_parameter(NAME)),
    };
    Ok(Given {
        local: text("LocalGatewayIp"),
        peer: text("PeerGatewayIp"),
        mask: text("PeeringSubnetMask"),
        local_ipv6: text("LocalIpv6GatewayIp"),
        peer_ipv6: text("PeerIpv6GatewayIp"),
        ipv6_subnet: text("PeeringIpv6SubnetMask"),
        enable_ipv6,
    })
}
