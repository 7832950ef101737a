"""Streams: events sent in and out, and task runs handed to task servers."""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pendulum
import websockets
from checks.event_scene import PATIENCE, an_event, found, post
from checks.scene import answers, new_name, raw
from prefect.client.orchestration import PrefectClient
from prefect.events import Event
from prefect.events.clients import PrefectEventsClient, PrefectEventSubscriber
from prefect.events.filters import EventFilter, EventResourceFilter
from websockets.exceptions import ConnectionClosed


def address(client: PrefectClient, path: str) -> str:
    """The address of a stream."""
    return f"{client.api_url}".replace("http://", "ws://").rstrip("/") + path


@answers(["wire.0", "wire.1", "wire.2"])
async def events_are_sent_in_by_a_stream(client: PrefectClient) -> object:
    own = new_name("own")
    async with PrefectEventsClient(api_url=str(client.api_url)) as events:
        for number in range(3):
            await events.emit(Event(event=f"wire.{number}", resource={"prefect.resource.id": own}))
    return [one["event"] for one in await found(client, {"resource": {"id": [own]}, "order": "ASC"}, 3)]


@answers(["wire.done"])
async def what_is_no_event_ends_the_stream(client: PrefectClient) -> object:
    own = new_name("own")
    async with websockets.connect(address(client, "/events/in")) as stream:
        await stream.send(json.dumps(an_event(own)))
        await stream.send("{}")
        with suppress(ConnectionClosed):
            await asyncio.wait_for(stream.recv(), PATIENCE)
    return [one["event"] for one in await found(client, {"resource": {"id": [own]}})]


@answers(["wire.0", "wire.1"])
async def events_are_streamed_out_as_they_happen(client: PrefectClient) -> object:
    own, seen = new_name("own"), []
    where = EventFilter(resource=EventResourceFilter(id=[own]))
    subscriber = PrefectEventSubscriber(filter=where, api_url=str(client.api_url))
    subscriber._api_key = None  # its own server asks for none
    async with subscriber:
        for number in range(2):
            now = pendulum.now("UTC").isoformat()
            new = [an_event(f"not-{own}", occurred=now), an_event(own, f"wire.{number}", occurred=now)]
            await raw(client, "POST", "/events", json=new)
            seen.append((await asyncio.wait_for(anext(subscriber), PATIENCE)).event)
    return seen


async def spoken(client: PrefectClient, path: str, *messages: Any, **more: Any) -> list[Any]:
    """What a stream answers to messages, at last how it is closed."""
    heard: list[Any] = []
    try:
        async with websockets.connect(address(client, path), **more) as stream:
            for message in messages:
                await stream.send(json.dumps(message))
            while True:
                heard.append(json.loads(await asyncio.wait_for(stream.recv(), 0.7)))
    except ConnectionClosed as closed:
        return [*heard, closed.rcvd and [closed.rcvd.code, closed.rcvd.reason]]
    except TimeoutError:
        return [*heard, "open"]
    except Exception as error:
        return [*heard, type(error).__name__]


AUTH = {"type": "auth", "token": None}
PREFECT = {"subprotocols": ["prefect"]}


@answers(
    [
        ["InvalidStatusCode"],
        [{"type": "auth_success"}, "open"],
        [[1008, "Expected 'auth' message"]],
        [{"type": "auth_success"}, [1002, "Expected 'filter' message"]],
    ]
)
async def a_subscriber_introduces_itself(client: PrefectClient) -> object:
    path, own = "/events/out", new_name("own")
    where = {"type": "filter", "filter": {"resource": {"id": [own]}}}
    return [
        await spoken(client, path, AUTH),
        await spoken(client, path, AUTH, where, **PREFECT),
        await spoken(client, path, {"type": "hello"}, **PREFECT),
        await spoken(client, path, AUTH, {"type": "hello"}, **PREFECT),
    ]


@answers([{"type": "auth_success"}, True])
async def a_bad_filter_ends_the_stream(client: PrefectClient) -> object:
    heard = await spoken(client, "/events/out", AUTH, {"type": "filter", "filter": {"order": "UP"}}, **PREFECT)
    return [heard[0], heard[1] != "open"]


