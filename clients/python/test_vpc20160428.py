"""The stories told by `alibabacloud_vpc20160428` and its sister for CEN, which sign with ACS3-HMAC-SHA256."""

import asyncio
import re

import pytest
from alibabacloud_cbn20170912 import models as cbn_models
from alibabacloud_cbn20170912.client import Client as CbnClient
from alibabacloud_tea_openapi.exceptions import (
    AlibabaCloudException,
    ClientException,
    ServerException,
    ThrottlingException,
)
from alibabacloud_tea_openapi.utils_models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client as VpcClient
from darabonba.exceptions import UnretryableException
from darabonba.policy.retry import RetryOptions

from family_story import FamilyStory
from fault_story import TEXT, Fault, FaultStory, Told
from line_story import LineStory
from network import Refused
from reference_story import ReferenceStory
from story import HANGZHOU, NOBODYS, Story, Teller
from xconnect_server import OWN


def config(server, key=OWN, *, https=False):
    """What points the SDK at a server."""
    return Config(
        access_key_id=key.id,
        access_key_secret=key.secret,
        endpoint=server.https if https else server.http,
        protocol="HTTPS" if https else "HTTP",
        ca=server.authority if https else None,
    )


class Acs3Client:
    """The SDKs' typed requests and responses, read from and written to the API's own names."""

    def __init__(self, server, key, region, https):
        self.key, self.region = key, region
        self._vpc = VpcClient(config(server, key, https=https))
        self._cbn = CbnClient(config(server, key, https=https))

    def call(self, action, **parameters):
        return send(self._vpc, models, action, {"RegionId": self.region, **parameters})

    def call_cbn(self, action, **parameters):
        return send(self._cbn, cbn_models, action, parameters)


def ask(client, requests, action, parameters):
    """Makes a typed request of the parameters, and plain fields of the typed response."""
    request = getattr(requests, f"{action}Request")().from_map(parameters)
    # DescribeVSwitches is describe_vswitches.
    method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", action).lower()
    return getattr(client, method)(request).body.to_map()


def send(client, requests, action, parameters):
    """Asks, and makes the SDK's refusal the story's."""
    try:
        return ask(client, requests, action, parameters)
    except AlibabaCloudException as refused:
        raise Refused(refused.code, refused.status_code, refused.message, refused.request_id) from refused


class Acs3Teller(Teller):
    def connect(self, server, key, region, *, https=False):
        return Acs3Client(server, key, region, https)


class TestStory(Acs3Teller, Story):
    pass


class TestLineStory(Acs3Teller, LineStory):
    pass


class TestReferenceStory(Acs3Teller, ReferenceStory):
    pass


class TestFamilyStory(Acs3Teller, FamilyStory):
    pass


class TestFaultStory(Acs3Teller, FaultStory):
    throttled, refused, failed = ThrottlingException, ClientException, ServerException
    unreachable = UnretryableException

    def ask(self, server, action="DescribeVpcs", *, read_ms=None, retries=None, **parameters):
        wanted = config(server)
        wanted.read_timeout, wanted.retry_options = read_ms, retries
        return ask(VpcClient(wanted), models, action, {"RegionId": HANGZHOU, **parameters})

    def told(self, error):
        return Told(error.code, error.status_code, error.message, error.request_id)

    def text(self, status, request_id):
        return f"code: {status}, {TEXT} request id: {request_id}"

    def test_throttling_says_when_to_come_again(self, server):
        Fault(server.operator, error={"code": "Throttling"})
        with pytest.raises(ThrottlingException) as caught:
            self.ask(server)
        assert caught.value.retry_after > 0

    def test_who_asks_for_retries_gets_them(self, server):
        what = {"errorCode": ["ServiceUnavailable"], "exception": [ServerException.__name__]}
        retries = RetryOptions({"retryable": True, "retryCondition": [{"maxAttempts": 3} | what]})
        passing = Fault(server.operator, error={"code": "ServiceUnavailable"}, calls=2)
        assert self.ask(server, retries=retries)["TotalCount"] == 0
        assert passing.struck() == 2
        lasting = Fault(server.operator, error={"code": "ServiceUnavailable"})
        with pytest.raises(ServerException):
            self.ask(server, retries=retries)
        assert lasting.struck() == 3


def test_errors_are_the_sdks_own(server):
    missing = models.ConnectRouterInterfaceRequest(region_id=HANGZHOU, router_interface_id=NOBODYS)
    with pytest.raises(ClientException) as caught:
        VpcClient(config(server)).connect_router_interface(missing)
    error = caught.value
    assert (error.code, error.status_code) == ("InvalidRouterInterfaceId.NotFound", 404)
    assert error.message == (
        "code: 404, The specified RouterInterfaceId does not exist in our record. "
        f"request id: {error.request_id}"
    )
    assert error.data["HostId"] == server.http


def test_responses_are_typed(server):
    client = VpcClient(config(server))
    created = client.create_vpc(models.CreateVpcRequest(region_id=HANGZHOU, cidr_block="10.0.0.0/8"))
    assert created.status_code == 200
    assert created.headers["x-acs-request-id"] == created.body.request_id
    vpc = client.describe_vpcs(models.DescribeVpcsRequest(region_id=HANGZHOU)).body.vpcs.vpc[0]
    assert (vpc.vpc_id, vpc.vrouter_id) == (created.body.vpc_id, created.body.vrouter_id)
    assert (vpc.owner_id, vpc.is_default, vpc.tags.tag) == (int(OWN.account), False, [])


def test_calls_may_be_asynchronous(server):
    async def many():
        client = VpcClient(config(server))
        # Under asyncio the SDK writes the query without escaping / ? : @ and sends another content type.
        request = models.DescribeVpcsRequest(region_id=HANGZHOU, vpc_name="a/b?c:d@e,f")
        return await asyncio.gather(*(client.describe_vpcs_async(request) for _ in range(8)))

    assert [answer.body.total_count for answer in asyncio.run(many())] == [0] * 8


def test_the_sdk_may_sign_the_older_way(server):
    older = config(server)
    older.signature_algorithm = "v2"
    answer = VpcClient(older).describe_vpcs(models.DescribeVpcsRequest(region_id=HANGZHOU))
    assert answer.body.total_count == 0
