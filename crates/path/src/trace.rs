//! A question answered: the way there, the way back, and the verdict on both.

use std::net::IpAddr;

use xconnect_model::{AccountId, CustomerRouter, Text, VirtualBorderRouter, Vpc};

use crate::Paths;
use crate::answer::{Answer, EndKind, Verdict, Walk};
use crate::learned::{Site, is_behind};
use crate::links::{Links, smallest};
use crate::question::{Failure, FailureKind, Question, QuestionError};
use crate::reason::{Code, Reason};
use crate::step::{Arrival, At, Trip};
use crate::walk::{Walked, never_left};

/// Where a packet comes from, and its answers have to go.
enum Origin<'a> {
    Vpc(&'a Vpc),
    /// The far end of a line, in this network.
    Customer(Site),
}

impl Paths {
    /// Answers a question.
    pub fn trace(&self, question: &Question) -> Result<Answer, QuestionError> {
        let links = Links { state: &self.state, failed: &question.failed };
        question.failed.iter().try_for_each(|failure| check(links, failure))?;
        let (source, destination) = (question.source, question.destination);
        let there = Trip { paths: self, links, source, destination };
        let back = Trip { paths: self, links, source: destination, destination: source };
        let (origin, start) = self.start(question)?;

        let start = match start {
            Ok(start) => start,
            Err(reason) => return Ok(answer(question, never_left(reason).walk, None, Vec::new())),
        };
        let forward = there.walk(start.clone());
        let hints = forward.arrival.as_ref().map(|end| self.hints(&there, &origin, end)).unwrap_or_default();
        let walked_back = forward.arrival.as_ref().and_then(|end| back.back_from(&origin, end));
        let mut answer = answer(question, forward.walk, walked_back.map(|back| back.walk), hints);
        if question.all {
            let (forward, more_there) = there.walk_all(start);
            let (back, more_back) = back.back_from_all(&origin, &forward);
            answer.forward_branches = forward.into_iter().map(|one| one.walk).collect();
            answer.return_branches = back;
            answer.more_branches = more_there || more_back;
            judge_all(&mut answer);
        }
        Ok(answer)
    }

    /// Where the packet starts; an inner error is a reason why it does not even leave.
    fn start(&self, question: &Question) -> Result<(Origin<'_>, Result<At<'_>, Reason>), QuestionError> {
        let (place, source) = (&question.place, question.source);
        if let Some(vpc) = self.state.vpc(place) {
            let vswitches = self.vswitches(place);
            let start = vswitches.holding(source).map(|(_, vswitch)| at_vpc(vpc, &vswitch.table));
            return Ok((Origin::Vpc(vpc), start.ok_or_else(|| in_no_vswitch(vpc, source))));
        }
        if let Some(vbr) = self.state.virtual_border_router(place) {
            let site = Site::beyond(&self.state, vbr, source);
            return Ok((Origin::Customer(site), Ok(At::Vbr(vbr))));
        }
        let router = self.state.customer_router(place);
        let router = router.ok_or_else(|| QuestionError::NoSuchPlace(place.clone()))?;
        let vbr = self.state.virtual_border_router(router.vbr.as_str());
        let site = vbr.map_or(Site::Of(AccountId::default()), |vbr| Site::of(router, vbr));
        let start = if is_behind(router, source) {
            Ok(At::Site(vec![router]))
        } else {
            Err(not_behind(router, source))
        };
        Ok((Origin::Customer(site), start))
    }

