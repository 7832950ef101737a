"""Events go in and out over websockets, as clients of Prefect speak over them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from socket import SHUT_RDWR
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from legato.schemas.events import MOST_BYTES
from legato.server.events.streams import BACKLOG, MOST_STORED
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


def an_event(name: str, resource: str = "own", **more: Any) -> dict[str, Any]:
    occurred = datetime.now(UTC).isoformat()
    own = {"id": str(uuid4()), "event": name, "occurred": occurred, "resource": {"prefect.resource.id": resource}}
    return own | more


def post(running: Running, *events: dict[str, Any]) -> None:
    assert httpx2.post(f"{running.api_url}/events", json=list(events)).status_code == 204


def kept(running: Running) -> list[str]:
    page = httpx2.post(f"{running.api_url}/events/filter", json={"filter": {"order": "ASC"}}).json()
    return [one["event"] for one in page["events"]]


def subscribe(socket: ClientConnection, given: Any, **more: Any) -> None:
    socket.send(json.dumps(AUTH))
    assert heard(socket) == {"type": "auth_success"}
    socket.send(json.dumps({"type": "filter", "filter": given, **more}))


def listens(running: Running, socket: ClientConnection, given: Any) -> None:
    """Subscribe to what comes, and wait until the server knows."""
    post(running, an_event("ready"))
    subscribe(socket, given)
    while heard(socket)["event"]["event"] != "ready":
        pass


def told(socket: ClientConnection) -> str:
    name: str = heard(socket)["event"]["event"]
    return name


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


OWN = {"resource": {"id": ["own"]}}
NEVER = "0001-01-01T00:00:00+14:00"


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (None, {}),
        ([], {}),
        ({"nope": 1}, {}),
        ({"event": {"prefix": ["x"] * 51}}, {}),
        ({"id": {"id": [str(uuid4())] * 5001}}, {}),
        ({"occurred": {"since": NEVER}}, {}),
        ({"occurred": {"until": NEVER}}, {"backfill": False}),
    ],
)
def test_a_filter_that_cannot_be_used_ends_one_stream_alone(running: Running, given: Any, more: dict[str, Any]) -> None:
    with opened(running, "/events/out", "prefect") as other:
        listens(running, other, OWN)
        with opened(running, "/events/out", "prefect") as socket:
            subscribe(socket, given, **more)
            code, reason = closing(socket)
        assert (code, reason[:16]) == (1002, "Invalid filter: ")
        post(running, an_event("next"))
        assert told(other) == "next"


def test_a_subscriber_may_do_without_the_past(running: Running) -> None:
    post(running, an_event("past"))
    with opened(running, "/events/out", "prefect") as socket:
        subscribe(socket, OWN, backfill=False)
        # Until the server has read the filter, events of other names are lost on it.
        names = []
        while not names:
            post(running, an_event("new"))
            with suppress(TimeoutError):
                names.append(json.loads(socket.recv(timeout=0.05))["event"]["event"])
    assert names == ["new"]


@pytest.mark.parametrize(("order", "first"), [("DESC", "1"), ("ASC", "0")])
def test_of_too_long_a_past_the_filters_order_tells_what_is_heard(running: Running, order: str, first: str) -> None:
    begin = datetime.now(UTC) - timedelta(hours=1)
    past = [an_event(str(n), occurred=(begin + timedelta(seconds=n)).isoformat()) for n in range(MOST_STORED + 1)]
    post(running, *past)
    with opened(running, "/events/out", "prefect") as socket:
        subscribe(socket, OWN | {"order": order})
        names = [told(socket) for _ in range(MOST_STORED)]
        assert names == [str(int(first) + number) for number in range(MOST_STORED)]
        post(running, an_event("next"))
        assert told(socket) == "next"


def test_an_event_that_is_known_is_not_told_again(running: Running) -> None:
    known = an_event("known")
    with opened(running, "/events/out", "prefect") as socket:
        listens(running, socket, OWN)
        post(running, known, known)
        post(running, known, an_event("next"))
        assert [told(socket), told(socket)] == ["known", "next"]


def test_what_runs_go_through_is_told(running: Running) -> None:
    with opened(running, "/events/out", "prefect") as socket:
        listens(running, socket, {"event": {"prefix": ["prefect.flow-run.", "ready"]}})
        flow = httpx2.post(f"{running.api_url}/flows/", json={"name": "etl"}).json()
        run = httpx2.post(f"{running.api_url}/flow_runs/", json={"flow_id": flow["id"]}).json()["id"]
        for state in ("PENDING", "RUNNING"):
            httpx2.post(f"{running.api_url}/flow_runs/{run}/set_state", json={"state": {"type": state}})
        event = heard(socket)["event"]
        assert (event["event"], event["resource"]["prefect.resource.id"]) == (
            "prefect.flow-run.Pending",
            f"prefect.flow-run.{run}",
        )
        assert told(socket) == "prefect.flow-run.Running"


def test_who_does_not_listen_keeps_nobody_from_hearing(running: Running) -> None:
    large = {"text": "x" * 20_000}
    with opened(running, "/events/out", "prefect") as other:
        listens(running, other, OWN)
        with opened(running, "/events/out", "prefect") as slow:
            subscribe(slow, {"resource": {"id": ["large"]}})
            for number in range(6):
                post(running, *(an_event("large", "large", payload=large) for _ in range(2 * BACKLOG // 6)))
                post(running, an_event(str(number)))
                assert told(other) == str(number)
            slow.socket.shutdown(SHUT_RDWR)
        post(running, an_event("large", "large"), an_event("after"))
        assert told(other) == "after"


def test_what_was_sent_before_goodbye_is_kept(running: Running) -> None:
    with opened(running, "/events/out", "prefect") as out:
        listens(running, out, OWN)
        for number in range(3):
            with opened(running, "/events/in") as into:
                into.send(json.dumps(an_event(str(number))))
            assert told(out) == str(number)


@pytest.mark.parametrize("change", [{"occurred": NEVER}, {"resource": {}}, {"related": [{"prefect.resource.id": "x"}]}])
def test_an_event_that_cannot_be_ends_the_stream_and_takes_none_along(running: Running, change: Any) -> None:
    with opened(running, "/events/in") as socket:
        for event in (an_event("good"), an_event("bad", **change), an_event("late")):
            socket.send(json.dumps(event))
        assert closing(socket)[0] == 1002
    assert kept(running) == ["good"]


def test_an_event_that_is_too_large_ends_the_stream(running: Running) -> None:
    with opened(running, "/events/in") as socket:
        socket.send(json.dumps(an_event("good")))
        socket.send(json.dumps(an_event("large", payload={"x": "x" * MOST_BYTES})))
        assert closing(socket)[0] == 1009
    assert "large" not in kept(running)


@pytest.mark.slow
def test_an_event_that_the_database_cannot_hold_takes_none_along(home: Path, postgres_url: str) -> None:
    with serving(home, url=postgres_url) as running, opened(running, "/events/in") as socket:
        for event in (an_event("a"), an_event(token_hex(10_000)), an_event("b"), an_event("c")):
            socket.send(json.dumps(event))
        socket.send("{}")
        closing(socket)
        assert kept(running) == ["a", "b", "c"]
