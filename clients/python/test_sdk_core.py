"""The stories told by `aliyun-python-sdk-core` with its requests for Vpc and Cbn, which sign with HMAC-SHA1."""

import importlib
import json

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from family_story import FamilyStory
from fault_story import TEXT, Fault, FaultStory, Told
from line_story import LineStory
from network import Refused
from reference_story import ReferenceStory
from story import HANGZHOU, NOBODYS, Story, Teller
from xconnect_server import OWN


def typed_request(requests, action, parameters):
    """The SDK's request class for an action, filled in by its setters: set_Name, and set_Filters for a list."""
    module = importlib.import_module(f"{requests}.{action}Request")
    request = getattr(module, f"{action}Request")()
    for name, value in parameters.items():
        plural = "s" if isinstance(value, list) else ""
        getattr(request, f"set_{name}{plural}")(value)
    return request


class RpcClient:
    """The SDK's client for one region, with the server as that region's endpoint."""

    def __init__(self, server, key, region, https):
        self.key, self.region = key, region
        self._protocol = "https" if https else "http"
        self._client = AcsClient(key.id, key.secret, region, verify=server.authority if https else None)
        for product in ("Vpc", "Cbn"):
            self._client.add_endpoint(region, product, server.https if https else server.http)

    def call(self, action, **parameters):
        return self._send(typed_request("aliyunsdkvpc.request.v20160428", action, parameters))

    def call_cbn(self, action, **parameters):
        return self._send(typed_request("aliyunsdkcbn.request.v20170912", action, parameters))

    def _send(self, request):
        request.set_protocol_type(self._protocol)
        try:
            return json.loads(self._client.do_action_with_exception(request))
        except ServerException as refused:
            raise Refused(
                refused.get_error_code(),
                refused.get_http_status(),
                refused.get_error_msg(),
                refused.get_request_id(),
            ) from refused


class RpcTeller(Teller):
    # The SDK compares the server's string to sign with its own, and concludes that only the secret can be wrong.
    wrong_secret = "InvalidAccessKeySecret"

    def connect(self, server, key, region, *, https=False):
        return RpcClient(server, key, region, https)


class TestStory(RpcTeller, Story):
    pass


class TestLineStory(RpcTeller, LineStory):
    pass


class TestReferenceStory(RpcTeller, ReferenceStory):
    pass


class TestFamilyStory(RpcTeller, FamilyStory):
    pass


class TestFaultStory(RpcTeller, FaultStory):
    # Its name for whatever a server answers, and for what happens to itself.
    throttled = refused = failed = ServerException
    unreachable = ClientException

    def ask(self, server, action="DescribeVpcs", *, read_ms=None, **parameters):
        request = typed_request("aliyunsdkvpc.request.v20160428", action, parameters)
        # However many retries it is asked for: it knows none for this product.
        client = AcsClient(OWN.id, OWN.secret, HANGZHOU, max_retry_time=3)
        client.add_endpoint(HANGZHOU, "Vpc", server.http)
        if read_ms is not None:
            request.set_read_timeout(read_ms / 1000)
        return json.loads(client.do_action_with_exception(request))

    def told(self, error):
        return Told(
            error.get_error_code(), error.get_http_status(), error.get_error_msg(), error.get_request_id()
        )

    def text(self, status, request_id):
        return TEXT

    def test_an_error_of_its_own_has_no_answer(self, server):
        Fault(server.operator, delay="3s", calls=1)
        with pytest.raises(ClientException) as caught:
            self.ask(server, read_ms=300)
        assert caught.value.get_error_code() == "SDK.HttpError"


def common_request(server, action, method="GET", **parameters):
    """A request without a class of its own. In a POST the parameters go into the body."""
    request = CommonRequest(domain=server.http, version="2016-04-28", action_name=action)
    request.set_method(method)
    add = request.add_query_param if method == "GET" else request.add_body_params
    for name, value in parameters.items():
        add(name, value)
    return request


def test_errors_are_the_sdks_own(server):
    client = AcsClient(OWN.id, OWN.secret, HANGZHOU)
    missing = common_request(server, "ConnectRouterInterface", RouterInterfaceId=NOBODYS)
    with pytest.raises(ServerException) as caught:
        client.do_action_with_exception(missing)
    error = caught.value
    assert str(error) == (
        "HTTP Status: 404 Error:InvalidRouterInterfaceId.NotFound "
        f"The specified RouterInterfaceId does not exist in our record. RequestID: {error.get_request_id()}"
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_requests_without_a_class(server, method):
    client = AcsClient(OWN.id, OWN.secret, HANGZHOU)
    description = "all of é*~ /+&=%!'()"
    request = common_request(server, "CreateVpc", method, CidrBlock="10.0.0.0/8", Description=description)
    created = json.loads(client.do_action_with_exception(request))
    found = json.loads(client.do_action_with_exception(common_request(server, "DescribeVpcs", method)))
    [vpc] = found["Vpcs"]["Vpc"]
    assert (vpc["VpcId"], vpc["Description"]) == (created["VpcId"], description)
