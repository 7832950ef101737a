"""The life of a service: a turn, a pause, the next turn, for as long as the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from legato.server.store.store import Store
from legato.server.store.transaction import Changes, Transaction

logger = logging.getLogger("legato.server.services")
_LONGEST_PAUSE = 60.0

Turn = Callable[[Transaction], float | None]
"""What a service does in one transaction; it gives the seconds until the next turn, where these are not as always."""


class Service(NamedTuple):
    """Something that the server does again and again; changes of the kind `wakes_on` let it do so at once.

    Several servers may do it on one database at the same time: a turn locks what it changes and passes over what others
    have locked, or changes it only where it is still as it was.
    """

    name: str
    turn: Turn
    seconds: Callable[[], float]
    is_enabled: Callable[[], bool] = lambda: True
    wakes_on: str | None = None


class Services:
    """All services that are switched on, running. `tell` may be called in any thread, after a commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store, services: Sequence[Service]) -> None:
        self._loop = loop
        self._news: dict[str, list[asyncio.Event]] = {}
        wanted = [service for service in services if service.is_enabled()]
        self._tasks = [loop.create_task(_live(service, store, self._event(service))) for service in wanted]

    def _event(self, service: Service) -> asyncio.Event:
        event = asyncio.Event()
        if service.wakes_on is not None:
            self._news.setdefault(service.wakes_on, []).append(event)
        return event

    def tell(self, changes: Changes) -> None:
        """Wake those whom the changes concern."""
        woken = [event for kind, events in self._news.items() if getattr(changes, kind) for event in events]
        if woken and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_set, woken)

    async def close(self) -> None:
        """Stop all of them; a turn that has begun is finished by the store."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task


def _set(events: Sequence[asyncio.Event]) -> None:
    for event in events:
        event.set()


async def _live(service: Service, store: Store, woken: asyncio.Event) -> None:
    failures, usual = 0, service.seconds()
    while True:
        woken.clear()
        try:
            wanted = await store.awrite(service.turn)
        except Exception as error:
            failures += 1
            if failures == 1:
                text = "The service %s fails, and is tried again: %s"
                logger.error(text, service.name, error, exc_info=not isinstance(error, DBAPIError))
            await asyncio.sleep(min(_LONGEST_PAUSE, usual * 2**failures))
            continue
        if failures:
            logger.error("The service %s works again.", service.name)
            failures = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(usual if wanted is None else wanted):
                await woken.wait()
