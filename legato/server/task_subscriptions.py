"""Task runs outside of flow runs, handed over a websocket to those who serve their tasks, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from legato.schemas.task_runs import TaskRun
from legato.server import sockets
from legato.server.store import task_runs
from legato.server.store.store import Store
from legato.server.store.transaction import Changes, Transaction

BAD_SUBSCRIPTION = 4001
_MOST_HANDED = 10_000
_encode = msgspec.json.Encoder().encode
Handed = tuple[UUID, UUID | None]


class TaskSubscriptions:
    """All websockets that wait for task runs. `tell` may be called in any thread, after a commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store) -> None:
        self._loop, self._store = loop, store
        self._news: set[asyncio.Event] = set()
        # Which runs were handed over, each in which state: one that is scheduled anew is handed over anew.
        self._handed: dict[Handed, None] = {}
        self._choosing = asyncio.Lock()

    def tell(self, changes: Changes) -> None:
        """Wake those who wait, where task runs among the changes do."""
        if changes.waiting and self._news and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for news in self._news:
            news.set()

    async def serve(self, websocket: WebSocket) -> None:
        """Hand task runs to a websocket until it goes away."""
        if not await sockets.greeted(websocket):
            return
        message = await sockets.received(websocket)
        if message is None or message.get("type") != "subscribe":
            await _refused(websocket, "'subscribe' message")
            return
        keys = message.get("keys")
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
            await _refused(websocket, "'keys' in subscribe message")
            return
        news = asyncio.Event()
        self._news.add(news)
        try:
            while await self._hand_over(websocket, keys, news):
                pass
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._news.discard(news)

    async def _hand_over(self, websocket: WebSocket, keys: Sequence[str], news: asyncio.Event) -> bool:
        """Hand over the next task run; False once the other side is done."""
        run = await self._next(keys, news, websocket)
        if run is None:
            return False
        handed = (run.id, run.state_id)
        is_taken = False
        try:
            await websocket.send_text(_encode(run).decode())
            answer = await sockets.received(websocket)
            is_taken = answer is not None and answer.get("type") == "ack"
            if not is_taken:
                await _let_go(websocket, answer)
        finally:
            if not is_taken:
                self._handed.pop(handed, None)
                self._wake()
        return is_taken

    async def _next(self, keys: Sequence[str], news: asyncio.Event, websocket: WebSocket) -> TaskRun | None:
        leaving = asyncio.create_task(sockets.received(websocket))
        try:
            while True:
                news.clear()
                run = await self._chosen(keys)
                if run is not None:
                    return run
                waiting = asyncio.create_task(news.wait())
                await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if leaving.done():
                    await _let_go(websocket, leaving.result())  # nothing is expected from who waits, but that it goes
                    return None
        finally:
            leaving.cancel()

    async def _chosen(self, keys: Sequence[str]) -> TaskRun | None:
        async with self._choosing:
            for run in await self._store.aread(partial(_waiting, keys=list(keys), most=len(self._handed) + 1)):
                handed = (run.id, run.state_id)
                if handed not in self._handed:
                    while len(self._handed) >= _MOST_HANDED:
                        del self._handed[next(iter(self._handed))]
                    self._handed[handed] = None
                    return run
        return None


async def _let_go(websocket: WebSocket, message: sockets.Message | None) -> None:
    """Close a websocket that said something else than that it has taken a task run; it may be gone already."""
    if message is not None and message.get("type") == "quit":
        await sockets.closed(websocket, 1000, "")
    else:
        await _refused(websocket, "'ack' message")


async def _refused(websocket: WebSocket, expected: str) -> None:
    await sockets.closed(websocket, BAD_SUBSCRIPTION, f"Protocol violation: expected {expected}")


def _waiting(db: Transaction, keys: list[str], most: int) -> list[TaskRun]:
    return task_runs.waiting(db, keys, most)
