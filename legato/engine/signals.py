"""SIGTERM while a flow runs: the run is recorded as crashed, then the process ends as it would have."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from legato.engine.control import Control, install_handler
from legato.exceptions import TerminationSignal
from legato.loops import running_loop


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
