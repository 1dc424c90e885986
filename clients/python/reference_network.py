"""The reference network: a VPC in each of two regions, and one data centre on two lines, with all that makes it survive
the loss of one of them.

The README has its picture. Everything that belongs to the cloud is made by the client; the customer's routers are
described through the operator interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lines import ACCESS_POINT, BorderRouter, Cen, Line
from network import Client, Interface, Network, wait_until
from xconnect_server import Operator

HERE, THERE = "10.1.0.0/16", "10.2.0.0/16"
DATA_CENTRE = "192.168.0.0/16"
# What each of the customer's routers announces.
HALVES = ["192.168.0.0/17", "192.168.128.0/17"]
OTHER_ACCESS_POINT = "ap-cn-hangzhou-yh-C"
CUSTOMER_ASN = 65001
# An address in each VPC and in the data centre.
HOST_HERE, HOST_THERE, HOST_OUTSIDE = "10.1.0.5", "10.2.0.5", "192.168.1.9"
# Probes every two seconds, of which eight count: 16 s. BFD at the default intervals: three times 1 s.
PROBES = {"HcRate": 2, "HcThreshold": 8}
TO_INTERFACE = "RouterInterface"


@dataclass(frozen=True)
class Table:
    """A route table."""

    client: Client
    id: str

    def add(self, destination: str, **way: Any) -> str:
        """Adds a custom entry, and waits until it is in use."""
        created = self.client.call(
            "CreateRouteEntry", RouteTableId=self.id, DestinationCidrBlock=destination, **way
        )
        entry = created["RouteEntryId"]

        def in_use() -> bool:
            return [one["Status"] for one in self.entries(RouteEntryId=entry)] == ["Available"]

        wait_until(in_use, f"{entry} is Available")
        return entry

    def add_over(self, destination: str, interface: str) -> str:
        """Adds a custom entry over one router interface."""
        return self.add(destination, NextHopId=interface, NextHopType=TO_INTERFACE)

    def entries(self, **filters: str) -> list[dict[str, Any]]:
        """What DescribeRouteEntryList finds in it."""
        found = self.client.call("DescribeRouteEntryList", RouteTableId=self.id, MaxResult=100, **filters)
        entries = found["RouteEntrys"]["RouteEntry"]
        assert found["TotalCount"] == len(entries)
        return entries

    def destinations(self, kind: str) -> list[str]:
        """The destinations of its entries of a kind, sorted."""
        return sorted(entry["DestinationCidrBlock"] for entry in self.entries(RouteEntryType=kind))


@dataclass(frozen=True)
class Way:
    """One of the ways into the data centre: a line, its border router, the link from there to the VPC, and the session
    with the customer's router at the far end."""

    operator: Operator
    line: Line
    router: BorderRouter
    table: Table
    # The end of the link that is at the VPC.
    at_vpc: Interface
    group: str
    peer: str
    # The operator's name for the customer's router.
    customer: str

    @classmethod
    def make(cls, operator: Operator, vpc: Network, number: int, **of_line: str) -> Way:
        """Makes the line and everything on it, but for routes into it."""
        client = vpc.client
        line = Line.enabled(client, **of_line)
        router = BorderRouter.make(line, vlan=number)
        shown = router.shown()
        gateway, table = shown["PeerGatewayIp"], Table(client, shown["RouteTableId"])
        customer = f"dc-{number}"
        describe_customer(operator, customer, router, HALVES)
        at_router, at_vpc = link(router, vpc)
        probes = {"HealthCheckSourceIp": f"10.1.255.{number}", "HealthCheckTargetIp": gateway}
        at_vpc.call("ModifyRouterInterfaceAttribute", **probes, **PROBES)
        group, peer = make_session(router, gateway)
        for block in (HERE, THERE):
            client.call("AddBgpNetwork", RouterId=router.id, DstCidrBlock=block)
            table.add_over(block, at_router)
        return cls(operator, line, router, table, at_vpc, group, peer, customer)

    def cut(self) -> None:
        """Cuts the line."""
        assert self.operator.post(f"/v1/lines/{self.line.id}/cut")["cut"] is True

    def mend(self) -> None:
        """Mends the line."""
        assert self.operator.post(f"/v1/lines/{self.line.id}/mend")["cut"] is False

    def session(self) -> dict[str, Any]:
        """What the operator sees of its session."""
        return self._operators_peer()["session"]

    def seen(self) -> dict[str, Any]:
        """All that clients and the operator can see of whether it works."""
        call, of_router = self.router.client.call, {"RouterId": self.router.id}
        line, of_operator = self.line.shown(), self.operator.get(f"/v1/lines/{self.line.id}")
        [peer] = call("DescribeBgpPeers", **of_router)["BgpPeers"]["BgpPeer"]
        operators_peer = self._operators_peer()
        networks = call("DescribeBgpNetworks", **of_router)["BgpNetworks"]["BgpNetwork"]
        at_vpc = self.at_vpc.attribute()
        return {
            "line": (line["Status"], line["BusinessStatus"], of_operator["status"], of_operator["cut"]),
            "router": self.router.shown()["Status"],
            "interfaces": (at_vpc["Status"], at_vpc["OppositeInterfaceStatus"]),
            "health": at_vpc["HealthCheckStatus"],
            "peer": (peer["Status"], peer["BgpStatus"]),
            "session": operators_peer["session"]["state"],
            "counts": (peer["ReceivedRouteCount"], peer["AdvertisedRouteCount"], operators_peer["learned"]),
            "learned": self.table.destinations("BGP"),
            "custom": self.table.destinations("Custom"),
            "announced": sorted((one["DstCidrBlock"], one["Status"]) for one in networks),
        }

    def _operators_peer(self) -> dict[str, Any]:
        return self.operator.get(f"/v1/bgp-peers/{self.peer}")


