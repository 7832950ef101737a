"""Which rows a list or a count is about.

All fields of a filter that are set must hold, unless `operator` is `or_`; a field's ending says how it compares:
`any_` one of, `not_any_` none of, `all_` holds all of, `like_` contains (case does not matter), `is_null_`, `exists_`,
`before_` and `after_` inclusive, `ge_` and `le_`, `eq_`, `startswith_` one of several beginnings.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from legato.schemas.logs import Level
from legato.schemas.states import StateType


class Operator(StrEnum):
    """How the conditions of a filter are joined."""

    and_ = "and_"
    or_ = "or_"


class _Filter(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class _OperatorFilter(_Filter, kw_only=True):
    operator: Operator = Operator.and_


# ── conditions on one column ────────────────────────────────────────────────────────────────────


class IdIn(_Filter, kw_only=True):
    """An id out of several."""

    any_: list[UUID] | None = None


class IdInOrNot(IdIn, kw_only=True):
    """An id out of several, or outside of several."""

    not_any_: list[UUID] | None = None


class IdInOrNull(_OperatorFilter, kw_only=True):
    """An id out of several, or none at all."""

    any_: list[UUID] | None = None
    is_null_: bool | None = None


class TextIn(_Filter, kw_only=True):
    """A text out of several."""

    any_: list[str] | None = None


class TextInOrNot(TextIn, kw_only=True):
    """A text out of several, or outside of several."""

    not_any_: list[str] | None = None


class TextInOrLike(TextIn, kw_only=True):
    """A text out of several, or one that contains a text."""

    like_: str | None = None


class TextInOrNull(_OperatorFilter, kw_only=True):
    """A text out of several, or none at all."""

    any_: list[str] | None = None
    is_null_: bool | None = None


class TextInOrStartsWith(TextIn, kw_only=True):
    """A text out of several, or one that begins with one of several."""

    startswith_: list[str] | None = None


class Tags(_OperatorFilter, kw_only=True):
    """All of these tags, or no tags."""

    all_: list[str] | None = None
    is_null_: bool | None = None


class Between(_Filter, kw_only=True):
    """A moment between two."""

    before_: datetime | None = None
    after_: datetime | None = None


class BetweenOrNull(Between, kw_only=True):
    """A moment between two, or none at all."""

    is_null_: bool | None = None


class Equal(_Filter, kw_only=True):
    """Yes or no."""

    eq_: bool | None = None


class Exists(_Filter, kw_only=True):
    """There is such a thing, or there is not."""

    exists_: bool | None = None


class IsNull(_OperatorFilter, kw_only=True):
    """There is none, or there is one."""

    is_null_: bool | None = None


class LevelRange(_Filter, kw_only=True):
    """A log level between two."""

    ge_: Level | None = None
    le_: Level | None = None


class StateTypeIn(_Filter, kw_only=True):
    """A type of state out of several."""

    any_: list[StateType] | None = None


class StateFilter(_OperatorFilter, kw_only=True):
    """The type and the name of the current state."""

    type: StateTypeIn | None = None
    name: TextIn | None = None


class ParentFlowRun(_OperatorFilter, kw_only=True):
    """Runs that were called from one of these flow runs."""

    any_: list[UUID] | None = None


# ── filters of a noun ───────────────────────────────────────────────────────────────────────────


class FlowFilter(_OperatorFilter, kw_only=True):
    """Which flows."""

    id: IdIn | None = None
    deployment: IsNull | None = None
    name: TextInOrLike | None = None
    tags: Tags | None = None


class FlowRunFilter(_OperatorFilter, kw_only=True):
    """Which flow runs."""

    id: IdInOrNot | None = None
    name: TextInOrLike | None = None
    tags: Tags | None = None
    deployment_id: IdInOrNull | None = None
    work_queue_name: TextInOrNull | None = None
    state: StateFilter | None = None
    flow_version: TextIn | None = None
    start_time: BetweenOrNull | None = None
    expected_start_time: Between | None = None
    next_scheduled_start_time: Between | None = None
    parent_flow_run_id: ParentFlowRun | None = None
    parent_task_run_id: IdInOrNull | None = None
    idempotency_key: TextInOrNot | None = None


class TaskRunFilter(_OperatorFilter, kw_only=True):
    """Which task runs."""

    id: IdIn | None = None
    name: TextInOrLike | None = None
    tags: Tags | None = None
    state: StateFilter | None = None
    start_time: BetweenOrNull | None = None
    subflow_runs: Exists | None = None
    flow_run_id: IdInOrNull | None = None


class DeploymentFilter(_OperatorFilter, kw_only=True):
    """Which deployments."""

    id: IdIn | None = None
    name: TextInOrLike | None = None
    paused: Equal | None = None
    is_schedule_active: Equal | None = None
    tags: Tags | None = None
    work_queue_name: TextIn | None = None


class WorkPoolFilter(_OperatorFilter, kw_only=True):
    """Which work pools."""

    id: IdIn | None = None
    name: TextIn | None = None
    type: TextIn | None = None


class WorkQueueFilter(_OperatorFilter, kw_only=True):
    """Which work queues."""

    id: IdIn | None = None
    name: TextInOrStartsWith | None = None


class LogFilter(_OperatorFilter, kw_only=True):
    """Which log lines."""

    level: LevelRange | None = None
    timestamp: Between | None = None
    flow_run_id: IdIn | None = None
    task_run_id: IdIn | None = None


class RunScope(msgspec.Struct, kw_only=True):
    """Filters on several nouns at once, joined by and: a row counts when it is linked to a row of each."""

    flows: FlowFilter | None = None
    flow_runs: FlowRunFilter | None = None
    task_runs: TaskRunFilter | None = None
    deployments: DeploymentFilter | None = None
    work_pools: WorkPoolFilter | None = None
    work_pool_queues: WorkQueueFilter | None = None
