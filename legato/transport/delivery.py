"""Delivery: the thread that posts what the spool holds to an API, in order, and hears what the API has to say."""

from __future__ import annotations

import random
import sys
import threading
import time
from typing import TYPE_CHECKING

import msgspec

from legato import spool
from legato.exceptions import ApiError
from legato.schemas.journal import JournalReply
from legato.spool import spool_files
from legato.transport.http import HttpTransport
from legato.transport.journal import encode

if TYPE_CHECKING:
    from uuid import UUID

    from legato.transport.courier import Courier

HEARTBEAT_SECONDS = 1.0
_MOST_BYTES = 1_000_000
_POISON = frozenset({400, 413, 422})
_LEFTOVERS_SECONDS = 10.0


class Delivery:
    """Delivers the spool of a courier to the API at an address."""

    def __init__(self, courier: Courier, api_url: str) -> None:
        self.wake = threading.Event()
        self._courier, self._api_url = courier, api_url
        self._offset = 0
        self._away_since: float | None = None
        self._told = False
        self._failures = 0
        self._last_post = 0.0
        self._looked_for_leftovers = 0.0
        self._stopped = False
        self._posting = threading.RLock()
        self._progress = threading.Condition()
        self._transport: HttpTransport | None = None
        self._thread = threading.Thread(target=self._work, name="legato-delivery", daemon=True)
        self._thread.start()

    # ── for the courier ─────────────────────────────────────────────────────────────────────────

    def wait(self, timeout: float) -> None:
        """Wait until all that is spooled now was delivered, unless the API is away."""
        goal = self._courier.writer.size
        deadline = time.monotonic() + timeout
        self.wake.set()
        with self._progress:
            while self._undelivered(goal) and self._away_since is None and not self._stopped:
                if not self._progress.wait(max(0.0, deadline - time.monotonic())):
                    return

    def deliver_from_memory(self) -> bool:
        """Deliver, past a disk that takes nothing, what is spooled and then what waits in memory."""
        with self._posting:
            if not self._deliver():
                return False
            while entries := self._courier.journal.take(2_000):
                if not self._post([encode(entries)]):
                    self._courier.journal.put_back(entries)
                    return False
                self._courier.journal.made_room()
        return True

    def stop(self) -> None:
        """Stop the thread; what is undelivered stays in the spool."""
        self._stopped = True
        self.wake.set()
        self._thread.join(2)
        if self._transport is not None and not self._thread.is_alive():
            self._transport.close()

    # ── the thread ──────────────────────────────────────────────────────────────────────────────

    def _work(self) -> None:
        while not self._stopped:
            self.wake.wait(self._pause())
            self.wake.clear()
            if self._stopped:
                return
            with self._posting:
                went_well = self._deliver()
            if not went_well:
                self._wait_for_api()
            elif time.monotonic() - self._looked_for_leftovers > _LEFTOVERS_SECONDS:
                self._deliver_leftovers()

    def _pause(self) -> float:
        return HEARTBEAT_SECONDS if self._courier.owned else _LEFTOVERS_SECONDS

    def _wait_for_api(self) -> None:
        pause = min(0.1 * 2 ** min(self._failures, 6), 5.0) * (0.8 + 0.4 * random.random())
        end = time.monotonic() + pause
        while not self._stopped and time.monotonic() < end:
            time.sleep(min(0.05, pause))
        self.wake.set()

    def _undelivered(self, goal: int) -> bool:
        return self._courier.writer.size > 0 and self._offset < min(goal, self._courier.writer.size)

    def _deliver(self) -> bool:
        """Post all that is spooled, and that this process lives; False where the API does not take it."""
        while True:
            payloads, end = self._gather()
            if not payloads:
                break
            if not self._post(payloads):
                return False
            with self._progress:
                self._offset = end
                if self._courier.forget_delivered(end):
                    self._offset = 0
                self._progress.notify_all()
        if self._courier.owned and time.monotonic() - self._last_post >= HEARTBEAT_SECONDS * 0.9:
            return self._post([])
        return True

    def _gather(self) -> tuple[list[bytes], int]:
        payloads, end, size = [], self._offset, 0
        for end_of_frame, payload in self._courier.writer.read(self._offset):
            payloads.append(payload)
            end, size = end_of_frame, size + len(payload)
            if size > _MOST_BYTES:
                break
        return payloads, end

    def _post(self, payloads: list[bytes]) -> bool:
        owned = list(self._courier.owned)
        try:
            if self._transport is None:
                self._transport = HttpTransport(self._api_url)
            content = self._transport.post("POST", "/journal/", joined(payloads, owned), tries=1)
        except ApiError as error:
            if error.status in _POISON and payloads:
                return self._isolate(payloads, error)
            self._note_away(error)
            return False
        self._note_back()
        self._last_post = time.monotonic()
        self._courier.hear(msgspec.json.decode(content, type=JournalReply).notices)
        return True

    def _isolate(self, payloads: list[bytes], error: ApiError) -> bool:
        """Post halves of what was refused as a whole; a single entry that is refused is set aside."""
        entries = [raw for payload in payloads for raw in msgspec.json.decode(payload, type=list[msgspec.Raw])]
        if len(entries) == 1:
            self._set_aside(bytes(entries[0]), error)
            return True
        middle = len(entries) // 2
        return all(self._post([msgspec.json.encode(half)]) for half in (entries[:middle], entries[middle:]))

    def _set_aside(self, entry: bytes, error: ApiError) -> None:
        folder = self._courier.directory.parent / "rejected"
        print(f"legato: the API refused a record ({error}); it is kept in {folder}.", file=sys.stderr)
        try:
            folder.mkdir(exist_ok=True)
            with (folder / f"{self._courier.writer.path.stem}.jsonl").open("ab") as file:
                file.write(entry + b"\n")
        except OSError as problem:
            print(f"legato: it could not be kept: {problem.strerror}.", file=sys.stderr)

    def _deliver_leftovers(self) -> None:
        """Deliver what other processes left in the spool of this destination; a server does so for its own home."""
        self._looked_for_leftovers = time.monotonic()
        if self._courier.directory.name == spool.LOCAL:
            return
        with self._posting:
            for file in spool_files(self._courier.directory):
                if not all(self._post([payload]) for payload in file.read()):
                    return
                file.remove()

    # ── is the API there? ───────────────────────────────────────────────────────────────────────

    def _note_away(self, error: ApiError) -> None:
        self._failures += 1
        now = time.monotonic()
        with self._progress:
            self._away_since = self._away_since or now
            self._progress.notify_all()
        if not self._told and (self._failures > 3 or error.status is not None):
            self._told = True
            where = self._courier.directory
            if error.status in (404, 405):
                error = ApiError(f"{self._api_url} is not the API of a Legato server (answer {error.status}).")
            print(
                f"legato: {error} Runs go on; their records wait in {where} and are delivered later.", file=sys.stderr
            )

    def _note_back(self) -> None:
        if self._told:
            print(f"legato: the API at {self._api_url} is back.", file=sys.stderr)
        self._away_since, self._told, self._failures = None, False, 0


def joined(payloads: list[bytes], owned: list[UUID]) -> bytes:
    """Return the body of a RecordEntries request made of spooled payloads, each a JSON list."""
    inner = b",".join(payload[1:-1] for payload in payloads if len(payload) > 2)
    return b'{"entries":[' + inner + b'],"owned":' + msgspec.json.encode(owned) + b"}"
