"""Control: who may interrupt a flow run, and the exception that comes out of it."""

from __future__ import annotations

import ctypes
import heapq
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from legato.exceptions import CancelRun
from legato.loops import running_loop
from legato.schemas.journal import RunNotice
from legato.schemas.states import State, StateType

if TYPE_CHECKING:
    import asyncio


_SIGNAL = signal.SIGURG  # ignored by default and rarely used by programs, which often have SIGALRM for themselves


class TimeUp(BaseException):
    """The time given to a piece of code is over; not an Exception, so that the code does not swallow it."""


class TimedOut(TimeoutError):
    """A run took longer than its timeout_seconds."""


class Interrupt:
    """An exception that may be raised in a thread, once, for as long as the thread is in a block."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        self.thread = threading.get_ident()
        self.is_fired = False
        self._is_open = True
        self._lock = threading.Lock()

    def fire(self) -> None:
        """Raise the exception in the thread, if it is still in the block; a thread does not interrupt itself."""
        if self.thread == threading.get_ident():
            return
        with self._lock:
            if not self._is_open or self.is_fired:
                return
            self.is_fired = True
            if not _signal_main(self):
                _raise_in_thread(self.thread, type(self.error))

    def close(self) -> None:
        """The thread leaves the block; what has not been raised yet no longer is."""
        with self._lock:
            self._is_open = False
            if _pending_for_main is self:
                _take_pending()
        if self.is_fired and self.thread != threading.main_thread().ident:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), None)


_pending_for_main: Interrupt | None = None
_handler_installed = False


def install_handler() -> None:
    """Let interrupts reach blocking calls of the main thread, unless the program uses the signal itself."""
    global _handler_installed
    if _handler_installed or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(_SIGNAL) is signal.SIG_DFL:
        signal.signal(_SIGNAL, _on_signal)
        _handler_installed = True


def _signal_main(interrupt: Interrupt) -> bool:
    global _pending_for_main
    main = threading.main_thread().ident
    if interrupt.thread != main or not _handler_installed:
        return False
    _pending_for_main = interrupt
    signal.pthread_kill(main, _SIGNAL)
    return True


def _take_pending() -> Interrupt | None:
    global _pending_for_main
    interrupt, _pending_for_main = _pending_for_main, None
    return interrupt


def _on_signal(_signum: int, _frame: object) -> None:
    interrupt = _take_pending()
    if interrupt is not None:
        raise interrupt.error


def _raise_in_thread(thread: int, kind: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))


@contextmanager
def interruptible(error: BaseException) -> Iterator[Interrupt]:
    """Make this thread interruptible with an exception for as long as the block lasts."""
    interrupt = Interrupt(error)
    try:
        yield interrupt
    finally:
        interrupt.close()


class _Alarms:
    """One thread that fires interrupts when their time has come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heap: list[tuple[float, int, Interrupt]] = []
        self._ticket = count()
        self._thread: threading.Thread | None = None

    def set(self, seconds: float, interrupt: Interrupt) -> None:
        with self._changed:
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._ticket), interrupt))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="legato-alarms", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._heap or self._heap[0][0] > time.monotonic():
                    self._changed.wait(self._heap[0][0] - time.monotonic() if self._heap else None)
                _, _, interrupt = heapq.heappop(self._heap)
            interrupt.fire()


_alarms = _Alarms()


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Raise TimeUp in this thread if the block takes longer than so many seconds; None is for ever."""
    if seconds is None:
        yield
        return
    with interruptible(TimeUp()) as interrupt:
        _alarms.set(seconds, interrupt)
        try:
            yield
        except TimeUp:
            if interrupt.is_fired:
                raise TimedOut from None
            raise  # a deadline around this one is over


def task_stopper(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]) -> Callable[[], None]:
    """Return a function that cancels a task of an event loop, from any thread; a task does not cancel itself."""

    def stop() -> None:
        import asyncio

        if running_loop() is not loop or asyncio.current_task() is not task:
            loop.call_soon_threadsafe(task.cancel)

    return stop


class Control:
    """The handle by which others stop a flow run.

    `ending` is the state that the run and all in it are stopped for, once they are; `around` is the handle of the run
    that it is part of.
    """

    def __init__(self, around: Control | None = None) -> None:
        self.ending: State[Any] | None = None
        self._around = around
        self.deadline: float | None = None
        self.is_terminated = False
        self._is_over = False
        self._stops: dict[int, Callable[[], Any]] = {}
        self._numbers = count()
        self._lock = threading.Lock()

    @property
    def is_timed_out(self) -> bool:
        """Whether the time of the run is over."""
        return self.deadline is not None and time.monotonic() >= self.deadline

    @property
    def stopped_for(self) -> State[Any] | None:
        """The state that this run, or one around it, is stopped for."""
        if self.ending is not None or self._around is None:
            return self.ending
        return self._around.stopped_for

    @property
    def cancel_requested(self) -> bool:
        """Whether somebody asked for the run to be cancelled."""
        return self.ending is not None and self.ending.is_cancelled()

    def hear(self, notice: RunNotice) -> None:
        """Heed what the server says of the run: one that was cancelled there stops here."""
        if notice.state_type in (StateType.CANCELLING, StateType.CANCELLED):
            self.stop(State(type=StateType.CANCELLED, message="Flow run was cancelled successfully."))

    def stop(self, ending: State[Any]) -> None:
        """Stop all that works on the run, for it to end in a state."""
        with self._lock:
            if self.ending is not None:
                return
            self.ending = ending
            stops = [] if self._is_over else list(self._stops.values())
        for stop in stops:
            stop()

    def finish(self) -> None:
        """Have nothing interrupted any more: the code is over, and what it came to is being kept.

        Raises:
            CancelRun: the run was stopped before.
        """
        with self._lock:
            if self.ending is not None:
                raise CancelRun
            self._is_over = True

    @contextmanager
    def stoppable(self, stop: Callable[[], Any]) -> Iterator[None]:
        """Have `stop` called if the run is stopped while the block lasts."""
        number = next(self._numbers)
        with self._lock:
            self._stops[number] = stop
        if self.ending is not None:
            stop()
        try:
            yield
        finally:
            with self._lock:
                del self._stops[number]

    @contextmanager
    def this_thread(self) -> Iterator[None]:
        """Have CancelRun raised in this thread if the run is stopped while the block lasts."""
        with interruptible(CancelRun()) as interrupt, self.stoppable(interrupt.fire):
            yield
