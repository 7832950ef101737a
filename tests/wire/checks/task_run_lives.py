"""What becomes of a task run as it lives: a paused flow, retries, schedules."""

from datetime import timedelta
from typing import Any

import pendulum
from checks.scene import (
    answers,
    named,
    new_flow_run,
    new_task_run,
    nothing,
    outcome,
    raw,
    running_flow_run,
    running_task_run,
    verdict,
)
from prefect import task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State, StateDetails, StateType, TaskRun
from prefect.states import (
    Cancelled,
    Cancelling,
    Completed,
    Crashed,
    Failed,
    Paused,
    Pending,
    Retrying,
    Running,
    Scheduled,
)


async def walk(client: PrefectClient, run: TaskRun, *states: State) -> Any:
    """The verdict on each state proposed in turn."""
    return [verdict(await client.set_task_run_state(run.id, state)) for state in states]


@answers(
    {
        "Scheduled": "ABORT, Pending",
        "Pending": "ABORT, Pending",
        "Running": "ACCEPT, Running",
        "Cancelling": "ABORT, Pending",
        "Cancelled": "ABORT, Pending",
        "Completed": "ABORT, Pending",
        "Failed": "ABORT, Pending",
        "Crashed": "ABORT, Pending",
    }
)
async def a_task_runs_only_in_a_flow_run_that_is_running(client: PrefectClient) -> object:
    found = {}
    for state in (Scheduled(), Pending(), Running(), Cancelling(), Cancelled(), Completed(), Failed(), Crashed()):
        run = await new_task_run(client, await new_flow_run(client, state=state))
        found[state.name] = outcome(await client.set_task_run_state(run.id, Running()))
    return found


@answers(["REJECT, NotReady", "PAUSED", True, False])
async def a_task_of_a_paused_flow_run_is_not_ready(client: PrefectClient) -> object:
    flow_run = await running_flow_run(client)
    paused = await client.set_flow_run_state(flow_run.id, Paused(timeout_seconds=600))
    run = await new_task_run(client, flow_run)
    result = await client.set_task_run_state(run.id, Running())
    details = result.state.state_details
    return [
        outcome(result),
        result.state.type,
        details.pause_timeout == paused.state.state_details.pause_timeout,
        details.pause_reschedule,
    ]


@answers(
    [
        [
            ["REJECT", "AwaitingRetry", "Retrying"],
            ["ACCEPT", "Retrying", None],
            ["REJECT", "AwaitingRetry", "Retrying"],
            ["ACCEPT", "Retrying", None],
            ["ACCEPT", "Failed", None],
        ],
        3,
        [
            ["Pending", None],
            ["Running", None],
            ["AwaitingRetry", "a"],
            ["Retrying", None],
            ["AwaitingRetry", "b"],
            ["Retrying", None],
            ["Failed", "c"],
        ],
    ]
)
async def a_failure_with_attempts_left_awaits_a_retry(client: PrefectClient) -> object:
    retried = task(name="retried", retries=2, retry_delay_seconds=0)(nothing.fn)
    run = await running_task_run(client, task=retried)
    walked = await walk(
        client, run, Failed(message="a"), Running(), Failed(message="b"), Running(), Failed(message="c")
    )
    read = await client.read_task_run(run.id)
    history = [[state.name, state.message] for state in await client.read_task_run_states(run.id)]
    return walked, read.run_count, history


@answers([100.0, 200.0, 200.0])
async def each_attempt_has_a_delay_of_its_own(client: PrefectClient) -> object:
    retried = task(name="retried", retries=3, retry_delay_seconds=[100, 200])(nothing.fn)
    run = await running_task_run(client, task=retried)
    delays = []
    for _ in range(3):
        result = await client.set_task_run_state(run.id, Failed())
        delays.append(round((result.state.state_details.scheduled_time - pendulum.now("UTC")).total_seconds(), -1))
        await client.set_task_run_state(run.id, Running(), force=True)
    return delays


