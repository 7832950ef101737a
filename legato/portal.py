"""The portal: one event loop in a thread of its own, for async code that sync code calls."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future as ThreadFuture
from contextvars import Context, copy_context
from typing import Any

_loop: asyncio.AbstractEventLoop | None = None
_lock = threading.Lock()


def loop() -> asyncio.AbstractEventLoop:
    """Return the portal's event loop, started when it is first needed."""
    global _loop
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="legato-portal", daemon=True).start()
        return _loop


def start(
    where: asyncio.AbstractEventLoop, make: Callable[[], Coroutine[Any, Any, Any]], context: Context
) -> ThreadFuture[Any]:
    """Run a coroutine as a task of a loop, in a context; the answer may be waited for in any thread."""
    outcome: ThreadFuture[Any] = ThreadFuture()

    def begin() -> None:
        if not outcome.set_running_or_notify_cancel():
            return
        task = where.create_task(make(), context=context)
        outcome.cancel_task = lambda: where.call_soon_threadsafe(task.cancel)  # type: ignore[attr-defined]
        task.add_done_callback(finish)

    def finish(task: asyncio.Task[Any]) -> None:
        if task.cancelled():
            outcome.set_exception(asyncio.CancelledError())
        elif (error := task.exception()) is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(task.result())

    where.call_soon_threadsafe(begin)
    return outcome


def run(make: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a coroutine on the portal's loop, in a copy of this context, and return what it returns.

    An exception raised in this thread while it waits cancels the coroutine.
    """
    outcome = start(loop(), make, copy_context())
    try:
        return outcome.result()
    except BaseException:
        if not outcome.done():
            cancel = getattr(outcome, "cancel_task", None)
            if cancel is not None:
                cancel()
            else:
                outcome.cancel()
        raise


def _forget() -> None:
    global _loop, _lock
    _loop, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
