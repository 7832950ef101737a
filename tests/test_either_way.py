"""One function, called or awaited: its value elsewhere, an awaitable in async code."""

import asyncio
import threading
from typing import Any

from legato import flow, task
from legato.either_way import either_way, settled, twin


@either_way
def thread_of(name: str) -> tuple[str, int]:
    """Where this ran."""
    return name, threading.get_ident()


class Thing:
    """Has methods of both kinds."""

    name = "thing"

    @classmethod
    @either_way
    def made(cls, suffix: str = "") -> str:
        return cls.name + suffix

    amade = twin(made)

    @either_way
    def own(self) -> str:
        return self.name

    aown = twin(own)


def test_called_it_gives_its_value_and_keeps_its_name() -> None:
    assert thread_of("x") == ("x", threading.get_ident())
    assert (thread_of.__name__, thread_of.__doc__) == ("thread_of", "Where this ran.")
    assert (Thing.made("!"), Thing().own()) == ("thing!", "thing")


def test_in_async_code_it_is_awaited_and_the_loop_goes_on() -> None:
    async def main() -> list[Any]:
        awaitable: Any = thread_of("y")
        made: Any = Thing.made("?")
        return [await awaitable, await made, await Thing.amade(), await Thing().aown()]

    found = asyncio.run(main())
    assert found[0][1] != threading.get_ident()
    assert found[1:] == ["thing?", "thing", "thing"]


def test_a_sync_task_gets_the_value_even_in_an_async_flow() -> None:
    @task
    def inner() -> str:
        return Thing.made("1")

    @flow
    async def outer() -> list[str]:
        own: Any = Thing.made("2")
        return [inner(), await own]

    assert asyncio.run(outer()) == ["thing1", "thing2"]  # type: ignore[arg-type]


def test_what_users_wrote_async_is_waited_for() -> None:
    async def slow() -> int:
        await asyncio.sleep(0)
        return 3

    assert (settled(slow()), settled(4)) == (3, 4)

    async def main() -> int:
        return await asyncio.to_thread(lambda: settled(slow()))

    assert asyncio.run(main()) == 3
