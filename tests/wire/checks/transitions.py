"""What state may follow what: flow runs."""

from datetime import timedelta
from typing import Any

import pendulum
from checks.scene import (
    answers,
    named,
    new_flow_run,
    outcome,
    raw,
    running_flow_run,
    verdict,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import (
    AwaitingRetry,
    Cancelled,
    Cancelling,
    Completed,
    Crashed,
    Failed,
    Late,
    Paused,
    Pending,
    Running,
    Scheduled,
    Suspended,
)


async def walk(client: PrefectClient, run: FlowRun, *states: State) -> Any:
    """The verdict on each state proposed in turn, and the name of the state at last."""
    verdicts = [verdict(await client.set_flow_run_state(run.id, state)) for state in states]
    return verdicts, (await client.read_flow_run(run.id)).state_name


def after(seconds: float) -> Any:
    """A moment some seconds from now."""
    return pendulum.now("UTC") + timedelta(seconds=seconds)


async def from_each(client: PrefectClient, target: State) -> Any:
    """What becomes of a state proposed to a run in each state."""
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
    found: dict[str, str] = {}
    for start in starts:
        run = await new_flow_run(client, state=start)
        result = await client.set_flow_run_state(run.id, target.copy(update={"id": run.id}))
        verdict = result.status.value if result.state.name == start.name else outcome(result)
        found[verdict] = f"{found.get(verdict, '')} {start.name}".lstrip()
    return found


@answers([[["ACCEPT", "Running", None], ["ACCEPT", "Completed", None]], "Completed"])
async def a_run_goes_from_pending_to_completed(client: PrefectClient) -> object:
    return await walk(client, await new_flow_run(client), Running(), Completed())


@answers([201, "Running", {"status": "ACCEPT", "details": {"type": "accept_details"}}])
async def an_accepted_state_has_this_answer(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    status, body = await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json={"state": {"type": "RUNNING"}})
    return status, body.pop("state")["name"], body


@answers(
    [
        200,
        "Cancelling",
        {
            "status": "REJECT",
            "details": {
                "type": "reject_details",
                "reason": "Cannot transition flows that are cancelling to a state other than Cancelled.",
            },
        },
    ]
)
async def a_rejected_state_has_this_answer(client: PrefectClient) -> object:
    run = await new_flow_run(client, state=Cancelling())
    status, body = await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json={"state": {"type": "RUNNING"}})
    return status, body.pop("state")["name"], body


@answers(
    [
        200,
        "Running",
        {
            "status": "ABORT",
            "details": {
                "type": "abort_details",
                "reason": "This run is in a RUNNING state and cannot transition to a PENDING state.",
            },
        },
    ]
)
async def an_aborted_state_has_this_answer(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    status, body = await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json={"state": {"type": "PENDING"}})
    return status, body.pop("state")["name"], body


@answers(
    [
        200,
        True,
        "Scheduled",
        {"status": "WAIT", "details": {"type": "wait_details", "reason": "Scheduled time is in the future"}},
    ]
)
async def a_state_to_wait_for_has_this_answer(client: PrefectClient) -> object:
    run = await new_flow_run(client, state=Scheduled(scheduled_time=after(600)))
    status, body = await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json={"state": {"type": "RUNNING"}})
    return status, 590 <= body["details"].pop("delay_seconds") <= 600, body.pop("state")["name"], body


