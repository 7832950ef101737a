"""Task runs outside of flow runs that a server of tasks took."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from legato.schemas.states import StateType
from legato.server.store import states
from legato.server.store.tables import task_run, task_run_state
from legato.server.store.transaction import Transaction


def stuck(db: Transaction, since: datetime, limit: int) -> list[tuple[UUID, UUID | None]]:
    """Return runs that have been pending since then, after somebody scheduled them, and where their parameters are.

    A task run that its own process brings to life was never scheduled. Nobody else has them until the commit.
    """
    was_scheduled = select(task_run_state.c.id).where(
        task_run_state.c.task_run_id == task_run.c.id, task_run_state.c.type == StateType.SCHEDULED
    )
    rows = select(task_run.c.id).where(
        task_run.c.state_type == StateType.PENDING,
        task_run.c.flow_run_id.is_(None),
        task_run.c.state_timestamp < since,
        was_scheduled.exists(),
    )
    rows = rows.order_by(task_run.c.id).limit(limit).with_for_update(skip_locked=True)
    return [(row[0], _parameters(db, row[0])) for row in db.all(rows)]


def _parameters(db: Transaction, id: UUID) -> UUID | None:
    history = reversed(states.of_run(db, task_run_state, id))
    return next((one.state_details.task_parameters_id for one in history if one.type is StateType.SCHEDULED), None)
