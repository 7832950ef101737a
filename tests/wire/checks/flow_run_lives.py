"""What becomes of a flow run as it lives: schedules, retries, times, subflows."""

from datetime import timedelta
from typing import Any

import pendulum
from checks.scene import (
    answers,
    flow_named,
    named,
    new_flow_run,
    new_name,
    new_task_run,
    raw,
    running_flow_run,
    verdict,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import (
    Cancelled,
    Completed,
    Crashed,
    Failed,
    Late,
    Pending,
    Running,
    Scheduled,
)


async def walk(client: PrefectClient, run: FlowRun, *states: State) -> Any:
    """The verdict on each state proposed in turn, and the name of the state at last."""
    verdicts = [verdict(await client.set_flow_run_state(run.id, state)) for state in states]
    return verdicts, (await client.read_flow_run(run.id)).state_name


def after(seconds: float) -> Any:
    """A moment some seconds from now."""
    return pendulum.now("UTC") + timedelta(seconds=seconds)


@answers([[201, "ACCEPT"], [200, "REJECT", "This run has already made this state transition."], [True, 1]])
async def the_same_transition_is_made_once(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    body = {"state": {"type": "RUNNING", "state_details": {"transition_id": str(run.id)}}}
    answers = [await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json=body) for _ in range(2)]
    first, second = answers[0][1], answers[1][1]
    read = await client.read_flow_run(run.id)
    return [
        [answers[0][0], first["status"]],
        [answers[1][0], second["status"], second["details"]["reason"]],
        [first["state"]["id"] == second["state"]["id"], read.run_count],
    ]


@answers([["ACCEPT", True], [201, True]])
async def what_is_scheduled_without_a_time_is_due_now(client: PrefectClient) -> object:
    run = await new_flow_run(client, state=Crashed())
    before, body = pendulum.now("UTC"), {"state": {"type": "SCHEDULED"}, "force": True}
    _, answer = await raw(client, "POST", f"/flow_runs/{run.id}/set_state", json=body)
    when = (await client.read_flow_run(run.id)).next_scheduled_start_time
    wanted = {"flow_id": str(run.flow_id), "state": {"type": "SCHEDULED"}}
    code, made = await raw(client, "POST", "/flow_runs/", json=wanted)
    return [
        [answer["status"], before <= when <= pendulum.now("UTC")],
        [code, made["next_scheduled_start_time"] == made["state"]["state_details"]["scheduled_time"] is not None],
    ]


@answers([True, None, ["WAIT", True]])
async def a_scheduled_time_goes_over_to_pending(client: PrefectClient) -> object:
    later = after(600)
    run = await new_flow_run(client, state=Scheduled(scheduled_time=later))
    await client.set_flow_run_state(run.id, Pending())
    read = await client.read_flow_run(run.id)
    waits = await client.set_flow_run_state(run.id, Running())
    return [
        read.state.state_details.scheduled_time == later,
        read.next_scheduled_start_time,
        [waits.status, 590 <= waits.details.delay_seconds <= 600],
    ]


@answers(
    [
        [[["ACCEPT", "Late", None], ["ACCEPT", "Pending", None], ["ACCEPT", "Running", None]], "Running"],
        True,
        ["Scheduled", "Late", "Pending", "Running"],
    ]
)
async def a_late_run_keeps_its_time_and_starts(client: PrefectClient) -> object:
    due = after(-600)
    run = await new_flow_run(client, state=Scheduled(scheduled_time=due))
    walked = await walk(client, run, Late(scheduled_time=due), Pending(), Running())
    read = await client.read_flow_run(run.id)
    return walked, read.expected_start_time == due, named(await client.read_flow_run_states(run.id))


@answers(
    [
        [
            [
                ["ACCEPT", "Running", None],
                ["REJECT", "AwaitingRetry", "Retrying"],
                ["ACCEPT", "Running", None],
                ["ACCEPT", "Failed", None],
            ],
            "Failed",
        ],
        [2, "in_process", False],
        [["Pending", None], ["Running", None], ["AwaitingRetry", "first"], ["Running", None], ["Failed", "second"]],
    ]
)
async def a_failure_with_attempts_left_awaits_a_retry(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl")).with_options(retries=1, retry_delay_seconds=0)
    run = await new_flow_run(client, flow=flow)
    walked = await walk(client, run, Running(), Failed(message="first", data=None), Running(), Failed(message="second"))
    read = await client.read_flow_run(run.id)
    return [
        walked,
        [read.run_count, read.empirical_policy.retry_type, read.empirical_policy.resuming],
        [[state.name, state.message] for state in await client.read_flow_run_states(run.id)],
    ]


@answers(["AwaitingRetry", True, "WAIT", True])
async def a_retry_waits_for_its_delay(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl")).with_options(retries=1, retry_delay_seconds=300)
    run = await new_flow_run(client, flow=flow)
    await client.set_flow_run_state(run.id, Running())
    retry = await client.set_flow_run_state(run.id, Failed())
    waits = await client.set_flow_run_state(run.id, Running())
    delay = retry.state.state_details.scheduled_time - pendulum.now("UTC")
    return retry.state.name, 290 < delay.total_seconds() <= 300, waits.status, 290 <= waits.details.delay_seconds <= 300


@answers([["ACCEPT", "Crashed", None], ["ACCEPT", "Cancelled", None], ["ACCEPT", "Completed", None]])
async def crashed_and_cancelled_runs_are_not_retried(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl")).with_options(retries=3)
    found = []
    for end in (Crashed(), Cancelled(), Completed()):
        run = await new_flow_run(client, flow=flow, state=Running())
        found.append(verdict(await client.set_flow_run_state(run.id, end)))
    return found


@answers(
    [
        ["reference", "REJECT", "Run is already COMPLETED."],
        ["literal", "REJECT", "Run is already COMPLETED."],
        ["unpersisted", "ACCEPT", None],
    ]
)
async def a_completed_run_with_a_kept_result_stays_completed(client: PrefectClient) -> object:
    found = []
    for kind in ("reference", "literal", "unpersisted"):
        run = await new_flow_run(client)
        path = f"/flow_runs/{run.id}/set_state"
        await raw(client, "POST", path, json={"state": {"type": "COMPLETED", "data": {"type": kind}}})
        _, body = await raw(client, "POST", path, json={"state": {"type": "RUNNING"}})
        found.append([kind, body["status"], body["details"].get("reason")])
    return found


@answers([1, True, True, True, True])
async def times_are_kept_as_a_run_lives(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await walk(client, run, Running(), Completed())
    read = await client.read_flow_run(run.id)
    states = await client.read_flow_run_states(run.id)
    return [
        read.run_count,
        read.start_time == states[1].timestamp,
        read.end_time == states[2].timestamp,
        read.total_run_time == states[2].timestamp - states[1].timestamp,
        read.expected_start_time == states[0].timestamp,
    ]


@answers(["Running", None, True, 2])
async def leaving_a_final_state_clears_the_end_but_not_the_start(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    await walk(client, run, Failed(), Running())
    read = await client.read_flow_run(run.id)
    return read.state_name, read.end_time, read.start_time == run.start_time, read.run_count


@answers([None, None, 0.0, 0])
async def a_run_that_never_started_has_no_end(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await walk(client, run, Failed())
    read = await client.read_flow_run(run.id)
    return read.start_time, read.end_time, read.total_run_time.total_seconds(), read.run_count


@answers(True)
async def time_in_running_adds_up(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await walk(client, run, Running(), Failed(), Running(), Completed())
    states = await client.read_flow_run_states(run.id)
    spans = (states[2].timestamp - states[1].timestamp) + (states[4].timestamp - states[3].timestamp)
    return abs((await client.read_flow_run(run.id)).total_run_time - spans) < timedelta(milliseconds=1)


@answers([["Pending", "Pending", "Running", "Completed"], ["child done", 1, True], [True, True], [True, True], False])
async def a_subflow_run_is_mirrored_by_its_task_run(client: PrefectClient) -> object:
    parent = await running_flow_run(client)
    task_run = await new_task_run(client, parent)
    child = await new_flow_run(client, parent_task_run_id=task_run.id)
    await walk(client, child, Running(), Completed(message="child done"))
    read = await client.read_task_run(task_run.id)
    details = read.state.state_details
    child_details = (await client.read_flow_run(child.id)).state.state_details
    return [
        named(await client.read_task_run_states(task_run.id)),
        [read.state.message, read.run_count, details.child_flow_run_id == child.id],
        [details.flow_run_id == parent.id, details.task_run_id == task_run.id],
        [child_details.task_run_id == task_run.id, child_details.flow_run_id == child.id],
        read.state_id == (await client.read_flow_run(child.id)).state_id,
    ]
