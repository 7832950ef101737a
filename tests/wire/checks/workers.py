"""Workers of work pools, which are known by their heartbeats."""

from typing import Any

from checks.deployment_scene import made, new_pool, read
from checks.scene import answers, raw, statuses
from checks.work_pools import path_of
from prefect.client.orchestration import PrefectClient


@answers(
    [
        ["NOT_READY", "READY"],
        [204, None],
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "w1",
            "work_pool_id": "<id>",
            "last_heartbeat_time": "<moment>",
            "heartbeat_interval_seconds": 7,
            "status": "ONLINE",
        },
        [True, 7, True],
        [422, 422],
        [204, None],
        [404, {"detail": "Worker not found."}],
        [],
    ]
)
async def a_heartbeat_makes_a_worker(client: PrefectClient) -> object:
    pool = await new_pool(client)
    before = await read(client, path_of(pool))
    beat = path_of(pool, "workers/heartbeat")
    answer = await raw(client, "POST", beat, json={"name": "w1", "heartbeat_interval_seconds": 7})
    (one,) = await made(client, path_of(pool, "workers/filter"))
    await raw(client, "POST", beat, json={"name": "w1"})
    (same,) = await made(client, path_of(pool, "workers/filter"))
    after = await read(client, path_of(pool))
    return [
        [before["status"], after["status"]],
        answer,
        one,
        [
            same["id"] == one["id"],
            same["heartbeat_interval_seconds"],
            same["last_heartbeat_time"] > one["last_heartbeat_time"],
        ],
        await statuses(client, "POST", beat, [{}, {"name": "x", "heartbeat_interval_seconds": "x"}]),
        await raw(client, "DELETE", path_of(pool, "workers/w1")),
        await raw(client, "DELETE", path_of(pool, "workers/w1")),
        await made(client, path_of(pool, "workers/filter")),
    ]


@answers([[["w1", "w2"], ["w1", "w2"], ["w1", "w2"], [], 1, []], [422]])
async def workers_are_filtered(client: PrefectClient) -> object:
    pool = await new_pool(client)
    for name in ("w1", "w2"):
        await raw(client, "POST", path_of(pool, "workers/heartbeat"), json={"name": name})
    wheres: list[Any] = [
        {},
        {"workers": {"status": {"any_": ["ONLINE"]}}},
        {"workers": {"last_heartbeat_time": {"after_": "2020-01-01T00:00:00+00:00"}}},
        {"workers": {"last_heartbeat_time": {"before_": "2020-01-01T00:00:00+00:00"}}},
        {"limit": 1},
        {"limit": 1, "offset": 2},
    ]
    path = path_of(pool, "workers/filter")
    found = [sorted(one["name"] for one in await made(client, path, **where)) for where in wheres]
    return [
        [len(one) if len(one) == 1 else one for one in found],
        await statuses(client, "POST", path, [{"workers": {"x": 1}}]),
    ]
