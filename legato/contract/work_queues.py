"""Operations on the queues that agents poll: those of the agents' own work pool, by name, and all others by id."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.filters import WorkQueueFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.words import Limit, Moment, Offset
from legato.schemas.work_pools import WorkQueue, WorkQueueCreate, WorkQueueStatusDetail, WorkQueueUpdate


class CreateWorkQueue(WorkQueueCreate, Request[WorkQueue]):
    """Make a queue in the agents' work pool."""

    method, path, status = "POST", "/work_queues/", 201
    errors = (409,)


class ReadWorkQueue(Request[WorkQueue]):
    """One queue by id."""

    method, path = "GET", "/work_queues/{id}"
    id: UUID


class UpdateWorkQueue(WorkQueueUpdate, Request[None]):
    """Change a queue."""

    method, path, status = "PATCH", "/work_queues/{id}", 204
    errors = (409,)
    id: UUID


class DeleteWorkQueue(Request[None]):
    """Remove a queue."""

    method, path, status = "DELETE", "/work_queues/{id}", 204
    errors = (409,)
    id: UUID


class ReadWorkQueueByName(Request[WorkQueue]):
    """One queue of the agents' work pool by name."""

    method, path = "GET", "/work_queues/name/{name}"
    name: str


class ReadRunsInWorkQueue(Request[list[FlowRun]]):
    """Runs that wait in a queue; whoever asks is noted as an agent."""

    method, path = "POST", "/work_queues/{id}/get_runs"
    headers = {"is_from_ui": "x-prefect-ui"}
    id: UUID
    is_from_ui: bool = False
    scheduled_before: Moment | None = None
    agent_id: UUID | None = None
    limit: Limit | None = None


class ReadWorkQueues(Request[list[WorkQueue]]):
    """Queues of all work pools, filtered, by name."""

    method, path = "POST", "/work_queues/filter"
    work_queues: WorkQueueFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class ReadWorkQueueStatus(Request[WorkQueueStatusDetail]):
    """How a queue is."""

    method, path = "GET", "/work_queues/{id}/status"
    id: UUID
