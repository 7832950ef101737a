"""Saved searches."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.saved_searches import SavedSearch, SavedSearchFilter
from legato.server.store.tables.saved_searches import saved_search
from legato.server.store.transaction import Transaction


def save(db: Transaction, name: str, filters: list[SavedSearchFilter]) -> tuple[SavedSearch, bool]:
    """Save a search in place of the one of that name; return it, and whether it is new."""
    now, columns = clock.now(), ("id", "created", "updated", "name", "filters")
    is_new = db.insert_rows(saved_search, columns, [(uuid7(), now, now, name, filters)]) == 1
    if not is_new:
        changes = {"updated": now, "filters": filters}
        db.execute(update(saved_search).where(saved_search.c.name == name).values(changes))
    row = db.first(select(saved_search).where(saved_search.c.name == name))
    assert row is not None
    return SavedSearch(**row._asdict()), is_new


def by_id(db: Transaction, id: UUID) -> SavedSearch | None:
    """Return a saved search by id."""
    row = db.first(select(saved_search).where(saved_search.c.id == id))
    return None if row is None else SavedSearch(**row._asdict())


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a saved search; tell whether there was such a one."""
    return db.execute(delete(saved_search).where(saved_search.c.id == id)).rowcount > 0


def listed(db: Transaction, limit: int, offset: int) -> list[SavedSearch]:
    """Return one page of saved searches by name."""
    rows = select(saved_search).order_by(saved_search.c.name).limit(limit).offset(offset)
    return [SavedSearch(**row._asdict()) for row in db.all(rows)]
