"""Log lines."""

from __future__ import annotations

from legato.contract.logs import CreateLogs, ReadLogs
from legato.schemas.logs import Log
from legato.server.handling import handles, page_limit
from legato.server.store import logs
from legato.server.store.transaction import Transaction


@handles(CreateLogs, writes=True)
def create_logs(request: CreateLogs, db: Transaction) -> None:
    """Write log lines."""
    logs.create(db, request.logs)


@handles(ReadLogs)
def read_logs(request: ReadLogs, db: Transaction) -> list[Log]:
    """List log lines."""
    return logs.listed(db, request.logs, request.sort, page_limit(request.limit), request.offset)
