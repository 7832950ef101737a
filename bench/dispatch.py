"""How soon after its time a run starts, how quickly a thousand are given out, what a worker takes while it waits."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.error import HTTPError
from uuid import UUID

import psutil

from bench.subjects import SCRIPTS, Subject
from legato.contract.claims import ClaimFlowRuns
from legato.transport.http import HttpTransport

_POOL = "bench-pool"
_AHEAD = timedelta(seconds=1)
_TAKERS, _TOGETHER = 4, 1_000
_PATIENCE = 120.0


class Delays(NamedTuple):
    """Seconds from the time for which runs were scheduled to the first line of their flow, in a new process each."""

    p50: float
    p99: float


class Idle(NamedTuple):
    """What a worker takes that waits: of a core, and MB of memory that it shares with nobody."""

    core: float
    memory: float
    of_forks: float


def delays(subject: Subject, runs: int) -> Delays:
    """Have runs executed one after the other by a worker with processes."""
    with subject.serving(), TemporaryDirectory() as folder:
        id = _deployment(subject)
        with _worker(subject):
            _delay(subject, id, Path(folder) / "warm-up")
            taken = [_delay(subject, id, Path(folder) / str(n)) for n in range(runs)]
    return Delays(median(taken), quantiles(taken, n=100)[98])


def _deployment(subject: Subject) -> str:
    flow = subject.post("/flows/", {"name": "due"})["id"]
    configuration: dict[str, Any] = {name: f"{{{{ {name} }}}}" for name in ("command", "env", "labels", "name")}
    variables = {"type": "object", "properties": {name: {} for name in configuration}}
    template = {"job_configuration": configuration, "variables": variables}
    try:
        subject.post("/work_pools/", {"name": _POOL, "type": "process", "base_job_template": template})
    except HTTPError as error:
        if error.code != HTTPStatus.CONFLICT:
            raise
        # it is there from the workload before
    step = {f"{subject.package}.deployments.steps.set_working_directory": {"directory": str(SCRIPTS)}}
    body = {"name": "bench", "flow_id": flow, "work_pool_name": _POOL, "entrypoint": "due.py:due", "pull_steps": [step]}
    return str(subject.post("/deployments/", body)["id"])


@contextmanager
def _worker(subject: Subject) -> Iterator[psutil.Popen]:
    command = subject.command("worker", "start", "--pool", _POOL, "--type", "process")
    quiet = subprocess.DEVNULL
    worker = psutil.Popen(
        command, env=subject.environment(with_server=True), stdout=quiet, stderr=quiet, cwd=subject.home
    )
    try:
        yield worker
    finally:
        worker.terminate()
        for left in psutil.wait_procs([worker], timeout=30)[1]:
            left.kill()


def _delay(subject: Subject, id: str, place: Path) -> float:
    when = datetime.now(UTC) + _AHEAD
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": when.isoformat()}}
    subject.post(f"/deployments/{id}/create_flow_run", {"parameters": {"place": str(place)}, "state": state})
    end = time.monotonic() + _PATIENCE
    while not place.exists() or not place.read_text():
        if time.monotonic() > end:
            raise RuntimeError(f"{subject.label}: a run did not start.")
        time.sleep(0.005)
    return float(place.read_text()) - when.timestamp()


def burst(subject: Subject) -> float:
    """Seconds in which four takers are given a thousand runs that are due at one instant, each once."""
    with subject.serving():
        id = _deployment(subject)
        when = (datetime.now(UTC) + timedelta(seconds=30)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": when}}
        for _ in range(_TOGETHER):
            subject.post(f"/deployments/{id}/create_flow_run", {"parameters": {"place": "-"}, "state": state})
        given: list[UUID] = []
        ends: list[float] = []
        threads = [threading.Thread(target=_take, args=(subject, n, given, ends)) for n in range(_TAKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        taken = max(ends) - datetime.fromisoformat(when).timestamp()
    if len(given) != len(set(given)) or len(given) != _TOGETHER:
        raise RuntimeError(f"{len(given)} runs were given out, {len(set(given))} different ones.")
    return taken


def _take(subject: Subject, number: int, given: list[UUID], ends: list[float]) -> None:
    transport, mine = HttpTransport(subject.api_url), list[UUID]()
    while len(given) < _TOGETHER:
        wish = ClaimFlowRuns(taker=f"taker {number}", work_pool_name=_POOL, holding=mine, limit=50, wait_seconds=2)
        runs = [run.id for run in transport.send(wish)]
        mine += runs
        given += runs
        if runs:
            ends.append(time.time())
    transport.close()


def idle(subject: Subject, seconds: float = 30.0) -> Idle:
    """What a worker takes while it waits for a run."""
    with subject.serving():
        _deployment(subject)
        with _worker(subject) as worker:
            time.sleep(10)
            processes = [worker, *worker.children(recursive=True)]
            before = sum(sum(process.cpu_times()[:2]) for process in processes)
            time.sleep(seconds)
            after = sum(sum(process.cpu_times()[:2]) for process in processes)
            sizes = [process.memory_full_info().uss / 2**20 for process in processes]
    return Idle((after - before) / seconds, sizes[0], sum(sizes[1:]))
