"""Global limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.global_limits import GlobalLimitCreate
from legato.server.slots import Counted
from legato.server.store.conditions import Condition
from legato.server.store.tables.global_limits import global_limit
from legato.server.store.transaction import Transaction

_COLUMNS = tuple(column.name for column in global_limit.columns)
_COUNTS = ("active_slots", "active_since", "denied_slots", "denied_since", "avg_slot_occupancy_seconds")
_USUAL_OCCUPANCY = 2.0


def create(db: Transaction, new: GlobalLimitCreate) -> Counted | None:
    """Make a limit; None where there is one of that name."""
    made = _made(new)
    return made if db.insert_rows(global_limit, _COLUMNS, [_row(made)]) else None


def _made(new: GlobalLimitCreate) -> Counted:
    now = clock.now()
    return Counted(
        id=uuid7(),
        created=now,
        updated=now,
        active_since=now,
        denied_since=now,
        avg_slot_occupancy_seconds=_USUAL_OCCUPANCY,
        **{name: getattr(new, name) for name in GlobalLimitCreate.__struct_fields__},
    )


def _row(limit: Counted) -> list[Any]:
    return [limit.limit if name == "slots" else getattr(limit, name) for name in _COLUMNS]


def _of(values: Mapping[str, Any]) -> Counted:
    return Counted(**{"limit" if name == "slots" else name: value for name, value in values.items()})


def called(id_or_name: str) -> Condition:
    """Return the condition that a limit has an id or a name."""
    try:
        return global_limit.c.id == UUID(id_or_name)
    except ValueError:
        return global_limit.c.name == id_or_name


def one(db: Transaction, condition: Condition) -> Counted | None:
    """Return the limit that meets a condition."""
    row = db.first(select(global_limit).where(condition))
    return None if row is None else _of(row._asdict())


def change(db: Transaction, condition: Condition, changes: dict[str, Any]) -> bool:
    """Change columns of a limit; tell whether there is such a one."""
    now = clock.now()
    moments = {f"{kind}_since": now for kind in ("active", "denied") if f"{kind}_slots" in changes}
    renamed = {"slots" if name == "limit" else name: value for name, value in changes.items()}
    values = {**renamed, **moments, "updated": now}
    return db.execute(update(global_limit).where(condition).values(values)).rowcount > 0


def remove(db: Transaction, condition: Condition) -> bool:
    """Delete a limit; tell whether there was such a one."""
    return db.execute(delete(global_limit).where(condition)).rowcount > 0


def listed(db: Transaction, limit: int, offset: int) -> list[Counted]:
    """Return one page of limits by name."""
    rows = select(global_limit).order_by(global_limit.c.name).limit(limit).offset(offset)
    return [_of(row._asdict()) for row in db.all(rows)]


def held(db: Transaction, names: Iterable[str]) -> list[Counted]:
    """Return limits by name, and let nobody else count their slots meanwhile; unknown names become inactive limits."""
    wanted = sorted(set(names))
    there = {row[0] for row in db.rows_by(global_limit, ("name",), "name", wanted)}
    new = [_row(_made(GlobalLimitCreate(name=name, limit=1, active=False))) for name in wanted if name not in there]
    if new:
        db.insert_rows(global_limit, _COLUMNS, new)
    rows = db.rows_by(global_limit, _COLUMNS, "name", wanted, lock=True)
    return [_of(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def keep_counts(db: Transaction, limits: Iterable[Counted]) -> None:
    """Write the counts of limits."""
    now = clock.now()
    rows = [(now, *(getattr(limit, name) for name in _COUNTS), limit.id) for limit in limits]
    if rows:
        db.update_rows(global_limit, ("updated", *_COUNTS), rows)
