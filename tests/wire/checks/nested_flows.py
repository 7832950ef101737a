"""Whole flows, executed by Prefect's own engine: async ones, subflows, tasks in tasks, log lines."""

import asyncio

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, get_run_logger, task


@task
def double(x: int) -> int:
    return 2 * x


@task
def add(x: int, y: int) -> int:
    return x + y


@task
async def later(x: int) -> int:
    await asyncio.sleep(0)
    return x + 1


@answers(
    {
        "returned": 6,
        "run": "Pending Running Completed",
        "tasks": [
            "later-0 · Pending Running Completed",
            "later-1 · Pending Running Completed",
            "later-2 · Pending Running Completed",
        ],
    }
)
def a_flow_of_async_tasks() -> object:
    @flow(name=new_name("async"))
    async def concurrent() -> int:
        futures = [await later.submit(x) for x in range(3)]
        return sum([await future.result() for future in futures])

    return observed(concurrent)


@answers(
    {
        "returned": 4,
        "run": "Pending Running Completed",
        "tasks": ["double-0 · Pending Running Completed", "later-0 · Pending Running Completed"],
    }
)
def an_async_flow_calls_both_kinds_of_task() -> object:
    @flow(name=new_name("async"))
    async def both() -> int:
        return double(await later(1))

    return observed(both)


@answers(
    {
        "returned": 7,
        "run": "Pending Running Completed",
        "tasks": ["add-0 · Pending Running Completed", "a subflow · Pending Pending Running Completed"],
        "children": ["Pending Running Completed · parameters {'x': 3}"],
    }
)
def a_flow_calls_a_subflow() -> object:
    @flow(name=new_name("child"))
    def child(x: int) -> int:
        return double(x)

    @flow(name=new_name("parent"))
    def parent() -> int:
        return add(child(3), 1)

    return observed(parent, children=True)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · Flow run encountered an except",
        "tasks": ["a subflow · Pending Pending Running Failed · Flow run encountered an except"],
        "children": ["Pending Running Failed · Flow run encountered an except"],
    }
)
def a_subflow_that_fails_fails_its_parent() -> object:
    @flow(name=new_name("child"))
    def child() -> None:
        raise ValueError("in the child")

    @flow(name=new_name("parent"))
    def parent() -> None:
        child()

    return observed(parent, children=True)


@answers(
    {
        "returned": 5,
        "run": "Pending Running Completed",
        "tasks": ["a subflow · Pending Pending Running Completed", "a subflow · Pending Pending Running Completed"],
        "children": [
            "Pending Running Completed · parameters {'x': 1}",
            "Pending Running Completed · parameters {'x': 2}",
        ],
    }
)
def an_async_flow_runs_subflows_at_once() -> object:
    @flow(name=new_name("child"))
    async def child(x: int) -> int:
        return await later(x)

    @flow(name=new_name("parent"))
    async def parent() -> int:
        return sum(await asyncio.gather(child(1), child(2)))

    return observed(parent, children=True)


@answers(
    {
        "returned": 8,
        "run": "Pending Running Completed",
        "tasks": ["double-0 · Pending Running Completed", "outer-0 · Pending Running Completed"],
    }
)
def a_task_calls_a_task() -> object:
    @task
    def outer() -> int:
        return double(4)

    @flow(name=new_name("nests"))
    def nests() -> int:
        return outer()

    return observed(nests)


@answers(
    [
        ["prefect.flow_runs", 20, "from the flow", False],
        ["prefect.flow_runs", 30, "careful: wet paint", False],
        ["prefect.flow_runs", 20, "Created task run 'chatty-0' for task 'chatty'", False],
        ["prefect.flow_runs", 20, "Executing 'chatty-0' immediately...", False],
        ["prefect.task_runs", 20, "from the task", True],
        ["prefect.task_runs", 20, "Finished in state Completed()", True],
        ["prefect.flow_runs", 20, "Finished in state Completed('All states completed.')", False],
    ]
)
def log_lines_and_prints_are_kept() -> object:
    @task(log_prints=True)
    def chatty() -> None:
        print("from the task")

    @flow(name=new_name("logs"), log_prints=True)
    def logs() -> None:
        print("from the flow")
        get_run_logger().warning("careful: %s", "wet paint")
        chatty()

    return observed(logs, lines=True)["lines"]
