"""Which rows a list or a count is about: the filters of each noun, made of conditions."""

from __future__ import annotations

import msgspec

from legato.schemas.conditions import (
    Before,
    Between,
    BetweenOrNull,
    Equal,
    Exists,
    Filter,
    HasAll,
    IdIn,
    IdInOrNot,
    IdInOrNull,
    IsNull,
    LevelRange,
    OperatorFilter,
    ParentFlowRun,
    StateFilter,
    Tags,
    TextIn,
    TextInLikeOrExists,
    TextInOrLike,
    TextInOrNot,
    TextInOrNull,
    TextInOrStartsWith,
    TextLike,
    WorkerStatusIn,
)


class FlowFilter(OperatorFilter, kw_only=True):
    """Which flows."""

    id: IdIn | None = None
    deployment: IsNull | None = None
    name: TextInOrLike | None = None
    tags: Tags | None = None


class FlowRunFilter(OperatorFilter, kw_only=True):
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


class TaskRunFilter(OperatorFilter, kw_only=True):
    """Which task runs."""

    id: IdIn | None = None
    name: TextInOrLike | None = None
    tags: Tags | None = None
    state: StateFilter | None = None
    start_time: BetweenOrNull | None = None
    subflow_runs: Exists | None = None
    flow_run_id: IdInOrNull | None = None


class DeploymentFilter(OperatorFilter, kw_only=True):
    """Which deployments."""

    id: IdIn | None = None
    name: TextInOrLike | None = None
    paused: Equal | None = None
    is_schedule_active: Equal | None = None
    tags: Tags | None = None
    work_queue_name: TextIn | None = None


class WorkPoolFilter(OperatorFilter, kw_only=True):
    """Which work pools."""

    id: IdIn | None = None
    name: TextIn | None = None
    type: TextIn | None = None


class WorkQueueFilter(OperatorFilter, kw_only=True):
    """Which work queues."""

    id: IdIn | None = None
    name: TextInOrStartsWith | None = None


class LogFilter(OperatorFilter, kw_only=True):
    """Which log lines."""

    level: LevelRange | None = None
    timestamp: Between | None = None
    flow_run_id: IdIn | None = None
    task_run_id: IdIn | None = None


class WorkerFilter(OperatorFilter, kw_only=True):
    """Which workers."""

    last_heartbeat_time: Between | None = None
    status: WorkerStatusIn | None = None


class ArtifactFilter(OperatorFilter, kw_only=True):
    """Which artifacts."""

    id: IdIn | None = None
    key: TextInLikeOrExists | None = None
    flow_run_id: IdIn | None = None
    task_run_id: IdIn | None = None
    type: TextInOrNot | None = None


class ArtifactCollectionFilter(OperatorFilter, kw_only=True):
    """Which keys of artifacts, by the latest artifact of each."""

    latest_id: IdIn | None = None
    key: TextInLikeOrExists | None = None
    flow_run_id: IdIn | None = None
    task_run_id: IdIn | None = None
    type: TextInOrNot | None = None


class VariableFilter(OperatorFilter, kw_only=True):
    """Which variables."""

    id: IdIn | None = None
    name: TextInOrLike | None = None
    value: TextInOrLike | None = None
    tags: Tags | None = None


class BlockTypeFilter(Filter, kw_only=True):
    """Which block types."""

    name: TextLike | None = None
    slug: TextIn | None = None


class BlockSchemaFilter(OperatorFilter, kw_only=True):
    """Which block schemas."""

    block_type_id: IdIn | None = None
    block_capabilities: HasAll | None = None
    id: IdIn | None = None
    version: TextIn | None = None


class BlockDocumentFilter(OperatorFilter, kw_only=True):
    """Which block documents; anonymous ones only where they are asked for."""

    id: IdIn | None = None
    is_anonymous: Equal | None = msgspec.field(default_factory=lambda: Equal(eq_=False))
    block_type_id: IdIn | None = None
    name: TextInOrLike | None = None


class FlowRunNotificationPolicyFilter(Filter, kw_only=True):
    """Which notification policies."""

    is_active: Equal | None = msgspec.field(default_factory=lambda: Equal(eq_=False))


class AutomationFilter(OperatorFilter, kw_only=True):
    """Which automations."""

    name: TextIn | None = None
    created: Before | None = None


class RunScope(msgspec.Struct, kw_only=True):
    """Filters on several nouns at once, joined by and: a row counts when it is linked to a row of each."""

    flows: FlowFilter | None = None
    flow_runs: FlowRunFilter | None = None
    task_runs: TaskRunFilter | None = None
    deployments: DeploymentFilter | None = None
    work_pools: WorkPoolFilter | None = None
    work_pool_queues: WorkQueueFilter | None = None
