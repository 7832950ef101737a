"""Deployments, and what belongs to them, found by filters of every noun."""

from typing import Any

from checks.deployment_scene import made, new_deployment, new_flow, new_pool, new_queue, of, run_from
from checks.scene import answers, new_name, raw, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, FlowFilter

FILTER = "/deployments/filter"


async def four(client: PrefectClient) -> tuple[Any, dict[str, str], dict[str, Any]]:
    """A flow with four deployments that differ."""
    flow = await new_flow(client, tags=[new_name("tag")])
    pool = await new_pool(client)
    queue = await new_queue(client, pool)
    made = {
        "a": await new_deployment(
            client, flow_id=flow["id"], name="a-one", tags=["x", "y"], work_pool_name=pool["name"]
        ),
        "b": await new_deployment(client, flow_id=flow["id"], name="B-two", tags=["x"], paused=True),
        "c": await new_deployment(client, flow_id=flow["id"], name="c-ONE", work_queue_name=new_name("q")),
        "d": await new_deployment(
            client,
            flow_id=flow["id"],
            name="d-four",
            work_pool_name=pool["name"],
            work_queue_name=queue["name"],
            is_schedule_active=False,
        ),
    }
    return flow, {one["id"]: name for name, one in made.items()}, made


@answers(
    [
        ["b", "a", "c", "d"],
        ["a", "c"],
        ["a"],
        ["a", "c"],
        ["b", "d"],
        ["a", "c"],
        ["b", "a"],
        ["a"],
        ["c", "d"],
        ["b", "a"],
        [],
        ["c", "d"],
        ["b"],
        ["b", "c", "d"],
    ]
)
async def deployments_are_filtered_by_each_field(client: PrefectClient) -> object:
    flow, names, made_ = await four(client)
    where: list[dict[str, Any]] = [
        {},
        {"id": {"any_": [made_["a"]["id"], made_["c"]["id"]]}},
        {"name": {"any_": ["a-one", "c-one"]}},
        {"name": {"like_": "one"}},
        {"paused": {"eq_": True}},
        {"is_schedule_active": {"eq_": True}},
        {"tags": {"all_": ["x"]}},
        {"tags": {"all_": ["x", "y"]}},
        {"tags": {"is_null_": True}},
        {"tags": {"is_null_": False}},
        {"work_queue_name": {"any_": ["default"]}},
        {"work_queue_name": {"any_": [made_["c"]["work_queue_name"], made_["d"]["work_queue_name"]]}},
        {"tags": {"all_": ["x"]}, "paused": {"eq_": True}},
        {"operator": "or_", "tags": {"is_null_": True}, "paused": {"eq_": True}},
    ]
    mine = {"flows": {"id": {"any_": [flow["id"]]}}}
    return [of(names, await made(client, FILTER, **mine, deployments=one)) for one in where]


@answers(
    [
        [["b", "a", "c", "d"], ["d", "c", "a", "b"], ["d", "c", "b", "a"], ["d", "c", "b", "a"]],
        ["a", "c"],
        [],
        4,
        2,
        [422, 422, 422, 422],
    ]
)
async def deployments_are_sorted_counted_and_cut(client: PrefectClient) -> object:
    flow, names, _ = await four(client)
    mine = {"flows": {"id": {"any_": [flow["id"]]}}}
    sorts = ("NAME_ASC", "NAME_DESC", "CREATED_DESC", "UPDATED_DESC")
    return [
        [of(names, await made(client, FILTER, **mine, sort=sort)) for sort in sorts],
        of(names, await made(client, FILTER, **mine, limit=2, offset=1)),
        await made(client, FILTER, **mine, limit=0),
        await made(client, "/deployments/count", **mine),
        await made(client, "/deployments/count", **mine, deployments={"paused": {"eq_": True}}),
        await statuses(
            client, "POST", FILTER, [{"limit": 201}, {"offset": -1}, {"sort": "X"}, {"deployments": {"x": 1}}]
        ),
    ]


