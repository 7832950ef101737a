"""Functions for both worlds: in async code they give something to await, elsewhere their value.

They are written once, synchronously, and wait for the API or for files; in async code a thread waits in their place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast, overload

from legato import portal
from legato.context import awaits_here
from legato.loops import running_loop

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def either_way(fn: Callable[P, R]) -> Callable[P, R]:
    """Let a function be called as well as awaited.

    Where an event loop runs, and the code there is not that of a sync flow or task, a call gives an awaitable. Below
    `classmethod`, next to the function.
    """
    awaited = _in_a_thread(fn)

    @wraps(fn)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if running_loop() is not None and awaits_here():
            return cast(R, awaited(*args, **kwargs))
        return fn(*args, **kwargs)

    return call


def _in_a_thread(fn: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    @wraps(fn)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> R:
        import asyncio

        return await asyncio.to_thread(fn, *args, **kwargs)

    return awaited


@overload
def twin(fn: classmethod[T, P, R]) -> classmethod[T, P, Coroutine[Any, Any, R]]: ...
@overload
def twin(fn: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]: ...
def twin(fn: Any) -> Any:
    """Return the async twin of a function that can be called either way: `aget = twin(get)`."""
    if isinstance(fn, classmethod):
        return classmethod(twin(fn.__func__))
    return _in_a_thread(fn.__wrapped__)


def settled(value: Awaitable[T] | T) -> T:
    """Return a value; one that has to be awaited, as code of users may give, is waited for in this thread."""
    if not isinstance(value, Awaitable):
        return value

    async def answer() -> T:
        return await value

    return cast(T, portal.run(answer))