@dataclass(frozen=True)
class ReferenceNetwork:
    """The whole of it, as its owner and an operator see it."""

    operator: Operator
    here: Network
    there: Network
    # The link between the VPCs, by its end in each.
    from_here: Interface
    from_there: Interface
    ways: tuple[Way, Way]
    cen: Cen
    failover_group: str
    # The entry that shares the traffic between both ways.
    shared_entry: str

    @classmethod
    def make(cls, operator: Operator, client: Client, far_client: Client) -> ReferenceNetwork:
        """Makes it, and waits until everything is in service."""
        client.call("OpenPhysicalConnectionService")
        far_client.call("OpenPhysicalConnectionService")
        here, there = Network.make(client, HERE), Network.make(far_client, THERE)
        first = Way.make(operator, here, 1, AccessPointId=ACCESS_POINT)
        redundant = {"AccessPointId": OTHER_ACCESS_POINT, "RedundantPhysicalConnectionId": first.line.id}
        second = Way.make(operator, here, 2, **redundant)
        from_here, from_there = connect(here, there)
        ways = (first, second)
        hops = [{"NextHopId": way.at_vpc.id, "NextHopType": TO_INTERFACE, "Weight": 100} for way in ways]
        shared_entry = main_table(here).add(DATA_CENTRE, NextHopList=hops)
        main_table(here).add_over(THERE, from_here.id)
        for block in (HERE, DATA_CENTRE):
            main_table(there).add_over(block, from_there.id)
        cen = Cen.make(client)
        for way in ways:
            cen.attach(way.router)
        group = client.call("CreateVbrHa", VbrId=first.router.id, PeerVbrId=second.router.id)["VbrHaId"]
        network = cls(operator, here, there, from_here, from_there, ways, cen, group, shared_entry)
        wait_until(lambda: network.shown_group()["Status"] == "Active", f"{group} is Active")
        operator.settle()
        return network

    def shown_group(self) -> dict[str, Any]:
        """What DescribeVbrHa tells about the failover group."""
        return self.here.client.call("DescribeVbrHa", VbrHaId=self.failover_group)

    def enabled(self) -> list[int]:
        """Whether each of the ways is used by the entry that they share, in their order."""
        [entry] = main_table(self.here).entries(RouteEntryId=self.shared_entry)
        hops = {hop["NextHopId"]: hop for hop in entry["NextHops"]["NextHop"]}
        assert (entry["Status"], len(hops)) == ("Available", 2)
        related = [hops[way.at_vpc.id]["NextHopRelatedInfo"]["InstanceId"] for way in self.ways]
        assert related == [way.router.id for way in self.ways]
        return [hops[way.at_vpc.id]["Enabled"] for way in self.ways]

    def directions(self) -> dict[str, tuple[str, str]]:
        """From each VPC into the data centre, and from behind each of its routers to each VPC: source with its place,
        and destination."""
        hosts = {"here": (HOST_HERE, self.here.vpc), "there": (HOST_THERE, self.there.vpc)}
        found = {f"from {name}": (f"{host}@{vpc}", HOST_OUTSIDE) for name, (host, vpc) in hosts.items()}
        for way in self.ways:
            for name, (host, _) in hosts.items():
                found[f"from {way.customer} to {name}"] = (f"{HOST_OUTSIDE}@{way.customer}", host)
        return found

    def trace(self, source: str, destination: str, *failed: str) -> dict[str, Any]:
        """Where a packet goes, by every way that takes some of the traffic."""
        question = {"from": source, "to": destination, "all": True, "fail": list(failed)}
        return self.operator.post("/v1/trace", question)["answer"]

    def traces(self, *failed: str) -> dict[str, tuple[str, list[str], list[str]]]:
        """For each direction the verdict, and the border routers that carry the traffic there and back."""

        def carriers(walks: list[dict[str, Any]]) -> list[str]:
            # In the order of the ways, each once.
            carrying = {router for walk in walks if walk["arrived"] for router in border_routers(walk)}
            return [way.router.id for way in self.ways if way.router.id in carrying]

        found = {}
        for name, (source, destination) in self.directions().items():
            answer = self.trace(source, destination, *failed)
            both = [carriers(answer.get(walks, [])) for walks in ("forward_branches", "return_branches")]
            found[name] = (answer["verdict"], *both)
        return found


