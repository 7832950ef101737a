"""`legato server rotate-key`."""

import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from legato import connect
from legato.blocks.system import Secret
from tests.cli.conftest import Run
from tests.processes import server

NAMES = ["one", "two", "three"]


@pytest.fixture
def secrets(home: Path) -> Path:
    """A database with three secrets; the file of it."""
    for name in NAMES:
        Secret(value=SecretStr(f"hush-{name}")).save(name)
    connect.close_transports(home)
    return home / "legato.db"


def sealed(file: Path) -> dict[str, tuple[str, str]]:
    """Every block's key and data as they are in the database."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT name, key_id, data FROM block_document ORDER BY name").fetchall()
    connection.close()
    return {name: (key, data) for name, key, data in rows}


def kept_keys(file: Path) -> int:
    """How many keys the database holds."""
    with sqlite3.connect(file) as connection:
        found = connection.execute("SELECT value FROM configuration WHERE key = 'ENCRYPTION_KEY'").fetchone()
    connection.close()
    return 0 if found is None else found[0].count("=")


def loaded(home: Path) -> list[str]:
    """What the secrets are, read anew."""
    found = [Secret.load(name).get() for name in NAMES]
    connect.close_transports(home)
    return found


ALL = [f"hush-{name}" for name in NAMES]


def test_a_key_that_is_kept_is_replaced(legato: Run, secrets: Path, home: Path) -> None:
    before = sealed(secrets)
    assert "3 blocks encrypted anew" in legato("server", "rotate-key", "--yes")
    after = sealed(secrets)
    assert {key for key, _ in before.values()}.isdisjoint(key for key, _ in after.values())
    assert {data for _, data in before.values()}.isdisjoint(data for _, data in after.values())
    assert loaded(home) == ALL
    for _ in range(3):
        legato("server", "rotate-key", "--yes")
    assert kept_keys(secrets) == 2
    assert loaded(home) == ALL


def test_keys_of_the_setting_take_over(legato: Run, secrets: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", old)
    assert "3 blocks" in legato("server", "rotate-key", "--yes")
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", f"{new},{old}")
    assert loaded(home) == ALL
    assert "3 blocks" in legato("server", "rotate-key", "--yes")
    assert "0 blocks" in legato("server", "rotate-key", "--yes")
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", new)
    assert loaded(home) == ALL


def test_a_key_that_does_not_open_everything_changes_nothing(
    legato: Run, secrets: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, wrong = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", first)
    Secret(value=SecretStr("hush-last")).save("zzz")
    connect.close_transports(home)
    before = sealed(secrets)
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", wrong)
    assert "cannot be decrypted" in legato("server", "rotate-key", "--yes", code=1)
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", "nonsense")
    assert "is not a key" in legato("server", "rotate-key", "--yes", code=1)
    assert sealed(secrets) == before
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", first)
    assert loaded(home) == ALL


@pytest.mark.slow
def test_while_a_server_has_the_database_nothing_is_changed(legato: Run, secrets: Path, home: Path) -> None:
    before = sealed(secrets)
    with server(home):
        assert "in use" in legato("server", "rotate-key", "--yes", code=1)
    assert sealed(secrets) == before


@pytest.mark.slow
def test_keys_are_replaced_on_postgres(
    legato: Run, home: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATO_API_DATABASE_CONNECTION_URL", postgres_url)
    for name in NAMES:
        Secret(value=SecretStr(f"hush-{name}")).save(name)
    connect.close_transports(home)
    assert "3 blocks encrypted anew" in legato("server", "rotate-key", "--yes")
    assert loaded(home) == ALL
