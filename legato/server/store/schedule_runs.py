"""Runs of schedules that have policies: which go on, and which wait."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from legato.orchestration.due_runs import Active, Terms, Waiting
from legato.schemas.deployments import CatchUp, Overlap
from legato.schemas.states import StateType
from legato.server.store import deployment_schedules
from legato.server.store.tables import flow_run
from legato.server.store.tables.deployments import deployment_schedule
from legato.server.store.transaction import Transaction

Runs = tuple[list[Active], list[Waiting]]
_GOING_ON = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING, StateType.PAUSED)
_TERMS = (*deployment_schedules.NEEDED, "overlap", "max_active_runs")
_COLUMNS = [deployment_schedule.c[name] for name in _TERMS]
_HAS_POLICY = deployment_schedule.c.overlap.is_not(None)


def schedule_of(db: Transaction, run_id: UUID) -> Any:
    """Return the row of the schedule of a run that waits, if it has policies; nobody else has it until the commit."""
    made_by = select(flow_run.c.schedule_id).where(
        flow_run.c.id == run_id, flow_run.c.state_type == StateType.SCHEDULED
    )
    row = select(*_COLUMNS).where(deployment_schedule.c.id == made_by.scalar_subquery(), _HAS_POLICY)
    return db.first(row.with_for_update())


def taken(db: Transaction, ids: Collection[UUID]) -> list[Any]:
    """Return rows of schedules, but those which others have just now; nobody else has these until the commit."""
    rows = select(*_COLUMNS).where(deployment_schedule.c.id.in_(list(ids)), _HAS_POLICY)
    return list(db.all(rows.order_by(deployment_schedule.c.id).with_for_update(skip_locked=True)))


def terms_of(row: Any) -> Terms:
    """Return what a schedule says of its runs."""
    catch_up = row.catchup_policy or (CatchUp.ALL if row.catchup else None)
    return Terms(
        overlap=Overlap(row.overlap),
        limit=row.max_active_runs or 1,
        catch_up=None if catch_up is None else CatchUp(catch_up),
        max_lateness=row.max_lateness,
    )


def candidates(db: Transaction, before: datetime | None, *scope: ColumnElement[bool]) -> dict[UUID, UUID]:
    """Return the runs that wait of schedules with policies, due by a moment, each with its schedule."""
    if db.first(select(deployment_schedule.c.id).where(_HAS_POLICY).limit(1)) is None:
        return {}
    deployments = select(deployment_schedule.c.deployment_id).where(_HAS_POLICY)
    schedules = select(deployment_schedule.c.id).where(_HAS_POLICY)
    rows = select(flow_run.c.id, flow_run.c.schedule_id).where(
        flow_run.c.deployment_id.in_(deployments), flow_run.c.schedule_id.in_(schedules), _waits(before), *scope
    )
    return {row[0]: row[1] for row in db.all(rows)}


def of_schedules(db: Transaction, rows: Collection[Any], before: datetime | None) -> dict[UUID, Runs]:
    """Return for each schedule its runs that go on, oldest first, and those that wait, in the order they are due."""
    found: dict[UUID, Runs] = {row.id: ([], []) for row in rows}
    columns = [
        flow_run.c[name]
        for name in ("id", "name", "schedule_id", "state_type", "start_time", "next_scheduled_start_time")
    ]
    runs = select(*columns).where(
        flow_run.c.deployment_id.in_({row.deployment_id for row in rows}),
        flow_run.c.schedule_id.in_(list(found)),
        or_(flow_run.c.state_type.in_(_GOING_ON), _is_tried_again(), _waits(before)),
    )
    for run in db.all(runs.order_by(flow_run.c.expected_start_time, flow_run.c.id)):
        active, waiting = found[run.schedule_id]
        if run.state_type is StateType.SCHEDULED and run.start_time is None:
            waiting.append(Waiting(run.id, run.next_scheduled_start_time))
        else:
            active.append(Active(run.id, run.name, run.state_type is StateType.CANCELLING))
    return found


def _is_tried_again() -> ColumnElement[bool]:
    return and_(flow_run.c.state_type == StateType.SCHEDULED, flow_run.c.start_time.is_not(None))


def _waits(before: datetime | None) -> ColumnElement[bool]:
    when = flow_run.c.next_scheduled_start_time
    is_due = when.is_not(None) if before is None else when <= before
    return and_(flow_run.c.state_type == StateType.SCHEDULED, flow_run.c.start_time.is_(None), is_due)