@answers(
    [
        [
            {"type": "auth_success"},
            {
                "type": "event",
                "event": {
                    "occurred": "<moment>",
                    "event": "wire.early",
                    "resource": {"prefect.resource.id": "own-<new>"},
                    "related": [],
                    "payload": {},
                    "id": "<id>",
                    "follows": None,
                    "received": "<moment>",
                },
            },
            {
                "type": "event",
                "event": {
                    "occurred": "<moment>",
                    "event": "wire.late",
                    "resource": {"prefect.resource.id": "own-<new>"},
                    "related": [],
                    "payload": {},
                    "id": "<id>",
                    "follows": None,
                    "received": "<moment>",
                },
            },
            "open",
        ],
        [{"type": "auth_success"}, "open"],
    ]
)
async def a_backfilled_event_is_wrapped_like_this(client: PrefectClient) -> object:
    own = new_name("own")
    await post(client, an_event(own, "wire.late", 1), an_event(own, "wire.early"))
    where = {"type": "filter", "filter": {"resource": {"id": [own]}}}
    return [
        await spoken(client, "/events/out", AUTH, where, **PREFECT),
        await spoken(client, "/events/out", AUTH, where | {"backfill": False}, **PREFECT),
    ]


TASKS = "/task_runs/subscriptions/scheduled"


@answers(
    [
        ["InvalidStatusCode"],
        [[1008, "Expected 'auth' message"]],
        [{"type": "auth_success"}, [4001, "Protocol violation: expected 'keys' in subscribe message"]],
        [{"type": "auth_success"}, [4001, "Protocol violation: expected 'subscribe' message"]],
        [{"type": "auth_success"}, "open"],
    ]
)
async def a_task_server_introduces_itself(client: PrefectClient) -> object:
    return [
        await spoken(client, TASKS, AUTH),
        await spoken(client, TASKS, {"type": "hello"}, **PREFECT),
        await spoken(client, TASKS, AUTH, {"type": "subscribe", "keys": []}, **PREFECT),
        await spoken(client, TASKS, AUTH, {"type": "hello"}, **PREFECT),
        await spoken(client, TASKS, AUTH, {"type": "subscribe", "keys": [new_name("t")]}, **PREFECT),
    ]


async def scheduled(client: PrefectClient, key: str) -> Any:
    """A task run of no flow run that waits for a task server."""
    body = {"task_key": key, "dynamic_key": str(uuid4()), "name": "t", "state": {"type": "SCHEDULED"}}
    return (await raw(client, "POST", "/task_runs/", json=body))[1]


@answers([["auth_success", [True, "SCHEDULED", True], True], [True]])
async def scheduled_task_runs_are_handed_out(client: PrefectClient) -> object:
    key, heard = new_name("key"), []
    first = await scheduled(client, key)
    async with websockets.connect(address(client, TASKS), subprotocols=["prefect"]) as stream:
        await stream.send(json.dumps(AUTH))
        heard.append(json.loads(await stream.recv())["type"])
        await stream.send(json.dumps({"type": "subscribe", "keys": [key]}))
        run = json.loads(await asyncio.wait_for(stream.recv(), PATIENCE))
        heard.append([run["id"] == first["id"], run["state"]["type"], sorted(run) == sorted(first)])
        await stream.send(json.dumps({"type": "ack"}))
        second = await scheduled(client, key)
        run = json.loads(await asyncio.wait_for(stream.recv(), PATIENCE))
        heard.append(run["id"] == second["id"])
    again = []  # the second was not acknowledged
    async with websockets.connect(address(client, TASKS), subprotocols=["prefect"]) as stream:
        await stream.send(json.dumps(AUTH))
        await stream.recv()
        await stream.send(json.dumps({"type": "subscribe", "keys": [key]}))
        run = json.loads(await asyncio.wait_for(stream.recv(), PATIENCE))
        again.append(run["id"] == second["id"])
        await stream.send(json.dumps({"type": "quit"}))
    return [heard, again]
