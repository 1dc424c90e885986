"""The server under test: the binary that `XCONNECT_BIN` names, on free ports."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple

# A start reads a log and makes a certificate, a stop answers what is under way: fractions of a second.
START_SECONDS = 20
STOP_SECONDS = 10
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
    it printed. Another server on the same folder goes on where this one ended; without one, all is kept in memory.
    """

    def __init__(self, data: Path | None = None) -> None:
        anywhere = "127.0.0.1:0"
        command = [os.environ["XCONNECT_BIN"], "serve", "--timing", "fast"]
        command += ["--api", anywhere, "--api-tls", anywhere, "--operator", "off"]
        command += ["--memory"] if data is None else ["--data", str(data)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.guide = self._read_guide()
        self.http = self._find(r" http://(\S+)")
        self.https = self._find(r" https://(\S+)")
        self.authority = self._find(r"\(trust (\S+)\)")

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
