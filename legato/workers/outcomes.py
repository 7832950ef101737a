"""What a worker hears of what it starts: what became of it."""

from __future__ import annotations

from abc import ABC

from pydantic import BaseModel


class BaseWorkerResult(BaseModel, ABC):
    """What became of what a worker started: what it is found by, and the exit code."""

    identifier: str
    status_code: int

    def __bool__(self) -> bool:
        return self.status_code == 0
