"""Taking in the spool: journal entries that processes without a server left in the home folder."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from legato import spool
from legato.exceptions import HomeNotWritable, ServerError
from legato.ids import uuid7
from legato.schemas.journal import Entry
from legato.server import recording
from legato.server.dispatch import translated
from legato.server.store.store import Store
from legato.settings import LEGATO_SPOOL_WATCH_SECONDS

logger = logging.getLogger("legato.server")
_decode = msgspec.json.Decoder(list[Entry]).decode
_TOGETHER = 2_000


class Intake:
    """Takes the spool of a home folder into a store."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store, self._home = store, home
        self._folder = spool.folder(home)
        # How much of each file that is still written was taken in: that need not be read again.
        self._offsets: dict[Path, int] = {}

    def ingest(self, *, also_live: bool = True) -> int:
        """Take in what lies in the spool, with `also_live` of processes that still write too; count the new entries.

        Raises:
            ServerError: the database cannot be used; everything stays in the spool.
        """
        if not self._has_files():
            self._offsets.clear()
            return 0
        with self._turn():
            return sum(self._take(file) for file in spool.spool_files(self._folder, also_live=also_live))

    def _has_files(self) -> bool:
        try:
            with os.scandir(self._folder) as entries:
                return any(entry.name.endswith(".journal") for entry in entries)
        except (FileNotFoundError, NotADirectoryError):
            return False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One process at a time: the others find nothing left to do."""
        try:
            fd = os.open(self._folder / ".turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise HomeNotWritable(f"Cannot write in {self._folder}: {error.strerror}.") from None
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            os.close(fd)

    def _take(self, file: spool.SpoolFile) -> int:
        # An abandoned file is read whole: its writer may have emptied it and written anew past the offset known here.
        status, start = file.status(), 0 if file.is_abandoned else self._offsets.get(file.path, 0)
        if status.st_size == start and not file.is_abandoned:
            return 0
        frames = list(file.frames(start))
        if not frames and start:
            frames = list(file.frames(0))  # it was emptied since, and written anew
        new = self._take_payloads([payload for _, payload in frames])
        if not file.is_abandoned:
            self._offsets[file.path] = frames[-1][0] if frames else start
        else:
            file.remove()
            self._offsets.pop(file.path, None)
        return new

    def _take_payloads(self, payloads: Sequence[bytes]) -> int:
        new, waiting, entries = 0, list[bytes](), list[Entry]()
        for payload in payloads:
            try:
                entries += _decode(payload)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self._set_aside(payload, error)
                continue
            waiting.append(payload)
            if len(entries) >= _TOGETHER:
                new += self._apply(entries, waiting)
                waiting, entries = [], []
        return new + (self._apply(entries, waiting) if entries else 0)

    def _apply(self, entries: Sequence[Entry], payloads: Sequence[bytes]) -> int:
        try:
            return self._store.write(partial(recording.apply, entries=entries)).accepted
        except Exception as error:
            if isinstance(told := translated(error), ServerError):
                raise told from None
            if len(payloads) > 1:
                return sum(self._apply(_decode(payload), [payload]) for payload in payloads)
            self._set_aside(payloads[0], error)
            return 0

    def _set_aside(self, payload: bytes, error: Exception) -> None:
        folder = self._home / "spool" / "rejected"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{uuid7().hex}.json"
        path.write_bytes(payload)
        logger.error("A record in the spool cannot be taken in (%s); it was moved to %s.", error, path)


async def watch(intake: Intake) -> None:
    """Look for what other processes left in the spool, for as long as the server runs.

    One that still writes finds the server by itself, and posts what it has.
    """
    pause = LEGATO_SPOOL_WATCH_SECONDS.value().total_seconds()
    while True:
        await asyncio.sleep(pause)
        try:
            await asyncio.to_thread(partial(intake.ingest, also_live=False))
        except Exception as error:
            logger.error("The spool cannot be taken in now: %s", error)
