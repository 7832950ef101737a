"""Task runs outside of flow runs are handed to one task server at a time, again where they are not acknowledged."""

import json
from collections.abc import Iterator
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.contract.serving import Running, serving

PATH = "/task_runs/subscriptions/scheduled"


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        yield running


def opened(running: Running) -> ClientConnection:
    address = running.api_url.replace("http", "ws") + PATH
    return connect(address, subprotocols=[Subprotocol("prefect")], open_timeout=10)


def heard(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(timeout=10))


def greeted(socket: ClientConnection, *messages: dict[str, Any]) -> ClientConnection:
    socket.send('{"type": "auth", "token": null}')
    assert heard(socket) == {"type": "auth_success"}
    for message in messages:
        socket.send(json.dumps(message))
    return socket


def subscribed(socket: ClientConnection, *keys: str) -> ClientConnection:
    return greeted(socket, {"type": "subscribe", "keys": list(keys)})


def scheduled(running: Running, key: str = "own", **more: Any) -> str:
    body = {"task_key": key, "dynamic_key": str(uuid4()), "name": "t", "state": {"type": "SCHEDULED"}} | more
    return str(httpx2.post(f"{running.api_url}/task_runs/", json=body).json()["id"])


def enter(running: Running, run: str, state: str) -> None:
    body = {"state": {"type": state}, "force": True}
    answer = httpx2.post(f"{running.api_url}/task_runs/{run}/set_state", json=body)
    assert answer.json()["status"] == "ACCEPT"


def acknowledge(socket: ClientConnection) -> None:
    socket.send('{"type": "ack"}')


def test_runs_that_wait_and_runs_that_come_are_handed_over(running: Running) -> None:
    first = scheduled(running)
    with opened(running) as socket:
        subscribed(socket, "own")
        assert heard(socket)["id"] == first
        acknowledge(socket)
        scheduled(running, "other")
        second = scheduled(running)
        assert heard(socket)["id"] == second


def test_a_run_goes_to_one_server_alone(running: Running) -> None:
    first, second = scheduled(running), scheduled(running)
    with opened(running) as one, opened(running) as other:
        got = {heard(subscribed(socket, "own"))["id"] for socket in (one, other)}
    assert got == {first, second}


def test_a_run_that_is_not_acknowledged_is_handed_over_again(running: Running) -> None:
    run = scheduled(running)
    with opened(running) as other:
        with opened(running) as socket:
            assert heard(subscribed(socket, "own"))["id"] == run
            subscribed(other, "own")
        assert heard(other)["id"] == run


def test_a_server_that_quits_is_let_go(running: Running) -> None:
    run = scheduled(running)
    with opened(running) as socket:
        heard(subscribed(socket, "own"))
        socket.send('{"type": "quit"}')
        assert closing(socket)[0] == 1000
    with opened(running) as socket:
        assert heard(subscribed(socket, "own"))["id"] == run


def closing(socket: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as error:
        socket.recv(timeout=10)
    assert error.value.rcvd is not None
    return error.value.rcvd.code, error.value.rcvd.reason


def test_who_breaks_the_protocol_is_told(running: Running) -> None:
    with pytest.raises(InvalidStatus):
        connect(running.api_url.replace("http", "ws") + PATH, open_timeout=10)
    with opened(running) as socket:
        socket.send('{"type": "hello"}')
        assert closing(socket) == (1008, "Expected 'auth' message")
    with opened(running) as socket:
        greeted(socket, {"type": "hello"})
        assert closing(socket) == (4001, "Protocol violation: expected 'subscribe' message")
    for keys in ([], None, [1], "own"):
        with opened(running) as socket:
            greeted(socket, {"type": "subscribe", "keys": keys})
            assert closing(socket) == (4001, "Protocol violation: expected 'keys' in subscribe message")


def test_only_runs_outside_of_flow_runs_that_are_scheduled_are_handed_over(running: Running) -> None:
    flow = httpx2.post(f"{running.api_url}/flows/", json={"name": "etl"}).json()
    flow_run = httpx2.post(f"{running.api_url}/flow_runs/", json={"flow_id": flow["id"]}).json()["id"]
    with opened(running) as socket:
        scheduled(running, flow_run_id=flow_run)
        scheduled(running, state={"type": "PENDING"})
        scheduled(running, state=None)
        only = scheduled(running)
        assert heard(subscribed(socket, "own"))["id"] == only
        acknowledge(socket)
        scheduled(running, flow_run_id=flow_run)
        late = scheduled(running, state=None)
        enter(running, late, "SCHEDULED")
        assert heard(socket)["id"] == late


def test_a_server_of_several_tasks_is_given_runs_of_each(running: Running) -> None:
    with opened(running) as socket:
        subscribed(socket, "one", "two")
        for key in ("two", "one"):
            run = scheduled(running, key)
            told = heard(socket)
            assert (told["id"], told["task_key"], told["state"]["type"]) == (run, key, "SCHEDULED")
            acknowledge(socket)


def test_a_run_that_is_acknowledged_is_not_handed_over_again(running: Running) -> None:
    scheduled(running)
    with opened(running) as socket:
        heard(subscribed(socket, "own"))
        acknowledge(socket)
        second = scheduled(running)
        assert heard(socket)["id"] == second  # so the first was taken
        acknowledge(socket)
        third = scheduled(running)
        assert heard(socket)["id"] == third
        acknowledge(socket)
    with opened(running) as socket:
        subscribed(socket, "own")
        fourth = scheduled(running)
        assert heard(socket)["id"] == fourth


def test_a_run_that_is_scheduled_anew_is_handed_over_anew(running: Running) -> None:
    run = scheduled(running)
    with opened(running) as socket:
        first = heard(subscribed(socket, "own"))
        acknowledge(socket)
        enter(running, run, "RUNNING")
        enter(running, run, "SCHEDULED")
        again = heard(socket)
    assert (again["id"], again["run_count"]) == (run, 1)
    assert again["state_id"] != first["state_id"]


def test_a_run_whose_server_is_lost_goes_to_another_that_waits(running: Running) -> None:
    run = scheduled(running)
    with opened(running) as other, opened(running) as lost:
        assert heard(subscribed(lost, "own"))["id"] == run
        subscribed(other, "own")
        lost.socket.shutdown(SHUT_RDWR)
        assert heard(other)["id"] == run
        acknowledge(other)
        second = scheduled(running)
        assert heard(other)["id"] == second


def test_who_quits_while_it_waits_is_let_go(running: Running) -> None:
    with opened(running) as socket:
        subscribed(socket, "own")
        socket.send('{"type": "quit"}')
        assert closing(socket) == (1000, "")


@pytest.mark.parametrize("message", ['{"type": "hello"}', "nonsense", "[]", b"bytes"])
def test_what_is_no_acknowledgement_ends_the_subscription_and_gives_the_run_back(
    running: Running, message: str | bytes
) -> None:
    no_acknowledgement = (4001, "Protocol violation: expected 'ack' message")
    with opened(running) as waiting:
        subscribed(waiting, "own").send(message)
        assert closing(waiting) == no_acknowledgement
    run = scheduled(running)
    with opened(running) as socket:
        heard(subscribed(socket, "own"))
        socket.send(message)
        assert closing(socket) == no_acknowledgement
    with opened(running) as socket:
        assert heard(subscribed(socket, "own"))["id"] == run
