"""Processes of this machine as infrastructure."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Literal

from pydantic import Field

from legato.infrastructure.base import Infrastructure, InfrastructureResult


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

    def preview(self) -> str:
        """Return what would be executed, as one would type it."""
        said = [f"{name}={shlex.quote(value)}" for name, value in self.environment().items()]
        return " \\\n".join([*said, shlex.join(self.command or self.default_command())])
