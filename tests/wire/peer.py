"""Prefect 2 in an environment of its own: as a client that is asked for checks, and as a server."""

import ast
import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from legato.exceptions import ApiError
from legato.transport.http import HttpTransport
from tests.processes import PATIENCE, free_port

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
VERSION = "2.20.27"
BIN = ROOT / ".peers" / f"prefect-{VERSION}" / "bin"
INSTALLING = 600.0
ANSWERING = 60.0


class Check(NamedTuple):
    """A function of `checks/` that the client executes, and what it finds on Prefect's own server."""

    module: str
    name: str
    expected: Any

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


def checks(*modules: str) -> list[Check]:
    """Every check of some modules, read without importing them: they import Prefect."""
    return [
        Check(module, function.name, ast.literal_eval(decorator.args[0]))
        for module in modules
        for function in ast.parse((HERE / "checks" / f"{module}.py").read_text()).body
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "answers"
    ]


def install() -> None:
    """Make the environment where it is missing."""
    if not (BIN / "python").exists():
        subprocess.run([ROOT / "scripts" / "peer", VERSION], check=True, timeout=INSTALLING)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of the peer."""
    settings = {
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(home),
        "PREFECT_LOCAL_STORAGE_PATH": str(home / "storage"),
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "0.1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLI_COLORS": "false",
        "COLUMNS": "200",
        "PYTHONWARNINGS": "ignore",
    }
    return os.environ | settings | more


class Client:
    """A process with Prefect's client in it, which stays, because importing Prefect takes seconds."""

    def __init__(self, home: Path) -> None:
        self._home, self._log = home, home / "client.log"
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, check: Check, api_url: str) -> Any:
        """What a check finds at an API."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"check": str(check), "api": api_url}).encode() + b"\n")
        process.stdin.flush()
        line = self._line(process.stdout)
        if not line.endswith(b"\n"):
            self.close()  # the next check gets a process that is not busy with this one
            raise AssertionError(f"no answer to {check}:\n{self._log.read_text()[-3000:]}")
        reply = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply["answer"]

    def _start(self) -> subprocess.Popen[bytes]:
        command = [BIN / "python", HERE / "driver.py"]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=environment(self._home),
                cwd=self._home,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def _line(self, incoming: IO[bytes]) -> bytes:
        line, end = b"", time.monotonic() + ANSWERING
        with selectors.DefaultSelector() as selector:
            selector.register(incoming, selectors.EVENT_READ)
            while not line.endswith(b"\n") and selector.select(end - time.monotonic()):
                piece = os.read(incoming.fileno(), 65536)
                if not piece:
                    break
                line += piece
        return line

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


WAITING = {f"LEGATO_API_SERVICES_{name}_ENABLED": "false" for name in ("SCHEDULER", "LATE_RUNS")}
"""What keeps our server from making and marking runs by itself, as --no-scheduler and --no-late-runs do theirs."""

SWITCHED_ON = {
    "PREFECT_EXPERIMENTAL_EVENTS": "1",
    "PREFECT_EXPERIMENTAL_ENABLE_TASK_SCHEDULING": "1",
    "PREFECT_API_SERVICES_TRIGGERS_ENABLED": "1",
    "PREFECT_API_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "1",
}


@contextmanager
def own_server(home: Path) -> Iterator[str]:
    """The address of the API of Prefect's own server, until the block ends."""
    port = free_port()
    command = [BIN / "prefect", "server", "start", "--port", str(port), "--no-ui", "--no-scheduler", "--no-late-runs"]
    log = home / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=environment(home, **SWITCHED_ON), cwd=home, stdout=out, stderr=out, start_new_session=True
        )
    url = f"http://127.0.0.1:{port}/api"
    try:
        _wait_for(url, process, log)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # its services take their time to end, and it starts a process itself
        process.wait(PATIENCE)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    transport, end = HttpTransport(url), time.monotonic() + PATIENCE * 6
    try:
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            try:
                transport.post("GET", "/health", None, tries=1)
                return
            except ApiError:
                time.sleep(0.1)  # nothing announces that the port is open
    finally:
        transport.close()