@answers([["Busy", "at it", True], [True, True]])
async def a_state_without_an_id_or_time_gets_them(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    before = pendulum.now("UTC")
    result = await client.set_flow_run_state(run.id, State(type=StateType.RUNNING, name="Busy", message="at it"))
    read = await client.read_flow_run(run.id)
    return [
        [read.state_name, read.state.message, read.state_id == result.state.id],
        [read.start_time >= before, read.state.state_details.flow_run_id == run.id],
    ]


@answers(
    {
        "ACCEPT, Pending": "Scheduled Completed Failed Crashed",
        "ABORT": "Pending Running",
        "REJECT": "Paused Cancelling Cancelled",
    }
)
async def every_state_to_pending(client: PrefectClient) -> object:
    return await from_each(client, Pending())


@answers(
    {
        "ACCEPT, Running": "Scheduled Pending Paused Completed Failed Crashed",
        "ACCEPT": "Running",
        "REJECT": "Cancelling Cancelled",
    }
)
async def every_state_to_running(client: PrefectClient) -> object:
    return await from_each(client, Running())


@answers(
    {
        "ACCEPT, Completed": "Scheduled Pending Running Paused Failed Crashed",
        "REJECT": "Cancelling Cancelled",
        "ACCEPT": "Completed",
    }
)
async def every_state_to_completed(client: PrefectClient) -> object:
    return await from_each(client, Completed())


@answers(
    {
        "ACCEPT, Failed": "Scheduled Pending Running Paused Completed Crashed",
        "REJECT": "Cancelling Cancelled",
        "ACCEPT": "Failed",
    }
)
async def every_state_to_failed(client: PrefectClient) -> object:
    return await from_each(client, Failed())


@answers(
    {
        "ACCEPT, Crashed": "Scheduled Pending Running Paused",
        "REJECT": "Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_crashed(client: PrefectClient) -> object:
    return await from_each(client, Crashed())


@answers(
    {
        "REJECT, Cancelled": "Scheduled",
        "ACCEPT, Cancelling": "Pending Running",
        "REJECT": "Paused Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_cancelling(client: PrefectClient) -> object:
    return await from_each(client, Cancelling())


@answers(
    {"ACCEPT, Cancelled": "Scheduled Pending Running Paused Cancelling Completed Failed Crashed", "ACCEPT": "Cancelled"}
)
async def every_state_to_cancelled(client: PrefectClient) -> object:
    return await from_each(client, Cancelled())


@answers(
    {
        "ACCEPT": "Scheduled",
        "ACCEPT, Scheduled": "Pending Running Paused",
        "REJECT": "Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_scheduled(client: PrefectClient) -> object:
    return await from_each(client, Scheduled())


@answers(
    {
        "ACCEPT, Late": "Scheduled",
        "REJECT": "Pending Running Paused Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_late(client: PrefectClient) -> object:
    return await from_each(client, Late())


@answers(
    {
        "REJECT": "Scheduled Pending Paused Cancelling",
        "ACCEPT, Paused": "Running",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_paused(client: PrefectClient) -> object:
    return await from_each(client, Paused(timeout_seconds=60))


@answers({"REJECT": "Scheduled Pending Paused Cancelling", "ABORT": "Running Cancelled Completed Failed Crashed"})
async def every_state_to_suspended(client: PrefectClient) -> object:
    return await from_each(client, Suspended(timeout_seconds=60))


@answers(
    {
        "ACCEPT, AwaitingRetry": "Scheduled Pending Running Paused",
        "REJECT": "Cancelling",
        "ABORT": "Cancelled Completed Failed Crashed",
    }
)
async def every_state_to_awaiting_retry(client: PrefectClient) -> object:
    return await from_each(client, AwaitingRetry(scheduled_time=after(60)))


@answers(
    [
        [
            ["ACCEPT", "Running", None],
            ["ACCEPT", "Completed", None],
            ["ACCEPT", "Pending", None],
            ["ACCEPT", "Scheduled", None],
            ["ACCEPT", "Crashed", None],
            ["ACCEPT", "Running", None],
        ],
        ["Cancelled", "Running", "Completed", "Pending", "Scheduled", "Crashed", "Running"],
    ]
)
async def force_overrides_every_refusal(client: PrefectClient) -> object:
    run = await new_flow_run(client, state=Cancelled())
    forced = [Running(), Completed(), Pending(), Scheduled(), Crashed(), Running()]
    results = [verdict(await client.set_flow_run_state(run.id, state, force=True)) for state in forced]
    return results, named(await client.read_flow_run_states(run.id))


@answers("REJECT, Cancelled")
async def force_still_cancels_what_nobody_executes(client: PrefectClient) -> object:
    run = await new_flow_run(client, state=Scheduled())
    return outcome(await client.set_flow_run_state(run.id, Cancelling(), force=True))
