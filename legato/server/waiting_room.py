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

    def tell(self, changes: Changes) -> None:
        """Wake those who wait for runs of where something became due, or a slot free."""
        if changes.due and self._waiting and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, set(changes.due))

    def _wake(self, ids: set[UUID]) -> None:
        for news, places in self._waiting.items():
            if not places.isdisjoint(ids):
                news.set()

    async def answer(self, request: ClaimFlowRuns, handler: Handler, is_gone: Callable[[], Awaitable[bool]]) -> Reply:
        """Return runs as soon as there are some, at the latest when the time of the request is over.

        Whoever is gone takes nothing: nobody would start it.
        """
        end = time.monotonic() + request.wait_seconds
        news = asyncio.Event()
        try:
            while True:
                places, moment = await self._store.aread(lambda db: claiming.next_due(db, request))
                self._waiting[news] = places
                news.clear()
                if await is_gone():
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


async def _heard(news: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), seconds)
