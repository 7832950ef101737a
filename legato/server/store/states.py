"""The history of runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, select

from legato.schemas.states import State
from legato.server.store.tables import flow_run_state, task_run_state
from legato.server.store.transaction import Transaction

_RUN_ID = {flow_run_state: "flow_run_id", task_run_state: "task_run_id"}
_COLUMNS = ("id", "type", "name", "timestamp", "message", "data", "state_details")


def by_id(db: Transaction, table: Table, id: UUID) -> State[Any] | None:
    """Return a state by id."""
    return first(db, selected(table).where(table.c.id == id))


def selected(table: Table) -> Select[Any]:
    """Return a query for states."""
    return select(*(table.c[name] for name in _COLUMNS))


def first(db: Transaction, query: Select[Any]) -> State[Any] | None:
    """Return the first state that a query gives."""
    row = db.first(query)
    return None if row is None else State(**row._asdict())


def of_run(db: Transaction, table: Table, run_id: UUID) -> list[State[Any]]:
    """Return the states of a run, oldest first."""
    rows = selected(table).where(table.c[_RUN_ID[table]] == run_id)
    return [State(**row._asdict()) for row in db.all(rows.order_by(table.c.timestamp, table.c.id))]
