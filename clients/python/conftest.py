"""What pytest has to know before it collects: the server as a fixture, and whose `assert`s to explain."""

import pytest

pytest.register_assert_rewrite("story")

from xconnect_server import Server  # noqa: E402  (nothing of ours may be imported before the line above)


@pytest.fixture
def server(tmp_path):
    """A new server for each test: nothing is in it but the two accounts."""
    with Server(tmp_path / "data") as server:
        yield server
