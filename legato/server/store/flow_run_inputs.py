"""Inputs of flow runs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, delete, select

from legato import clock
from legato.ids import uuid7
from legato.schemas.flow_run_inputs import FlowRunInput
from legato.server.store.conditions import Condition, one_of
from legato.server.store.tables.flow_run_inputs import flow_run_input
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "updated", "flow_run_id", "key", "value", "sender")


def create(db: Transaction, flow_run_id: UUID, key: str, value: str, sender: str | None = None) -> bool:
    """Keep an input; tell whether its key was free."""
    now = clock.now()
    return db.insert_rows(flow_run_input, _COLUMNS, [(uuid7(), now, now, flow_run_id, key, value, sender)]) == 1


def put(db: Transaction, flow_run_id: UUID, key: str, value: str) -> None:
    """Keep an input in place of whatever had its key."""
    remove(db, flow_run_id, key)
    create(db, flow_run_id, key, value)


def value_of(db: Transaction, flow_run_id: UUID, key: str) -> str | None:
    """Return the value of an input; None where there is none."""
    value: str | None = db.scalar(select(flow_run_input.c.value).where(_called(flow_run_id, key)))
    return value


def remove(db: Transaction, flow_run_id: UUID, key: str) -> bool:
    """Delete an input; tell whether there was such a one."""
    return db.execute(delete(flow_run_input).where(_called(flow_run_id, key))).rowcount > 0


def _called(flow_run_id: UUID, key: str) -> Condition:
    return and_(flow_run_input.c.flow_run_id == flow_run_id, flow_run_input.c.key == key)


def listed(db: Transaction, flow_run_id: UUID, prefix: str, excluded: Sequence[str], limit: int) -> list[FlowRunInput]:
    """Return inputs whose keys start with a prefix, oldest first."""
    table = flow_run_input.c
    rows = select(flow_run_input).where(table.flow_run_id == flow_run_id, table.key.startswith(prefix, autoescape=True))
    if excluded:
        rows = rows.where(~one_of(table.key, excluded))
    return [FlowRunInput(**row._asdict()) for row in db.all(rows.order_by(table.created, table.id).limit(limit))]
