//! VPCs, vSwitches, and the route tables that come with them.

mod lists;
mod vpc;
mod vswitch;

use serde_json::{Value, json};

use crate::address::Block;
use crate::ask::Ask;
use crate::families::Action;
use crate::random::Random;
use crate::reference::{Model, Tags};
use crate::region;
use crate::route::Entry;
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateVpc", weight: 6, ask: vpc::ask_create, judge: vpc::create },
    Action { name: "DeleteVpc", weight: 4, ask: vpc::ask_delete, judge: vpc::delete },
    Action { name: "ModifyVpcAttribute", weight: 3, ask: vpc::ask_modify, judge: vpc::modify },
    Action { name: "DescribeVpcAttribute", weight: 2, ask: vpc::ask_describe, judge: vpc::describe },
    Action { name: "CreateVSwitch", weight: 6, ask: vswitch::ask_create, judge: vswitch::create },
    Action { name: "DeleteVSwitch", weight: 3, ask: vswitch::ask_delete, judge: vswitch::delete },
    Action { name: "ModifyVSwitchAttribute", weight: 3, ask: vswitch::ask_modify, judge: vswitch::modify },
    Action {
        name: "DescribeVSwitchAttributes",
        weight: 2,
        ask: vswitch::ask_describe,
        judge: vswitch::describe,
    },
    Action { name: "DescribeVpcs", weight: 2, ask: lists::ask_vpcs, judge: lists::vpcs },
    Action { name: "DescribeVSwitches", weight: 2, ask: lists::ask_vswitches, judge: lists::vswitches },
    Action { name: "DescribeVRouters", weight: 1, ask: lists::ask_vrouters, judge: lists::vrouters },
    Action { name: "DescribeRouteTableList", weight: 2, ask: lists::ask_tables, judge: lists::tables },
];

#[derive(Debug, Clone)]
pub(crate) struct Vpc {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) cidr: Block,
    pub(crate) user_cidrs: Vec<String>,
    pub(crate) ipv6: Option<Block>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) dns: bool,
    pub(crate) router: String,
    pub(crate) table: String,
    pub(crate) status: &'static str,
    pub(crate) group: String,
    pub(crate) tags: Tags,
}

#[derive(Debug, Clone)]
pub(crate) struct VSwitch {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    pub(crate) vpc: String,
    pub(crate) zone: String,
    pub(crate) cidr: Block,
    pub(crate) ipv6: Option<Block>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) table: String,
    pub(crate) status: &'static str,
    pub(crate) group: String,
    pub(crate) tags: Tags,
}

/// A route table, of a VPC's router or of a border router.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) region: String,
    /// VRouter or VBR.
    pub(crate) kind: &'static str,
    pub(crate) router: String,
    pub(crate) vpc: String,
    pub(crate) group: String,
    pub(crate) tags: Tags,
}

impl Vpc {
    fn of<'m>(model: &'m Model, ask: &Ask) -> Option<&'m Self> {
        let is_meant = |vpc: &&Self| vpc.id == ask.text("VpcId") && vpc.account == ask.account;
        let is_there = |vpc: &&Self| ask.given("RegionId").is_none_or(|region| region == vpc.region);
        model.vpcs.iter().filter(is_meant).find(is_there)
    }

    fn view(&self, model: &Model) -> Value {
        let vswitches = model.vswitches.iter().filter(|one| one.vpc == self.id).map(|one| one.id.clone());
        json!({
            "VpcId": self.id, "VpcName": self.name, "Description": self.description, "RegionId": self.region,
            "Status": self.status, "OwnerId": model.number(self.account), "ResourceGroupId": self.group,
            "CidrBlock": self.cidr.text(), "UserCidrs": {"UserCidr": self.user_cidrs},
            "EnabledIpv6": self.ipv6.is_some(),
            "Ipv6CidrBlock": self.ipv6.map(Block::text).unwrap_or_default(),
            "DnsHostnameStatus": if self.dns { "ENABLED" } else { "DISABLED" }, "VRouterId": self.router,
            "VSwitchIds": {"VSwitchId": vswitches.collect::<Vec<_>>()}, "IsDefault": false,
            "Tags": {"Tag": crate::reference::tags_view(&self.tags)},
        })
    }
}

impl VSwitch {
    fn of<'m>(model: &'m Model, ask: &Ask) -> Option<&'m Self> {
        let is_meant = |one: &&Self| one.id == ask.text("VSwitchId") && one.account == ask.account;
        let is_there = |one: &&Self| ask.given("RegionId").is_none_or(|region| region == one.region);
        model.vswitches.iter().filter(is_meant).find(is_there)
    }

    fn view(&self, model: &Model) -> Value {
        // Three addresses at the beginning of a block and one at its end are the service's own.
        let addresses = (1_u64 << (32 - self.cidr.prefix)) - 4;
        json!({
            "VSwitchId": self.id, "VSwitchName": self.name, "Description": self.description,
            "VpcId": self.vpc,
            "ZoneId": self.zone, "Status": self.status, "OwnerId": model.number(self.account),
            "ResourceGroupId": self.group, "CidrBlock": self.cidr.text(),
            "AvailableIpAddressCount": addresses,
            "EnabledIpv6": self.ipv6.is_some(),
            "Ipv6CidrBlock": self.ipv6.map(Block::text).unwrap_or_default(),
            "RouteTable": {"RouteTableId": self.table, "RouteTableType": "System"},
            "Tags": {"Tag": crate::reference::tags_view(&self.tags)},
        })
    }
}

/// A VPC as the caller names it: mostly its own, in the right region or in none.
fn about_vpc(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let Some(vpc) = random.any(&model.vpcs) else {
        return Ask::new(action, random.below(3))
            .with("VpcId", "vpc-none")
            .with("RegionId", region::any(random));
    };
    let account = if random.chance(8) { random.below(3) } else { vpc.account };
    Ask::new(action, account).with("VpcId", &vpc.id).with("RegionId", region::mostly(random, &vpc.region))
}

fn about_vswitch(random: &mut Random, model: &Model, action: &'static str) -> Ask {
    let Some(vswitch) = random.any(&model.vswitches) else {
        return Ask::new(action, random.below(3)).with("VSwitchId", "vsw-none");
    };
    let account = if random.chance(8) { random.below(3) } else { vswitch.account };
    let ask = Ask::new(action, account).with("VSwitchId", &vswitch.id);
    ask.with("RegionId", region::mostly(random, &vswitch.region))
}

/// The route that leads to a block of the VPC itself.
fn system_route(table: &str, destination: Block) -> Entry {
    Entry::system(table, destination)
}

/// Whether a custom route of a table is in the way of a block.
fn check_custom_routes(rows: &mut Rows, model: &Model, table: &str, block: Block) {
    let crosses = |entry: &Entry| {
        entry.table == table
            && entry.kind == "Custom"
            && entry.destination.prefix > 0
            && entry.destination.overlaps(block)
    };
    rows.when(model.entries.iter().any(crosses), 400, "InvalidCidrBlock.Overlapped");
}
