//! What an operator sets up beside the resources: regions of one's own, and next-hop targets.

use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RegionId, VSwitchId, VpcId, ZoneId};
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A region that the catalogue does not have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnRegion {
    /// Order of creation.
    pub seq: Seq,
    /// The region's id.
    pub id: RegionId,
    /// What ids made there carry: three characters.
    pub code: Text,
    /// The Chinese name.
    pub name_zh: Text,
    /// The English name.
    pub name_en: Text,
    /// Its zones.
    pub zones: Vec<ZoneId>,
}

/// Something that a route can lead to and that this service does not make itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextHopTarget {
    /// Order of creation.
    pub seq: Seq,
    /// The target's id, as routes name it.
    pub id: Text,
    /// `Instance`, `HaVip`, `NetworkInterface`, `NatGateway`, `VpnGateway`, `IPv6Gateway`, ...: the `NextHopType`.
    pub kind: Text,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The VPC that it is in.
    pub vpc: VpcId,
    /// The vSwitch that it is in; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub vswitch: VSwitchId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// Whether it is in a state that routes can lead to.
    pub ready: bool,
    /// Of a network interface: whether it is the primary one of its instance.
    #[serde(skip_serializing_if = "is_default")]
    pub primary: bool,
    /// Of a network interface: its IPv6 addresses, each once.
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6: Vec<TargetAddress>,
    /// When it was registered.
    pub created_at: Time,
}

/// An IPv6 address of a next-hop target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetAddress {
    /// The address.
    pub address: Ipv6Addr,
    /// Where it is in its life.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: AddressStatus,
}

/// The life of a target's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AddressStatus {
    /// It belongs to the target.
    #[default]
    Assigned,
    /// It is being given to the target.
    Assigning,
    /// It is being taken from the target.
    Removing,
}

/// Whether an id can be that of a transit router's attachment: `tr-attach-`, and letters or digits.
pub fn is_attachment_id(id: &str) -> bool {
    let rest = id.strip_prefix("tr-attach-").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_has_an_id_of_its_own_form() {
        for (id, fits) in [
            ("tr-attach-nls9fzkfat8934", true),
            ("tr-attach-1", true),
            ("tr-attach-", false),
            ("tr-attach-a-b", false),
            ("TR-ATTACH-1", false),
            ("tr-1", false),
            ("i-1", false),
            ("", false),
        ] {
            assert_eq!(is_attachment_id(id), fits, "{id}");
        }
    }

    #[test]
    fn what_is_not_said_of_a_target_is_not_written() {
        let written = |target: &NextHopTarget| serde_json::to_string(target).unwrap();
        let plain = NextHopTarget { id: "eni-1".into(), ..NextHopTarget::default() };
        assert!(!written(&plain).contains("ipv6") && !written(&plain).contains("primary"));
        let address =
            TargetAddress { address: "2001:db8::1".parse().unwrap(), status: AddressStatus::Removing };
        let steady = TargetAddress { status: AddressStatus::Assigned, ..address };
        let full = NextHopTarget { primary: true, ipv6: vec![address, steady], ..plain };
        let text = written(&full);
        assert!(
            text.contains(
                r#""ipv6":[{"address":"2001:db8::1","status":"Removing"},{"address":"2001:db8::1"}]"#
            )
        );
        assert_eq!(serde_json::from_str::<NextHopTarget>(&text).unwrap(), full);
    }
}
