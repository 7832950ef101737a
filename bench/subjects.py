"""What is measured: Legato, and its peers in environments of their own. Each has a server on a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
SCRIPTS = Path(__file__).parent / "scripts"
_START_SECONDS, _ATTEMPTS = 120, 5


class Subject:
    """A product under test: the Python that has it, and the name of its package."""

    def __init__(self, label: str, python: Path, package: str) -> None:
        self.label, self.python, self.package = label, python, package
        self.home = Path(tempfile.mkdtemp(prefix="bench-"))
        self.port = _free_port()
        self.server: psutil.Popen | None = None

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self.port}/api"

    def environment(self, *, with_server: bool) -> dict[str, str]:
        """The environment of a process of this product."""
        prefix = self.package.upper()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("LEGATO_", "PREFECT_"))}
        own = {"SUBJECT": self.package, f"{prefix}_HOME": str(self.home), "DO_NOT_TRACK": "1"}
        if prefix == "PREFECT":
            own["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
        if with_server:
            own[f"{prefix}_API_URL"] = self.api_url
        return clean | own

    def command(self, *arguments: str) -> list[str]:
        """The product's command line."""
        return [str(self.python.with_name(self.package)), *arguments]

    @contextmanager
    def serving(self, **settings: str) -> Iterator[float]:
        """Run the server for as long as the block lasts; gives the seconds from its start until it answered."""
        self.port = _free_port()
        command = self.command("server", "start", "--port", str(self.port))
        start = time.perf_counter()
        quiet = subprocess.DEVNULL
        environment = self.environment(with_server=False) | settings
        self.server = psutil.Popen(command, env=environment, stdout=quiet, stderr=quiet, cwd=self.home)
        try:
            self._wait_until_healthy(start)
            yield time.perf_counter() - start
        finally:
            everything = [*self.server.children(recursive=True), self.server]
            for process in everything:
                process.terminate()
            for process in psutil.wait_procs(everything, timeout=20)[1]:
                process.kill()

    def _wait_until_healthy(self, start: float) -> None:
        while time.perf_counter() - start < _START_SECONDS:
            try:
                with urllib.request.urlopen(f"{self.api_url}/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.01)
        raise TimeoutError(f"The server of {self.label} does not answer.")

    def post(self, path: str, body: Any) -> Any:
        """Ask the server something; where its database is busy, ask again, as its clients do."""
        request = urllib.request.Request(
            self.api_url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or attempt == _ATTEMPTS:
                    raise
                time.sleep(attempt)

    def run(
        self, script: str, *arguments: str, with_server: bool = True, timeout: float = 900, **settings: str
    ) -> list[float]:
        """Run a script and return the numbers it printed."""
        done = subprocess.run(
            [str(self.python), str(SCRIPTS / script), *arguments],
            env=self.environment(with_server=with_server) | settings,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if done.returncode:
            raise RuntimeError(f"{self.label}: {script} {arguments} failed:\n{done.stderr[-2000:]}")
        return [float(word) for word in done.stdout.split()]

    def close(self) -> None:
        """Remove the home folder."""
        shutil.rmtree(self.home, ignore_errors=True)


def legato() -> Subject:
    """This checkout's Legato."""
    return Subject("Legato", Path(sys.executable), "legato")


def peer(version: str) -> Subject:
    """A version of Prefect, installed when it is first asked for."""
    subprocess.run([str(ROOT / "scripts" / "peer"), version], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return Subject(f"Prefect {version}", ROOT / ".peers" / f"prefect-{version}" / "bin" / "python", "prefect")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
