"""Deployments, their schedules, work pools with queues, and who takes runs from them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, UniqueConstraint

from legato.schemas.flow_runs import CreatedBy
from legato.schemas.schedules import Schedule
from legato.schemas.work_pools import QueueFilter
from legato.server.store.tables.rows import index_where_given, metadata, row_columns
from legato.server.store.types import Id, Json, Moment, Truth, Words

work_pool = Table(
    "work_pool",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False, unique=True),
    Column("description", Words()),
    Column("type", Words(), nullable=False),
    Column("base_job_template", Json(dict[str, Any]), nullable=False),
    Column("is_paused", Truth(), nullable=False),
    Column("concurrency_limit", Integer),
    Column("status", Words()),
    Column("default_queue_id", Id()),
)

work_queue = Table(
    "work_queue",
    metadata,
    *row_columns(),
    Column("work_pool_id", Id(), ForeignKey("work_pool.id", ondelete="CASCADE"), nullable=False),
    Column("name", Words(), nullable=False),
    Column("description", Words()),
    Column("is_paused", Truth(), nullable=False),
    Column("concurrency_limit", Integer),
    Column("priority", Integer, nullable=False),
    Column("filter", Json(QueueFilter)),
    Column("last_polled", Moment()),
    Column("status", Words(), nullable=False),
    UniqueConstraint("work_pool_id", "name"),
)

worker = Table(
    "worker",
    metadata,
    *row_columns(),
    Column("work_pool_id", Id(), ForeignKey("work_pool.id", ondelete="CASCADE"), nullable=False),
    Column("name", Words(), nullable=False),
    Column("last_heartbeat_time", Moment(), nullable=False),
    Column("heartbeat_interval_seconds", Integer),
    Column("status", Words(), nullable=False),
    UniqueConstraint("work_pool_id", "name"),
)

agent = Table(
    "agent",
    metadata,
    *row_columns(),
    Column("work_queue_id", Id(), ForeignKey("work_queue.id", ondelete="CASCADE"), nullable=False),
    Column("last_activity_time", Moment(), nullable=False),
)

deployment = Table(
    "deployment",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    Column("flow_id", Id(), ForeignKey("flow.id", ondelete="CASCADE"), nullable=False),
    Column("version", Words()),
    Column("description", Words()),
    Column("paused", Truth(), nullable=False),
    Column("tags", Json(list[str]), nullable=False),
    Column("parameters", Json(dict[str, Any]), nullable=False),
    Column("parameter_openapi_schema", Json(dict[str, Any])),
    Column("enforce_parameter_schema", Truth(), nullable=False),
    Column("path", Words()),
    Column("entrypoint", Words()),
    Column("pull_steps", Json(list[dict[str, Any]])),
    Column("manifest_path", Words()),
    Column("storage_document_id", Id()),
    Column("infrastructure_document_id", Id()),
    Column("job_variables", Json(dict[str, Any]), nullable=False),
    Column("work_queue_id", Id(), ForeignKey("work_queue.id", ondelete="SET NULL")),
    Column("work_queue_name", Words()),
    Column("status", Words(), nullable=False),
    Column("last_polled", Moment()),
    Column("created_by", Json(CreatedBy)),
    Column("updated_by", Json(CreatedBy)),
    Column("operator_fields", Json(list[str])),
    UniqueConstraint("flow_id", "name"),
    Index(None, "name", "id"),
    Index(None, "created", "id"),
    Index(None, "updated", "id"),
    Index(None, "work_queue_id"),
)

deployment_schedule = Table(
    "deployment_schedule",
    metadata,
    *row_columns(),
    Column("deployment_id", Id(), ForeignKey("deployment.id", ondelete="CASCADE"), nullable=False),
    Column("schedule", Json(Schedule), nullable=False),
    Column("active", Truth(), nullable=False),
    Column("max_active_runs", Integer),
    Column("max_scheduled_runs", Integer),
    Column("catchup", Truth(), nullable=False),
    # A schedule with a policy of any kind has a value here.
    Column("overlap", Words()),
    Column("catchup_policy", Words()),
    Column("max_lateness", Float),
    # Until when runs were made, and when more are needed: never, where there is no moment.
    Column("made_until", Moment()),
    Column("look_at", Moment()),
    Index(None, "deployment_id", "created"),
)

index_where_given("ix_deployment_schedule_look", deployment_schedule.c.look_at, deployment_schedule.c.id)
index_where_given(
    "ix_deployment_schedule_policy",
    *(deployment_schedule.c.deployment_id, deployment_schedule.c.id),
    given=deployment_schedule.c.overlap,
)
