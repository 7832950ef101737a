"""Work pools, their queues and their workers."""

from typing import Any

from checks.deployment_scene import changed, made, new_deployment, new_pool, new_queue, of, read, read_deployment
from checks.scene import answers, new_name, raised, raw, refused, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import WorkPoolFilter, WorkQueueFilter

POOLS = "/work_pools"


def path_of(pool: Any, *more: str) -> str:
    """The path of a pool, or of what belongs to it."""
    return "/".join([POOLS, pool["name"], *more])


async def queues_of(client: PrefectClient, pool: Any) -> list[Any]:
    """The queues of a pool with their priorities."""
    listed = await made(client, path_of(pool, "queues/filter"))
    return [[one["name"], one["priority"]] for one in sorted(listed, key=lambda one: one["priority"])]


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "pool-<new>",
                "description": None,
                "type": "prefect-agent",
                "base_job_template": {},
                "is_paused": False,
                "concurrency_limit": None,
                "status": None,
                "default_queue_id": "<id>",
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "pool-<new>",
                "description": "Big ones.",
                "type": "kubernetes",
                "base_job_template": {
                    "job_configuration": {"image": "{{ image }}"},
                    "variables": {"properties": {"image": {"type": "string"}}},
                },
                "is_paused": True,
                "concurrency_limit": 4,
                "status": "PAUSED",
                "default_queue_id": "<id>",
            },
        ],
    ]
)
async def a_pool_has_these_fields(client: PrefectClient) -> object:
    full = {
        "name": new_name("pool"),
        "type": "kubernetes",
        "description": "Big ones.",
        "is_paused": True,
        "concurrency_limit": 4,
        "base_job_template": {
            "job_configuration": {"image": "{{ image }}"},
            "variables": {"properties": {"image": {"type": "string"}}},
        },
    }
    return [await raw(client, "POST", f"{POOLS}/", json=body) for body in ({"name": new_name("pool")}, full)]


@answers(
    [
        [
            [422, [["body", "name"]]],
            [422, [["body", "colour"]]],
            [422, [["body", "concurrency_limit"]]],
            [422, [["body", "concurrency_limit"]]],
            [422, [["body", "base_job_template"]]],
            [422, [["body", "is_paused"]]],
        ],
        [422, 422],
    ]
)
async def a_pool_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[Any] = [
        {},
        {"name": "x", "colour": "red"},
        {"name": "x", "concurrency_limit": -1},
        {"name": "x", "concurrency_limit": "x"},
        {"name": "x", "base_job_template": "x"},
        {"name": "x", "is_paused": "x"},
    ]
    more: list[Any] = [
        {"name": "x", "base_job_template": {"variables": {}}},
        {"name": "x", "base_job_template": {"job_configuration": {"a": "{{ b }}"}, "variables": {"properties": {}}}},
    ]
    return [
        [await refused(client, "POST", f"{POOLS}/", body) for body in bodies],
        await statuses(client, "POST", f"{POOLS}/", more),
    ]


@answers(
    [
        [400, "Work pool name cannot be empty."],
        [422, None],
        [422, None],
        [422, None],
        [422, None],
        [422, None],
        [403, "Work pools starting with 'Prefect' are reserved for internal use."],
        [403, "Work pools starting with 'Prefect' are reserved for internal use."],
        [403, "Work pools starting with 'Prefect' are reserved for internal use."],
        [409, "A work pool with this name already exists."],
    ]
)
async def some_names_are_refused(client: PrefectClient) -> object:
    taken = await new_pool(client)
    names = ["", "a/b", "a%b", "a&b", "a<b", "a>b", "prefect-x", "Prefect", "PREFECTed", taken["name"]]
    found = [await raw(client, "POST", f"{POOLS}/", json={"name": name}) for name in names]
    return [[status, answer.get("detail")] for status, answer in found]


