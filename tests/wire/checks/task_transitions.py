"""What state may follow what: task runs."""

from typing import Any

from checks.scene import (
    answers,
    filled,
    new_task_run,
    outcome,
    raw,
    running_flow_run,
    verdict,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import (
    Cancelled,
    Cancelling,
    Completed,
    Crashed,
    Failed,
    Paused,
    Pending,
    Running,
    Scheduled,
)


async def walk(client: PrefectClient, run: TaskRun, *states: State) -> Any:
    """The verdict on each state proposed in turn."""
    return [verdict(await client.set_task_run_state(run.id, state)) for state in states]


async def from_each(client: PrefectClient, target: State) -> Any:
    """What becomes of a state proposed to a task run in each state, in a flow run that is Running."""
    starts = [
        Scheduled(),
        Pending(),
        Running(),
        Paused(timeout_seconds=60),
        Cancelling(),
        Cancelled(),
        Completed(),
        Failed(),
        Crashed(),
    ]
    flow_run = await running_flow_run(client)
    found: dict[str, str] = {}
    for start in starts:
        run = await new_task_run(client, flow_run, start.name, state=start)
        result = await client.set_task_run_state(run.id, target.copy(update={"id": run.id}))
        verdict = result.status.value if result.state.name == start.name else outcome(result)
        found[verdict] = f"{found.get(verdict, '')} {start.name}".lstrip()
    return found


@answers([["ACCEPT", "Running", None], ["ACCEPT", "Completed", None]])
async def a_run_goes_from_pending_to_completed(client: PrefectClient) -> object:
    run = await new_task_run(client, await running_flow_run(client))
    return await walk(client, run, Running(), Completed())


@answers(
    [
        201,
        {
            "state": {
                "id": "<id>",
                "type": "RUNNING",
                "name": "Running",
                "timestamp": "<moment>",
                "state_details": {"flow_run_id": "<id>", "task_run_id": "<id>"},
            },
            "status": "ACCEPT",
            "details": {"type": "accept_details"},
        },
    ]
)
async def an_accepted_state_has_this_answer(client: PrefectClient) -> object:
    run = await new_task_run(client, await running_flow_run(client))
    return filled(await raw(client, "POST", f"/task_runs/{run.id}/set_state", json={"state": {"type": "RUNNING"}}))


@answers(
    {"ACCEPT, Pending": "Scheduled Running Paused Cancelling Cancelled Completed Failed Crashed", "ACCEPT": "Pending"}
)
async def every_state_to_pending(client: PrefectClient) -> object:
    return await from_each(client, Pending())


@answers(
    {
        "ACCEPT, Running": "Scheduled Pending Paused Cancelling",
        "ACCEPT, Rerunning": "Running",
        "ACCEPT, Retrying": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_running(client: PrefectClient) -> object:
    return await from_each(client, Running())


@answers(
    {"ACCEPT, Completed": "Scheduled Pending Running Paused Cancelling Cancelled Failed Crashed", "ACCEPT": "Completed"}
)
async def every_state_to_completed(client: PrefectClient) -> object:
    return await from_each(client, Completed())


@answers(
    {"ACCEPT, Crashed": "Scheduled Pending Running Paused Cancelling", "ABORT": "Cancelled Completed Failed Crashed"}
)
async def every_state_to_crashed(client: PrefectClient) -> object:
    return await from_each(client, Crashed())


@answers(
    {
        "ACCEPT, Cancelling": "Scheduled Pending Running Paused",
        "ACCEPT": "Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_cancelling(client: PrefectClient) -> object:
    return await from_each(client, Cancelling())


@answers(
    {
        "ACCEPT, Paused": "Scheduled Pending Running Cancelling",
        "ACCEPT": "Paused",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_paused(client: PrefectClient) -> object:
    return await from_each(client, Paused(timeout_seconds=60))


@answers(
    {"ACCEPT": "Scheduled", "ACCEPT, Scheduled": "Pending Running Paused Cancelling Cancelled Completed Failed Crashed"}
)
async def every_state_to_scheduled(client: PrefectClient) -> object:
    return await from_each(client, Scheduled())
