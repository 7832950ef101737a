"""What schedules do with runs that overlap or were missed, how far runs were made, and what operators changed."""

import sqlalchemy as sa
from alembic import op

from legato.server.store.types import Id, Json, Moment, Words

revision = "0004"
down_revision = "0003"

_LOOK, _POLICY = "ix_deployment_schedule_look", "ix_deployment_schedule_policy"
_SCHEDULE = ("overlap", "catchup_policy", "max_lateness", "made_until", "look_at")


def _index(name: str, *columns: str, given: str) -> None:
    rows = sa.text(f"{given} IS NOT NULL")
    op.create_index(name, "deployment_schedule", columns, sqlite_where=rows, postgresql_where=rows)


def upgrade() -> None:
    """Add the columns; the scheduler looks at every schedule that is on."""
    for name, kind in zip(_SCHEDULE, (Words(), Words(), sa.Float(), Moment(), Moment()), strict=True):
        op.add_column("deployment_schedule", sa.Column(name, kind))
    op.add_column("flow_run", sa.Column("schedule_id", Id()))
    op.add_column("deployment", sa.Column("operator_fields", Json(list[str])))
    _index(_LOOK, "look_at", "id", given="look_at")
    _index(_POLICY, "deployment_id", "id", given="overlap")
    op.execute("UPDATE deployment_schedule SET look_at = updated WHERE active")


def downgrade() -> None:
    """Remove the columns."""
    for name in (_LOOK, _POLICY):
        op.drop_index(name, "deployment_schedule")
    for name in _SCHEDULE:
        op.drop_column("deployment_schedule", name)
    op.drop_column("flow_run", "schedule_id")
    op.drop_column("deployment", "operator_fields")
