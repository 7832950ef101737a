"""Events over websockets: in, from those they happen to; out, to those who listen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from legato import clock
from legato.exceptions import ApiError
from legato.schemas.events import MOST_BYTES, Event, EventFilter, ReceivedEvent
from legato.server import sockets
from legato.server.dispatch import translated
from legato.server.events.outbox import emit
from legato.server.store import events
from legato.server.store.store import Store
from legato.server.store.transaction import Changes, Transaction
from legato.triggers.match import event_matches

logger = logging.getLogger("legato.server")
BACKLOG = 256
MOST_STORED = 1000
_WAITING = 1000
_decode = msgspec.json.Decoder(Event).decode
_encode = msgspec.json.Encoder().encode


class _Subscriber:
    """A websocket that listens, and what it has not been told yet; when that is too much, it misses some."""

    def __init__(self, given: EventFilter) -> None:
        self.filter = given
        self.waiting: asyncio.Queue[ReceivedEvent] = asyncio.Queue(BACKLOG)

    def tell(self, event: ReceivedEvent) -> None:
        if event_matches(self.filter, event):
            with suppress(asyncio.QueueFull):
                self.waiting.put_nowait(event)


class Streams:
    """All websockets of events. `tell` may be called in any thread, after a commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store) -> None:
        self._loop, self._store = loop, store
        self._subscribers: set[_Subscriber] = set()
        self._ids: asyncio.Queue[set[UUID]] = asyncio.Queue()
        self._spreading = loop.create_task(self._spread())

    def tell(self, changes: Changes) -> None:
        """Tell the events among changes to those who listen."""
        if changes.events and self._subscribers and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ids.put_nowait, changes.events)

    async def close(self) -> None:
        """Stop telling."""
        self._spreading.cancel()
        with suppress(asyncio.CancelledError):
            await self._spreading

    async def _spread(self) -> None:
        while True:
            ids = set(await self._ids.get())
            while not self._ids.empty():
                ids |= self._ids.get_nowait()
            try:
                found = await self._store.aread(partial(_read, ids=list(ids)))
            except Exception as error:
                logger.error("Events cannot be read to be told: %s", error)
                continue
            for event in found:
                for subscriber in self._subscribers:
                    subscriber.tell(event)

    # ── in ──────────────────────────────────────────────────────────────────────────────────────

    async def take(self, websocket: WebSocket) -> None:
        """Keep the events that a websocket sends, until it goes away or sends something else."""
        await websocket.accept()
        waiting: asyncio.Queue[Event] = asyncio.Queue(_WAITING)
        keeping = asyncio.create_task(self._keep(waiting))
        try:
            while True:
                await waiting.put(_checked(await websocket.receive_text()))
        except WebSocketDisconnect:
            await waiting.join()
        except (msgspec.DecodeError, ValueError, KeyError, RecursionError, OverflowError) as error:
            await waiting.join()
            logger.warning("What came as an event is none: %s", error)
            await sockets.closed(websocket, sockets.PROTOCOL_ERROR, f"Expected an event: {error}")
        finally:
            keeping.cancel()

    async def _keep(self, waiting: asyncio.Queue[Event]) -> None:
        while True:
            together = [await waiting.get()]
            while not waiting.empty():
                together.append(waiting.get_nowait())
            await self._kept(together)
            for _ in together:
                waiting.task_done()

    async def _kept(self, together: list[Event]) -> None:
        """Keep events; one that the database cannot hold takes no others along."""
        try:
            await self._store.awrite(partial(_emit, together=together))
        except Exception as error:
            if len(together) == 1 or not isinstance(translated(error), ApiError):
                logger.error("%d events cannot be kept: %s", len(together), error)
                return
            for event in together:
                await self._kept([event])

    # ── out ─────────────────────────────────────────────────────────────────────────────────────

    async def give(self, websocket: WebSocket) -> None:
        """Send the events that a websocket asks for, first those that happened already, until it goes away."""
        if not await sockets.greeted(websocket):
            return
        message = await sockets.received(websocket)
        if message is None or message.get("type") != "filter":
            await sockets.closed(websocket, sockets.PROTOCOL_ERROR, "Expected 'filter' message")
            return
        try:
            given = _asked(message.get("filter"))
        except (msgspec.ValidationError, OverflowError) as error:
            await _misunderstood(websocket, error)
            return
        subscriber = _Subscriber(given)
        self._subscribers.add(subscriber)
        leaving = asyncio.create_task(_left(websocket))
        try:
            stored = await self._stored(given) if message.get("backfill", True) else []
            await self._send(websocket, subscriber, stored, leaving)
        except ApiError as error:
            await _misunderstood(websocket, error)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._subscribers.discard(subscriber)
            leaving.cancel()

    async def _stored(self, given: EventFilter) -> list[ReceivedEvent]:
        # The filter's order tells which they are, where there are too many: usually the newest.
        try:
            found = await self._store.aread(partial(_list, given=given))
        except Exception as error:
            raise translated(error) from error
        return sorted(found, key=lambda event: (event.occurred, event.id))

    async def _send(
        self,
        websocket: WebSocket,
        subscriber: _Subscriber,
        stored: Sequence[ReceivedEvent],
        leaving: asyncio.Task[None],
    ) -> None:
        for event in stored:
            await websocket.send_text(_text(event))
        sent = {event.id for event in stored}
        while not leaving.done():
            getting = asyncio.ensure_future(subscriber.waiting.get())
            await asyncio.wait({getting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done():
                getting.cancel()
                return
            event = getting.result()
            if event.id not in sent:
                await websocket.send_text(_text(event))


async def _left(websocket: WebSocket) -> None:
    """Wait until a websocket goes away; what it says meanwhile means nothing."""
    with suppress(WebSocketDisconnect, RuntimeError, KeyError):
        while True:
            await websocket.receive_text()


async def _misunderstood(websocket: WebSocket, error: Exception) -> None:
    await sockets.closed(websocket, sockets.PROTOCOL_ERROR, f"Invalid filter: {error}")


def _asked(value: object) -> EventFilter:
    """Return a filter with moments that can be compared: one that cannot would end the telling of all others."""
    given = msgspec.convert(value, EventFilter)
    for moment in () if given.occurred is None else (given.occurred.since, given.occurred.until):
        if moment is not None:
            clock.utc(moment)
    return given


def _checked(text: str) -> Event:
    if len(text) > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES} bytes")
    event = _decode(text)
    clock.utc(event.occurred)  # raises OverflowError where UTC has no such moment
    return event


def _text(event: ReceivedEvent) -> str:
    return _encode({"type": "event", "event": event}).decode()


def _read(db: Transaction, ids: list[UUID]) -> list[ReceivedEvent]:
    return events.by_ids(db, ids)


def _list(db: Transaction, given: EventFilter) -> list[ReceivedEvent]:
    return events.listed(db, given, MOST_STORED, 0)


def _emit(db: Transaction, together: list[Event]) -> None:
    emit(db, together)
