"""Log lines of runs."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from legato.schemas.words import Moment

Level = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]


class Log(msgspec.Struct, kw_only=True):
    """A log line; `level` is a number of the logging module."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    level: int
    message: str
    timestamp: Moment
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None


class LogCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to write a log line."""

    name: str
    level: Level
    message: str
    timestamp: Moment
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None
