"""Operations on work pools, their queues and their workers."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from legato.contract.request import Request
from legato.schemas.filters import WorkerFilter, WorkPoolFilter, WorkQueueFilter
from legato.schemas.words import Limit, Moment, Offset
from legato.schemas.work_pools import (
    Worker,
    WorkerFlowRun,
    WorkPool,
    WorkPoolCreate,
    WorkPoolUpdate,
    WorkQueue,
    WorkQueueCreate,
    WorkQueueUpdate,
)


class CreateWorkPool(WorkPoolCreate, Request[WorkPool]):
    """Make a work pool with its default queue."""

    method, path, status = "POST", "/work_pools/", 201
    errors = (409,)


class ReadWorkPool(Request[WorkPool]):
    """One work pool by name."""

    method, path = "GET", "/work_pools/{name}"
    name: str


class UpdateWorkPool(WorkPoolUpdate, Request[None]):
    """Change a work pool."""

    method, path, status = "PATCH", "/work_pools/{name}", 204
    name: str


class DeleteWorkPool(Request[None]):
    """Remove a work pool with its queues and workers."""

    method, path, status = "DELETE", "/work_pools/{name}", 204
    name: str


class ReadWorkPools(Request[list[WorkPool]]):
    """Work pools, filtered, by name."""

    method, path = "POST", "/work_pools/filter"
    work_pools: WorkPoolFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class CountWorkPools(Request[int]):
    """How many work pools."""

    method, path = "POST", "/work_pools/count"
    work_pools: WorkPoolFilter | None = None


class ReadScheduledRunsOfPool(Request[list[WorkerFlowRun]]):
    """Runs that wait in a pool, the most urgent queue first, as many as its limits allow."""

    method, path = "POST", "/work_pools/{name}/get_scheduled_flow_runs"
    name: str
    work_queue_names: list[str] | None = None
    scheduled_before: Moment | None = None
    scheduled_after: Moment | None = None
    limit: Limit | None = None


class CreatePoolQueue(WorkQueueCreate, Request[WorkQueue]):
    """Make a queue in a work pool."""

    method, path, status = "POST", "/work_pools/{work_pool_name}/queues", 201
    errors = (409,)
    work_pool_name: str


class ReadPoolQueue(Request[WorkQueue]):
    """One queue of a work pool by name."""

    method, path = "GET", "/work_pools/{work_pool_name}/queues/{queue}"
    work_pool_name: str
    queue: str


class UpdatePoolQueue(WorkQueueUpdate, Request[None]):
    """Change a queue of a work pool."""

    method, path, status = "PATCH", "/work_pools/{work_pool_name}/queues/{queue}", 204
    errors = (409,)
    work_pool_name: str
    queue: str


class DeletePoolQueue(Request[None]):
    """Remove a queue of a work pool."""

    method, path, status = "DELETE", "/work_pools/{work_pool_name}/queues/{queue}", 204
    errors = (409,)
    work_pool_name: str
    queue: str


class ReadPoolQueues(Request[list[WorkQueue]]):
    """Queues of a work pool, filtered, by priority."""

    method, path = "POST", "/work_pools/{work_pool_name}/queues/filter"
    work_pool_name: str
    work_queues: WorkQueueFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class SendWorkerHeartbeat(Request[None]):
    """Tell that a worker lives."""

    method, path, status = "POST", "/work_pools/{work_pool_name}/workers/heartbeat", 204
    work_pool_name: str
    name: str
    heartbeat_interval_seconds: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None


class ReadWorkers(Request[list[Worker]]):
    """Workers of a work pool, filtered, the one heard of last first."""

    method, path = "POST", "/work_pools/{work_pool_name}/workers/filter"
    work_pool_name: str
    workers: WorkerFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class DeleteWorker(Request[None]):
    """Forget a worker."""

    method, path, status = "DELETE", "/work_pools/{work_pool_name}/workers/{name}", 204
    work_pool_name: str
    name: str
