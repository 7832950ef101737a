"""The courier: brings journal entries to the spool, and from there to an API.

Two threads, because an entry is to be on the disk within 50 ms however slow the API is: one writes what gathered to the
spool 20 ms after the first of it; the other, where there is an API, posts what the spool holds, in order. What is
delivered is dropped; what is not is delivered later, by this process or by another one.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from legato import secrecy, spool
from legato.exceptions import RecordingError
from legato.schemas.journal import Entry, RunNotice
from legato.spool import SpoolWriter
from legato.transport.delivery import Delivery
from legato.transport.journal import Journal, encode

TICK_SECONDS = 0.02
BATCH = 2_000
LOOK_FOR_API_SECONDS = 1.0
TRY_DISK_SECONDS = 0.2


class Courier:
    """Takes the entries of this process to one destination.

    `find_api` returns the address of an API to deliver to, or None while there is none.
    """

    def __init__(self, home: Path, destination: str, find_api: Callable[[], str | None]) -> None:
        self.directory = spool.folder(home, destination)
        self._find_api = find_api
        self._is_closed = False
        self._open()

    def _open(self) -> None:
        secrecy.remember_settings()
        self.writer = SpoolWriter(self.directory)
        self.journal = Journal()
        self.owned: dict[UUID, Callable[[RunNotice], None]] = {}
        self.announced: set[UUID] = set()
        self.delivery: Delivery | None = None
        self._writing = threading.RLock()
        self._stop = threading.Event()
        self._disk_complaint = False
        self._looked = 0.0
        self._is_of_parent = False
        self._thread = threading.Thread(target=self._work, name="legato-courier", daemon=True)
        self._look_for_api()
        self._thread.start()

    def leave_to_parent(self) -> None:
        """Start anew, once there is something to record: this process was forked, and what is open is its parent's."""
        self._is_of_parent = True

    def _open_in_child(self) -> None:
        self.writer.let_go()
        self._open()
        if (processes := sys.modules.get("multiprocessing.util")) is not None:
            # children of multiprocessing end without what is registered with atexit
            processes.Finalize(None, close_couriers, exitpriority=1)

    def append(self, *entries: Entry) -> None:
        """Record entries, in order, without waiting for anything."""
        if self._is_of_parent:
            self._open_in_child()
        self.journal.append(*entries)

    def _work(self) -> None:
        while not self._stop.is_set():
            pause = LOOK_FOR_API_SECONDS if self.delivery is None else None
            if self.journal.wake.wait(pause):
                self._stop.wait(TICK_SECONDS)  # more gathers meanwhile
            self.journal.wake.clear()
            if not self.write():
                self._work_past_the_disk()
            if self.delivery is None and time.monotonic() - self._looked > LOOK_FOR_API_SECONDS:
                self._look_for_api()

    def _work_past_the_disk(self) -> None:
        if self.delivery is None or not self.delivery.deliver_from_memory():
            self._stop.wait(TRY_DISK_SECONDS)
        self.journal.wake.set()

    def _look_for_api(self) -> None:
        self._looked = time.monotonic()
        api_url = self._find_api()
        if api_url is not None:
            self.delivery = Delivery(self, api_url)

    def write(self) -> bool:
        """Bring all that waits to the spool; False where the disk does not take it."""
        with self._writing:
            while entries := self.journal.take(BATCH):
                try:
                    self.writer.append(encode(entries))
                except OSError as error:
                    self.journal.put_back(entries)
                    self._complain(error)
                    return False
                self.journal.made_room()
                if self.delivery is not None:
                    self.delivery.wake.set()
            self._disk_complaint = False
        return True

    def _complain(self, error: OSError) -> None:
        if not self._disk_complaint:
            self._disk_complaint = True
            text = f"legato: cannot write {self.writer.path}: {error.strerror}. Records wait in memory until it can be."
            print(text, file=sys.stderr)

    def forget_delivered(self, offset: int) -> bool:
        """Empty the spool file if everything up to its end was delivered."""
        with self._writing:
            if self.writer.size != offset:
                return False
            self.writer.clear()
            return True

    def hear(self, notices: list[RunNotice]) -> None:
        """Pass on what the server says to the owners of runs."""
        for notice in notices:
            listener = self.owned.get(notice.flow_run_id)
            if listener is not None:
                listener(notice)

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until all that was recorded is on the disk, and delivered where the API answers.

        Raises:
            RecordingError: the disk did not take it in that time.
        """
        if self._is_of_parent:
            return
        deadline = time.monotonic() + timeout
        while not self.write():
            if self.delivery is not None and self.delivery.deliver_from_memory():
                break
            if time.monotonic() > deadline:
                raise RecordingError(f"{len(self.journal)} records could not be written to {self.writer.path}.")
            self._stop.wait(TRY_DISK_SECONDS)
        if self.delivery is not None:
            self.delivery.wait(max(0.0, deadline - time.monotonic()))

    def close(self) -> None:
        """Flush, stop the threads and let the spool file go; it stays where something in it is undelivered."""
        if self._is_closed or self._is_of_parent:
            return
        self._is_closed = True
        try:
            self.flush()
        except RecordingError as error:
            print(f"legato: {error}", file=sys.stderr)
        self._stop.set()
        self.journal.wake.set()
        if self.delivery is not None:
            self.delivery.stop()
        if self._thread is not threading.current_thread():
            self._thread.join(1)
        with self._writing:
            self.writer.close()


_couriers: dict[tuple[Path, str], Courier] = {}
_lock = threading.Lock()


def courier_for(home: Path, destination: str, find_api: Callable[[], str | None]) -> Courier:
    """Return this process's courier to a destination, making it when it is first asked for."""
    key = (home, destination)
    courier = _couriers.get(key)
    if courier is None:
        with _lock:
            courier = _couriers.get(key)
            if courier is None:
                courier = _couriers[key] = Courier(home, destination, find_api)
    return courier


def close_couriers(home: Path | None = None) -> None:
    """Close all couriers, or those of one home folder."""
    with _lock:
        keys = [key for key in _couriers if home is None or key[0] == home]
        closing = [_couriers.pop(key) for key in keys]
    for courier in closing:
        courier.close()


atexit.register(close_couriers)


def _leave_to_parent() -> None:
    global _lock
    _lock = threading.Lock()
    for courier in _couriers.values():
        courier.leave_to_parent()


os.register_at_fork(after_in_child=_leave_to_parent)
