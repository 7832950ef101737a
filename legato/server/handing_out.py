"""Handing runs to those who ask for them: whoever asks is noted, and what waited for nobody becomes ready."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from legato import clock
from legato.schemas.deployments import DeploymentStatus
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import WorkerFlowRun, WorkPool, WorkPoolStatus, WorkQueue, WorkQueueStatus
from legato.server import overlaps
from legato.server.events import places
from legato.server.store import deployments, flow_runs, waiting, work_pools, work_queues
from legato.server.store.conditions import one_of
from legato.server.store.tables import flow_run
from legato.server.store.tables.deployments import deployment
from legato.server.store.transaction import Transaction


def of_pool(
    db: Transaction,
    pool: WorkPool,
    queues: Sequence[WorkQueue],
    limit: int,
    before: datetime | None,
    after: datetime | None,
) -> list[WorkerFlowRun]:
    """Return runs that a worker may take from queues of a pool."""
    held = overlaps.held_back(db, before, flow_run.c.work_queue_id.in_([queue.id for queue in queues]))
    found = waiting.of_pool(db, pool, queues, limit, before=before, after=after, but=held)
    note_poll(db, queues)
    flow_runs.with_pools(db, [run for _, run in found])
    return [WorkerFlowRun(work_pool_id=pool.id, work_queue_id=queue.id, flow_run=run) for queue, run in found]


def of_deployments(db: Transaction, ids: Collection[UUID], limit: int, before: datetime | None) -> list[FlowRun]:
    """Return runs that whoever serves some deployments may take."""
    held = overlaps.held_back(db, before, one_of(flow_run.c.deployment_id, ids))
    runs = waiting.of_deployments(db, ids, limit, before=before, but=held)
    woken = deployments.note_poll(db, one_of(deployment.c.id, ids), clock.now())
    places.deployments_became(db, woken, DeploymentStatus.READY)
    return flow_runs.with_pools(db, runs)


def note_poll(db: Transaction, queues: Sequence[WorkQueue]) -> None:
    """Keep that queues were polled, and with them the deployments whose runs wait there."""
    now = clock.now()
    woken = work_queues.note_poll(db, queues, now)
    places.queues_became(db, woken, WorkQueueStatus.READY)
    ids = [queue.id for queue in queues]
    ready = deployments.note_poll(db, deployment.c.work_queue_id.in_(ids), now)
    places.deployments_became(db, ready, DeploymentStatus.READY)


def note_heartbeat(db: Transaction, pool: WorkPool, name: str, interval: int | None) -> None:
    """Keep that a worker lives; its pool becomes ready by it."""
    work_pools.note_heartbeat(db, pool.id, name, interval, clock.now())
    if pool.status is WorkPoolStatus.NOT_READY:
        work_pools.change(db, pool.id, {"status": WorkPoolStatus.READY})
        places.pool_became(db, pool, WorkPoolStatus.READY)
