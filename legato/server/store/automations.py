"""Automations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, true, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.automations import Automation, related_resources
from legato.schemas.filters import AutomationFilter
from legato.schemas.sorting import AutomationSort
from legato.server.store.conditions import Tests, noun, on
from legato.server.store.pages import Order, page
from legato.server.store.tables.automations import automation, automation_resource
from legato.server.store.transaction import AnyRow, Transaction

_ORDERS = {
    AutomationSort.CREATED_DESC: Order(automation.c.created, descending=True),
    AutomationSort.UPDATED_DESC: Order(automation.c.updated, descending=True),
    AutomationSort.NAME_ASC: Order(automation.c.name),
    AutomationSort.NAME_DESC: Order(automation.c.name, descending=True),
}
_TESTS: Tests = {
    "name": lambda given: on(automation.c.name, given),
    "created": lambda given: on(automation.c.created, given),
}
_CORE = ("name", "description", "enabled", "trigger", "actions", "actions_on_trigger", "actions_on_resolve")
_COLUMNS = ("id", "created", "updated", *_CORE)


def _of(row: AnyRow) -> Automation:
    return Automation(**row._asdict())


def create(db: Transaction, new: Any, owner: str | None) -> Automation:
    """Return a new automation."""
    now = clock.now()
    made = Automation(id=uuid7(), created=now, updated=now, **{name: getattr(new, name) for name in _CORE})
    db.insert_rows(automation, _COLUMNS, [tuple(getattr(made, name) for name in _COLUMNS)])
    _relate(db, made, owner)
    return made


def by_id(db: Transaction, id: UUID) -> Automation | None:
    """Return an automation by id."""
    row = db.first(select(automation).where(automation.c.id == id))
    return None if row is None else _of(row)


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of an automation; tell whether there is such a one."""
    there = update(automation).where(automation.c.id == id).values(updated=clock.now(), **changes)
    if db.execute(there).rowcount == 0:
        return False
    made = by_id(db, id)
    assert made is not None
    link = automation_resource.c
    owner = db.scalar(select(link.resource_id).where(link.automation_id == id, link.is_owner.is_(true())))
    db.execute(delete(automation_resource).where(link.automation_id == id))
    _relate(db, made, owner)
    return True


def _relate(db: Transaction, made: Automation, owner: str | None) -> None:
    rows = [(made.id, resource, resource == owner) for resource in related_resources(made) | {owner or ""} if resource]
    db.insert_rows(automation_resource, ("automation_id", "resource_id", "is_owner"), rows)


def remove(db: Transaction, id: UUID) -> bool:
    """Delete an automation; tell whether there was such a one."""
    return db.execute(delete(automation).where(automation.c.id == id)).rowcount > 0


def count(db: Transaction) -> int:
    """Return how many automations."""
    return int(db.scalar(select(func.count()).select_from(automation)))


def listed(
    db: Transaction, given: AutomationFilter | None, sort: AutomationSort, limit: int, offset: int
) -> list[Automation]:
    """Return one page of automations."""
    rows = page(db, automation, noun(_TESTS, given), _ORDERS[sort], limit, offset)
    return [_of(row) for row in rows]


def related_to(db: Transaction, resource_id: str) -> list[Automation]:
    """Return the automations that run a deployment, or belong to a resource."""
    link = automation_resource.c
    ids = select(link.automation_id).where(link.resource_id == resource_id)
    rows = db.all(select(automation).where(automation.c.id.in_(ids)).order_by(automation.c.name, automation.c.id))
    return [_of(row) for row in rows]


def remove_owned_by(db: Transaction, resource_id: str) -> None:
    """Delete the automations that belong to a resource."""
    link = automation_resource.c
    owned = select(link.automation_id).where(link.resource_id == resource_id, link.is_owner.is_(true()))
    db.execute(delete(automation).where(automation.c.id.in_(owned)))