@answers([[["a", "b", "c", "d"], ["a"], ["a", "d"], ["d"], ["a"], []], [4, 1, 2, 1, 1, 0]])
async def deployments_are_found_by_other_nouns(client: PrefectClient) -> object:
    flow, names, made_ = await four(client)
    run = await run_from(client, made_["a"], tags=["z"])
    pool = made_["a"]["work_pool_name"]
    wheres: list[dict[str, Any]] = [
        {"flows": {"name": {"any_": [flow["name"]]}}},
        {"flow_runs": {"id": {"any_": [run["id"]]}}},
        {"work_pools": {"name": {"any_": [pool]}}},
        {"work_pool_queues": {"name": {"any_": [made_["d"]["work_queue_name"]]}}},
        {"flows": {"id": {"any_": [flow["id"]]}}, "flow_runs": {"tags": {"all_": ["z"]}}},
        {"flows": {"id": {"any_": [flow["id"]]}}, "task_runs": {"name": {"any_": ["x"]}}},
    ]
    return [
        [sorted(of(names, await made(client, FILTER, **where))) for where in wheres],
        [await made(client, "/deployments/count", **where) for where in wheres],
    ]


@answers(
    [
        [["first"], [], ["second"]],
        [["flow"], ["flow"], ["flow"]],
        [1, 1, 0],
        ["first", "second"],
        ["second"],
        ["flow"],
        ["second"],
        ["first"],
    ]
)
async def other_nouns_are_found_by_deployments(client: PrefectClient) -> object:
    flow, _, made_ = await four(client)
    first, second = await run_from(client, made_["a"]), await run_from(client, made_["d"])
    names = {first["id"]: "first", second["id"]: "second", flow["id"]: "flow"}
    by = {key: {"deployments": {"id": {"any_": [made_[key]["id"]]}}} for key in "abd"}
    pool = {"work_pools": {"name": {"any_": [made_["a"]["work_pool_name"]]}}}
    queue = {"work_pool_queues": {"name": {"any_": [made_["d"]["work_queue_name"]]}}}
    return [
        [of(names, await made(client, "/flow_runs/filter", **by[key])) for key in "abd"],
        [of(names, await made(client, "/flows/filter", **by[key])) for key in "abd"],
        [await made(client, f"/{noun}/count", **by["a"]) for noun in ("flow_runs", "flows", "task_runs")],
        sorted(of(names, await made(client, "/flow_runs/filter", **pool))),
        of(names, await made(client, "/flow_runs/filter", **queue)),
        of(names, await made(client, "/flows/filter", **pool)),
        of(
            names,
            await made(
                client, "/flow_runs/filter", flow_runs={"work_queue_name": {"any_": [made_["d"]["work_queue_name"]]}}
            ),
        ),
        of(names, await made(client, "/flow_runs/filter", flow_runs={"deployment_id": {"any_": [made_["a"]["id"]]}})),
    ]


@answers([["bare"], ["deployed"]])
async def flows_tell_whether_they_are_deployed(client: PrefectClient) -> object:
    deployed, bare = await new_flow(client), await new_flow(client)
    await new_deployment(client, flow_id=deployed["id"])
    names = {deployed["id"]: "deployed", bare["id"]: "bare"}
    mine = {"any_": list(names)}
    return [
        of(names, await made(client, "/flows/filter", flows={"id": mine, "deployment": {"is_null_": null}}))
        for null in (True, False)
    ]


@answers([["b", "a", "c"], ["b", "a", "c", "d"], True])
async def the_client_lists_deployments(client: PrefectClient) -> object:
    flow, names, made_ = await four(client)
    mine = FlowFilter(id={"any_": [flow["id"]]})
    paused = DeploymentFilter(paused={"eq_": True})
    return [
        [names[str(one.id)] for one in await client.read_deployments(flow_filter=mine, limit=3)],
        [names[str(one.id)] for one in await client.read_deployments(flow_filter=mine, deployment_filter=paused)],
        [
            one.name
            for one in await client.read_flows(deployment_filter=DeploymentFilter(id={"any_": [made_["a"]["id"]]}))
        ]
        == [flow["name"]],
    ]


@answers([422, 422, 404])
async def a_bad_id_is_refused(client: PrefectClient) -> object:
    return [(await raw(client, "GET", f"/deployments/{one}"))[0] for one in ("x", "7", "name/only-one")]
