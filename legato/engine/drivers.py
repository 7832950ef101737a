"""The drivers: `run` performs the effects of a life in this thread, `arun` on an event loop."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from types import AsyncGeneratorType, GeneratorType
from typing import Any, TypeVar

from legato.engine.control import TimedOut, deadline
from legato.engine.effects import Call, Effect, Flush, Life, Sleep, Wait

T = TypeVar("T")
Invoke = Callable[[Call], Any]


def run(life: Life[T], invoke: Invoke | None = None) -> T:
    """Live a life in this thread; `invoke` is how user code is called."""
    try:
        effect = next(life)
        while True:
            try:
                answer = _perform(effect, invoke)
            except BaseException as error:
                effect = life.throw(error)
            else:
                effect = life.send(answer)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def _perform(effect: Effect, invoke: Invoke | None) -> Any:
    if isinstance(effect, Call):
        return (invoke or call_here)(effect) if effect.is_user_code else call_here(effect)
    if isinstance(effect, Wait):
        for future in effect.futures:
            future.wait_here()
    elif isinstance(effect, Sleep):
        time.sleep(effect.seconds)
    elif isinstance(effect, Flush):
        effect.courier.flush()
    return None


def call_here(call: Call) -> Any:
    """Call a function in this thread; what is async is run on the portal."""
    if call.is_async:
        from legato import portal

        return portal.run(lambda: _acall(call))
    with deadline(call.timeout):
        value = call.fn(*call.args, **call.kwargs)
        if type(value) is GeneratorType:
            value = list(value)
    return value


async def arun(life: Life[T]) -> T:
    """Live a life on the event loop of this coroutine."""
    try:
        effect = next(life)
        while True:
            try:
                answer = await _aperform(effect)
            except BaseException as error:
                effect = life.throw(error)
            else:
                effect = life.send(answer)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


async def _aperform(effect: Effect) -> Any:
    import asyncio

    if isinstance(effect, Call):
        if effect.is_async:
            return await _acall(effect)
        return call_here(effect) if effect.is_user_code else await asyncio.to_thread(call_here, effect)
    if isinstance(effect, Wait):
        for future in effect.futures:
            await future.await_state()
    elif isinstance(effect, Sleep):
        await asyncio.sleep(effect.seconds)
    elif isinstance(effect, Flush):
        await asyncio.to_thread(effect.courier.flush)
    return None


async def _acall(call: Call) -> Any:
    import asyncio

    try:
        async with asyncio.timeout(call.timeout) as scope:
            value = call.fn(*call.args, **call.kwargs)
            if isinstance(value, AsyncGeneratorType):
                return [item async for item in value]
            return await value if isinstance(value, Awaitable) else value
    except TimeoutError:
        if scope.expired():
            raise TimedOut from None
        raise
