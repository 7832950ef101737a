"""The queues of agents, which stand by themselves, and the runs that agents and workers get."""

from typing import Any

from checks.deployment_scene import (
    NOON,
    changed,
    made,
    new_deployment,
    new_pool,
    new_queue,
    of,
    read,
    run_from,
    settled,
)
from checks.scene import NOBODY, answers, new_name, raised, raw, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import WorkQueueFilter

QUEUES = "/work_queues"


def at(minutes: int) -> dict[str, Any]:
    """A state of a run that starts some minutes after noon."""
    return {"type": "SCHEDULED", "state_details": {"scheduled_time": NOON.add(minutes=minutes).isoformat()}}


def is_ready(what: Any) -> bool:
    """Whether a queue or a deployment was polled."""
    return bool(what["status"] == "READY")


async def agents_queue(client: PrefectClient, **more: Any) -> Any:
    """A queue of agents."""
    return await made(client, f"{QUEUES}/", **{"name": new_name("agents")} | more)


@answers(
    [
        201,
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "agents-<new>",
            "description": "",
            "is_paused": False,
            "concurrency_limit": None,
            "work_pool_id": "<id>",
            "filter": None,
            "last_polled": None,
            "work_pool_name": "default-agent-pool",
            "status": "NOT_READY",
        },
        True,
        True,
        [409, {"detail": "A work queue with this name already exists."}],
        [422, 422, 422],
    ]
)
async def a_queue_of_agents_has_these_fields(client: PrefectClient) -> object:
    status, queue = await raw(client, "POST", f"{QUEUES}/", json={"name": new_name("agents")})
    path = f"{QUEUES}/{queue['id']}"
    again = await raw(client, "POST", f"{QUEUES}/", json={"name": queue["name"]})
    return [
        status,
        {key: value for key, value in queue.items() if key != "priority"},
        await read(client, path) == queue,
        await read(client, f"{QUEUES}/name/{queue['name']}") == queue,
        again,
        await statuses(client, "POST", f"{QUEUES}/", [{}, {"name": "a/b"}, {"name": "x", "colour": 1}]),
    ]


@answers(
    [
        [
            [204, {"description": "Q"}],
            [204, {"is_paused": True, "status": "PAUSED"}],
            [204, {"concurrency_limit": 2}],
            [204, {"name": "other-<new>"}],
            [204, {}],
        ],
        [422, 422, 422],
        [204, None],
        [404, {"detail": "work queue not found"}],
        [404, {"detail": "work queue not found"}],
        404,
        [404, {"detail": "work queue not found"}],
        404,
        404,
    ]
)
async def a_queue_of_agents_is_updated_and_deleted(client: PrefectClient) -> object:
    queue = await agents_queue(client)
    path, found = f"{QUEUES}/{queue['id']}", []
    for body in ({"description": "Q"}, {"is_paused": True}, {"concurrency_limit": 2}, {"name": new_name("other")}, {}):
        before = await read(client, path)
        status, _ = await raw(client, "PATCH", path, json=body)
        found.append([status, changed(before, await read(client, path))])
    return [
        found,
        await statuses(client, "PATCH", path, [{"colour": 1}, {"is_paused": "x"}, {"concurrency_limit": -1}]),
        await raw(client, "DELETE", path),
        await raw(client, "GET", path),
        await raw(client, "DELETE", path),
        (await raw(client, "PATCH", path, json={"is_paused": True}))[0],
        await raw(client, "GET", f"{QUEUES}/name/nobody-has-this"),
        (await raw(client, "POST", f"{path}/get_runs", json={}))[0],
        (await raw(client, "GET", f"{path}/status"))[0],
    ]


