//! What takes several calls: chance alone would hardly ever make them one after the other.

use serde_json::Value;

use crate::ask::Ask;
use crate::border_router::{Vbr, addressed_v6};
use crate::drive::Stage;
use crate::network::Vpc;
use crate::physical_connection::Line;
use crate::random::Random;
use crate::reference::Model;
use crate::route::target::Order;
use crate::tally::Tally;

/// One of the habits, by chance.
pub(crate) fn any(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Result<(), String> {
    let habits = [
        open_a_line,
        open_a_line,
        join_two_vpcs,
        pair_two_routers,
        use_a_further_line,
        route_over_a_router,
        share_two_ways,
        share_a_line,
        convert_a_router,
        speak_bgp,
        give_up_a_router,
        undo_a_route,
        end_a_line,
        use_ipv6,
        lead_to_a_target,
    ];
    habits[random.below(habits.len())](stage, random, tally).map(drop)
}

/// How far a habit has come; `None` when a call was refused, which ends it.
type Come = Result<Option<()>, String>;

/// Makes a call, or ends the habit.
macro_rules! make {
    ($stage:ident, $tally:ident, $ask:expr) => {
        match $stage.make($ask, $tally)? {
            Some(answer) => answer,
            None => return Ok(None),
        }
    };
}

/// Goes on with something that there has to be.
macro_rules! some {
    ($found:expr) => {
        match $found {
            Some(found) => found,
            None => return Ok(None),
        }
    };
}

fn told(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_default().to_owned()
}

fn open_lines(model: &Model, account: usize) -> Vec<Line> {
    let is_open = |line: &&Line| line.account == account && line.status == "Enabled" && line.exists();
    model.lines.iter().filter(is_open).cloned().collect()
}

/// An open dedicated line that takes more border routers.
fn roomy_line(model: &Model, random: &mut Random) -> Option<Line> {
    let has_room = |line: &&Line| model.vbrs.iter().filter(|vbr| vbr.is_on(&line.id)).count() < 4;
    let all = (0..3).flat_map(|account| open_lines(model, account));
    let roomy: Vec<Line> = all.filter(|line| line.shared.is_none()).filter(|line| has_room(&line)).collect();
    random.any(&roomy).cloned()
}

/// A line is applied for, accepted, and opened; a second one on another device than the first.
fn open_a_line(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let account = random.below(3);
    let first = open_lines(&stage.model, account).into_iter().find(|line| line.shared.is_none());
    let home = if random.chance(80) { "cn-hangzhou" } else { "cn-beijing" };
    let points: Vec<String> = stage
        .model
        .points
        .iter()
        .filter(|point| point.region == home)
        .map(|point| point.id.clone())
        .collect();
    let point = first.as_ref().filter(|line| line.region == home).map(|line| line.point.clone());
    let point = some!(point.or_else(|| random.any(&points).cloned()));
    let ask = Ask::new("CreatePhysicalConnection", account)
        .with("RegionId", home)
        .with("AccessPointId", point)
        .with("LineOperator", "CT")
        .with("bandwidth", 1_000)
        .with_some(
            "RedundantPhysicalConnectionId",
            first.filter(|line| line.region == home).map(|line| line.id),
        );
    let line = told(&make!(stage, tally, ask), "PhysicalConnectionId");
    for action in ["ConfirmPhysicalConnection", "EnablePhysicalConnection"] {
        stage.settle()?;
        make!(
            stage,
            tally,
            Ask::new(action, account).with("RegionId", home).with("PhysicalConnectionId", &line)
        );
    }
    stage.settle().map(Some)
}

/// Now and then, something that is not so of the other end.
fn misled(ask: Ask, random: &mut Random) -> Ask {
    match random.below(16) {
        0 => ask.with("OppositeInterfaceId", "ri-none"),
        1 => ask.with("OppositeRouterId", "vrt-none"),
        2 => ask.with("OppositeRouterType", "VBR"),
        3 => ask.with("OppositeInterfaceOwnerId", 7),
        4 => ask.with("OppositeRegionId", "cn-beijing"),
        _ => ask,
    }
}

/// Two VPCs of any accounts, each with an interface, which are connected.
fn join_two_vpcs(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let mut ends = Vec::new();
    for _ in 0..2 {
        let (account, home) = (random.below(3), random.one(&["cn-hangzhou", "cn-beijing"]));
        let answer = make!(stage, tally, Ask::new("CreateVpc", account).with("RegionId", home));
        ends.push((account, home, told(&answer, "VRouterId")));
    }
    stage.settle()?;
    let [(account, home, router), (far_account, far_home, far_router)] = [&ends[0], &ends[1]];
    let create = |account: usize, home: &str, router: &str, far: &str| {
        Ask::new("CreateRouterInterface", account)
            .with("RegionId", home)
            .with("OppositeRegionId", far)
            .with("RouterType", "VRouter")
            .with("RouterId", router)
    };
    let ask = create(*account, home, router, far_home).with("Role", "InitiatingSide").with("Spec", "Large.1");
    let first = told(&make!(stage, tally, ask), "RouterInterfaceId");
    let number = stage.model.number(*account);
    let ask = create(*far_account, far_home, far_router, home)
        .with("Role", "AcceptingSide")
        .with("Spec", "Negative")
        .with("OppositeInterfaceId", &first)
        .with("OppositeRouterId", router)
        .with("OppositeRouterType", "VRouter")
        .with("OppositeInterfaceOwnerId", number);
    let second = told(&make!(stage, tally, misled(ask, random)), "RouterInterfaceId");
    let about = |action| Ask::new(action, *account).with("RegionId", home).with("RouterInterfaceId", &first);
    let name = about("ModifyRouterInterfaceAttribute")
        .with("OppositeInterfaceId", second)
        .with("OppositeRouterId", far_router)
        .with("OppositeRouterType", "VRouter")
        .with("OppositeInterfaceOwnerId", stage.model.number(*far_account));
    make!(stage, tally, misled(name, random));
    make!(stage, tally, about("ConnectRouterInterface"));
    if random.chance(70) {
        stage.settle()?;
        make!(stage, tally, about("DeactivateRouterInterface"));
    }
    Ok(Some(()))
}

/// A router on a line, for its owner.
fn router_on(line: &Line, vlan: usize) -> Ask {
    Ask::new("CreateVirtualBorderRouter", line.account)
        .with("RegionId", &line.region)
        .with("PhysicalConnectionId", &line.id)
        .with("VlanId", vlan)
        .with("LocalGatewayIp", "10.0.0.1")
        .with("PeerGatewayIp", "10.0.0.2")
        .with("PeeringSubnetMask", "255.255.255.252")
}

/// Two routers on two lines, in one CEN instance, which fail over to each other.
fn pair_two_routers(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let account = random.below(3);
    let lines = open_lines(&stage.model, account);
    let first = some!(random.any(&lines).cloned());
    let second = some!(lines.into_iter().find(|line| line.id != first.id && line.region == first.region));
    let cen = told(&make!(stage, tally, Ask::new("CreateCen", account)), "CenId");
    stage.settle()?;
    let mut routers = Vec::new();
    for line in [&first, &second] {
        let vbr = told(&make!(stage, tally, router_on(line, 10 + random.below(90))), "VbrId");
        let ask = Ask::new("AttachCenChildInstance", account)
            .with("CenId", &cen)
            .with("ChildInstanceId", &vbr)
            .with("ChildInstanceType", "VBR")
            .with("ChildInstanceRegionId", &first.region);
        make!(stage, tally, ask);
        routers.push(vbr);
    }
    stage.settle()?;
    let ask = Ask::new("CreateVbrHa", account).with("RegionId", &first.region);
    make!(stage, tally, ask.with("VbrId", &routers[0]).with("PeerVbrId", &routers[1]));
    Ok(Some(()))
}

/// A router with a further line.
fn use_a_further_line(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let account = random.below(3);
    let lines = open_lines(&stage.model, account);
    let first = some!(random.any(&lines).cloned());
    let second = some!(lines.into_iter().find(|line| line.id != first.id && line.region == first.region));
    let vbr = told(&make!(stage, tally, router_on(&first, 1 + random.below(3))), "VbrId");
    let mut ask = router_on(&second, 1 + random.below(3)).with("VbrId", vbr);
    ask.action = "AssociatePhysicalConnectionToVirtualBorderRouter";
    make!(stage, tally, ask);
    Ok(Some(()))
}

/// A router with an interface, and the VPC's interface at the other end.
struct Way {
    vbr: Vbr,
    near: String,
    far: String,
}

/// A new router on a line that is linked to a VPC's router.
fn lead_to(
    stage: &mut Stage,
    random: &mut Random,
    tally: &mut Tally,
    (line, vrouter): (&Line, &str),
) -> Result<Option<Way>, String> {
    let vbr = told(&make!(stage, tally, router_on(line, 10 + random.below(90))), "VbrId");
    stage.settle()?;
    let ask = Ask::new("CreateRouterInterface", line.account)
        .with("RegionId", &line.region)
        .with("Role", "InitiatingSide")
        .with("OppositeRegionId", &line.region)
        .with("Spec", "Mini.2")
        .with("RouterType", "VBR")
        .with("RouterId", &vbr)
        .with("OppositeRouterId", vrouter)
        .with("OppositeRouterType", "VRouter")
        .with("FastLinkMode", "true");
    let near = told(&make!(stage, tally, ask), "RouterInterfaceId");
    stage.settle()?;
    let model = &stage.model;
    let far = model.interfaces.iter().find(|one| one.opposite.interface == near).map(|one| one.id.clone());
    let vbr = some!(model.vbrs.iter().find(|one| one.id == vbr)).clone();
    Ok(Some(Way { vbr, near, far: some!(far) }))
}

/// A router, a VPC, a link between them, and routes both ways.
fn route_over_a_router(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let line = some!(roomy_line(&stage.model, random));
    let account = line.account;
    let vpc = make!(stage, tally, Ask::new("CreateVpc", account).with("RegionId", &line.region));
    let way = lead_to(stage, random, tally, (&line, &told(&vpc, "VRouterId")))?;
    let Way { vbr: table, near, far } = some!(way);
    let routes = [
        (told(&vpc, "RouteTableId"), "192.168.0.0/16", far),
        (table.table, "172.16.0.0/12", near),
        (String::new(), "192.168.0.0/16", table.interface),
    ];
    let border = routes[1].0.clone();
    for (table, destination, hop) in routes {
        let ask = Ask::new("CreateRouteEntry", account)
            .with("RouteTableId", if table.is_empty() { &border } else { &table })
            .with("DestinationCidrBlock", destination)
            .with("NextHopId", hop)
            .with("NextHopType", "RouterInterface");
        make!(stage, tally, ask);
        stage.settle()?;
    }
    Ok(Some(()))
}

/// Two routers, a VPC, and a route over both, which is made again: turned round, and with other weights.
fn share_two_ways(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let line = some!(roomy_line(&stage.model, random));
    let vpc = make!(stage, tally, Ask::new("CreateVpc", line.account).with("RegionId", &line.region));
    let vrouter = told(&vpc, "VRouterId");
    let first = some!(lead_to(stage, random, tally, (&line, &vrouter))?).far;
    let second = some!(lead_to(stage, random, tally, (&line, &vrouter))?).far;
    let over = |hops: [&str; 2], weight: usize| {
        Ask::new("CreateRouteEntry", line.account)
            .with("RouteTableId", told(&vpc, "RouteTableId"))
            .with("DestinationCidrBlock", "192.168.0.0/16")
            .with("NextHopList.1.NextHopId", hops[0])
            .with("NextHopList.2.NextHopId", hops[1])
            .with("NextHopList.2.Weight", weight)
    };
    make!(stage, tally, over([&first, &second], 100));
    stage.settle()?;
    stage.make(over([&second, &first], 100), tally)?;
    stage.make(over([&first, &second], random.one(&[99, 100, 255])), tally)?;
    Ok(Some(()))
}

/// A line is shared, used, given up, and taken back.
fn share_a_line(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let line = some!(roomy_line(&stage.model, random));
    let tenant = random.below(3);
    let ask = Ask::new("CreateVirtualPhysicalConnection", line.account)
        .with("RegionId", &line.region)
        .with("PhysicalConnectionId", &line.id)
        .with("VpconnAliUid", stage.model.number(tenant))
        .with("VlanId", 10 + random.below(90))
        .with("Spec", "50M")
        .with("OrderMode", "PayByVirtualPhysicalConnectionOwner");
    let shared = told(&make!(stage, tally, ask), "VirtualPhysicalConnection");
    let of_line = |action| {
        Ask::new(action, tenant).with("RegionId", &line.region).with("PhysicalConnectionId", &shared)
    };
    if random.chance(50) {
        make!(stage, tally, of_line("CreatePhysicalConnectionOccupancyOrder"));
    }
    make!(stage, tally, of_line("ConfirmPhysicalConnection"));
    stage.settle()?;
    let is_open =
        |model: &Model| model.lines.iter().any(|line| line.id == shared && line.status == "Enabled");
    if !is_open(&stage.model) {
        make!(stage, tally, of_line("EnablePhysicalConnection"));
        stage.settle()?;
    }
    if random.chance(40) {
        return Ok(Some(()));
    }
    make!(stage, tally, of_line("TerminatePhysicalConnection"));
    stage.settle()?;
    if random.chance(80) {
        make!(
            stage,
            tally,
            Ask::new("RecoverPhysicalConnection", tenant)
                .with("RegionId", &line.region)
                .with("InstanceId", &shared)
        );
    }
    Ok(Some(()))
}

/// A router for another account, whose owner accepts it, and which moves to a shared line of its own.
fn convert_a_router(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let line = some!(roomy_line(&stage.model, random));
    let tenant = (line.account + 1 + random.below(2)) % 3;
    let ask = Ask::new("CreateVirtualBorderRouter", line.account)
        .with("RegionId", &line.region)
        .with("PhysicalConnectionId", &line.id)
        .with("VlanId", 10 + random.below(90))
        .with("VbrOwnerId", stage.model.number(tenant));
    let vbr = told(&make!(stage, tally, ask), "VbrId");
    let mut accept = router_on(&line, 0).with("VbrId", &vbr);
    accept.params.retain(|(name, _)| !["PhysicalConnectionId", "VlanId"].contains(&name.as_str()));
    (accept.action, accept.account) = ("ModifyVirtualBorderRouterAttribute", tenant);
    make!(stage, tally, accept);
    let ask =
        Ask::new("CreateVpconnFromVbr", line.account).with("RegionId", &line.region).with("VbrId", &vbr);
    let shared = told(&make!(stage, tally, ask), "VirtualPhysicalConnection");
    let confirm = Ask::new("ConfirmPhysicalConnection", tenant).with("RegionId", &line.region);
    make!(stage, tally, confirm.with("PhysicalConnectionId", &shared));
    if random.chance(70) {
        let ask = Ask::new("AttachVbrToVpconn", line.account).with("RegionId", &line.region);
        make!(stage, tally, ask.with("VpconnId", &shared).with("VbrId", &vbr));
    }
    Ok(Some(()))
}

/// A router with a BGP group, a peer, and a network.
fn speak_bgp(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let line = some!(roomy_line(&stage.model, random));
    let is_v6 = stage.model.points.iter().any(|point| point.id == line.point && point.has_ipv6);
    let is_v6 = is_v6 && random.chance(60);
    let ask = router_on(&line, 10 + random.below(90));
    let ask = if is_v6 { addressed_v6(ask, random).with("EnableIpv6", true) } else { ask };
    let vbr = told(&make!(stage, tally, ask), "VbrId");
    let about = |action| Ask::new(action, line.account).with("RegionId", &line.region);
    let ask = about("CreateBgpGroup").with("RouterId", &vbr).with("PeerAsn", 65_001);
    let ask = if is_v6 { ask.with("IpVersion", "IPv6") } else { ask };
    let group = told(&make!(stage, tally, ask), "BgpGroupId");
    make!(stage, tally, about("AddBgpNetwork").with("RouterId", &vbr).with("DstCidrBlock", "10.0.0.0/8"));
    stage.settle()?;
    let ask = about("CreateBgpPeer").with("BgpGroupId", &group).with("EnableBfd", random.chance(50));
    let far = if is_v6 { "2001:db8:1::2" } else { "10.0.0.2" };
    make!(stage, tally, if random.chance(50) { ask } else { ask.with("PeerIpAddress", far) });
    Ok(Some(()))
}

/// A router that nothing uses is deleted, so that there is room for others.
fn give_up_a_router(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let model = &stage.model;
    let is_bare = |vbr: &&Vbr| {
        let used = model.interfaces.iter().any(|one| one.router == vbr.id)
            || model.entries.iter().any(|entry| entry.table == vbr.table)
            || model.attachments.iter().any(|one| one.child == vbr.id)
            || model.bgp_groups.iter().any(|group| group.vbr == vbr.id);
        vbr.further.is_empty() && vbr.status == "active" && !used
    };
    let bare: Vec<_> = model.vbrs.iter().filter(is_bare).cloned().collect();
    let vbr = some!(random.any(&bare).cloned());
    let ask = Ask::new("DeleteVirtualBorderRouter", vbr.account).with("RegionId", &vbr.region);
    make!(stage, tally, ask.with("VbrId", &vbr.id));
    Ok(Some(()))
}

/// A route is deleted, and at once what it needed: what is about to go is in nobody's way.
fn undo_a_route(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let model = &stage.model;
    let custom: Vec<_> = model.entries.iter().filter(|entry| entry.kind == "Custom").cloned().collect();
    let entry = some!(random.any(&custom).cloned());
    let table = some!(model.tables.iter().find(|table| table.id == entry.table).cloned());
    let about = |action| Ask::new(action, table.account).with("RegionId", &table.region);
    make!(stage, tally, about("DeleteRouteEntry").with("RouteEntryId", &entry.id));
    if table.kind == "VBR" && random.chance(50) {
        make!(stage, tally, about("DeleteVirtualBorderRouter").with("VbrId", &table.router));
    }
    if let Some(hop) = entry.hops.first() {
        make!(stage, tally, about("DeactivateRouterInterface").with("RouterInterfaceId", &hop.id));
        make!(
            stage,
            tally,
            about("DeleteExpressConnect").with("RouterInterfaceId", &hop.id).with("Force", true)
        );
    }
    Ok(Some(()))
}

/// A line that nobody uses is given up, and those that were to be independent of it are shown.
fn end_a_line(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let model = &stage.model;
    let is_bare = |line: &Line| {
        let carries = model.lines.iter().any(|other| crate::physical_connection::is_on(other, &line.id));
        !carries && !model.vbrs.iter().any(|vbr| vbr.is_on(&line.id))
    };
    let bare: Vec<Line> =
        (0..3).flat_map(|account| open_lines(model, account)).filter(|line| is_bare(line)).collect();
    let line = some!(random.any(&bare).cloned());
    for action in ["TerminatePhysicalConnection", "DeletePhysicalConnection"] {
        let ask = Ask::new(action, line.account).with("RegionId", &line.region);
        make!(stage, tally, ask.with("PhysicalConnectionId", &line.id));
        stage.settle()?;
    }
    let ask = Ask::new("DescribePhysicalConnections", line.account).with("RegionId", &line.region);
    make!(stage, tally, ask.with("PageSize", 50));
    Ok(Some(()))
}

/// A VPC with IPv6, and vSwitches that want the same part of it.
fn use_ipv6(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let account = random.below(3);
    let about = |action| Ask::new(action, account).with("RegionId", "cn-hangzhou");
    let vpc = told(&make!(stage, tally, about("CreateVpc").with("EnableIpv6", true)), "VpcId");
    stage.settle()?;
    let vswitch = |block: &str, number: usize| {
        let ask = about("CreateVSwitch").with("VpcId", &vpc).with("ZoneId", "cn-hangzhou-b");
        ask.with("CidrBlock", block).with("Ipv6CidrBlock", number)
    };
    let number = random.below(3);
    let first = told(&make!(stage, tally, vswitch("172.16.1.0/24", number)), "VSwitchId");
    stage.make(vswitch("172.16.2.0/24", number).with("VpcIpv6CidrBlock", "2408:4005::/56"), tally)?;
    stage.make(vswitch("172.16.2.0/24", number), tally)?;
    stage.make(vswitch("172.16.2.0/24", 3), tally)?;
    stage.settle()?;
    stage.make(about("ModifyVpcAttribute").with("VpcId", &vpc).with("EnableIPv6", false), tally)?;
    let change = about("ModifyVSwitchAttribute").with("VSwitchId", &first).with("Ipv6CidrBlock", 3);
    stage.make(change.clone().with("VpcIpv6CidrBlock", "2408:4005::/56"), tally)?;
    stage.make(change, tally)?;
    Ok(Some(()))
}

/// Something is registered in a VPC, and routes lead to it.
fn lead_to_a_target(stage: &mut Stage, random: &mut Random, tally: &mut Tally) -> Come {
    let is_open = |vpc: &&Vpc| {
        let there = stage.model.entries.iter().filter(|one| one.table == vpc.table && one.kind == "Custom");
        vpc.status == "Available" && there.count() < 2
    };
    let open: Vec<_> = stage.model.vpcs.iter().filter(is_open).cloned().collect();
    let vpc = some!(random.any(&open).cloned());
    let order = Order::within(random, &stage.model, &vpc);
    if !stage.order(order.clone())? {
        return Ok(None);
    }
    let Order::Put(target) = order else { return Ok(None) };
    let number = random.below(8);
    let is_v6 = target.kind == "IPv6Gateway" || target.kind == "NetworkInterface" && random.chance(60);
    for number in [number, number + 8] {
        let to = if is_v6 { format!("2001:db8:{number}::/48") } else { format!("192.168.{number}.0/24") };
        let ask = Ask::new("CreateRouteEntry", vpc.account)
            .with("RouteTableId", &vpc.table)
            .with("DestinationCidrBlock", to)
            .with("NextHopId", &target.id)
            .with("NextHopType", target.kind);
        make!(stage, tally, ask);
        stage.settle()?;
    }
    // What routes lead to stays what and where it is, and may get into another condition.
    let order = Order::any(random, &stage.model);
    stage.order(order).map(|_| Some(()))
}