    fn hints(&self, trip: &Trip<'_>, origin: &Origin<'_>, end: &Arrival<'_>) -> Vec<String> {
        let (Origin::Vpc(from), Arrival::VSwitch { vpc, vswitch }) = (origin, end) else { return Vec::new() };
        if from.id == vpc.id {
            let routes = self.routes(&vswitch.table);
            let beside = routes.covering(trip.destination).filter(|entry| !entry.next_hops.is_empty());
            let beside = beside.filter(|entry| entry.destination.prefix_len() > 0).last();
            return beside.map(|entry| {
                format!(
                    "{} lies in vSwitch {} of the source's own VPC, so that the packet stays there although {} leads \
                     to {} as well: overlapping blocks.",
                    trip.destination, vswitch.id, entry.id, entry.destination
                )
            }).into_iter().collect();
        }
        let overlap = from.cidr.contains(&vpc.cidr) || vpc.cidr.contains(&from.cidr);
        overlap.then(|| {
            format!(
                "The blocks of {} ({}) and {} ({}) overlap: addresses that both have are reached in neither from the \
                 other.",
                from.id, from.cidr, vpc.id, vpc.cidr
            )
        }).into_iter().collect()
    }
}

impl<'a> Trip<'a> {
    /// The way back from where the packet has arrived, if this service looks there.
    fn back_from(&self, origin: &Origin<'_>, end: &Arrival<'a>) -> Option<Walked<'a>> {
        Some(judged(self.walk(self.start_back(end)?), origin))
    }

    fn back_from_all(&self, origin: &Origin<'_>, ends: &[Walked<'a>]) -> (Vec<Walk>, bool) {
        let mut seen = Vec::new();
        let (mut walks, mut more) = (Vec::new(), false);
        for walked in ends {
            let Some(start) = walked.arrival.as_ref().and_then(|end| self.start_back(end)) else { continue };
            let name = start.name();
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let (back, cut_short) = self.walk_all(start);
            more |= cut_short;
            walks.extend(back.into_iter().map(|one| judged(one, origin).walk));
        }
        (walks, more)
    }

    fn start_back(&self, end: &Arrival<'a>) -> Option<At<'a>> {
        match end {
            Arrival::VSwitch { vpc, vswitch } => Some(at_vpc(vpc, &vswitch.table)),
            Arrival::Vbr(vbr) => Some(At::Vbr(vbr)),
            Arrival::Line { vlan } => Some(At::Vbr(vlan.vbr)),
            Arrival::Customer { router, vbr } => Some(At::Site(self.site_of(router, vbr))),
            Arrival::Elsewhere { .. } => None,
        }
    }

    /// The routers of the network that an answer leaves: those that have the address behind them.
    fn site_of(&self, router: &'a CustomerRouter, vbr: &VirtualBorderRouter) -> Vec<&'a CustomerRouter> {
        // The address that answers come from is this trip's source.
        let all = self.paths.customers().with(self.source, &Site::of(router, vbr));
        if all.is_empty() { vec![router] } else { all }
    }
}

fn at_vpc<'a>(vpc: &'a Vpc, table: &Text) -> At<'a> {
    let table = if table.is_empty() { vpc.route_table.as_str().into() } else { table.clone() };
    At::Vpc { vpc, table }
}

/// A way back that ends elsewhere than where the packet came from is none.
fn judged<'a>(mut back: Walked<'a>, origin: &Origin<'_>) -> Walked<'a> {
    if let Some(reason) = &mut back.walk.reason
        && reason.code == Code::NoRoute
    {
        reason.code = Code::NoReturnRoute;
    }
    let Some(end) = &back.arrival else { return back };
    let is_there = match (origin, end) {
        (Origin::Vpc(vpc), Arrival::VSwitch { vpc: there, .. }) => vpc.id == there.id,
        (Origin::Customer(site), Arrival::Customer { router, vbr }) => Site::of(router, vbr) == *site,
        (Origin::Customer(_), Arrival::Line { .. } | Arrival::Vbr(_)) => true,
        _ => false,
    };
    if !is_there {
        let place = back.walk.end.as_ref().map(|end| [end.id.as_str(), end.at.as_str()].join(" at "));
        let place = place.unwrap_or_default();
        let has_the_address = matches!(end, Arrival::VSwitch { .. } | Arrival::Customer { .. });
        let reason = if has_the_address {
            Reason::new(
                Code::OverlappingCidr,
                format!("Answers end in {place}, which has the source's address too."),
                "Give the networks blocks that do not overlap, or a more specific route back.",
            )
        } else {
            Reason::new(
                Code::ReturnElsewhere,
                format!("Answers end at {place}, not where the packet came from."),
                "Correct the route that leads answers there.",
            )
        };
        back.walk.arrived = false;
        back.walk.reason = Some(reason);
        back.arrival = None;
    }
    back
}

