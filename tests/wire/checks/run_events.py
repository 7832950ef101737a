"""Events that the server emits when the state of a flow run changes."""

from typing import Any

from checks.event_scene import found
from checks.scene import answers, flow_named, new_flow_run, new_name, raw
from prefect.client.orchestration import PrefectClient
from prefect.states import Cancelled, Completed, Failed, Pending, Running, Scheduled


async def events_of(client: PrefectClient, run: Any, number: int) -> list[Any]:
    """The events about a flow run, oldest first, once there are so many."""
    return await found(client, {"resource": {"id": [f"prefect.flow-run.{run.id}"]}, "order": "ASC"}, number)


@answers(
    [
        "prefect.flow-run.Scheduled",
        "prefect.flow-run.Pending",
        "prefect.flow-run.Running",
        "prefect.flow-run.Failed",
        "prefect.flow-run.Good",
    ]
)
async def each_state_of_a_flow_run_is_an_event(client: PrefectClient) -> object:
    run = await new_flow_run(client, flow=flow_named(new_name("etl")), state=Scheduled())
    for state in (Pending(), Running(), Failed(message="why"), Completed(name="Good")):
        await client.set_flow_run_state(run.id, state, force=True)
    return [event["event"] for event in await events_of(client, run, 5)]


@answers(
    [
        {
            "occurred": "<moment>",
            "event": "prefect.flow-run.Running",
            "resource": {
                "prefect.resource.id": "prefect.flow-run.<id>",
                "prefect.resource.name": "run-<new>",
                "prefect.state-message": "now",
                "prefect.state-name": "Running",
                "prefect.state-timestamp": "<moment>",
                "prefect.state-type": "RUNNING",
            },
            "related": [
                {
                    "prefect.resource.id": "prefect.flow.<id>",
                    "prefect.resource.role": "flow",
                    "prefect.resource.name": "etl-<new>",
                },
                {"prefect.resource.id": "prefect.tag.a", "prefect.resource.role": "tag"},
                {"prefect.resource.id": "prefect.tag.b", "prefect.resource.role": "tag"},
            ],
            "payload": {
                "intended": {"from": "PENDING", "to": "RUNNING"},
                "initial_state": {"type": "PENDING", "name": "Pending"},
                "validated_state": {"type": "RUNNING", "name": "Running", "message": "now"},
            },
            "id": "<id>",
            "follows": "<id>",
            "received": "<moment>",
        },
        [None, True],
        True,
        {
            "intended": {"from": None, "to": "PENDING"},
            "initial_state": None,
            "validated_state": {"type": "PENDING", "name": "Pending"},
        },
    ]
)
async def such_an_event_has_these_fields(client: PrefectClient) -> object:
    run = await new_flow_run(client, flow=flow_named(new_name("etl")), name=new_name("run"), tags=["b", "a"])
    await client.set_flow_run_state(run.id, Running(message="now"))
    first, second = await events_of(client, run, 2)
    states = sorted(await client.read_flow_run_states(run.id), key=lambda state: state.timestamp)
    related = sorted(second["related"], key=lambda one: (one["prefect.resource.role"], one["prefect.resource.id"]))
    return [
        {**second, "related": related},
        [first["follows"], second["follows"] == first["id"]],
        [str(state.id) for state in states] == [first["id"], second["id"]],
        first["payload"],
    ]


@answers(
    [
        [
            "deployment",
            ["prefect.resource.id", "prefect.resource.name", "prefect.resource.role"],
            "prefect.deployment.<id>",
        ],
        ["flow", ["prefect.resource.id", "prefect.resource.name", "prefect.resource.role"], "prefect.flow.<id>"],
        [
            "work-pool",
            ["prefect.resource.id", "prefect.resource.name", "prefect.resource.role"],
            "prefect.work-pool.<id>",
        ],
        [
            "work-queue",
            ["prefect.resource.id", "prefect.resource.name", "prefect.resource.role"],
            "prefect.work-queue.<id>",
        ],
    ]
)
async def a_run_of_a_deployment_is_related_to_all_of_it(client: PrefectClient) -> object:
    flow_id = await client.create_flow(flow_named(new_name("etl")))
    pool = (await raw(client, "POST", "/work_pools/", json={"name": new_name("pool"), "type": "process"}))[1]
    deployment = await client.create_deployment(flow_id, name=new_name("nightly"), work_pool_name=pool["name"])
    run = await client.create_flow_run_from_deployment(deployment)
    (event,) = await events_of(client, run, 1)
    return sorted([one["prefect.resource.role"], sorted(one), one["prefect.resource.id"]] for one in event["related"])


@answers(["prefect.flow-run.Running", "prefect.flow-run.Cancelled"])
async def a_refused_state_is_no_event(client: PrefectClient) -> object:
    run = await new_flow_run(client, flow=flow_named(new_name("etl")), state=Running())
    await client.set_flow_run_state(run.id, Pending())
    await client.set_flow_run_state(run.id, Cancelled())
    return [event["event"] for event in await events_of(client, run, 2)]


@answers(
    [
        [
            {
                "value": "prefect.flow-run.Running",
                "label": "prefect.flow-run.Running",
                "count": 1,
                "start_time": "<moment>",
                "end_time": "<moment>",
            }
        ],
        [
            {
                "value": "prefect.flow-run.<id>",
                "label": "nightly",
                "count": 1,
                "start_time": "<moment>",
                "end_time": "<moment>",
            }
        ],
    ]
)
async def an_event_is_counted_under_its_names(client: PrefectClient) -> object:
    run = await new_flow_run(client, name="nightly", state=Running())
    await events_of(client, run, 1)
    body = {"filter": {"resource": {"id": [f"prefect.flow-run.{run.id}"]}}}
    return [(await raw(client, "POST", f"/events/count-by/{by}", json=body))[1] for by in ("event", "resource")]
