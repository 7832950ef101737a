"""Flow runs: one execution of a flow."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from legato.schemas.states import State, StateCreate, StateType
from legato.schemas.words import Moment


class RetryType(StrEnum):
    """Where a failed flow run is tried again."""

    IN_PROCESS = "in_process"
    RESCHEDULE = "reschedule"


class FlowRunPolicy(msgspec.Struct, kw_only=True):
    """How a flow run is retried, and what its pauses left behind; `retry_delay` is in seconds."""

    max_retries: int = 0
    retry_delay_seconds: float = 0
    retries: int | None = None
    retry_delay: float | None = None
    pause_keys: list[str] = []
    resuming: bool = False
    retry_type: RetryType | None = None


class CreatedBy(msgspec.Struct, kw_only=True):
    """Who made something."""

    id: UUID | None = None
    type: str | None = None
    display_value: str | None = None


class FlowRun(msgspec.Struct, kw_only=True):
    """A flow run; times of duration are in seconds."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    flow_id: UUID
    state_id: UUID | None = None
    deployment_id: UUID | None = None
    deployment_version: str | None = None
    work_queue_id: UUID | None = None
    work_queue_name: str | None = None
    flow_version: str | None = None
    parameters: dict[str, Any] = {}
    idempotency_key: str | None = None
    context: dict[str, Any] = {}
    empirical_policy: FlowRunPolicy = msgspec.field(default_factory=FlowRunPolicy)
    tags: list[str] = []
    parent_task_run_id: UUID | None = None
    state_type: StateType | None = None
    state_name: str | None = None
    run_count: int = 0
    expected_start_time: Moment | None = None
    next_scheduled_start_time: Moment | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    total_run_time: float = 0.0
    estimated_run_time: float = 0.0
    estimated_start_time_delta: float = 0.0
    auto_scheduled: bool = False
    infrastructure_document_id: UUID | None = None
    infrastructure_pid: str | None = None
    created_by: CreatedBy | None = None
    work_pool_id: UUID | None = None
    work_pool_name: str | None = None
    state: State[Any] | None = None
    job_variables: dict[str, Any] | None = None


class FlowRunCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a flow run."""

    flow_id: UUID
    state: StateCreate | None = None
    name: str | None = None
    flow_version: str | None = None
    parameters: dict[str, Any] = {}
    context: dict[str, Any] = {}
    parent_task_run_id: UUID | None = None
    infrastructure_document_id: UUID | None = None
    empirical_policy: FlowRunPolicy = msgspec.field(default_factory=FlowRunPolicy)
    tags: list[str] = []
    idempotency_key: str | None = None
    deployment_id: UUID | None = None


class FlowRunUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a flow run; what is absent stays."""

    name: str | UnsetType | None = UNSET
    flow_version: str | UnsetType | None = UNSET
    parameters: dict[str, Any] | UnsetType = UNSET
    empirical_policy: FlowRunPolicy | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    infrastructure_pid: str | UnsetType | None = UNSET
    job_variables: dict[str, Any] | UnsetType | None = UNSET


class SimpleFlowRun(msgspec.Struct, kw_only=True):
    """A dot in a chart of runs; durations in seconds."""

    id: UUID
    state_type: StateType
    timestamp: Moment
    duration: float
    lateness: float
