//! VPCs, vSwitches, and their routers and tables.

use super::{Scenes, resource_group};
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

pub(super) const SCENES: Scenes = &[
    ("CreateVpc", create_vpc),
    ("DescribeVpcs", list_vpcs),
    ("DescribeVpcAttribute", describe_vpc),
    ("ModifyVpcAttribute", modify_vpc),
    ("DeleteVpc", delete_vpc),
    ("CreateVSwitch", create_vswitch),
    ("DescribeVSwitches", list_vswitches),
    ("DescribeVSwitchAttributes", describe_vswitch),
    ("ModifyVSwitchAttribute", modify_vswitch),
    ("DeleteVSwitch", delete_vswitch),
    ("DescribeVRouters", list_vrouters),
    ("DescribeRouteTableList", list_tables),
];

/// A VPC with a vSwitch, of which there is everything to say.
struct Site {
    vpc: String,
    vrouter: String,
    table: String,
    vswitch: String,
    group: String,
}

impl Site {
    fn new(world: &World) -> Self {
        let group = resource_group::group(world);
        let made = world.ok(
            "CreateVpc",
            &[
                ("RegionId", HANGZHOU),
                ("CidrBlock", "10.0.0.0/8"),
                ("VpcName", "office"),
                ("Description", "all offices"),
                ("UserCidr", "192.168.0.0/24"),
                ("EnableIpv6", "true"),
                ("ResourceGroupId", &group),
                ("Tag.1.Key", "team"),
                ("Tag.1.Value", "network"),
            ],
        );
        world.settle();
        let text = |field: &str| made[field].as_str().unwrap_or_default().to_owned();
        let vpc = text("VpcId");
        let vswitch = world.ok(
            "CreateVSwitch",
            &[
                ("RegionId", HANGZHOU),
                ("ZoneId", "cn-hangzhou-b"),
                ("VpcId", &vpc),
                ("CidrBlock", "10.1.0.0/16"),
                ("VSwitchName", "floor"),
                ("Description", "one floor"),
                ("Ipv6CidrBlock", "1"),
                ("Tag.1.Key", "team"),
                ("Tag.1.Value", "network"),
            ],
        );
        world.settle();
        world.ok(
            "TagResources",
            &[
                ("RegionId", HANGZHOU),
                ("ResourceType", "ROUTETABLE"),
                ("ResourceId.1", &text("RouteTableId")),
                ("Tag.1.Key", "team"),
                ("Tag.1.Value", "network"),
            ],
        );
        let attach = world.attachment(&world.active_cen(OWN), &vpc).with("ChildInstanceType", "VPC");
        world.send(&attach).success();
        world.settle();
        Self {
            vrouter: text("VRouterId"),
            table: text("RouteTableId"),
            vswitch: vswitch["VSwitchId"].as_str().unwrap_or_default().to_owned(),
            vpc,
            group,
        }
    }
}

fn create_vpc(world: &World) -> Scene {
    let v6 = [("EnableIpv6", "true")];
    Scene::of(world.call("CreateVpc", &[("RegionId", HANGZHOU)]))
        .option("CidrBlock", "10.0.0.0/8")
        .option("VpcName", "office")
        .option("Description", "all offices")
        .option("UserCidr", "192.168.0.0/24")
        .option("EnableIpv6", "true")
        .option_with("Ipv6CidrBlock", "2408:4005:300::/56", &v6)
        .option_with("Ipv6Isp", "BGP", &v6)
        .option("EnableDnsHostname", "true")
        .option("ResourceGroupId", resource_group::group(world))
        .option("DryRun", "false")
}

fn list_vpcs(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeVpcs", &[("RegionId", HANGZHOU)]))
        .option("VpcId", site.vpc)
        .option("VpcName", "office")
        .option("IsDefault", "false")
        .option("EnableIpv6", "true")
        .option("DhcpOptionsSetId", "dopt-none")
        .option("VpcOwnerId", OWN)
        .option("ResourceGroupId", site.group)
        .option("DryRun", "false")
        .pages()
}

fn describe_vpc(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeVpcAttribute", &[("RegionId", HANGZHOU), ("VpcId", &site.vpc)]))
        .ids(&["VpcId"])
        .option("IsDefault", "false")
        .option("DryRun", "false")
}

