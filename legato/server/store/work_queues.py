"""Work queues: the order in which runs of a pool go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.filters import WorkQueueFilter
from legato.schemas.work_pools import WorkQueue, WorkQueueCreate, WorkQueueStatus
from legato.server.store import filters
from legato.server.store.tables.deployments import deployment, work_pool, work_queue
from legato.server.store.tables.runs import flow_run
from legato.server.store.transaction import AnyRow, Transaction

_NEW = (
    *("id", "created", "updated", "work_pool_id", "name", "description", "is_paused", "concurrency_limit"),
    *("priority", "filter", "last_polled", "status"),
)


def _rows() -> Select[Any]:
    joined = work_queue.join(work_pool, work_pool.c.id == work_queue.c.work_pool_id)
    return select(work_queue, work_pool.c.name.label("work_pool_name")).select_from(joined)


def _of(row: AnyRow) -> WorkQueue:
    queue = WorkQueue(**row._asdict())
    queue.status = WorkQueueStatus(row.status)
    return queue


def _first(db: Transaction, *where: ColumnElement[bool]) -> WorkQueue | None:
    row = db.first(_rows().where(*where))
    return None if row is None else _of(row)


def by_id(db: Transaction, id: UUID) -> WorkQueue | None:
    """Return a queue by id."""
    return _first(db, work_queue.c.id == id)


def by_name(db: Transaction, pool_id: UUID, name: str) -> WorkQueue | None:
    """Return a queue of a pool by name."""
    return _first(db, work_queue.c.work_pool_id == pool_id, work_queue.c.name == name)


def create(db: Transaction, pool_id: UUID, new: WorkQueueCreate) -> WorkQueue | None:
    """Return a new queue of a pool, with the first priority that is free or its own; None where the name is taken."""
    now, id = clock.now(), uuid7()
    taken = {row[0] for row in db.all(select(work_queue.c.priority).where(work_queue.c.work_pool_id == pool_id))}
    free = next(priority for priority in count(1) if priority not in taken)
    row = (
        *(id, now, now, pool_id, new.name, new.description or "", new.is_paused, new.concurrency_limit),
        *(free, new.filter, None, WorkQueueStatus.NOT_READY),
    )
    if db.insert_rows(work_queue, _NEW, [row]) == 0:
        return None
    if new.priority is not None:
        place(db, pool_id, id, new.priority)
    return by_id(db, id)


def find_or_create(db: Transaction, pool_id: UUID, name: str) -> WorkQueue:
    """Return the queue of a pool with that name, made where it is missing."""
    found = by_name(db, pool_id, name) or create(db, pool_id, WorkQueueCreate(name=name))
    found = found or by_name(db, pool_id, name)
    assert found is not None
    return found


def place(db: Transaction, pool_id: UUID, id: UUID, priority: int) -> None:
    """Give a queue a priority; queues that have it, or come right behind, move on."""
    where = (work_queue.c.work_pool_id == pool_id, work_queue.c.id != id)
    taken = {row.priority: row.id for row in db.all(select(work_queue.c.id, work_queue.c.priority).where(*where))}
    db.execute(update(work_queue).where(work_queue.c.id == id).values(priority=priority))
    while priority in taken:
        moved = taken[priority]
        priority += 1
        db.execute(update(work_queue).where(work_queue.c.id == moved).values(priority=priority, updated=clock.now()))


def change(db: Transaction, queue: WorkQueue, changes: dict[str, Any]) -> bool:
    """Change columns of a queue; False where another queue of the pool has the new name."""
    name = changes.get("name")
    assert queue.work_pool_id is not None
    if name is not None and name != queue.name and by_name(db, queue.work_pool_id, name) is not None:
        return False
    priority = changes.pop("priority", None)
    changes["updated"] = clock.now()
    db.execute(update(work_queue).where(work_queue.c.id == queue.id).values(changes))
    if priority is not None:
        place(db, queue.work_pool_id, queue.id, priority)
    return True


def remove(db: Transaction, ids: Collection[UUID]) -> int:
    """Delete queues; deployments and runs that named them wait in none from then on."""
    for table in (flow_run, deployment):
        there = update(table).where(table.c.work_queue_id.in_(list(ids)))
        db.execute(there.values(work_queue_id=None))
    return db.execute(delete(work_queue).where(work_queue.c.id.in_(list(ids)))).rowcount


def listed(
    db: Transaction, given: WorkQueueFilter | None, limit: int, offset: int, *, pool_id: UUID | None = None
) -> list[WorkQueue]:
    """Return one page of queues: those of a pool by priority, else all by name."""
    rows = _rows().where(filters.queues_in(given))
    if pool_id is None:
        rows = rows.order_by(work_queue.c.name, work_queue.c.id)
    else:
        rows = rows.where(work_queue.c.work_pool_id == pool_id).order_by(work_queue.c.priority, work_queue.c.id)
    return [_of(row) for row in db.all(rows.limit(limit).offset(offset))]


def all_of(db: Transaction, pool_id: UUID) -> list[WorkQueue]:
    """Return all queues of a pool."""
    return [_of(row) for row in db.all(_rows().where(work_queue.c.work_pool_id == pool_id))]


def note_poll(db: Transaction, queues: Collection[WorkQueue], now: datetime) -> list[WorkQueue]:
    """Keep that queues were polled; return those that became ready by it."""
    ids = [queue.id for queue in queues]
    if not ids:
        return []
    db.execute(update(work_queue).where(work_queue.c.id.in_(ids)).values(last_polled=now))
    woken = [queue for queue in queues if queue.status is WorkQueueStatus.NOT_READY]
    if woken:
        there = update(work_queue).where(work_queue.c.id.in_([queue.id for queue in woken]))
        db.execute(there.values(status=WorkQueueStatus.READY))
    return [msgspec.structs.replace(queue, status=WorkQueueStatus.READY, last_polled=now) for queue in woken]
