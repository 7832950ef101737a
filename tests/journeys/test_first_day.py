"""A new user's first day, on both databases: a script, then a server, then the script again."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.processes import Server, run_script, server

pytestmark = pytest.mark.slow

SCRIPT = """
import os
from legato import flow, task
from legato.runtime import flow_run

@task(retries=1)
def double(n):
    return 2 * n

@flow
def inner(n):
    return double(n)

@flow(log_prints=True, flow_run_name="day-{n}")
def outer(n):
    print("working")
    return sum(future.result() for future in double.map(range(n))) + inner(n)

print(outer(int(os.environ["N"])))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    return {"LEGATO_API_DATABASE_CONNECTION_URL": request.getfixturevalue("postgres_url")}


def post(running: Server, path: str, body: object) -> list[dict[str, object]]:
    request = urllib.request.Request(
        running.api_url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        rows: list[dict[str, object]] = json.load(answer)
        return rows


def test_runs_of_before_and_after_the_server_started_are_shown(home: Path, settings: dict[str, str]) -> None:
    assert run_script(home, SCRIPT, N="3", **settings).strip() == "12"
    with server(home, **settings) as running:
        assert run_script(home, SCRIPT, N="4", **settings).strip() == "20"
        runs = post(running, "/flow_runs/filter", {"sort": "NAME_ASC", "flows": {"name": {"any_": ["outer"]}}})
        assert [(run["name"], run["state_name"]) for run in runs] == [("day-3", "Completed"), ("day-4", "Completed")]
        tasks = post(running, "/task_runs/filter", {"flow_runs": {"id": {"any_": [runs[1]["id"]]}}})
        assert sorted(str(task["name"]) for task in tasks) == [
            "double-0",
            "double-1",
            "double-2",
            "double-3",
            "inner-0",
        ]
        logs = post(running, "/logs/filter", {"logs": {"flow_run_id": {"any_": [runs[0]["id"]]}}})
        assert "working" in [line["message"] for line in logs]
        page = urllib.request.urlopen(f"http://127.0.0.1:{running.port}/flow-runs/flow-run/{runs[0]['id']}", timeout=30)
        assert "<title>Legato</title>" in page.read().decode()
        page.close()
