"""What checks of deployments, work pools and their runs build with."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pendulum
from checks.scene import new_name, raw
from prefect.client.orchestration import PrefectClient

HOUR = 3600.0
NOON = pendulum.datetime(2030, 5, 5, 12)
HOURLY: dict[str, Any] = {"interval": HOUR, "anchor_date": "2020-01-01T00:00:00+00:00", "timezone": "UTC"}


async def made(client: PrefectClient, path: str, /, **body: Any) -> Any:
    """What a request to make something answers."""
    status, answer = await raw(client, "POST", path, json=body)
    assert status in (200, 201), answer
    return answer


async def new_flow(client: PrefectClient, **more: Any) -> Any:
    """A flow."""
    return await made(client, "/flows/", **{"name": new_name("etl")} | more)


async def new_deployment(client: PrefectClient, **more: Any) -> Any:
    """A deployment of a flow of its own, if none is given."""
    flow = more.pop("flow_id", None) or (await new_flow(client))["id"]
    return await made(client, "/deployments/", **{"name": new_name("nightly"), "flow_id": flow} | more)


async def new_pool(client: PrefectClient, **more: Any) -> Any:
    """A work pool."""
    return await made(client, "/work_pools/", **{"name": new_name("pool"), "type": "process"} | more)


async def new_queue(client: PrefectClient, pool: Any, **more: Any) -> Any:
    """A queue of a work pool."""
    return await made(client, f"/work_pools/{pool['name']}/queues", **{"name": new_name("queue")} | more)


async def read(client: PrefectClient, path: str) -> Any:
    """What is at a path."""
    status, answer = await raw(client, "GET", path)
    assert status == 200, answer
    return answer


async def read_deployment(client: PrefectClient, deployment: Any) -> Any:
    """A deployment as it is now."""
    return await read(client, f"/deployments/{deployment['id']}")


async def runs_of(client: PrefectClient, deployment: Any, **more: Any) -> Any:
    """The runs of a deployment, the first to start first."""
    where = {"flow_runs": {"deployment_id": {"any_": [deployment["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}
    return await made(client, "/flow_runs/filter", **where | more)


async def run_from(client: PrefectClient, deployment: Any, **body: Any) -> Any:
    """A run of a deployment."""
    return await made(client, f"/deployments/{deployment['id']}/create_flow_run", **body)


def changed(before: Any, after: Any, *but: str) -> dict[str, Any]:
    """The fields that are not what they were, but for those that only Legato has."""
    aside = {"updated", "operator_fields", *but}
    return {key: value for key, value in after.items() if value != before.get(key) and key not in aside}


async def settled(look: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool]) -> Any:
    """What is seen once it is as wanted, or when that takes too long."""
    for _ in range(100):
        seen = await look()
        if wanted(seen):
            break
        await asyncio.sleep(0.1)
    return seen


def of(names: dict[str, str], listed: list[Any], key: str = "id") -> list[str]:
    """What we call what is listed."""
    return [names[one[key]] for one in listed if one[key] in names]
