"""Task runs: one execution of a task, within a flow run or on its own."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec

from legato.schemas.states import State, StateCreate, StateType
from legato.schemas.words import Moment


class TaskRunResult(msgspec.Struct, kw_only=True, tag="task_run", tag_field="input_type", frozen=True):
    """An input that another task run made."""

    id: UUID


class Parameter(msgspec.Struct, kw_only=True, tag="parameter", tag_field="input_type", frozen=True):
    """An input that is a parameter of the flow."""

    name: str


class Constant(msgspec.Struct, kw_only=True, tag="constant", tag_field="input_type", frozen=True):
    """An input that is a plain value."""

    type: str


TaskRunInput = TaskRunResult | Parameter | Constant


class TaskRunPolicy(msgspec.Struct, kw_only=True):
    """How a task run is retried: `retry_delay` seconds, one number or one per attempt."""

    max_retries: int = 0
    retry_delay_seconds: float = 0
    retries: int | None = None
    retry_delay: float | Annotated[list[float], msgspec.Meta(max_length=50)] | None = None
    retry_jitter_factor: Annotated[float, msgspec.Meta(ge=0)] | None = None


class TaskRun(msgspec.Struct, kw_only=True):
    """A task run; times of duration are in seconds."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    flow_run_id: UUID | None = None
    task_key: str
    dynamic_key: str
    cache_key: str | None = None
    cache_expiration: Moment | None = None
    task_version: str | None = None
    empirical_policy: TaskRunPolicy = msgspec.field(default_factory=TaskRunPolicy)
    tags: list[str] = []
    state_id: UUID | None = None
    task_inputs: dict[str, list[TaskRunInput]] = {}
    state_type: StateType | None = None
    state_name: str | None = None
    run_count: int = 0
    flow_run_run_count: int = 0
    expected_start_time: Moment | None = None
    next_scheduled_start_time: Moment | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    total_run_time: float = 0.0
    estimated_run_time: float = 0.0
    estimated_start_time_delta: float = 0.0
    state: State[Any] | None = None


class TaskRunCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a task run."""

    task_key: str
    dynamic_key: str
    id: UUID | None = None
    state: StateCreate | None = None
    name: str | None = None
    flow_run_id: UUID | None = None
    cache_key: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    cache_expiration: Moment | None = None
    task_version: str | None = None
    empirical_policy: TaskRunPolicy = msgspec.field(default_factory=TaskRunPolicy)
    tags: list[str] = []
    task_inputs: dict[str, list[TaskRunInput]] = {}


class TaskRunUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a task run."""

    name: str | None = None


class TaskRunCount(msgspec.Struct, kw_only=True):
    """How many task runs ended how."""

    completed: int
    failed: int


class CountByState(msgspec.Struct, kw_only=True):
    """How many runs are in each type of state."""

    COMPLETED: int = 0
    PENDING: int = 0
    RUNNING: int = 0
    FAILED: int = 0
    CANCELLED: int = 0
    CRASHED: int = 0
    PAUSED: int = 0
    CANCELLING: int = 0
    SCHEDULED: int = 0
