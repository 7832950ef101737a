"""Effects: what the life of a run waits for. Everything else it does, it does at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Call(msgspec.Struct, gc=False):
    """Call a function and answer with what it returns; `is_user_code` marks the function of the task or flow itself."""

    fn: Callable[..., Any]
    args: Sequence[Any] = ()
    kwargs: dict[str, Any] = {}
    timeout: float | None = None
    is_async: bool = False
    is_user_code: bool = False


class Sleep(msgspec.Struct, gc=False):
    """Wait so many seconds."""

    seconds: float


class Wait(msgspec.Struct, gc=False):
    """Wait until futures are done."""

    futures: Sequence[Any]


class Flush(msgspec.Struct, gc=False):
    """Wait until all that was recorded is kept."""

    courier: Any


Effect = Call | Sleep | Wait | Flush
Life = Generator[Effect, Any, T]