@answers(
    [
        [
            [204, {"description": "Big ones."}],
            [204, {"is_paused": True, "status": "PAUSED"}],
            [204, {"concurrency_limit": 3}],
            [204, {"concurrency_limit": None}],
            [
                204,
                {"base_job_template": {"job_configuration": {"a": "{{ a }}"}, "variables": {"properties": {"a": {}}}}},
            ],
            [204, {"is_paused": False, "status": "NOT_READY"}],
            [204, {}],
        ],
        [422, 422, 422, 422, 422],
        [204, None],
        [404, {"detail": 'Work pool "pool-<new>" not found.'}],
    ]
)
async def a_pool_is_read_updated_and_deleted(client: PrefectClient) -> object:
    pool = await new_pool(client)
    found = []
    for body in (
        {"description": "Big ones."},
        {"is_paused": True},
        {"concurrency_limit": 3},
        {"concurrency_limit": None},
        {"base_job_template": {"job_configuration": {"a": "{{ a }}"}, "variables": {"properties": {"a": {}}}}},
        {"is_paused": False},
        {},
    ):
        before = await read(client, path_of(pool))
        status, _ = await raw(client, "PATCH", path_of(pool), json=body)
        found.append([status, changed(before, await read(client, path_of(pool)))])
    bad: list[Any] = [{"name": "x"}, {"type": "x"}, {"concurrency_limit": -1}, {"is_paused": "x"}, {"x": 1}]
    return [
        found,
        await statuses(client, "PATCH", path_of(pool), bad),
        await raw(client, "DELETE", path_of(pool)),
        await raw(client, "GET", path_of(pool)),
    ]


@answers(
    [
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": "Work pool queue 'nobody-has-this/x' not found."}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_pool_that_is_not_there(client: PrefectClient) -> object:
    nobody = {"name": "nobody-has-this"}
    return [
        await raw(client, "GET", path_of(nobody)),
        await raw(client, "PATCH", path_of(nobody), json={"is_paused": True}),
        await raw(client, "DELETE", path_of(nobody)),
        await raw(client, "POST", path_of(nobody, "get_scheduled_flow_runs"), json={}),
        await raw(client, "POST", path_of(nobody, "queues"), json={"name": "x"}),
        await raw(client, "POST", path_of(nobody, "queues/filter"), json={}),
        await raw(client, "GET", path_of(nobody, "queues/x")),
        await raw(client, "POST", path_of(nobody, "workers/heartbeat"), json={"name": "x"}),
        await raw(client, "POST", path_of(nobody, "workers/filter"), json={}),
        await raw(client, "DELETE", path_of(nobody, "workers/x")),
        await raised(client.read_work_pool("nobody-has-this")),
        await raised(client.delete_work_pool("nobody-has-this")),
    ]


@answers([[["a", "b", "c"], ["a", "c"], ["a", "b"], ["a"], ["a", "c"]], [3, 2, 2, 1, 2], 1, True, [422, 422, 422]])
async def pools_are_filtered_and_counted(client: PrefectClient) -> object:
    kind = new_name("kind")
    pools = {key: await new_pool(client, type=kind if key != "c" else new_name("other")) for key in "abc"}
    names = {one["id"]: key for key, one in pools.items()}
    every = {"any_": list(names)}
    wheres: list[dict[str, Any]] = [
        {"id": every},
        {"name": {"any_": [pools["a"]["name"], pools["c"]["name"]]}},
        {"type": {"any_": [kind]}},
        {"type": {"any_": [kind]}, "id": {"any_": [pools["a"]["id"], pools["c"]["id"]]}},
        {"operator": "or_", "name": {"any_": [pools["a"]["name"]]}, "id": {"any_": [pools["c"]["id"]]}},
    ]
    order = [one["name"] for one in await made(client, f"{POOLS}/filter", work_pools={"id": every})]
    return [
        [sorted(of(names, await made(client, f"{POOLS}/filter", work_pools=where))) for where in wheres],
        [await made(client, f"{POOLS}/count", work_pools=where) for where in wheres],
        len(await made(client, f"{POOLS}/filter", work_pools={"id": every}, limit=2, offset=2)),
        order == sorted(order),
        await statuses(client, "POST", f"{POOLS}/filter", [{"limit": 201}, {"offset": -1}, {"work_pools": {"x": 1}}]),
    ]


@answers(
    [
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "default",
                "description": "The work pool's default queue.",
                "is_paused": False,
                "concurrency_limit": None,
                "priority": 1,
                "work_pool_id": "<id>",
                "filter": None,
                "last_polled": None,
                "work_pool_name": "pool-<new>",
                "status": "NOT_READY",
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "slow",
                "description": "",
                "is_paused": False,
                "concurrency_limit": None,
                "priority": 2,
                "work_pool_id": "<id>",
                "filter": None,
                "last_polled": None,
                "work_pool_name": "pool-<new>",
                "status": "NOT_READY",
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "fast",
                "description": "Quick ones.",
                "is_paused": True,
                "concurrency_limit": 2,
                "priority": 5,
                "work_pool_id": "<id>",
                "filter": None,
                "last_polled": None,
                "work_pool_name": "pool-<new>",
                "status": "NOT_READY",
            },
        ],
        409,
        [404, {"detail": "Work pool queue 'pool-<new>/none' not found."}],
        [422, 422, 422, 422],
    ]
)
async def a_queue_has_these_fields(client: PrefectClient) -> object:
    pool = await new_pool(client)
    body = {"name": "fast", "description": "Quick ones.", "is_paused": True, "concurrency_limit": 2, "priority": 5}
    path = path_of(pool, "queues")
    return [
        await raw(client, "GET", path_of(pool, "queues/default")),
        await raw(client, "POST", path, json={"name": "slow"}),
        await raw(client, "POST", path, json=body),
        (await raw(client, "POST", path, json={"name": "slow"}))[0],
        await raw(client, "GET", path_of(pool, "queues/none")),
        await statuses(
            client, "POST", path, [{}, {"name": "a/b"}, {"name": "x", "priority": 0}, {"name": "x", "x": 1}]
        ),
    ]


