"""The story of the lines: how they come into service, are shared, and carry border routers."""

from __future__ import annotations

import io
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from lines import A_MONTH, ACCESS_POINT, ENGINEERS, LETTER, BorderRouter, Cen, Line, addresses
from network import Client, wait_until
from story import HANGZHOU, Teller, refuses
from xconnect_server import OWN, PARTNER, Server

# A line that nobody has.
NOBODYS = "pc-bp1nobodyhasthisone00"
# Shared by one account, paid and used by the other.
SHARED = {"VlanId": 10, "Spec": "50M", "OrderMode": "PayByVirtualPhysicalConnectionOwner"}
# Nobody can rely on a VLAN longer than this after its border router has been terminated.
AFTER_RETENTION = {"duration": "8d"}
DOWNLOAD_SECONDS = 10


def read_letter(url: str) -> str:
    """Downloads a letter of authorisation, and returns its text as a PDF reader sees it."""
    with urlopen(url, timeout=DOWNLOAD_SECONDS) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        content = answer.read()
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content), strict=True).pages)


# Where the way into service is not what is told, it takes no time.
@pytest.mark.serve(timing="instant")
class LineStory(Teller):
    """An account gets lines, shares one with a tenant, and puts border routers on them."""

    @pytest.fixture
    def owner(self, server: Server) -> Client:
        """The client of the account that has the lines."""
        return self.connect(server, OWN, HANGZHOU)

    @pytest.fixture
    def tenant(self, server: Server) -> Client:
        """The client of the account that the lines are shared with."""
        return self.connect(server, PARTNER, HANGZHOU)

    @pytest.mark.serve(timing="fast")
    def test_a_line_from_application_to_service(self, owner):
        owner.call("OpenPhysicalConnectionService")
        assert owner.call("GetPhysicalConnectionServiceStatus")["Enabled"] is True
        points = owner.call("DescribeAccessPoints")["AccessPointSet"]["AccessPointType"]
        [point] = [point for point in points if point["AccessPointId"] == ACCESS_POINT]
        assert (point["AttachedRegionNo"], point["Status"]) == (HANGZHOU, "recommended")

        line = Line.apply(owner, AccessPointId=point["AccessPointId"], Name="story", CircuitCode="longtel001")
        line.wait_for("Allocated")
        shown = line.shown()
        assert shown["AdLocation"].startswith(point["Name"]) and shown["PortNumber"] == "1"
        assert (shown["ProductType"], shown["Bandwidth"]) == ("PhysicalConnection", 1000)
        assert (shown["Name"], shown["CircuitCode"]) == ("story", "longtel001")

        line.call("ApplyPhysicalConnectionLOA", by="InstanceId", **LETTER)
        with refuses("Forbidden.NotAllowedInState"):
            line.call("ConfirmPhysicalConnection")
        line.wait_for_letter("Available")
        letter = line.letter()
        assert letter["PMInfo"]["PMInfo"] == ENGINEERS
        text = read_letter(letter["LoaUrl"])
        place = [shown["AdLocation"], f"port {shown['PortNumber']}"]
        names = [LETTER["CompanyName"], LETTER["Si"], *(engineer["PMName"] for engineer in ENGINEERS)]
        for fact in [line.id, *place, *names]:
            assert fact in text
        assert ENGINEERS[1]["PMCertificateNo"] not in text

        line.call("CompletePhysicalConnectionLOA", by="InstanceId", LineCode="aaa111", LineLabel="bbb222")
        line.wait_for_letter("Complete")
        letter = line.letter()
        assert (letter["LineCode"], letter["LineLabel"]) == ("aaa111", "bbb222")
        order = line.call("CreatePhysicalConnectionOccupancyOrder", **A_MONTH)
        assert int(order["Data"]["OrderId"]) > 0
        # What has been paid for is opened as soon as it is confirmed.
        line.call("ConfirmPhysicalConnection")
        line.wait_for("Enabled")
        shown = line.shown()
        assert shown["CreationTime"] <= shown["EnabledTime"] < shown["EndTime"]
        assert (shown["LoaStatus"], shown["ChargeType"]) == ("Complete", "Prepaid")

    @pytest.mark.serve(provider="manual", operator=True)
    def test_nothing_moves_without_the_operator(self, server, owner):
        operator = server.operator
        line = Line.apply(owner)

        def do(step: str, **body: str | int) -> None:
            operator.post(f"/v1/lines/{line.id}/{step}", body)

        def stays(status: str, letter: str = "") -> None:
            operator.settle()
            shown = line.shown()
            assert (shown["Status"], shown["LoaStatus"]) == (status, letter)

        stays("Initial")
        do("approve")
        stays("Approved")
        do("allocate", device=f"{ACCESS_POINT}-AD2", port=7)
        do("complete-construction", circuit_code="longtel002")
        stays("Allocated")
        shown = line.shown()
        assert (shown["PortNumber"], shown["CircuitCode"]) == ("7", "longtel002")

        line.call("ApplyPhysicalConnectionLOA", by="InstanceId", **LETTER)
        stays("Allocated", "Applying")
        do("loa/accept")
        stays("Allocated", "Accept")
        do("loa/issue", company="Example Builders")
        stays("Allocated", "Available")
        assert line.letter()["CompanyLocalizedName"] == "Example Builders"
        assert "Example Builders" in read_letter(line.letter()["LoaUrl"])
        line.call("CompletePhysicalConnectionLOA", by="InstanceId")
        stays("Allocated", "Completing")
        do("loa/complete")
        stays("Allocated", "Complete")

        order = line.call("CreatePhysicalConnectionOccupancyOrder", **A_MONTH | {"AutoPay": False})
        line.call("ConfirmPhysicalConnection")
        stays("Confirmed", "Complete")
        assert line.shown()["EndTime"] == ""
        operator.post(f"/v1/orders/{order['Data']['OrderId']}/pay")
        stays("Enabled", "Complete")
        assert line.shown()["EndTime"] > line.shown()["EnabledTime"]

    def test_a_redundant_line_is_on_another_device(self, owner):
        first = Line.apply(owner)
        first.wait_for("Allocated")
        second = Line.apply(owner, RedundantPhysicalConnectionId=first.id)
        second.wait_for("Allocated")
        assert second.shown()["RedundantPhysicalConnectionId"] == first.id
        assert second.shown()["AdLocation"] != first.shown()["AdLocation"]

    @pytest.mark.serve(timing="fast")
    def test_a_line_is_shared_and_paid_by_its_tenant(self, owner, tenant):
        line = Line.enabled(owner)
        shared = line.share(tenant, **SHARED, Name="shared")
        assert line.shown()["VirtualPhysicalConnectionCount"] == 1
        seen = shared.shown()
        assert (seen["ProductType"], seen["VpconnStatus"]) == ("VirtualPhysicalConnection", "UnConfirmed")
        assert (seen["ParentPhysicalConnectionId"], seen["VlanId"], seen["Spec"]) == (line.id, "10", "50M")
        assert seen["ParentPhysicalConnectionAliUid"] == int(owner.key.account)
        for client in (owner, tenant):
            listed = shared.listed(client, IsConfirmed=False, VlanIds=["10"])
            assert (listed["Name"], listed["Bandwidth"], listed["AliUid"]) == ("shared", 50, PARTNER.account)
            assert listed["VirtualPhysicalConnectionStatus"] == "UnConfirmed"

        with refuses("Forbidden.NotAllowedInState"):
            Line(owner, shared.id).call("CreatePhysicalConnectionOccupancyOrder", **A_MONTH)
        shared.call("CreatePhysicalConnectionOccupancyOrder", **A_MONTH)
        shared.call("ConfirmPhysicalConnection")
        shared.wait_for("Enabled")
        assert shared.shown()["VpconnStatus"] == "Confirmed"
        assert shared.shown()["EndTime"] > shared.shown()["EnabledTime"]

        router = BorderRouter.make(shared, vlan=10)
        assert router.shown()["PhysicalConnectionId"] == shared.id
        with refuses("Forbidden.VbrAttached"):
            shared.call("TerminatePhysicalConnection")
        router.remove()
        shared.call("TerminatePhysicalConnection")
        shared.wait_for("Terminated")
        shared.call("RecoverPhysicalConnection", by="InstanceId")
        shared.wait_for("Enabled")
        shared.call("TerminatePhysicalConnection")
        shared.wait_for("Terminated")
        shared.call("DeletePhysicalConnection")
        for client in (owner, tenant):
            listed = shared.listed(client, VirtualPhysicalConnectionStatuses=["Deleted"])
            assert listed["VirtualPhysicalConnectionStatus"] == "Deleted"

    @pytest.mark.serve(operator=True)
    def test_a_larger_size_is_had_when_it_is_paid(self, server, owner, tenant):
        shared = Line.enabled(owner).share(tenant, **SHARED)
        shared.call("ConfirmPhysicalConnection")
        # From now on the tenant's orders wait for somebody who pays them.
        server.operator.patch(f"/v1/accounts/{PARTNER.account}", {"provider": "manual"})
        changed = owner.call(
            "UpdateVirtualPhysicalConnection", InstanceId=shared.id, VlanId=11, ExpectSpec="100M"
        )
        assert changed["Success"] == "true"

        def sizes() -> tuple[str, str]:
            server.operator.settle()
            shown = shared.shown()
            assert shown["VlanId"] == "11"
            return shown["Spec"], shown["ExpectSpec"]

        assert sizes() == ("50M", "100M")
        [order] = server.operator.get(f"/v1/orders?line={shared.id}")["items"]
        server.operator.post(f"/v1/orders/{order['id']}/pay")
        assert sizes() == ("100M", "")
        assert shared.listed(owner)["Bandwidth"] == 100

    def test_a_border_router_for_another_account_becomes_a_shared_line(self, owner, tenant):
        line = Line.enabled(owner)
        router = BorderRouter.make_for(tenant, line, vlan=20)
        with refuses("IncorrectStatus.VbrId", saying=router.id):
            owner.call("CreateVpconnFromVbr", VbrId=router.id)
        router.accept(vlan=20)
        tenant.call("OpenPhysicalConnectionService")
        made = owner.call("CreateVpconnFromVbr", VbrId=router.id, OrderMode=SHARED["OrderMode"])
        shared = Line(tenant, made["VirtualPhysicalConnection"])
        assert (shared.shown()["VlanId"], shared.shown()["VpconnStatus"]) == ("20", "UnConfirmed")

        shared.call("CreatePhysicalConnectionOccupancyOrder", **A_MONTH)
        shared.call("ConfirmPhysicalConnection")
        shared.wait_for("Enabled")
        assert router.shown()["PhysicalConnectionId"] == line.id
        owner.call("AttachVbrToVpconn", VbrId=router.id, VpconnId=shared.id)
        shown = router.shown()
        assert (shown["PhysicalConnectionId"], shown["Status"]) == (shared.id, BorderRouter.ACTIVE)
        assert (shown["VlanId"], shown["LocalGatewayIp"]) == (20, addresses(20)["LocalGatewayIp"])

    @pytest.mark.serve(operator=True)
    def test_a_border_router_for_another_account(self, server, owner, tenant):
        line = Line.enabled(owner)
        own_values = addresses(30) | {"Name": "story", "Description": "story"}
        for name, value in own_values.items():
            with refuses(f"Forbidden.{name}NotAllowedByCaller", status=403, saying=name):
                line.call(
                    "CreateVirtualBorderRouter", VlanId=30, VbrOwnerId=int(PARTNER.account), **{name: value}
                )
        router = BorderRouter.make_for(tenant, line, vlan=30)
        assert router.shown()["Status"] == "unconfirmed"
        with refuses("Forbidden.VlanIdNotAllowedByCaller", status=403):
            router.call("ModifyVirtualBorderRouterAttribute", VlanId=31)
        with refuses("Forbidden.LocalGatewayIpNotAllowedByCaller", status=403):
            BorderRouter(owner, router.id).call("ModifyVirtualBorderRouterAttribute", **addresses(30))
        router.accept(vlan=30)
        kept = BorderRouter.make_for(tenant, line, vlan=31)
        kept.accept(vlan=31)

        with refuses("Forbidden.OperationNotAllowedByUser", status=403):
            router.call("TerminateVirtualBorderRouter")
        for one in (router, kept):
            BorderRouter(owner, one.id).call("TerminateVirtualBorderRouter")
            one.wait_for("terminated")
        with refuses("InvalidVlanId.Used"):
            BorderRouter.make(line, vlan=30)
        server.operator.post("/v1/clock/advance", AFTER_RETENTION)
        newcomer = BorderRouter.make(line, vlan=30)
        with refuses("OperationFailed.VlanIdAlreadyInUse"):
            BorderRouter(owner, router.id).call("RecoverVirtualBorderRouter")
        BorderRouter(owner, kept.id).call("RecoverVirtualBorderRouter")
        kept.wait_for(BorderRouter.ACTIVE)
        assert (router.shown()["Status"], newcomer.shown()["Status"]) == ("terminated", BorderRouter.ACTIVE)

    def test_two_border_routers_in_a_failover_group(self, owner):
        first = Line.enabled(owner)
        second = Line.enabled(owner, RedundantPhysicalConnectionId=first.id)
        routers = [BorderRouter.make(line, vlan=40 + number) for number, line in enumerate((first, second))]
        members = {"VbrId": routers[0].id, "PeerVbrId": routers[1].id}
        with refuses("OperationFailed.VbrCenNotRelation"):
            owner.call("CreateVbrHa", **members)
        cen = Cen.make(owner)
        for router in routers:
            cen.attach(router)
        with refuses("OperationUnsupported.VBRAttachedCen"):
            routers[0].call("DeleteVirtualBorderRouter")

        group = owner.call("CreateVbrHa", **members, Name="story")["VbrHaId"]

        def shown() -> dict[str, str]:
            return owner.call("DescribeVbrHa", VbrHaId=group)

        wait_until(lambda: shown()["Status"] == "Active", f"{group} is Active")
        assert {name: shown()[name] for name in members} == members
        with refuses("OperationFailed.VbrInUsedByOtherHa"):
            owner.call("CreateVbrHa", **members)
        owner.call("DeleteVbrHa", InstanceId=group)
        with refuses("ResourceNotFound.VbrHa", status=404):
            shown()
        for router in routers:
            cen.detach(router)
            router.remove()
        cen.remove()

    def test_what_cannot_be_is_refused(self, owner, tenant):
        line = Line.enabled(owner)
        with refuses("InvalidPhysicalConnectionId.NotFound", status=404, saying="does not exist in our"):
            Line(owner, NOBODYS).call("EnablePhysicalConnection")
        with refuses("Forbidden.NotAllowedInState", saying="does not allow in this state"):
            line.call("EnablePhysicalConnection")
        for vlan in (3000, -1):
            with refuses("InvalidVlanId.Malformed"):
                line.call("CreateVirtualBorderRouter", VlanId=vlan, **addresses(50))
        BorderRouter.make(line, vlan=50)
        with refuses("InvalidVlanId.Used"):
            BorderRouter.make(line, vlan=50)
        with refuses("InvalidVlanId.Used"):
            line.share(tenant, **SHARED | {"VlanId": 50})

        hidden = Line(tenant, line.id)
        assert tenant.call("DescribePhysicalConnections")["TotalCount"] == 0
        with refuses("InvalidPhysicalConnectionId.NotFound", status=404):
            hidden.call("TerminatePhysicalConnection")
        with refuses("InvalidPhysicalConnectionId.NotFound"):
            BorderRouter.make(hidden, vlan=51)

        # Five may be on their way at a time.
        for _ in range(5):
            Line.apply(owner)
        with refuses("QuotaExceeded.freePconnPerAP"):
            Line.apply(owner)
