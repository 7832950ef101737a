"""The live feed tells which runs changed, after the commit, to those who want to hear."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from legato.ids import uuid7
from legato.server.live import PAUSE_SECONDS, Changes, _Subscriber
from legato.server.relay import Relay
from legato.server.store.engine import parse_url
from tests.contract.serving import Running, serving


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        yield running


def listening(running: Running, **headers: str) -> ClientConnection:
    return connect(running.api_url.replace("http", "ws") + "/live", additional_headers=headers, open_timeout=10)


def subscribe(socket: ClientConnection, ids: list[str] | None = None) -> None:
    socket.send(json.dumps({"type": "subscribe", "flow_run_ids": ids}))
    while heard(socket)["type"] != "ready":
        pass


def heard(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(timeout=10))
    return message


def a_flow_run(running: Running) -> str:
    flow = httpx2.post(f"{running.api_url}/flows/", json={"name": "etl"}).json()
    run: str = httpx2.post(f"{running.api_url}/flow_runs/", json={"flow_id": flow["id"]}).json()["id"]
    return run


def test_a_new_run_its_logs_and_its_end_are_told(running: Running) -> None:
    with listening(running) as socket:
        subscribe(socket)
        run = a_flow_run(running)
        assert heard(socket) == {
            "type": "changed", "flow_runs": [run], "task_runs_of": [], "logs_of": [], "deleted": [],
        }  # fmt: skip
        line = {"name": "x", "level": 20, "message": "m", "timestamp": "2026-01-01T00:00:00Z", "flow_run_id": run}
        httpx2.post(f"{running.api_url}/logs/", json=[line])
        assert heard(socket)["logs_of"] == [run]
        httpx2.delete(f"{running.api_url}/flow_runs/{run}")
        assert heard(socket)["deleted"] == [run]


def test_a_subscriber_hears_only_of_the_runs_it_names(running: Running) -> None:
    first, second = a_flow_run(running), a_flow_run(running)
    with listening(running) as socket:
        subscribe(socket, [second])
        for run in (first, second):
            httpx2.patch(f"{running.api_url}/flow_runs/{run}", json={"name": "new"})
        assert heard(socket)["flow_runs"] == [second]
        subscribe(socket, [first])
        httpx2.patch(f"{running.api_url}/flow_runs/{first}", json={"name": "newer"})
        assert heard(socket)["flow_runs"] == [first]


def test_what_is_no_subscription_ends_the_connection(running: Running) -> None:
    for message in ("nonsense", "[" * 100_000, '{"type": "subscribe", "nope": 1}', b"bytes"):
        with listening(running) as socket:
            socket.send(message)
            with pytest.raises(ConnectionClosed):
                heard(socket)


def test_a_foreign_page_cannot_listen(running: Running) -> None:
    with pytest.raises(InvalidStatus):
        listening(running, Origin="https://evil.example")
    with listening(running, Origin=running.url) as socket:
        subscribe(socket)


def test_changes_of_a_moment_are_told_together() -> None:
    subscriber, run = _Subscriber(), uuid7()
    for _ in range(1000):
        changes = Changes()
        changes.flow_runs.add(run)
        subscriber.tell(changes)
    assert subscriber.take().flow_runs == [run]
    assert not subscriber.woken.is_set()
    assert PAUSE_SECONDS == 0.2


def test_a_long_list_is_told_in_parts() -> None:
    subscriber, changes = _Subscriber(), Changes()
    changes.logs_of.update(uuid7() for _ in range(5000))
    subscriber.tell(changes)
    sizes = []
    while subscriber.woken.is_set():
        sizes.append(len(subscriber.take().logs_of))
    assert sizes == [2000, 2000, 1000]


@pytest.mark.slow
def test_changes_travel_between_processes_on_postgres(postgres_url: str) -> None:
    import queue

    first, second = queue.SimpleQueue[Changes](), queue.SimpleQueue[Changes]()
    relays = [Relay(parse_url(postgres_url), heard.put) for heard in (first, second)]
    for relay in relays:
        assert relay.listens.wait(10)
    changes = Changes()
    changes.flow_runs.update(uuid7() for _ in range(400))
    relays[0].tell(changes)
    for heard in (first, second):
        found = Changes()
        while found.flow_runs != changes.flow_runs:
            found.add(heard.get(timeout=10))
    for relay in relays:
        relay.close()
