"""The story of the reference network: what the loss of a line costs, when it is noticed, and how it is got over.

The service clock stands still but where a test moves it, so that every time is exact.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from network import wait_until
from reference_network import (
    DATA_CENTRE,
    HALVES,
    HERE,
    HOST_HERE,
    HOST_THERE,
    THERE,
    ReferenceNetwork,
    Way,
    attach_vpc,
    border_routers,
    describe_customer,
    main_table,
)
from story import BEIJING, HANGZHOU, Teller, refuses
from xconnect_server import OWN, Operator, Server

# What the network's BFD and probes make of a line that is silent.
BFD_NOTICES, PROBES_NOTICE = timedelta(seconds=3), timedelta(seconds=16)
# All that is seen of a way that works, and of one whose line is cut once that has been noticed. No life cycle is
# touched, and a peer that is in use stays `Connect`, whether somebody answers or not.
WORKING = {
    "line": ("Enabled", "Normal", "Enabled", False),
    "router": "active",
    "interfaces": ("Active", "Active"),
    "health": "Normal",
    "peer": ("Available", "Connect"),
    "session": "established",
    "counts": (2, 2, 2),
    "learned": HALVES,
    "custom": [HERE, THERE],
    "announced": [(HERE, "Available"), (THERE, "Available")],
}
CUT = WORKING | {
    "line": ("Enabled", "Normal", "Enabled", True),
    "health": "Abnormal",
    "session": "down",
    "counts": (0, 0, 0),
    "learned": [],
}
INSTANT = {"timing": "instant", "operator": True}
TRACE_SECONDS = 10


@pytest.mark.serve(**INSTANT)
class ReferenceStory(Teller):
    """An account has a data centre on two lines, and loses them one after the other."""

    @pytest.fixture
    def network(self, server: Server) -> ReferenceNetwork:
        """The reference network, on a clock that stands still."""
        server.operator.post("/v1/clock/freeze")
        return ReferenceNetwork.make(server.operator, *self._clients(server))

    def test_all_of_it_is_in_service(self, network):
        assert [way.seen() for way in network.ways] == [WORKING, WORKING]
        assert network.enabled() == [1, 1]
        check_traces(network, works=[True, True])
        devices = {way.line.shown()["AdLocation"] for way in network.ways}
        points = {way.line.shown()["AccessPointId"] for way in network.ways}
        assert (len(devices), len(points)) == (2, 2)
        first, second = network.ways
        assert second.line.shown()["RedundantPhysicalConnectionId"] == first.line.id
        group = network.shown_group()
        assert (group["VbrId"], group["PeerVbrId"]) == (first.router.id, second.router.id)

        # The link between the regions crosses no line.
        answer = network.trace(f"{HOST_HERE}@{network.here.vpc}", HOST_THERE)
        assert (answer["verdict"], answer["bandwidth_mbps"]) == ("reachable", 2000)
        # Half of the traffic goes by each way.
        source, destination = network.directions()["from there"]
        answer = network.trace(source, destination)
        assert [walk["share"] for walk in answer["forward_branches"]] == [0.5, 0.5]
        assert [border_routers(walk) for walk in answer["forward_branches"]] == [
            [way.router.id] for way in network.ways
        ]
        assert answer["bandwidth_mbps"] == 1000
        assert main_table(network.here).destinations("Custom") == [THERE, DATA_CENTRE]
        assert main_table(network.there).destinations("Custom") == [HERE, DATA_CENTRE]

    def test_a_cut_is_noticed_by_each_in_its_own_time(self, server, network):
        clock = Clock(server.operator)
        first, second = network.ways
        first.cut()
        began = clock.now()
        # Nobody has noticed but the operator, who can also tell when they will.
        assert first.seen() == WORKING | {"line": CUT["line"]}
        assert first.session()["silent_since"] == wire(began)
        assert first.session()["down_at"] == wire(began + BFD_NOTICES)
        assert network.enabled() == [1, 1]
        source, destination = network.directions()["from here"]
        answer = network.trace(source, destination)
        assert (answer["verdict"], answer["reason"]["code"]) == ("partial", "line-cut")
        assert [walk["arrived"] for walk in answer["forward_branches"]] == [False, True]

        assert clock.step() == began + BFD_NOTICES
        assert first.seen() == CUT | {"health": "Normal"}
        assert first.session()["since"] == wire(began + BFD_NOTICES)
        # The VPC still sends half of the traffic there; what the border router does not learn any more itself, it has
        # from the other one, through the CEN instance.
        assert network.enabled() == [1, 1]
        check_detour(network, network.trace(source, destination))
        assert clock.step() == began + PROBES_NOTICE
        assert first.seen() == CUT
        assert network.enabled() == [0, 1]
        check_traces(network, works=[False, True])
        assert clock.is_settled()

        first.mend()
        began = clock.now()
        wait_until(lambda: first.session()["state"] == "established", "the session is back")
        # The probes have to be answered for as long as they had not been.
        assert first.seen() == WORKING | {"health": "Abnormal"}
        assert network.enabled() == [0, 1]
        [out] = network.trace(source, destination)["forward"]["hops"][0]["others"]
        assert (out["to"], out["reason"]["code"]) == (first.router.id, "health-check-failed")
        assert clock.step() == began + PROBES_NOTICE
        assert [first.seen(), second.seen()] == [WORKING, WORKING]
        assert network.enabled() == [1, 1]
        check_traces(network, works=[True, True])
        assert clock.is_settled()

    def test_a_cut_that_is_mended_in_time_costs_nothing(self, server, network):
        first, _ = network.ways
        before = first.session()
        first.cut()
        server.operator.post("/v1/clock/advance", {"duration": "2999ms"})
        assert first.session()["silent_since"] is not None
        first.mend()
        server.operator.settle()
        assert (first.session(), first.seen()) == (before, WORKING)
        assert network.enabled() == [1, 1]

    def test_each_line_and_then_both_are_cut_and_mended(self, server, network):
        first, second = network.ways
        steps = [
            (first.cut, [False, True]),
            (first.mend, [True, True]),
            (second.cut, [True, False]),
            (first.cut, [False, False]),
            (second.mend, [False, True]),
            (first.mend, [True, True]),
        ]
        for change, works in steps:
            change()
            server.operator.settle()
            assert [way.seen() for way in network.ways] == [WORKING if one else CUT for one in works]
            assert network.enabled() == [int(one) for one in works]
            check_traces(network, works)
            check_command(server.operator, *network.directions()["from here"], arrives=any(works))

    def test_what_a_failure_would_do_is_what_it_does(self, server, network):
        first, second = network.ways
        lost = [f"line:{way.line.id}" for way in network.ways]
        would = [network.traces(lost[0]), network.traces(*lost)]
        check_detour(network, network.trace(*network.directions()["from here"], f"session:{first.peer}"))
        check_traces(network, works=[True, True])
        first.cut()
        server.operator.settle()
        assert network.traces() == would[0] != would[1]
        second.cut()
        server.operator.settle()
        assert network.traces() == would[1]

    def test_what_one_router_no_longer_announces_goes_over_the_other(self, server, network):
        first, second = network.ways
        describe_customer(server.operator, first.customer, first.router, HALVES[:1])
        server.operator.settle()
        assert first.seen() == WORKING | {"counts": (1, 2, 1), "learned": HALVES[:1]}
        assert (second.seen(), network.enabled()) == (WORKING, [1, 1])
        source, _ = network.directions()["from here"]
        check_detour(network, network.trace(source, "192.168.200.9"))

    def test_without_a_health_check_traffic_goes_on_towards_a_dead_line(self, server, network):
        first, second = network.ways
        first.at_vpc.call("ModifyRouterInterfaceAttribute", DeleteHealthCheckIp=True)
        first.cut()
        server.operator.settle()
        assert first.seen() == CUT | {"health": "NoHealthCheckConfig"}
        assert network.enabled() == [1, 1]
        direction = network.directions()["from here"]
        check_detour(network, network.trace(*direction))
        network.here.client.call("DeleteVbrHa", InstanceId=network.failover_group)
        network.cen.detach(first.router)
        answer = network.trace(*direction)
        assert (answer["verdict"], answer["reason"]["code"]) == ("partial", "no-route")
        arrivals = [(border_routers(walk), walk["arrived"]) for walk in answer["forward_branches"]]
        assert arrivals == [([first.router.id], False), ([second.router.id], True)]

    def test_the_failover_group_carries_by_one_border_router_at_a_time(self, server, network):
        first, second = network.ways
        source, destination = network.directions()["from there"]

        def carriers() -> list[list[str]]:
            server.operator.settle()
            answer = network.trace(source, destination)
            assert {walk["hops"][0]["matched"]["kind"] for walk in answer["forward_branches"]} == {"CEN"}
            return [border_routers(walk) for walk in answer["forward_branches"]]

        # What is learned there is narrower than the route through the other VPC.
        attach_vpc(network.cen, network.there)
        assert carriers() == [[first.router.id]]
        first.cut()
        assert carriers() == [[second.router.id]]
        first.mend()
        assert carriers() == [[first.router.id]]
        second.cut()
        assert carriers() == [[first.router.id]]

    def test_a_kill_before_a_cut_is_noticed_changes_nothing(self, server, tmp_path, network):
        clock = Clock(server.operator)
        first, _ = network.ways
        first.cut()
        began = clock.now()
        server.operator.post("/v1/clock/advance", {"duration": "1s"})
        server.kill()

        with Server(tmp_path / "data", **INSTANT) as successor:
            after = self._seen_after(network, successor)
            clock = Clock(successor.operator)
            first, second = after.ways
            assert clock.now() == began + timedelta(seconds=1)
            assert first.seen() == WORKING | {"line": CUT["line"]}
            assert (clock.step(), clock.step()) == (began + BFD_NOTICES, began + PROBES_NOTICE)
            assert [first.seen(), second.seen()] == [CUT, WORKING]
            check_traces(after, works=[False, True])

    def test_it_is_taken_down_from_the_outside_in(self, network):
        first, _ = network.ways
        here = network.here.client
        first.at_vpc.call("DeactivateRouterInterface")
        first.at_vpc.wait_for("Inactive")
        with refuses("DependencyViolation.RouterInterfaceReferedByRouteEntry"):
            first.at_vpc.call("DeleteRouterInterface")
        with refuses("Forbidden.VbrAttached"):
            first.line.call("TerminatePhysicalConnection")
        remove_routes(network)
        here.call("DeleteVbrHa", InstanceId=network.failover_group)
        for way in network.ways:
            network.cen.detach(way.router)
        network.cen.remove()
        for way in network.ways:
            remove_way(way)
        network.from_here.call("DeleteExpressConnect", Force=True)
        for end in (network.from_here, network.from_there):
            end.wait_until_gone()
        for one in (network.here, network.there):
            one.remove()
        for action in ("DescribeVirtualBorderRouters", "DescribePhysicalConnections", "DescribeVpcs"):
            assert here.call(action)["TotalCount"] == 0

    def _clients(self, server: Server) -> list[Any]:
        return [self.connect(server, OWN, region) for region in (HANGZHOU, BEIJING)]

    def _seen_after(self, network: ReferenceNetwork, server: Server) -> ReferenceNetwork:
        """The same network, as seen by clients of another server on the same data."""
        client, far_client = self._clients(server)
        here, there = replace(network.here, client=client), replace(network.there, client=far_client)

        def way_after(way: Way) -> Way:
            return replace(
                way,
                operator=server.operator,
                line=replace(way.line, client=client),
                router=replace(way.router, client=client),
                table=replace(way.table, client=client),
                at_vpc=replace(way.at_vpc, network=here),
            )

        first, second = network.ways
        ways = (way_after(first), way_after(second))
        return replace(network, operator=server.operator, here=here, there=there, ways=ways)


class Clock:
    """A service clock that stands still."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    def now(self) -> datetime:
        """What it shows."""
        return parsed(self._operator.get("/v1/clock")["service_time"])

    def step(self) -> datetime:
        """Moves it to when something happens by itself next, waits for that, and returns what it shows."""
        done = self._operator.post("/v1/clock/run-dry", {"limit": 1})
        assert done["steps"] == 1
        return parsed(done["clock"]["service_time"])

    def is_settled(self) -> bool:
        """Whether nothing is left that happens by itself."""
        done = self._operator.post("/v1/clock/run-dry")
        return done["settled"] and done["steps"] == 0


