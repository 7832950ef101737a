"""Listening to events over a websocket, with patience for a connection that breaks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import msgspec

from legato import clock
from legato.exceptions import ApiUnreachable
from legato.schemas.events import EventFilter, EventOccurredFilter, ReceivedEvent
from legato.settings import LEGATO_API_KEY

PAUSE_SECONDS = 1.0
_MOST_SEEN = 1_000


class _Message(msgspec.Struct):
    type: str
    event: ReceivedEvent


def events(api_url: str, given: EventFilter | None = None) -> Iterator[ReceivedEvent]:
    """Yield events as they happen, from now on, each once; a connection that breaks is made again.

    Raises:
        ApiUnreachable: there is no connection to begin with.
    """
    since = clock.now()
    seen: dict[object, None] = {}
    is_first = True
    while True:
        wanted = msgspec.structs.replace(given or EventFilter(), occurred=EventOccurredFilter(since=since))
        try:
            for event in _connected(api_url, wanted):
                is_first = False
                if event.id in seen:
                    continue
                seen[event.id] = None
                while len(seen) > _MOST_SEEN:
                    del seen[next(iter(seen))]
                since = max(since, event.occurred)
                yield event
        except OSError as error:
            if is_first:
                raise ApiUnreachable(f"The API at {api_url} cannot be reached: {error}.") from None
        time.sleep(PAUSE_SECONDS)


def _connected(api_url: str, given: EventFilter) -> Iterator[ReceivedEvent]:
    from websockets.exceptions import ConnectionClosed, InvalidHandshake
    from websockets.sync.client import connect
    from websockets.typing import Subprotocol

    address = "ws" + api_url.removeprefix("http") + "/events/out"
    decode = msgspec.json.Decoder(_Message).decode
    try:
        with connect(address, subprotocols=[Subprotocol("prefect")]) as socket:
            socket.send(json.dumps({"type": "auth", "token": LEGATO_API_KEY.value()}))
            socket.recv()
            wish: dict[str, Any] = {"type": "filter", "filter": msgspec.to_builtins(given), "backfill": True}
            socket.send(json.dumps(wish))
            for message in socket:
                yield decode(message).event
    except ConnectionClosed:
        return
    except InvalidHandshake as error:
        raise OSError(str(error)) from None
