"""A Legato server in a process of its own, and flows that run against it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SEED = Path(__file__).with_name("seed.py")
START_SECONDS = 30.0


class UiServer:
    """Where a server listens, and a way to run the seed's flows there."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self._environment = environment_of(home) | {"LEGATO_API_URL": f"{url}/api"}

    @contextmanager
    def running_flow(self, name: str, stop_file: Path) -> Iterator[Path]:
        """A flow that goes on until the stop file is there, or the block ends."""
        environment = self._environment | {"SEED_STOP": str(stop_file)}
        command = [sys.executable, str(SEED), name]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield stop_file
        finally:
            stop_file.touch()
            end(process)

    def run_flow(self, name: str) -> None:
        command = [sys.executable, str(SEED), name]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    def post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def delete_runs(self, flow_name: str) -> None:
        """Leaves the server as the other tests expect it."""
        for run in self.post("/flow_runs/filter", {"flows": {"name": {"any_": [flow_name]}}}):
            request = urllib.request.Request(f"{self.url}/api/flow_runs/{run['id']}", method="DELETE")
            urllib.request.urlopen(request, timeout=10).close()

    def run_of(self, flow_name: str) -> dict[str, Any]:
        """The newest run of a flow."""
        body = {"flows": {"name": {"any_": [flow_name]}}, "sort": "START_TIME_DESC", "limit": 1}
        return self.post("/flow_runs/filter", body)[0]


def environment_of(home: Path) -> dict[str, str]:
    return os.environ | {"LEGATO_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def end(process: subprocess.Popen[bytes]) -> None:
    """Waits for a process, and does not wait for ever."""
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def await_health(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended:\n{log.read_text()}"
        try:
            urllib.request.urlopen(f"{url}/api/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)  # nothing announces that the port is open
    raise AssertionError(f"the server did not answer:\n{log.read_text()}")


@contextmanager
def served(home: Path) -> Iterator[UiServer]:
    """A server on a home of its own, until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    log = home / "server.log"
    command = [sys.executable, "-m", "legato", "server", "start", "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=home, env=environment_of(home), stdout=output, stderr=output)
    try:
        url = f"http://127.0.0.1:{port}"
        await_health(process, url, log)
        yield UiServer(url, home)
    finally:
        process.terminate()
        end(process)
