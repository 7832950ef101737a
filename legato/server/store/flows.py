"""Flows."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select, update

from legato import clock
from legato.ids import flow_id
from legato.schemas.filters import RunScope
from legato.schemas.flows import Flow
from legato.schemas.sorting import FlowSort
from legato.server.store import filters, flow_runs
from legato.server.store.pages import Order, page
from legato.server.store.tables import flow, flow_run
from legato.server.store.transaction import AnyRow, Transaction

_ORDERS = {
    FlowSort.CREATED_DESC: Order(flow.c.created, descending=True),
    FlowSort.UPDATED_DESC: Order(flow.c.updated, descending=True),
    FlowSort.NAME_ASC: Order(flow.c.name),
    FlowSort.NAME_DESC: Order(flow.c.name, descending=True),
}


def _of(row: AnyRow | None) -> Flow | None:
    return None if row is None else Flow(**row._asdict())


def create(db: Transaction, name: str, tags: list[str]) -> tuple[Flow, bool]:
    """Return the flow of that name, and whether it is new."""
    now = clock.now()
    columns = ("id", "created", "updated", "name", "tags")
    is_new = db.insert_rows(flow, columns, [(flow_id(name), now, now, name, tags)]) == 1
    made = by_name(db, name)
    assert made is not None
    return made, is_new


def by_id(db: Transaction, id: UUID) -> Flow | None:
    """Return a flow by id."""
    return _of(db.first(select(flow).where(flow.c.id == id)))


def by_name(db: Transaction, name: str) -> Flow | None:
    """Return a flow by name."""
    return _of(db.first(select(flow).where(flow.c.name == name)))


def set_tags(db: Transaction, id: UUID, tags: list[str] | None) -> bool:
    """Change a flow's tags; tell whether there is such a flow."""
    changes = {"updated": clock.now(), **({} if tags is None else {"tags": tags})}
    return db.execute(update(flow).where(flow.c.id == id).values(changes)).rowcount > 0


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a flow with its runs; tell whether there was such a flow."""
    ids = [row[0] for row in db.all(select(flow_run.c.id).where(flow_run.c.flow_id == id))]
    flow_runs.remove(db, ids)
    return db.execute(delete(flow).where(flow.c.id == id)).rowcount > 0


def count(db: Transaction, scope: RunScope) -> int:
    """Return how many flows."""
    return int(db.scalar(select(func.count()).select_from(flow).where(filters.flows_in(scope))))


def listed(db: Transaction, scope: RunScope, sort: FlowSort, limit: int, offset: int) -> list[Flow]:
    """Return one page of flows."""
    rows = page(db, flow, filters.flows_in(scope), _ORDERS[sort], limit, offset)
    return [Flow(**row._asdict()) for row in rows]
