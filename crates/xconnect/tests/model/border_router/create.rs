//! CreateVirtualBorderRouter.

use super::peering::OF_A_NEW_VLAN;
use super::{Asking, Peering, Vbr, addressed, check_not_owner, check_traffic, held_by, learn, not_his, vlan};
use crate::ask::Ask;
use crate::network::Table;
use crate::physical_connection::{Line, check_lock, is_circuit_code};
use crate::random::Random;
use crate::reference::{Model, Tags, check_region, check_texts, first_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

/// The sizes of a limit, in Mbps.
const SIZES: [u64; 17] = [
    50, 100, 200, 300, 400, 500, 1_000, 2_048, 5_120, 8_192, 10_240, 20_480, 40_960, 50_120, 51_200, 61_440,
    102_400,
];

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let line = random.apt(&model.lines, |line| line.status == "Enabled" && line.exists());
    let account = match line {
        Some(line) if !random.chance(5) => line.account,
        _ => random.below(3),
    };
    let mut ask = Ask::new("CreateVirtualBorderRouter", account)
        .with("RegionId", region::mostly(random, line.map_or("cn-hangzhou", |line| &line.region)))
        .with("PhysicalConnectionId", line.map_or("pc-none", |line| &line.id))
        .with("VlanId", random.one(&["1", "2", "3", "1", "2", "3", "2999", "0", "3000", "x"]))
        .sometimes(random, 5, "CircuitCode", &["c-1", "c 1"])
        .sometimes(random, 30, "Bandwidth", &["50", "100", "500", "51", "102400"])
        .sometimes(random, 10, "EnableIpv6", &["true", "false"])
        .sometimes(random, 10, "Tags.1.Key", &["team", "stage"])
        .sometimes(random, 5, "ClientToken", &["t1", "t2"]);
    if random.chance(35) {
        let other = random.one(&[0, 1, 2, 3]);
        let number = if random.chance(4) { 7 } else { model.number(other) };
        ask = ask.with("VbrOwnerId", number);
        if other != account && !random.chance(10) {
            return if random.chance(15) { not_his(ask, random) } else { ask };
        }
    }
    if random.chance(8) {
        ask = ask.with("ResourceGroupId", resource_group::any(random, model, account));
    }
    let ask = ask.sometimes(random, 15, "Name", &["one", "two", "1x"]);
    let ask = ask.sometimes(random, 8, "Description", &["a router", "x"]);
    if random.chance(4) { ask } else { addressed(ask, random) }
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! PhysicalConnectionId! VbrOwnerId VlanId! CircuitCode LocalGatewayIp PeerGatewayIp \
         PeeringSubnetMask Description Name EnableIpv6:b Bandwidth:l ResourceGroupId ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_traffic(&mut rows, model, ask);
    let owner = owner(&mut rows, model, ask);
    let is_own = owner == ask.account;
    if is_own {
        rows.when(
            !ask.has("LocalGatewayIp") && !ask.has("PeerGatewayIp") && !ask.has("PeeringSubnetMask"),
            400,
            "MissingParameter",
        );
    } else {
        check_not_owner(&mut rows, ask);
    }
    let vlan = vlan(&mut rows, ask);
    let bad_code = ask.given("CircuitCode").is_some_and(|code| !is_circuit_code(code));
    rows.when(bad_code, 400, "InvalidCircuitCode.Malformed");
    let peering = Peering::default().after(&mut rows, ask, &OF_A_NEW_VLAN);
    check_texts(
        &mut rows,
        ask,
        ("Name", "InvalidName.Malformed"),
        ("Description", "InvalidDescription.Malformed"),
    );
    let tags = first_tags(&mut rows, ask, "Tags");
    let group = ask.given("ResourceGroupId").unwrap_or(&model.accounts[owner].groups[0]).to_owned();
    rows.when(!model.accounts[owner].groups.contains(&group), 400, "InvalidParameter");
    let present = model.vbrs.iter().filter(|vbr| vbr.account == owner && vbr.status != "deleting").count();
    rows.when(present >= 7, 400, "QuotaExceeded.freevbr");
    let Some(line) = Line::of(model, ask, "PhysicalConnectionId") else {
        return Err(rows.and(400, "InvalidPhysicalConnectionId.NotFound"));
    };
    let mbps = check_line(&mut rows, model, ask, line, vlan);
    rows.none()?;
    let vbr = Vbr {
        account: owner,
        region: line.region.clone(),
        point: line.point.clone(),
        line: line.id.clone(),
        line_account: line.account,
        vlan: vlan.unwrap_or_default(),
        circuit: ask.text("CircuitCode").to_owned(),
        peering,
        mbps,
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        status: if is_own { "active" } else { "unconfirmed" },
        bfd: [1_000, 1_000, 3],
        group,
        tags,
        ..Vbr::default()
    };
    Done::write(move |model, answer| {
        let id = answer["VbrId"].as_str().unwrap_or_default().to_owned();
        model.tables.push(Table {
            id: String::new(),
            account: vbr.account,
            region: vbr.region.clone(),
            kind: "VBR",
            router: id.clone(),
            vpc: String::new(),
            group: vbr.group.clone(),
            tags: Tags::new(),
        });
        model.vbrs.push(Vbr { id: id.clone(), ..vbr });
        learn(model, &id);
    })
}

fn owner(rows: &mut Rows, model: &Model, ask: &Ask) -> usize {
    let Some(number) = ask.given("VbrOwnerId") else { return ask.account };
    let owner = model.account_of(number);
    rows.when(owner.is_none(), 404, "InvalidVbrOwnerId.NotFound");
    let owner = owner.unwrap_or(ask.account);
    let abroad = model.accounts[owner].site != model.accounts[ask.account].site;
    rows.when(abroad, 404, "CROSS_BID.FORBIDDEN");
    owner
}

/// What the line has to say; the limit of the router.
fn check_line(rows: &mut Rows, model: &Model, ask: &Ask, line: &Line, vlan: Option<u64>) -> Option<u64> {
    check_lock(rows, line);
    rows.when(line.status != "Enabled", 400, "InvalidPhysicalConnectionId.NotEnabled");
    let there = || model.vbrs.iter().filter(|vbr| vbr.is_on(&line.id));
    rows.when(there().count() >= 4, 400, "QuotaExceeded.vbrPerpConn");
    let held = held_by(model, &line.id, Asking::default());
    let whole = held.contains(&0);
    match vlan {
        Some(0) => {
            rows.when(whole, 400, "OperationFailed.Vlan0VbrUnSharePconn");
            rows.when(!whole && !held.is_empty(), 400, "OperationFailed.PconnAllocateVlan0");
        }
        Some(vlan) => {
            rows.when(whole, 400, "OperationFailed.PconnExistVlan0Vbr");
            rows.when(held.contains(&vlan), 400, "InvalidVlanId.Used");
        }
        None => {}
    }
    let ipv6 = model.points.iter().any(|point| point.id == line.point && point.has_ipv6);
    rows.when(ask.is_on("EnableIpv6") && !ipv6, 400, "OperationUnsupported.VirtualBorderRouterEnableIPv6");
    let wanted = ask.number("Bandwidth")?;
    let known = if line.shared.is_some() { wanted == line.mbps } else { SIZES.contains(&wanted) };
    rows.when(!known, 400, "InvalidParameter");
    let limit = Some(wanted).filter(|_| line.shared.is_none())?;
    let taken: u64 = there().filter(|vbr| vbr.line == line.id).filter_map(|vbr| vbr.mbps).sum();
    rows.when(taken.saturating_add(limit) > line.mbps, 400, "ResourceNotEnough.Bandwidth");
    Some(limit)
}
