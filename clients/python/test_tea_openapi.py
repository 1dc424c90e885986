"""The stories told by `alibabacloud_tea_openapi` on its own: the generic call, which knows no action by name."""

from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

from family_story import FamilyStory
from network import Refused


class GenericClient:
    """The core of the SDKs, told the action, its version, and plain parameters."""

    def __init__(self, server, key, region):
        self.key, self.region = key, region
        # What sets its calls apart from those of the SDKs that are built on it.
        names = {"access_key_id": key.id, "access_key_secret": key.secret, "user_agent": "generic-call"}
        self._client = OpenApiClient(Config(**names, endpoint=server.http, protocol="HTTP"))

    def call(self, action, **parameters):
        return self._send(action, "2016-04-28", {"RegionId": self.region, **parameters})

    def call_cbn(self, action, **parameters):
        return self._send(action, "2017-09-12", parameters)

    def _send(self, action, version, parameters):
        how = {"protocol": "HTTP", "pathname": "/", "method": "POST", "auth_type": "AK", "style": "RPC"}
        action = Params(action=action, version=version, **how, req_body_type="formData", body_type="json")
        request = OpenApiRequest(query=Utils.query(parameters))
        try:
            return self._client.call_api(action, request, RuntimeOptions())["body"]
        except AlibabaCloudException as refused:
            raise Refused(refused.code, refused.status_code, refused.message, refused.request_id) from refused


class TestFamilyStory(FamilyStory):
    def connect(self, server, key, region, *, https=False):
        assert not https
        return GenericClient(server, key, region)
