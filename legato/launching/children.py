"""Processes of flow runs, as their parent or another process on this machine sees them."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import Protocol

from legato.beacon import lives
from legato.launching.jobs import CONSOLE, Job

_LOOK_SECONDS = 0.2


class Child(Protocol):
    """A process that executes a flow run, at the head of a group of processes of its own."""

    pid: int

    def wait(self) -> int | None:
        """Wait for its end; return the exit code, or None where only its parent could know."""
        ...


class OwnChild:
    """A process that this one started, with an interpreter of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self.pid = process, process.pid

    def wait(self) -> int | None:
        return self._process.wait()


class ForkedChild:
    """A process that the fork server started, which tells of its end."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None
        self._over = threading.Event()

    def end(self, code: int | None) -> None:
        """Note the end of the process."""
        self._code = code
        self._over.set()

    def wait(self) -> int | None:
        self._over.wait()
        return self._code


class AdoptedChild:
    """A process whose parent is gone."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> int | None:
        is_over_within(self.pid, None)
        return None


def is_over_within(pid: int, seconds: float | None) -> bool:
    """Wait until there is no process with an id, whoever's child it is; False where it is there after that time."""
    if hasattr(os, "pidfd_open"):
        try:
            fd = os.pidfd_open(pid)
        except OSError:
            return True
        try:
            return bool(select.select([fd], [], [], seconds)[0])
        finally:
            os.close(fd)
    end = None if seconds is None else time.monotonic() + seconds
    while lives(pid):
        if end is not None and time.monotonic() > end:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def birth(pid: int) -> str | None:
    """Return a mark of when a process was started, to tell it from a later one with its id; None where it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[19].decode()
    except FileNotFoundError:
        return "unknown" if not os.path.isdir("/proc/self") and lives(pid) else None
    except (OSError, IndexError):
        return None


def start(job: Job) -> OwnChild:
    """Start a job with an interpreter, or another program, of its own.

    Raises:
        OSError: the program, or its folder, is not there.
    """
    console = os.dup(2)
    try:
        with open(job.output, "ab", buffering=0) as output:
            process = subprocess.Popen(
                job.arguments(),
                env={**job.env, CONSOLE: str(console), "PYTHONUNBUFFERED": "1"},
                cwd=job.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=[console],
            )
    finally:
        os.close(console)
    return OwnChild(process)


def send_signal(pid: int, signum: signal.Signals) -> None:
    """Send a signal to a process and all that it started in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signum)