fn modify_vpc(world: &World) -> Scene {
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    world.settle();
    Scene::of(world.call("ModifyVpcAttribute", &[("VpcId", &vpc)]))
        .ids(&["VpcId"])
        .option("RegionId", HANGZHOU)
        .option("VpcName", "renamed")
        .option("Description", "all offices")
        .option("CidrBlock", "172.16.0.0/12")
        .option("EnableIPv6", "true")
        .option_with("Ipv6CidrBlock", "2408:4005:300::/56", &[("EnableIPv6", "true")])
        .option_with("Ipv6Isp", "BGP", &[("EnableIPv6", "true")])
        .option("EnableDnsHostname", "true")
}

fn delete_vpc(world: &World) -> Scene {
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    world.settle();
    Scene::of(world.call("DeleteVpc", &[("VpcId", &vpc)]))
        .ids(&["VpcId"])
        .option("RegionId", HANGZHOU)
        .option("ForceDelete", "true")
        .option("DryRun", "false")
}

fn create_vswitch(world: &World) -> Scene {
    let site = Site::new(world);
    let params = [("ZoneId", "cn-hangzhou-b"), ("VpcId", site.vpc.as_str()), ("CidrBlock", "10.2.0.0/16")];
    Scene::of(world.call("CreateVSwitch", &params))
        .ids(&["VpcId"])
        .option("RegionId", HANGZHOU)
        .option("VSwitchName", "floor")
        .option("Description", "another floor")
        .option("Ipv6CidrBlock", 2)
        .option_with("VpcIpv6CidrBlock", vpc_v6(world, &site.vpc), &[("Ipv6CidrBlock", "2")])
}

/// The block of IPv6 that a VPC has.
fn vpc_v6(world: &World, vpc: &str) -> String {
    let described = world.ok("DescribeVpcAttribute", &[("RegionId", HANGZHOU), ("VpcId", vpc)]);
    described["Ipv6CidrBlock"].as_str().unwrap_or_default().to_owned()
}

fn list_vswitches(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeVSwitches", &[("RegionId", HANGZHOU)]))
        .option("VpcId", site.vpc)
        .option("VSwitchId", site.vswitch)
        .option("VSwitchName", "floor")
        .option("ZoneId", "cn-hangzhou-b")
        .option("RouteTableId", site.table)
        .option("IsDefault", "false")
        .option("EnableIpv6", "true")
        .option("VSwitchOwnerId", OWN)
        .option("ResourceGroupId", site.group)
        .option("DryRun", "false")
        .pages()
}

fn describe_vswitch(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeVSwitchAttributes", &[("VSwitchId", &site.vswitch)]))
        .ids(&["VSwitchId"])
        .option("RegionId", HANGZHOU)
        .option("DryRun", "false")
}

fn modify_vswitch(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("ModifyVSwitchAttribute", &[("VSwitchId", &site.vswitch)]))
        .ids(&["VSwitchId"])
        .option("RegionId", HANGZHOU)
        .option("VSwitchName", "renamed")
        .option("Description", "one floor")
        .option("EnableIPv6", "true")
        .option_with("Ipv6CidrBlock", 2, &[("EnableIPv6", "true")])
        .option_with(
            "VpcIpv6CidrBlock",
            vpc_v6(world, &site.vpc),
            &[("EnableIPv6", "true"), ("Ipv6CidrBlock", "2")],
        )
}

fn delete_vswitch(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DeleteVSwitch", &[("VSwitchId", &site.vswitch)]))
        .ids(&["VSwitchId"])
        .option("RegionId", HANGZHOU)
        .option("DryRun", "false")
}

fn list_vrouters(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeVRouters", &[("RegionId", HANGZHOU)]))
        .option("VRouterId", site.vrouter)
        .pages()
}

fn list_tables(world: &World) -> Scene {
    let site = Site::new(world);
    Scene::of(world.call("DescribeRouteTableList", &[("RegionId", HANGZHOU)]))
        .option("RouterType", "VRouter")
        .option("RouterId", site.vrouter)
        .option("VpcId", site.vpc)
        .option("RouteTableId", site.table)
        .option("RouteTableName", "none")
        .option("RouteTableType", "System")
        .option("ResourceGroupId", site.group)
        .pages()
}
