"""Notification policies of flow runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.filters import FlowRunNotificationPolicyFilter
from legato.schemas.notification_policies import FlowRunNotificationPolicy, FlowRunNotificationPolicyCreate
from legato.server.store.conditions import Tests, noun, on
from legato.server.store.pages import Order, page
from legato.server.store.tables.notification_policies import flow_run_notification_policy as policy
from legato.server.store.transaction import Transaction

_TESTS: Tests = {"is_active": lambda given: on(policy.c.is_active, given)}
_GIVEN = ("is_active", "state_names", "tags", "block_document_id", "message_template")
_COLUMNS = ("id", "created", "updated", *_GIVEN)


def create(db: Transaction, new: FlowRunNotificationPolicyCreate) -> FlowRunNotificationPolicy:
    """Make a policy."""
    now, id = clock.now(), uuid7()
    db.insert_rows(policy, _COLUMNS, [(id, now, now, *(getattr(new, name) for name in _GIVEN))])
    made = by_id(db, id)
    assert made is not None
    return made


def by_id(db: Transaction, id: UUID) -> FlowRunNotificationPolicy | None:
    """Return a policy by id."""
    row = db.first(select(policy).where(policy.c.id == id))
    return None if row is None else FlowRunNotificationPolicy(**row._asdict())


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of a policy; tell whether there is such a one."""
    values = {**changes, "updated": clock.now()}
    return db.execute(update(policy).where(policy.c.id == id).values(values)).rowcount > 0


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a policy; tell whether there was such a one."""
    return db.execute(delete(policy).where(policy.c.id == id)).rowcount > 0


def listed(
    db: Transaction, given: FlowRunNotificationPolicyFilter | None, limit: int, offset: int
) -> list[FlowRunNotificationPolicy]:
    """Return one page of policies."""
    rows = page(db, policy, noun(_TESTS, given), Order(None), limit, offset)
    return [FlowRunNotificationPolicy(**row._asdict()) for row in rows]
