"""One server per SQLite file: a lock file beside it says which."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import msgspec

from legato.exceptions import DatabaseBusy


class _Holder(msgspec.Struct):
    pid: int
    address: str


class ServerLock:
    """The right to be the server of a database file; given back when the process ends, however it ends."""

    def __init__(self, database: Path, address: str) -> None:
        self._path = database.with_name(f"{database.name}.server")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._holder()
            os.close(self._fd)
            raise DatabaseBusy(f"{database} is in use by {holder}. Stop it, or choose another database.") from None
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, msgspec.json.encode(_Holder(os.getpid(), address)), 0)

    def _holder(self) -> str:
        try:
            holder = msgspec.json.decode(os.pread(self._fd, 1000, 0), type=_Holder)
        except msgspec.DecodeError:
            return "another server"
        return f"the server at {holder.address} (process {holder.pid})"

    def release(self) -> None:
        """Let another server have the database."""
        # The file stays: were it removed, two servers could hold locks on two files of that name.
        os.ftruncate(self._fd, 0)
        os.close(self._fd)
