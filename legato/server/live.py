"""The live feed: tells websockets which runs changed, a few times a second at most."""

from __future__ import annotations

import asyncio
from uuid import UUID

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from legato.schemas.live import Changed, Ready, Subscribe
from legato.server.store.transaction import Changes

PAUSE_SECONDS = 0.2
_MOST_IDS = 2_000
_TOLD = Changed.__struct_fields__
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Subscribe).decode


class _Subscriber:
    """A websocket and what it has not been told yet: sets of ids, so that a slow one costs no more than a quick one."""

    def __init__(self) -> None:
        self.wanted: set[UUID] | None = None
        self.waiting = Changes()
        self.woken = asyncio.Event()

    def tell(self, changes: Changes) -> None:
        for name in _TOLD:
            ids: set[UUID] = getattr(changes, name)
            held: set[UUID] = getattr(self.waiting, name)
            held |= ids if self.wanted is None else ids & self.wanted
        if self._has_news():
            self.woken.set()

    def _has_news(self) -> bool:
        return any(getattr(self.waiting, name) for name in _TOLD)

    def take(self) -> Changed:
        """Return what waits, as much as fits into a message."""
        parts = {name: _some(getattr(self.waiting, name)) for name in _TOLD}
        if not self._has_news():
            self.woken.clear()
        return Changed(**parts)


def _some(ids: set[UUID]) -> list[UUID]:
    return [ids.pop() for _ in range(min(len(ids), _MOST_IDS))]


class Feed:
    """All subscribers. `tell` may be called in any thread, after a commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._subscribers: set[_Subscriber] = set()

    def tell(self, changes: Changes) -> None:
        """Tell what changed to those who want to hear of it."""
        if self._subscribers and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, changes)

    def _spread(self, changes: Changes) -> None:
        for subscriber in self._subscribers:
            subscriber.tell(changes)

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one websocket until it goes away."""
        await websocket.accept()
        subscriber = _Subscriber()
        sending = asyncio.create_task(self._send(websocket, subscriber))
        try:
            while True:
                try:
                    wish = _decode(await websocket.receive_text())
                except (msgspec.DecodeError, UnicodeError, KeyError):
                    await websocket.close(1008, "A subscribe message was expected.")
                    return
                subscriber.wanted = None if wish.flow_run_ids is None else set(wish.flow_run_ids)
                self._subscribers.add(subscriber)
                await websocket.send_text(_encode(Ready()).decode())
        except WebSocketDisconnect:
            pass
        finally:
            self._subscribers.discard(subscriber)
            sending.cancel()

    async def _send(self, websocket: WebSocket, subscriber: _Subscriber) -> None:
        while True:
            await subscriber.woken.wait()
            await websocket.send_text(_encode(subscriber.take()).decode())
            await asyncio.sleep(PAUSE_SECONDS)
