"""A server that keeps everything in memory: what it needs on disk while it runs is gone when it stops."""

from pathlib import Path

from xconnect_server import Server


def test_nothing_is_left_on_disk():
    with Server() as server:
        authority = Path(server.authority)
        assert authority.is_file()
    assert not authority.parent.exists()