def parsed(text: str) -> datetime:
    """A time, of the operator interface's spelling."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def wire(time: datetime) -> str:
    """A time, in the operator interface's spelling."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def check_traces(network: ReferenceNetwork, works: list[bool]) -> None:
    """Packets have to take all ways that work, there and back, and no others."""
    carrying = [way.router.id for way, one in zip(network.ways, works) if one]
    through = ("reachable", carrying, carrying) if carrying else ("unreachable", [], [])
    expected = dict.fromkeys(["from here", "from there"], through)
    for way, one in zip(network.ways, works):
        # What is behind a customer's router leaves by that router; answers come back by any.
        own = ("reachable", [way.router.id], carrying) if one else ("unreachable", [], [])
        expected |= {f"from {way.customer} to {name}": own for name in ("here", "there")}
    assert network.traces() == expected


def check_detour(network: ReferenceNetwork, answer: dict[str, Any]) -> None:
    """Half of the traffic has to go by the first border router, and through the CEN instance to the second."""
    first, second = [way.router.id for way in network.ways]
    assert answer["verdict"] == "reachable"
    assert [border_routers(walk) for walk in answer["forward_branches"]] == [[first, second], [second]]
    assert [walk["share"] for walk in answer["forward_branches"]] == [0.5, 0.5]


