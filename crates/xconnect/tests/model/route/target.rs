//! What routes can lead to beside router interfaces: what an operator has registered.

use serde_json::{Value, json};

use super::Hop;
use crate::address::Block;
use crate::ask::Ask;
use crate::network::Vpc;
use crate::random::Random;
use crate::reference::Model;
use crate::verdict::Rows;

/// The kinds, with what their ids begin with.
const KINDS: [(&str, &str); 8] = [
    ("Instance", "i-"),
    ("HaVip", "havip-"),
    ("NetworkInterface", "eni-"),
    ("NatGateway", "ngw-"),
    ("VpnGateway", "vpn-"),
    ("IPv6Gateway", "ipv6gw-"),
    ("Attachment", "tr-attach-"),
    ("VpcPeer", "pcc-"),
];
/// What does not take IPv6.
const V4_ONLY: [&str; 4] = ["Instance", "HaVip", "VpnGateway", "NatGateway"];

/// Something that an operator has registered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) vpc: String,
    /// May be blank.
    vswitch: String,
    pub(crate) ready: bool,
    primary: bool,
    /// IPv6 addresses, each with where it is in its life.
    pub(crate) ipv6: Vec<(String, &'static str)>,
}

/// What an operator wants.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    Put(Target),
    Take(String),
}

impl Order {
    /// Mostly a new target, or an old one in another condition; now and then, one goes.
    pub(crate) fn any(random: &mut Random, model: &Model) -> Self {
        let known = random.any(&model.targets);
        match (random.below(10), known) {
            (0 | 1, _) => Self::Take(known.map_or_else(|| "i-none".to_owned(), |target| target.id.clone())),
            (2..=4, Some(target)) => Self::Put(conditioned(random, target.clone())),
            _ => {
                let vpc = random.any(&model.vpcs).cloned();
                Self::Put(placed(random, model, vpc.as_ref()))
            }
        }
    }

    /// A target in a VPC, in any condition.
    pub(crate) fn within(random: &mut Random, model: &Model, vpc: &Vpc) -> Self {
        Self::Put(placed(random, model, Some(vpc)))
    }

    /// Method, path, and body of the request.
    pub(crate) fn request(&self, model: &Model) -> (&'static str, String, Value) {
        match self {
            Self::Take(id) => ("DELETE", format!("/v1/targets/{id}"), Value::Null),
            Self::Put(target) => {
                let address =
                    |(address, status): &(String, &str)| json!({"address": address, "status": status});
                let mut body = json!({
                    "kind": target.kind, "account": model.number(target.account).to_string(),
                    "region": target.region, "vpc": target.vpc, "ready": target.ready,
                    "primary": target.primary, "ipv6": target.ipv6.iter().map(address).collect::<Vec<_>>(),
                });
                if !target.vswitch.is_empty() {
                    body["vswitch"] = target.vswitch.as_str().into();
                }
                ("PUT", format!("/v1/targets/{}", target.id), body)
            }
        }
    }

    /// The status that the request is answered with. While routes lead to a target, it stays what and where it is.
    pub(crate) fn judge(&self, model: &Model) -> u16 {
        let leads = |id: &str| model.entries.iter().any(|entry| entry.hops.iter().any(|hop| hop.id == id));
        let known = |id: &str| model.targets.iter().find(|target| target.id == id);
        let next = match self {
            Self::Take(id) if known(id).is_none() => return 404,
            Self::Take(id) => return if leads(id) { 409 } else { 204 },
            Self::Put(next) => next,
        };
        let vpc = |vpc: &&Vpc| vpc.id == next.vpc && vpc.account == next.account && vpc.region == next.region;
        let holds =
            |vswitch: &str| model.vswitches.iter().any(|one| one.id == vswitch && one.vpc == next.vpc);
        let fits = (next.kind != "Attachment" || is_attachment_id(&next.id))
            && (next.kind == "NetworkInterface" || !next.primary && next.ipv6.is_empty())
            && model.vpcs.iter().any(|one| vpc(&one))
            && (next.vswitch.is_empty() || holds(&next.vswitch));
        let moves = known(&next.id)
            .is_some_and(|now| now.kind != next.kind || now.account != next.account || now.vpc != next.vpc);
        match (fits, moves && leads(&next.id)) {
            (false, _) => 422,
            (true, true) => 409,
            (true, false) => 200,
        }
    }

    /// What is so when the request has succeeded.
    pub(crate) fn carry_out(self, model: &mut Model) {
        let (id, next) = match self {
            Self::Take(id) => (id, None),
            Self::Put(next) => (next.id.clone(), Some(next)),
        };
        model.targets.retain(|target| target.id != id);
        model.targets.extend(next);
    }
}

