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
    """Read the settings, with secrets hidden."""
    return {name: _shown(setting.value(), setting.is_secret) for name, setting in SETTINGS.items()}


def _shown(value: Any, is_secret: bool) -> Any:
    if value is None:
        return None
    if is_secret:
        return "********"
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
