"""Starting jobs, warm where that can be and cold else."""

from __future__ import annotations

import logging
import threading

from legato.exceptions import LaunchFailed
from legato.launching import children
from legato.launching.children import Child
from legato.launching.jobs import Job
from legato.launching.warm import ForkServer

_logger = logging.getLogger("legato.launching")


class Launcher:
    """Starts the processes of flow runs; `is_warm` has them forked from one with everything imported."""

    def __init__(self, *, is_warm: bool = True) -> None:
        self._is_warm = is_warm
        self._forks: ForkServer | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Start the fork server, so that the first job need not wait for it."""
        if self._is_warm:
            self._fork_server()

    def start(self, job: Job) -> Child:
        """Start a job.

        Raises:
            LaunchFailed: its program or folder is not there.
        """
        if self._is_warm and not job.needs_interpreter():
            try:
                return self._fork_server().start(job)
            except LaunchFailed as error:
                _logger.warning("%s The run gets an interpreter of its own.", error)
        try:
            return children.start(job)
        except OSError as error:
            program = job.arguments()[0]
            where = "" if job.cwd is None else f" in {job.cwd}"
            raise LaunchFailed(f"{program} cannot be started{where}: {error.strerror}.") from None

    def _fork_server(self) -> ForkServer:
        with self._lock:
            if self._forks is None or not self._forks.lives:
                self._forks = ForkServer()
            return self._forks

    def close(self) -> None:
        """Let the fork server end."""
        with self._lock:
            if self._forks is not None:
                self._forks.close()
                self._forks = None
