"""Log lines."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from legato import clock
from legato.ids import uuid7
from legato.schemas.conditions import Operator
from legato.schemas.filters import LogFilter
from legato.schemas.logs import Log, LogCreate
from legato.schemas.sorting import LogSort
from legato.server.store import filters
from legato.server.store.recorded import deleted_among
from legato.server.store.tables import log
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "name", "level", "message", "timestamp", "flow_run_id", "task_run_id")


def create(db: Transaction, lines: Sequence[LogCreate]) -> None:
    """Write log lines; those of runs that were deleted are passed over."""
    now = clock.now()
    runs = {id for line in lines for id in (line.flow_run_id, line.task_run_id) if id is not None}
    gone = deleted_among(db, runs)
    rows = [
        (uuid7(), now, line.name, line.level, line.message, line.timestamp, line.flow_run_id, line.task_run_id)
        for line in lines
        if line.flow_run_id not in gone and line.task_run_id not in gone
    ]
    if rows:
        db.insert_rows(log, _COLUMNS, rows)
        db.changes.logs_of |= {id for line in lines if (id := line.flow_run_id) is not None}


def listed(db: Transaction, given: LogFilter | None, sort: LogSort, limit: int, offset: int) -> list[Log]:
    """Return one page of log lines."""
    terms: tuple[ColumnElement[object], ...] = (log.c.timestamp, log.c.id)
    if sort is LogSort.TIMESTAMP_DESC:
        terms = tuple(term.desc() for term in terms)
    rows = select(log).where(filters.logs_in(given), *_index_hints(given))
    rows = rows.order_by(*terms).limit(limit).offset(offset)
    return [Log(updated=row.created, **row._asdict()) for row in db.all(rows)]


def _index_hints(given: LogFilter | None) -> list[ColumnElement[bool]]:
    """Name the condition of a partial index, which databases do not read out of a list of ids."""
    if given is None or given.operator is Operator.or_:
        return []
    columns = ((log.c.flow_run_id, given.flow_run_id), (log.c.task_run_id, given.task_run_id))
    return [column.is_not(None) for column, ids in columns if ids is not None and ids.any_ is not None]
