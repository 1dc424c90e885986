//! From router to router, until the packet arrives or dies.

use std::net::IpAddr;

use xconnect_model::Text;

use crate::answer::{End, EndKind, Hop, Walk};
use crate::links::smallest;
use crate::reason::{Code, Reason};
use crate::step::{Arrival, At, Fork, Goes, Trip, Way};

/// Routers that a packet passes at most.
const MAX_HOPS: usize = 64;
/// Ways that are followed at most where all are asked for.
const MAX_WALKS: usize = 256;

/// A walk, and where it has led.
pub(crate) struct Walked<'a> {
    pub(crate) walk: Walk,
    pub(crate) arrival: Option<Arrival<'a>>,
}

impl<'a> Trip<'a> {
    /// The one way that this packet takes.
    pub(crate) fn walk(&self, start: At<'a>) -> Walked<'a> {
        let flow = mix(word(self.source) ^ word(self.destination).rotate_left(32));
        let mut hops = Vec::with_capacity(4);
        let mut at = start;
        let mut share = 1.0;
        loop {
            let Fork { hop, ways } = self.fork(&at);
            if let Some(reason) = goes_round(&hops, &hop) {
                return died(hops, hop, share, reason);
            }
            let mut ways = match ways {
                Ok(ways) => ways,
                Err(reason) => return died(hops, hop, share, reason),
            };
            set_shares(&mut ways);
            let Some(chosen) = choose(&ways, mix(flow.wrapping_add(hops.len() as u64))) else {
                return all_out(hops, hop, share, ways);
            };
            let (hop, goes) = taken(hop, ways, chosen);
            share *= hop.next.as_ref().map_or(1.0, |next| next.share);
            hops.push(hop);
            match goes {
                Some(Goes::On(next)) => at = next,
                Some(Goes::Arrives(arrival)) => return arrived(hops, share, arrival),
                None => return Walked { walk: ended(hops, share), arrival: None },
            }
        }
    }

    /// Every way that packets like this one take, and whether there are more than are followed.
    pub(crate) fn walk_all(&self, start: At<'a>) -> (Vec<Walked<'a>>, bool) {
        let mut found = Vec::new();
        let mut open = vec![(Vec::new(), Goes::On(start), 1.0)];
        while let Some((hops, goes, share)) = open.pop() {
            if found.len() == MAX_WALKS {
                return (found, true);
            }
            let at = match goes {
                Goes::On(at) => at,
                Goes::Arrives(arrival) => {
                    found.push(arrived(hops, share, arrival));
                    continue;
                }
            };
            let Fork { hop, ways } = self.fork(&at);
            let ways = match goes_round(&hops, &hop) {
                Some(reason) => Err(reason),
                None => ways,
            };
            let mut ways = match ways {
                Ok(ways) => ways,
                Err(reason) => {
                    found.push(died(hops, hop, share, reason));
                    continue;
                }
            };
            set_shares(&mut ways);
            if ways.iter().all(|way| way.goes.is_none()) {
                found.push(all_out(hops, hop, share, ways));
                continue;
            }
            // The last goes on the stack first: the walks come out in the order of the ways.
            for chosen in (0..ways.len()).rev().filter(|at| ways[*at].next.share > 0.0) {
                let share = share * ways[chosen].next.share;
                if let (hop, Some(goes)) = taken(hop.clone(), ways.clone(), chosen) {
                    open.push((hops.iter().cloned().chain([hop]).collect(), goes, share));
                }
            }
        }
        (found, false)
    }
}

/// Splits the traffic by weight among the ways that work; evenly, where none of those has a weight.
fn set_shares(ways: &mut [Way<'_>]) {
    let working = ways.iter().filter(|way| way.goes.is_some());
    let (count, total) = working.fold((0u32, 0u64), |(n, sum), way| (n + 1, sum + u64::from(way.weight)));
    for way in ways.iter_mut().filter(|way| way.goes.is_some()) {
        way.next.share = match total {
            0 => 1.0 / f64::from(count),
            #[expect(clippy::cast_precision_loss, reason = "weights are small")]
            total => f64::from(way.weight) / total as f64,
        };
    }
}

/// The way that a flow takes: the same one each time, and over many flows each as often as its weight says.
fn choose(ways: &[Way<'_>], flow: u64) -> Option<usize> {
    let working = || ways.iter().enumerate().filter(|(_, way)| way.goes.is_some());
    let total: u64 = working().map(|(_, way)| u64::from(way.weight)).sum();
    if total == 0 {
        let count = working().count() as u64;
        let nth = flow.checked_rem(count)?;
        return usize::try_from(nth).ok().and_then(|nth| working().nth(nth)).map(|(at, _)| at);
    }
    let mut left = flow % total;
    for (at, way) in working() {
        match left.checked_sub(u64::from(way.weight)) {
            Some(rest) => left = rest,
            None => return Some(at),
        }
    }
    None
}

/// The hop with the way that is taken, and those that are not.
fn taken<'a>(mut hop: Hop, ways: Vec<Way<'a>>, chosen: usize) -> (Hop, Option<Goes<'a>>) {
    let mut goes = None;
    for (at, way) in ways.into_iter().enumerate() {
        if at == chosen {
            if let Some(own) = way.own {
                let (router, matched) = *own;
                hop.router = router;
                hop.matched = Some(matched);
            }
            hop.next = Some(way.next);
            goes = way.goes;
        } else {
            hop.others.push(way.next);
        }
    }
    (hop, goes)
}

/// Whether a packet comes by a table again, or has come too far.
fn goes_round(hops: &[Hop], next: &Hop) -> Option<Reason> {
    let is_same = |hop: &&Hop| {
        hop.router.kind == next.router.kind && hop.router.id == next.router.id && hop.table == next.table
    };
    let again = hops.iter().position(|hop| is_same(&hop));
    if let Some(again) = again.filter(|_| !next.table.is_empty()) {
        let round = hops[again..].iter().chain([next]).map(|hop| hop.router.id.as_str());
        let round = round.collect::<Vec<_>>().join(" > ");
        return Some(Reason::new(
            Code::Loop,
            format!("The packet goes round: {round}."),
            "Delete or narrow one of the routes of the loop (DeleteRouteEntry).",
        ));
    }
    (hops.len() >= MAX_HOPS).then(|| {
        Reason::new(
            Code::TooManyHops,
            format!("The packet passes more than {MAX_HOPS} routers."),
            "Give it a shorter way.",
        )
    })
}

fn all_out<'a>(hops: Vec<Hop>, mut hop: Hop, share: f64, ways: Vec<Way<'a>>) -> Walked<'a> {
    let reason = ways.iter().find_map(|way| way.next.reason.clone());
    if let Some(own) = ways.first().and_then(|way| way.own.clone()) {
        let (router, matched) = *own;
        hop.router = router;
        hop.matched = Some(matched);
    }
    hop.others = ways.into_iter().map(|way| way.next).collect();
    let mut hops = hops;
    hops.push(hop);
    let walk = Walk { reason, ..ended(hops, share) };
    Walked { walk, arrival: None }
}