/// A target of any kind, in a VPC or in none.
fn placed(random: &mut Random, model: &Model, vpc: Option<&Vpc>) -> Target {
    let (kind, start) = random.one(&KINDS);
    let start = if random.chance(6) { random.one(&KINDS).1 } else { start };
    let mut target = Target {
        id: format!("{start}{}", random.below(4)),
        kind,
        account: vpc.map_or(0, |vpc| vpc.account),
        region: vpc.map_or("cn-hangzhou", |vpc| &vpc.region).to_owned(),
        vpc: vpc.map_or("vpc-none", |vpc| &vpc.id).to_owned(),
        ..Target::default()
    };
    if random.chance(4) {
        target.account = random.below(3);
    }
    if random.chance(8) {
        target.vswitch = random.any(&model.vswitches).map(|one| one.id.clone()).unwrap_or_default();
    }
    conditioned(random, target)
}

/// The same, ready or not, with any addresses.
fn conditioned(random: &mut Random, target: Target) -> Target {
    let takes_addresses = target.kind == "NetworkInterface" || random.chance(2);
    let count = if takes_addresses { random.one(&[0, 1, 1, 1, 1, 2]) } else { 0 };
    let status =
        |random: &mut Random| random.one(&["assigned", "assigned", "assigned", "assigning", "removing"]);
    Target {
        ready: random.chance(75),
        primary: takes_addresses && random.chance(15),
        ipv6: (0..count).map(|number| (format!("2001:db8::{number:x}f"), status(random))).collect(),
        ..target
    }
}

/// `tr-attach-`, and letters or digits.
fn is_attachment_id(id: &str) -> bool {
    let letters = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric());
    id.strip_prefix("tr-attach-").is_some_and(letters)
}

/// Whether packets could go there.
pub(super) fn is_usable(model: &Model, hop: &Hop) -> bool {
    model.targets.iter().any(|target| target.id == hop.id && target.ready)
}

/// Notes what is in the way of a route over anything but a router interface.
pub(super) fn check(rows: &mut Rows, model: &Model, ask: &Ask, vpc: &Vpc, hop: &Hop, to: Block) {
    let kind = hop.kind.as_str();
    rows.when(kind == "Attachment" && !is_attachment_id(&hop.id), 400, "IllegalParam.AttachmentId");
    rows.when(to.is_v6 && V4_ONLY.contains(&kind), 400, "OperationFailed.NotSupportIPV6");
    rows.when(!to.is_v6 && kind == "IPv6Gateway", 400, "InvalidNextHopType");
    let own = model.targets.iter().find(|target| target.id == hop.id && target.account == ask.account);
    let Some(target) = own else {
        rows.when(true, 404, "InvalidNextHopId.NotFound");
        return;
    };
    // Three rows speak of what is not in the VPC as of what does not exist.
    let (http, code, hidden) = match kind {
        "Instance" => (404, "InvalidInstanId.NotFound", true),
        "HaVip" => (404, "InvalidHaVipId.NotFound", true),
        "Attachment" => (400, "InvalidAttachment.NotFound", true),
        _ => (404, "InvalidNextHopId.NotFound", false),
    };
    let elsewhere = target.vpc != vpc.id;
    if rows.when(target.kind != kind || hidden && elsewhere, http, code) {
        return;
    }
    rows.when(elsewhere, 400, "INVALID_VPC_ID");
    let (http, code) = match kind {
        "Instance" => (400, "IncorrectInstanceStatus"),
        "HaVip" => (400, "IncorrectHaVipStatus"),
        "Attachment" => (400, "OperationFailed.ActiveNetworkInterfaceNotFound"),
        _ => (403, "IncorrectInstanceStatus"),
    };
    rows.when(!target.ready, http, code);
    let leads = model.entries.iter().filter(|entry| entry.table == vpc.table && entry.hops.contains(hop));
    rows.when(kind == "HaVip" && leads.count() >= 1, 400, "CountLimitExceed.HaVipRouteEntry");
    if to.is_v6 && kind == "NetworkInterface" {
        check_addresses(rows, target);
    }
}

/// Notes why an IPv6 route cannot lead to a network interface: the first of the four reasons.
fn check_addresses(rows: &mut Rows, target: &Target) {
    let moves = target.ipv6.iter().any(|(_, status)| *status != "assigned");
    let _ = rows.when(target.primary, 400, "OperationUnsupported.Ipv6EntryOnPrimaryNetworkInterface")
        || rows.when(moves, 400, "IncorrectStatus.Ipv6Address")
        || rows.when(target.ipv6.is_empty(), 400, "OperationFailed.NotSupportIPV6")
        || rows.when(target.ipv6.len() > 1, 400, "OperationUnsupported.MutipleIpv6Address");
}

/// A route to something registered: mostly something good, in the VPC of the table, named as what it is.
pub(super) fn ask_over(ask: Ask, random: &mut Random, model: &Model, vpc: &str) -> Ask {
    let Some(target) = random.apt(&model.targets, |target| target.vpc == vpc) else { return ask };
    let kind = if random.chance(15) { random.one(&KINDS).0 } else { target.kind };
    let wants_v6 = kind == "IPv6Gateway" || kind == "NetworkInterface" && random.chance(60);
    let ask = ask.with("NextHopId", &target.id).with("NextHopType", kind);
    match wants_v6 && !random.chance(10) {
        true => ask.with("DestinationCidrBlock", random.one(&["2001:db8:8::/48", "2001:db8:9::/48", "::/0"])),
        false => ask,
    }
}