@answers(["AwaitingRetry", True])
async def a_delay_with_jitter_stays_within_its_bounds(client: PrefectClient) -> object:
    retried = task(name="retried", retries=1, retry_delay_seconds=100, retry_jitter_factor=1)(nothing.fn)
    run = await running_task_run(client, task=retried)
    result = await client.set_task_run_state(run.id, Failed())
    delay = result.state.state_details.scheduled_time - pendulum.now("UTC")
    return result.state.name, -1 < delay.total_seconds() <= 200


@answers([["ACCEPT", "Failed", None]])
async def a_failure_that_must_not_be_retried_is_not(client: PrefectClient) -> object:
    retried = task(name="retried", retries=2)(nothing.fn)
    run = await running_task_run(client, task=retried)
    final = State(type=StateType.FAILED, state_details=StateDetails(retriable=False))
    return await walk(client, run, final)


@answers(["WAIT", True])
async def a_retry_waits_for_its_delay(client: PrefectClient) -> object:
    retried = task(name="retried", retries=2, retry_delay_seconds=300)(nothing.fn)
    run = await running_task_run(client, task=retried)
    await client.set_task_run_state(run.id, Failed())
    waits = await client.set_task_run_state(run.id, Running())
    return waits.status, 290 <= waits.details.delay_seconds <= 300


@answers(
    [
        [
            ["ACCEPT", "Failed", None],
            ["ACCEPT", "Running", None],
            ["ACCEPT", "Failed", None],
            ["ACCEPT", "Retrying", None],
        ],
        1,
    ]
)
async def running_again_is_retrying_or_rerunning(client: PrefectClient) -> object:
    run = await running_task_run(client)
    walked = await walk(client, run, Failed(), Running(), Failed(), Retrying())
    return walked, (await client.read_task_run(run.id)).run_count


@answers([[["ACCEPT", "Retrying", None]], 1, 2])
async def a_task_run_again_in_a_retried_flow_run_is_retrying(client: PrefectClient) -> object:
    run = await running_task_run(client)
    await client.set_task_run_state(run.id, Failed())
    await client.set_flow_run_state(run.flow_run_id, Failed())
    await client.set_flow_run_state(run.flow_run_id, Running())
    walked = await walk(client, run, Running())
    read = await client.read_task_run(run.id)
    return walked, read.run_count, read.flow_run_run_count


@answers(
    [
        [
            ["ACCEPT", "Running", None],
            ["ACCEPT", "Completed", None],
            ["ACCEPT", "Running", None],
            ["ACCEPT", "Crashed", None],
            ["ACCEPT", "Pending", None],
        ],
        ["Pending", "Running", "Completed", "Running", "Crashed", "Pending"],
    ]
)
async def force_overrides_every_refusal(client: PrefectClient) -> object:
    run = await new_task_run(client, await new_flow_run(client))
    forced = [Running(), Completed(), Running(), Crashed(), Pending()]
    results = [verdict(await client.set_task_run_state(run.id, state, force=True)) for state in forced]
    return results, named(await client.read_task_run_states(run.id))


@answers(
    [
        ["reference", "REJECT", "This run is already completed."],
        ["literal", "REJECT", "This run is already completed."],
        ["unpersisted", "ACCEPT", None],
    ]
)
async def a_completed_run_with_a_kept_result_stays_completed(client: PrefectClient) -> object:
    flow_run, found = await running_flow_run(client), []
    for kind in ("reference", "literal", "unpersisted"):
        path = f"/task_runs/{(await new_task_run(client, flow_run, kind)).id}/set_state"
        await raw(client, "POST", path, json={"state": {"type": "COMPLETED", "data": {"type": kind}}})
        _, body = await raw(client, "POST", path, json={"state": {"type": "RUNNING"}})
        found.append([kind, body["status"], body["details"].get("reason")])
    return found


@answers([True, "WAIT", True])
async def a_scheduled_task_run_waits(client: PrefectClient) -> object:
    later = pendulum.now("UTC") + timedelta(seconds=600)
    run = await new_task_run(client, await running_flow_run(client), state=Scheduled(scheduled_time=later))
    pending = await client.set_task_run_state(run.id, Pending())
    waits = await client.set_task_run_state(run.id, Running())
    return pending.state.state_details.scheduled_time == later, waits.status, 590 <= waits.details.delay_seconds <= 600
