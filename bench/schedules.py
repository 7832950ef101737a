"""A thousand deployments with a schedule of every minute: when their runs are there, and what the server takes then."""

from __future__ import annotations

import time
from typing import NamedTuple

from bench.subjects import Subject
from bench.workloads import share_of_a_core

DEPLOYMENTS = 1_000
FIRST, HOUR = 3, 61
_OFF = {f"LEGATO_API_SERVICES_{name}_ENABLED": "false" for name in ("SCHEDULER", "LATE_RUNS")}


class Figures(NamedTuple):
    """Seconds from the server's first answer until each deployment has its first runs, then those of an hour.

    `core` is the share of a core that the server takes afterwards, over two minutes in which nobody takes the runs.
    """

    first_runs: float
    hour_of_runs: float
    core: float


def measure(subject: Subject) -> Figures:
    """Deploy while the scheduler is off, then start the server with it."""
    with subject.serving(**_OFF):
        flow = subject.post("/flows/", {"name": "minutely"})["id"]
        for number in range(DEPLOYMENTS):
            body = {"name": f"d{number}", "flow_id": flow, "schedules": [{"schedule": {"cron": "* * * * *"}}]}
            subject.post("/deployments/", body)
    with subject.serving():
        start = time.perf_counter()
        first = _until(subject, FIRST * DEPLOYMENTS, start)
        hour = _until(subject, HOUR * DEPLOYMENTS, start)
        time.sleep(30)  # a little more than an hour is made, so that there is nothing to do for a while
        return Figures(first, hour, share_of_a_core(subject, 120.0))


def _until(subject: Subject, runs: int, start: float) -> float:
    while subject.post("/flow_runs/count", {}) < runs:
        time.sleep(0.02)
    return time.perf_counter() - start
