"""What checks of events build with: events about resources nobody has used, posted and awaited."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pendulum
from checks.scene import new_name, raw
from prefect.client.orchestration import PrefectClient

PATIENCE = 20.0
NOON = pendulum.now("UTC").subtract(hours=3).start_of("hour")


def an_event(resource: str, name: str = "wire.done", minute: int = 0, **more: Any) -> dict[str, Any]:
    """An event about a resource, some minutes after a moment in the near past."""
    return {
        "occurred": NOON.add(minutes=minute).isoformat(),
        "event": name,
        "resource": {"prefect.resource.id": resource} | more.pop("labels", {}),
        "id": str(uuid4()),
    } | more


async def post(client: PrefectClient, *events: dict[str, Any]) -> None:
    """Post events and wait until they can be found."""
    status, body = await raw(client, "POST", "/events", json=list(events))
    assert status == 204, body
    await found(client, {"id": {"id": [event["id"] for event in events]}}, len(events))


async def found(client: PrefectClient, where: dict[str, Any], number: int = 1) -> list[Any]:
    """The events of a filter, once there are so many: they are stored behind the request."""
    end = time.monotonic() + PATIENCE
    while True:
        status, page = await raw(client, "POST", "/events/filter", json={"filter": window() | where})
        assert status == 200, page
        if len(page["events"]) >= number:
            return list(page["events"])
        assert time.monotonic() < end, page
        await asyncio.sleep(0.05)


def window() -> dict[str, Any]:
    """The time that checks look at."""
    return {"occurred": {"since": NOON.subtract(days=2).isoformat(), "until": NOON.add(days=1).isoformat()}}


async def scene(client: PrefectClient) -> tuple[str, list[dict[str, Any]]]:
    """Four events, a minute apart, with labels and related resources."""
    own = new_name("own")
    flow = {"prefect.resource.id": f"flow.{own}", "prefect.resource.role": "flow", "team": "data"}
    tag = {"prefect.resource.id": f"tag.{own}", "prefect.resource.role": "tag"}
    events = [
        an_event(f"{own}.a", "wire.start", 0, labels={"colour": "red", "size": "1"}),
        an_event(f"{own}.b", "wire.end", 1, labels={"colour": "blue"}, related=[flow]),
        an_event(f"{own}.c", "other.start", 2, labels={"colour": "red"}, related=[flow, tag]),
        an_event(f"{own}.a", "other.end", 3, related=[tag], payload={"x": [1, None]}),
    ]
    await post(client, *events)
    return own, events
