"""The server under test: the binary that `XCONNECT_BIN` names, on free ports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

# A start reads a log and makes a certificate, a stop answers what is under way: fractions of a second.
START_SECONDS = 20
STOP_SECONDS = 10
# What an operator asks for is answered at once.
ANSWER_SECONDS = 10
# The last thing that the server prints when it starts.
GUIDE_ENDS_WITH = "    Terraform  SSL_CERT_FILE="


class Key(NamedTuple):
    """An access key, and the number of the account that it belongs to."""

    id: str
    secret: str
    account: str


# The two accounts that a server has without any configuration.
OWN = Key("testid", "testsecret", "1234567890123456")
PARTNER = Key("partnerid", "partnersecret", "6543210987654321")


class Server:
    """A server that answers.

    `http` and `https` are where it listens, as host:port; `authority` is the file to trust for HTTPS; `guide` is what
    it printed; `operator` is its operator interface, if it is to have one. Timing and provider are what the command
    line calls so. Another server on the same folder goes on where this one ended; without one, all is kept in memory.
    """

    def __init__(
        self,
        data: Path | None = None,
        *,
        timing: str = "fast",
        provider: str = "auto",
        operator: bool = False,
    ) -> None:
        anywhere = "127.0.0.1:0"
        command = [os.environ["XCONNECT_BIN"], "serve", "--timing", timing, "--provider", provider]
        command += ["--api", anywhere, "--api-tls", anywhere, "--operator", anywhere if operator else "off"]
        command += ["--memory"] if data is None else ["--data", str(data)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.guide = self._read_guide()
        self.http = self._find(r" http://(\S+)")
        self.https = self._find(r" https://(\S+)")
        self.authority = self._find(r"\(trust (\S+)\)")
        self.operator = Operator(self._find(r"operator +(http://[^/\s]+)")) if operator else None

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
            try:
                assert self._process.wait(STOP_SECONDS) == 0, "the server did not stop cleanly"
            finally:
                self.kill()

    def kill(self) -> None:
        """Ends the server without giving it a chance to do anything."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def _read_guide(self) -> str:
        lines = []
        # A server that never gets there is ended, which ends its output and with it the loop.
        patience = threading.Timer(START_SECONDS, self._process.kill)
        patience.start()
        for line in self._process.stdout:
            lines.append(line)
            if line.startswith(GUIDE_ENDS_WITH):
                break
        patience.cancel()
        return "".join(lines)

    def _find(self, pattern: str) -> str:
        found = re.search(pattern, self.guide)
        if found is None:
            self.kill()
            raise RuntimeError(f"the server did not say where it listens, but: {self.guide!r}")
        return found[1]


class Operator:
    """The operator interface of a server: JSON in, JSON out; a refusal is an `HTTPError`."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> dict[str, Any]:
        """Asks for what is at a path."""
        return self._send("GET", path, None)

    def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Has something done, and returns what has become of it."""
        return self._send("POST", path, body or {})

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Describes what is to be at a path, and returns what it is now."""
        return self._send("PUT", path, body)

    def patch(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Changes what is at a path, and returns what it is now."""
        return self._send("PATCH", path, body)

    def settle(self) -> None:
        """Runs the service clock until whatever is left waits for somebody."""
        assert self.post("/v1/clock/run-dry")["settled"]

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(self.address + path, content, headers, method=method)
        with urlopen(request, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)
