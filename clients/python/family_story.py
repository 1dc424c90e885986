"""The story of what the other stories leave out of each family, so that every client drives every action."""

from __future__ import annotations

from typing import Any

import pytest

from lines import ACCESS_POINT, BorderRouter, Cen, Line, addresses
from network import Client, Network, wait_until
from reference_network import HERE, THERE, connect, main_table, make_session
from story import BEIJING, HANGZHOU, Teller, refuses
from xconnect_server import OWN, PARTNER, Server

# A route entry and a resource group that nobody has.
NOBODYS_ENTRY, NOBODYS_GROUP = "rte-bp1nobodyhasthisone00", "rg-nobodyhasthisone"
RENAMED = {"Name": "renamed", "Description": "told again"}


def only(client: Client, action: str, *path: str, **parameters: Any) -> dict[str, Any]:
    """The only item of the list at a path in an answer, which counts one."""
    found = client.call(action, **parameters)
    assert found["TotalCount"] == 1
    for name in path:
        found = found[name]
    [item] = found
    return item


# Where a way into service is on the way, it takes no time.
@pytest.mark.serve(timing="instant", operator=True)
class FamilyStory(Teller):
    """An account changes what it has, looks at it from the other side, and takes back what it gave."""

    @pytest.fixture
    def owner(self, server: Server) -> Client:
        """The client of the account that everything belongs to."""
        return self.connect(server, OWN, HANGZHOU)

    def test_networks_are_changed_and_their_tables_listed(self, owner):
        network = Network.make(owner, HERE)
        owner.call("ModifyVpcAttribute", VpcId=network.vpc, VpcName="renamed", Description="told again")
        vpc = owner.call("DescribeVpcAttribute", VpcId=network.vpc)
        assert (vpc["VpcName"], vpc["Description"]) == ("renamed", "told again")
        owner.call("ModifyVSwitchAttribute", VSwitchId=network.vswitch, VSwitchName="renamed")
        vswitch = owner.call("DescribeVSwitchAttributes", VSwitchId=network.vswitch)
        assert (vswitch["VSwitchName"], vswitch["VpcId"]) == ("renamed", network.vpc)

        table = main_table(network).id
        router = only(owner, "DescribeVRouters", "VRouters", "VRouter", VRouterId=network.router)
        assert (router["VpcId"], router["RouteTableIds"]["RouteTableId"]) == (network.vpc, [table])
        path = ["RouterTableList", "RouterTableListType"]
        listed = only(owner, "DescribeRouteTableList", *path, VpcId=network.vpc)
        assert (listed["RouteTableId"], listed["RouterId"]) == (table, network.router)
        assert (listed["RouteTableType"], listed["RouterType"]) == ("System", "VRouter")
        shown = only(owner, "DescribeRouteTables", "RouteTables", "RouteTable", VRouterId=network.router)
        assert (shown["RouteTableId"], shown["RouteTableType"]) == (table, "System")
        assert HERE in [entry["DestinationCidrBlock"] for entry in shown["RouteEntrys"]["RouteEntry"]]

    def test_a_route_is_renamed(self, server, owner):
        here = Network.make(owner, HERE)
        there = Network.make(self.connect(server, OWN, BEIJING), THERE)
        from_here, _ = connect(here, there)
        table = main_table(here)
        entry = table.add_over(THERE, from_here.id)
        owner.call("ModifyRouteEntry", RouteEntryId=entry, RouteEntryName="renamed", Description="told again")
        [shown] = table.entries(RouteEntryId=entry)
        assert (shown["RouteEntryName"], shown["Description"]) == ("renamed", "told again")
        with refuses("InvalidRouteEntry.NotFound"):
            owner.call("ModifyRouteEntry", RouteEntryId=NOBODYS_ENTRY, RouteEntryName="renamed")

    def test_a_network_moves_between_resource_groups(self, owner):
        network = Network.make(owner, HERE)
        group = owner.call("DescribeVpcAttribute", VpcId=network.vpc)["ResourceGroupId"]
        moving = {"ResourceType": "VPC", "ResourceId": network.vpc}
        owner.call("ChangeResourceGroup", **moving, NewResourceGroupId=group)
        assert owner.call("DescribeVpcAttribute", VpcId=network.vpc)["ResourceGroupId"] == group
        with refuses("InvalidResourceGroup.NotFound", status=404):
            owner.call("ChangeResourceGroup", **moving, NewResourceGroupId=NOBODYS_GROUP)

    @pytest.mark.serve(provider="manual")
    def test_a_line_is_ordered_changed_and_withdrawn(self, server, owner):
        wanted = {"AccessPointId": ACCESS_POINT, "LineOperator": "CT", "PortType": "1000Base-LX"}
        ordered = owner.call("CreatePhysicalConnectionSetupOrder", **wanted, AutoPay=False)
        line = Line(owner, ordered["PhysicalConnectionId"])
        # Nobody looks at the application before the installation is paid.
        [order] = server.operator.get(f"/v1/orders?line={line.id}")["items"]
        assert (order["id"], order["status"]) == (ordered["OrderId"], "unpaid")
        assert line.shown()["Status"] == "Initial"
        server.operator.post(f"/v1/orders/{ordered['OrderId']}/pay")
        server.operator.post(f"/v1/lines/{line.id}/approve")
        assert line.shown()["Status"] == "Approved"

        line.call("ModifyPhysicalConnectionAttribute", **RENAMED, CircuitCode="longtel009")
        shown = line.shown()
        assert (shown["Name"], shown["Description"]) == tuple(RENAMED.values())
        assert shown["CircuitCode"] == "longtel009"
        line.call("CancelPhysicalConnection")
        assert line.shown()["Status"] == "Canceled"
        with refuses("Forbidden.NotAllowedInState"):
            line.call("CancelPhysicalConnection")

    def test_a_border_router_has_a_second_line_for_a_while(self, owner):
        first, second = Line.enabled(owner), Line.enabled(owner)
        router = BorderRouter.make(first, vlan=60)

        def others() -> list[tuple[str, str]]:
            lines = router.shown()["AssociatedPhysicalConnections"]["AssociatedPhysicalConnection"]
            return [(line["PhysicalConnectionId"], str(line["VlanId"])) for line in lines]

        def on_first() -> dict[str, Any]:
            path = [f"VirtualBorderRouterForPhysicalConnection{end}" for end in ("Set", "Type")]
            about = {"PhysicalConnectionId": first.id}
            return only(owner, "DescribeVirtualBorderRoutersForPhysicalConnection", *path, **about)

        alone = others()
        further = {"PhysicalConnectionId": second.id, "VlanId": "61"} | addresses(61)
        router.call("AssociatePhysicalConnectionToVirtualBorderRouter", **further)
        assert [one for one in others() if one not in alone] == [(second.id, "61")]
        changed = owner.call("UpdateVirtualBorderBandwidth", VirtualBorderRouterId=router.id, Bandwidth=200)
        assert (changed["Success"], changed["Code"]) == (True, "200")
        seen = on_first()
        assert (seen["VbrId"], seen["Status"], str(seen["Bandwidth"])) == (router.id, "Active", "200")
        with refuses("InvalidParameter"):
            owner.call("UpdateVirtualBorderBandwidth", VirtualBorderRouterId=router.id, Bandwidth=102400)
        router.call("UnassociatePhysicalConnectionFromVirtualBorderRouter", PhysicalConnectionId=second.id)
        assert others() == alone

    def test_a_session_is_changed(self, owner):
        router = BorderRouter.make(Line.enabled(owner), vlan=70)
        group, peer = make_session(router, addresses(70)["PeerGatewayIp"])

        def shown_group() -> dict[str, Any]:
            return only(owner, "DescribeBgpGroups", "BgpGroups", "BgpGroup", BgpGroupId=group)

        def shown_peer() -> dict[str, Any]:
            return only(owner, "DescribeBgpPeers", "BgpPeers", "BgpPeer", BgpPeerId=peer)

        owner.call("ModifyBgpGroupAttribute", BgpGroupId=group, **RENAMED, PeerAsn=65002)
        wait_until(lambda: shown_group()["Status"] == "Available", f"{group} is Available")
        named = shown_group()
        assert (named["Name"], named["Description"], str(named["PeerAsn"])) == (*RENAMED.values(), "65002")
        assert shown_peer()["EnableBfd"] is True
        owner.call("ModifyBgpPeerAttribute", BgpPeerId=peer, EnableBfd=False)
        wait_until(lambda: shown_peer()["Status"] == "Available", f"{peer} is Available")
        assert shown_peer()["EnableBfd"] is False

    def test_a_network_is_opened_to_a_cen_instance_and_closed_again(self, server, owner):
        network = Network.make(owner, HERE)
        cen = Cen.make(self.connect(server, PARTNER, HANGZHOU))
        own = {"InstanceId": network.vpc, "InstanceType": "VPC"}
        granted = own | {"CenId": cen.id, "CenOwnerId": int(PARTNER.account)}
        owner.call("GrantInstanceToCen", **granted)
        rule = only(owner, "DescribeGrantRulesToCen", "CenGrantRules", "CbnGrantRule", **own)
        assert (rule["CenInstanceId"], rule["CenOwnerId"]) == (cen.id, int(PARTNER.account))
        owner.call("RevokeInstanceFromCen", **granted)
        assert owner.call("DescribeGrantRulesToCen", **own)["TotalCount"] == 0
