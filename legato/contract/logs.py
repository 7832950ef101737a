"""Operations on logs."""

from __future__ import annotations

from legato.contract.request import Request
from legato.schemas.filters import LogFilter
from legato.schemas.logs import Log, LogCreate
from legato.schemas.sorting import LogSort
from legato.schemas.words import Limit, Offset


class CreateLogs(Request[None]):
    """Write log lines."""

    method, path, status, body = "POST", "/logs/", 201, "logs"
    logs: list[LogCreate]


class ReadLogs(Request[list[Log]]):
    """Log lines, filtered and sorted."""

    method, path = "POST", "/logs/filter"
    logs: LogFilter | None = None
    sort: LogSort = LogSort.TIMESTAMP_ASC
    limit: Limit | None = None
    offset: Offset = 0
