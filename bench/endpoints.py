"""The endpoints that are asked most, over a long past.

usage: python -m bench.endpoints [--runs N] [--tasks N] [--database URL]
The database is one that bench.history filled; without an address a SQLite database is made once and kept.
"""

from __future__ import annotations

import argparse
import http.client
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench import history
from bench.load import percentile
from bench.subjects import Subject, legato

BUDGET = 0.1
TIMES = 100


class Asked(NamedTuple):
    """A request, by what it is for."""

    purpose: str
    path: str
    body: dict[str, Any] | None = None


class Client:
    """One connection to a server."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, body: Any = None) -> tuple[float, Any]:
        """Return the seconds that an answer took, and the answer."""
        start = time.perf_counter()
        content = None if body is None else json.dumps(body)
        self._connection.request("GET" if body is None else "POST", f"/api{path}", content, {"host": "localhost"})
        answer = self._connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - start
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {text[:300]!r}")
        return taken, json.loads(text) if text else None


def asked(client: Client) -> list[Asked]:
    """Return the requests, about things that are there."""
    runs = client.ask("/flow_runs/filter", {"limit": 5, "offset": 1000, "sort": "START_TIME_DESC"})[1]
    run, flow, deployment = runs[0]["id"], {"id": {"any_": [runs[0]["flow_id"]]}}, runs[0]["deployment_id"]
    failed = {"state": {"type": {"any_": ["FAILED", "CRASHED"]}}}
    now = datetime.now(UTC)
    spans = {
        days: {
            "history_start": (now - timedelta(days=days)).isoformat(),
            "history_end": now.isoformat(),
            "history_interval_seconds": days * 1800,
        }
        for days in (1, 7)
    }
    day = (now - timedelta(days=1)).isoformat()
    newest = {"limit": 50, "sort": "START_TIME_DESC"}
    deployments = {"id": {"any_": [deployment]}}
    since = {"start_time": {"after_": day}}
    return [
        Asked("newest flow runs", "/flow_runs/filter", newest),
        Asked("failed flow runs", "/flow_runs/filter", newest | {"flow_runs": failed}),
        Asked("flow runs of a flow", "/flow_runs/filter", newest | {"flows": flow}),
        Asked("flow runs of a deployment", "/flow_runs/filter", newest | {"deployments": deployments}),
        Asked("flow runs of a pool", "/flow_runs/filter", newest | {"work_pools": {"name": {"any_": ["farm"]}}}),
        Asked("flow runs with a tag", "/flow_runs/filter", newest | {"flow_runs": {"tags": {"all_": ["nightly"]}}}),
        Asked("how many flow runs", "/flow_runs/count", {}),
        Asked("how many failed", "/flow_runs/count", {"flow_runs": failed}),
        Asked("how many of a flow", "/flow_runs/count", {"flows": flow}),
        Asked("how many of a deployment", "/flow_runs/count", {"deployments": deployments}),
        Asked("how many of a day", "/flow_runs/count", {"flow_runs": since}),
        Asked("flow runs of a day, by time", "/flow_runs/history", spans[1]),
        Asked("flow runs of a week, by time", "/flow_runs/history", spans[7]),
        Asked("flow runs as dots", "/ui/flow_runs/history", {"limit": 1000, "sort": "START_TIME_DESC"}),
        Asked("one flow run", f"/flow_runs/{run}"),
        Asked("its graph", f"/flow_runs/{run}/graph-v2"),
        Asked("its states", f"/flow_run_states/?flow_run_id={run}"),
        Asked("its task runs", "/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}, "limit": 200}),
        Asked("its log", "/logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200}),
        Asked("newest task runs", "/task_runs/filter", {"limit": 50, "sort": "EXPECTED_START_TIME_DESC"}),
        Asked("task runs of a day, by state", "/ui/task_runs/count", {"task_runs": since}),
        Asked("task runs of a day, by time", "/ui/task_runs/dashboard/counts", {"task_runs": since}),
        Asked("flows", "/flows/filter", {"limit": 50}),
        Asked("deployments", "/deployments/filter", {"limit": 50}),
        Asked("what waits in a pool", "/work_pools/farm/get_scheduled_flow_runs", {}),
        Asked("newest events", "/events/filter", {"filter": {"occurred": {"since": day, "until": now.isoformat()}}}),
        Asked(
            "events of a run",
            "/events/filter",
            {"filter": {"resource": {"id": [f"prefect.flow-run.{run}"]}}},
        ),
    ]


def measured(subject: Subject, address: str) -> list[tuple[Asked, list[float]]]:
    """Return the seconds that each endpoint took, each time."""
    with subject.serving(LEGATO_API_DATABASE_CONNECTION_URL=address):
        client = Client(subject.port)
        found = []
        for one in asked(client):
            client.ask(one.path, one.body)
            found.append((one, [client.ask(one.path, one.body)[0] for _ in range(TIMES)]))
        return found


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.endpoints", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--tasks", type=int, default=5, help="task runs of each flow run")
    parser.add_argument("--database", help="the address of a database that bench.history filled")
    options = parser.parse_args()
    table = Table(title=f"p99 under {BUDGET * 1000:.0f} ms", title_justify="left")
    for word in ("endpoint", "for", "p50", "p99"):
        table.add_column(word)
    subject = legato()
    try:
        for one, times in measured(subject, options.database or history.database(options.runs, options.tasks)):
            figures = [percentile(times, share) * 1000 for share in (0.5, 0.99)]
            style = "red" if figures[1] > BUDGET * 1000 else None
            table.add_row(one.path[:44], one.purpose, *(f"{one:,.1f} ms" for one in figures), style=style)
    finally:
        subject.close()
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
