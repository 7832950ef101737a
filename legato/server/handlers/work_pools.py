"""Work pools, their queues and workers."""

from __future__ import annotations

from typing import Any

from legato.contract.work_pools import (
    CountWorkPools,
    CreatePoolQueue,
    CreateWorkPool,
    DeletePoolQueue,
    DeleteWorker,
    DeleteWorkPool,
    ReadPoolQueue,
    ReadPoolQueues,
    ReadScheduledRunsOfPool,
    ReadWorkers,
    ReadWorkPool,
    ReadWorkPools,
    SendWorkerHeartbeat,
    UpdatePoolQueue,
    UpdateWorkPool,
)
from legato.schemas.work_pools import (
    AGENT_TYPE,
    Worker,
    WorkerFlowRun,
    WorkPool,
    WorkPoolStatus,
    WorkPoolUpdate,
    WorkQueue,
    WorkQueueUpdate,
)
from legato.server import handing_out, job_templates, queueing
from legato.server.deploying import pool_called
from legato.server.events import places
from legato.server.handling import given, handles, page_limit
from legato.server.queueing import NEVER_NULL
from legato.server.refusals import forbidden, missing, refused, taken
from legato.server.store import work_pools, work_queues
from legato.server.store.transaction import Transaction

RESERVED = "prefect"
_OPEN_TO_ALL = {"is_paused", "concurrency_limit"}


def _is_reserved(name: str) -> bool:
    return name.lower().startswith(RESERVED)


@handles(CreateWorkPool, writes=True)
def create_work_pool(request: CreateWorkPool, db: Transaction) -> WorkPool:
    """Make a work pool."""
    if not request.name.strip():
        raise refused("Work pool name cannot be empty.")
    if _is_reserved(request.name):
        raise forbidden("Work pools starting with 'Prefect' are reserved for internal use.")
    job_templates.check(request.base_job_template)
    pool = work_pools.create(db, request)
    if pool is None:
        raise taken("A work pool with this name already exists.")
    if pool.status is not None:
        places.pool_became(db, pool, pool.status)
    return pool


@handles(ReadWorkPool)
def read_work_pool(request: ReadWorkPool, db: Transaction) -> WorkPool:
    """Read a work pool."""
    return pool_called(db, request.name)


@handles(UpdateWorkPool, writes=True)
def update_work_pool(request: UpdateWorkPool, db: Transaction) -> None:
    """Change a work pool."""
    changes = given(request, WorkPoolUpdate, not_null=("is_paused", "base_job_template"))
    if _is_reserved(request.name) and not set(changes) <= _OPEN_TO_ALL:
        raise forbidden(
            "Work pools starting with 'Prefect' are reserved for internal use and can only be updated to set "
            "concurrency limits or pause."
        )
    pool = pool_called(db, request.name)
    if "base_job_template" in changes:
        job_templates.check(changes["base_job_template"])
    status = _status(db, pool, changes)
    if status is not None and status is not pool.status:
        changes["status"] = status
        places.pool_became(db, pool, status)
    work_pools.change(db, pool.id, changes)


def _status(db: Transaction, pool: WorkPool, changes: dict[str, Any]) -> WorkPoolStatus | None:
    """Return the status of a pool that is paused or resumed; None where it stays."""
    if "is_paused" not in changes or pool.type == AGENT_TYPE:
        return None
    if changes["is_paused"]:
        return WorkPoolStatus.PAUSED
    return WorkPoolStatus.READY if work_pools.has_online_worker(db, pool.id) else WorkPoolStatus.NOT_READY


@handles(DeleteWorkPool, writes=True)
def delete_work_pool(request: DeleteWorkPool, db: Transaction) -> None:
    """Delete a work pool."""
    if _is_reserved(request.name):
        raise forbidden("Work pools starting with 'Prefect' are reserved for internal use and can not be deleted.")
    work_pools.remove(db, pool_called(db, request.name).id)


