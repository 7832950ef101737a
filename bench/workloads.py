"""The workloads: each gives a figure; rates count only what is in the server's database."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import uuid4

import psutil

from bench import history, load
from bench.subjects import SCRIPTS, Subject

IDLE_SECONDS = 5.0


def whole_process(command: list[str], environment: dict[str, str], runs: int) -> float:
    """Return the median of the seconds that a process takes."""
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return median(taken[1:])


def import_time(subject: Subject, runs: int) -> float:
    """`from legato import flow, task`: seconds."""
    code = f"from {subject.package} import flow, task"
    return whole_process([str(subject.python), "-c", code], subject.environment(with_server=False), runs)


def help_time(subject: Subject, runs: int) -> float:
    """`legato --help`: seconds."""
    return whole_process(subject.command("--help"), subject.environment(with_server=False), runs)


def hello_cold(subject: Subject, runs: int) -> float:
    """A flow with one task, no server: seconds."""
    command = [str(subject.python), str(SCRIPTS / "hello.py")]
    return whole_process(command, subject.environment(with_server=False), runs)


def harness_start(subject: Subject, runs: int) -> float:
    """The test harness and a flow in it: seconds, imports not counted."""
    return median(subject.run("harness.py", with_server=False)[0] for _ in range(runs))


def call_latency(subject: Subject, _: int) -> float:
    """The median of the seconds that a task called in a flow takes."""
    return subject.run("load.py", "latency", "500")[0]


def hash_small(subject: Subject, _: int) -> float:
    """The key of a task called with a number and a word: seconds."""
    return subject.run("hashing.py", with_server=False)[0]


def hash_large(subject: Subject, _: int) -> float:
    """The key of a task called with 100 MB of numpy: how many times as long as hashing the bytes alone."""
    return subject.run("hashing.py", with_server=False)[1]


def persisting(subject: Subject, _: int) -> float:
    """Seconds that storing a small result adds to a task."""
    return subject.run("results.py", "persisting", "1000")[0]


def cached_in_process(subject: Subject, _: int) -> float:
    """The median of the seconds of a task whose answer is in the process."""
    return subject.run("results.py", "in-process", "300", BENCH_KEY=str(uuid4()))[0]


def cached_at_server(subject: Subject, _: int) -> float:
    """The median of the seconds of a task whose answer another process gave to the server."""
    key = str(uuid4())
    subject.run("results.py", "filling", "300", BENCH_KEY=key)
    return subject.run("results.py", "answered", "300", BENCH_KEY=key)[0]


def soak(subject: Subject, _: int) -> float:
    """MB by which a script grows over 10,000 tasks with results of 1 MB."""
    return subject.run("results.py", "soak", "10000", timeout=3_600)[0]


def rate(kind: str, n: int) -> Callable[[Subject, int], float]:
    """Return a workload: so many tasks, subflows or log lines a second, until the server's database has them all."""
    path = {"subflows": "/flow_runs/count", "logs": "/logs/filter"}.get(kind, "/task_runs/count")

    def workload(subject: Subject, _: int) -> float:
        warm_up = 2 if kind == "subflows" else 1  # of subflows there is a parent too
        parent = 1 if kind == "subflows" else 0
        wanted = n if kind == "logs" else _count(subject, path) + n + warm_up + parent
        start = time.perf_counter()
        seconds = subject.run("load.py", kind, str(n))[0]
        returned = time.perf_counter()
        while (_logs(subject) if kind == "logs" else _count(subject, path)) < wanted:
            time.sleep(0.005)
        late = time.perf_counter() - returned
        assert returned > start
        return n / (seconds + (late if late > 0.05 else 0))

    return workload


def _count(subject: Subject, path: str) -> int:
    answer: int = subject.post(path, {})
    return answer


def _logs(subject: Subject) -> int:
    """Count the log lines of the newest run, as far as its last page says."""
    (run,) = subject.post("/flow_runs/filter", {"limit": 1, "sort": "ID_DESC", "flows": {"name": {"any_": ["logs"]}}})
    found, page = 0, 200
    while page == 200:
        body = {"logs": {"flow_run_id": {"any_": [run["id"]]}, "level": {"le_": 20}}, "offset": found, "limit": 200}
        page = len(subject.post("/logs/filter", body))
        found += page
    return found


def set_state(clients: int) -> Callable[[Subject, int], float]:
    """Return a workload: so many set_state a second over HTTP, from so many clients."""

    def workload(subject: Subject, _: int) -> float:
        body = {"task_key": "t", "task_version": None}
        runs = [subject.post("/task_runs/", {**body, "dynamic_key": str(uuid4())}) for _ in range(4 * clients)]
        state = load.body(state={"type": "RUNNING"})
        requests = [(f"/api/task_runs/{run['id']}/set_state", state) for run in runs]
        load.hammer(subject.port, requests, clients, 1.0)
        seconds = 5.0
        return len(load.hammer(subject.port, requests, clients, seconds)) / seconds

    return workload


def server_start(subject: Subject, runs: int) -> float:
    """Seconds from the start of the server to its first healthy answer."""
    taken = []
    for _ in range(runs):
        with subject.serving() as seconds:
            taken.append(seconds)
    return median(taken)


def server_idle(subject: Subject) -> tuple[float, float]:
    """Return the share of a core and the MB of memory that the idle server takes."""
    return share_of_a_core(subject, IDLE_SECONDS), server_memory(subject, 0)


def share_of_a_core(subject: Subject, seconds: float) -> float:
    """Return the share of a core that the server takes, over some seconds."""
    assert subject.server is not None
    everything = [subject.server, *subject.server.children(recursive=True)]

    def used() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in everything)

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds


def server_memory(subject: Subject, _: int) -> float:
    """MB that the server takes now."""
    assert subject.server is not None
    return _megabytes([subject.server, *subject.server.children(recursive=True)])


def client_memory(subject: Subject, _: int) -> float:
    """MB that a script takes at most which maps 10,000 tasks."""
    return subject.run("load.py", "mapped", "10000")[1]


def _megabytes(processes: list[Any]) -> float:
    return sum(process.memory_info().rss for process in processes if psutil.pid_exists(process.pid)) / 2**20


def runs_page(subject: Subject, runs: int) -> dict[str, float]:
    """Return the p95, in seconds, of the queries of the runs page at so many flow runs."""
    page = {"limit": 50, "sort": "START_TIME_DESC"}
    failed = {"flow_runs": {"state": {"type": {"any_": ["FAILED", "CRASHED"]}}}}
    flows = {"flows": {"name": {"any_": ["flow-3"]}}}
    top = {"flow_runs": {"parent_task_run_id": {"is_null_": True}}}
    queries = {
        "newest": ("/api/flow_runs/filter", page),
        "failed": ("/api/flow_runs/filter", page | failed),
        "one flow": ("/api/flow_runs/filter", page | flows),
        "no subflows": ("/api/flow_runs/filter", page | top),
        "count": ("/api/flow_runs/count", {}),
        "count failed": ("/api/flow_runs/count", failed),
        "count one flow": ("/api/flow_runs/count", flows),
    }
    result = {}
    with subject.serving(LEGATO_API_DATABASE_CONNECTION_URL=history.database(runs)):
        for name, (path, body) in queries.items():
            request = [(path, load.body(**body))]
            load.hammer(subject.port, request, 1, 0.5)
            result[name] = load.percentile(load.hammer(subject.port, request, 1, 2.0), 0.95)
    return result
