//! Lists among few and among many: a filter costs what its page costs.

use std::path::PathBuf;

use super::site::{LINES_AT_A_POINT, NEAR, Site, TENANT, owner, tenant};
use crate::bench::parts::SHARE_AT_A_MILLION;
use crate::bench::report::{Row, Unit, grouped};
use crate::bench::server::Server;
use crate::bench::{Bench, Call, Load, median};

/// Border routers on a line.
const ROUTERS: u64 = 4;

/// What the list of lines is narrowed by. The value's blanks are a line's id and its name.
const OF_LINES: [(&str, &str); 9] = [
    ("", ""),
    ("PhysicalConnectionId", "{1}"),
    ("AccessPointId", NEAR[0]),
    ("Type", "VPC"),
    ("LineOperator", "CT"),
    ("Spec", "50M"),
    ("Spec", "1G及以下"),
    ("Status", "Enabled"),
    ("Name", "{2}"),
];

/// What the list of border routers is narrowed by. The value's blanks are a router's id, its name, and its line.
const OF_ROUTERS: [(&str, &str); 8] = [
    ("", ""),
    ("VbrId", "{1}"),
    ("PhysicalConnectionId", "{3}"),
    ("Status", "active"),
    ("Name", "{2}"),
    ("AccessPointId", NEAR[0]),
    ("eccId", "ecc-1"),
    ("type", "pconnVBR"),
];

/// A server with lines and routers on it, and the files that name them.
struct Filled {
    server: Server,
    lines: PathBuf,
    routers: PathBuf,
}

pub(super) fn run(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let (few, many) = (1_000, bench.choose(100_000, 10_000));
    let small = fill(bench, "few-lines", few)?;
    let large = fill(bench, "many-lines", many)?;
    let lists =
        [("DescribePhysicalConnections", "lines", 1), ("DescribeVirtualBorderRouters", "routers", ROUTERS)];
    let mut rows = vec![Row::plain(
        format!("resident, {} lines with {ROUTERS} routers each", grouped(many as f64)),
        large.server.resident_mb()?,
        Unit::Megabytes,
    )];
    for (action, what, each) in lists {
        let filters: &[_] = if what == "lines" { &OF_LINES } else { &OF_ROUTERS };
        for (key, value) in filters {
            let call = describe(action, key, value);
            let (mut little, mut lots, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..5 {
                let rates = [&small, &large].map(|filled| ask(bench, filled, &call, what));
                let [little_rate, lots_rate] = rates;
                let (little_rate, lots_rate) = (little_rate?, lots_rate?);
                little.push(little_rate);
                lots.push(lots_rate);
                ratios.push(lots_rate / little_rate);
            }
            let (few, many) = (grouped((few * each) as f64), grouped((many * each) as f64));
            if key.is_empty() {
                rows.push(Row::plain(format!("{what}, ten of {few}"), median(little), Unit::PerSecond));
                rows.push(Row::plain(format!("{what}, ten of {many}"), median(lots), Unit::PerSecond));
            }
            let by = if key.is_empty() { String::new() } else { format!(" by {key} {value}") };
            let measure = format!("{what}{by}, {many} beside {few}");
            rows.push(Row::at_least(measure, median(ratios), Unit::Ratio, SHARE_AT_A_MILLION));
        }
    }
    Ok(rows)
}

/// Makes lines of the tenant's, with routers on each.
fn fill(bench: &mut Bench<'_>, name: &'static str, lines: u64) -> Result<Filled, String> {
    let mut site = Site::new(bench, name)?;
    let parents = site.dedicated(NEAR[0], (lines / 100).clamp(1, LINES_AT_A_POINT))?;
    let share = format!(
        "CreateVirtualPhysicalConnection PhysicalConnectionId={{1}} VpconnAliUid={TENANT} VlanId={{turn}} Spec=50M \
         OrderMode=PayByVirtualPhysicalConnectionOwner Name=line-{{n}}"
    );
    let (_, ids) = site.make(&owner(&share), "VirtualPhysicalConnection", Some(&parents), lines)?;
    for action in ["ConfirmPhysicalConnection", "EnablePhysicalConnection"] {
        site.run(&tenant(&format!("{action} PhysicalConnectionId={{1}}")), Some(&ids), lines)?;
    }
    site.settle()?;
    let create = tenant(
        "CreateVirtualBorderRouter PhysicalConnectionId={1} VlanId={turn} Name=router-{n} LocalGatewayIp=10.0.0.1 \
         PeerGatewayIp=10.0.0.2 PeeringSubnetMask=255.255.255.252",
    );
    let (_, routers) = site.make(&create, "VbrId", Some(&ids), lines * ROUTERS)?;
    let names = |what: &str, count| (1..=count).map(|n| format!("{what}-{n}")).collect::<Vec<_>>();
    let line_names = site.write("line-names", names("line", lines).into_iter())?;
    let router_names = site.write("router-names", names("router", lines * ROUTERS).into_iter())?;
    let named_lines = site.beside(&ids, &line_names, "lines")?;
    let named_routers = site.beside(&routers, &router_names, "named-routers")?;
    // The routers of a line are as far apart as there are lines.
    let lines_again = super::site::read(&ids)?;
    let lines_again = lines_again.lines().map(ToOwned::to_owned).cycle().take((lines * ROUTERS) as usize);
    let their_lines = site.write("their-lines", lines_again)?;
    let routers = site.beside(&named_routers, &their_lines, "routers")?;
    Ok(Filled { server: site.server, lines: named_lines, routers })
}

fn describe(action: &str, key: &str, value: &str) -> Call {
    let filter = format!("{action} Filter.1.Key={key} Filter.1.Value.1={value}");
    tenant(if key.is_empty() { action } else { &filter })
}

/// Answers a second.
fn ask(bench: &mut Bench<'_>, filled: &Filled, call: &Call, what: &str) -> Result<f64, String> {
    let subjects = if what == "lines" { &filled.lines } else { &filled.routers };
    let asks =
        Load { call: Some(call), subjects: Some(subjects), warmup: 1_000, ..Load::new("call", 10_000) };
    Ok(bench.load(&filled.server, &asks)?.rps)
}
