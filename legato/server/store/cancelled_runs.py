"""What cancelled flow runs left behind: task runs and subflow runs that are not over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, exists, select

from legato.schemas.states import FINAL, StateType
from legato.server.store.tables import flow_run, task_run
from legato.server.store.transaction import Transaction

_ACTIVE = tuple(kind for kind in StateType if kind not in FINAL)
_ASKED_TO_STOP = tuple(kind for kind in _ACTIVE if kind is not StateType.CANCELLING)


def tasks_left(db: Transaction, since: datetime, limit: int) -> list[UUID]:
    """Return task runs, not over, of flow runs cancelled since a moment; nobody else has them until the commit."""
    parent = flow_run.alias("parent")
    gone = exists().where(parent.c.id == task_run.c.flow_run_id, _cancelled(parent, since))
    rows = select(task_run.c.id).where(task_run.c.state_type.in_(_ACTIVE), gone)
    rows = rows.order_by(task_run.c.id).limit(limit).with_for_update(skip_locked=True)
    return [row[0] for row in db.all(rows)]


def subflows_left(db: Transaction, since: datetime, limit: int) -> list[tuple[UUID, UUID | None]]:
    """Return subflow runs, neither over nor asked to stop, of such flow runs, and what they are deployed as."""
    parent = flow_run.alias("parent")
    around = task_run.join(parent, parent.c.id == task_run.c.flow_run_id)
    gone = exists().select_from(around).where(task_run.c.id == flow_run.c.parent_task_run_id, _cancelled(parent, since))
    is_active = flow_run.c.parent_task_run_id.is_not(None), flow_run.c.state_type.in_(_ASKED_TO_STOP)
    rows = select(flow_run.c.id, flow_run.c.deployment_id).where(*is_active, gone)
    rows = rows.order_by(flow_run.c.id).limit(limit).with_for_update(skip_locked=True)
    return [(row[0], row[1]) for row in db.all(rows)]


def _cancelled(run: FromClause, since: datetime) -> ColumnElement[bool]:
    return and_(run.c.state_type == StateType.CANCELLED, run.c.state_timestamp >= since)
