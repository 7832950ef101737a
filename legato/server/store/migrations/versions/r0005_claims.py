"""Who has taken which flow run."""

import sqlalchemy as sa
from alembic import op

from legato.server.store.types import Id, Moment, Words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of claims."""
    op.create_table(
        "flow_run_claim",
        sa.Column("flow_run_id", Id(), nullable=False),
        sa.Column("taker", Words(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_run_id"], ["flow_run.id"], name="fk_flow_run_claim_flow_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("flow_run_id", name="pk_flow_run_claim"),
    )
    op.create_index("ix_flow_run_claim_taker", "flow_run_claim", ["taker"])
    op.create_index("ix_flow_run_claim_expires", "flow_run_claim", ["expires"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("flow_run_claim")
