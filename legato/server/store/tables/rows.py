"""What all tables have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, MetaData

from legato.server.store.types import Id, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def row_columns() -> list[Column[Any]]:
    """Return the columns that every row has: its id, and when it was made and changed."""
    return [
        Column("id", Id(), primary_key=True),
        Column("created", Moment(), nullable=False),
        Column("updated", Moment(), nullable=False),
    ]


def index_where_given(name: str, *columns: ColumnElement[Any], given: Column[Any] | None = None) -> None:
    """Make an index of the rows that have a value, of the first column by default."""
    where = (columns[0] if given is None else given).is_not(None)
    Index(name, *columns, sqlite_where=where, postgresql_where=where)
