"""The courier: brings journal entries to the spool, and from there to an API.

Two threads, because an entry is to be on the disk within 50 ms however slow the API is: one writes what gathered to the
spool every 20 ms or 200 entries; the other, where there is an API, posts what the spool holds, in order. What is
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

from legato import spool
from legato.client.delivery import Delivery
from legato.client.journal import Journal, encode
from legato.exceptions import RecordingError
from legato.schemas.journal import Entry, RunNotice
from legato.spool import SpoolWriter

TICK_SECONDS = 0.02
BATCH = 2_000
LOOK_FOR_API_SECONDS = 1.0


class Courier:
    """Takes the entries of this process to one destination.

    `find_api` returns the address of an API to deliver to, or None while there is none.
    """

    def __init__(self, home: Path, destination: str, find_api: Callable[[], str | None]) -> None:
        self.journal = Journal()
        self.directory = spool.folder(home, destination)
        self.writer = SpoolWriter(self.directory)
        self.owned: dict[UUID, Callable[[RunNotice], None]] = {}
        self._find_api = find_api
        self._writing = threading.RLock()
        self._stop = threading.Event()
        self._disk_complaint = False
        self.delivery: Delivery | None = None
        self._looked = 0.0
        self._thread = threading.Thread(target=self._work, name="legato-courier", daemon=True)
        self._look_for_api()
        self._thread.start()

    def append(self, *entries: Entry) -> None:
        """Record entries, in order, without waiting for anything."""
        self.journal.append(*entries)

    def _work(self) -> None:
        while not self._stop.is_set():
            self.journal.wake.wait(TICK_SECONDS)
            self.journal.wake.clear()
            if len(self.journal):
                self.write()
            if self.delivery is None and time.monotonic() - self._looked > LOOK_FOR_API_SECONDS:
                self._look_for_api()

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
        deadline = time.monotonic() + timeout
        while not self.write():
            if self.delivery is not None and self.delivery.deliver_from_memory():
                break
            if time.monotonic() > deadline:
                raise RecordingError(f"{len(self.journal)} records could not be written to {self.writer.path}.")
            self._stop.wait(0.2)
        if self.delivery is not None:
            self.delivery.wait(max(0.0, deadline - time.monotonic()))

    def close(self) -> None:
        """Flush, stop the threads and let the spool file go; it stays where something in it is undelivered."""
        if self._stop.is_set():
            return
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
os.register_at_fork(after_in_child=_couriers.clear)