@answers(
    [
        [["default", 1]],
        [["default", 1], ["a", 2]],
        [["default", 1], ["a", 2], ["b", 3]],
        [["c", 1], ["default", 2], ["a", 3], ["b", 4]],
        [["c", 1], ["default", 2], ["a", 3], ["b", 4], ["d", 9]],
        [["c", 1], ["e", 2], ["default", 3], ["a", 4], ["b", 5], ["d", 9]],
        [["b", 1], ["c", 2], ["e", 3], ["default", 4], ["a", 5], ["d", 9]],
        [["b", 1], ["default", 2], ["c", 3], ["e", 4], ["a", 5], ["d", 9]],
        [["b", 1], ["default", 2], ["c", 3], ["e", 4], ["d", 9], ["a", 20]],
        [["default", 2], ["c", 3], ["e", 4], ["d", 9], ["a", 20]],
    ]
)
async def priorities_stay_distinct(client: PrefectClient) -> object:
    pool = await new_pool(client)
    found = [await queues_of(client, pool)]
    for name, more in (("a", {}), ("b", {}), ("c", {"priority": 1}), ("d", {"priority": 9}), ("e", {"priority": 2})):
        await new_queue(client, pool, name=name, **more)
        found.append(await queues_of(client, pool))
    for name, priority in (("b", 1), ("default", 2), ("a", 20)):
        await raw(client, "PATCH", path_of(pool, "queues", name), json={"priority": priority})
        found.append(await queues_of(client, pool))
    await raw(client, "DELETE", path_of(pool, "queues/b"))
    return [*found, await queues_of(client, pool)]


@answers(
    [
        [
            [204, {"description": "Q"}],
            [204, {"is_paused": True, "status": "PAUSED"}],
            [204, {"concurrency_limit": 0}],
            [204, {"is_paused": False, "status": "NOT_READY"}],
            [204, {}],
        ],
        [204, None],
        200,
        [204, None],
        [404, {"detail": "Work pool queue 'pool-<new>/faster' not found."}],
        [404, {"detail": "Work pool queue 'pool-<new>/none' not found."}],
    ]
)
async def a_queue_is_updated_and_deleted(client: PrefectClient) -> object:
    pool = await new_pool(client)
    await new_queue(client, pool, name="fast")
    path, found = path_of(pool, "queues/fast"), []
    for body in ({"description": "Q"}, {"is_paused": True}, {"concurrency_limit": 0}, {"is_paused": False}, {}):
        before = await read(client, path)
        status, _ = await raw(client, "PATCH", path, json=body)
        found.append([status, changed(before, await read(client, path))])
    renamed = await raw(client, "PATCH", path, json={"name": "faster"})
    return [
        found,
        renamed,
        (await raw(client, "GET", path_of(pool, "queues/faster")))[0],
        await raw(client, "DELETE", path_of(pool, "queues/faster")),
        await raw(client, "DELETE", path_of(pool, "queues/faster")),
        await raw(client, "PATCH", path_of(pool, "queues/none"), json={"is_paused": True}),
    ]


