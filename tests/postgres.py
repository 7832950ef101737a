"""A throw-away PostgreSQL server: made in a temporary folder, quick because nothing has to survive, gone afterwards."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

START_SECONDS = 60
STOP_SECONDS = 20
USER = "legato"
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


def server_programs() -> Path:
    """The folder of initdb and postgres: PG_BIN, else Debian's newest, else the one on PATH."""
    debian = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda folder: float(folder.split("/")[4]), reverse=True
    )
    on_path = os.path.dirname(shutil.which("initdb") or "")
    for folder in filter(None, [os.environ.get("PG_BIN"), *debian, on_path]):
        if os.access(f"{folder}/initdb", os.X_OK) and os.access(f"{folder}/postgres", os.X_OK):
            return Path(folder)
    raise RuntimeError('PostgreSQL\'s server was not found. Install it, or: export PG_BIN="$(scripts/postgres)"')


class Cluster:
    """One server with as many databases as tests ask for; a context manager.

    It listens on loopback at a free port. Root may not run PostgreSQL: then the account `postgres` or `nobody` does.
    """

    def __init__(self) -> None:
        self._programs = server_programs()
        self._account = _account()
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self.port = 0

    def start(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="legato-pg-", dir="/tmp"))  # a socket's path has 107 bytes at most
        if self._account:
            os.chown(self._folder, self._account["user"], self._account["group"])
        try:
            self._run_initdb()
            self._start_server()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a checkpoint
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A fresh database, a copy of `template`; gives its SQLAlchemy URL, and drops it at the end."""
        name = f"test_{next(self._numbers)}"
        self._execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield self.url(name)
        finally:
            self._execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _run_initdb(self) -> None:
        flags = ["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        done = self._spawn("initdb", ["--pgdata", str(self._folder / "data"), *flags])
        if done.wait() != 0:
            raise RuntimeError(f"initdb failed:\n{self._log()}")

    def _start_server(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        flags = ["-D", str(self._folder / "data"), "-k", str(self._folder), "-h", "127.0.0.1", "-p", str(self.port)]
        for name, value in SETTINGS.items():
            flags += ["-c", f"{name}={value}"]
        self._process = self._spawn("postgres", flags)
        end = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log()}")
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        """The eighth line of its pid file says so."""
        try:
            lines = (self._folder / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _spawn(self, program: str, flags: list[str]) -> subprocess.Popen[bytes]:
        with open(self._folder / "log", "ab") as log:
            return subprocess.Popen(
                [self._programs / program, *flags],
                cwd=self._folder,  # the other account may not enter the folder we are in
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for pytest, which then stops us
                **self._account,
            )

    def _log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")[-2000:]


def _account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and there is neither an account postgres nor nobody.")
