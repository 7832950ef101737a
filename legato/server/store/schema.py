"""The schema's life: made from a snapshot of the tables, brought up to date by migrations, refused when it is newer."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, MetaData, inspect, text
from sqlalchemy.exc import OperationalError

from legato.exceptions import DatabaseNotReady, DatabaseTooNew
from legato.server.store import tally
from legato.server.store.engine import make_engine
from legato.server.store.tables import metadata
from legato.server.store.types import SQLITE
from legato.settings import LEGATO_API_DATABASE_TIMEOUT

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""All migrations, oldest first; the last is what `tables` describes."""

_VERSION = "alembic_version"
_PATIENCE = 0.02
_MIGRATION_LOCK = 0x6C656761746F


def ensure(url: URL, *, migrate: bool = True) -> None:
    """Make the tables of an empty database, or bring an older one up to date.

    Raises:
        DatabaseTooNew: a newer version of Legato wrote it.
        DatabaseNotReady: it cannot be reached, or is older and `migrate` is off.
    """
    engine = make_engine(url, writes=True)
    end = time.monotonic() + LEGATO_API_DATABASE_TIMEOUT.value()
    while True:
        try:
            with engine.connect() as connection:
                _ensure(connection, migrate)
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            # Turning on the write-ahead log does not wait for others who do the same.
            problem = error.orig if isinstance(error, OperationalError) else error
            if "locked" not in str(problem) or time.monotonic() > end:
                raise DatabaseNotReady(f"The database cannot be used: {problem}.") from None
            time.sleep(_PATIENCE)
        finally:
            engine.dispose()


def _ensure(connection: Connection, migrate: bool) -> None:
    is_sqlite = connection.dialect.name == SQLITE
    if is_sqlite:
        driver: Any = connection.connection.driver_connection
        if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            driver.execute("PRAGMA journal_mode = WAL")
        if driver.execute(f"SELECT 1 FROM sqlite_master WHERE name = '{_VERSION}'").fetchone():
            version = driver.execute(f"SELECT version_num FROM {_VERSION}").fetchone()
            if version == (REVISIONS[-1],):
                return
    with connection.begin():
        if not is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        bring_up_to_date(connection, migrate=migrate)


def bring_up_to_date(connection: Connection, *, migrate: bool = True) -> None:
    """Make or migrate the tables, in the caller's transaction."""
    version = current(connection)
    if version is None:
        create(connection)
    elif version != REVISIONS[-1]:
        refuse_unknown(version)
        if not migrate:
            raise DatabaseNotReady("The database is of an older version: run `legato server database upgrade`.")
        upgrade(connection)


def current(connection: Connection) -> str | None:
    """Return the revision of the schema; None where there is none."""
    if not inspect(connection).has_table(_VERSION):
        return None
    version: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar()
    return version


def refuse_unknown(version: str) -> None:
    """Raise DatabaseTooNew for a revision that this version of Legato does not know."""
    if version not in REVISIONS:
        raise DatabaseTooNew(
            f"The database is at revision {version}, which a newer version of Legato wrote: upgrade the program."
        )


def create(connection: Connection) -> None:
    """Make all tables from the snapshot."""
    _snapshot().create_all(connection, checkfirst=False)
    tally.create(connection)
    column = f"version_num VARCHAR(32) NOT NULL, CONSTRAINT {_VERSION}_pkc PRIMARY KEY (version_num)"
    connection.execute(text(f"CREATE TABLE {_VERSION} ({column})"))
    connection.execute(text(f"INSERT INTO {_VERSION} VALUES (:version)"), {"version": REVISIONS[-1]})


def drop(connection: Connection) -> None:
    """Delete all tables with what is in them."""
    _snapshot().drop_all(connection)
    tally.drop(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {_VERSION}"))


def _snapshot() -> MetaData:
    # A copy, as making tables on Postgres marks the keys between them, which SQLite would leave out afterwards.
    copy = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(copy)
    return copy


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision, in the caller's transaction."""
    from alembic import command

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Undo the migrations down to a revision, in the caller's transaction."""
    from alembic import command

    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
