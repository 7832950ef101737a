"""Events: which there are, page by page, and how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce

from legato.schemas.events import Countable, EventCount, EventFilter, EventOrder, ReceivedEvent, TimeUnit
from legato.server.refusals import invalid
from legato.server.store.event_filters import events_in, span
from legato.server.store.tables.events import event
from legato.server.store.transaction import AnyRow, Transaction
from legato.server.store.types import microseconds

_COLUMNS = ("id", "occurred", "received", "event", "resource", "related", "payload", "follows")
_MOST_BUCKETS = 1000
_MOST_COUNTS = 1000
_SECONDS = {
    TimeUnit.week: 604_800,
    TimeUnit.day: 86_400,
    TimeUnit.hour: 3_600,
    TimeUnit.minute: 60,
    TimeUnit.second: 1,
}


def _events() -> Select[Any]:
    return select(*(event.c[name] for name in _COLUMNS))


def _of(row: AnyRow) -> ReceivedEvent:
    return ReceivedEvent(**row._asdict())


def by_ids(db: Transaction, ids: Sequence[UUID]) -> list[ReceivedEvent]:
    """Return events by id, the oldest first."""
    return [_of(row) for row in db.all(_events().where(event.c.id.in_(ids)).order_by(event.c.occurred, event.c.id))]


def count(db: Transaction, given: EventFilter) -> int:
    """Return how many events."""
    return int(db.scalar(select(func.count()).select_from(event).where(events_in(given, sqlite=db.is_sqlite))))


def listed(db: Transaction, given: EventFilter, limit: int, offset: int) -> list[ReceivedEvent]:
    """Return one page of events, by when they occurred."""
    terms: list[ColumnElement[Any]] = [event.c.occurred, event.c.id]
    if given.order is EventOrder.DESC:
        terms = [term.desc() for term in terms]
    rows = _events().where(events_in(given, sqlite=db.is_sqlite)).order_by(*terms).limit(limit).offset(offset)
    return [_of(row) for row in db.all(rows)]


def counted(
    db: Transaction, given: EventFilter, countable: Countable, unit: TimeUnit, interval: float
) -> list[EventCount]:
    """Return how many events have something in common.

    Raises:
        RequestInvalid: there would be too many stretches of time.
    """
    if countable is Countable.event:
        return _by_column(db, given, event.c.event, lambda row: row[0])
    if countable is Countable.resource:
        return _by_column(db, given, event.c.resource_id, lambda row: _label(db, row[0]))
    if countable is Countable.day:
        unit, interval = TimeUnit.day, 1.0
    return _by_time(db, given, unit, interval)


def _by_column(
    db: Transaction, given: EventFilter, column: ColumnElement[str], label: Callable[[AnyRow], str]
) -> list[EventCount]:
    number = func.count()
    rows = select(column, number, func.min(event.c.occurred), func.max(event.c.occurred)).where(
        events_in(given, sqlite=db.is_sqlite)
    )
    rows = rows.group_by(column).order_by(number.desc(), column).limit(_MOST_COUNTS)
    return [
        EventCount(value=row[0], label=label(row), count=row[1], start_time=row[2], end_time=row[3])
        for row in db.all(rows)
    ]


def _label(db: Transaction, resource_id: str) -> str:
    """Return the newest name of a resource."""
    rows = select(event.c.resource).where(event.c.resource_id == resource_id).order_by(event.c.occurred.desc())
    resource: dict[str, str] = db.scalar(rows.limit(1)) or {}
    return resource.get("prefect.resource.name") or resource_id


def _by_time(db: Transaction, given: EventFilter, unit: TimeUnit, interval: float) -> list[EventCount]:
    seconds = _SECONDS[unit] * interval
    since, end = span(given)
    start = _floor(since, unit)
    buckets = max(1, -int(-(end - start).total_seconds() // seconds))
    if buckets > _MOST_BUCKETS:
        raise invalid(
            f"The given interval would create {buckets} buckets, which is too many. "
            f"Please increase the interval or reduce the time range to produce {_MOST_BUCKETS} buckets or fewer."
        )
    counts = _counts(db, given, start, seconds)
    bounds = [start + timedelta(seconds=seconds) * number for number in range(buckets + 1)]
    return [
        EventCount(
            value=str(number),
            label=bounds[number].isoformat(),
            count=counts.get(number, 0),
            start_time=bounds[number],
            end_time=bounds[number + 1] - timedelta(microseconds=1),
        )
        for number in range(buckets)
    ]


def _floor(when: datetime, unit: TimeUnit) -> datetime:
    """Return the moment at which a unit of time began."""
    if unit is TimeUnit.week:
        when -= timedelta(days=when.weekday())
    later = {TimeUnit.second: 0, TimeUnit.minute: 1, TimeUnit.hour: 2}.get(unit, 3)
    zero = dict.fromkeys(("second", "minute", "hour")[:later], 0)
    return when.replace(microsecond=0, **zero)  # type: ignore[arg-type]


def _counts(db: Transaction, given: EventFilter, start: datetime, seconds: float) -> dict[int, int]:
    """Return how many events occurred in each stretch of time, by its number."""
    number: ColumnElement[Any]
    if db.is_sqlite:
        since = type_coerce(event.c.occurred, BigInteger) - microseconds(start)
        number = func.floor(since / (seconds * 1_000_000))
    else:
        number = func.floor(func.extract("epoch", event.c.occurred - start) / seconds)
    rows = select(number, func.count()).where(events_in(given, sqlite=db.is_sqlite)).group_by(number)
    return {int(row[0]): row[1] for row in db.all(rows)}
