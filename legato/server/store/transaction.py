"""A transaction as handlers see it: statements, the rows they give, and what the world is told after the commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Executable, Row, Table

from legato.server.store import statements
from legato.server.store.types import SQLITE

AnyRow = Row[*tuple[Any, ...]]

_ROWS_TOGETHER = 100


class Changes:
    """The flow runs that changed, whose task runs changed, that wrote logs, that are gone; and what else happened.

    `events` are the ids of events, `waiting` those of task runs that wait for whoever serves their task, `due` those of
    work queues and deployments where a run came to wait, or gave a slot back, `schedules` those of deployments whose
    schedules ask for other runs now.
    """

    __slots__ = ("deleted", "due", "events", "flow_runs", "logs_of", "schedules", "task_runs_of", "waiting")

    def __init__(self) -> None:
        self.flow_runs: set[UUID] = set()
        self.task_runs_of: set[UUID] = set()
        self.logs_of: set[UUID] = set()
        self.deleted: set[UUID] = set()
        self.events: set[UUID] = set()
        self.waiting: set[UUID] = set()
        self.due: set[UUID] = set()
        self.schedules: set[UUID] = set()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    def add(self, other: Changes) -> None:
        """Take in other changes."""
        for name in self.__slots__:
            getattr(self, name).update(getattr(other, name))


class Transaction:
    """A connection with a transaction open on it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.changes = Changes()

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is SQLite."""
        return self.dialect == SQLITE

    def execute(self, statement: Executable, rows: Any = None) -> CursorResult[Any]:
        """Execute a statement of SQLAlchemy."""
        return self.connection.execute(statement, rows)

    def all(self, statement: Executable) -> Sequence[AnyRow]:
        """Return all rows."""
        return self.execute(statement).all()

    def first(self, statement: Executable) -> AnyRow | None:
        """Return the first row."""
        return self.execute(statement).first()

    def scalar(self, statement: Executable) -> Any:
        """Return the first column of the first row."""
        return self.execute(statement).scalar()

    def cursor(self) -> Any:
        """Return a cursor of the driver, in this transaction."""
        return self.connection.connection.cursor()

    def insert_rows(self, table: Table, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows, passing over those that are there already; return how many were not."""
        make = statements.row_maker(table, columns, self.dialect)
        cursor = self.cursor()
        made, inserted = [make(row) for row in rows], 0
        if self.is_sqlite:
            # The driver gives up the interpreter lock at each statement: many rows in one keep the event loop from
            # taking a turn, of milliseconds, at every row.
            together = statements.insert(table, columns, self.dialect, _ROWS_TOGETHER)
            whole = len(made) - len(made) % _ROWS_TOGETHER
            for start in range(0, whole, _ROWS_TOGETHER):
                cursor.execute(together, tuple(chain.from_iterable(made[start : start + _ROWS_TOGETHER])))
                inserted += cursor.rowcount
            made = made[whole:]
        if made:
            cursor.executemany(statements.insert(table, columns, self.dialect), made)
            inserted += cursor.rowcount
        return inserted

    def update_rows(self, table: Table, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
        """Update rows by id; the last value of each is its id."""
        make = statements.row_maker(table, (*columns, "id"), self.dialect)
        self.cursor().executemany(statements.update(table, columns, self.dialect), [make(row) for row in rows])

    def rows_by(
        self, table: Table, columns: tuple[str, ...], key: str, values: Iterable[Any], *, lock: bool = False
    ) -> list[tuple[Any, ...]]:
        """Return columns of the rows whose key is one of the values."""
        (convert,) = statements.converters(table, (key,), self.dialect)
        read = statements.row_reader(table, columns, self.dialect)
        cursor = self.cursor()
        found: list[tuple[Any, ...]] = []
        for part in statements.chunks(values, 500):
            held = [convert(value) for value in part] if convert else part
            sql = statements.select_by(table, columns, key, self.dialect, len(held), lock)
            cursor.execute(sql, held if self.is_sqlite else (held,))
            found += [read(row) for row in cursor.fetchall()]
        return found
