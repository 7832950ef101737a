"""Flow runs: what is not there, what is not valid, states, counts, lateness."""

from datetime import timedelta

import pendulum
from checks.scene import (
    NOBODY,
    answers,
    filled,
    flow_named,
    named,
    new_flow_run,
    new_name,
    raw,
    refused,
    running_flow_run,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.states import Completed, Failed, Pending, Running, Scheduled


@answers(
    [
        [404, {"detail": "Flow run not found"}],
        [404, {"detail": "Flow run not found"}],
        [404, {"detail": "Flow run not found"}],
        [404, {"exception_message": "Flow run with id <id> not found"}],
        [404, {"exception_message": "Flow run with id <id> not found"}],
        404,
        [404, {"detail": "Flow run state not found"}],
        [200, []],
    ]
)
async def the_bodies_of_what_is_not_there(client: PrefectClient) -> object:
    path = f"/flow_runs/{NOBODY}"
    return [
        await raw(client, "GET", path),
        await raw(client, "PATCH", path, json={"name": "x"}),
        await raw(client, "DELETE", path),
        await raw(client, "POST", f"{path}/set_state", json={"state": {"type": "RUNNING"}}),
        await raw(client, "GET", f"{path}/graph"),
        (await raw(client, "GET", f"{path}/graph-v2"))[0],
        await raw(client, "GET", f"/flow_run_states/{NOBODY}"),
        await raw(client, "GET", "/flow_run_states/", params={"flow_run_id": str(NOBODY)}),
    ]


@answers(
    [
        [422, [["body", "flow_id"]]],
        [422, [["body", "flow_id"]]],
        [422, [["body", "nope"]]],
        [422, [["body", "state"]]],
        [422, [["body", "state", "type"]]],
        [422, [["body", "state", "type"]]],
        [422, [["body", "state"]]],
        [422, [["body", "sort"]]],
        [422, [["body", "offset"]]],
        [422, [["body", "flow_runs", "state", "type", "any_", 0]]],
    ]
)
async def what_cannot_be_read_is_refused(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    path = f"/flow_runs/{run.id}"
    return [
        await refused(client, "POST", "/flow_runs/", {}),
        await refused(client, "POST", "/flow_runs/", {"flow_id": "x"}),
        await refused(client, "POST", "/flow_runs/", {"flow_id": str(run.flow_id), "nope": 1}),
        await refused(client, "PATCH", path, {"state": None}),
        await refused(client, "POST", f"{path}/set_state", {"state": {"type": "LOST"}}),
        await refused(client, "POST", f"{path}/set_state", {"state": {"name": "x"}}),
        await refused(client, "POST", f"{path}/set_state", {}),
        await refused(client, "POST", "/flow_runs/filter", {"sort": "NOPE"}),
        await refused(client, "POST", "/flow_runs/filter", {"offset": -1}),
        await refused(client, "POST", "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["LOST"]}}}}),
    ]


@answers([422, "Invalid request received.", [[["path", "id"], "type_error.uuid"]]])
async def an_id_that_is_none_is_refused(client: PrefectClient) -> object:
    status, body = await raw(client, "GET", "/flow_runs/nonsense")
    return status, body["exception_message"], [(d["loc"], d["type"]) for d in body["exception_detail"]]


@answers(
    [
        200,
        {
            "id": "<id>",
            "type": "RUNNING",
            "name": "Running",
            "timestamp": "<moment>",
            "state_details": {"flow_run_id": "<id>", "transition_id": "<id>"},
        },
    ]
)
async def the_id_of_a_state_leads_to_it(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    return filled(await raw(client, "GET", f"/flow_run_states/{run.state_id}"))


@answers([["Pending", "Running", "Completed"], ["Pending", "Running", "Completed"], "done"])
async def states_are_listed_in_the_order_they_were_entered(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    await client.set_flow_run_state(run.id, Completed(message="done"))
    states = await client.read_flow_run_states(run.id)
    return [state.name for state in states], named(states), states[-1].message


@answers([3, 1])
async def runs_are_counted(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl"))
    for state in (Pending(), Running(), Completed()):
        await new_flow_run(client, flow=flow, state=state)
    mine = {"flows": {"name": {"any_": [flow.name]}}}
    done = mine | {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    return [(await raw(client, "POST", "/flow_runs/count", json=body))[1] for body in (mine, done)]


@answers([[200, None], 200, True])
async def lateness_is_the_mean_delay_in_seconds(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl"))
    body = {"flows": {"name": {"any_": [flow.name]}}}
    empty = await raw(client, "POST", "/flow_runs/lateness", json=body)
    for minutes in (10, 20):
        await new_flow_run(
            client, flow=flow, state=Scheduled(scheduled_time=pendulum.now("UTC").subtract(minutes=minutes))
        )
    status, late = await raw(client, "POST", "/flow_runs/lateness", json=body)
    return empty, status, 900 <= late < 930


@answers([True, True, 0.0, True, True])
async def estimates_grow_while_a_run_is_late_or_running(client: PrefectClient) -> object:
    past = pendulum.now("UTC").subtract(minutes=10)
    waiting = await new_flow_run(client, state=Scheduled(scheduled_time=past))
    late = (await client.read_flow_run(waiting.id)).estimated_start_time_delta
    await client.set_flow_run_state(waiting.id, Running())
    started = await client.read_flow_run(waiting.id)
    await client.set_flow_run_state(waiting.id, Failed())
    ended = await client.read_flow_run(waiting.id)
    return [
        600 <= late.total_seconds() < 630,
        600 <= started.estimated_start_time_delta.total_seconds() < 630,
        started.total_run_time.total_seconds(),
        started.estimated_run_time.total_seconds() > 0,
        ended.estimated_run_time == ended.total_run_time > timedelta(0),
    ]


@answers(["needle"])
async def a_run_is_found_by_its_id(client: PrefectClient) -> object:
    run = await new_flow_run(client, name="needle")
    found = await client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])))
    return [found_run.name for found_run in found]
