"""What a worker leaves on disk of the processes it started, for the next one to find them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec

from legato.launching import children
from legato.settings import LEGATO_HOME


class Record(msgspec.Struct, kw_only=True):
    """A process that executes a flow run: where it is, a mark of when it was started, and who started it."""

    flow_run_id: UUID
    host: str
    pid: int
    birth: str | None
    parent: int
    parent_birth: str | None

    @property
    def lives(self) -> bool:
        """Whether that very process is there."""
        return self.birth is not None and children.birth(self.pid) == self.birth

    @property
    def has_parent(self) -> bool:
        """Whether the worker that started it is there."""
        return self.parent_birth is not None and children.birth(self.parent) == self.parent_birth


class Records:
    """The records of the processes that one kind of worker starts, such as those of a work pool, in a folder."""

    def __init__(self, owner: str) -> None:
        self.folder = LEGATO_HOME.value() / "processes" / owner
        self.folder.mkdir(parents=True, exist_ok=True)

    def output(self, id: UUID) -> Path:
        """Return the file for what the process of a run writes."""
        return self.folder / f"{id}.out"

    def write(self, id: UUID, pid: int) -> None:
        """Leave a record of a process of this one."""
        me = os.getpid()
        record = Record(
            flow_run_id=id,
            host=socket.gethostname(),
            pid=pid,
            birth=children.birth(pid),
            parent=me,
            parent_birth=children.birth(me),
        )
        part = self.folder / f".{id}.part"
        part.write_bytes(msgspec.json.encode(record))
        part.replace(self.folder / f"{id}.json")

    def forget(self, id: UUID) -> None:
        """Remove what is there of a run."""
        (self.folder / f"{id}.json").unlink(missing_ok=True)
        self.output(id).unlink(missing_ok=True)

    def orphans(self) -> Iterator[Record]:
        """Return the records that dead workers of this machine left; others may share the folder."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                record = msgspec.json.decode(path.read_bytes(), type=Record)
            except (OSError, msgspec.DecodeError):
                continue
            if record.host == socket.gethostname() and not record.has_parent:
                yield record
