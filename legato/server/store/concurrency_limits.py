"""Limits of task runs by tag, and the task runs that hold their slots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.orchestration.transition import TagLimit
from legato.schemas.concurrency_limits import ConcurrencyLimit
from legato.server.store.statements import chunks
from legato.server.store.tables import task_run
from legato.server.store.tables.concurrency_limits import concurrency_limit, concurrency_slot
from legato.server.store.transaction import AnyRow, Transaction

_NEW = ("id", "created", "updated", "tag", "concurrency_limit")
_SLOT = ("limit_id", "task_run_id", "taken")


def _limits(db: Transaction, rows: Sequence[AnyRow]) -> list[ConcurrencyLimit]:
    holders = concurrency_slot.c.limit_id.in_([row.id for row in rows])
    slots: dict[UUID, list[UUID]] = {}
    taken = select(concurrency_slot.c.limit_id, concurrency_slot.c.task_run_id).where(holders)
    for limit_id, task_run_id in db.all(taken.order_by(concurrency_slot.c.taken)) if rows else ():
        slots.setdefault(limit_id, []).append(task_run_id)
    return [ConcurrencyLimit(active_slots=slots.get(row.id, []), **row._asdict()) for row in rows]


def _first(db: Transaction, where: ColumnElement[bool]) -> ConcurrencyLimit | None:
    return next(iter(_limits(db, db.all(select(concurrency_limit).where(where)))), None)


def save(db: Transaction, tag: str, limit: int) -> ConcurrencyLimit:
    """Return the limit of a tag, made or changed."""
    now = clock.now()
    if db.insert_rows(concurrency_limit, _NEW, [(uuid7(), now, now, tag, limit)]) == 0:
        there = update(concurrency_limit).where(concurrency_limit.c.tag == tag)
        db.execute(there.values(concurrency_limit=limit, updated=now))
    found = by_tag(db, tag)
    assert found is not None
    return found


def by_id(db: Transaction, id: UUID) -> ConcurrencyLimit | None:
    """Return a limit by id."""
    return _first(db, concurrency_limit.c.id == id)


def by_tag(db: Transaction, tag: str) -> ConcurrencyLimit | None:
    """Return the limit of a tag."""
    return _first(db, concurrency_limit.c.tag == tag)


def remove(db: Transaction, id: UUID) -> None:
    """Delete a limit."""
    db.execute(delete(concurrency_limit).where(concurrency_limit.c.id == id))


def listed(db: Transaction, limit: int, offset: int) -> list[ConcurrencyLimit]:
    """Return one page of limits by tag."""
    rows = select(concurrency_limit).order_by(concurrency_limit.c.tag).limit(limit).offset(offset)
    return _limits(db, db.all(rows))


def reset(db: Transaction, id: UUID, holders: Collection[UUID]) -> None:
    """Free all slots of a limit, and give them to these task runs."""
    now = clock.now()
    db.execute(delete(concurrency_slot).where(concurrency_slot.c.limit_id == id))
    db.insert_rows(concurrency_slot, _SLOT, [(id, holder, now) for holder in holders])


def for_tags(db: Transaction, tags: Collection[str], task_run_id: UUID) -> list[TagLimit]:
    """Return the limits on tags as a task run meets them; nobody else takes slots until the transaction is over."""
    rows = db.rows_by(concurrency_limit, ("id", "tag", "concurrency_limit"), "tag", sorted(set(tags)), lock=True)
    if not rows:
        return []
    slot = concurrency_slot.c
    taken = select(slot.limit_id, slot.task_run_id).where(slot.limit_id.in_([row[0] for row in rows]))
    holders: dict[UUID, set[UUID]] = {}
    for limit_id, holder in db.all(taken):
        holders.setdefault(limit_id, set()).add(holder)
    return [
        TagLimit(id=id, tag=tag, limit=limit, taken=len(held := holders.get(id, set())), is_held=task_run_id in held)
        for id, tag, limit in rows
    ]


def take(db: Transaction, limit_ids: Collection[UUID], task_run_id: UUID) -> None:
    """Give a task run a slot of each of some limits."""
    now = clock.now()
    db.insert_rows(concurrency_slot, _SLOT, [(id, task_run_id, now) for id in limit_ids])


def free(db: Transaction, task_run_ids: Collection[UUID]) -> None:
    """Take all slots from task runs."""
    db.execute(delete(concurrency_slot).where(concurrency_slot.c.task_run_id.in_(list(task_run_ids))))


def free_among(db: Transaction, task_run_ids: Collection[UUID]) -> None:
    """Take all slots from those of many task runs that have any."""
    if db.first(select(concurrency_slot.c.task_run_id).limit(1)) is None:
        return
    for part in chunks(task_run_ids, 500):
        free(db, part)


def free_of(db: Transaction, flow_run_ids: Collection[UUID]) -> None:
    """Take all slots from the task runs of flow runs."""
    holders = select(concurrency_slot.c.task_run_id)
    runs = select(task_run.c.id).where(task_run.c.flow_run_id.in_(list(flow_run_ids)))
    if db.first(holders.limit(1)) is not None:
        db.execute(delete(concurrency_slot).where(concurrency_slot.c.task_run_id.in_(runs)))
