"""What is deployed, and what runs leave behind: work pools, blocks, variables, artifacts, limits, events."""

import sqlalchemy as sa
from alembic import op

from legato.server.store.types import Id, Json, Moment, Words

revision = "0002"
down_revision = "0001"


def _index(name: str, table: str, *columns: str, given: str | None = None, where: str | None = None) -> None:
    keys = [sa.text(column) if "(" in column else column for column in columns]
    condition = where if given is None else f"{given} IS NOT NULL"
    rows = None if condition is None else sa.text(condition)
    op.create_index(name, table, keys, sqlite_where=rows, postgresql_where=rows)


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "artifact",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("key", Words()),
        sa.Column("type", Words()),
        sa.Column("description", Words()),
        sa.Column("data", Words()),
        sa.Column("metadata_", Json()),
        sa.Column("flow_run_id", Id()),
        sa.Column("task_run_id", Id()),
        sa.PrimaryKeyConstraint("id", name="pk_artifact"),
    )
    _index("ix_artifact_created_id", "artifact", "created", "id")
    _index("ix_artifact_flow_run", "artifact", "flow_run_id", given="flow_run_id")
    _index("ix_artifact_key_created_id", "artifact", "key", "created", "id")
    _index("ix_artifact_task_run", "artifact", "task_run_id", given="task_run_id")
    _index("ix_artifact_updated_id", "artifact", "updated", "id")
    op.create_table(
        "artifact_collection",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("latest_id", Id(), nullable=False),
        sa.Column("type", Words()),
        sa.Column("description", Words()),
        sa.Column("data", Words()),
        sa.Column("metadata_", Json()),
        sa.Column("flow_run_id", Id()),
        sa.Column("task_run_id", Id()),
        sa.PrimaryKeyConstraint("id", name="pk_artifact_collection"),
        sa.UniqueConstraint("key", name="uq_artifact_collection_key"),
    )
    _index("ix_artifact_collection_created_id", "artifact_collection", "created", "id")
    _index("ix_artifact_collection_flow_run", "artifact_collection", "flow_run_id", given="flow_run_id")
    _index("ix_artifact_collection_latest_id", "artifact_collection", "latest_id")
    _index("ix_artifact_collection_task_run", "artifact_collection", "task_run_id", given="task_run_id")
    _index("ix_artifact_collection_updated_id", "artifact_collection", "updated", "id")
    op.create_table(
        "automation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("description", Words(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("trigger", Json(), nullable=False),
        sa.Column("actions", Json(), nullable=False),
        sa.Column("actions_on_trigger", Json(), nullable=False),
        sa.Column("actions_on_resolve", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_automation"),
    )
    _index("ix_automation_name_id", "automation", "name", "id")
    op.create_table(
        "block_type",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("slug", Words(), nullable=False),
        sa.Column("logo_url", Words()),
        sa.Column("documentation_url", Words()),
        sa.Column("description", Words()),
        sa.Column("code_example", Words()),
        sa.Column("is_protected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_block_type"),
        sa.UniqueConstraint("slug", name="uq_block_type_slug"),
    )
    _index("ix_block_type_name_id", "block_type", "name", "id")
    op.create_table(
        "concurrency_limit",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("tag", Words(), nullable=False),
        sa.Column("concurrency_limit", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concurrency_limit"),
        sa.UniqueConstraint("tag", name="uq_concurrency_limit_tag"),
    )
    op.create_table(
        "configuration",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("value", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_configuration"),
        sa.UniqueConstraint("key", name="uq_configuration_key"),
    )
    op.create_table(
        "csrf_token",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("token", Words(), nullable=False),
        sa.Column("client", Words(), nullable=False),
        sa.Column("expiration", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_csrf_token"),
        sa.UniqueConstraint("client", name="uq_csrf_token_client"),
    )
    _index("ix_csrf_token_expiration", "csrf_token", "expiration")
    op.create_table(
        "event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("occurred", Moment(), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("event", Words(), nullable=False),
        sa.Column("resource_id", Words(), nullable=False),
        sa.Column("resource", Json(), nullable=False),
        sa.Column("related", Json(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("follows", Id()),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    _index("ix_event_event_occurred_id", "event", "event", "occurred", "id")
    _index("ix_event_occurred_id", "event", "occurred", "id")
    _index("ix_event_resource_id_occurred_id", "event", "resource_id", "occurred", "id")
    op.create_table(
        "global_limit",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("active_slots", sa.Integer(), nullable=False),
        sa.Column("active_since", Moment(), nullable=False),
        sa.Column("denied_slots", sa.Integer(), nullable=False),
        sa.Column("denied_since", Moment(), nullable=False),
        sa.Column("slot_decay_per_second", sa.Float(), nullable=False),
        sa.Column("avg_slot_occupancy_seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_global_limit"),
        sa.UniqueConstraint("name", name="uq_global_limit_name"),
    )
    op.create_table(
        "variable",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_variable"),
        sa.UniqueConstraint("name", name="uq_variable_name"),
    )
    _index("ix_variable_created_id", "variable", "created", "id")
    _index("ix_variable_updated_id", "variable", "updated", "id")
    op.create_table(
        "work_pool",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("description", Words()),
        sa.Column("type", Words(), nullable=False),
        sa.Column("base_job_template", Json(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("concurrency_limit", sa.Integer()),
        sa.Column("status", Words()),
        sa.Column("default_queue_id", Id()),
        sa.PrimaryKeyConstraint("id", name="pk_work_pool"),
        sa.UniqueConstraint("name", name="uq_work_pool_name"),
    )
    op.create_table(
        "automation_resource",
        sa.Column("automation_id", Id(), nullable=False),
        sa.Column("resource_id", Words(), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["automation_id"], ["automation.id"], name="fk_automation_resource_automation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("automation_id", "resource_id", name="pk_automation_resource"),
    )
    _index("ix_automation_resource_resource_id", "automation_resource", "resource_id")
    op.create_table(
        "block_schema",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("checksum", Words(), nullable=False),
        sa.Column("version", Words(), nullable=False),
        sa.Column("fields", Words(), nullable=False),
        sa.Column("capabilities", Json(), nullable=False),
        sa.Column("block_type_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_type_id"], ["block_type.id"], name="fk_block_schema_block_type_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block_schema"),
        sa.UniqueConstraint("checksum", "version", name="uq_block_schema_checksum_version"),
    )
    _index("ix_block_schema_block_type_id_created", "block_schema", "block_type_id", "created")
    _index("ix_block_schema_created_id", "block_schema", "created", "id")
    op.create_table(
        "concurrency_slot",
        sa.Column("limit_id", Id(), nullable=False),
        sa.Column("task_run_id", Id(), nullable=False),
        sa.Column("taken", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["limit_id"], ["concurrency_limit.id"], name="fk_concurrency_slot_limit_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("limit_id", "task_run_id", name="pk_concurrency_slot"),
    )
    _index("ix_concurrency_slot_task_run_id", "concurrency_slot", "task_run_id")
    op.create_table(
        "event_related",
        sa.Column("resource_id", Words(), nullable=False),
        sa.Column("occurred", Moment(), nullable=False),
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", Words(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_related_event_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("resource_id", "occurred", "event_id", "place", name="pk_event_related"),
        sqlite_with_rowid=False,
    )
    _index("ix_event_related_event_id", "event_related", "event_id")
    op.create_table(
        "work_queue",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("work_pool_id", Id(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("description", Words()),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("concurrency_limit", sa.Integer()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("filter", Json()),
        sa.Column("last_polled", Moment()),
        sa.Column("status", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_pool_id"], ["work_pool.id"], name="fk_work_queue_work_pool_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_queue"),
        sa.UniqueConstraint("work_pool_id", "name", name="uq_work_queue_work_pool_id_name"),
    )
    op.create_table(
        "worker",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("work_pool_id", Id(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("last_heartbeat_time", Moment(), nullable=False),
        sa.Column("heartbeat_interval_seconds", sa.Integer()),
        sa.Column("status", Words(), nullable=False),
        sa.ForeignKeyConstraint(["work_pool_id"], ["work_pool.id"], name="fk_worker_work_pool_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
        sa.UniqueConstraint("work_pool_id", "name", name="uq_worker_work_pool_id_name"),
    )
    op.create_table(
        "agent",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("work_queue_id", Id(), nullable=False),
        sa.Column("last_activity_time", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_queue_id"], ["work_queue.id"], name="fk_agent_work_queue_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agent"),
    )
    op.create_table(
        "block_document",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("data", Words(), nullable=False),
        sa.Column("key_id", Words(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("block_type_id", Id(), nullable=False),
        sa.Column("block_schema_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_schema_id"], ["block_schema.id"], name="fk_block_document_block_schema_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["block_type_id"], ["block_type.id"], name="fk_block_document_block_type_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block_document"),
        sa.UniqueConstraint("block_type_id", "name", name="uq_block_document_block_type_id_name"),
    )
    _index("ix_block_document_block_schema_id", "block_document", "block_schema_id")
    _index("ix_block_document_key_id", "block_document", "key_id")
    _index("ix_block_document_name_id", "block_document", "name", "id")
    op.create_table(
        "block_schema_reference",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("parent_block_schema_id", Id(), nullable=False),
        sa.Column("reference_block_schema_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_block_schema_id"],
            ["block_schema.id"],
            name="fk_block_schema_reference_parent_block_schema_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reference_block_schema_id"],
            ["block_schema.id"],
            name="fk_block_schema_reference_reference_block_schema_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block_schema_reference"),
    )
    _index(
        "ix_block_schema_reference_parent_block_schema_id_id", "block_schema_reference", "parent_block_schema_id", "id"
    )
    _index("ix_block_schema_reference_reference_block_schema_id", "block_schema_reference", "reference_block_schema_id")
    op.create_table(
        "deployment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("flow_id", Id(), nullable=False),
        sa.Column("version", Words()),
        sa.Column("description", Words()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("parameters", Json(), nullable=False),
        sa.Column("parameter_openapi_schema", Json()),
        sa.Column("enforce_parameter_schema", sa.Boolean(), nullable=False),
        sa.Column("path", Words()),
        sa.Column("entrypoint", Words()),
        sa.Column("pull_steps", Json()),
        sa.Column("manifest_path", Words()),
        sa.Column("storage_document_id", Id()),
        sa.Column("infrastructure_document_id", Id()),
        sa.Column("job_variables", Json(), nullable=False),
        sa.Column("work_queue_id", Id()),
        sa.Column("work_queue_name", Words()),
        sa.Column("status", Words(), nullable=False),
        sa.Column("last_polled", Moment()),
        sa.Column("created_by", Json()),
        sa.Column("updated_by", Json()),
        sa.ForeignKeyConstraint(["flow_id"], ["flow.id"], name="fk_deployment_flow_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["work_queue_id"], ["work_queue.id"], name="fk_deployment_work_queue_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deployment"),
        sa.UniqueConstraint("flow_id", "name", name="uq_deployment_flow_id_name"),
    )
    _index("ix_deployment_created_id", "deployment", "created", "id")
    _index("ix_deployment_name_id", "deployment", "name", "id")
    _index("ix_deployment_updated_id", "deployment", "updated", "id")
    _index("ix_deployment_work_queue_id", "deployment", "work_queue_id")
    op.create_table(
        "flow_run_input",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("flow_run_id", Id(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.Column("sender", Words()),
        sa.ForeignKeyConstraint(
            ["flow_run_id"], ["flow_run.id"], name="fk_flow_run_input_flow_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_flow_run_input"),
        sa.UniqueConstraint("flow_run_id", "key", name="uq_flow_run_input_flow_run_id_key"),
    )
    op.create_table(
        "block_document_reference",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("parent_block_document_id", Id(), nullable=False),
        sa.Column("reference_block_document_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_block_document_id"],
            ["block_document.id"],
            name="fk_block_document_reference_parent_block_document_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reference_block_document_id"],
            ["block_document.id"],
            name="fk_block_document_reference_reference_block_document_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block_document_reference"),
        sa.UniqueConstraint(
            "parent_block_document_id", "name", name="uq_block_document_reference_parent_block_document_id_name"
        ),
    )
    _index(
        "ix_block_document_reference_reference_block_document_id",
        "block_document_reference",
        "reference_block_document_id",
    )
    op.create_table(
        "deployment_schedule",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("deployment_id", Id(), nullable=False),
        sa.Column("schedule", Json(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("max_active_runs", sa.Integer()),
        sa.Column("max_scheduled_runs", sa.Integer()),
        sa.Column("catchup", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name="fk_deployment_schedule_deployment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deployment_schedule"),
    )
    _index("ix_deployment_schedule_deployment_id_created", "deployment_schedule", "deployment_id", "created")
    op.create_table(
        "flow_run_notification_policy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("state_names", Json(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("block_document_id", Id(), nullable=False),
        sa.Column("message_template", Words()),
        sa.ForeignKeyConstraint(
            ["block_document_id"],
            ["block_document.id"],
            name="fk_flow_run_notification_policy_block_document_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_flow_run_notification_policy"),
    )
    _index("ix_flow_run_notification_policy_block_document_id", "flow_run_notification_policy", "block_document_id")
    _index("ix_flow_run_notification_policy_is_active_id", "flow_run_notification_policy", "is_active", "id")
    op.create_table(
        "task_run_cache",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("cache_key", Words(), nullable=False),
        sa.Column("cache_expiration", Moment()),
        sa.Column("task_run_state_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_run_state_id"], ["task_run_state.id"], name="fk_task_run_cache_task_run_state_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task_run_cache"),
    )
    _index("ix_task_run_cache_cache_key_created", "task_run_cache", "cache_key", "created")
    _index("ix_task_run_cache_task_run_state_id", "task_run_cache", "task_run_state_id")
    _index(
        "ix_flow_run_deployment",
        "flow_run",
        "deployment_id",
        "coalesce(start_time, expected_start_time)",
        "id",
        given="deployment_id",
    )
    _index(
        "ix_flow_run_deployment_expected",
        "flow_run",
        "deployment_id",
        "expected_start_time",
        "id",
        given="deployment_id",
    )
    _index(
        "ix_flow_run_deployment_next",
        "flow_run",
        "deployment_id",
        "state_type",
        "next_scheduled_start_time",
        "id",
        given="deployment_id",
    )
    _index(
        "ix_flow_run_queue_next",
        "flow_run",
        "work_queue_id",
        "state_type",
        "next_scheduled_start_time",
        "id",
        given="work_queue_id",
    )
    _index("ix_task_run_started", "task_run", "start_time", "state_type")
    _index(
        "ix_task_run_waiting",
        "task_run",
        "task_key",
        "expected_start_time",
        "id",
        where="flow_run_id IS NULL AND state_type = 'SCHEDULED'",
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_flow_run_deployment", table_name="flow_run")
    op.drop_index("ix_flow_run_deployment_expected", table_name="flow_run")
    op.drop_index("ix_flow_run_deployment_next", table_name="flow_run")
    op.drop_index("ix_flow_run_queue_next", table_name="flow_run")
    op.drop_index("ix_task_run_started", table_name="task_run")
    op.drop_index("ix_task_run_waiting", table_name="task_run")
    for table in (
        "task_run_cache",
        "flow_run_notification_policy",
        "deployment_schedule",
        "block_document_reference",
        "flow_run_input",
        "deployment",
        "block_schema_reference",
        "block_document",
        "agent",
        "worker",
        "work_queue",
        "event_related",
        "concurrency_slot",
        "block_schema",
        "automation_resource",
        "work_pool",
        "variable",
        "global_limit",
        "event",
        "csrf_token",
        "configuration",
        "concurrency_limit",
        "block_type",
        "automation",
        "artifact_collection",
        "artifact",
    ):
        op.drop_table(table)
