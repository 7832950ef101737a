"""The spool: the journal on disk, one append-only file per process, in a folder per destination.

A file is a sequence of frames: 4 bytes length, 4 bytes CRC-32, then that many bytes of payload (a JSON list of journal
entries). A torn last frame is dropped. Its writer holds a lock on the file for as long as it lives, so that others can
tell a file that is being written from one that was left behind.
"""

from __future__ import annotations

import fcntl
import os
import struct
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from legato.ids import uuid7

_HEAD = struct.Struct(">II")
_ENDING = ".journal"
LOCAL = "local"


def folder(home: Path, destination: str = LOCAL) -> Path:
    """Return the spool folder of a destination: the home's own database, or an API by its address."""
    name = destination if destination == LOCAL else sha256(destination.rstrip("/").encode()).hexdigest()[:16]
    return home / "spool" / name


class SpoolWriter:
    """A spool file that this process writes. Every method raises OSError where the disk does."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / f"{uuid7().hex}{_ENDING}"
        part = self.path.with_suffix(".part")
        self._fd = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        part.rename(self.path)  # it has its name only once it is locked: nobody takes it for one left behind
        self.size = 0

    def append(self, payload: bytes) -> None:
        """Append a frame, whole or not at all."""
        frame = _HEAD.pack(len(payload), zlib.crc32(payload)) + payload
        try:
            written = os.write(self._fd, frame)
            while written < len(frame):
                written += os.write(self._fd, frame[written:])
        except OSError:
            os.ftruncate(self._fd, self.size)
            raise
        self.size += len(frame)

    def read(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """Read the frames from an offset on, each with the offset of its end."""
        return read_frames(self._fd, offset)

    def clear(self) -> None:
        """Empty the file: everything in it was delivered."""
        os.ftruncate(self._fd, 0)
        self.size = 0

    def sync(self) -> None:
        """Wait until the disk has everything."""
        os.fsync(self._fd)

    def let_go(self) -> None:
        """Leave the file to the process that this one was forked from."""
        os.close(self._fd)

    def close(self) -> None:
        """Let the file go; an empty one is removed."""
        if self.size == 0:
            self.path.unlink(missing_ok=True)
        os.close(self._fd)


class SpoolFile:
    """A spool file that some process wrote, or still writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self.is_abandoned = self._lock()

    def _lock(self) -> bool:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def read(self) -> Iterator[bytes]:
        """Read the payloads of all whole frames."""
        return (payload for _, payload in self.frames(0))

    def frames(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """Read the frames from an offset on, each with the offset of its end."""
        return read_frames(self._fd, offset)

    def status(self) -> os.stat_result:
        """Return what the disk knows of the file."""
        return os.fstat(self._fd)

    def remove(self) -> None:
        """Remove the file: everything in it was delivered."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._fd)


def read_frames(fd: int, offset: int) -> Iterator[tuple[int, bytes]]:
    """Read whole frames, each with the offset of its end, up to the end of the file or the first torn frame."""
    while True:
        head = os.pread(fd, _HEAD.size, offset)
        if len(head) < _HEAD.size:
            return
        length, checksum = _HEAD.unpack(head)
        payload = os.pread(fd, length, offset + _HEAD.size)
        if len(payload) < length or zlib.crc32(payload) != checksum:
            return
        offset += _HEAD.size + length
        yield offset, payload


def spool_files(directory: Path, *, also_live: bool = False) -> Iterator[SpoolFile]:
    """Open the abandoned spool files of a folder, oldest first, and with `also_live` those being written too."""
    try:
        names = sorted(name for name in os.listdir(directory) if name.endswith(_ENDING))
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        try:
            file = SpoolFile(directory / name)
        except FileNotFoundError:
            continue
        try:
            if file.is_abandoned or also_live:
                yield file
        finally:
            file.close()
