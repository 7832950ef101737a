"""Flows of a number of tasks, subflows or log lines; prints the seconds that the flow took."""

import importlib
import os
import resource
import sys
import time

subject = importlib.import_module(os.environ["SUBJECT"])


@subject.task
def noop(n: int) -> int:
    return n


@subject.flow
def sequential(n: int) -> None:
    for i in range(n):
        noop(i)


@subject.flow
def mapped(n: int) -> None:
    for future in noop.map(range(n)):
        future.result()


@subject.flow
def child(n: int) -> int:
    return n


@subject.flow
def subflows(n: int) -> None:
    for i in range(n):
        child(i)


@subject.flow
def logs(n: int) -> None:
    logger = subject.get_run_logger()
    for i in range(n):
        logger.info("line %d", i)


@subject.flow
def latency(n: int) -> float:
    taken = []
    for i in range(n):
        start = time.perf_counter()
        noop(i)
        taken.append(time.perf_counter() - start)
    return sorted(taken)[n // 2]


if __name__ == "__main__":
    workload, n = sys.argv[1], int(sys.argv[2])
    flows = {"sequential": sequential, "mapped": mapped, "subflows": subflows, "logs": logs, "latency": latency}
    flows[workload](1)  # what is loaded on first use is not what is measured
    start = time.perf_counter()
    value = flows[workload](n)
    seconds = value if workload == "latency" else time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
