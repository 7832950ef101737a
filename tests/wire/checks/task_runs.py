"""Task runs: create, read, update, delete, count."""

from datetime import timedelta

from checks.scene import (
    NOBODY,
    answers,
    filled,
    named,
    new_flow_run,
    new_task_run,
    nothing,
    raised,
    raw,
    refused,
    running_flow_run,
    running_task_run,
)
from prefect import task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import Constant, Parameter, TaskRunResult
from prefect.states import Completed, Pending, Running


@answers(
    [
        201,
        True,
        [
            "cache_expiration",
            "cache_key",
            "created",
            "dynamic_key",
            "empirical_policy",
            "end_time",
            "estimated_run_time",
            "expected_start_time",
            "flow_run_id",
            "flow_run_run_count",
            "id",
            "name",
            "next_scheduled_start_time",
            "run_count",
            "start_time",
            "state",
            "state_id",
            "state_name",
            "state_type",
            "tags",
            "task_inputs",
            "task_key",
            "task_version",
            "total_run_time",
            "updated",
        ],
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "b-0",
            "flow_run_id": "<id>",
            "task_key": "a.b",
            "dynamic_key": "0",
            "empirical_policy": {},
            "state_id": "<id>",
            "state_type": "PENDING",
            "state_name": "Pending",
            "expected_start_time": "<moment>",
            "state": {
                "id": "<id>",
                "type": "PENDING",
                "name": "Pending",
                "timestamp": "<moment>",
                "state_details": {"flow_run_id": "<id>", "task_run_id": "<id>"},
            },
        },
    ]
)
async def a_task_run_has_these_fields(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    body = {"flow_run_id": str(run.id), "task_key": "a.b", "dynamic_key": "0", "name": "b-0"}
    status, answer = await raw(client, "POST", "/task_runs/", json=body)
    return status, 0 <= answer.pop("estimated_start_time_delta") < 5, sorted(answer), filled(answer)


@answers(
    [
        ["rich-k", "k", ["more", "t"], "7", "made"],
        [2, [1, 2], None],
        {
            "x": [{"input_type": "task_run", "id": "<id>"}],
            "y": [{"input_type": "parameter", "name": "p"}],
            "z": [{"input_type": "constant", "type": "int"}],
        },
        True,
    ]
)
async def a_task_run_keeps_what_it_was_created_with(client: PrefectClient) -> object:
    flow_run = await new_flow_run(client)
    upstream = await new_task_run(client, flow_run, "up")
    rich = task(name="rich", version="7", tags=["t"], retries=2, retry_delay_seconds=[1, 2])(nothing.fn)
    inputs = {"x": [TaskRunResult(id=upstream.id)], "y": [Parameter(name="p")], "z": [Constant(type="int")]}
    run = await client.create_task_run(
        rich, flow_run.id, "k", name="rich-k", extra_tags=["more"], state=Pending(message="made"), task_inputs=inputs
    )
    read = await client.read_task_run(run.id)
    return [
        [read.name, read.dynamic_key, sorted(read.tags), read.task_version, read.state.message],
        [read.empirical_policy.retries, read.empirical_policy.retry_delay, read.empirical_policy.retry_jitter_factor],
        {key: [item.dict(json_compatible=True) for item in items] for key, items in read.task_inputs.items()},
        read.task_inputs["x"][0].id == upstream.id,
    ]


@answers([201, 200, True, "a", 201])
async def the_same_keys_give_the_same_run_again(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    body = {"flow_run_id": str(run.id), "task_key": "a", "dynamic_key": "0"}
    first, second = [await raw(client, "POST", "/task_runs/", json=body | {"name": name}) for name in "ab"]
    other = await raw(client, "POST", "/task_runs/", json=body | {"dynamic_key": "1"})
    return first[0], second[0], first[1]["id"] == second[1]["id"], second[1]["name"], other[0]


@answers([True, "Running", ["Pending", "Running"]])
async def a_run_that_is_there_keeps_its_state_when_created_again(client: PrefectClient) -> object:
    flow_run = await running_flow_run(client)
    run = await new_task_run(client, flow_run, state=Pending())
    await client.set_task_run_state(run.id, Running())
    again = await new_task_run(client, flow_run, state=Pending())
    states = await client.read_task_run_states(run.id)
    return again.id == run.id, again.state_name, named(states)


@answers([None, "Pending"])
async def a_task_run_without_a_flow_run_is_possible(client: PrefectClient) -> object:
    run = await client.create_task_run(nothing, None, "alone", state=Pending())
    read = await client.read_task_run(run.id)
    return read.flow_run_id, read.state_name


@answers([409, "Data integrity conflict"])
async def a_run_in_an_unknown_flow_run_is_a_conflict(client: PrefectClient) -> object:
    body = {"flow_run_id": str(NOBODY), "task_key": "a", "dynamic_key": "0"}
    status, answer = await raw(client, "POST", "/task_runs/", json=body)
    return status, answer["detail"][:23]


@answers(["renamed", "Running"])
async def a_task_run_is_renamed(client: PrefectClient) -> object:
    run = await running_task_run(client)
    await client.set_task_run_name(run.id, "renamed")
    read = await client.read_task_run(run.id)
    return read.name, read.state_name


@answers(["PrefectHTTPStatusError", "Running"])
async def a_task_run_is_deleted(client: PrefectClient) -> object:
    run = await running_task_run(client)
    await client.delete_task_run(run.id)
    return await raised(client.read_task_run(run.id)), (await client.read_flow_run(run.flow_run_id)).state_name


@answers(
    [
        [404, {"detail": "Task not found"}],
        [404, {"detail": "Task run not found"}],
        404,
        [404, {"exception_message": "Task run with id <id> not found"}],
        404,
        [200, []],
    ]
)
async def the_bodies_of_what_is_not_there(client: PrefectClient) -> object:
    path = f"/task_runs/{NOBODY}"
    return [
        await raw(client, "GET", path),
        await raw(client, "PATCH", path, json={"name": "x"}),
        (await raw(client, "DELETE", path))[0],
        await raw(client, "POST", f"{path}/set_state", json={"state": {"type": "RUNNING"}}),
        (await raw(client, "GET", f"/task_run_states/{NOBODY}"))[0],
        await raw(client, "GET", "/task_run_states/", params={"task_run_id": str(NOBODY)}),
    ]


@answers(
    [
        [422, [["body", "dynamic_key"]]],
        [422, [["body", "nope"]]],
        [422, [["body", "cache_key"]]],
        [422, [["body", "empirical_policy", "retry_delay"]]],
        [422, [["body", "empirical_policy", "retry_jitter_factor"]]],
    ]
)
async def what_cannot_be_read_is_refused(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    body = {"flow_run_id": str(run.id), "task_key": "a", "dynamic_key": "0"}
    return [
        await refused(client, "POST", "/task_runs/", {"flow_run_id": str(run.id), "task_key": "a"}),
        await refused(client, "POST", "/task_runs/", body | {"nope": 1}),
        await refused(client, "POST", "/task_runs/", body | {"cache_key": "x" * 2001}),
        await refused(client, "POST", "/task_runs/", body | {"empirical_policy": {"retry_delay": [1] * 51}}),
        await refused(client, "POST", "/task_runs/", body | {"empirical_policy": {"retry_jitter_factor": -1}}),
    ]


@answers(["Running", 1, True, False])
async def a_state_at_creation_starts_the_clock(client: PrefectClient) -> object:
    run = await new_task_run(client, await running_flow_run(client), state=Running())
    read = await client.read_task_run(run.id)
    return read.state_name, read.run_count, read.start_time == read.state.timestamp, read.expected_start_time is None


@answers([["Pending", "Running", "Completed"], 1, True, True, True, True])
async def times_are_kept_as_a_run_lives(client: PrefectClient) -> object:
    run = await running_task_run(client)
    await client.set_task_run_state(run.id, Completed())
    read = await client.read_task_run(run.id)
    states = await client.read_task_run_states(run.id)
    return [
        named(states),
        read.run_count,
        read.start_time == states[-2].timestamp,
        read.end_time == states[-1].timestamp,
        read.total_run_time == read.end_time - read.start_time > timedelta(0),
        read.expected_start_time == states[0].timestamp,
    ]


@answers(
    [
        200,
        {
            "id": "<id>",
            "type": "RUNNING",
            "name": "Running",
            "timestamp": "<moment>",
            "state_details": {"flow_run_id": "<id>", "task_run_id": "<id>"},
        },
    ]
)
async def the_id_of_a_state_leads_to_it(client: PrefectClient) -> object:
    run = await running_task_run(client)
    return filled(await raw(client, "GET", f"/task_run_states/{run.state_id}"))


@answers(
    [
        [200, 4],
        [200, 2],
        [
            200,
            {
                "COMPLETED": 2,
                "PENDING": 1,
                "RUNNING": 1,
                "FAILED": 0,
                "CANCELLED": 0,
                "CRASHED": 0,
                "PAUSED": 0,
                "CANCELLING": 0,
                "SCHEDULED": 0,
            },
        ],
    ]
)
async def runs_are_counted(client: PrefectClient) -> object:
    flow_run = await running_flow_run(client)
    for key, state in enumerate((Pending(), Running(), Completed(), Completed())):
        await new_task_run(client, flow_run, str(key), state=state)
    mine = {"flow_runs": {"id": {"any_": [str(flow_run.id)]}}}
    done = mine | {"task_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    return [
        await raw(client, "POST", "/task_runs/count", json=mine),
        await raw(client, "POST", "/task_runs/count", json=done),
        await raw(client, "POST", "/ui/task_runs/count", json=mine),
    ]
