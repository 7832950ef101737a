"""Opening a database by its URL, and what every connection is told first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg.types.json
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from legato.exceptions import HomeNotWritable, SettingError
from legato.server.store.types import SQLITE
from legato.settings import (
    LEGATO_API_DATABASE_CONNECTION_TIMEOUT,
    LEGATO_API_DATABASE_ECHO,
    LEGATO_API_DATABASE_TIMEOUT,
)

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def parse_url(text: str) -> URL:
    """Return the address of a database, with the driver that is used here.

    Raises:
        SettingError: it is not the address of a database that can be used.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingError("The database URL is not valid: use sqlite:///PATH or postgresql://…") from None
    kind = url.drivername.partition("+")[0]
    if kind not in _DRIVERS:
        raise SettingError(f"Databases of the kind {kind!r} are not supported: use sqlite:///PATH or postgresql://…")
    if kind == SQLITE and (not url.database or url.database == ":memory:"):
        raise SettingError("A database in memory cannot be shared between threads: use sqlite:///PATH.")
    return url.set(drivername=_DRIVERS[kind])


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database."""
    return Path(url.database or "").expanduser().absolute() if url.drivername == SQLITE else None


def make_engine(url: URL, *, writes: bool) -> Engine:
    """Return an engine whose every connection reads only, or writes."""
    file = sqlite_file(url)
    return _sqlite_engine(file, writes=writes) if file is not None else _postgres_engine(url, writes=writes)


def _sqlite_engine(file: Path, *, writes: bool) -> Engine:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeNotWritable(f"Cannot make {file.parent}: {error.strerror}.") from None
    seconds = LEGATO_API_DATABASE_TIMEOUT.value()
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=NullPool,
        echo=LEGATO_API_DATABASE_ECHO.value(),
        connect_args={"isolation_level": None, "timeout": seconds, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # What was acknowledged survives a power cut; commits are shared, so the wait for the disk is too.
        connection.execute("PRAGMA synchronous = FULL" if writes else "PRAGMA query_only = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: URL, *, writes: bool) -> Engine:
    milliseconds = int(LEGATO_API_DATABASE_TIMEOUT.value() * 1000)
    options = f"-c timezone=UTC -c statement_timeout={milliseconds}"
    if not writes:
        options += " -c default_transaction_read_only=on"
    engine = create_engine(
        url,
        poolclass=NullPool,
        echo=LEGATO_API_DATABASE_ECHO.value(),
        connect_args={
            "connect_timeout": max(1, int(LEGATO_API_DATABASE_CONNECTION_TIMEOUT.value())),
            "options": options,
            "application_name": "legato",
        },
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # JSON is decoded once, by the column's own type.
        psycopg.types.json.set_json_loads(_undecoded, connection)

    return engine


def _undecoded(data: bytes | str) -> bytes | str:
    return data
