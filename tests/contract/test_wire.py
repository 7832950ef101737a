"""What HTTP shows: status codes, error bodies, and that abuse is answered quickly and politely."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from legato.settings import LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES, LEGATO_SERVER_API_MAX_BODY_SIZE
from tests.contract.serving import Running, serving

NOBODY = "00000000-0000-0000-0000-000000000007"


@pytest.fixture
def http(running: Running) -> Iterator[httpx2.Client]:
    """A bare HTTP client."""
    with httpx2.Client(base_url=running.api_url, timeout=20) as client:
        yield client


def flow_run(http: httpx2.Client) -> dict[str, Any]:
    flow = http.post("/flows/", json={"name": "etl"}).json()
    run: dict[str, Any] = http.post("/flow_runs/", json={"flow_id": flow["id"]}).json()
    return run


def test_what_is_new_is_201_and_what_was_there_is_200(http: httpx2.Client) -> None:
    assert [http.post("/flows/", json={"name": "etl"}).status_code for _ in range(2)] == [201, 200]
    run = flow_run(http)
    body = {"flow_id": run["flow_id"], "idempotency_key": "k"}
    assert [http.post("/flow_runs/", json=body).status_code for _ in range(2)] == [201, 200]
    task = {"flow_run_id": run["id"], "task_key": "a", "dynamic_key": "0"}
    assert [http.post("/task_runs/", json=task).status_code for _ in range(2)] == [201, 200]
    assert [http.put("/saved_searches/", json={"name": "s"}).status_code for _ in range(2)] == [201, 200]


def test_a_new_state_is_201_and_an_old_one_200(http: httpx2.Client) -> None:
    address = f"/flow_runs/{flow_run(http)['id']}/set_state"
    assert http.post(address, json={"state": {"type": "RUNNING"}}).status_code == 201
    assert http.post(address, json={"state": {"type": "CANCELLING"}}).status_code == 201
    rejected = http.post(address, json={"state": {"type": "RUNNING"}})
    assert (rejected.status_code, rejected.json()["status"]) == (200, "REJECT")
    assert http.post(address, json={"state": {"type": "COMPLETED"}, "force": True}).status_code == 201


def test_unset_values_are_written_as_null(http: httpx2.Client) -> None:
    run = flow_run(http)
    assert run["deployment_id"] is None
    assert run["state"]["state_details"]["scheduled_time"] is None
    assert run["empirical_policy"]["pause_keys"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/flow_runs/{NOBODY}", {"detail": "Flow run not found"}),
        (f"/task_runs/{NOBODY}", {"detail": "Task not found"}),
        ("/flows/name/nothing", {"detail": "Flow not found"}),
        (f"/flow_runs/{NOBODY}/graph-v2", {"exception_message": f"Flow run with id {NOBODY} not found"}),
        ("/nowhere", {"detail": "Not Found"}),
    ],
)
def test_what_is_not_there_is_404(http: httpx2.Client, path: str, body: object) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()) == (404, body)


def test_a_state_of_an_unknown_run_is_404_with_a_message(http: httpx2.Client) -> None:
    answer = http.post(f"/task_runs/{NOBODY}/set_state", json={"state": {"type": "RUNNING"}})
    assert (answer.status_code, answer.json()) == (404, {"exception_message": f"Task run with id {NOBODY} not found"})


def test_what_is_invalid_is_422_with_the_place(http: httpx2.Client) -> None:
    answer = http.post("/flow_runs/filter", json={"flow_runs": {"nope": 1}})
    assert answer.status_code == 422
    assert answer.json() == {
        "exception_message": "Invalid request received.",
        "exception_detail": [
            {"loc": ["body", "flow_runs", "nope"], "msg": "extra fields not permitted", "type": "value_error.extra"}
        ],
        "request_body": {"flow_runs": {"nope": 1}},
    }


def test_other_refusals(http: httpx2.Client) -> None:
    assert http.post("/flows", json={"name": "x"}, follow_redirects=False).status_code == 307
    assert http.put("/flows/", json={}).status_code == 405
    assert http.post("/admin/database/clear", json={}).status_code == 400
    created = http.post("/logs/", json=[])
    assert (created.status_code, created.json()) == (201, None)
    gone = http.delete(f"/flow_runs/{flow_run(http)['id']}")
    assert (gone.status_code, gone.content) == (204, b"")


@pytest.mark.parametrize("version", ["abc", "1.2", "1.2.x", "0.7.9", "²².1.1"])
def test_an_api_version_that_does_not_fit_is_400(running: Running, version: str) -> None:
    headers = {"x-prefect-api-version": version.encode()}
    with httpx2.Client(base_url=running.api_url, headers=headers) as http:
        assert http.get("/hello").status_code == 400
        assert http.get("/health").status_code == http.get("/version").status_code == 200


def test_a_graph_that_is_too_big_is_400(http: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = flow_run(http)
    http.post(f"/flow_runs/{run['id']}/set_state", json={"state": {"type": "RUNNING"}})
    for key in "ab":
        task = {"flow_run_id": run["id"], "task_key": "t", "dynamic_key": key}
        made = http.post("/task_runs/", json=task).json()
        http.post(f"/task_runs/{made['id']}/set_state", json={"state": {"type": "RUNNING"}})
    monkeypatch.setenv(LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES.name, "1")
    assert http.get(f"/flow_runs/{run['id']}/graph-v2").status_code == 400


def bodies() -> dict[str, bytes]:
    ids = json.dumps([str(uuid4()) for _ in range(100_000)])
    return {
        "deep": b'{"flow_runs":' * 10_000,
        "deep lists": b"[" * 100_000,
        "not a number": b'{"offset": NaN}',
        "half a surrogate": b'{"flows": {"name": {"like_": "\\ud800"}}}',
        "not UTF-8": b'{"flows": {"name": {"like_": "\xff"}}}',
        "a huge limit": b'{"limit": 1000000000}',
        "a limit beyond 64 bits": b'{"limit": 99999999999999999999999}',
        "a negative offset": b'{"offset": -1}',
        "an offset beyond 64 bits": b'{"offset": 99999999999999999999}',
        "an unknown order": b'{"sort": "; DROP TABLE flow"}',
        "100,000 ids": f'{{"flow_runs": {{"id": {{"any_": {ids}}}}}}}'.encode(),
        "100,000 tags": f'{{"flow_runs": {{"tags": {{"all_": {ids}}}}}}}'.encode(),
        "a long pattern": b'{"flow_runs": {"name": {"like_": "' + b"%_" * 100_000 + b'"}}}',
        "a number for a text": b'{"flows": {"name": {"any_": [{}]}}}',
        "a moment before all time": b'{"flow_runs": {"start_time": {"before_": "0000-00-00T00:00:00Z"}}}',
        "a null character": b'{"flow_runs": {"name": {"like_": "\\u0000"}}}',
        "a list": b"[]",
        "nothing closed": b'{"a": [',
    }


@pytest.mark.parametrize("what", list(bodies()))
def test_an_abusive_body_is_refused_within_a_tenth_of_a_second(http: httpx2.Client, what: str) -> None:
    body = bodies()[what]
    http.get("/hello")
    times = []
    for _ in range(3):
        start = time.perf_counter()
        answer = http.post("/flow_runs/filter", content=body)
        times.append(time.perf_counter() - start)
        assert answer.status_code in (413, 422), answer.text[:500]
        assert "Traceback" not in answer.text
    assert min(times) < 0.1


@pytest.mark.parametrize("text", ["%", "_", "100%", "\\", "a'b", '"', "%%%%_"])
def test_wildcards_stand_for_themselves(http: httpx2.Client, text: str) -> None:
    flow = http.post("/flows/", json={"name": "etl"}).json()
    for name in ("plain", f"x{text}y"):
        http.post("/flow_runs/", json={"flow_id": flow["id"], "name": name})
    found = http.post("/flow_runs/filter", json={"flow_runs": {"name": {"like_": text}}})
    assert [run["name"] for run in found.json()] == [f"x{text}y"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_time_do_no_harm(http: httpx2.Client, moment: str) -> None:
    run = flow_run(http)
    span = {"history_start": moment, "history_end": "2026-01-01T00:00:00Z", "history_interval_seconds": 10**9}
    details = {"scheduled_time": moment}
    answers = [
        http.post("/flow_runs/filter", json={"flow_runs": {"start_time": {"before_": moment}}}),
        http.post("/flow_runs/history", json=span),
        http.get(f"/flow_runs/{run['id']}/graph-v2", params={"since": moment}),
        http.post(f"/flow_runs/{run['id']}/set_state", json={"state": {"type": "SCHEDULED", "state_details": details}}),
        http.post(f"/flow_runs/{run['id']}/set_state", json={"state": {"type": "RUNNING"}}),
        http.post("/ui/task_runs/dashboard/counts", json={"task_runs": {"start_time": {"after_": moment}}}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def test_a_body_over_the_limit_is_413(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEGATO_SERVER_API_MAX_BODY_SIZE.name, "2000")
    with serving(home) as started, httpx2.Client(base_url=started.api_url) as http:
        assert http.post("/flows/", json={"name": "x" * 3000}).status_code == 413
        assert http.post("/flows/", content=iter([b"x" * 1500, b"x" * 1500])).status_code == 413
        assert http.post("/flows/", json={"name": "x"}).status_code == 201


def test_a_body_of_a_gigabyte_is_refused_before_it_comes(running: Running) -> None:
    host, _, port = running.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = f"POST /api/flows/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {10**9}\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_log_lines_with_odd_numbers_are_refused(http: httpx2.Client) -> None:
    line = {"name": "x", "message": "m", "timestamp": "2026-01-01T00:00:00Z"}
    for level in (2**40, -(2**40), 10**30, 1.5, None):
        assert http.post("/logs/", json=[{**line, "level": level}]).status_code == 422


def test_text_with_a_null_character_is_kept(http: httpx2.Client) -> None:
    run = flow_run(http)
    assert http.patch(f"/flow_runs/{run['id']}", json={"name": "a\0b", "tags": ["\0"]}).status_code == 204
    assert http.get(f"/flow_runs/{run['id']}").json()["name"] == "a\0b"


def test_numbers_beyond_64_bits_in_parameters_are_kept(http: httpx2.Client) -> None:
    run = flow_run(http)
    http.patch(f"/flow_runs/{run['id']}", json={"parameters": {"n": 2**80}})
    assert http.get(f"/flow_runs/{run['id']}").json()["parameters"] == {"n": 2**80}
