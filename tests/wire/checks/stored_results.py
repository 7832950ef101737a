"""Whole flows that store results: Prefect's engine keeps these behind a block."""

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, task
from prefect.tasks import task_input_hash


@task
def double(x: int) -> int:
    return 2 * x


@answers(
    {
        "returned": 0,
        "run": "Pending Running AwaitingRetry Running Completed · run_count 2",
        "tasks": ["double-0 · Pending Running Completed · data reference"],
    }
)
def a_flow_is_retried() -> object:
    tries = iter(range(10))

    @flow(name=new_name("retries"), retries=2)
    def retries() -> int:
        number = next(tries)
        doubled = double(number)
        if number < 1:
            raise ValueError("again")
        return doubled

    return observed(retries)


@answers(
    {
        "returned": True,
        "run": "Pending Running Completed · data literal",
        "tasks": ["kept-0 · Pending Running Completed · data reference"],
    }
)
def results_are_kept() -> object:
    @task(persist_result=True)
    def kept() -> dict[str, int]:
        return {"a": 1}

    @flow(name=new_name("results"), persist_result=True)
    def results() -> bool:
        return bool(kept())

    return observed(results)


@answers(
    [
        {
            "returned": 5,
            "run": "Pending Running AwaitingRetry Running Completed · run_count 2",
            "tasks": ["once-0 · Pending Running Completed · data reference"],
        },
        1,
    ]
)
def a_retried_flow_finds_its_results_again() -> object:
    tries, calls = iter(range(10)), []

    @task(persist_result=True)
    def once() -> int:
        calls.append(1)
        return 5

    @flow(name=new_name("results"), retries=1)
    def results() -> int:
        kept = once()
        if next(tries) < 1:
            raise ValueError("again")
        return kept

    return observed(results), len(calls)


@answers(
    [
        [
            "cached-0 · Pending Running Completed · data reference",
            "cached-1 · Pending Cached · data reference · run_count 0",
        ],
        1,
    ]
)
def a_cached_task_is_not_called_again() -> object:
    calls: list[int] = []

    @task(cache_key_fn=task_input_hash, persist_result=True)
    def cached(key: str) -> int:
        calls.append(1)
        return len(calls)

    @flow(name=new_name("caches"))
    def caches(key: str) -> list[int]:
        return [cached(key), cached(key)]

    return observed(caches, key=new_name("key"))["tasks"], len(calls)


@answers(42)
def a_task_without_a_flow() -> object:
    return double(21)
