"""The one way in which events are kept: in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from legato import clock
from legato.schemas.events import RESOURCE_ID, RESOURCE_ROLE, Event
from legato.server.store.tables.events import event, event_related
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "occurred", "received", "event", "resource_id", "resource", "related", "payload", "follows")
_RELATED = ("resource_id", "occurred", "event_id", "place", "role")


def emit(db: Transaction, events: Sequence[Event]) -> None:
    """Keep events; whoever listens hears of them after the commit. One whose id is known already is passed over."""
    if not events:
        return
    now = clock.now()
    rows = [
        (
            e.id,
            clock.utc(e.occurred),
            now,
            e.event,
            e.resource[RESOURCE_ID],
            e.resource,
            e.related,
            e.payload,
            e.follows,
        )
        for e in events
    ]
    if db.insert_rows(event, _COLUMNS, rows) < len(rows):
        events = _new(db, events, now)
    db.insert_rows(event_related, _RELATED, _related(events))
    db.changes.events.update(e.id for e in events)


def _related(events: Iterable[Event]) -> list[tuple[object, ...]]:
    return [
        (one[RESOURCE_ID], clock.utc(e.occurred), e.id, place, one[RESOURCE_ROLE])
        for e in events
        for place, one in enumerate(e.related)
    ]


def _new(db: Transaction, events: Sequence[Event], now: datetime) -> list[Event]:
    """Return the events that were received just now, each once: of those with one id the first was kept."""
    first: dict[UUID, Event] = {}
    for e in events:
        first.setdefault(e.id, e)
    rows = db.rows_by(event, ("id", "received"), "id", first)
    return [first[id] for id, received in rows if received == now]
