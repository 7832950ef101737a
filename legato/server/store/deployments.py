"""Deployments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import ColumnElement, delete, func, select, true, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.deployments import Deployment, DeploymentSchedule, DeploymentStatus
from legato.schemas.filters import RunScope
from legato.schemas.sorting import DeploymentSort
from legato.schemas.states import StateType
from legato.server.store import deployment_schedules, filters, flow_runs
from legato.server.store.conditions import one_of
from legato.server.store.flow_runs import Placement
from legato.server.store.pages import Order, page
from legato.server.store.tables import flow, flow_run
from legato.server.store.tables.deployments import deployment, work_pool, work_queue
from legato.server.store.transaction import AnyRow, Transaction

_ORDERS = {
    DeploymentSort.CREATED_DESC: Order(deployment.c.created, descending=True),
    DeploymentSort.UPDATED_DESC: Order(deployment.c.updated, descending=True),
    DeploymentSort.NAME_ASC: Order(deployment.c.name),
    DeploymentSort.NAME_DESC: Order(deployment.c.name, descending=True),
}
_INNER = ("work_queue_id",)


def by_id(db: Transaction, id: UUID) -> Deployment | None:
    """Return a deployment by id."""
    return _first(db, deployment.c.id == id)


def by_name(db: Transaction, flow_name: str, name: str) -> Deployment | None:
    """Return a deployment by the names of its flow and of itself."""
    ids = select(flow.c.id).where(flow.c.name == flow_name)
    return _first(db, deployment.c.flow_id.in_(ids), deployment.c.name == name)


def of_flow(db: Transaction, flow_id: UUID, name: str) -> Deployment | None:
    """Return the deployment of a flow with that name."""
    return _first(db, deployment.c.flow_id == flow_id, deployment.c.name == name)


def _first(db: Transaction, *where: ColumnElement[bool]) -> Deployment | None:
    row = db.first(select(deployment).where(*where))
    return None if row is None else _deployments(db, [row])[0]


def _deployments(db: Transaction, rows: Sequence[AnyRow]) -> list[Deployment]:
    """Return deployments with their schedules and the names of their pools, asked for together."""
    named = _places(db, {row.work_queue_id for row in rows if row.work_queue_id is not None})
    schedules: dict[UUID, list[DeploymentSchedule]] = {}
    for schedule in deployment_schedules.of(db, [row.id for row in rows]):
        assert schedule.deployment_id is not None
        schedules.setdefault(schedule.deployment_id, []).append(schedule)
    found = []
    for row in rows:
        values = {name: value for name, value in row._asdict().items() if name not in _INNER}
        one = Deployment(**values)
        one.status = DeploymentStatus(row.status)
        one.operator_fields = row.operator_fields or UNSET
        one.infra_overrides, one.is_schedule_active = one.job_variables, not one.paused
        one.schedules = schedules.get(row.id, [])
        one.schedule = one.schedules[0].schedule if one.schedules else None
        one.work_queue_name, one.work_pool_name = named.get(row.work_queue_id, (row.work_queue_name, None))
        found.append(one)
    return found


def _places(db: Transaction, queue_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    if not queue_ids:
        return {}
    joined = work_queue.join(work_pool, work_pool.c.id == work_queue.c.work_pool_id)
    names = select(work_queue.c.id, work_queue.c.name, work_pool.c.name).select_from(joined)
    return {row[0]: (row[1], row[2]) for row in db.all(names.where(work_queue.c.id.in_(list(queue_ids))))}


def placed(db: Transaction, ids: Collection[UUID]) -> dict[UUID, tuple[Deployment, Placement]]:
    """Return deployments by id, and where their runs wait."""
    rows = db.all(select(deployment).where(one_of(deployment.c.id, ids)))
    queues = {row.id: row.work_queue_id for row in rows}
    return {one.id: (one, _placement(one, queues[one.id])) for one in _deployments(db, rows)}


def _placement(one: Deployment, queue_id: UUID | None) -> Placement:
    return Placement(
        deployment_id=one.id,
        deployment_version=one.version,
        work_queue_id=queue_id,
        work_queue_name=one.work_queue_name,
    )


def create(db: Transaction, values: dict[str, Any]) -> UUID | None:
    """Insert a deployment; None where its flow has one of that name."""
    now, id = clock.now(), uuid7()
    whole = {"id": id, "created": now, "updated": now, "status": DeploymentStatus.NOT_READY, **values}
    inserted = db.insert_rows(deployment, tuple(whole), [tuple(whole.values())])
    return id if inserted else None


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> None:
    """Change columns of a deployment."""
    db.execute(update(deployment).where(deployment.c.id == id).values(updated=clock.now(), **changes))


def remove(db: Transaction, id: UUID) -> None:
    """Delete a deployment with its schedules and its scheduled runs; its other runs stay, and go on naming it."""
    deployment_schedules.clear(db, id)
    _remove_scheduled(db, flow_run.c.deployment_id == id)
    db.execute(delete(deployment).where(deployment.c.id == id))


def schedule_anew(db: Transaction, id: UUID) -> None:
    """Delete the runs that schedules of a deployment made and that nobody has started, and let others be made."""
    # Schedules come first, so that whoever makes runs of them at this moment is done before these are looked for.
    deployment_schedules.arm(db, id)
    _remove_scheduled(db, flow_run.c.deployment_id == id, flow_run.c.auto_scheduled.is_(true()))


def _remove_scheduled(db: Transaction, *where: ColumnElement[bool]) -> None:
    ids = select(flow_run.c.id).where(flow_run.c.state_type == StateType.SCHEDULED, *where)
    flow_runs.remove(db, [row[0] for row in db.all(ids)])


def count(db: Transaction, scope: RunScope) -> int:
    """Return how many deployments."""
    return int(db.scalar(select(func.count()).select_from(deployment).where(filters.deployments_in(scope))))


def listed(db: Transaction, scope: RunScope, sort: DeploymentSort, limit: int, offset: int) -> list[Deployment]:
    """Return one page of deployments."""
    return _deployments(db, page(db, deployment, filters.deployments_in(scope), _ORDERS[sort], limit, offset))


def of_queues(db: Transaction, queue_ids: Collection[UUID]) -> list[Deployment]:
    """Return the deployments whose runs wait in one of some queues, but those that are ready already."""
    waiting = deployment.c.work_queue_id.in_(list(queue_ids)), deployment.c.status != DeploymentStatus.READY
    return _deployments(db, db.all(select(deployment).where(*waiting)))


def note_poll(db: Transaction, where: ColumnElement[bool], now: datetime) -> list[UUID]:
    """Keep that the runs of deployments were asked for; return the deployments that became ready by it."""
    woken = select(deployment.c.id).where(where, deployment.c.status != DeploymentStatus.READY)
    ids = [row[0] for row in db.all(woken)]
    db.execute(update(deployment).where(where).values(last_polled=now, status=DeploymentStatus.READY))
    return ids