@answers([[["a", "b", "c"], ["a", "c"], ["b"], ["b"]], 1, [422, 422, 422]])
async def queues_are_filtered(client: PrefectClient) -> object:
    start = new_name("agents")
    queues = {key: await agents_queue(client, name=f"{start}-{key}") for key in "abc"}
    names = {one["id"]: key for key, one in queues.items()}
    wheres: list[dict[str, Any]] = [
        {"name": {"startswith_": [start]}},
        {"name": {"any_": [queues["a"]["name"], queues["c"]["name"]]}},
        {"id": {"any_": [queues["b"]["id"]]}},
        {"name": {"startswith_": [start]}, "id": {"any_": [queues["b"]["id"]]}},
    ]
    every = {"work_queues": wheres[0]}
    return [
        [sorted(of(names, await made(client, f"{QUEUES}/filter", work_queues=where))) for where in wheres],
        len(await made(client, f"{QUEUES}/filter", **every, limit=2, offset=2)),
        await statuses(client, "POST", f"{QUEUES}/filter", [{"limit": 201}, {"offset": -1}, {"work_queues": {"x": 1}}]),
    ]


@answers([None, [["a", "b"], ["a"], [], ["a", "b", "c"]], ["<moment>", "READY"], "READY", []])
async def an_agent_gets_the_runs_that_are_due(client: PrefectClient) -> object:
    queue = await agents_queue(client)
    deployment = await new_deployment(client, work_queue_name=queue["name"])
    for name, minutes in (("b", 10), ("a", 5), ("c", 90)):
        await run_from(client, deployment, name=name, state=at(minutes))
    await run_from(client, deployment, name="busy", state={"type": "RUNNING"})
    path = f"{QUEUES}/{queue['id']}/get_runs"
    before = (await read(client, f"{QUEUES}/{queue['id']}"))["last_polled"]
    bodies: list[dict[str, Any]] = [
        {"scheduled_before": NOON.add(minutes=30).isoformat()},
        {"scheduled_before": NOON.add(minutes=30).isoformat(), "limit": 1},
        {"scheduled_before": NOON.isoformat()},
        {"scheduled_before": NOON.add(days=1).isoformat(), "agent_id": str(NOBODY)},
    ]
    found = [[run["name"] for run in await made(client, path, **body)] for body in bodies]
    after = await settled(lambda: read(client, f"{QUEUES}/{queue['id']}"), is_ready)
    await raw(client, "PATCH", f"{QUEUES}/{queue['id']}", json={"is_paused": True})
    return [
        before,
        found,
        [after["last_polled"], after["status"]],
        (await settled(lambda: read(client, f"/deployments/{deployment['id']}"), is_ready))["status"],
        await made(client, path, **bodies[3]),
    ]


@answers([["0", "1"], ["1"], [], ["2"], []])
async def a_limit_of_a_queue_leaves_what_is_free(client: PrefectClient) -> object:
    queue = await agents_queue(client, concurrency_limit=2)
    deployment = await new_deployment(client, work_queue_name=queue["name"])
    runs = [await run_from(client, deployment, name=str(n), state=at(n)) for n in range(4)]
    path, body = f"{QUEUES}/{queue['id']}/get_runs", {"scheduled_before": NOON.add(days=1).isoformat()}
    found = [[run["name"] for run in await made(client, path, **body)]]
    for run, state in ((runs[0], "PENDING"), (runs[1], "RUNNING"), (runs[0], "COMPLETED")):
        await raw(client, "POST", f"/flow_runs/{run['id']}/set_state", json={"state": {"type": state}, "force": True})
        found.append([one["name"] for one in await made(client, path, **body)])
    await raw(client, "PATCH", f"{QUEUES}/{queue['id']}", json={"concurrency_limit": 0})
    return [*found, await made(client, path, **body)]


@answers(
    [
        {
            "healthy": False,
            "late_runs_count": 0,
            "last_polled": None,
            "health_check_policy": {"maximum_late_runs": 0, "maximum_seconds_since_last_polled": 60},
        },
        {
            "healthy": True,
            "late_runs_count": 0,
            "last_polled": "<moment>",
            "health_check_policy": {"maximum_late_runs": 0, "maximum_seconds_since_last_polled": 60},
        },
        {
            "healthy": False,
            "late_runs_count": 1,
            "last_polled": "<moment>",
            "health_check_policy": {"maximum_late_runs": 0, "maximum_seconds_since_last_polled": 60},
        },
    ]
)
async def the_status_of_a_queue_tells_of_late_runs_and_polls(client: PrefectClient) -> object:
    queue = await agents_queue(client)
    path = f"{QUEUES}/{queue['id']}"
    found = [await read(client, f"{path}/status")]
    await made(client, f"{path}/get_runs")
    found.append(await settled(lambda: read(client, f"{path}/status"), lambda seen: seen["last_polled"] is not None))
    deployment = await new_deployment(client, work_queue_name=queue["name"])
    await run_from(client, deployment, state={"type": "SCHEDULED", "name": "Late"})
    return [*found, await read(client, f"{path}/status")]


