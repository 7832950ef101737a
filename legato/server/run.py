"""Running the server: checks first, then uvicorn, with a beacon in the home folder while it is up."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from legato import beacon
from legato.exceptions import PortInUse, ServerError
from legato.server.app import create_app
from legato.server.security import refuse_open_host
from legato.server.store import encryption, schema
from legato.server.store.engine import parse_url, sqlite_file
from legato.server.store.lock import ServerLock
from legato.settings import (
    LEGATO_API_DATABASE_CONNECTION_URL,
    LEGATO_API_DATABASE_MIGRATE_ON_START,
    LEGATO_HOME,
    LEGATO_LOGGING_SERVER_LEVEL,
    LEGATO_SERVER_API_HOST,
    LEGATO_SERVER_API_KEEPALIVE_TIMEOUT,
    LEGATO_SERVER_API_PORT,
    SETTINGS,
)

Announce = Callable[[str], None]
_STOP_SECONDS = 5
_WEBSOCKET_BYTES = 1_000_000


def serve(
    host: str | None = None,
    port: int | None = None,
    *,
    workers: int = 1,
    log_level: str | None = None,
    ui: bool | None = None,
    announce: Announce = lambda address: None,
) -> None:
    """Run the server until it is told to stop (SIGINT, SIGTERM); `announce` is called with its address once it is up.

    Raises:
        PortInUse, DatabaseBusy, DatabaseTooNew, DatabaseNotReady: it cannot start.
        ServerError: it must not listen there, has no proper key, or the database does not allow so many workers.
        SettingError: a setting has no proper value; services read theirs much later.
    """
    for setting in SETTINGS.values():
        setting.value()
    host = host or LEGATO_SERVER_API_HOST.value()
    refuse_open_host(host)
    encryption.check_setting()
    url = parse_url(LEGATO_API_DATABASE_CONNECTION_URL.value())
    file, home = sqlite_file(url), LEGATO_HOME.value()
    if workers > 1 and file is not None:
        raise ServerError("More than one worker needs a Postgres database: set LEGATO_API_DATABASE_CONNECTION_URL.")
    listening = bind(host, LEGATO_SERVER_API_PORT.value() if port is None else port)
    try:
        address = f"http://{_in_url(host)}:{listening.getsockname()[1]}"
        lock: AbstractContextManager[object] = nullcontext() if file is None else _locked(file, address)
        with lock:
            schema.ensure(url, migrate=LEGATO_API_DATABASE_MIGRATE_ON_START.value())
            config = _config(host, log_level, ui)
            if workers > 1:
                _serve_many(config, listening, workers, home, address, announce)
            else:
                _Server(config, home, address, announce).run(sockets=[listening])
    finally:
        listening.close()


@contextmanager
def _locked(file: Path, address: str) -> Iterator[None]:
    lock = ServerLock(file, address)
    try:
        yield
    finally:
        lock.release()


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises:
        PortInUse: somebody else listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host.strip("[]"), port))
        found.listen(2048)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(f"Port {port} is in use: stop who uses it, or choose another with --port.") from None
        raise ServerError(f"Cannot listen at {host}:{port}: {error.strerror}.") from None
    found.set_inheritable(True)
    return found


def _in_url(host: str) -> str:
    return f"[{host.strip('[]')}]" if ":" in host else host


def _config(host: str, log_level: str | None, ui: bool | None) -> uvicorn.Config:
    level = (log_level or LEGATO_LOGGING_SERVER_LEVEL.value()).lower()
    return uvicorn.Config(
        create_app(ui=ui, host=host),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level=level,
        server_header=False,
        timeout_keep_alive=LEGATO_SERVER_API_KEEPALIVE_TIMEOUT.value(),
        timeout_graceful_shutdown=_STOP_SECONDS,
        ws_max_size=_WEBSOCKET_BYTES,
    )


class _Server(uvicorn.Server):
    """A uvicorn server that lights the beacon once it answers."""

    def __init__(self, config: uvicorn.Config, home: Path, address: str | None, announce: Announce) -> None:
        super().__init__(config)
        self._app: Starlette = config.app  # type: ignore[assignment]
        self._home, self._address, self._announce = home, address, announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.freeze()  # modules stay; looking through them for garbage would hold up requests, each time for 60 ms
        if self.started and self._address is not None:
            beacon.light(self._home, f"{self._address}/api")
            self._announce(self._address)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Uvicorn would send itself the signal again once it has stopped, before locks are given back.
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._address is not None:
            beacon.put_out(self._home)
        # An answer that may wait for half a minute would hold up the end.
        self._app.state.waiting_room.close()
        await super().shutdown(sockets)


def _serve_many(
    config: uvicorn.Config, listening: socket.socket, workers: int, home: Path, address: str, announce: Announce
) -> None:
    """Let several processes answer at one socket; this one waits for them."""
    children = [_fork(config, listening, home) for _ in range(workers)]
    beacon.light(home, f"{address}/api")
    announce(address)
    try:
        _wait_for(children)
    finally:
        beacon.put_out(home)


def _fork(config: uvicorn.Config, listening: socket.socket, home: Path) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _Server(config, home, None, print).run(sockets=[listening])
        finally:
            os._exit(0)
    return pid


def _wait_for(children: list[int]) -> None:
    waiting = set(children)

    def stop(*_: object) -> None:
        for pid in waiting:
            os.kill(pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while waiting:
        pid, _ = os.wait()
        waiting.discard(pid)
        stop()  # one that ends alone takes the others along: a half server is worse than none
