//! Blocks of IPv4 and IPv6 addresses, as plainly as they can be thought of: two numbers.

/// A block: its first address, its prefix, and whether it is an IPv6 one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) first: u128,
    pub(crate) prefix: u32,
    pub(crate) is_v6: bool,
}

/// An IPv4 address without leading zeros.
pub(crate) fn v4(text: &str) -> Option<u128> {
    let parts: Vec<&str> = text.split('.').collect();
    let number = |part: &&str| {
        let plain = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let short = *part == "0" || !part.starts_with('0');
        (plain && short).then(|| part.parse::<u8>().ok()).flatten()
    };
    let bytes: Option<Vec<u8>> = parts.iter().map(number).collect();
    let bytes = bytes.filter(|bytes| bytes.len() == 4)?;
    Some(bytes.into_iter().fold(0, |address, byte| address << 8 | u128::from(byte)))
}

/// An IPv6 address. Only the library's reading of the text is used.
pub(crate) fn v6(text: &str) -> Option<u128> {
    text.parse::<std::net::Ipv6Addr>().ok().map(|address| address.to_bits())
}

impl Block {
    /// A block with its prefix, host bits or not.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let plain = !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_digit());
        let short = prefix == "0" || !prefix.starts_with('0');
        let prefix: u32 = prefix.parse().ok().filter(|_| plain && short)?;
        match (v4(address), v6(address)) {
            (Some(first), _) if prefix <= 32 => Some(Self { first, prefix, is_v6: false }),
            (_, Some(first)) if prefix <= 128 => Some(Self { first, prefix, is_v6: true }),
            _ => None,
        }
    }

    /// A block, or an address that stands for itself alone; host bits are cleared.
    pub(crate) fn destination(text: &str) -> Option<Self> {
        let bare = match (v4(text), v6(text)) {
            (Some(first), _) => Some(Self { first, prefix: 32, is_v6: false }),
            (_, Some(first)) => Some(Self { first, prefix: 128, is_v6: true }),
            _ => None,
        };
        bare.or_else(|| Self::parse(text)).map(Self::cleared)
    }

    /// An IPv4 block without host bits.
    pub(crate) fn strict(text: &str) -> Option<Self> {
        Self::parse(text).filter(|block| !block.is_v6 && block.cleared() == *block)
    }

    pub(crate) fn cleared(self) -> Self {
        let host = self.bits() - self.prefix;
        let first = if host >= 128 { 0 } else { self.first >> host << host };
        Self { first, ..self }
    }

    fn bits(self) -> u32 {
        if self.is_v6 { 128 } else { 32 }
    }

    fn last(self) -> u128 {
        let host = self.bits() - self.prefix;
        let mask = if host >= 128 { u128::MAX } else { (1 << host) - 1 };
        self.cleared().first | mask
    }

    pub(crate) fn holds(self, other: Self) -> bool {
        self.is_v6 == other.is_v6
            && self.cleared().first <= other.cleared().first
            && other.last() <= self.last()
    }

    pub(crate) fn holds_v4(self, address: u128) -> bool {
        self.holds(Self { first: address, prefix: 32, is_v6: false })
    }

    pub(crate) fn holds_v6(self, address: u128) -> bool {
        self.holds(Self { first: address, prefix: 128, is_v6: true })
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.holds(other) || other.holds(self)
    }

    pub(crate) fn text(self) -> String {
        let prefix = self.prefix;
        if self.is_v6 {
            return format!("{}/{prefix}", std::net::Ipv6Addr::from_bits(self.first));
        }
        let byte = |shift: u32| self.first >> shift & 0xff;
        format!("{}.{}.{}.{}/{prefix}", byte(24), byte(16), byte(8), byte(0))
    }
}
