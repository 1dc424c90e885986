"""The things that the story is about, as thin as can be: a client of some kind, and what is made with it.

Names and values are the API's own. Each kind of client turns them into its own requests, and its own exceptions into
`Refused`, in its own test file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Callable, Protocol

from xconnect_server import Key

# Steps take a fifth of a second each; a machine under load may take its time.
PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.03


class Refused(Exception):
    """The server refused a call; this is what the client's own exception tells about it."""

    def __init__(self, code: str, status: int, message: str, request_id: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.code, self.status, self.message, self.request_id = code, status, message, request_id


class Client(Protocol):
    """An official client with a key and a region."""

    key: Key
    region: str

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Calls an action in the client's region and returns the answer's fields, or raises `Refused`."""

    def call_cbn(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Calls an action of Cloud Enterprise Network, which has an SDK of its own, in the same way."""


def wait_until(reached: Callable[[], bool], goal: str) -> None:
    """Polls, as users of an asynchronous API do, and gives up with the goal's name."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < deadline, f"not reached in {PATIENCE_SECONDS} s: {goal}"
        time.sleep(PAUSE_SECONDS)


@dataclass(frozen=True)
class Network:
    """A VPC with one vSwitch, and the router that every VPC has."""

    client: Client
    vpc: str
    vswitch: str
    router: str

    @classmethod
    def make(cls, client: Client, block: str) -> Network:
        """Makes a VPC of this address block, which is also its only vSwitch's, and waits until both are there."""
        vpc = client.call("CreateVpc", CidrBlock=block, VpcName="story")["VpcId"]

        def vpc_attribute() -> dict[str, Any]:
            return client.call("DescribeVpcAttribute", VpcId=vpc)

        wait_until(lambda: vpc_attribute()["Status"] == "Available", "the VPC is Available")
        zone = client.call("DescribeZones")["Zones"]["Zone"][0]["ZoneId"]
        vswitch = client.call("CreateVSwitch", VpcId=vpc, ZoneId=zone, CidrBlock=block)["VSwitchId"]
        wait_until(
            lambda: client.call("DescribeVSwitchAttributes", VSwitchId=vswitch)["Status"] == "Available",
            "the vSwitch is Available",
        )
        assert vpc_attribute()["VSwitchIds"]["VSwitchId"] == [vswitch]
        return cls(client, vpc, vswitch, vpc_attribute()["VRouterId"])

    def add_interface(self, **parameters: Any) -> Interface:
        """Makes a router interface on the VPC's router."""
        created = self.client.call(
            "CreateRouterInterface", RouterType="VRouter", RouterId=self.router, **parameters
        )
        return Interface(self, created["RouterInterfaceId"])

    def add_pair(self, other: Network) -> tuple[Interface, Interface]:
        """Makes two interfaces for a connection from here to there. Neither knows of the other yet."""
        initiator = self.add_interface(
            Role="InitiatingSide", Spec="Large.2", OppositeRegionId=other.client.region, Name="initiator"
        )
        acceptor = other.add_interface(
            Role="AcceptingSide", Spec="Negative", OppositeRegionId=self.client.region, Name="acceptor"
        )
        return initiator, acceptor

    def remove(self) -> None:
        """Deletes the vSwitch and the VPC, and waits until they are gone."""
        self.client.call("DeleteVSwitch", VSwitchId=self.vswitch)
        wait_until(lambda: self._count("DescribeVSwitches") == 0, "the vSwitch is gone")
        self.client.call("DeleteVpc", VpcId=self.vpc)
        wait_until(lambda: self._count("DescribeVpcs") == 0, "the VPC is gone")

    def _count(self, action: str) -> int:
        return self.client.call(action, VpcId=self.vpc)["TotalCount"]


@dataclass(frozen=True)
class Interface:
    """A router interface."""

    network: Network
    id: str

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Calls an action about this interface."""
        return self.network.client.call(action, RouterInterfaceId=self.id, **parameters)

    def attribute(self) -> dict[str, Any]:
        """What DescribeRouterInterfaceAttribute tells about it."""
        return self.network.client.call("DescribeRouterInterfaceAttribute", InstanceId=self.id)

    def listed(self, *values: str, by: str = "RouterInterfaceId") -> list[str]:
        """The ids that DescribeRouterInterfaces finds by a filter."""
        wanted = [{"Key": by, "Value": list(values)}]
        found = self.network.client.call("DescribeRouterInterfaces", Filter=wanted)
        return [one["RouterInterfaceId"] for one in found["RouterInterfaceSet"]["RouterInterfaceType"]]

    def point_at(self, other: Interface) -> None:
        """Tells it what it is to be connected to."""
        self.call(
            "ModifyRouterInterfaceAttribute",
            OppositeInterfaceId=other.id,
            OppositeRouterId=other.network.router,
            OppositeRouterType="VRouter",
            OppositeInterfaceOwnerId=int(other.network.client.key.account),
        )

    def wait_for(self, status: str) -> None:
        """Waits until it is in a state."""
        wait_until(lambda: self.attribute()["Status"] == status, f"{self.id} is {status}")

    def wait_until_gone(self) -> None:
        """Waits until nothing is left of it."""
        wait_until(lambda: self.attribute()["RouterInterfaceId"] == "", f"{self.id} is gone")
        assert self.listed(self.id) == []
