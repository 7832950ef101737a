"""What processes write, line by line, on its way to the logs of their runs."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from legato import clock, connect
from legato.schemas.journal import LogWritten

LOGGER = "legato.flow_runs.output"
_LOOK_SECONDS = 0.1
_INFO = 20
_MOST_BYTES = 262_144
_LONGEST_LINE = 20_000


class _Source(NamedTuple):
    path: Path
    process: str
    is_echoed: bool


class Output:
    """Follows the files that processes write to; what is in them becomes log lines of their runs.

    The id of a line is made of its run, its process and its place, so that a line which two workers read is kept once.
    """

    def __init__(self) -> None:
        self._sources: dict[UUID, _Source] = {}
        self._offsets: dict[UUID, int] = {}
        self._reading = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_sources = threading.Event()

    def follow(self, id: UUID, path: Path, process: str, *, is_echoed: bool, start: int = 0) -> None:
        """Follow what a process of a run writes, from a place in bytes on; with `is_echoed` it is shown here too."""
        self._offsets[id] = start
        self._sources[id] = _Source(path, process, is_echoed)
        self._has_sources.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="legato-output", daemon=True)
            self._thread.start()

    def finish(self, id: UUID) -> None:
        """Read the rest of the output of a run whose process is over."""
        with self._reading:
            source = self._sources.pop(id, None)
            if source is not None:
                while self._read(id, source, is_over=True):
                    pass
            self._offsets.pop(id, None)
            if not self._sources:
                self._has_sources.clear()

    def _work(self) -> None:
        while True:
            self._has_sources.wait()
            with self._reading:
                for id, source in list(self._sources.items()):
                    self._read(id, source, is_over=False)
            time.sleep(_LOOK_SECONDS)

    def _read(self, id: UUID, source: _Source, *, is_over: bool) -> bool:
        """Read what is new, whole lines only unless the process is over; tell whether there was anything."""
        try:
            with source.path.open("rb") as file:
                file.seek(self._offsets[id])
                content = file.read(_MOST_BYTES)
        except OSError:
            return False
        if not is_over and len(content) < _MOST_BYTES:
            content = content[: content.rfind(b"\n") + 1]
        if not content:
            return False
        start, self._offsets[id] = self._offsets[id], self._offsets[id] + len(content)
        if source.is_echoed:
            sys.stdout.write(content.decode(errors="replace"))
            sys.stdout.flush()
        self._record(id, source.process, start, content)
        return True

    def _record(self, id: UUID, process: str, start: int, content: bytes) -> None:
        now = clock.now()
        entries = []
        for line in content.split(b"\n"):
            if text := line.decode(errors="replace").rstrip("\r"):
                name = uuid5(id, f"output {process} {start}")
                entries.append(LogWritten(name, now, id, None, LOGGER, _INFO, text[:_LONGEST_LINE]))
            start += len(line) + 1
        connect.courier().append(*entries)
