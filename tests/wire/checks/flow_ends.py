"""Whole flows, executed by Prefect's own engine: out of time, cancelled, crashed."""

import asyncio
import time

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, get_client, runtime, task
from prefect.states import Cancelling


@task
def double(x: int) -> int:
    return 2 * x


@answers({"returned": "TimeoutError", "run": "Pending Running TimedOut · Flow run exceeded timeout of 0", "tasks": []})
def an_async_flow_runs_out_of_time() -> object:
    @flow(name=new_name("slow"), timeout_seconds=0.2)
    async def slow() -> None:
        await asyncio.sleep(30)

    return observed(slow)


@answers({"returned": "TimeoutError", "run": "Pending Running TimedOut · Flow run exceeded timeout of 0", "tasks": []})
def a_flow_runs_out_of_time() -> object:
    @flow(name=new_name("slow"), timeout_seconds=0.2)
    def slow() -> None:
        for _ in range(3000):
            time.sleep(0.01)  # what takes too long

    return observed(slow)


@answers(
    {
        "returned": "TimeoutError",
        "run": "Pending Running Failed · Flow run encountered an except",
        "tasks": ["slow-0 · Pending Running TimedOut · Task run exceeded timeout of 0"],
    }
)
def a_task_runs_out_of_time() -> object:
    @task(timeout_seconds=0.2)
    async def slow() -> None:
        await asyncio.sleep(30)

    @flow(name=new_name("slow"))
    async def calls() -> None:
        await slow()

    return observed(calls)


@answers(
    {"returned": "UnfinishedRun", "run": "Pending Running Cancelling", "tasks": ["double-0 · Pending · run_count 0"]}
)
def a_flow_that_is_cancelled_from_outside_ends_cancelling() -> object:
    @flow(name=new_name("cancelled"))
    def cancelled() -> None:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(runtime.flow_run.id, Cancelling())
        double(1)

    return observed(cancelled)


@answers(
    {
        "returned": "KeyboardInterrupt",
        "run": "Pending Running Crashed · Execution was aborted by an in",
        "tasks": ["double-0 · Pending Running Completed"],
    }
)
def a_flow_that_is_interrupted_crashes() -> object:
    @flow(name=new_name("crashes"))
    def crashes() -> None:
        double(1)
        raise KeyboardInterrupt

    return observed(crashes)


@answers(
    {
        "returned": "SystemExit",
        "run": "Pending Running Crashed · Execution was aborted by Pytho",
        "tasks": ["leaves-0 · Pending Running Crashed · Execution was aborted by Pytho"],
    }
)
def a_task_that_leaves_the_process_crashes() -> object:
    @task
    def leaves() -> None:
        raise SystemExit(3)

    @flow(name=new_name("crashes"))
    def crashes() -> None:
        leaves()

    return observed(crashes)
