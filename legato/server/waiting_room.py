"""Where requests for runs wait until there is a run for them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

from legato import clock
from legato.contract.claims import ClaimFlowRuns
from legato.server import claiming, dispatch
from legato.server.handling import Handler, Reply
from legato.server.store.store import Store
from legato.server.store.transaction import Changes

_LONGEST_LOOK = 15.0  # a change that nobody told of is found after this time at the latest


class WaitingRoom:
    """All requests that wait for runs. `tell` may be called in any thread, after a commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store) -> None:
        self._loop, self._store = loop, store
        self._waiting: dict[asyncio.Event, set[UUID]] = {}
        self._newest: dict[str, asyncio.Event] = {}
        self._is_closed = False

    def tell(self, changes: Changes) -> None:
        """Wake those who wait for runs of where something became due, or a slot free."""
        if changes.due and self._waiting and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, set(changes.due))

    def _wake(self, ids: set[UUID]) -> None:
        for news, places in self._waiting.items():
            if not places.isdisjoint(ids):
                news.set()

    def close(self) -> None:
        """Answer all who wait: the server is being stopped."""
        self._is_closed = True
        for news in self._waiting:
            news.set()

    async def answer(self, request: ClaimFlowRuns, handler: Handler, is_gone: Callable[[], Awaitable[bool]]) -> Reply:
        """Return runs as soon as there are some, at the latest when the time of the request is over.

        Whoever is gone takes nothing: nobody would start it. A request takes the place of an earlier one of its taker.
        """
        end = time.monotonic() + request.wait_seconds
        news = asyncio.Event()
        if (earlier := self._newest.get(request.taker)) is not None:
            earlier.set()
        self._newest[request.taker] = news
        try:
            while True:
                places, moment = await self._store.aread(lambda db: claiming.next_due(db, request))
                self._waiting[news] = places
                news.clear()
                if self._is_closed or self._newest.get(request.taker) is not news or await is_gone():
                    return Reply([], request.status)
                reply = await dispatch.aanswer(self._store, request, handler)
                rest = end - time.monotonic()
                if reply.value or rest <= 0 or not request.limit:
                    return reply
                if moment is not None:
                    rest = min(rest, max(0.0, (moment - clock.now()).total_seconds() - request.prefetch_seconds))
                await _heard(news, min(rest, _LONGEST_LOOK))
        finally:
            self._waiting.pop(news, None)
            if self._newest.get(request.taker) is news:
                del self._newest[request.taker]


async def _heard(news: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), seconds)
