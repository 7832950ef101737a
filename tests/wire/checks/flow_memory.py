"""Whole flows that find what was kept: by a key of the cache, until it expires, unless it is refreshed."""

from datetime import timedelta
from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, task
from prefect.tasks import task_input_hash


def called_twice(**options: Any) -> object:
    """What two calls with one key return, how often the task ran, and the states of both task runs."""
    calls: list[int] = []
    key = new_name("key")

    @task(name="kept", persist_result=True, cache_key_fn=lambda context, parameters: key, **options)
    def kept(x: int) -> int:
        calls.append(x)
        return x

    @flow(name=new_name("memory"))
    def memory() -> list[int]:
        return [kept(5), kept(7)]

    found = observed(memory)
    return [found["returned"], calls, found["tasks"]]


@answers(
    [
        [5, 5],
        [5],
        [
            "kept-0 · Pending Running Completed · data reference",
            "kept-1 · Pending Cached · data reference · run_count 0",
        ],
    ]
)
def a_key_is_remembered() -> object:
    return called_twice()


@answers(
    [
        [5, 7],
        [5, 7],
        ["kept-0 · Pending Running Completed · data reference", "kept-1 · Pending Running Completed · data reference"],
    ]
)
def what_expired_is_forgotten() -> object:
    return called_twice(cache_expiration=timedelta(microseconds=1))


@answers(
    [
        [5, 5],
        [5],
        [
            "kept-0 · Pending Running Completed · data reference",
            "kept-1 · Pending Cached · data reference · run_count 0",
        ],
    ]
)
def what_has_not_expired_is_remembered() -> object:
    return called_twice(cache_expiration=timedelta(hours=1))


@answers(
    [
        [5, 7],
        [5, 7],
        ["kept-0 · Pending Running Completed · data reference", "kept-1 · Pending Running Completed · data reference"],
    ]
)
def a_refresh_forgets() -> object:
    return called_twice(refresh_cache=True)


@answers(["Pending Running Completed", "Pending Running Completed", "Pending Cached"])
def the_hash_of_the_input_tells_apart() -> object:
    @task(cache_key_fn=task_input_hash)
    def kept(x: str) -> str:
        return x

    @flow(name=new_name("memory"))
    def memory() -> list[str]:
        one, two = new_name("one"), new_name("two")
        return [kept(one), kept(two), kept(one)]

    return [line.split(" · ")[1] for line in observed(memory)["tasks"]]


@answers(["kept-0 · Pending Running Completed · data reference", "kept-1 · Pending Running Completed · data reference"])
def a_key_of_nothing_is_never_remembered() -> object:
    @task(cache_key_fn=lambda context, parameters: None, persist_result=True)
    def kept() -> int:
        return 1

    @flow(name=new_name("memory"))
    def memory() -> list[int]:
        return [kept(), kept()]

    return observed(memory)["tasks"]
