"""A fresh database is made from a snapshot; an older one is migrated; the two are equal. A newer one is refused."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from legato.exceptions import DatabaseNotReady, DatabaseTooNew
from legato.server.store import schema
from legato.server.store.engine import make_engine, parse_url
from legato.server.store.store import Store
from legato.settings import LEGATO_API_DATABASE_TIMEOUT, temporary_settings

_POSTGRES = (
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
    "WHERE table_schema = 'public'",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def described(connection: Connection) -> list[tuple[str, ...]]:
    """All tables, columns, indexes, constraints and triggers, in a form that can be compared."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master"))
        found = [(row[0], row[1], _tidy(row[2] or "")) for row in rows]
    else:
        found = [tuple(row) for query in _POSTGRES for row in connection.execute(text(query))]
    return sorted(row for row in found if "alembic" not in " ".join(row))


def _tidy(sql: str) -> str:
    head, _, body = " ".join(sql.replace('"', "").split()).partition("(")
    if not head.startswith("CREATE TABLE"):
        return f"{head}({body}"
    parts = re.split(r", (?![^(]*\))", body.strip().rstrip(")"))
    return f"{head}({sorted(part.strip() for part in parts)}"


def test_the_snapshot_and_the_migrations_give_the_same_schema(database_url: str) -> None:
    engine = make_engine(parse_url(database_url), writes=True)
    with engine.begin() as connection:
        schema.create(connection)
        made = described(connection)
        schema.drop(connection)
        schema.upgrade(connection)
        migrated = described(connection)
        assert schema.current(connection) == schema.REVISIONS[-1]
    engine.dispose()
    assert made == migrated


def test_migrations_can_be_undone(database_url: str) -> None:
    engine = make_engine(parse_url(database_url), writes=True)
    with engine.begin() as connection:
        schema.upgrade(connection)
        schema.downgrade(connection, "base")
        assert described(connection) == []
        schema.upgrade(connection)
    engine.dispose()
    Store(database_url).close()


def test_a_newer_database_is_refused_and_left_alone(database_url: str) -> None:
    Store(database_url).close()
    engine = make_engine(parse_url(database_url), writes=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="9999"):
        Store(database_url)
    with engine.begin() as connection:
        assert schema.current(connection) == "9999"
    engine.dispose()


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database_url: str) -> None:
    engine = make_engine(parse_url(database_url), writes=True)
    with engine.connect() as connection:
        connection.begin()
        schema.upgrade(connection)
    with engine.begin() as connection:
        assert schema.current(connection) is None
    engine.dispose()
    Store(database_url).close()


def test_a_database_that_cannot_be_reached_is_named_so(tmp_path: Path) -> None:
    folder = tmp_path / "legato.db"
    folder.mkdir()
    with temporary_settings({LEGATO_API_DATABASE_TIMEOUT: 0.05}), pytest.raises(DatabaseNotReady):
        Store(f"sqlite:///{folder}")
    with pytest.raises(DatabaseNotReady):
        Store("postgresql://nobody@127.0.0.1:1/none")
