"""The server itself."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from legato.contract.admin import (
    ClearDatabase,
    CreateDatabase,
    DropDatabase,
    ReadApiVersion,
    ReadHealth,
    ReadHello,
    ReadReady,
    ReadServerSettings,
    ReadServerVersion,
)
from legato.server.handling import handles, handles_at_once
from legato.server.refusals import refused
from legato.server.store import schema
from legato.server.store.tables import metadata
from legato.server.store.transaction import Transaction
from legato.settings import SETTINGS

API_VERSION = "0.8.4"
_OURS_ALONE = ("LEGATO_SERVER_API_MAX_BODY_SIZE", "LEGATO_SERVER_ENCRYPTION_KEY", "LEGATO_SPOOL_WATCH_SECONDS")
_MASK = "********"


@handles_at_once(ReadHealth)
def read_health(request: ReadHealth) -> bool:
    """Tell that the server answers."""
    return True


@handles(ReadReady)
def read_ready(request: ReadReady, db: Transaction) -> dict[str, str]:
    """Tell that the database answers."""
    db.scalar(select(1))
    return {"message": "OK"}


@handles_at_once(ReadApiVersion)
def read_api_version(request: ReadApiVersion) -> str:
    """Read the version of the API."""
    return API_VERSION


@handles_at_once(ReadHello)
def read_hello(request: ReadHello) -> str:
    """Greet."""
    return "👋"


@handles_at_once(ReadServerVersion)
def read_server_version(request: ReadServerVersion) -> str:
    """Read the version of the program."""
    return version("legato")


@handles_at_once(ReadServerSettings)
def read_server_settings(request: ReadServerSettings) -> dict[str, Any]:
    """Read the settings, with secrets hidden, each also by the name that Prefect has for it, if it has one."""
    shown = {name: _MASK if setting.is_secret else _shown(setting.value()) for name, setting in SETTINGS.items()}
    known = {name: value for name, value in shown.items() if name not in _OURS_ALONE}
    return shown | {f"PREFECT_{name.removeprefix('LEGATO_')}": _in_words(value) for name, value in known.items()}


def _in_words(value: Any) -> Any:
    is_names = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return ",".join(value) if is_names else value


def _shown(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return value.total_seconds() if isinstance(value, timedelta) else value


@handles(ClearDatabase, writes=True)
def clear_database(request: ClearDatabase, db: Transaction) -> None:
    """Delete all rows."""
    _ask_to_confirm(request.confirm)
    for table in reversed(metadata.sorted_tables):
        db.execute(delete(table))


@handles(DropDatabase, writes=True)
def drop_database(request: DropDatabase, db: Transaction) -> None:
    """Delete all tables."""
    _ask_to_confirm(request.confirm)
    schema.drop(db.connection)


@handles(CreateDatabase, writes=True)
def create_database(request: CreateDatabase, db: Transaction) -> None:
    """Make all tables."""
    _ask_to_confirm(request.confirm)
    schema.bring_up_to_date(db.connection)


def _ask_to_confirm(confirmed: bool) -> None:
    if not confirmed:
        raise refused("Pass confirm=True to confirm you want to modify the database.")
