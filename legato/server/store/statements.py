"""SQL written once per database, for rows that are written by the thousand.

Where SQLAlchemy would spend more time than the database, the writer uses these texts with the driver's cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table

from legato.server.store.types import SQLITE, Convert, StoredType


def converters(table: Table, columns: Sequence[str], dialect: str) -> tuple[Convert | None, ...]:
    """Return for each column the function from a value to what the driver takes."""
    kinds = [table.c[name].type for name in columns]
    return tuple(kind.to_row(dialect) if isinstance(kind, StoredType) else None for kind in kinds)


def mark(dialect: str) -> str:
    """Return the driver's placeholder."""
    return "?" if dialect == SQLITE else "%s"


@cache
def row_maker(table: Table, columns: tuple[str, ...], dialect: str) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return a function that prepares the values of a row, in the order of the columns, for the driver."""
    return _through(converters(table, columns, dialect))


@cache
def row_reader(table: Table, columns: tuple[str, ...], dialect: str) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return a function that turns what the driver gives into the values of a row."""
    kinds = [table.c[name].type for name in columns]
    return _through(tuple(kind.from_row(dialect) if isinstance(kind, StoredType) else None for kind in kinds))


def _through(functions: tuple[Convert | None, ...]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    parts, names = [], {}
    for place, convert in enumerate(functions):
        if convert is None:
            parts.append(f"v{place}")
        else:
            names[f"c{place}"] = convert
            parts.append(f"None if v{place} is None else c{place}(v{place})")
    # A function with the conversions written out is three times as quick as a loop over them.
    arguments = ", ".join(f"v{place}" for place in range(len(functions)))
    source = f"def make(row):\n    {arguments}, = row\n    return ({', '.join(parts)},)"
    exec(source, names)
    make: Callable[[Sequence[Any]], tuple[Any, ...]] = names["make"]
    return make


@cache
def insert(table: Table, columns: tuple[str, ...], dialect: str, rows: int = 1) -> str:
    """Return an INSERT of so many rows that passes over those which are there already."""
    marks = f"({', '.join([mark(dialect)] * len(columns))})"
    values = ", ".join([marks] * rows)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {values} ON CONFLICT DO NOTHING"


@cache
def update(table: Table, columns: tuple[str, ...], dialect: str) -> str:
    """Return an UPDATE of one row; the id is its last value."""
    sign = mark(dialect)
    changes = ", ".join(f"{name} = {sign}" for name in columns)
    return f"UPDATE {table.name} SET {changes} WHERE id = {sign}"


@cache
def select_by(table: Table, columns: tuple[str, ...], key: str, dialect: str, count: int, lock: bool) -> str:
    """Return a SELECT of the rows whose key is one of several."""
    wanted = f"IN ({', '.join(['?'] * count)})" if dialect == SQLITE else "= ANY(%s)"
    # Rows are locked in the order of their ids, so that two writers never wait for each other.
    suffix = f" ORDER BY {key} FOR UPDATE" if lock and dialect != SQLITE else ""
    return f"SELECT {', '.join(columns)} FROM {table.name} WHERE {key} {wanted}{suffix}"


def chunks(values: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Cut values into lists of at most `size`."""
    held = list(values)
    return (held[start : start + size] for start in range(0, len(held), size))
