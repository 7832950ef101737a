"""What a worker hears of what it starts: that it is there, and what became of it."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from legato.exceptions import WorkerError


class InfrastructureNotFound(WorkerError):
    """What executes a run is not there any more."""


class InfrastructureNotAvailable(WorkerError):
    """What executes a run cannot be reached from here."""


class BaseWorkerResult(BaseModel, ABC):
    """What became of what a worker started: what it is found by, and the exit code."""

    identifier: str
    status_code: int

    def __bool__(self) -> bool:
        return self.status_code == 0


class TaskStatus:
    """What `run` tells once there is something that executes the run: what it is found by."""

    def __init__(self, tell: Callable[[str], Any]) -> None:
        self._tell = tell

    def started(self, value: str | None = None) -> None:
        """Tell it."""
        self._tell(value or "")