def describe_customer(operator: Operator, name: str, router: BorderRouter, announces: list[str]) -> None:
    """Tells the operator interface of the customer's router at the far end of a border router's line."""
    described = {"vbr": router.id, "address": router.shown()["PeerGatewayIp"], "asn": CUSTOMER_ASN, "bfd": True}
    operator.put(f"/v1/customer-routers/{name}", described | {"announces": announces})


def attach_vpc(cen: Cen, vpc: Network) -> None:
    """Attaches a VPC to a CEN instance, and waits until it is."""
    client = vpc.client
    child = {"ChildInstanceId": vpc.vpc, "ChildInstanceType": "VPC", "ChildInstanceRegionId": client.region}
    client.call_cbn("AttachCenChildInstance", CenId=cen.id, **child)

    def attached() -> bool:
        shown = client.call_cbn("DescribeCenAttachedChildInstanceAttribute", CenId=cen.id, **child)
        return shown["Status"] == "Attached"

    wait_until(attached, f"{vpc.vpc} is attached")


def link(router: BorderRouter, vpc: Network) -> tuple[str, Interface]:
    """Links a border router to a VPC in one call, waits until traffic passes, and returns both ends."""
    created = router.client.call(
        "CreateRouterInterface",
        RouterType="VBR",
        RouterId=router.id,
        Role="InitiatingSide",
        Spec="Large.1",
        OppositeRegionId=vpc.client.region,
        OppositeRouterType="VRouter",
        OppositeRouterId=vpc.router,
        FastLinkMode=True,
    )
    near = Interface(vpc, created["RouterInterfaceId"])
    near.wait_for("Active")
    far = Interface(vpc, near.attribute()["OppositeInterfaceId"])
    assert (far.attribute()["Status"], far.attribute()["OppositeRouterId"]) == ("Active", router.id)
    return near.id, far


def make_session(router: BorderRouter, address: str) -> tuple[str, str]:
    """Makes a BGP group and its peer, waits until both are in use, and returns their ids."""
    client = router.client
    group = client.call("CreateBgpGroup", RouterId=router.id, PeerAsn=CUSTOMER_ASN)["BgpGroupId"]

    def group_in_use() -> bool:
        [shown] = client.call("DescribeBgpGroups", BgpGroupId=group)["BgpGroups"]["BgpGroup"]
        return shown["Status"] == "Available"

    wait_until(group_in_use, f"{group} is Available")
    created = client.call("CreateBgpPeer", BgpGroupId=group, PeerIpAddress=address, EnableBfd=True)
    peer = created["BgpPeerId"]

    def peer_in_use() -> bool:
        [shown] = client.call("DescribeBgpPeers", BgpPeerId=peer)["BgpPeers"]["BgpPeer"]
        return shown["Status"] == "Available"

    wait_until(peer_in_use, f"{peer} is Available")
    return group, peer


def connect(here: Network, there: Network) -> tuple[Interface, Interface]:
    """Connects two VPCs, and waits until traffic passes."""
    initiator, acceptor = here.add_pair(there)
    initiator.point_at(acceptor)
    acceptor.point_at(initiator)
    initiator.call("ConnectRouterInterface")
    for end in (initiator, acceptor):
        end.wait_for("Active")
    return initiator, acceptor


def main_table(network: Network) -> Table:
    """The system route table of a VPC."""
    [vpc] = network.client.call("DescribeVpcs", VpcId=network.vpc)["Vpcs"]["Vpc"]
    [table] = vpc["RouterTableIds"]["RouterTableIds"]
    return Table(network.client, table)


def border_routers(walk: dict[str, Any]) -> list[str]:
    """The border routers on a way that a packet takes, in order."""
    return [hop["router"]["id"] for hop in walk["hops"] if hop["router"]["kind"] == "vbr"]
