//! The addresses of a health check: both or neither.

use std::net::Ipv4Addr;

use xconnect_model::router_interface::HealthCheck;
use xconnect_wire::ApiError;
use xconnect_wire::public::{invalid_parameter, missing_parameter};

/// A health check between two addresses; none when neither is given.
pub(super) fn both_addresses(source: Option<&str>, target: Option<&str>) -> Result<HealthCheck, ApiError> {
    let source = source.map(|text| address(text, "HealthCheckSourceIp")).transpose()?;
    let target = target.map(|text| address(text, "HealthCheckTargetIp")).transpose()?;
    match (source, target) {
        (Some(_), None) => Err(missing_parameter("HealthCheckTargetIp")),
        (None, Some(_)) => Err(missing_parameter("HealthCheckSourceIp")),
        _ => Ok(HealthCheck { source, target, ..HealthCheck::default() }),
    }
}

/// One address.
pub(super) fn address(text: &str, name: &str) -> Result<Ipv4Addr, ApiError> {
    text.parse().map_err(|_| invalid_parameter(name))
}
