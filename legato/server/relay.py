"""Carrying changes between server processes that share a Postgres database, by NOTIFY and LISTEN."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from itertools import chain
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy import URL

from legato.server.store.transaction import Changes

logger = logging.getLogger("legato.server")
_CHANNEL = "legato_changes"
_IDS_PER_NOTE = 150  # a note of Postgres has 8,000 bytes at most
_POLL_SECONDS = 0.1
_RECONNECT_SECONDS = 2.0
_decode = msgspec.json.Decoder(dict[str, list[UUID]]).decode


class Relay:
    """Tells all processes what changed in one of them; `hear` is called with what any of them tells, this one too."""

    def __init__(self, url: URL, hear: Callable[[Changes], None]) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._hear = hear
        self._waiting: queue.SimpleQueue[Changes] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self.listens = threading.Event()
        self._thread = threading.Thread(target=self._run, name="legato-relay", daemon=True)
        self._thread.start()

    def tell(self, changes: Changes) -> None:
        """Tell all processes of changes, soon."""
        self._waiting.put(changes)

    def close(self) -> None:
        """Stop telling and listening."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True) as connection:
                    connection.execute(f"LISTEN {_CHANNEL}")
                    self.listens.set()
                    self._serve(connection)
            except psycopg.Error as error:
                logger.warning("Changes cannot be told to other server processes now: %s", error)
                self._stopping.wait(_RECONNECT_SECONDS)

    def _serve(self, connection: psycopg.Connection) -> None:
        while not self._stopping.is_set():
            for note in _notes(self._gathered()):
                connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, note))
            for notice in connection.notifies(timeout=_POLL_SECONDS, stop_after=100):
                self._hear(_changes(notice.payload))

    def _gathered(self) -> Changes:
        changes = Changes()
        while not self._waiting.empty():
            changes.add(self._waiting.get())
        return changes


def _notes(changes: Changes) -> Iterator[str]:
    pairs = list(chain.from_iterable(((name, id) for id in getattr(changes, name)) for name in Changes.__slots__))
    for start in range(0, len(pairs), _IDS_PER_NOTE):
        note: dict[str, list[UUID]] = {}
        for name, id in pairs[start : start + _IDS_PER_NOTE]:
            note.setdefault(name, []).append(id)
        yield msgspec.json.encode(note).decode()


def _changes(note: str) -> Changes:
    changes = Changes()
    for name, ids in _decode(note).items():
        if name in Changes.__slots__:
            getattr(changes, name).update(ids)
    return changes
