"""Who was not heard of lately. Each is changed only where it still says otherwise, so that one server tells of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select, update

from legato.schemas.conditions import WorkerStatus
from legato.schemas.deployments import DeploymentStatus
from legato.schemas.work_pools import WorkPool, WorkPoolStatus, WorkQueue, WorkQueueStatus
from legato.server.store import work_pools, work_queues
from legato.server.store.tables.deployments import deployment, work_pool, work_queue, worker
from legato.server.store.transaction import Transaction


def lose_workers(db: Transaction, now: datetime, *, heartbeats: int, usual_interval: int) -> None:
    """Mark workers as offline that missed so many heartbeats."""
    online = worker.c.status == WorkerStatus.ONLINE
    columns = (worker.c.id, worker.c.last_heartbeat_time, worker.c.heartbeat_interval_seconds)
    for id, seen, interval in db.all(select(*columns).where(online)):
        if seen < now - timedelta(seconds=heartbeats * (interval or usual_interval)):
            same = update(worker).where(worker.c.id == id, worker.c.last_heartbeat_time == seen)
            db.execute(same.values(status=WorkerStatus.OFFLINE))


def pools_without_workers(db: Transaction) -> list[WorkPool]:
    """Mark ready pools as not ready that no worker serves, and return them."""
    served = exists().where(worker.c.work_pool_id == work_pool.c.id, worker.c.status == WorkerStatus.ONLINE)
    left = update(work_pool).where(work_pool.c.status == WorkPoolStatus.READY, ~served)
    names = db.all(left.values(status=WorkPoolStatus.NOT_READY).returning(work_pool.c.name))
    found = (work_pools.by_name(db, row[0]) for row in names)
    return [pool for pool in found if pool is not None]


def deployments_not_polled(db: Transaction, since: datetime) -> list[UUID]:
    """Mark ready deployments as not ready for which nobody has asked lately, nor for their queue; return them."""
    polled = exists().where(work_queue.c.id == deployment.c.work_queue_id, work_queue.c.last_polled >= since)
    left = update(deployment).where(
        deployment.c.status == DeploymentStatus.READY,
        or_(deployment.c.last_polled.is_(None), deployment.c.last_polled < since),
        ~polled,
    )
    return [row[0] for row in db.all(left.values(status=DeploymentStatus.NOT_READY).returning(deployment.c.id))]


def queues_not_polled(db: Transaction, since: datetime) -> list[WorkQueue]:
    """Mark ready queues as not ready for which nobody has asked lately, and return them."""
    left = update(work_queue).where(
        work_queue.c.status == WorkQueueStatus.READY,
        or_(work_queue.c.last_polled.is_(None), work_queue.c.last_polled < since),
    )
    ids = [row[0] for row in db.all(left.values(status=WorkQueueStatus.NOT_READY).returning(work_queue.c.id))]
    found = (work_queues.by_id(db, id) for id in ids)
    return [queue for queue in found if queue is not None]
