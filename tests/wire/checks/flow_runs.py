"""Flow runs: create, read, update, delete, count, lateness."""

from datetime import timedelta

import pendulum
from checks.scene import (
    NOBODY,
    answers,
    filled,
    flow_named,
    new_flow_run,
    new_name,
    new_task_run,
    raised,
    raw,
    running_flow_run,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRunPolicy
from prefect.states import Scheduled


@answers(
    [
        201,
        True,
        [
            "auto_scheduled",
            "context",
            "created",
            "created_by",
            "deployment_id",
            "deployment_version",
            "empirical_policy",
            "end_time",
            "estimated_run_time",
            "expected_start_time",
            "flow_id",
            "flow_version",
            "id",
            "idempotency_key",
            "infrastructure_document_id",
            "infrastructure_pid",
            "job_variables",
            "name",
            "next_scheduled_start_time",
            "parameters",
            "parent_task_run_id",
            "run_count",
            "start_time",
            "state",
            "state_id",
            "state_name",
            "state_type",
            "tags",
            "total_run_time",
            "updated",
            "work_pool_id",
            "work_pool_name",
            "work_queue_id",
            "work_queue_name",
        ],
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "first",
            "flow_id": "<id>",
            "state_id": "<id>",
            "empirical_policy": {},
            "state_type": "PENDING",
            "state_name": "Pending",
            "expected_start_time": "<moment>",
            "state": {
                "id": "<id>",
                "type": "PENDING",
                "name": "Pending",
                "timestamp": "<moment>",
                "state_details": {"flow_run_id": "<id>"},
            },
        },
    ]
)
async def a_flow_run_has_these_fields(client: PrefectClient) -> object:
    flow_id = await client.create_flow_from_name(new_name("etl"))
    status, body = await raw(client, "POST", "/flow_runs/", json={"flow_id": str(flow_id), "name": "first"})
    return status, 0 <= body.pop("estimated_start_time_delta") < 5, sorted(body), filled(body)


@answers(
    [
        ["nightly", {"x": 1, "y": [None, {"z": "ö"}]}, {"who": "me"}, ["a", "b"], "1.2"],
        [3, 5],
        ["Pending", 0, None, None],
    ]
)
async def a_flow_run_keeps_what_it_was_created_with(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl")).with_options(version="1.2", retries=3, retry_delay_seconds=5)
    run = await client.create_flow_run(
        flow, name="nightly", parameters={"x": 1, "y": [None, {"z": "ö"}]}, context={"who": "me"}, tags=["b", "a"]
    )
    read = await client.read_flow_run(run.id)
    return [
        [read.name, read.parameters, read.context, sorted(read.tags), read.flow_version],
        [read.empirical_policy.retries, read.empirical_policy.retry_delay],
        [read.state_name, read.run_count, read.start_time, read.parent_task_run_id],
    ]


@answers([["SCHEDULED", "Soon", "in an hour", True], [True, True, True]])
async def the_state_at_creation_is_kept_whole(client: PrefectClient) -> object:
    later = pendulum.now("UTC") + timedelta(hours=1)
    run = await new_flow_run(client, state=Scheduled(scheduled_time=later, message="in an hour", name="Soon"))
    read = await client.read_flow_run(run.id)
    details = read.state.state_details
    return [
        [read.state.type, read.state.name, read.state.message, details.scheduled_time == later],
        [read.next_scheduled_start_time == later, read.expected_start_time == later, details.flow_run_id == run.id],
    ]


@answers(["Pending", 1, True])
async def a_run_without_a_state_has_no_history(client: PrefectClient) -> object:
    flow_id = await client.create_flow_from_name("wire")
    _, run = await raw(client, "POST", "/flow_runs/", json={"flow_id": str(flow_id)})
    states = await client.read_flow_run_states(run["id"])
    return run["state"] and run["state"]["name"], len(states), bool(run["name"])


@answers([201, 200, True, "a"])
async def an_idempotency_key_gives_the_same_run_again(client: PrefectClient) -> object:
    body = {"flow_id": str(await client.create_flow_from_name("wire")), "idempotency_key": new_name("key")}
    first, second = [await raw(client, "POST", "/flow_runs/", json=body | {"name": name}) for name in "ab"]
    return first[0], second[0], first[1]["id"] == second[1]["id"], second[1]["name"]


@answers([201, 201, False])
async def the_same_key_in_another_flow_is_another_run(client: PrefectClient) -> object:
    key = new_name("key")
    runs = []
    for name in (new_name("one"), new_name("two")):
        body = {"flow_id": str(await client.create_flow_from_name(name)), "idempotency_key": key}
        runs.append(await raw(client, "POST", "/flow_runs/", json=body))
    return runs[0][0], runs[1][0], runs[0][1]["id"] == runs[1][1]["id"]


@answers(409)
async def a_run_of_an_unknown_flow_is_a_conflict(client: PrefectClient) -> object:
    return (await raw(client, "POST", "/flow_runs/", json={"flow_id": str(NOBODY)}))[0]


@answers(409)
async def a_run_under_an_unknown_task_run_is_a_conflict(client: PrefectClient) -> object:
    flow_id = await client.create_flow_from_name("wire")
    body = {"flow_id": str(flow_id), "parent_task_run_id": str(NOBODY)}
    return (await raw(client, "POST", "/flow_runs/", json=body))[0]


@answers([204, ["renamed", "2", {"y": 2}, ["new"], "host:1"], [7, 1, True]])
async def every_part_of_a_run_can_be_updated(client: PrefectClient) -> object:
    run = await new_flow_run(client, tags=["old"], parameters={"x": 1})
    response = await client.update_flow_run(
        run.id,
        flow_version="2",
        parameters={"y": 2},
        name="renamed",
        tags=["new"],
        empirical_policy=FlowRunPolicy(retries=7, retry_delay=1),
        infrastructure_pid="host:1",
    )
    read = await client.read_flow_run(run.id)
    return [
        response.status_code,
        [read.name, read.flow_version, read.parameters, read.tags, read.infrastructure_pid],
        [read.empirical_policy.retries, read.empirical_policy.retry_delay, read.updated > run.updated],
    ]


@answers(["kept", ["old"], {"x": 1}, "Pending"])
async def an_update_leaves_the_rest_alone(client: PrefectClient) -> object:
    run = await new_flow_run(client, tags=["old"], parameters={"x": 1}, name="kept")
    await client.update_flow_run(run.id, flow_version="2")
    read = await client.read_flow_run(run.id)
    return read.name, read.tags, read.parameters, read.state_name


@answers(400)
async def job_variables_of_a_run_without_a_deployment_are_refused(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    return (await raw(client, "PATCH", f"/flow_runs/{run.id}", json={"job_variables": {"a": 1}}))[0]


@answers(["ObjectNotFound", "PrefectHTTPStatusError", "ObjectNotFound", "nothing"])
async def a_flow_run_is_deleted_with_all_it_has(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    task_run = await new_task_run(client, run)
    await client.delete_flow_run(run.id)
    return [
        await raised(client.read_flow_run(run.id)),
        await raised(client.read_task_run(task_run.id)),
        await raised(client.delete_flow_run(run.id)),
        await raised(client.read_flow_run_states(run.id)),
    ]
