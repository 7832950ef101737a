"""The journal: entries in memory, on their way to the spool."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

import msgspec

from legato import secrecy
from legato.schemas.journal import (
    ArtifactChanged,
    ArtifactMade,
    Entry,
    FlowRunCreated,
    LogWritten,
    RunRenamed,
    StateEntered,
    TaskRunCreated,
)

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


def _described(value: object) -> str:
    return f"<{type(value).__name__}>"


_encoder = msgspec.json.Encoder(enc_hook=_described)


def encode(entries: list[Entry]) -> bytes:
    """Return entries as a JSON list, without secrets; text that is no Unicode is mended rather than lost."""
    encoded = _encode(entries)
    if secrecy.betrayed_by(encoded):
        return _encode([without_secrets(entry) for entry in entries])
    return encoded


_TEXTS: dict[type[Any], tuple[str, ...]] = {
    FlowRunCreated: ("name", "parameters", "tags"),
    TaskRunCreated: ("name", "tags"),
    StateEntered: ("name", "message", "data"),
    RunRenamed: ("name",),
    LogWritten: ("name", "message"),
    ArtifactMade: ("key", "description", "data", "metadata_"),
    ArtifactChanged: ("description", "data"),
}
"""What of an entry people write, or their code; the rest is names in programs, ids, moments and numbers."""


def without_secrets(entry: Entry) -> Entry:
    """Return an entry with its secrets masked."""
    texts = {name: _plain(getattr(entry, name)) for name in _TEXTS[type(entry)]}
    return msgspec.structs.replace(entry, **{name: secrecy.masked_data(text) for name, text in texts.items()})


def _plain(value: Any) -> Any:
    try:
        return msgspec.to_builtins(value, str_keys=True, enc_hook=_described)
    except (UnicodeError, TypeError, ValueError, RecursionError):
        return _mend(value)


def _encode(entries: list[Entry]) -> bytes:
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
