"""Processes of this machine as infrastructure."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from pydantic import Field

from legato.either_way import either_way, twin
from legato.infrastructure.base import Infrastructure, InfrastructureResult
from legato.launching.killing import TaskStatus, kill


class ProcessResult(InfrastructureResult):
    """How a process ended."""


class Process(Infrastructure):
    """Flow runs in processes of their own on this machine.

    Example:
        ```python
        from legato.infrastructure import Process

        Process(env={"REGION": "eu"}).save("here")
        ```
    """

    _block_type_name = "Process"
    _worker_type = "process"

    type: Literal["process"] = "process"
    stream_output: bool = Field(True, description="Whether its output is shown here.")
    working_dir: Path | None = Field(None, description="The folder to start it in.")

    @classmethod
    def default_command(cls) -> list[str]:
        """Return what executes the flow run that the environment names, with this Python."""
        return [sys.executable, "-m", "legato.execution"]

    @either_way
    def run(self, task_status: TaskStatus | None = None) -> ProcessResult:
        """Execute the command and wait for its end; `task_status` is told the host and the id of the process.

        Raises:
            ValueError: there is no command.
            OSError: its program, or its folder, is not there.
        """
        if not self.command:
            raise ValueError("Process cannot be run with an empty command.")
        with ExitStack() as stack:
            folder = self.working_dir or stack.enter_context(tempfile.TemporaryDirectory(prefix="legato-run-"))
            output = None if self.stream_output else subprocess.DEVNULL
            environment = {name: value for name, value in {**os.environ, **self.env}.items() if value is not None}
            process = subprocess.Popen(
                self.command,
                env={**environment, **self.environment()},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            pid = f"{socket.gethostname()}:{process.pid}"
            if task_status is not None:
                task_status.started(pid)
            return ProcessResult(identifier=pid, status_code=process.wait())

    arun = twin(run)

    @either_way
    def kill(self, infrastructure_pid: str, grace_seconds: int = 30) -> None:
        """End the process that `run` told of: by SIGTERM, and after the grace time by SIGKILL.

        Raises:
            InfrastructureNotFound: it is gone.
            InfrastructureNotAvailable: it is on another machine.
        """
        kill(infrastructure_pid, grace_seconds)

    akill = twin(kill)

    def preview(self) -> str:
        """Return what would be executed, as one would type it."""
        said = [f"{name}={shlex.quote(value)}" for name, value in self.environment().items()]
        return " \\\n".join([*said, shlex.join(self.command or self.default_command())])
