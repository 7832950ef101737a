"""What others find a process by, and ending it by that."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

from legato.beacon import lives
from legato.exceptions import InfrastructureNotAvailable, InfrastructureNotFound
from legato.launching import children


class TaskStatus:
    """What is told once there is something that executes a run: what it is found by."""

    def __init__(self, tell: Callable[[str], Any]) -> None:
        self._tell = tell

    def started(self, value: str | None = None) -> None:
        """Tell it."""
        self._tell(value or "")


def pid_of(found_by: str) -> int:
    """Return the id of a process of this machine, written as `host:pid`.

    Raises:
        InfrastructureNotFound: it is gone.
        InfrastructureNotAvailable: it is on another machine.
    """
    host, _, text = found_by.rpartition(":")
    if host != socket.gethostname():
        raise InfrastructureNotAvailable(f"Process {text} is on {host!r}, which is another machine.")
    if not text.isdigit() or not lives(int(text)):
        raise InfrastructureNotFound(f"There is no process {text}.")
    return int(text)


def kill(found_by: str, grace_seconds: float) -> None:
    """End a process of this machine: by SIGTERM, and after the grace time by SIGKILL.

    Raises:
        InfrastructureNotFound: it is gone.
        InfrastructureNotAvailable: it is on another machine.
    """
    pid = pid_of(found_by)
    for signum in (signal.SIGTERM, signal.SIGKILL):
        children.send_signal(pid, signum)
        if children.is_over_within(pid, grace_seconds):
            return
