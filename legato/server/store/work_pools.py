"""Work pools and their workers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.conditions import WorkerStatus
from legato.schemas.filters import WorkerFilter, WorkPoolFilter
from legato.schemas.work_pools import (
    AGENT_POOL,
    AGENT_TYPE,
    Worker,
    WorkPool,
    WorkPoolCreate,
    WorkPoolStatus,
    WorkQueueCreate,
)
from legato.server.store import filters, work_queues
from legato.server.store.tables.deployments import work_pool, work_queue, worker
from legato.server.store.transaction import AnyRow, Transaction

DEFAULT_QUEUE = "default"
_NEW = (
    *("id", "created", "updated", "name", "description", "type", "base_job_template", "is_paused"),
    *("concurrency_limit", "status"),
)
_NEW_WORKER = (
    *("id", "created", "updated", "work_pool_id", "name", "last_heartbeat_time", "heartbeat_interval_seconds"),
    "status",
)


def _of(row: AnyRow) -> WorkPool:
    pool = WorkPool(**row._asdict())
    pool.status = None if row.status is None else WorkPoolStatus(row.status)
    return pool


def by_name(db: Transaction, name: str) -> WorkPool | None:
    """Return a work pool by name."""
    row = db.first(select(work_pool).where(work_pool.c.name == name))
    return None if row is None else _of(row)


def create(db: Transaction, new: WorkPoolCreate) -> WorkPool | None:
    """Return a new work pool with its default queue; None where the name is taken."""
    now, id = clock.now(), uuid7()
    status = None if new.type == AGENT_TYPE else WorkPoolStatus.PAUSED if new.is_paused else WorkPoolStatus.NOT_READY
    row = (
        *(id, now, now, new.name, new.description, new.type, new.base_job_template, new.is_paused),
        *(new.concurrency_limit, status),
    )
    if db.insert_rows(work_pool, _NEW, [row]) == 0:
        return None
    first = WorkQueueCreate(name=DEFAULT_QUEUE, description="The work pool's default queue.")
    queue = work_queues.create(db, id, first)
    assert queue is not None
    db.execute(update(work_pool).where(work_pool.c.id == id).values(default_queue_id=queue.id))
    return by_name(db, new.name)


def agents_pool(db: Transaction) -> WorkPool:
    """Return the work pool of agents, made where it is missing."""
    found = by_name(db, AGENT_POOL) or create(db, WorkPoolCreate(name=AGENT_POOL)) or by_name(db, AGENT_POOL)
    assert found is not None
    return found


def agents_pool_if_any(db: Transaction) -> WorkPool | None:
    """Return the work pool of agents, where one was needed."""
    return by_name(db, AGENT_POOL)


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> None:
    """Change columns of a work pool."""
    db.execute(update(work_pool).where(work_pool.c.id == id).values(updated=clock.now(), **changes))


def remove(db: Transaction, id: UUID) -> None:
    """Delete a work pool with its queues and workers."""
    queues = [row[0] for row in db.all(select(work_queue.c.id).where(work_queue.c.work_pool_id == id))]
    work_queues.remove(db, queues)
    db.execute(delete(work_pool).where(work_pool.c.id == id))


def count(db: Transaction, given: WorkPoolFilter | None) -> int:
    """Return how many work pools."""
    return int(db.scalar(select(func.count()).select_from(work_pool).where(filters.pools_in(given))))


def listed(db: Transaction, given: WorkPoolFilter | None, limit: int, offset: int) -> list[WorkPool]:
    """Return one page of work pools by name."""
    rows = select(work_pool).where(filters.pools_in(given)).order_by(work_pool.c.name).limit(limit).offset(offset)
    return [_of(row) for row in db.all(rows)]


def of_queues(db: Transaction, queue_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Return the id and the name of the pool of each queue."""
    joined = select(work_queue.c.id, work_pool.c.id, work_pool.c.name).join(
        work_pool, work_pool.c.id == work_queue.c.work_pool_id
    )
    return {row[0]: (row[1], row[2]) for row in db.all(joined.where(work_queue.c.id.in_(list(queue_ids))))}


def note_heartbeat(db: Transaction, pool_id: UUID, name: str, interval: int | None, now: datetime) -> None:
    """Keep that a worker lives."""
    row = (uuid7(), now, now, pool_id, name, now, interval, WorkerStatus.ONLINE)
    if db.insert_rows(worker, _NEW_WORKER, [row]) == 0:
        seen: dict[str, Any] = {"updated": now, "last_heartbeat_time": now, "status": WorkerStatus.ONLINE}
        if interval is not None:
            seen["heartbeat_interval_seconds"] = interval
        db.execute(update(worker).where(worker.c.work_pool_id == pool_id, worker.c.name == name).values(seen))


def workers(db: Transaction, pool_id: UUID, given: WorkerFilter | None, limit: int, offset: int) -> list[Worker]:
    """Return one page of the workers of a pool, the one heard of last first."""
    rows = select(worker).where(worker.c.work_pool_id == pool_id, filters.workers_in(given))
    rows = rows.order_by(worker.c.last_heartbeat_time.desc(), worker.c.id).limit(limit).offset(offset)
    found = [Worker(**row._asdict()) for row in db.all(rows)]
    for one in found:
        one.status = WorkerStatus(one.status)
    return found


def has_online_worker(db: Transaction, pool_id: UUID) -> bool:
    """Tell whether a worker of a pool has been heard of lately."""
    online = select(worker.c.id).where(worker.c.work_pool_id == pool_id, worker.c.status == WorkerStatus.ONLINE)
    return db.first(online.limit(1)) is not None


def forget_worker(db: Transaction, pool_id: UUID, name: str) -> bool:
    """Delete a worker; tell whether there was one of that name."""
    there = delete(worker).where(worker.c.work_pool_id == pool_id, worker.c.name == name)
    return db.execute(there).rowcount > 0
