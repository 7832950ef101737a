"""Whole flows that pause, wait for input, are resumed by somebody else, suspended or cancelled."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, get_client, pause_flow_run, suspend_flow_run, task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.input import RunInput
from prefect.input.run_input import receive_input, send_input
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings
from prefect.states import Cancelling

PATIENCE = 30.0


class Answer(RunInput):
    """What a person is asked for."""

    size: int = 1


def meanwhile(name: str, state: str, act: Callable[[PrefectClient, Any], Any]) -> threading.Thread:
    """A thread that acts on the run of a flow as soon as it is in a state."""
    api = PREFECT_API_URL.value_from(get_current_settings())

    async def wait_and_act() -> None:
        end = time.monotonic() + PATIENCE
        async with get_client() as client:
            while time.monotonic() < end:
                runs = await client.read_flow_runs(flow_filter=FlowFilter(name=FlowFilterName(any_=[name])))
                if runs and runs[0].state_name == state:
                    await act(client, runs[0])
                    return
                time.sleep(0.05)

    def work() -> None:
        with temporary_settings({PREFECT_API_URL: api}):
            asyncio.run(wait_and_act())

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@answers(
    {
        "returned": 1,
        "run": "Pending Running Paused Running Completed · run_count 2",
        "tasks": ["after-0 · Pending Running Completed"],
    }
)
def a_paused_flow_is_resumed() -> object:
    @task
    def after() -> int:
        return 1

    @flow(name=new_name("pauses"))
    def pauses() -> int:
        pause_flow_run(timeout=20, poll_interval=0.1)
        return after()

    thread = meanwhile(pauses.name, "Paused", lambda client, run: client.resume_flow_run(run.id))
    found = observed(pauses)
    thread.join()
    return found


async def accepted(client: PrefectClient, run: Any, wrong: Any, right: Any) -> None:
    """Answer wrongly, then rightly, as soon as the question is there: it is asked after the pause."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        refusal = await client.resume_flow_run(run.id, run_input=wrong)
        if "integer" in refusal.details.reason:
            break
        await asyncio.sleep(0.05)
    answer = await client.resume_flow_run(run.id, run_input=right)
    assert answer.status.value == "ACCEPT", answer


@answers(
    {"returned": [3, 7], "run": "Pending Running Paused Running Paused Running Completed · run_count 2", "tasks": []}
)
def a_paused_flow_gets_its_input() -> object:
    @flow(name=new_name("pauses"))
    def pauses() -> list[int]:
        answer = pause_flow_run(wait_for_input=Answer, timeout=20, poll_interval=0.1)
        plain = pause_flow_run(wait_for_input=int, timeout=20, poll_interval=0.1, key="plain")
        return [answer.size, plain]

    async def resume(client: PrefectClient, run: Any) -> None:
        await accepted(client, run, {"size": "big"}, {"size": 3})
        await accepted(client, run, {"value": "big"}, {"value": 7})

    thread = meanwhile(pauses.name, "Paused", resume)
    found = observed(pauses)
    thread.join()
    return found


@answers(["FailedRun", "Pending Running Paused Failed · The flow was failed and never "])
def a_pause_that_nobody_ends_fails() -> object:
    @flow(name=new_name("pauses"))
    def pauses() -> None:
        pause_flow_run(timeout=0.3, poll_interval=0.1)

    found = observed(pauses)
    return [found["returned"], found["run"]]


@answers(["RuntimeError", "Pending Running Failed · Flow run encountered an except"])
def only_a_deployment_can_be_suspended() -> object:
    @flow(name=new_name("suspends"))
    def suspends() -> None:
        suspend_flow_run()

    found = observed(suspends)
    return [found["returned"], found["run"]]


@answers([1, 2])
def a_flow_sends_itself_input() -> object:
    @flow(name=new_name("inputs"))
    def inputs() -> list[int]:
        for number in (1, 2):
            send_input(number, flow_run_id=flow_run.id)
        received = receive_input(int, timeout=5, poll_interval=0.05)
        return [next(received), next(received)]

    return sorted(observed(inputs)["returned"])


@answers(
    {"returned": "UnfinishedRun", "run": "Pending Running Cancelling", "tasks": ["after-0 · Pending · run_count 0"]}
)
def a_cancelling_flow_runs_to_its_end() -> object:
    reached = threading.Event()

    @task
    def after() -> int:
        return 1

    @flow(name=new_name("cancels"))
    def cancels() -> int:
        reached.wait(PATIENCE)
        return after()

    async def cancel(client: PrefectClient, run: Any) -> None:
        await client.set_flow_run_state(run.id, Cancelling())
        reached.set()

    thread = meanwhile(cancels.name, "Running", cancel)
    found = observed(cancels)
    thread.join()
    return found