fn answer(question: &Question, forward: Walk, back: Option<Walk>, hints: Vec<String>) -> Answer {
    let works = back.as_ref().is_none_or(|back| back.arrived);
    let assumed = forward.assumed || back.as_ref().is_some_and(|back| back.assumed);
    let verdict = match (forward.arrived, works) {
        (false, _) => Verdict::Unreachable,
        (true, false) => Verdict::NoReturn,
        (true, true) if assumed => Verdict::Assumed,
        (true, true) => Verdict::Reachable,
    };
    let reason = forward.reason.clone().or_else(|| back.as_ref().and_then(|back| back.reason.clone()));
    Answer {
        source: question.source,
        place: question.place.clone(),
        destination: question.destination,
        failed: question.failed.clone(),
        verdict,
        reason,
        hints,
        bandwidth_mbps: smallest([
            forward.bandwidth_mbps,
            back.as_ref().and_then(|back| back.bandwidth_mbps),
        ]),
        forward,
        back,
        forward_branches: Vec::new(),
        return_branches: Vec::new(),
        more_branches: false,
    }
}

/// With every way in sight, the verdict is about all of them.
fn judge_all(answer: &mut Answer) {
    let all = || answer.forward_branches.iter().chain(&answer.return_branches);
    let broken = all().find(|walk| !walk.arrived);
    let Some(broken) = broken else { return };
    let reason = broken.reason.clone();
    if matches!(answer.verdict, Verdict::Reachable | Verdict::Assumed) {
        answer.verdict = Verdict::Partial;
        answer.reason = reason;
    } else if all().any(|walk| walk.arrived && walk.end.is_some()) && some_work(answer) {
        answer.verdict = Verdict::Partial;
    }
}

/// Whether some way there works, and some way back.
fn some_work(answer: &Answer) -> bool {
    let looks_back = answer.forward_branches.iter().any(|walk| {
        let kind = walk.end.as_ref().map(|end| end.kind);
        !matches!(kind, None | Some(EndKind::Target | EndKind::CloudService))
    });
    answer.forward_branches.iter().any(|walk| walk.arrived)
        && (!looks_back || answer.return_branches.iter().any(|walk| walk.arrived))
}

fn check(links: Links<'_>, failure: &Failure) -> Result<(), QuestionError> {
    let (state, id) = (links.state, failure.id.as_str());
    let exists = match failure.kind {
        FailureKind::Line => state.physical_connection(id).is_some(),
        FailureKind::Interface => {
            state.router_interface(id).is_some() || state.vbr_of_vlan_interface(id).is_some()
        }
        FailureKind::Session => state.bgp_peer(id).is_some(),
        FailureKind::Vbr => state.virtual_border_router(id).is_some(),
    };
    if exists { Ok(()) } else { Err(QuestionError::NoSuchFailure(failure.clone())) }
}

fn in_no_vswitch(vpc: &Vpc, source: IpAddr) -> Reason {
    Reason::new(
        Code::SourceNotInVswitch,
        format!("{source} is in no vSwitch of {}.", vpc.id),
        format!("Ask from an address of a vSwitch, or make one that holds {source} (CreateVSwitch)."),
    )
}

fn not_behind(router: &CustomerRouter, source: IpAddr) -> Reason {
    Reason::new(
        Code::SourceNotBehindRouter,
        format!("The customer's router {} has no network with {source}.", router.id),
        format!("Ask from an address behind {}, or connect the network to it.", router.id),
    )
}