@handles(ReadWorkPools)
def read_work_pools(request: ReadWorkPools, db: Transaction) -> list[WorkPool]:
    """List work pools."""
    return work_pools.listed(db, request.work_pools, page_limit(request.limit), request.offset)


@handles(CountWorkPools)
def count_work_pools(request: CountWorkPools, db: Transaction) -> int:
    """Count work pools."""
    return work_pools.count(db, request.work_pools)


@handles(ReadScheduledRunsOfPool, writes=True)
def read_scheduled_runs_of_pool(request: ReadScheduledRunsOfPool, db: Transaction) -> list[WorkerFlowRun]:
    """Hand out runs that wait in a pool."""
    pool = pool_called(db, request.name)
    if request.work_queue_names:
        queues = [_queue(db, pool.name, name) for name in request.work_queue_names]
    else:
        queues = work_queues.all_of(db, pool.id)
    limit = page_limit(request.limit)
    return handing_out.of_pool(db, pool, queues, limit, request.scheduled_before, request.scheduled_after)


def _queue(db: Transaction, pool_name: str, name: str) -> WorkQueue:
    pool = work_pools.by_name(db, pool_name)
    queue = None if pool is None else work_queues.by_name(db, pool.id, name)
    if queue is None:
        raise missing(f"Work pool queue '{pool_name}/{name}' not found.")
    return queue


@handles(CreatePoolQueue, writes=True)
def create_pool_queue(request: CreatePoolQueue, db: Transaction) -> WorkQueue:
    """Make a queue in a work pool."""
    pool = pool_called(db, request.work_pool_name)
    queue = work_queues.create(db, pool.id, request)
    if queue is None:
        raise taken(f"A work queue with this name already exists in work pool {pool.name!r}.")
    return queue


@handles(ReadPoolQueue)
def read_pool_queue(request: ReadPoolQueue, db: Transaction) -> WorkQueue:
    """Read a queue of a work pool."""
    return _queue(db, request.work_pool_name, request.queue)


@handles(UpdatePoolQueue, writes=True)
def update_pool_queue(request: UpdatePoolQueue, db: Transaction) -> None:
    """Change a queue of a work pool."""
    queue = _queue(db, request.work_pool_name, request.queue)
    queueing.update(db, queue, given(request, WorkQueueUpdate, not_null=NEVER_NULL))


@handles(DeletePoolQueue, writes=True)
def delete_pool_queue(request: DeletePoolQueue, db: Transaction) -> None:
    """Delete a queue of a work pool."""
    pool = pool_called(db, request.work_pool_name)
    queueing.delete(db, pool, _queue(db, pool.name, request.queue))


@handles(ReadPoolQueues)
def read_pool_queues(request: ReadPoolQueues, db: Transaction) -> list[WorkQueue]:
    """List queues of a work pool."""
    pool = pool_called(db, request.work_pool_name)
    limit = page_limit(request.limit)
    return work_queues.listed(db, request.work_queues, limit, request.offset, pool_id=pool.id)


@handles(SendWorkerHeartbeat, writes=True)
def send_worker_heartbeat(request: SendWorkerHeartbeat, db: Transaction) -> None:
    """Keep that a worker lives."""
    pool = pool_called(db, request.work_pool_name)
    handing_out.note_heartbeat(db, pool, request.name, request.heartbeat_interval_seconds)


@handles(ReadWorkers)
def read_workers(request: ReadWorkers, db: Transaction) -> list[Worker]:
    """List workers of a work pool."""
    pool = pool_called(db, request.work_pool_name)
    return work_pools.workers(db, pool.id, request.workers, page_limit(request.limit), request.offset)


@handles(DeleteWorker, writes=True)
def delete_worker(request: DeleteWorker, db: Transaction) -> None:
    """Forget a worker."""
    pool = pool_called(db, request.work_pool_name)
    if not work_pools.forget_worker(db, pool.id, request.name):
        raise missing("Worker not found.")