async def handed_out(client: PrefectClient, pool: Any, **body: Any) -> list[str]:
    """The names of the runs that a worker gets."""
    until = {"scheduled_before": NOON.add(days=1).isoformat()}
    listed = await made(client, f"/work_pools/{pool['name']}/get_scheduled_flow_runs", **until | body)
    return [one["flow_run"]["name"] for one in listed]


async def three_queues(client: PrefectClient, **more: Any) -> tuple[Any, dict[str, Any]]:
    """A pool with the queues high, low and default, and two runs in each."""
    pool = await new_pool(client, **more)
    await new_queue(client, pool, name="high", priority=1)
    await new_queue(client, pool, name="low", priority=9)
    runs = {}
    for number, queue in enumerate(("low", "default", "high")):
        deployment = await new_deployment(client, work_pool_name=pool["name"], work_queue_name=queue)
        for n in (2, 1):
            name = f"{queue}-{n}"
            runs[name] = await run_from(client, deployment, name=name, state=at(10 * n + number))
    return pool, runs


@answers([["flow_run", "work_pool_id", "work_queue_id"], [True, True, True], []])
async def a_worker_gets_these_fields(client: PrefectClient) -> object:
    pool = await new_pool(client)
    deployment = await new_deployment(client, work_pool_name=pool["name"])
    run = await run_from(client, deployment)
    (one,) = await made(client, f"/work_pools/{pool['name']}/get_scheduled_flow_runs")
    queue = await read(client, f"/work_pools/{pool['name']}/queues/default")
    return [
        sorted(one),
        [one["work_pool_id"] == pool["id"], one["work_queue_id"] == queue["id"], one["flow_run"]["id"] == run["id"]],
        sorted(set(run) - set(one["flow_run"]) - {"work_pool_id", "work_pool_name"}),
    ]


@answers(
    [
        ["high-1", "high-2", "default-1", "default-2", "low-1", "low-2"],
        ["high-1", "high-2", "default-1"],
        ["low-1", "low-2"],
        ["high-1", "high-2", "low-1", "low-2"],
        ["high-1", "default-1", "low-1"],
        ["high-2", "default-2", "low-2"],
        [404, {"detail": "Work pool queue 'pool-<new>/none' not found."}],
    ]
)
async def high_priorities_come_first(client: PrefectClient) -> object:
    pool, _ = await three_queues(client)
    return [
        await handed_out(client, pool),
        await handed_out(client, pool, limit=3),
        await handed_out(client, pool, work_queue_names=["low"]),
        await handed_out(client, pool, work_queue_names=["low", "high"]),
        await handed_out(client, pool, scheduled_before=NOON.add(minutes=15).isoformat()),
        await handed_out(client, pool, scheduled_after=NOON.add(minutes=15).isoformat()),
        (
            await raw(
                client,
                "POST",
                f"/work_pools/{pool['name']}/get_scheduled_flow_runs",
                json={"work_queue_names": ["none"]},
            )
        ),
    ]


@answers(
    [
        ["default-1", "default-2", "low-1", "low-2"],
        [],
        ["default-1", "default-2", "low-1", "low-2"],
        ["high-1", "high-2", "default-1", "default-2", "low-1", "low-2"],
    ]
)
async def what_is_paused_hands_out_nothing(client: PrefectClient) -> object:
    pool, _ = await three_queues(client)
    path, found = f"/work_pools/{pool['name']}", []
    for at_, body in (
        ("/queues/high", {"is_paused": True}),
        ("", {"is_paused": True}),
        ("", {"is_paused": False}),
        ("/queues/high", {"is_paused": False}),
    ):
        await raw(client, "PATCH", path + at_, json=body)
        found.append(await handed_out(client, pool))
    return found


