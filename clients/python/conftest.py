"""What pytest has to know before it collects: the server as a fixture, and whose `assert`s to explain."""

import pytest

pytest.register_assert_rewrite(
    "family_story",
    "fault_story",
    "line_story",
    "lines",
    "network",
    "reference_network",
    "reference_story",
    "story",
)

from xconnect_server import Server  # noqa: E402  (nothing of ours may be imported before the line above)


@pytest.fixture
def server(tmp_path, request):
    """A new server for each test: nothing is in it but the two accounts. Marks `serve` say what is unusual."""
    options = {}
    for mark in reversed([*request.node.iter_markers("serve")]):
        options |= mark.kwargs
    with Server(tmp_path / "data", **options) as server:
        yield server
