"""Real processes for tests: a server that can be killed and started again, scripts with flows, a proxy that cuts."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from legato import beacon
from legato.exceptions import ApiError
from legato.transport.http import HttpTransport

PATIENCE = 30.0


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of a home folder."""
    return os.environ | {"LEGATO_HOME": str(home), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "default"} | more


class Server:
    """A server in a process of its own, on a port that stays the same from start to start."""

    def __init__(self, home: Path, *flags: str, **settings: str) -> None:
        self.home, self.port, self._flags, self._settings = home, free_port(), flags, settings
        self.log = home / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> "Server":
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "legato", "server", "start", "--port", str(self.port), *self._flags]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment(self.home, **self._settings), stdout=log, stderr=log, cwd=self.home
            )
        transport = HttpTransport(self.api_url)
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                assert self.process.poll() is None, f"the server ended:\n{self.log.read_text()}"
                if self._answers(transport):
                    return self
                time.sleep(0.02)  # nothing announces that the port is open
        finally:
            transport.close()
        raise AssertionError(f"the server did not answer:\n{self.log.read_text()}")

    def _answers(self, transport: HttpTransport) -> bool:
        try:
            transport.post("GET", "/health", None, tries=1)
        except ApiError:
            return False
        return beacon.seen(self.home) is not None

    def kill(self) -> None:
        """Kill it, as the power going out would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it in order."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@contextmanager
def server(home: Path, **settings: str) -> Iterator[Server]:
    """A server on a home folder, until the block ends."""
    running = Server(home, **settings).start()
    try:
        yield running
    finally:
        running.stop()


class Script:
    """A Python script with flows, in a process of its own."""

    def __init__(self, home: Path, code: str, **settings: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=environment(home, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_for_line(self, text: str) -> None:
        """Wait until the script prints a line with a text on its standard output."""
        out: IO[bytes] | None = self.process.stdout
        assert out is not None
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            end, seen = time.monotonic() + PATIENCE, b""
            while text.encode() not in seen:
                assert selector.select(end - time.monotonic()), f"no {text!r} in {seen!r}"
                piece = os.read(out.fileno(), 65536)
                assert piece, f"the script ended: {seen!r} {self.process.communicate()!r}"
                seen += piece

    def end(self) -> tuple[int, str, str]:
        """Wait until it ended and return the exit code, the output and the errors."""
        out, err = self.process.communicate(timeout=PATIENCE * 2)
        return self.process.returncode, out.decode(), err.decode()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal."""
        self.process.send_signal(number)


def run_script(home: Path, code: str, **settings: str) -> str:
    """Run a script that must end well, and return what it printed."""
    returncode, out, err = Script(home, code, **settings).end()
    assert returncode == 0, err
    return out


class Proxy:
    """A TCP proxy in front of a server that can swallow answers: the request arrives, the answer does not."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.answers_to_swallow = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        upstream = socket.create_connection(("127.0.0.1", self._target))
        with client, upstream, selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, upstream)
            selector.register(upstream, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    source: socket.socket = key.fileobj  # type: ignore[assignment]
                    data = source.recv(65536)
                    if not data or (source is upstream and self._swallows()):
                        return
                    key.data.sendall(data)

    def _swallows(self) -> bool:
        with self._lock:
            self.answers_to_swallow -= 1
            return self.answers_to_swallow >= 0

    def close(self) -> None:
        """Stop taking connections."""
        self._listener.close()
