"""Events go in and out over websockets, as clients of Prefect speak over them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.contract.serving import Running, serving

AUTH = {"type": "auth", "token": None}
NOW = datetime.now(UTC)
# What Prefect's own subscriber writes: all of its filter, empty lists and the coming year included.
BY_PREFECT = {
    "occurred": {"since": (NOW - timedelta(minutes=1)).isoformat(), "until": (NOW + timedelta(days=365)).isoformat()},
    "event": None,
    "any_resource": None,
    "resource": {"id": ["own"], "id_prefix": None, "labels": None, "distinct": False},
    "related": None,
    "id": {"id": []},
    "order": "DESC",
}


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        yield running


def opened(running: Running, path: str, *protocols: str) -> ClientConnection:
    address = running.api_url.replace("http", "ws") + path
    return connect(address, subprotocols=[Subprotocol(one) for one in protocols] or None, open_timeout=10)


def heard(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(timeout=10))


def closing(socket: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as error:
        socket.recv(timeout=10)
    assert error.value.rcvd is not None
    return error.value.rcvd.code, error.value.rcvd.reason


def an_event(name: str, resource: str = "own") -> dict[str, Any]:
    occurred = datetime.now(UTC).isoformat()
    return {"id": str(uuid4()), "event": name, "occurred": occurred, "resource": {"prefect.resource.id": resource}}


def post(running: Running, *events: dict[str, Any]) -> None:
    assert httpx2.post(f"{running.api_url}/events", json=list(events)).status_code == 204


def kept(running: Running) -> list[str]:
    page = httpx2.post(f"{running.api_url}/events/filter", json={"filter": {"order": "ASC"}}).json()
    return [one["event"] for one in page["events"]]


def subscribe(socket: ClientConnection, given: dict[str, Any], **more: Any) -> None:
    socket.send(json.dumps(AUTH))
    assert heard(socket) == {"type": "auth_success"}
    socket.send(json.dumps({"type": "filter", "filter": given, **more}))


def test_a_subscriber_hears_what_happened_and_what_happens(running: Running) -> None:
    post(running, an_event("before"))
    with opened(running, "/events/out", "prefect") as socket:
        subscribe(socket, BY_PREFECT)
        assert heard(socket)["event"]["event"] == "before"
        for name in ("first", "second"):
            post(running, an_event("other", "not-own"), an_event(name))
            message = heard(socket)
            assert (message["type"], message["event"]["event"]) == ("event", name)


def test_events_that_go_in_come_out(running: Running) -> None:
    with opened(running, "/events/out", "prefect") as out, opened(running, "/events/in") as into:
        subscribe(out, BY_PREFECT)
        for name in ("a", "b"):
            into.send(json.dumps(an_event(name)))
            assert heard(out)["event"]["event"] == name


@pytest.mark.parametrize("message", ["{}", "nonsense", b"bytes", "[" * 100_000])
def test_what_is_no_event_ends_the_stream_and_loses_nothing(running: Running, message: str | bytes) -> None:
    with opened(running, "/events/in") as socket:
        socket.send(json.dumps(an_event("good")))
        socket.send(message)
        code, reason = closing(socket)
    assert code == 1002
    assert reason.startswith("Expected an event")
    assert kept(running) == ["good"]


def test_a_subscriber_that_breaks_the_protocol_is_told(running: Running) -> None:
    with pytest.raises(InvalidStatus):
        opened(running, "/events/out")
    with opened(running, "/events/out", "prefect") as socket:
        socket.send('{"type": "hello"}')
        assert closing(socket) == (1008, "Expected 'auth' message")
    with opened(running, "/events/out", "prefect") as socket:
        socket.send(json.dumps(AUTH))
        heard(socket)
        socket.send('{"type": "hello"}')
        assert closing(socket) == (1002, "Expected 'filter' message")
    with opened(running, "/events/out", "prefect") as socket:
        subscribe(socket, {"order": "UP"})
        assert closing(socket)[0] == 1002
