//! IPv6 blocks: /56 for a VPC, /64 out of it for a vSwitch.

use std::net::Ipv6Addr;

use ipnet::Ipv6Net;
use xconnect_model::{Seq, Text, VSwitch, Vpc};
use xconnect_state::State;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;

/// The line type of a block for which none was asked.
pub(super) const DEFAULT_ISP: &str = "BGP";
/// The line types that a block can have.
const ISPS: [&str; 4] = [DEFAULT_ISP, "ChinaMobile", "ChinaUnicom", "ChinaTelecom"];

/// What a request says of a VPC's IPv6.
pub(super) struct Wish {
    enable: Option<bool>,
    given: Option<Ipv6Net>,
    isp: Option<&'static str>,
}

impl Wish {
    /// Any global block of /56 is taken for one that the account has reserved: reserving is another action,
    /// which this service does not have.
    pub(super) fn of(enable: Option<bool>, block: Option<&str>, isp: Option<&str>) -> Result<Self, ApiError> {
        let known = |name: &str| ISPS.into_iter().find(|isp| *isp == name).ok_or(&ISP_ILLEGAL);
        if block.is_some() && enable != Some(true) {
            return Err(ApiError::new(&NOT_ENABLED));
        }
        let parse = |text: &str| strict(text).ok_or(&MALFORMED);
        Ok(Self { enable, given: block.map(parse).transpose()?, isp: isp.map(known).transpose()? })
    }

    /// The block afterwards of the VPC in this place, which has had `before`.
    pub(super) fn block(&self, before: Option<Ipv6Net>, seq: Seq) -> Option<Ipv6Net> {
        match self.enable {
            None => before,
            Some(false) => None,
            Some(true) => self.given.or(before).or_else(|| Some(allotted(seq))),
        }
    }

    /// The line type of the block, which has been `before`; empty is the default one, or that of no block.
    pub(super) fn isp(&self, block: Option<Ipv6Net>, before: &Text) -> Text {
        match (block, self.isp) {
            (None, _) => Text::default(),
            (Some(_), Some(isp)) => isp.into(),
            (Some(_), None) => before.clone(),
        }
    }
}

/// The block of the VPC in this place: another one for each of 2^24 places in a row, and mixed so that VPCs
/// made one after the other are no neighbours.
fn allotted(seq: Seq) -> Ipv6Net {
    const SPACE: u128 = 0x2408_4005 << 96;
    // Odd, so that multiplying loses nothing modulo a power of two.
    let mixed = seq.wrapping_mul(0x9e37_79b1) & 0x00ff_ffff;
    net(SPACE | u128::from(mixed) << 72, 56)
}

/// A VPC's block as a request spells it: /56, global, without host bits.
fn strict(text: &str) -> Option<Ipv6Net> {
    let block: Ipv6Net = text.parse().ok()?;
    let is_global = block.addr().segments()[0] >> 13 == 1;
    (block == block.trunc() && block.prefix_len() == 56 && is_global).then_some(block)
}

/// The block that a vSwitch wants in its VPC.
///
/// `number` is the last byte before the host bits. `whole`, when given, has to be the VPC's block. `except`
/// is the vSwitch itself where it exists already.
pub(super) fn of_vswitch(
    state: &State,
    vpc: &Vpc,
    number: u32,
    whole: Option<&str>,
    except: Option<&VSwitch>,
) -> Result<Ipv6Net, ApiError> {
    let number = u8::try_from(number).map_err(|_| &NUMBER_ILLEGAL)?;
    let of_vpc = vpc.ipv6_cidr.ok_or(&NUMBER_ILLEGAL)?;
    if whole.is_some_and(|whole| whole.parse() != Ok(of_vpc)) {
        return Err(ApiError::new(&VPC_BLOCK_ILLEGAL));
    }
    let block = net(u128::from(of_vpc.network()) | u128::from(number) << 64, 64);
    let mut others =
        common::vswitches_of(state, vpc).filter(|other| except.is_none_or(|own| own.id != other.id));
    if others.any(|other| other.ipv6_cidr == Some(block)) {
        return Err(ApiError::new(&OVERLAPPED));
    }
    Ok(block)
}

fn net(bits: u128, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::from_bits(bits), prefix)
}

pub(super) static NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParam.EnableIpv6",
    "An Ipv6CidrBlock is specified, but IPv6 is not enabled by the same request.",
    "Ipv6CidrBlock is given, and the request does not turn IPv6 on.",
);
pub(super) static MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidIpv6CidrBlock.Malformed",
    "The specified Ipv6CidrBlock is malformed.",
    "Ipv6CidrBlock is not a global block of /56 without host bits.",
);
pub(super) static ISP_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.Ipv6Isp",
    "The specified line type of the IPv6 block is illegal.",
    "Ipv6Isp is none of the four line types.",
);
pub(super) static NUMBER_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.Ipv6CidrBlock",
    "The specified Ipv6CidrBlock is not valid for this VPC.",
    "Ipv6CidrBlock is not between 0 and 255, or the VPC has no IPv6 block.",
);
pub(super) static VPC_BLOCK_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.VpcIpv6CidrBlock",
    "The specified VpcIpv6CidrBlock is not a block of this VPC.",
    "VpcIpv6CidrBlock is not the IPv6 block of the VPC.",
);
pub(super) static OVERLAPPED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidIpv6CidrBlock.Overlapped",
    "The specified IPv6 block overlaps that of another vSwitch.",
    "Another vSwitch of the VPC has this Ipv6CidrBlock.",
);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_vpc_is_allotted_a_block_of_its_own() {
        let blocks: HashSet<_> = (0..10_000).map(allotted).collect();
        assert_eq!(blocks.len(), 10_000);
        assert!(blocks.iter().all(|block| strict(&block.to_string()) == Some(*block)));
    }

    #[test]
    fn a_block_of_a_vpc_is_global_and_has_56_bits() {
        for bad in ["", "2408:4005::/55", "2408:4005::1/56", "fe80::/56", "10.0.0.0/8"] {
            assert_eq!(strict(bad), None, "{bad}");
        }
    }
}
