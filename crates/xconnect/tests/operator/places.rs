//! Access points and regions that an operator sets up, as the cloud API shows them.

use crate::client::Operator;
use crate::support::World;

#[test]
fn a_region_of_one_s_own_is_listed_and_can_be_built_in() {
    let world = World::new();
    let operator = Operator::of(&world);
    let body = r#"{"code":"la0","name_zh":"实验","name_en":"Lab","zones":["cn-lab-a","cn-lab-b"]}"#;
    operator.ok("PUT", "/v1/regions/cn-lab", body);
    let regions = world.ok("DescribeRegions", &[("AcceptLanguage", "en-US")]);
    let last = regions["Regions"]["Region"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["RegionId"], &last["LocalName"]), (&"cn-lab".into(), &"Lab".into()));
    assert_eq!(last["RegionEndpoint"], "vpc.cn-lab.aliyuncs.com");
    let zones = world.ok("DescribeZones", &[("RegionId", "cn-lab")]);
    assert_eq!(zones["Zones"]["Zone"][1]["ZoneId"], "cn-lab-b");
    for (version, action) in [("2014-05-26", "DescribeZones"), ("2020-06-16", "DescribeZones")] {
        let call = world.call(action, &[("RegionId", "cn-lab")]).with("Version", version);
        assert!(world.send(&call).success()["Zones"].to_string().contains("cn-lab-a"), "{version}");
    }
    let ecs = world.send(&world.call("DescribeRegions", &[]).with("Version", "2014-05-26")).success();
    assert!(ecs["Regions"].to_string().contains("ecs.cn-lab.aliyuncs.com"));
    let vpc = world.ok("CreateVpc", &[("RegionId", "cn-lab")]);
    let vpc = vpc["VpcId"].as_str().unwrap();
    assert!(vpc.starts_with("vpc-la0"), "{vpc}");
    world.settle();
    let vswitch = |zone: &str| {
        let params =
            [("RegionId", "cn-lab"), ("VpcId", vpc), ("ZoneId", zone), ("CidrBlock", "172.16.0.0/24")];
        world.send(&world.call("CreateVSwitch", &params))
    };
    assert_eq!(vswitch("cn-lab-c").status, 404);
    vswitch("cn-lab-b").success();
    world.settle();
    let params = [("RegionId", "cn-lab"), ("ZoneId", "cn-lab-b")];
    assert_eq!(world.ok("DescribeVSwitches", &params)["TotalCount"], 1);
    assert_eq!(operator.refused("DELETE", "/v1/regions/cn-lab", ""), "409 conflict");
}

#[test]
fn an_access_point_of_one_s_own_takes_lines_while_it_has_ports() {
    let world = World::new();
    let operator = Operator::of(&world);
    let point = "/v1/access-points/ap-lab";
    let body = r#"{"region":"cn-hangzhou","name":"Lab","devices":[{"name":"D1","ports":1}]}"#;
    operator.ok("PUT", point, body);
    let listed = world.ok("DescribeAccessPoints", &[("RegionId", "cn-hangzhou")]);
    assert!(listed["AccessPointSet"].to_string().contains("ap-lab"), "{listed}");
    world.ok("OpenPhysicalConnectionService", &[("RegionId", "cn-hangzhou")]);
    let create = |point: &str| {
        let params = [
            ("RegionId", "cn-hangzhou"),
            ("AccessPointId", point),
            ("LineOperator", "CT"),
            ("PortType", "10GBase-LR"),
            ("PeerLocation", "here"),
            ("Type", "VPC"),
        ];
        world.send(&world.call("CreatePhysicalConnection", &params))
    };
    let line = create("ap-lab").success()["PhysicalConnectionId"].as_str().unwrap().to_owned();
    world.finish();
    assert_eq!(operator.ok("GET", &format!("/v1/lines/{line}"), "")["port"]["device"], "D1");
    assert_ne!(create("ap-lab").status, 200, "its only port is held");
    assert_eq!(operator.refused("DELETE", point, ""), "409 conflict");
    operator.ok("POST", "/v1/reset", "");
    operator.ok("DELETE", point, "");
}
