"""The story of the routers, told once: each official client has its `Teller`, who also inherits from `Story`."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import Iterator

import pytest

from network import Client, Network, Refused
from xconnect_server import OWN, PARTNER, Key, Server

HANGZHOU, BEIJING = "cn-hangzhou", "cn-beijing"
# An interface that nothing else is known of.
SPARE = {"Role": "InitiatingSide", "Spec": "Small.1", "OppositeRegionId": BEIJING}
# An interface that nobody has.
NOBODYS = "ri-bp1nobodyhasthisone00"
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


@contextmanager
def refuses(code: str, *, status: int = 400, saying: str = "") -> Iterator[None]:
    """What is called inside has to be refused, and the client has to tell why."""
    with pytest.raises(Refused) as caught:
        yield
    refused = caught.value
    assert (refused.code, refused.status) == (code, status)
    assert saying in refused.message
    assert REQUEST_ID.fullmatch(refused.request_id)


class Teller:
    """Whoever can tell a story, because there is an official client."""

    # What the client makes of a wrong secret.
    wrong_secret = "SignatureDoesNotMatch"

    def connect(self, server: Server, key: Key, region: str, *, https: bool = False) -> Client:
        """A client of the kind that tells the story."""
        raise NotImplementedError


class Story(Teller):
    """Two accounts connect their routers, with everything that can be done and go wrong on the way."""

    @pytest.fixture
    def here(self, server: Server) -> Network:
        """The first account's network."""
        return Network.make(self.connect(server, OWN, HANGZHOU), "10.1.0.0/16")

    @pytest.fixture
    def there(self, server: Server) -> Network:
        """The second account's network."""
        return Network.make(self.connect(server, PARTNER, BEIJING), "10.2.0.0/16")

    def test_regions_and_zones(self, server):
        client = self.connect(server, OWN, HANGZHOU)
        regions = client.call("DescribeRegions")["Regions"]["Region"]
        assert {HANGZHOU, BEIJING} <= {region["RegionId"] for region in regions}
        zones = client.call("DescribeZones")["Zones"]["Zone"]
        assert zones and all(zone["ZoneId"].startswith(HANGZHOU) for zone in zones)

    def test_a_connection_from_first_to_last(self, here, there):
        initiator, acceptor = here.add_pair(there)
        initiator.point_at(acceptor)
        acceptor.point_at(initiator)
        initiator.call("ConnectRouterInterface")
        for end, other in [(initiator, acceptor), (acceptor, initiator)]:
            end.wait_for("Active")
            seen = end.attribute()
            assert seen["OppositeInterfaceId"] == other.id
            assert seen["OppositeInterfaceStatus"] == "Active"
            assert seen["OppositeInterfaceOwnerId"] == other.network.client.key.account
            assert seen["ConnectedTime"] != ""
        assert (initiator.attribute()["Bandwidth"], acceptor.attribute()["OppositeBandwidth"]) == (2000, 2000)

        assert initiator.call("ModifyRouterInterfaceSpec", Spec="Large.5")["Spec"] == "Large.5"
        initiator.wait_for("Active")
        assert initiator.attribute()["Bandwidth"] == 5000

        initiator.call("DeactivateRouterInterface")
        initiator.wait_for("Inactive")
        assert acceptor.attribute()["OppositeInterfaceStatus"] == "Inactive"
        initiator.call("ActivateRouterInterface")
        initiator.wait_for("Active")

        for end in (initiator, acceptor):
            end.call("DeactivateRouterInterface")
            end.wait_for("Inactive")
            end.call("DeleteRouterInterface")
            end.wait_until_gone()
        for network in (here, there):
            network.remove()

    def test_lists_are_filtered_and_paged(self, here):
        names = ("first", "second", "third")
        first, second, third = [here.add_interface(**SPARE, Name=name) for name in names]
        assert first.listed(second.id) == [second.id]
        assert first.listed("third", by="Name") == [third.id]
        assert set(first.listed("first", "third", by="Name")) == {first.id, third.id}
        assert set(first.listed("Idle", "Active", by="Status")) == {first.id, second.id, third.id}
        assert first.listed("Active", by="Status") == []

        def page(number: int) -> list[str]:
            answer = here.client.call("DescribeRouterInterfaces", PageNumber=number, PageSize=2)
            assert (answer["TotalCount"], answer["PageSize"]) == (3, 2)
            return [one["RouterInterfaceId"] for one in answer["RouterInterfaceSet"]["RouterInterfaceType"]]

        assert (len(page(1)), len(page(2))) == (2, 1)
        assert set(page(1) + page(2)) == {first.id, second.id, third.id}
        assert page(9) == page(2)
        with refuses("InvalidParameter"):
            here.client.call("DescribeRouterInterfaces", PageSize=51)

    def test_tags_are_put_on_found_and_taken_off(self, here):
        tags = [{"Key": "team", "Value": "net work"}, {"Key": "成本", "Value": "é*~/+&=%!'()"}]
        first = [{"Key": "born", "Value": "with"}]
        interface = here.add_interface(**SPARE, Tags=first)
        of_interface = {"ResourceType": "ROUTERINTERFACE", "ResourceId": [interface.id]}
        here.client.call("TagResourcesForExpressConnect", **of_interface, Tag=tags)
        here.client.call("UntagResourcesForExpressConnect", **of_interface, TagKey=["born"])
        listed = here.client.call("ListTagResourcesForExpressConnect", **of_interface)
        expected = {tag["Key"]: tag["Value"] for tag in tags}
        assert {one["TagKey"]: one["TagValue"] for one in listed["TagResources"]["TagResource"]} == expected
        shown = interface.attribute()["Tags"]["Tags"]
        assert {tag["Key"]: tag["Value"] for tag in shown} == expected
        found = here.client.call("DescribeRouterInterfaces", Tags=tags[1:])
        assert found["TotalCount"] == 1

        of_vpc = {"ResourceType": "VPC", "ResourceId": [here.vpc]}
        here.client.call("TagResources", **of_vpc, Tag=tags[:1])
        listed = here.client.call("ListTagResources", **of_vpc)["TagResources"]["TagResource"]
        assert [(one["ResourceId"], one["TagKey"]) for one in listed] == [(here.vpc, "team")]
        here.client.call("UnTagResources", **of_vpc, All=True)
        assert here.client.call("ListTagResources", **of_vpc)["TagResources"]["TagResource"] == []

    def test_a_connection_is_refused_until_everything_fits(self, here, there):
        initiator, acceptor = here.add_pair(there)
        with refuses("IncorrectRole.NotInitiatingSide", saying="is not InitiatingSide"):
            acceptor.call("ConnectRouterInterface")
        with refuses("IncorrectOppositeInterfaceInfo.NotSet"):
            initiator.call("ConnectRouterInterface")
        initiator.point_at(acceptor)
        with refuses("AttrMismatching.AcceptingSideOppositeInterfaceOwnerId"):
            initiator.call("ConnectRouterInterface")
        acceptor.point_at(initiator)
        acceptor.call("ModifyRouterInterfaceAttribute", OppositeRouterId=there.router)
        with refuses("AttrMismatching.AcceptingSideOppositeRouterId", saying="OppositeRouterId"):
            initiator.call("ConnectRouterInterface")
        acceptor.point_at(initiator)
        initiator.call("ConnectRouterInterface")
        initiator.wait_for("Active")
        with refuses("IncorrectRIStatus", saying="only when it's status is Idle"):
            initiator.call("ConnectRouterInterface")
        with refuses("IncorrectStatus"):
            initiator.call("DeleteRouterInterface")
        with refuses("DependencyViolation.VSwitch"):
            here.client.call("DeleteVpc", VpcId=here.vpc)

    def test_what_belongs_to_others_looks_missing(self, here, there):
        _, acceptor = here.add_pair(there)
        for missing in (acceptor.id, NOBODYS):
            with refuses("InvalidRouterInterfaceId.NotFound", status=404, saying="does not exist in our"):
                here.client.call("ActivateRouterInterface", RouterInterfaceId=missing)
            seen = here.client.call("DescribeRouterInterfaceAttribute", InstanceId=missing)
            assert seen["RouterInterfaceId"] == ""
        assert acceptor.attribute()["RouterInterfaceId"] == acceptor.id

    def test_keys_that_do_not_fit(self, server):
        for key, code, status in [
            (OWN._replace(secret="wrong"), self.wrong_secret, 400),
            (OWN._replace(id="nobody"), "InvalidAccessKeyId.NotFound", 400),
        ]:
            with refuses(code, status=status):
                self.connect(server, key, HANGZHOU).call("DescribeVpcs")

    def test_a_token_makes_a_call_happen_once(self, here):
        wanted = {**SPARE, "ClientToken": "once"}
        interface = here.add_interface(**wanted, Name="first")
        assert here.add_interface(**wanted, Name="first") == interface
        with refuses("IdempotentParameterMismatch"):
            here.add_interface(**wanted, Name="other")
        assert interface.listed("Idle", by="Status") == [interface.id]

    def test_a_dry_run_leaves_nothing_behind(self, server):
        client = self.connect(server, OWN, HANGZHOU)
        with refuses("DRYRUN.SUCCESS"):
            client.call("CreateVpc", CidrBlock="10.1.0.0/16", DryRun=True)
        assert client.call("DescribeVpcs")["TotalCount"] == 0

    def test_fast_link_makes_both_ends_and_one_call_removes_them(self, server, here):
        client = self.connect(server, OWN, BEIJING)
        there = Network.make(client, "10.2.0.0/16")
        initiator = here.add_interface(
            Role="InitiatingSide",
            Spec="Middle.1",
            OppositeRegionId=BEIJING,
            OppositeRouterType="VRouter",
            OppositeRouterId=there.router,
            FastLinkMode=True,
        )
        initiator.wait_for("Active")
        [acceptor] = client.call("DescribeRouterInterfaces")["RouterInterfaceSet"]["RouterInterfaceType"]
        assert (acceptor["Role"], acceptor["Status"]) == ("AcceptingSide", "Active")
        assert (acceptor["OppositeInterfaceId"], acceptor["FastLinkMode"]) == (initiator.id, True)

        with refuses("IncorrectStatus"):
            initiator.call("DeleteExpressConnect")
        initiator.call("DeleteExpressConnect", Force=True)
        initiator.wait_until_gone()
        assert client.call("DescribeRouterInterfaces")["TotalCount"] == 0

    def test_https_with_the_authority_that_the_server_made(self, server):
        network = Network.make(self.connect(server, OWN, HANGZHOU, https=True), "10.1.0.0/16")
        with refuses("InvalidRouterInterfaceId.NotFound", status=404):
            network.client.call("ConnectRouterInterface", RouterInterfaceId=NOBODYS)

    def test_a_kill_loses_nothing_that_was_acknowledged(self, server, tmp_path, here, there):
        initiator, acceptor = here.add_pair(there)
        once = {**SPARE, "ClientToken": "once"}
        spare = here.add_interface(**once)
        initiator.point_at(acceptor)
        acceptor.point_at(initiator)
        networks = [network.client.call("DescribeVpcs")["Vpcs"] for network in (here, there)]
        initiator.call("ConnectRouterInterface")
        server.kill()

        with Server(tmp_path / "data") as successor:
            here = replace(here, client=self.connect(successor, OWN, HANGZHOU))
            there = replace(there, client=self.connect(successor, PARTNER, BEIJING))
            assert [network.client.call("DescribeVpcs")["Vpcs"] for network in (here, there)] == networks
            replace(initiator, network=here).wait_for("Active")
            replace(acceptor, network=there).wait_for("Active")
            assert here.add_interface(**once).id == spare.id
