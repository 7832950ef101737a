"""Schedules of deployments: what they are, and which of them need runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import ColumnElement, Select, and_, case, delete, false, func, literal, select, true, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.deployments import DeploymentSchedule, DeploymentScheduleCreate, Overlap
from legato.server.store.tables.deployments import deployment, deployment_schedule
from legato.server.store.transaction import Transaction
from legato.server.store.types import Moment

_SHOWN = (
    *("id", "created", "updated", "deployment_id", "schedule", "active"),
    *("max_active_runs", "max_scheduled_runs", "catchup", "overlap", "catchup_policy", "max_lateness"),
)
POLICIES = ("overlap", "catchup_policy", "max_lateness")
"""What a schedule does with runs that overlap, or were missed; absent where nobody said."""


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    columns = [deployment_schedule.c[name] for name in _SHOWN]
    return select(*columns).where(*where).order_by(deployment_schedule.c.created, deployment_schedule.c.id)


def _of(row: Any) -> DeploymentSchedule:
    values = row._asdict()
    return DeploymentSchedule(**{n: v for n, v in values.items() if v is not None or n not in POLICIES})


def of(db: Transaction, ids: Collection[UUID]) -> list[DeploymentSchedule]:
    """Return the schedules of deployments, oldest first."""
    if not ids:
        return []
    return [_of(row) for row in db.all(_rows(deployment_schedule.c.deployment_id.in_(list(ids))))]


def add(db: Transaction, id: UUID, new: Sequence[DeploymentScheduleCreate]) -> list[DeploymentSchedule]:
    """Give a deployment more schedules and return these."""
    now = clock.now()
    rows: list[tuple[Any, ...]] = []
    for one in new:
        policies = _policies({name: getattr(one, name) for name in POLICIES})
        common = (one.schedule, one.active, one.max_active_runs, one.max_scheduled_runs, one.catchup)
        rows.append((uuid7(), now, now, id, *common, *(policies[name] for name in POLICIES)))
    db.insert_rows(deployment_schedule, _SHOWN, rows)
    made = [row[0] for row in rows]
    return [] if not made else [_of(row) for row in db.all(_rows(deployment_schedule.c.id.in_(made)))]


def _policies(given: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of policies; one that has any says what it does with overlapping runs, too."""
    said = {name: None if value is UNSET else value for name, value in given.items()}
    if said["overlap"] is None and any(value is not None for value in said.values()):
        said["overlap"] = Overlap.ALLOW
    return said


def change(db: Transaction, id: UUID, schedule_id: UUID, changes: dict[str, Any]) -> bool:
    """Change a schedule of a deployment; tell whether it has such a one."""
    where = deployment_schedule.c.id == schedule_id, deployment_schedule.c.deployment_id == id
    row = db.first(select(*(deployment_schedule.c[name] for name in POLICIES)).where(*where))
    if row is None:
        return False
    policies = row._asdict() | {name: value for name, value in changes.items() if name in POLICIES}
    db.execute(update(deployment_schedule).where(*where).values(**changes | _policies(policies), updated=clock.now()))
    return True


def remove(db: Transaction, id: UUID, schedule_id: UUID) -> bool:
    """Delete a schedule of a deployment; tell whether it had such a one."""
    where = deployment_schedule.c.id == schedule_id, deployment_schedule.c.deployment_id == id
    return db.execute(delete(deployment_schedule).where(*where)).rowcount > 0


def clear(db: Transaction, id: UUID) -> None:
    """Delete all schedules of a deployment."""
    db.execute(delete(deployment_schedule).where(deployment_schedule.c.deployment_id == id))


# ── which of them need runs ─────────────────────────────────────────────────────────────────────


def arm(db: Transaction, id: UUID) -> None:
    """Let the scheduler look at the schedules of a deployment as if it had made no runs of them yet."""
    schedule = deployment_schedule.c
    is_on = select(deployment.c.id).where(deployment.c.id == id, deployment.c.paused.is_(false())).exists()
    look_at = case((and_(schedule.active.is_(true()), is_on), literal(clock.now(), Moment())), else_=None)
    of_it = update(deployment_schedule).where(schedule.deployment_id == id)
    db.execute(of_it.values(look_at=look_at, made_until=None))
    db.changes.schedules.add(id)


NEEDED = ("id", "deployment_id", "schedule", "made_until", "catchup", "catchup_policy", "max_lateness")
"""The columns that must be known to make runs of a schedule."""


def due(db: Transaction, now: datetime, limit: int) -> list[Any]:
    """Return rows of schedules that need runs, the longest due first; nobody else has them until the commit."""
    columns = [deployment_schedule.c[name] for name in NEEDED]
    rows = select(*columns).where(deployment_schedule.c.look_at <= now)
    rows = rows.order_by(deployment_schedule.c.look_at, deployment_schedule.c.id).limit(limit)
    return list(db.all(rows.with_for_update(skip_locked=True)))


def next_look(db: Transaction) -> datetime | None:
    """Return when the next schedule needs runs."""
    moment: datetime | None = db.scalar(
        select(func.min(deployment_schedule.c.look_at)).where(deployment_schedule.c.look_at.is_not(None))
    )
    return moment


def note_made(db: Transaction, made: Iterable[tuple[datetime | None, datetime | None, UUID]]) -> None:
    """Keep for schedules until when runs were made, and when more are needed."""
    db.update_rows(deployment_schedule, ("made_until", "look_at"), made)
