# The reference network: VPCs in two regions, connected with each other, and a data centre on two lines, each with its
# border router. Traffic between the data centre and Hangzhou has two ways; the border routers fail over to each other.

# VPCs

resource "alicloud_vpc" "hangzhou" {
  vpc_name   = "reference-hangzhou"
  cidr_block = "172.16.0.0/16"
}

resource "alicloud_vswitch" "hangzhou" {
  vswitch_name = "reference-hangzhou-h"
  vpc_id       = alicloud_vpc.hangzhou.id
  zone_id      = "cn-hangzhou-h"
  cidr_block   = "172.16.1.0/24"
}

resource "alicloud_vpc" "beijing" {
  provider   = alicloud.beijing
  vpc_name   = "reference-beijing"
  cidr_block = "172.17.0.0/16"
}

# The two VPCs, connected: an interface on each side, and then each is told of the other, the accepting side first.

resource "alicloud_router_interface" "to_beijing" {
  opposite_region      = "cn-beijing"
  router_type          = "VRouter"
  router_id            = alicloud_vpc.hangzhou.router_id
  role                 = "InitiatingSide"
  specification        = "Large.2"
  name                 = "to-beijing"
  instance_charge_type = "PostPaid"
}

resource "alicloud_router_interface" "to_hangzhou" {
  provider        = alicloud.beijing
  opposite_region = "cn-hangzhou"
  router_type     = "VRouter"
  router_id       = alicloud_vpc.beijing.router_id
  role            = "AcceptingSide"
  specification   = "Negative"
  name            = "to-hangzhou"
}

resource "alicloud_router_interface_connection" "accepting" {
  provider              = alicloud.beijing
  interface_id          = alicloud_router_interface.to_hangzhou.id
  opposite_interface_id = alicloud_router_interface.to_beijing.id
  opposite_router_id    = alicloud_vpc.hangzhou.router_id
  opposite_router_type  = "VRouter"
}

resource "alicloud_router_interface_connection" "initiating" {
  depends_on            = [alicloud_router_interface_connection.accepting]
  interface_id          = alicloud_router_interface.to_beijing.id
  opposite_interface_id = alicloud_router_interface.to_hangzhou.id
  opposite_router_id    = alicloud_vpc.beijing.router_id
  opposite_router_type  = "VRouter"
}

resource "alicloud_route_entry" "to_beijing" {
  depends_on            = [alicloud_router_interface_connection.initiating]
  route_table_id        = alicloud_vpc.hangzhou.route_table_id
  destination_cidrblock = alicloud_vpc.beijing.cidr_block
  nexthop_type          = "RouterInterface"
  nexthop_id            = alicloud_router_interface.to_beijing.id
}

resource "alicloud_route_entry" "to_hangzhou" {
  provider              = alicloud.beijing
  depends_on            = [alicloud_router_interface_connection.initiating]
  route_table_id        = alicloud_vpc.beijing.route_table_id
  destination_cidrblock = alicloud_vpc.hangzhou.cidr_block
  nexthop_type          = "RouterInterface"
  nexthop_id            = alicloud_router_interface.to_hangzhou.id
}

# The data centre's two lines, at two access points. A line is created first, and brought into service by `status`.

resource "alicloud_express_connect_physical_connection" "first" {
  access_point_id          = "ap-cn-hangzhou-yh-B"
  line_operator            = "CT"
  port_type                = "1000Base-LX"
  bandwidth                = "1000"
  peer_location            = "Hangzhou, Wensan Road 1"
  physical_connection_name = "reference-first"
  status                   = "Enabled"
  period                   = 1
  pricing_cycle            = "Month"
}

resource "alicloud_express_connect_physical_connection" "second" {
  access_point_id                  = "ap-cn-hangzhou-jg-B"
  line_operator                    = "CU"
  port_type                        = "1000Base-LX"
  bandwidth                        = "1000"
  peer_location                    = "Hangzhou, Wensan Road 1"
  redundant_physical_connection_id = alicloud_express_connect_physical_connection.first.id
  physical_connection_name         = "reference-second"
  status                           = "Enabled"
  period                           = 1
  pricing_cycle                    = "Month"
}

# A border router on each.

resource "alicloud_express_connect_virtual_border_router" "first" {
  physical_connection_id     = alicloud_express_connect_physical_connection.first.id
  virtual_border_router_name = "reference-first"
  vlan_id                    = 10
  local_gateway_ip           = "10.0.0.1"
  peer_gateway_ip            = "10.0.0.2"
  peering_subnet_mask        = "255.255.255.252"
  min_rx_interval            = 1000
  min_tx_interval            = 1000
  detect_multiplier          = 10
}

resource "alicloud_express_connect_virtual_border_router" "second" {
  physical_connection_id     = alicloud_express_connect_physical_connection.second.id
  virtual_border_router_name = "reference-second"
  vlan_id                    = 20
  local_gateway_ip           = "10.0.1.1"
  peer_gateway_ip            = "10.0.1.2"
  peering_subnet_mask        = "255.255.255.252"
  min_rx_interval            = 1000
  min_tx_interval            = 1000
  detect_multiplier          = 10
}

