"""A server starts, is found, stops politely, and does not share what cannot be shared."""

import signal
import socket
import time
from pathlib import Path

import httpx2
import pytest

from legato import beacon
from legato.exceptions import DatabaseBusy, PortInUse, ServerError, SettingError
from legato.server.run import bind, serve
from legato.server.store.lock import ServerLock
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, temporary_settings
from tests.server.programs import Program, program

pytestmark = pytest.mark.slow


def test_a_server_leaves_its_address_while_it_runs_and_ends_quietly(home: Path) -> None:
    server = Program(home)
    url = server.wait_until_up()
    seen = beacon.seen(home)
    assert seen is not None
    assert (seen.api_url, seen.pid) == (url, server.process.pid)
    assert httpx2.get(f"{url}/ready").json() == {"message": "OK"}
    start = time.monotonic()
    assert server.end(signal.SIGTERM) == ""
    assert server.process.returncode == 0
    assert time.monotonic() - start < 5
    assert beacon.seen(home) is None


def test_a_second_server_on_the_same_file_is_refused_and_told_by_whom(home: Path) -> None:
    with program(home) as first:
        second = Program(home)
        message = second.end()
        assert second.process.returncode == 1
        assert "DatabaseBusy" in message
        assert str(first.process.pid) in message
        assert "http://127.0.0.1:" in message


def test_a_killed_server_leaves_the_database_to_the_next(home: Path) -> None:
    with program(home) as first:
        first.process.kill()
        first.process.wait()
        with program(home) as second:
            assert second.process.pid != first.process.pid
        first.process.communicate()


def test_a_setting_without_a_proper_value_is_told_before_the_server_starts(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS", "0")
    with pytest.raises(SettingError, match="LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS='0' is not valid"):
        serve(port=0)
    assert list(home.iterdir()) == []


def test_the_lock_is_given_back(tmp_path: Path) -> None:
    lock = ServerLock(tmp_path / "legato.db", "http://here")
    with pytest.raises(DatabaseBusy, match="http://here"):
        ServerLock(tmp_path / "legato.db", "http://there")
    lock.release()
    ServerLock(tmp_path / "legato.db", "http://there").release()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=str(port)):
            bind("127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_an_address_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(ServerError, match="Refusing to listen"):
        serve(host)


def test_several_workers_need_postgres() -> None:
    with pytest.raises(ServerError, match="Postgres"):
        serve(port=0, workers=2)


def test_several_workers_share_postgres(home: Path, postgres_url: str) -> None:
    server = Program(home, workers=2, **{LEGATO_API_DATABASE_CONNECTION_URL.name: postgres_url})
    url = server.wait_until_up()
    with httpx2.Client(base_url=url) as http:
        names = {http.post("/flows/", json={"name": f"flow-{n}"}).json()["name"] for n in range(20)}
    assert len(names) == 20
    assert httpx2.post(f"{url}/flows/count", json={}).json() == 20
    server.end(signal.SIGTERM)
    assert server.process.returncode == 0


def test_a_database_elsewhere_is_named_when_it_is_away(home: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    with temporary_settings({LEGATO_API_DATABASE_CONNECTION_URL: url}), pytest.raises(ServerError, match="cannot be"):
        serve(port=0)
