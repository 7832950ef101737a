"""SIGTERM while a flow runs: the run is recorded as crashed, then the process ends as it would have."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from legato import clock
from legato.engine.control import Control, install_handler
from legato.exceptions import TerminationSignal
from legato.loops import running_loop
from legato.schemas.states import State, StateDetails, StateType

LEFT = "The run was left to be gone on with elsewhere."


@contextmanager
def terminable(control: Control) -> Iterator[None]:
    """Turn SIGTERM into TerminationSignal in the main thread, unless the program handles the signal itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    install_handler()
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def terminate(signum: int, _frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: what follows is quick
        control.is_terminated = True
        if not _cancel_running_task():
            raise TerminationSignal(signum)

    signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if control.is_terminated:
            _end_process()


@contextmanager
def leaving_on(signum: signal.Signals, control: Control) -> Iterator[None]:
    """Have a signal stop the run for others to go on with it, for as long as the block lasts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_signum: int, _frame: object) -> None:
        details = StateDetails(scheduled_time=clock.now())
        state: State[Any] = State(type=StateType.SCHEDULED, message=LEFT, state_details=details)
        # By another thread: this one, which may be the one to be stopped, is not interrupted by itself.
        threading.Thread(target=control.stop, args=(state,), name="legato-leave", daemon=True).start()

    before = signal.signal(signum, leave)
    try:
        yield
    finally:
        signal.signal(signum, before)


def _cancel_running_task() -> bool:
    """Cancel all that runs on this thread's event loop, which an exception out of nowhere would break."""
    loop = running_loop()
    if loop is None:
        return False
    import asyncio

    for task in asyncio.all_tasks(loop):
        loop.call_soon_threadsafe(task.cancel)
    return True


def _end_process() -> None:
    from legato.transport.courier import close_couriers

    close_couriers()
    os.kill(os.getpid(), signal.SIGTERM)
