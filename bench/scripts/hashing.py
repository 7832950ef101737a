"""Hashes the inputs of a task; prints the seconds of a small call, and of 100 MB of numpy beside those of its bytes."""

import time
from collections.abc import Callable
from hashlib import blake2b
from statistics import median

import numpy as np

from legato import task
from legato.hashing import input_hash


@task
def work(x: object, y: str = "a") -> None: ...


def seconds(run: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


small = seconds(lambda: input_hash(work, {"x": 1, "y": "a"}), 5_000)
array = np.random.default_rng(1).random(12_500_000)
print(small, seconds(lambda: input_hash(work, {"x": array}), 3) / seconds(lambda: blake2b(array).hexdigest(), 3))
