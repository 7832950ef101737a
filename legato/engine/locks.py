"""Locks by name among the processes of this machine; one that dies lets go."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path


class Lock:
    """A lock with a name, as a file in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:32]}.lock"
        self._file: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody has it; tell whether it was taken."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        if not self._is_still_there(file):
            os.close(file)  # whoever had it removed the file meanwhile
            return False
        self._file = file
        return True

    def _is_still_there(self, file: int) -> bool:
        try:
            return os.stat(self._path).st_ino == os.fstat(file).st_ino
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None
