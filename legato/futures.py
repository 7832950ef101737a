"""Futures: the task runs that were submitted, and their values when they are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import UUID

from legato.loops import running_loop
from legato.schemas.states import State
from legato.traversal import replaced

if TYPE_CHECKING:
    import asyncio

    from legato.schemas.task_runs import TaskRun

R = TypeVar("R")


class Future(Generic[R]):
    """A submitted task run.

    In async flows the methods of an async task's future return awaitables; `await future` itself gives the future
    back, so that `future = await task.submit()` works too.
    """

    __slots__ = ("_callbacks", "_done", "_lock", "_state", "_work", "asynchronous", "loop", "task_run", "upstream")

    def __init__(self, task_run: TaskRun, asynchronous: bool = False) -> None:
        self.task_run = task_run
        self.asynchronous = asynchronous
        self.loop: asyncio.AbstractEventLoop | None = None
        self.upstream: list[Future[Any]] = []
        self._state: State[R] | None = None
        self._work: Callable[[], None] | None = None
        self._callbacks: list[Callable[[Future[R]], Any]] = []
        self._done: threading.Event | None = None
        self._lock = threading.Lock()

    @property
    def key(self) -> UUID:
        """The id of the task run."""
        return self.task_run.id

    @property
    def name(self) -> str:
        """The name of the task run."""
        return self.task_run.name

    def is_done(self) -> bool:
        """Tell whether the final state is there."""
        return self._state is not None

    def get_state(self) -> Any:
        """Return the current state, which is final once the future is done."""
        return self._answer(lambda: self._state or self.task_run.state)

    def wait(self, timeout: float | None = None) -> Any:
        """Wait for the final state and return it; None if it is not there after `timeout` seconds."""
        if self.asynchronous and running_loop():
            return self.await_state(timeout)
        return self.wait_here(timeout)

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> R:
        """Wait for the value of the task run and return it; one that failed raises its exception.

        Raises:
            TimeoutError: there is no value after `timeout` seconds.
        """
        if self.asynchronous and running_loop():
            return self._await_result(timeout, raise_on_failure)  # type: ignore[return-value]
        return _value(self, self.wait_here(timeout), raise_on_failure)

    async def aresult(self, timeout: float | None = None, raise_on_failure: bool = True) -> R:
        """Wait, without blocking the event loop, for the value of the task run and return it."""
        return await self._await_result(timeout, raise_on_failure)

    async def _await_result(self, timeout: float | None, raise_on_failure: bool) -> R:
        return _value(self, await self.await_state(timeout), raise_on_failure)

    def __await__(self) -> Generator[Any, None, Future[R]]:
        return self
        yield  # makes this a generator, which is what await takes

    def __repr__(self) -> str:
        return f"Future({self.name!r}, {self._state or self.task_run.state})"

    def _answer(self, read: Callable[[], Any]) -> Any:
        if not (self.asynchronous and running_loop()):
            return read()

        async def answer() -> Any:
            return read()

        return answer()

    # ── waiting ─────────────────────────────────────────────────────────────────────────────────

    def wait_here(self, timeout: float | None = None) -> State[R] | None:
        """Block this thread until the final state is there.

        Without a timeout a run that nobody has started yet is executed right here: the waiting thread lends itself, so
        that waiting never needs a thread that is not there.
        """
        if self._state is not None:
            return self._state
        if self.loop is not None and running_loop() is self.loop:
            raise RuntimeError(
                f"Task run {self.name!r} runs on this event loop, which waiting here would block: "
                "write `await future.aresult()`."
            )
        if timeout is not None:
            return self._block(timeout)
        waiting: list[Future[Any]] = [self]
        while waiting:
            future = waiting[-1]
            upstream = [] if future.is_done() else [each for each in future.upstream if not each.is_done()]
            if upstream:
                waiting += upstream
                continue
            waiting.pop()
            if (work := future.claim()) is not None:
                work()
            else:
                future._block()
        return self._state

    def _block(self, timeout: float | None = None) -> State[R] | None:
        with self._lock:
            if self._state is not None:
                return self._state
            if self._done is None:
                self._done = threading.Event()
        self._done.wait(timeout)
        return self._state

    async def await_state(self, timeout: float | None = None) -> State[R] | None:
        """Wait for the final state without blocking the event loop."""
        if self._state is not None:
            return self._state
        import asyncio

        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()

        def wake(_: object) -> None:
            loop.call_soon_threadsafe(_wake, waiter)

        self.when_done(wake)
        try:
            await asyncio.wait_for(waiter, timeout)
        except TimeoutError:
            return None
        return self._state

    # ── for task runners ────────────────────────────────────────────────────────────────────────

    def offer(self, work: Callable[[], None]) -> None:
        """Say what has to be done to finish this; whoever claims it first does it."""
        self._work = work

    def claim(self) -> Callable[[], None] | None:
        """Take over the work; None where somebody else has it, or it is not to be done in a thread."""
        with self._lock:
            work, self._work = self._work, None
        return work

    def finish(self, state: State[R]) -> None:
        """Set the final state and wake everybody who waits."""
        with self._lock:
            self._state = state
            callbacks, self._callbacks = self._callbacks, []
            done = self._done
        self.upstream = []
        if done is not None:
            done.set()
        for callback in callbacks:
            callback(self)

    def when_done(self, callback: Callable[[Future[R]], Any]) -> None:
        """Call back when the final state is there, which may be now."""
        with self._lock:
            if self._state is None:
                self._callbacks.append(callback)
                return
        callback(self)


PrefectFuture = Future


class FutureList(list[Future[R]]):
    """The futures of mapped task runs, in order; may be awaited, to no effect, as flows of async tasks do."""

    def __await__(self) -> Generator[Any, None, FutureList[R]]:
        return self
        yield

    def wait(self, timeout: float | None = None) -> None:
        """Wait for all."""
        for future in self:
            future.wait_here(timeout)

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> list[R]:
        """Wait for all values and return them."""
        return [future.result(timeout, raise_on_failure) for future in self]


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


def _value(future: Future[R], state: State[R] | None, raise_on_failure: bool) -> R:
    if state is None:
        raise TimeoutError(f"Task run {future.name!r} has no result yet.")
    return cast(R, state.result(raise_on_failure=raise_on_failure))


def when_all_done(futures: Iterable[Future[Any]], callback: Callable[[], Any]) -> None:
    """Call back once, when all futures are done, which may be now."""
    waiting = [future for future in futures if not future.is_done()]
    if not waiting:
        callback()
        return
    lock, left = threading.Lock(), len(waiting)

    def count_down(_: object) -> None:
        nonlocal left
        with lock:
            left -= 1
            is_last = left == 0
        if is_last:
            callback()

    for future in waiting:
        future.when_done(count_down)


async def resolve_futures_to_data(expr: Any, raise_on_failure: bool = True) -> Any:
    """Return a value with the futures in it replaced by their values."""
    return await _resolved(expr, lambda state: state.result(raise_on_failure=raise_on_failure))


async def resolve_futures_to_states(expr: Any) -> Any:
    """Return a value with the futures in it replaced by their final states."""
    return await _resolved(expr, lambda state: state)


async def _resolved(expr: Any, read: Callable[[State[Any]], Any]) -> Any:
    found: list[Future[Any]] = []
    replaced(expr, (Future,), found.append)
    for future in found:
        await future.await_state()
    return replaced(expr, (Future,), lambda future: read(future.wait_here()))
