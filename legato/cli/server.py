"""`legato server`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

import legato
from legato import beacon
from legato.cli.output import confirm, fail, succeed, yes_option
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, LEGATO_HOME, LEGATO_UI_ENABLED

if TYPE_CHECKING:
    from sqlalchemy import Connection

_START_SECONDS = 20


@click.group("server")
def command() -> None:
    """Start the server and care for its database."""


@command.command("start")
@click.option("--host", help="The address to listen at, by default 127.0.0.1.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to listen at, by default 4200; 0 takes a free one."
)
@click.option(
    "--workers", default=1, type=click.IntRange(1), show_default=True, help="Processes; several need Postgres."
)
@click.option("--keep-alive-timeout", type=click.IntRange(1), help="Seconds for which idle connections are kept open.")
@click.option("--log-level", help="The level of the server's own log lines.")
@click.option("--ui/--no-ui", default=None, help="Serve the web interface, or the API only.")
@click.option("--scheduler/--no-scheduler", default=None, help="Make the runs of schedules.")
@click.option("--late-runs/--no-late-runs", default=None, help="Mark runs as late that nobody starts.")
@click.option("--background", "-b", is_flag=True, help="Come back as soon as the server answers.")
def start(
    host: str | None,
    port: int | None,
    workers: int,
    keep_alive_timeout: int | None,
    log_level: str | None,
    ui: bool | None,
    scheduler: bool | None,
    late_runs: bool | None,
    background: bool,
) -> None:
    """Start the server: the API, and the web interface for it."""
    if background:
        _start_in_background()
        return
    from legato.server.run import serve
    from legato.settings import Setting, fields, temporary_settings

    given: dict[Setting[Any], int | bool | None] = {
        fields.LEGATO_SERVER_API_KEEPALIVE_TIMEOUT: keep_alive_timeout,
        fields.LEGATO_API_SERVICES_SCHEDULER_ENABLED: scheduler,
        fields.LEGATO_API_SERVICES_LATE_RUNS_ENABLED: late_runs,
    }
    with temporary_settings({setting: value for setting, value in given.items() if value is not None}):
        serve(host=host, port=port, workers=workers, log_level=log_level, ui=ui, announce=_announce)


def _announce(address: str) -> None:
    click.secho(f"Legato {legato.__version__} is up.", bold=True)
    if LEGATO_UI_ENABLED.value():
        click.echo(f"  Web interface  {address}")
    click.echo(f"  API            {address}/api")
    click.echo(f"  Database       {_without_password(LEGATO_API_DATABASE_CONNECTION_URL.value())}")
    click.echo("Stop it with Ctrl-C.")


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:********@", url)


def _start_in_background() -> None:
    home = LEGATO_HOME.value()
    if (running := beacon.seen(home)) is not None:
        fail(f"A server runs on this home already: {running.api_url} (process {running.pid}).")
    arguments = [argument for argument in sys.argv[1:] if argument not in ("-b", "--background")]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    with log.open("ab") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "legato", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    end = time.monotonic() + _START_SECONDS
    while (running := beacon.seen(home)) is None:
        if server.poll() is not None:
            fail(f"The server did not start: {log.read_text().strip().splitlines()[-1]}")
        if time.monotonic() > end:
            fail(f"The server does not answer yet; its log is {log}.")
        time.sleep(0.05)
    succeed(f"The server runs at {running.api_url.removesuffix('/api')} (process {running.pid}); its log is {log}.")


@command.command("stop")
def stop() -> None:
    """Stop the server that runs on this home folder."""
    running = beacon.seen(LEGATO_HOME.value())
    if running is None:
        fail("No server runs on this home.")
        return
    os.kill(running.pid, signal.SIGTERM)
    end = time.monotonic() + _START_SECONDS
    while beacon.seen(LEGATO_HOME.value()) is not None:
        if time.monotonic() > end:
            fail(f"The server (process {running.pid}) does not stop.")
        time.sleep(0.05)
    succeed("The server is stopped.")


@command.command("rotate-key")
@yes_option
def rotate_key(yes: bool) -> None:
    """Encrypt the blocks in the database with a new key.

    The key is the first of LEGATO_SERVER_ENCRYPTION_KEY, behind which the former one has to stand until this is done;
    where nothing is set, a new one is made and kept in the database. All blocks are rewritten at once, or none.
    """
    if not yes:
        confirm("Encrypt all blocks with a new key?")
    from legato.server.store import block_documents
    from legato.server.store.transaction import Transaction

    with _changing() as connection:
        count = block_documents.rotate(Transaction(connection))
    succeed(f"{count} block{'' if count == 1 else 's'} encrypted anew.")


@command.group("database")
def database() -> None:
    """Make, change and check the tables of the database."""


@contextmanager
def _changing() -> Iterator[Connection]:
    """Give a transaction on the database that no server may use meanwhile."""
    from legato.server.store.engine import make_engine, parse_url, sqlite_file
    from legato.server.store.lock import ServerLock

    url = parse_url(LEGATO_API_DATABASE_CONNECTION_URL.value())
    file = sqlite_file(url)
    lock = ServerLock(file, "the command line") if file is not None else None
    engine = make_engine(url, writes=True)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


@database.command("reset")
@yes_option
def reset(yes: bool) -> None:
    """Delete everything and make the tables anew."""
    if not yes:
        confirm("Delete all flows, runs and logs?")
    from legato.server.store import schema

    with _changing() as connection:
        schema.drop(connection)
        schema.create(connection)
    succeed("The database is empty.")


@database.command("upgrade")
@yes_option
@click.option("--revision", "-r", default="head", show_default=True, help="Up to which revision.")
def upgrade(yes: bool, revision: str) -> None:
    """Bring the tables up to date."""
    if not yes:
        confirm("Upgrade the database?")
    from legato.server.store import schema

    with _changing() as connection:
        if schema.current(connection) is None:
            schema.create(connection)
        else:
            schema.upgrade(connection, revision)
        version = schema.current(connection)
    succeed(f"The database is at revision {version}.")


@database.command("downgrade")
@yes_option
@click.option("--revision", "-r", default="-1", show_default=True, help="Down to which revision.")
def downgrade(yes: bool, revision: str) -> None:
    """Undo migrations, with what is in columns and tables that they added."""
    if not yes:
        confirm("Downgrade the database? What newer tables and columns hold is lost.")
    from legato.server.store import schema

    with _changing() as connection:
        schema.downgrade(connection, revision)
        version = schema.current(connection)
    succeed(f"The database is at revision {version or 'none'}.")


@database.command("check")
def check() -> None:
    """Say whether the database can be reached and is up to date."""
    from legato.server.store import schema
    from legato.server.store.engine import make_engine, parse_url

    url = parse_url(LEGATO_API_DATABASE_CONNECTION_URL.value())
    engine = make_engine(url, writes=False)
    try:
        with engine.connect() as connection:
            version = schema.current(connection)
    finally:
        engine.dispose()
    if version is None:
        fail("The database is empty: start the server, or run `legato server database upgrade`.")
        return
    schema.refuse_unknown(version)
    if version != schema.REVISIONS[-1]:
        fail(f"The database is at revision {version}, older than this program: run `legato server database upgrade`.")
    succeed(f"The database is at revision {version}, which is up to date.")
