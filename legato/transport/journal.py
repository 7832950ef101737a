"""The journal: entries in memory, on their way to the spool."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

import msgspec

from legato.schemas.journal import Entry

HIGH_WATER = 10_000


class Journal:
    """A queue that many threads append to and one drains.

    At HIGH_WATER waiting entries `append` waits until half of them are gone.
    """

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._room = threading.Condition()
        self.wake = threading.Event()

    def append(self, *entries: Entry) -> None:
        """Add entries, in order."""
        self._entries.extend(entries)
        if not self.wake.is_set():
            self.wake.set()
        if len(self._entries) >= HIGH_WATER:
            self._wait_for_room()

    def _wait_for_room(self) -> None:
        with self._room:
            while len(self._entries) > HIGH_WATER // 2:
                self._room.wait(0.1)

    def __len__(self) -> int:
        return len(self._entries)

    def take(self, most: int) -> list[Entry]:
        """Take up to so many entries from the front."""
        waiting = self._entries
        return [waiting.popleft() for _ in range(min(len(waiting), most))]

    def put_back(self, entries: list[Entry]) -> None:
        """Put entries that could not be kept back to the front."""
        self._entries.extendleft(reversed(entries))

    def made_room(self) -> None:
        """Let those go on who wait for room."""
        if len(self._entries) <= HIGH_WATER // 2:
            with self._room:
                self._room.notify_all()


_encoder = msgspec.json.Encoder(enc_hook=lambda value: f"<{type(value).__name__}>")


def encode(entries: list[Entry]) -> bytes:
    """Return entries as a JSON list; text that is no Unicode is mended rather than lost."""
    try:
        return _encoder.encode(entries)
    except (UnicodeError, TypeError, ValueError, RecursionError):
        return b"[" + b",".join(_encode_one(entry) for entry in entries) + b"]"


def _encode_one(entry: Entry) -> bytes:
    try:
        return _encoder.encode(entry)
    except (UnicodeError, TypeError, ValueError, RecursionError):
        mended: dict[str, Any] = {name: _mend(getattr(entry, name)) for name in entry.__struct_fields__}
        return _encoder.encode(msgspec.structs.replace(entry, **mended))


def _mend(value: object, depth: int = 0) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict) and depth < 50:
        return {str(_mend(str(k))): _mend(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple) and depth < 50:
        return [_mend(v, depth + 1) for v in value]
    try:
        _encoder.encode(value)
    except (UnicodeError, TypeError, ValueError, RecursionError):
        return f"<{type(value).__name__}>"
    return value
