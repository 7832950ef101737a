"""Work pools, their queues, and the workers and agents that take runs from them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from legato.schemas.conditions import WorkerStatus
from legato.schemas.flow_runs import FlowRun
from legato.schemas.words import Moment, Name

AGENT_POOL = "default-agent-pool"
AGENT_TYPE = "prefect-agent"
Slots = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Priority = Annotated[int, Meta(gt=0, le=2**31 - 1)]


class WorkPoolStatus(StrEnum):
    """Whether a worker serves a pool."""

    READY = "READY"
    NOT_READY = "NOT_READY"
    PAUSED = "PAUSED"


class WorkQueueStatus(StrEnum):
    """Whether somebody has polled a queue lately."""

    READY = "READY"
    NOT_READY = "NOT_READY"
    PAUSED = "PAUSED"


class QueueFilter(msgspec.Struct, kw_only=True):
    """Which runs an agent's queue once took: by tags and deployments."""

    tags: list[str] | None = None
    deployment_ids: list[UUID] | None = None


class WorkPool(msgspec.Struct, kw_only=True):
    """A work pool: where runs wait for workers of one type."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    description: str | None = None
    type: str
    base_job_template: dict[str, Any] = {}
    is_paused: bool = False
    concurrency_limit: int | None = None
    status: WorkPoolStatus | None = None
    default_queue_id: UUID | None = None


class WorkPoolCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a work pool."""

    name: Name
    description: str | None = None
    type: str = AGENT_TYPE
    base_job_template: dict[str, Any] = {}
    is_paused: bool = False
    concurrency_limit: Slots | None = None


class WorkPoolUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a work pool; what is absent stays."""

    description: str | UnsetType | None = UNSET
    is_paused: bool | UnsetType | None = UNSET
    base_job_template: dict[str, Any] | UnsetType | None = UNSET
    concurrency_limit: Slots | UnsetType | None = UNSET


class WorkQueue(msgspec.Struct, kw_only=True):
    """A queue of a work pool; a smaller priority goes first."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    description: str | None = ""
    is_paused: bool = False
    concurrency_limit: int | None = None
    priority: int = 1
    work_pool_id: UUID | None = None
    filter: QueueFilter | None = None
    last_polled: Moment | None = None
    work_pool_name: str | None = None
    status: WorkQueueStatus | None = None


class WorkQueueCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a queue."""

    name: Annotated[Name, Meta(min_length=1)]
    description: str | None = ""
    is_paused: bool = False
    concurrency_limit: Slots | None = None
    priority: Priority | None = None
    filter: QueueFilter | None = None


class WorkQueueUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a queue; what is absent stays."""

    name: Name | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    is_paused: bool | UnsetType = UNSET
    concurrency_limit: Slots | UnsetType | None = UNSET
    priority: Priority | UnsetType | None = UNSET
    last_polled: Moment | UnsetType | None = UNSET
    filter: QueueFilter | UnsetType | None = UNSET


class WorkQueueHealthPolicy(msgspec.Struct, kw_only=True):
    """When a queue counts as healthy."""

    maximum_late_runs: int | None = 0
    maximum_seconds_since_last_polled: int | None = 60


class WorkQueueStatusDetail(msgspec.Struct, kw_only=True):
    """How a queue is."""

    healthy: bool
    late_runs_count: int = 0
    last_polled: Moment | None = None
    health_check_policy: WorkQueueHealthPolicy = msgspec.field(default_factory=WorkQueueHealthPolicy)


class Worker(msgspec.Struct, kw_only=True):
    """A worker, as its last heartbeat showed it."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    work_pool_id: UUID
    last_heartbeat_time: Moment | None = None
    heartbeat_interval_seconds: int | None = None
    status: WorkerStatus = WorkerStatus.OFFLINE


class WorkerFlowRun(msgspec.Struct, kw_only=True):
    """A run that a worker may take, and the pool and queue it waits in."""

    work_pool_id: UUID
    work_queue_id: UUID
    flow_run: FlowRun
