"""Servers in processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from legato import beacon

_SERVE = "from legato.server.run import serve; serve(port={port}, workers={workers})"


class Program:
    """A server process."""

    def __init__(self, home: Path, port: int = 0, workers: int = 1, **environment: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _SERVE.format(port=port, workers=workers)],
            env={**os.environ, "LEGATO_HOME": str(home), **environment},
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_up(self) -> str:
        """Return the address of the API once it answers."""
        while self.process.poll() is None:
            seen = beacon.seen(self.home)
            if seen is not None and seen.pid == self.process.pid and _answers(seen.api_url):
                return seen.api_url
        raise AssertionError(f"the server ended: {self.end()}")

    def end(self, sent: int | None = None) -> str:
        """Wait for the end, after sending a signal; return what was written to stderr."""
        if sent is not None:
            self.process.send_signal(sent)
        return self.process.communicate(timeout=30)[1]


def _answers(api_url: str) -> bool:
    try:
        return httpx2.get(f"{api_url}/health", timeout=1).status_code == 200
    except httpx2.HTTPError:
        return False


@contextmanager
def program(home: Path, **options: str) -> Iterator[Program]:
    """A server process until the block ends."""
    running = Program(home, **options)  # type: ignore[arg-type]
    try:
        running.wait_until_up()
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)