fn died<'a>(mut hops: Vec<Hop>, hop: Hop, share: f64, reason: Reason) -> Walked<'a> {
    hops.push(hop);
    Walked { walk: Walk { reason: Some(reason), ..ended(hops, share) }, arrival: None }
}

fn arrived(hops: Vec<Hop>, share: f64, arrival: Arrival<'_>) -> Walked<'_> {
    let end = arrival.end();
    let assumed = matches!(end.kind, EndKind::Target | EndKind::Line);
    let walk = Walk { arrived: true, assumed, end: Some(end), ..ended(hops, share) };
    Walked { walk, arrival: Some(arrival) }
}

/// A walk without an end.
fn ended(hops: Vec<Hop>, share: f64) -> Walk {
    let bandwidth_mbps =
        smallest(hops.iter().map(|hop| hop.next.as_ref().and_then(|next| next.bandwidth_mbps)));
    Walk { arrived: false, assumed: false, share, bandwidth_mbps, end: None, reason: None, hops }
}

/// A packet that has not got as far as a router.
pub(crate) fn never_left<'a>(reason: Reason) -> Walked<'a> {
    Walked { walk: Walk { reason: Some(reason), ..ended(Vec::new(), 1.0) }, arrival: None }
}

impl Arrival<'_> {
    fn end(&self) -> End {
        let (kind, id, at): (_, Text, Text) = match self {
            Self::VSwitch { vpc, vswitch } => (EndKind::VSwitch, vswitch.id.clone(), vpc.id.as_str().into()),
            Self::Vbr(vbr) => (EndKind::BorderRouter, vbr.id.as_str().into(), Text::default()),
            Self::Customer { router, vbr } => {
                (EndKind::CustomerNetwork, router.id.clone(), vbr.id.as_str().into())
            }
            Self::Line { vlan } => (EndKind::Line, vlan.line.as_str().into(), vlan.vbr.id.as_str().into()),
            Self::Elsewhere { kind, id, at } => (*kind, id.clone(), at.clone()),
        };
        End { kind, id, at }
    }
}

/// An address in 64 bits.
fn word(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(address) => u64::from(u32::from(address)),
        IpAddr::V6(address) => {
            let (high, low) = (u128::from(address) >> 64, u128::from(address));
            mix(u64::try_from(high).unwrap_or_default())
                ^ u64::try_from(low & u128::from(u64::MAX)).unwrap_or_default()
        }
    }
}

/// Spreads the bits (the finalizer of SplitMix64).
fn mix(mut word: u64) -> u64 {
    word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
