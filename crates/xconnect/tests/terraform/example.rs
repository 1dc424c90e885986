//! The example directory: it uses no resource and no data source whose calls are not tested here, and no argument
//! that the provider does not have.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The resources of the example, each with the arguments that its schema has; their calls are tested in this binary.
const SCHEMAS: [(&str, &[&str]); 14] = [
    ("alicloud_vpc", &["vpc_name", "cidr_block", "description"]),
    ("alicloud_vswitch", &["vswitch_name", "vpc_id", "zone_id", "cidr_block"]),
    (
        "alicloud_router_interface",
        &[
            "opposite_region",
            "router_type",
            "router_id",
            "role",
            "specification",
            "name",
            "description",
            "instance_charge_type",
            "period",
        ],
    ),
    (
        "alicloud_router_interface_connection",
        &[
            "interface_id",
            "opposite_interface_id",
            "opposite_router_type",
            "opposite_router_id",
            "opposite_interface_owner_id",
        ],
    ),
    (
        "alicloud_route_entry",
        &["route_table_id", "destination_cidrblock", "nexthop_type", "nexthop_id", "name", "description"],
    ),
    (
        "alicloud_express_connect_physical_connection",
        &[
            "access_point_id",
            "line_operator",
            "type",
            "port_type",
            "bandwidth",
            "circuit_code",
            "peer_location",
            "redundant_physical_connection_id",
            "physical_connection_name",
            "description",
            "status",
            "period",
            "pricing_cycle",
        ],
    ),
    (
        "alicloud_express_connect_virtual_border_router",
        &[
            "physical_connection_id",
            "virtual_border_router_name",
            "vlan_id",
            "local_gateway_ip",
            "peer_gateway_ip",
            "peering_subnet_mask",
            "min_rx_interval",
            "min_tx_interval",
            "detect_multiplier",
        ],
    ),
    (
        "alicloud_express_connect_router_interface",
        &[
            "router_type",
            "router_id",
            "role",
            "spec",
            "payment_type",
            "fast_link_mode",
            "opposite_region_id",
            "opposite_router_type",
            "opposite_router_id",
            "router_interface_name",
            "ignore_changes",
        ],
    ),
    ("alicloud_vpc_bgp_group", &["router_id", "peer_asn", "auth_key", "bgp_group_name"]),
    ("alicloud_vpc_bgp_peer", &["bgp_group_id", "peer_ip_address", "enable_bfd", "bfd_multi_hop"]),
    ("alicloud_vpc_bgp_network", &["router_id", "dst_cidr_block", "vpc_id"]),
    ("alicloud_cen_instance", &["cen_instance_name"]),
    (
        "alicloud_cen_instance_attachment",
        &["instance_id", "child_instance_id", "child_instance_type", "child_instance_region_id"],
    ),
    ("alicloud_vpc_vbr_ha", &["vbr_id", "peer_vbr_id", "vbr_ha_name", "description"]),
];
/// What every resource may say.
const EVERYWHERE: [&str; 2] = ["provider", "depends_on"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/terraform")
}

/// The resources of all files: type and name, with their arguments. Blocks are as `terraform fmt` lays them out.
fn resources() -> BTreeMap<(String, String), Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "tf") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{}", path.display());
        let mut current = None;
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["resource", kind, name, "{"] => {
                    let key = (kind.trim_matches('"').to_owned(), name.trim_matches('"').to_owned());
                    assert!(found.insert(key.clone(), Vec::new()).is_none(), "{key:?} stands there twice");
                    current = Some(key);
                }
                ["data", ..] => {
                    panic!("data sources of the example need their calls tested, and a line here")
                }
                [name, "=", ..] => {
                    let arguments = current.as_ref().and_then(|key| found.get_mut(key));
                    arguments.into_iter().for_each(|arguments| arguments.push((*name).to_owned()));
                }
                _ if line == "}" => current = None,
                _ => {}
            }
        }
    }
    found
}

#[test]
fn it_uses_what_is_tested_with_the_arguments_that_there_are() {
    let resources = resources();
    assert!(resources.len() > 20);
    for ((kind, name), arguments) in &resources {
        let schema = SCHEMAS.iter().find(|(known, _)| known == kind);
        let (_, known) = schema.unwrap_or_else(|| panic!("the calls of {kind} are not tested"));
        for argument in arguments {
            let fits = known.contains(&argument.as_str()) || EVERYWHERE.contains(&argument.as_str());
            assert!(fits, "{kind}.{name} has no argument {argument}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let resources = resources();
    let text = std::fs::read_to_string(folder().join("main.tf")).unwrap();
    let code = text.lines().filter(|line| !line.starts_with('#'));
    let words = code.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')));
    for word in words.filter(|word| word.starts_with("alicloud_")) {
        let parts: Vec<&str> = word.split('.').collect();
        let [kind, name, ..] = parts.as_slice() else { continue };
        assert!(resources.contains_key(&((*kind).to_owned(), (*name).to_owned())), "{word}");
    }
}
