"""Work queues, as agents know them."""

from __future__ import annotations

from uuid import UUID

from legato import clock
from legato.contract.work_queues import (
    CreateWorkQueue,
    DeleteWorkQueue,
    ReadRunsInWorkQueue,
    ReadWorkQueue,
    ReadWorkQueueByName,
    ReadWorkQueues,
    ReadWorkQueueStatus,
    UpdateWorkQueue,
)
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import WorkQueue, WorkQueueHealthPolicy, WorkQueueStatusDetail, WorkQueueUpdate
from legato.server import handing_out, overlaps, queueing
from legato.server.handling import given, handles, page_limit
from legato.server.queueing import NEVER_NULL
from legato.server.refusals import missing, taken, unknown_run
from legato.server.store import agents, flow_runs, waiting, work_pools, work_queues
from legato.server.store.tables import flow_run
from legato.server.store.transaction import Transaction


def _called(db: Transaction, id: UUID) -> WorkQueue:
    queue = work_queues.by_id(db, id)
    if queue is None:
        raise missing("work queue not found")
    return queue


@handles(CreateWorkQueue, writes=True)
def create_work_queue(request: CreateWorkQueue, db: Transaction) -> WorkQueue:
    """Make a queue in the agents' pool."""
    queue = work_queues.create(db, work_pools.agents_pool(db).id, request)
    if queue is None:
        raise taken("A work queue with this name already exists.")
    return queue


@handles(ReadWorkQueue)
def read_work_queue(request: ReadWorkQueue, db: Transaction) -> WorkQueue:
    """Read a queue by id."""
    return _called(db, request.id)


@handles(UpdateWorkQueue, writes=True)
def update_work_queue(request: UpdateWorkQueue, db: Transaction) -> None:
    """Change a queue."""
    queueing.update(db, _called(db, request.id), given(request, WorkQueueUpdate, not_null=NEVER_NULL))


@handles(DeleteWorkQueue, writes=True)
def delete_work_queue(request: DeleteWorkQueue, db: Transaction) -> None:
    """Delete a queue."""
    queue = _called(db, request.id)
    pool = work_pools.by_name(db, queue.work_pool_name or "")
    assert pool is not None
    queueing.delete(db, pool, queue)


@handles(ReadWorkQueueByName)
def read_work_queue_by_name(request: ReadWorkQueueByName, db: Transaction) -> WorkQueue:
    """Read a queue of the agents' pool."""
    pool = work_pools.agents_pool_if_any(db)
    queue = None if pool is None else work_queues.by_name(db, pool.id, request.name)
    if queue is None:
        raise missing("work queue not found")
    return queue


@handles(ReadRunsInWorkQueue, writes=True)
def read_runs_in_work_queue(request: ReadRunsInWorkQueue, db: Transaction) -> list[FlowRun]:
    """Hand out runs that wait in a queue; people who look take nothing."""
    queue = work_queues.by_id(db, request.id)
    if queue is None:
        raise unknown_run("Work queue", request.id)
    pool = work_pools.by_name(db, queue.work_pool_name or "")
    assert pool is not None
    limit = page_limit(request.limit)
    before, held = request.scheduled_before, set[UUID]()
    if not request.is_from_ui:
        held = overlaps.held_back(db, before, flow_run.c.work_queue_id == queue.id)
    found = waiting.of_pool(db, pool, [queue], limit, before=before, but=held)
    if not request.is_from_ui:
        handing_out.note_poll(db, [queue])
        if request.agent_id is not None:
            agents.note_activity(db, request.agent_id, queue.id, clock.now())
    return flow_runs.with_pools(db, [run for _, run in found])


@handles(ReadWorkQueues)
def read_work_queues(request: ReadWorkQueues, db: Transaction) -> list[WorkQueue]:
    """List queues."""
    return work_queues.listed(db, request.work_queues, page_limit(request.limit), request.offset)


@handles(ReadWorkQueueStatus)
def read_work_queue_status(request: ReadWorkQueueStatus, db: Transaction) -> WorkQueueStatusDetail:
    """Read how a queue is: polled lately, and without late runs."""
    queue = work_queues.by_id(db, request.id)
    if queue is None:
        raise unknown_run("Work queue", request.id)
    late = waiting.late(db, queue.id)
    policy = WorkQueueHealthPolicy()
    healthy = queueing.is_polled(queue) and late <= (policy.maximum_late_runs or 0)
    return WorkQueueStatusDetail(
        healthy=healthy, late_runs_count=late, last_polled=queue.last_polled, health_check_policy=policy
    )
