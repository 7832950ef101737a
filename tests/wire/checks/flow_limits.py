"""Whole flows whose tasks share limits: tags, concurrency and rates."""

import threading
import time
from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, get_client, task
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.asyncio import concurrency as concurrency_async
from prefect.concurrency.asyncio import rate_limit as rate_limit_async
from prefect.concurrency.sync import concurrency, rate_limit
from prefect.utilities.asyncutils import run_sync


class Crowd:
    """How many are inside at once, at most."""

    def __init__(self) -> None:
        self.lock, self.inside, self.most = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)

    def __exit__(self, *exc: object) -> None:
        with self.lock:
            self.inside -= 1


def global_limit(limit: int, **more: Any) -> str:
    """The name of a new global limit."""
    name = new_name("limit")

    async def make() -> None:
        async with get_client() as client:
            await client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=limit, **more))

    run_sync(make())
    return name


def taken(name: str) -> int:
    """How many slots of a global limit are taken."""

    async def read() -> int:
        async with get_client() as client:
            slots: int = (await client.read_global_concurrency_limit_by_name(name)).active_slots
            return slots

    return run_sync(read())


@answers(
    {
        "returned": "UnfinishedRun",
        "run": "Pending Running Failed · Flow run encountered an except",
        "tasks": ["limited-0 · Pending · tags <tag> · run_count 0"],
    }
)
def a_limit_of_nothing_keeps_a_task_from_running() -> object:
    tag = new_name("tag")

    @task(tags=[tag])
    def limited() -> int:
        return 1

    @flow(name=new_name("limits"))
    def limits() -> int:
        return limited()

    async def make() -> None:
        async with get_client() as client:
            await client.create_concurrency_limit(tag, 0)

    run_sync(make())
    found = observed(limits)
    return {**found, "tasks": [line.replace(tag, "<tag>") for line in found["tasks"]]}


@answers([[0, 1, 2], "Pending Running Completed", []])
def a_limited_task_leaves_its_slot() -> object:
    tag = new_name("tag")

    @task(tags=[tag])
    def limited(x: int) -> int:
        return x

    @flow(name=new_name("limits"))
    def limits() -> list[int]:
        return [limited(number) for number in range(3)]

    async def make() -> None:
        async with get_client() as client:
            await client.create_concurrency_limit(tag, 1)

    async def read() -> object:
        async with get_client() as client:
            return (await client.read_concurrency_limit_by_tag(tag)).active_slots

    run_sync(make())
    found = observed(limits)
    return [found["returned"], found["run"], run_sync(read())]


@answers([[1, 1], 1, 0])
def tasks_wait_for_a_slot_of_a_global_limit() -> object:
    name, crowd = global_limit(1), Crowd()

    @task
    def inside() -> int:
        with concurrency(name, occupy=1), crowd:
            time.sleep(0.05)
            return taken(name)

    @flow(name=new_name("limits"))
    def limits() -> list[int]:
        return [future.result() for future in [inside.submit() for _ in range(2)]]

    return [observed(limits)["returned"], crowd.most, taken(name)]


@answers([[2, 2], [0, 0]])
def async_tasks_take_several_limits_at_once() -> object:
    names = [global_limit(2), global_limit(3)]

    @flow(name=new_name("limits"))
    async def limits() -> list[int]:
        async with concurrency_async(names, occupy=2), get_client() as client:
            read = [await client.read_global_concurrency_limit_by_name(name) for name in names]
        return [one.active_slots for one in read]

    return [observed(limits)["returned"], [taken(name) for name in names]]


@answers(["Pending Running Failed · Flow run encountered an except", 0])
def slots_are_given_back_after_an_error() -> object:
    name = global_limit(1)

    @flow(name=new_name("limits"))
    def limits() -> None:
        with concurrency(name):
            raise ValueError("inside")

    return [observed(limits)["run"], taken(name)]


@answers(1)
def a_name_nobody_made_limits_nothing() -> object:
    @flow(name=new_name("limits"))
    def limits() -> int:
        with concurrency(new_name("nobody"), occupy=1):
            return 1

    return observed(limits)["returned"]


@answers("AcquireConcurrencySlotTimeoutError")
def waiting_for_a_slot_has_an_end() -> object:
    name = global_limit(1, active_slots=1)

    @flow(name=new_name("limits"))
    def limits() -> int:
        with concurrency(name, timeout_seconds=0.1):
            return 1

    return observed(limits)["returned"]


@answers([True, "ConcurrencySlotAcquisitionError"])
def a_rate_needs_a_limit_that_decays() -> object:
    decays, still = global_limit(5, slot_decay_per_second=1), global_limit(5)

    @flow(name=new_name("limits"))
    def good() -> int:
        rate_limit(decays, occupy=2)
        return taken(decays)

    @flow(name=new_name("limits"))
    def bad() -> None:
        rate_limit(still)

    return [observed(good)["returned"] in (1, 2), observed(bad)["returned"]]


@answers(3)
def an_async_rate_is_kept_too() -> object:
    name = global_limit(1, slot_decay_per_second=20)

    @flow(name=new_name("limits"))
    async def limits() -> int:
        for _ in range(3):
            await rate_limit_async(name)
        return 3

    return observed(limits)["returned"]
