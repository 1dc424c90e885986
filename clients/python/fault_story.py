"""The story of what goes wrong on the way: what a client makes of failures, and of answers that do not come.

The operator makes the calls fail, and counts them.
"""

from __future__ import annotations

import threading
from typing import Any, ClassVar, NamedTuple

import pytest

from story import REQUEST_ID, Teller
from xconnect_server import Operator, Server

ACTION = "DescribeVpcs"
TEXT = "Told by the operator."
# An answer that is late by far, and how long a client waits for it.
LATE, READ_MS = "3s", 300
# When a call is surely under way, and surely not answered.
UNDER_WAY_SECONDS = 0.5


class Told(NamedTuple):
    """What an exception of a client tells about an answer."""

    code: str
    status: int
    message: str
    request_id: str


class Fault:
    """Calls that fail or take long on purpose, because the operator was asked for it."""

    def __init__(self, operator: Operator, **fault: Any) -> None:
        self._operator = operator
        self._id = operator.post("/v1/faults", {"action": ACTION} | fault)["id"]

    def struck(self) -> int:
        """How many calls it has met: as many as the client made."""
        return self._operator.get(f"/v1/faults/{self._id}")["struck"]


@pytest.mark.serve(operator=True)
class FaultStory(Teller):
    """A client meets a server that fails, is slow, or is not there."""

    # The classes of its exceptions, for answers that say no and for those that never came.
    throttled: ClassVar[type[Exception]]
    refused: ClassVar[type[Exception]]
    failed: ClassVar[type[Exception]]
    unreachable: ClassVar[type[Exception]]

    def ask(
        self, server: Server, action: str = ACTION, *, read_ms: int | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """Calls an action with the client's own time-outs and exceptions, waiting so long for the answer."""
        raise NotImplementedError

    def told(self, error: Exception) -> Told:
        """What its exception tells about an answer."""
        raise NotImplementedError

    def text(self, status: int, request_id: str) -> str:
        """What it makes of the message `TEXT`."""
        raise NotImplementedError

    @pytest.mark.parametrize(
        ("code", "status", "kind"),
        [
            ("ServiceUnavailable", 503, "failed"),
            ("InternalError", 500, "failed"),
            ("Throttling", 400, "throttled"),
            ("Throttling.User", 429, "throttled"),
            ("Forbidden.RAM", 403, "refused"),
        ],
    )
    def test_a_failure_is_told_and_not_tried_again(self, server, code, status, kind):
        fault = Fault(server.operator, error={"code": code, "http": status, "message": TEXT})
        with pytest.raises(Exception) as caught:
            self.ask(server)
        assert type(caught.value) is getattr(self, kind)
        told = self.told(caught.value)
        assert (told.code, told.status) == (code, status)
        assert REQUEST_ID.fullmatch(told.request_id)
        assert told.message == self.text(status, told.request_id)
        assert fault.struck() == 1

    def test_an_answer_that_is_late_is_given_up_once(self, server):
        fault = Fault(server.operator, delay=LATE, calls=1)
        with pytest.raises(self.unreachable, match="Read timed out"):
            self.ask(server, read_ms=READ_MS)
        assert fault.struck() == 1
        # The next call has a server as good as new.
        assert self.ask(server, read_ms=READ_MS)["TotalCount"] == 0

    def test_a_write_given_up_and_made_again_happens_once(self, server):
        Fault(server.operator, action="CreateVpc", delay=LATE, calls=1)
        wanted = {"CidrBlock": "10.1.0.0/16", "ClientToken": "once"}
        with pytest.raises(self.unreachable):
            self.ask(server, "CreateVpc", read_ms=READ_MS, **wanted)
        again = [self.ask(server, "CreateVpc", **wanted)["VpcId"] for _ in range(2)]
        [vpc] = self.ask(server)["Vpcs"]["Vpc"]
        assert again == [vpc["VpcId"]] * 2

    def test_a_server_that_dies_under_way(self, server):
        Fault(server.operator, delay=LATE)
        death = threading.Timer(UNDER_WAY_SECONDS, server.kill)
        death.start()
        with pytest.raises(self.unreachable, match="Connection aborted"):
            self.ask(server)
        death.join()

    def test_a_server_that_is_gone(self, server):
        server.kill()
        with pytest.raises(self.unreachable, match="Max retries exceeded|Connection refused"):
            self.ask(server)
