"""`legato version`."""

from __future__ import annotations

import platform
import sqlite3

import click

import legato
from legato import connect
from legato.cli.output import output_option, show_json
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, LEGATO_HOME, active_profile_name


@click.command()
@output_option
def command(output: str | None) -> None:
    """Show versions of the program and what it stands on."""
    api_url = connect.find_api_url(LEGATO_HOME.value())
    database = LEGATO_API_DATABASE_CONNECTION_URL.value().partition(":")[0].partition("+")[0]
    facts = {
        "Version": legato.__version__,
        "API version": "0.8.4",
        "Python version": platform.python_version(),
        "OS/Arch": f"{platform.system().lower()}/{platform.machine()}",
        "Profile": active_profile_name(),
        "Server type": "server" if api_url else "ephemeral",
        "API URL": api_url or "none: this process is its own server",
        "Database": database,
        "SQLite version": sqlite3.sqlite_version,
    }
    if output == "json":
        show_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name + ':':<17}{value}")
