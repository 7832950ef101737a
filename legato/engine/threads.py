"""Threads for submitted tasks: as many as are needed, up to a number, and no thread before it is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue


class Threads:
    """A pool that grows while work waits.

    At most one thread is being started at any time: it takes the first piece of work and starts the next thread if
    more waits. So a thousand tasks that end at once meet a few threads, and tasks that block get one each.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._count = self._idle = 0
        self._is_starting = False

    def submit(self, work: Callable[[], None]) -> None:
        """Have a piece of work done by a thread, in the order in which work is submitted."""
        self._work.put(work)
        if not self._idle and not self._is_starting:
            self._grow()

    def _grow(self) -> None:
        with self._lock:
            if self._idle or self._is_starting or self._count >= self._most:
                return
            self._is_starting = True
            self._count += 1
            number = self._count
        threading.Thread(target=self._run, name=f"legato-task-{number}", daemon=True).start()

    def _run(self) -> None:
        work = self._work.get()
        self._is_starting = False
        while work is not None:
            if not self._idle and not self._work.empty():
                self._grow()
            work()
            with self._lock:
                self._idle += 1
            work = self._work.get()
            with self._lock:
                self._idle -= 1

    def close(self) -> None:
        """Let the threads end once they did what waits; nobody waits for them."""
        for _ in range(self._count):
            self._work.put(None)
