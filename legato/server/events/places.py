"""The events of deployments, work pools and work queues that become ready, or no longer are."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from legato import clock
from legato.ids import uuid7
from legato.schemas.events import RESOURCE_ID, RESOURCE_NAME, RESOURCE_ROLE, Event, Resource
from legato.schemas.work_pools import WorkPool, WorkQueue
from legato.server.events.outbox import emit
from legato.server.store.tables import flow
from legato.server.store.tables.deployments import deployment, work_pool, work_queue
from legato.server.store.transaction import Transaction

_WORDS = {"READY": "ready", "NOT_READY": "not-ready", "PAUSED": "paused"}


def _pool(id: UUID, name: str, kind: str) -> Resource:
    return {RESOURCE_ID: f"prefect.work-pool.{id}", RESOURCE_NAME: name, "prefect.work-pool.type": kind}


def _queue(id: UUID, name: str) -> Resource:
    return {RESOURCE_ID: f"prefect.work-queue.{id}", RESOURCE_NAME: name, RESOURCE_ROLE: "work-queue"}


def _happened(word: str, resource: Resource, related: list[Resource]) -> Event:
    return Event(id=uuid7(), occurred=clock.now(), event=word, resource=resource, related=related)


def pool_became(db: Transaction, pool: WorkPool, status: str) -> None:
    """Tell that a work pool has a status now."""
    resource = _pool(pool.id, pool.name, pool.type)
    emit(db, [_happened(f"prefect.work-pool.{_WORDS[status]}", resource, [])])


def queues_became(db: Transaction, queues: Collection[WorkQueue], status: str) -> None:
    """Tell that work queues have a status now."""
    if not queues:
        return
    ids = {queue.work_pool_id for queue in queues if queue.work_pool_id is not None}
    pools = {row.id: row for row in db.all(select(work_pool).where(work_pool.c.id.in_(ids)))}
    events = []
    for queue in queues:
        row = pools[queue.work_pool_id]
        related = [{**_pool(row.id, row.name, row.type), RESOURCE_ROLE: "work-pool"}]
        events.append(_happened(f"prefect.work-queue.{_WORDS[status]}", _queue(queue.id, queue.name), related))
    emit(db, events)


def deployments_became(db: Transaction, ids: Collection[UUID], status: str) -> None:
    """Tell that deployments have a status now."""
    if not ids:
        return
    joined = (
        deployment.join(flow, flow.c.id == deployment.c.flow_id)
        .outerjoin(work_queue, work_queue.c.id == deployment.c.work_queue_id)
        .outerjoin(work_pool, work_pool.c.id == work_queue.c.work_pool_id)
    )
    columns = (
        *(deployment.c.id, deployment.c.name, flow.c.id, flow.c.name, work_queue.c.id, work_queue.c.name),
        *(work_pool.c.id, work_pool.c.name, work_pool.c.type),
    )
    events = []
    for row in db.all(select(*columns).select_from(joined).where(deployment.c.id.in_(list(ids)))):
        resource = {RESOURCE_ID: f"prefect.deployment.{row[0]}", RESOURCE_NAME: row[1]}
        related = [{RESOURCE_ID: f"prefect.flow.{row[2]}", RESOURCE_NAME: row[3], RESOURCE_ROLE: "flow"}]
        if row[4] is not None:
            related += [_queue(row[4], row[5]), {**_pool(row[6], row[7], row[8]), RESOURCE_ROLE: "work-pool"}]
        events.append(_happened(f"prefect.deployment.{_WORDS[status]}", resource, related))
    emit(db, events)