# Both connected with the VPC in Hangzhou, each by one call that makes both interfaces.

resource "alicloud_express_connect_router_interface" "first" {
  router_type           = "VBR"
  router_id             = alicloud_express_connect_virtual_border_router.first.id
  role                  = "InitiatingSide"
  spec                  = "Large.1"
  payment_type          = "PayAsYouGo"
  fast_link_mode        = true
  opposite_region_id    = "cn-hangzhou"
  opposite_router_type  = "VRouter"
  opposite_router_id    = alicloud_vpc.hangzhou.router_id
  router_interface_name = "reference-first"

  lifecycle {
    ignore_changes = [opposite_interface_owner_id, hc_rate]
  }
}

resource "alicloud_express_connect_router_interface" "second" {
  router_type           = "VBR"
  router_id             = alicloud_express_connect_virtual_border_router.second.id
  role                  = "InitiatingSide"
  spec                  = "Large.1"
  payment_type          = "PayAsYouGo"
  fast_link_mode        = true
  opposite_region_id    = "cn-hangzhou"
  opposite_router_type  = "VRouter"
  opposite_router_id    = alicloud_vpc.hangzhou.router_id
  router_interface_name = "reference-second"

  lifecycle {
    ignore_changes = [opposite_interface_owner_id, hc_rate]
  }
}

# From the border routers to the VPC. The way back is one route with two next hops, which the provider has no resource
# for: README.md has the call that makes it.

resource "alicloud_route_entry" "first_to_vpc" {
  route_table_id        = alicloud_express_connect_virtual_border_router.first.route_table_id
  destination_cidrblock = alicloud_vpc.hangzhou.cidr_block
  nexthop_type          = "RouterInterface"
  nexthop_id            = alicloud_express_connect_router_interface.first.id
}

resource "alicloud_route_entry" "second_to_vpc" {
  route_table_id        = alicloud_express_connect_virtual_border_router.second.route_table_id
  destination_cidrblock = alicloud_vpc.hangzhou.cidr_block
  nexthop_type          = "RouterInterface"
  nexthop_id            = alicloud_express_connect_router_interface.second.id
}

# BGP with the data centre over both lines.

resource "alicloud_vpc_bgp_group" "first" {
  router_id      = alicloud_express_connect_virtual_border_router.first.id
  peer_asn       = 65001
  auth_key       = var.bgp_key
  bgp_group_name = "reference-first"
}

resource "alicloud_vpc_bgp_group" "second" {
  router_id      = alicloud_express_connect_virtual_border_router.second.id
  peer_asn       = 65001
  auth_key       = var.bgp_key
  bgp_group_name = "reference-second"
}

resource "alicloud_vpc_bgp_peer" "first" {
  bgp_group_id    = alicloud_vpc_bgp_group.first.id
  peer_ip_address = "10.0.0.2"
  enable_bfd      = true
}

resource "alicloud_vpc_bgp_peer" "second" {
  bgp_group_id    = alicloud_vpc_bgp_group.second.id
  peer_ip_address = "10.0.1.2"
  enable_bfd      = true
}

resource "alicloud_vpc_bgp_network" "first" {
  router_id      = alicloud_express_connect_virtual_border_router.first.id
  dst_cidr_block = alicloud_vpc.hangzhou.cidr_block
  vpc_id         = alicloud_vpc.hangzhou.id
}

resource "alicloud_vpc_bgp_network" "second" {
  router_id      = alicloud_express_connect_virtual_border_router.second.id
  dst_cidr_block = alicloud_vpc.hangzhou.cidr_block
  vpc_id         = alicloud_vpc.hangzhou.id
}

# The border routers of one CEN instance fail over to each other.

resource "alicloud_cen_instance" "reference" {
  cen_instance_name = "reference"
}

resource "alicloud_cen_instance_attachment" "first" {
  instance_id              = alicloud_cen_instance.reference.id
  child_instance_id        = alicloud_express_connect_virtual_border_router.first.id
  child_instance_type      = "VBR"
  child_instance_region_id = "cn-hangzhou"
}

resource "alicloud_cen_instance_attachment" "second" {
  instance_id              = alicloud_cen_instance.reference.id
  child_instance_id        = alicloud_express_connect_virtual_border_router.second.id
  child_instance_type      = "VBR"
  child_instance_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_vbr_ha" "reference" {
  vbr_id      = alicloud_cen_instance_attachment.first.child_instance_id
  peer_vbr_id = alicloud_cen_instance_attachment.second.child_instance_id
  vbr_ha_name = "reference"
}

# What the two calls in README.md need.

output "route_table_of_hangzhou" {
  value = alicloud_vpc.hangzhou.route_table_id
}

output "border_routers" {
  value = [
    alicloud_express_connect_virtual_border_router.first.id,
    alicloud_express_connect_virtual_border_router.second.id,
  ]
}