@answers(
    [
        [["default", "alpha", "beta", "alps"], ["beta"], ["default", "alpha", "alps"], ["default", "alpha"], ["alps"]],
        [422, 422, 422],
    ]
)
async def queues_of_a_pool_are_filtered(client: PrefectClient) -> object:
    pool = await new_pool(client)
    for name in ("alpha", "beta", "alps"):
        await new_queue(client, pool, name=name)
    wheres: list[Any] = [
        {},
        {"work_queues": {"name": {"any_": ["beta", "none"]}}},
        {"work_queues": {"name": {"startswith_": ["al", "de"]}}},
        {"limit": 2},
        {"limit": 2, "offset": 3},
    ]
    path = path_of(pool, "queues/filter")
    return [
        [[one["name"] for one in await made(client, path, **where)] for where in wheres],
        await statuses(client, "POST", path, [{"limit": 201}, {"offset": -1}, {"work_queues": {"x": 1}}]),
    ]


@answers([["PAUSED", "NOT_READY", "PAUSED", "READY"], ["PAUSED", "NOT_READY"]])
async def a_paused_pool_says_so(client: PrefectClient) -> object:
    pool = await new_pool(client)
    seen = []
    for body in ({"is_paused": True}, {"is_paused": False}):
        await raw(client, "PATCH", path_of(pool), json=body)
        seen.append((await read(client, path_of(pool)))["status"])
    await raw(client, "POST", path_of(pool, "workers/heartbeat"), json={"name": "w"})
    for body in ({"is_paused": True}, {"is_paused": False}):
        await raw(client, "PATCH", path_of(pool), json=body)
        seen.append((await read(client, path_of(pool)))["status"])
    queue = path_of(pool, "queues/default")
    statuses_of_queue = []
    for body in ({"is_paused": True}, {"is_paused": False}):
        await raw(client, "PATCH", queue, json=body)
        statuses_of_queue.append((await read(client, queue))["status"])
    return [seen, statuses_of_queue]


@answers(
    [
        ["Big ones.", True, 2, "process"],
        [True, 1, "Quick ones.", 3],
        ["fast"],
        [True],
        [["w1", "ONLINE"]],
        [],
        "fast",
        ["fast"],
        "ObjectAlreadyExists",
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def the_client_keeps_pools_and_queues(client: PrefectClient) -> object:
    name = new_name("pool")
    pool = await client.create_work_pool(WorkPoolCreate(name=name, type="process", concurrency_limit=2))
    await client.update_work_pool(name, WorkPoolUpdate(description="Big ones.", is_paused=True))
    queue = await client.create_work_queue("fast", work_pool_name=name, priority=1, concurrency_limit=3)
    await client.update_work_queue(queue.id, description="Quick ones.")
    await client.send_worker_heartbeat(name, "w1", heartbeat_interval_seconds=5)
    workers = await client.read_workers_for_work_pool(name)
    read_again = await client.read_work_pool(name)
    by_name = await client.read_work_queue_by_name("fast", work_pool_name=name)
    mine = WorkPoolFilter(id={"any_": [pool.id]})
    queues = await client.read_work_queues(
        work_pool_name=name, work_queue_filter=WorkQueueFilter(name={"any_": ["fast"]})
    )
    listed = await client.read_work_pools(work_pool_filter=mine)
    scheduled = await client.get_scheduled_flow_runs_for_work_pool(name, ["fast"])
    found = [
        [read_again.description, read_again.is_paused, read_again.concurrency_limit, read_again.type],
        [by_name.id == queue.id, by_name.priority, by_name.description, by_name.concurrency_limit],
        [one.name for one in queues],
        [one.id == pool.id for one in listed],
        [[one.name, one.status.value] for one in workers],
        scheduled,
        (await client.read_work_queue(queue.id)).name,
        [one.name for one in await client.match_work_queues(["fa"], work_pool_name=name)],
        await raised(client.create_work_pool(WorkPoolCreate(name=name))),
    ]
    await client.delete_work_queue_by_id(queue.id)
    await client.delete_work_pool(name)
    return [*found, await raised(client.read_work_queue(queue.id)), await raised(client.read_work_pool(name))]


@answers([[204, None], None, "fast"])
async def a_deleted_queue_leaves_its_deployments(client: PrefectClient) -> object:
    pool = await new_pool(client)
    await new_queue(client, pool, name="fast")
    deployment = await new_deployment(client, work_pool_name=pool["name"], work_queue_name="fast")
    deleted = await raw(client, "DELETE", path_of(pool, "queues/fast"))
    after = await read_deployment(client, deployment)
    return [deleted, after["work_pool_name"], after["work_queue_name"]]


@answers([True, 200])
async def the_default_queue_stays(client: PrefectClient) -> object:
    pool = await new_pool(client)
    status, _ = await raw(client, "DELETE", path_of(pool, "queues/default"))
    return [status >= 400, (await raw(client, "GET", path_of(pool, "queues/default")))[0]]