def check_command(operator: Operator, source: str, destination: str, *, arrives: bool) -> None:
    """The command line has to say the same as the interface that it asks, also by its status."""
    where = operator.address.removeprefix("http://")
    command = [os.environ["XCONNECT_BIN"], "trace", "--operator", where]
    command += ["--from", source, "--to", destination]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=TRACE_SECONDS)
    assert printed.stdout == operator.post("/v1/trace", {"from": source, "to": destination})["text"]
    assert (printed.returncode == 0) is arrives


def remove_routes(network: ReferenceNetwork) -> None:
    """Deletes every custom entry."""
    tables = [main_table(network.here), main_table(network.there), *(way.table for way in network.ways)]
    for table in tables:
        for entry in table.entries(RouteEntryType="Custom"):
            table.client.call("DeleteRouteEntry", RouteEntryId=entry["RouteEntryId"])
            wait_until(
                lambda entry=entry: table.entries(RouteEntryId=entry["RouteEntryId"]) == [],
                f"{entry['RouteEntryId']} is gone",
            )


def remove_way(way: Way) -> None:
    """Deletes everything on a line, and the line."""
    client = way.router.client
    with refuses("InvalidOperation.RouterInterfaceNotDeleted"):
        way.router.call("DeleteVirtualBorderRouter")
    way.at_vpc.call("DeleteExpressConnect", Force=True)
    way.at_vpc.wait_until_gone()
    with refuses("DependencyViolation.BgpPeer"):
        client.call("DeleteBgpGroup", BgpGroupId=way.group)
    client.call("DeleteBgpPeer", BgpPeerId=way.peer)
    wait_until(lambda: bgp_count(way, "DescribeBgpPeers", "BgpPeers") == 0, f"{way.peer} is gone")
    with refuses("DependencyViolation.BgpGroup"):
        way.router.call("DeleteVirtualBorderRouter")
    client.call("DeleteBgpGroup", BgpGroupId=way.group)
    for block in (HERE, THERE):
        client.call("DeleteBgpNetwork", RouterId=way.router.id, DstCidrBlock=block)
    for action, name in (("DescribeBgpGroups", "BgpGroups"), ("DescribeBgpNetworks", "BgpNetworks")):
        wait_until(lambda: bgp_count(way, action, name) == 0, f"{way.router.id} has no {name}")
    assert way.table.entries() == []
    way.router.remove()
    way.line.call("TerminatePhysicalConnection")
    way.line.wait_for("Terminated")
    way.line.call("DeletePhysicalConnection")


def bgp_count(way: Way, action: str, name: str) -> int:
    """How many of something there are on a way's border router."""
    answer = way.router.client.call(action, RouterId=way.router.id)
    assert len(answer[name][name.removesuffix("s")]) == answer["TotalCount"]
    return answer["TotalCount"]
