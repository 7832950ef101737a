"""Flows whose tasks return what is kept; prints a figure for each workload."""

import importlib
import os
import resource
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

subject = importlib.import_module(os.environ["SUBJECT"])


def by_number(_: Any, parameters: dict[str, Any]) -> str:
    return f"bench-{os.environ.get('BENCH_KEY', '')}-{parameters['n']}"


@subject.task(persist_result=True)
def stored(n: int) -> dict[str, int]:
    return {"n": n}


@subject.task(persist_result=False)
def unstored(n: int) -> dict[str, int]:
    return {"n": n}


@subject.task(cache_key_fn=by_number)
def cached(n: int) -> dict[str, int]:
    return {"n": n}


@subject.task
def large(n: int) -> bytes:
    return os.urandom(1_000) * 1_000


@subject.task
def size(content: bytes) -> int:
    return len(content)


def times(task: Any, numbers: list[int]) -> list[float]:
    taken = []
    for n in numbers:
        start = time.perf_counter()
        task(n)
        taken.append(time.perf_counter() - start)
    return taken


@subject.flow
def persisting(n: int) -> float:
    """The seconds that storing a result adds to a task."""
    without, with_it = times(unstored, list(range(n))), times(stored, list(range(n)))
    return median(with_it) - median(without)


@subject.flow
def filling(n: int) -> float:
    """The seconds of a task whose answer nobody has."""
    return median(times(cached, list(range(n))))


@subject.flow
def answered(n: int) -> float:
    """The seconds of a task whose answer is there: in this process after `filling`, else at the server."""
    return median(times(cached, list(range(n))))


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


@subject.flow
def soak(n: int) -> float:
    """MB by which the process grew from a tenth of the way to the end, over results of 1 MB."""
    early = 0.0
    for i in range(n):
        assert size(large(i)) == 1_000_000
        if i == n // 10:
            early = resident()
    return resident() - early


if __name__ == "__main__":
    workload, n = sys.argv[1], int(sys.argv[2])
    if workload == "in-process":
        filling(n)
        print(answered(n))
    else:
        print(globals()[workload](n))