@answers(
    [
        ["high-1", "default-1", "default-2", "low-1", "low-2"],
        ["high-1", "low-1", "low-2"],
        ["high-1", "low-1"],
        [],
        ["high-1", "low-1", "low-2"],
        ["low-1", "low-2"],
        ["low-1", "low-2"],
        ["high-2", "low-1", "low-2"],
        ["high-2", "low-1", "low-2"],
        [],
    ]
)
async def limits_of_pools_and_queues_hold(client: PrefectClient) -> object:
    pool, runs = await three_queues(client)
    path, found = f"/work_pools/{pool['name']}", []
    for at_, limit in (("/queues/high", 1), ("/queues/default", 0), ("", 2), ("", 0), ("", None)):
        await raw(client, "PATCH", path + at_, json={"concurrency_limit": limit})
        found.append(await handed_out(client, pool))
    set_state = f"/flow_runs/{runs['high-1']['id']}/set_state"
    for state in ("PENDING", "RUNNING", "CANCELLING", "COMPLETED"):
        await raw(client, "POST", set_state, json={"state": {"type": state}, "force": True})
        found.append(await handed_out(client, pool))
    await raw(client, "PATCH", path, json={"concurrency_limit": 1})
    await raw(
        client,
        "POST",
        f"/flow_runs/{runs['low-1']['id']}/set_state",
        json={"state": {"type": "RUNNING"}, "force": True},
    )
    return [*found, await handed_out(client, pool)]


@answers([[["READY", "<moment>"], ["NOT_READY", None]], [["READY", "<moment>"], ["NOT_READY", None]]])
async def a_poll_makes_queues_and_deployments_ready(client: PrefectClient) -> object:
    pool = await new_pool(client)
    await new_queue(client, pool, name="polled")
    mine = await new_deployment(client, work_pool_name=pool["name"], work_queue_name="polled")
    other = await new_deployment(client, work_pool_name=pool["name"])
    await handed_out(client, pool, work_queue_names=["polled"])
    polled, default = (f"/work_pools/{pool['name']}/queues/{name}" for name in ("polled", "default"))
    polled_queue = await settled(lambda: read(client, polled), is_ready)
    ready = await settled(lambda: read(client, f"/deployments/{mine['id']}"), is_ready)
    queues = [polled_queue, await read(client, default)]
    after = [ready, await read(client, f"/deployments/{other['id']}")]
    return [[[one["status"], one["last_polled"]] for one in group] for group in (queues, after)]


@answers(
    [[True, "Q", True, 3], [True], [False], [], 0, True, "ObjectAlreadyExists", "ObjectNotFound", "ObjectNotFound"]
)
async def the_client_keeps_queues_of_agents(client: PrefectClient) -> object:
    queue = await client.create_work_queue(new_name("agents"), description="Q", is_paused=True, concurrency_limit=3)
    by_name = await client.read_work_queue_by_name(queue.name)
    await client.update_work_queue(queue.id, is_paused=False)
    matched = await client.match_work_queues([queue.name[:-2]])
    listed = await client.read_work_queues(work_queue_filter=WorkQueueFilter(id={"any_": [queue.id]}))
    runs = await client.get_runs_in_work_queue(queue.id, limit=5, scheduled_before=NOON)
    status = await client.read_work_queue_status(queue.id)
    found = [
        [by_name.id == queue.id, by_name.description, by_name.is_paused, by_name.concurrency_limit],
        [one.id == queue.id for one in matched],
        [one.is_paused for one in listed],
        runs,
        status.late_runs_count,
        (await client.read_work_queue(queue.id)).name == queue.name,
        await raised(client.create_work_queue(queue.name)),
        await raised(client.read_work_queue_by_name("nobody-has-this")),
    ]
    await client.delete_work_queue_by_id(queue.id)
    return [*found, await raised(client.delete_work_queue_by_id(queue.id))]
