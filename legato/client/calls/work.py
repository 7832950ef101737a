"""Calls on work pools, queues and workers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from legato.client.client import Conversation, given, made_from
from legato.contract.work_pools import (
    CreatePoolQueue,
    CreateWorkPool,
    ReadPoolQueue,
    ReadPoolQueues,
    ReadScheduledRunsOfPool,
    ReadWorkers,
    ReadWorkPool,
    SendWorkerHeartbeat,
    UpdateWorkPool,
)
from legato.contract.work_queues import (
    CreateWorkQueue,
    DeleteWorkQueue,
    ReadRunsInWorkQueue,
    ReadWorkQueueByName,
    ReadWorkQueues,
    UpdateWorkQueue,
)
from legato.exceptions import ObjectAlreadyExists
from legato.schemas.conditions import TextInOrStartsWith
from legato.schemas.filters import WorkerFilter, WorkQueueFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import (
    QueueFilter,
    Worker,
    WorkerFlowRun,
    WorkPool,
    WorkPoolCreate,
    WorkPoolUpdate,
    WorkQueue,
)


def create_work_pool(work_pool: WorkPoolCreate, overwrite: bool = False) -> Conversation[WorkPool]:
    """Make a work pool; with `overwrite` change the one of that name."""
    try:
        made: WorkPool = yield made_from(CreateWorkPool, work_pool)
    except ObjectAlreadyExists:
        if not overwrite:
            raise
        changes = {name: getattr(work_pool, name) for name in WorkPoolUpdate.__struct_fields__}
        yield UpdateWorkPool(name=work_pool.name, **changes)
        made = yield ReadWorkPool(name=work_pool.name)
    return made


def update_work_pool(work_pool_name: str, work_pool: WorkPoolUpdate) -> Conversation[None]:
    """Change a work pool."""
    yield made_from(UpdateWorkPool, work_pool, name=work_pool_name)


def create_work_queue(
    name: str,
    tags: Iterable[str] | None = None,
    description: str | None = None,
    is_paused: bool | None = None,
    concurrency_limit: int | None = None,
    priority: int | None = None,
    work_pool_name: str | None = None,
) -> Conversation[WorkQueue]:
    """Make a queue in a work pool, by default the agents'."""
    said = given(
        filter=None if tags is None else QueueFilter(tags=list(tags)),
        description=description,
        is_paused=is_paused,
        concurrency_limit=concurrency_limit,
        priority=priority,
    )
    made: WorkQueue
    if work_pool_name is None:
        made = yield CreateWorkQueue(name=name, **said)
    else:
        made = yield CreatePoolQueue(work_pool_name=work_pool_name, name=name, **said)
    return made


def read_work_queue_by_name(name: str, work_pool_name: str | None = None) -> Conversation[WorkQueue]:
    """Read a queue of a work pool, by default the agents'."""
    found: WorkQueue
    if work_pool_name is None:
        found = yield ReadWorkQueueByName(name=name)
    else:
        found = yield ReadPoolQueue(work_pool_name=work_pool_name, queue=name)
    return found


def read_work_queues(
    work_pool_name: str | None = None,
    work_queue_filter: WorkQueueFilter | None = None,
    limit: int | None = None,
    offset: int | None = None,
) -> Conversation[list[WorkQueue]]:
    """List the queues of a work pool by priority, or all by name."""
    said = given(work_queues=work_queue_filter, limit=limit, offset=offset)
    found: list[WorkQueue]
    if work_pool_name is None:
        found = yield ReadWorkQueues(**said)
    else:
        found = yield ReadPoolQueues(work_pool_name=work_pool_name, **said)
    return found


def match_work_queues(prefixes: Iterable[str], work_pool_name: str | None = None) -> Conversation[list[WorkQueue]]:
    """List all queues whose names begin in one of some ways."""
    wanted = WorkQueueFilter(name=TextInOrStartsWith(startswith_=list(prefixes)))
    found: list[WorkQueue] = []
    while True:
        page = yield from read_work_queues(work_pool_name, wanted, limit=100, offset=len(found))
        found += page
        if len(page) < 100:
            return found


def update_work_queue(id: UUID, **changes: Any) -> Conversation[None]:
    """Change a queue."""
    yield UpdateWorkQueue(id=id, **changes)


def delete_work_queue_by_id(id: UUID) -> Conversation[None]:
    """Delete a queue."""
    yield DeleteWorkQueue(id=id)


def get_runs_in_work_queue(
    id: UUID, limit: int = 10, scheduled_before: datetime | None = None
) -> Conversation[list[FlowRun]]:
    """Return runs that wait in a queue."""
    runs: list[FlowRun] = yield ReadRunsInWorkQueue(id=id, limit=limit, scheduled_before=scheduled_before)
    return runs


def get_scheduled_flow_runs_for_work_pool(
    work_pool_name: str,
    work_queue_names: Iterable[str] | None = None,
    scheduled_before: datetime | None = None,
    limit: int | None = None,
) -> Conversation[list[WorkerFlowRun]]:
    """Return runs that wait in a work pool."""
    names = None if work_queue_names is None else list(work_queue_names)
    said = given(work_queue_names=names, scheduled_before=scheduled_before, limit=limit)
    runs: list[WorkerFlowRun] = yield ReadScheduledRunsOfPool(name=work_pool_name, **said)
    return runs


def send_worker_heartbeat(
    work_pool_name: str, worker_name: str, heartbeat_interval_seconds: float | None = None
) -> Conversation[None]:
    """Tell that a worker lives."""
    seconds = None if heartbeat_interval_seconds is None else int(heartbeat_interval_seconds)
    yield SendWorkerHeartbeat(work_pool_name=work_pool_name, name=worker_name, heartbeat_interval_seconds=seconds)


def read_workers_for_work_pool(
    work_pool_name: str,
    worker_filter: WorkerFilter | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Conversation[list[Worker]]:
    """List the workers of a work pool."""
    said = given(workers=worker_filter, offset=offset, limit=limit)
    found: list[Worker] = yield ReadWorkers(work_pool_name=work_pool_name, **said)
    return found
