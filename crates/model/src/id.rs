//! Ids: one type a resource, so that a router id cannot be handed to something that wants an interface id.
//!
//! The text of an id is its prefix, three characters that stand for the region, and seventeen random characters,
//! as in the real service. Any text is accepted when an id is read: an id that names nothing is simply not found.

use serde::{Deserialize, Serialize};

use crate::text::Text;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Text);

        impl $name {
            /// The id with this text.
            pub fn new(text: impl Into<Text>) -> Self {
                Self(text.into())
            }

            /// The text, as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether this is the text of no id at all.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
    };
}

macro_rules! resource_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        text_id!($(#[$doc])* $name);

        impl ResourceId for $name {
            const PREFIX: &'static str = $prefix;

            fn from_text(text: Text) -> Self {
                Self(text)
            }
        }
    };
}

/// An id that this service makes itself.
pub trait ResourceId: Sized {
    /// What every id of this kind begins with, hyphen included.
    const PREFIX: &'static str;

    /// The id with this text.
    fn from_text(text: Text) -> Self;
}

resource_id!(
    /// A router interface: `ri-...`.
    RouterInterfaceId, "ri-"
);
resource_id!(
    /// A virtual private cloud: `vpc-...`.
    VpcId, "vpc-"
);
resource_id!(
    /// A vSwitch: `vsw-...`.
    VSwitchId, "vsw-"
);
resource_id!(
    /// The router of a VPC: `vrt-...`.
    VRouterId, "vrt-"
);
resource_id!(
    /// A route table: `vtb-...`.
    RouteTableId, "vtb-"
);
resource_id!(
    /// A virtual border router: `vbr-...`.
    VirtualBorderRouterId, "vbr-"
);
resource_id!(
    /// A physical connection, dedicated or shared: `pc-...`.
    PhysicalConnectionId, "pc-"
);
resource_id!(
    /// A failover group of border routers: `vbrha-...`.
    VbrHaId, "vbrha-"
);
resource_id!(
    /// A CEN instance: `cen-...`.
    CenId, "cen-"
);
resource_id!(
    /// A route entry: `rte-...`.
    RouteEntryId, "rte-"
);
resource_id!(
    /// A BGP group: `bgpg-...`.
    BgpGroupId, "bgpg-"
);
resource_id!(
    /// A BGP peer: `bgp-...`.
    BgpPeerId, "bgp-"
);
resource_id!(
    /// A resource group: `rg-...`.
    ResourceGroupId, "rg-"
);
text_id!(
    /// A region, such as `cn-hangzhou`.
    RegionId
);
text_id!(
    /// A zone of a region, such as `cn-hangzhou-h`.
    ZoneId
);
text_id!(
    /// An access point, such as `ap-cn-hangzhou-yh-B`.
    AccessPointId
);
text_id!(
    /// The public half of an access key.
    AccessKeyId
);

/// An Alibaba Cloud account: a number of up to 18 digits, written as text on the wire because it may exceed 2^53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub u64);

impl AccountId {
    /// The account with this number; `None` when the text is not a plain decimal number.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An order: fifteen decimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub u64);

/// Characters behind the region's three in an id.
const RANDOM_CHARACTERS: usize = 17;
/// How many of them ids may share that are made together.
const SHARED_CHARACTERS: usize = 4;
/// How many characters behind their prefix ids of a region that are made together may share.
pub const SHARED: usize = 3 + SHARED_CHARACTERS;
const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Makes fresh ids from random bytes that the caller supplies, so that whoever holds the bytes decides the ids.
pub trait RandomBytes {
    /// Fills the buffer with bytes that nobody can foresee.
    fn fill(&mut self, buffer: &mut [u8]);

    /// The same, for the part of an id that the next ones may have, too. An index that knows where ids begin alike
    /// keeps those together that were made together; the rest of an id is for itself alone.
    fn fill_shared(&mut self, buffer: &mut [u8; 4]) {
        self.fill(buffer);
    }
}

/// A fresh id of a kind, in a region whose ids carry `region_code`.
pub fn fresh<I: ResourceId>(random: &mut dyn RandomBytes, region_code: &str) -> I {
    let (mut shared, mut own) = ([0; SHARED_CHARACTERS], [0; RANDOM_CHARACTERS - SHARED_CHARACTERS]);
    random.fill_shared(&mut shared);
    random.fill(&mut own);
    let mut text = Text::new(I::PREFIX);
    text.push_str(region_code);
    for byte in shared.into_iter().chain(own) {
        text.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    }
    I::from_text(text)
}

/// A fresh order number of fifteen digits.
pub fn fresh_order(random: &mut dyn RandomBytes) -> OrderId {
    let mut bytes = [0u8; 8];
    random.fill(&mut bytes);
    OrderId(200_000_000_000_000 + u64::from_le_bytes(bytes) % 100_000_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counter(u8);
    impl RandomBytes for Counter {
        fn fill(&mut self, buffer: &mut [u8]) {
            for byte in buffer {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            }
        }
    }

    #[test]
    fn a_fresh_id_has_prefix_region_and_seventeen_characters() {
        let id: RouterInterfaceId = fresh(&mut Counter(0), "bp1");
        assert_eq!(id.as_str(), "ri-bp10123456789abcdefg");
        let vpc: VpcId = fresh(&mut Counter(200), "2ze");
        assert_eq!(vpc.as_str().len(), "vpc-".len() + 20);
    }

    #[test]
    fn account_numbers_are_plain_decimal() {
        assert_eq!(AccountId::parse("1234567890123456"), Some(AccountId(1_234_567_890_123_456)));
        for text in ["", "+1", "-1", "1 ", "0x1", "99999999999999999999999"] {
            assert_eq!(AccountId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_numbers_have_fifteen_digits() {
        assert_eq!(fresh_order(&mut Counter(9)).0.to_string().len(), 15);
    }
}
