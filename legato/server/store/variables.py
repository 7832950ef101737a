"""Variables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.conditions import TextIn, TextInOrLike
from legato.schemas.filters import VariableFilter
from legato.schemas.sorting import VariableSort
from legato.schemas.variables import Variable
from legato.server.refusals import invalid
from legato.server.store.conditions import Condition, Tests, column_tests, join, like, noun, on, tags_test
from legato.server.store.pages import Order, page
from legato.server.store.tables.variables import variable
from legato.server.store.transaction import Transaction

_ORDERS = {
    VariableSort.CREATED_DESC: Order(variable.c.created, descending=True),
    VariableSort.UPDATED_DESC: Order(variable.c.updated, descending=True),
    VariableSort.NAME_ASC: Order(variable.c.name),
    VariableSort.NAME_DESC: Order(variable.c.name, descending=True),
}
_MOST_WILDCARDS = 5


def _value(given: TextInOrLike) -> Condition:
    tests = column_tests(variable.c.value, TextIn(any_=given.any_))
    if given.like_ is not None:
        tests.append(_containing(given.like_))
    return join(tests, given)


def _containing(text: str) -> Condition:
    """A value that contains a text, in which `%` stands for any other text."""
    if text.count("%") > _MOST_WILDCARDS:
        raise invalid(f"The text of a filter may hold {_MOST_WILDCARDS} wildcards at most.")
    literally = like(variable.c.value, text)
    return variable.c.value.icontains(text) if "%" in text else literally


_TESTS: Tests = {
    "id": lambda given: on(variable.c.id, given),
    "name": lambda given: on(variable.c.name, given),
    "value": _value,
    "tags": lambda given: tags_test(variable.c.tags, given),
}
_COLUMNS = ("id", "created", "updated", "name", "value", "tags")


def with_id(id: UUID) -> Condition:
    """Return the condition that a variable has an id."""
    return variable.c.id == id


def with_name(name: str) -> Condition:
    """Return the condition that a variable has a name."""
    return variable.c.name == name


def create(db: Transaction, name: str, value: str, tags: list[str]) -> Variable | None:
    """Make a variable; None where there is one of that name."""
    now, id = clock.now(), uuid7()
    made = db.insert_rows(variable, _COLUMNS, [(id, now, now, name, value, tags)])
    return one(db, with_id(id)) if made else None


def one(db: Transaction, condition: Condition) -> Variable | None:
    """Return the variable that meets a condition."""
    row = db.first(select(variable).where(condition))
    return None if row is None else Variable(**row._asdict())


def value_of(db: Transaction, name: str) -> str | None:
    """Return the value of a variable; None where there is none of that name."""
    found = one(db, with_name(name))
    return None if found is None else found.value


def change(db: Transaction, condition: Condition, changes: dict[str, Any]) -> bool:
    """Change columns of a variable; tell whether there is such a one."""
    values = {**changes, "updated": clock.now()}
    return db.execute(update(variable).where(condition).values(values)).rowcount > 0


def remove(db: Transaction, condition: Condition) -> bool:
    """Delete a variable; tell whether there was such a one."""
    return db.execute(delete(variable).where(condition)).rowcount > 0


def count(db: Transaction, given: VariableFilter | None) -> int:
    """Return how many variables."""
    return int(db.scalar(select(func.count()).select_from(variable).where(noun(_TESTS, given))))


def listed(
    db: Transaction, given: VariableFilter | None, sort: VariableSort, limit: int, offset: int
) -> list[Variable]:
    """Return one page of variables."""
    rows = page(db, variable, noun(_TESTS, given), _ORDERS[sort], limit, offset)
    return [Variable(**row._asdict()) for row in rows]
