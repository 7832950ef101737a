"""Services take turns until they are stopped, whatever happens in one."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from legato.server.services.loop import Service, Services, Turn
from legato.server.store.store import Store
from legato.server.store.transaction import Transaction


def for_ever() -> float:
    return 3600


def at_once() -> float:
    return 0.001


@asynccontextmanager
async def running(store: Store, *services: Service) -> AsyncIterator[Services]:
    """Services that run until the block ends."""
    live = Services(asyncio.get_running_loop(), store, services)
    store.listeners.append(live.tell)
    try:
        yield live
    finally:
        await live.close()


def counted(turns: list[int], then: Turn = lambda db: None) -> Turn:
    def turn(db: Transaction) -> float | None:
        turns.append(len(turns))
        return then(db)

    return turn


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.001)  # what is waited for happens in a thread of the store


def test_a_change_lets_a_service_take_a_turn_at_once(store: Store) -> None:
    turns: list[int] = []

    async def scene() -> None:
        async with running(store, Service("woken", counted(turns), for_ever, wakes_on="schedules")):
            await until(lambda: len(turns) == 1)
            await store.awrite(lambda db: db.changes.flow_runs.add(uuid4()))
            await store.awrite(lambda db: db.changes.schedules.add(uuid4()))
            await until(lambda: len(turns) == 2)

    asyncio.run(scene())
    assert len(turns) == 2


def test_a_turn_says_when_the_next_one_is_due(store: Store) -> None:
    turns: list[int] = []

    def hurried(db: Transaction) -> float | None:
        return 0 if len(turns) < 5 else None

    async def scene() -> None:
        async with running(store, Service("hurried", counted(turns, hurried), for_ever)):
            await until(lambda: len(turns) == 5)

    asyncio.run(scene())
    assert len(turns) == 5


def test_an_error_is_told_once_and_the_service_lives_on(store: Store, heard: pytest.LogCaptureFixture) -> None:
    turns: list[int] = []

    def failing(db: Transaction) -> float | None:
        if len(turns) <= 3:
            raise RuntimeError("no luck")
        return 3600

    async def scene() -> None:
        async with running(store, Service("unlucky", counted(turns, failing), at_once)):
            await until(lambda: len(turns) == 4)

    with heard.at_level(logging.ERROR):
        asyncio.run(scene())
    told = [record.getMessage() for record in heard.records if "unlucky" in record.getMessage()]
    assert told == [
        "The service unlucky fails, and is tried again: no luck",
        "The service unlucky works again.",
    ]


def test_services_stop_at_once_and_those_switched_off_do_not_start(store: Store) -> None:
    turns: list[int] = []

    async def scene() -> float:
        unwanted = Service("off", counted(turns), at_once, is_enabled=lambda: False)
        async with running(store, Service("slow", lambda db: None, for_ever), unwanted):
            await store.awrite(lambda db: None)
            start = time.monotonic()
        return time.monotonic() - start

    assert asyncio.run(scene()) < 1
    assert turns == []
