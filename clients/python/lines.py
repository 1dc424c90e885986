"""Lines, border routers, and what connects them, as the stories about lines need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from network import Client, wait_until

ACCESS_POINT = "ap-cn-hangzhou-yh-B"
# The engineers who build a line.
ENGINEERS = [
    {
        "PMName": "Ada Byron",
        "PMCertificateType": "Passport",
        "PMCertificateNo": "P12345678",
        "PMGender": "Female",
        "PMContactInfo": "ada@example.com",
    },
    {
        "PMName": "张三",
        "PMCertificateType": "IDCard",
        "PMCertificateNo": "330106198001011234",
        "PMGender": "Male",
        "PMContactInfo": "13900000000",
    },
]
# The application for the letter that lets them in.
LETTER = {
    "CompanyName": "Example Networks 示例",
    "LineType": "FIBRE",
    "Si": "杭州施工队",
    "ConstructionTime": "2031-03-01T08:00:00Z",
    "Bandwidth": 1000,
    "PMInfo": ENGINEERS,
}
# A month of a line, paid from the balance at once.
A_MONTH = {"InstanceChargeType": "PrePaid", "PricingCycle": "Month", "Period": 1, "AutoPay": True}


@dataclass(frozen=True)
class Line:
    """A dedicated line, or a shared one, as one of the clients sees it."""

    client: Client
    id: str

    @classmethod
    def apply(cls, client: Client, **parameters: Any) -> Line:
        """Applies for a line of 1 Gbit/s."""
        usual = {"AccessPointId": ACCESS_POINT, "LineOperator": "CT", "PortType": "1000Base-LX"}
        usual |= {"PeerLocation": "杭州市 1 Example Street", "bandwidth": 1000}
        created = client.call("CreatePhysicalConnection", **usual | parameters)
        return cls(client, created["PhysicalConnectionId"])

    @classmethod
    def enabled(cls, client: Client, **parameters: Any) -> Line:
        """A line in service, by the shortest way there is."""
        line = cls.apply(client, **parameters)
        line.wait_for("Allocated")
        line.call("ConfirmPhysicalConnection")
        line.call("EnablePhysicalConnection")
        line.wait_for("Enabled")
        return line

    def share(self, tenant: Client, **parameters: Any) -> Line:
        """Shares the line with a tenant, who sees the result."""
        owner = int(tenant.key.account)
        created = self.call("CreateVirtualPhysicalConnection", VpconnAliUid=owner, **parameters)
        return Line(tenant, created["VirtualPhysicalConnection"])

    def call(self, action: str, *, by: str = "PhysicalConnectionId", **parameters: Any) -> dict[str, Any]:
        """Calls an action about this line, which some actions know as their InstanceId."""
        return self.client.call(action, **{by: self.id}, **parameters)

    def shown(self) -> dict[str, Any]:
        """What DescribePhysicalConnections tells about it."""
        wanted = [{"Key": "PhysicalConnectionId", "Value": [self.id]}]
        answer = self.client.call("DescribePhysicalConnections", Filter=wanted)
        [line] = answer["PhysicalConnectionSet"]["PhysicalConnectionType"]
        return line

    def listed(self, client: Client, **filters: Any) -> dict[str, Any]:
        """What ListVirtualPhysicalConnections tells a client about this shared line."""
        this = {"VirtualPhysicalConnectionIds": [self.id]}
        answer = client.call("ListVirtualPhysicalConnections", **this, **filters)
        assert (answer["Count"], answer["TotalCount"]) == (1, 1)
        [line] = answer["VirtualPhysicalConnections"]
        return line

    def letter(self) -> dict[str, Any]:
        """What DescribePhysicalConnectionLOA tells about its letter of authorisation."""
        return self.call("DescribePhysicalConnectionLOA", by="InstanceId")["PhysicalConnectionLOAType"]

    def wait_for(self, status: str) -> None:
        """Waits until it is in a state."""
        wait_until(lambda: self.shown()["Status"] == status, f"{self.id} is {status}")

    def wait_for_letter(self, status: str) -> None:
        """Waits until its letter is in a state."""
        wait_until(lambda: self.letter()["Status"] == status, f"the letter of {self.id} is {status}")


@dataclass(frozen=True)
class BorderRouter:
    """A virtual border router, as one of the clients sees it."""

    client: Client
    id: str

    # What DescribeVirtualBorderRouters says of one that works.
    ACTIVE: ClassVar[str] = "active"

    @classmethod
    def make(cls, line: Line, vlan: int, **parameters: Any) -> BorderRouter:
        """Makes one for the line's owner."""
        created = line.call("CreateVirtualBorderRouter", VlanId=vlan, **addresses(vlan), **parameters)
        return cls(line.client, created["VbrId"])

    @classmethod
    def make_for(cls, tenant: Client, line: Line, vlan: int) -> BorderRouter:
        """Makes one for another account, which has to accept it, and sees the result."""
        owner = int(tenant.key.account)
        created = line.call("CreateVirtualBorderRouter", VlanId=vlan, VbrOwnerId=owner)
        return cls(tenant, created["VbrId"])

    def accept(self, vlan: int) -> None:
        """Accepts it, by giving it its addresses."""
        self.call("ModifyVirtualBorderRouterAttribute", **addresses(vlan))
        self.wait_for(self.ACTIVE)

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Calls an action about this router."""
        return self.client.call(action, VbrId=self.id, **parameters)

    def all_shown(self) -> list[dict[str, Any]]:
        """What DescribeVirtualBorderRouters finds by its id."""
        wanted = [{"Key": "VbrId", "Value": [self.id]}]
        answer = self.client.call("DescribeVirtualBorderRouters", Filter=wanted)
        return answer["VirtualBorderRouterSet"]["VirtualBorderRouterType"]

    def shown(self) -> dict[str, Any]:
        """What DescribeVirtualBorderRouters tells about it."""
        [router] = self.all_shown()
        return router

    def wait_for(self, status: str) -> None:
        """Waits until it is in a state."""
        wait_until(lambda: self.shown()["Status"] == status, f"{self.id} is {status}")

    def remove(self) -> None:
        """Deletes it, and waits until it is gone."""
        self.call("DeleteVirtualBorderRouter")
        wait_until(lambda: self.all_shown() == [], f"{self.id} is gone")


@dataclass(frozen=True)
class Cen:
    """A Cloud Enterprise Network instance."""

    client: Client
    id: str

    @classmethod
    def make(cls, client: Client) -> Cen:
        """Makes one, and waits until it is there."""
        cen = cls(client, client.call_cbn("CreateCen", Name="story")["CenId"])
        wait_until(lambda: [one["Status"] for one in cen.all_shown()] == ["Active"], f"{cen.id} is Active")
        return cen

    def all_shown(self) -> list[dict[str, Any]]:
        """What DescribeCens finds by its id."""
        wanted = [{"Key": "CenId", "Value": [self.id]}]
        return self.client.call_cbn("DescribeCens", Filter=wanted)["Cens"]["Cen"]

    def attach(self, router: BorderRouter) -> None:
        """Attaches a border router, and waits until it is."""
        child = self._child(router)
        self.client.call_cbn("AttachCenChildInstance", **child)

        def attached() -> bool:
            attribute = self.client.call_cbn("DescribeCenAttachedChildInstanceAttribute", **child)
            return attribute["Status"] == "Attached"

        wait_until(attached, f"{router.id} is attached")
        [attachment] = router.shown()["AssociatedCens"]["AssociatedCen"]
        assert (attachment["CenId"], attachment["CenStatus"]) == (self.id, "Attached")

    def detach(self, router: BorderRouter) -> None:
        """Detaches a border router, and waits until it is."""
        self.client.call_cbn("DetachCenChildInstance", **self._child(router))
        wait_until(
            lambda: router.shown()["AssociatedCens"]["AssociatedCen"] == [], f"{router.id} is detached"
        )

    def remove(self) -> None:
        """Deletes it, and waits until it is gone."""
        self.client.call_cbn("DeleteCen", CenId=self.id)
        wait_until(lambda: self.all_shown() == [], f"{self.id} is gone")

    def _child(self, router: BorderRouter) -> dict[str, str]:
        return {
            "CenId": self.id,
            "ChildInstanceId": router.id,
            "ChildInstanceType": "VBR",
            "ChildInstanceRegionId": router.client.region,
        }


def addresses(vlan: int) -> dict[str, str]:
    """Both ends' addresses on a VLAN up to 255."""
    return {
        "LocalGatewayIp": f"10.0.{vlan}.1",
        "PeerGatewayIp": f"10.0.{vlan}.2",
        "PeeringSubnetMask": "255.255.255.252",
    }
