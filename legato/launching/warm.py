"""The fork server, as the process that asks it sees it."""

from __future__ import annotations

import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe

from legato.exceptions import LaunchFailed
from legato.launching.children import ForkedChild, is_over_within
from legato.launching.fork_server import Ended, decode_told, encode_job
from legato.launching.jobs import Job

_START_SECONDS = 30.0


class ForkServer:
    """Starts jobs in processes that are forked from one that has everything imported."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-m", "legato.launching.fork_server", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True
        )
        theirs.close()
        self._children: dict[int, ForkedChild] = {}
        self._answers: list[ForkedChild] = []
        self._answered = threading.Condition()
        self._asking = threading.Lock()
        self._is_over = False
        threading.Thread(target=self._listen, args=(self._pipe,), name="legato-forks", daemon=True).start()

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return not self._is_over and self._process.poll() is None

    def start(self, job: Job) -> ForkedChild:
        """Start a job.

        Raises:
            LaunchFailed: the fork server is gone, or does not answer.
        """
        with self._asking:
            try:
                self._pipe.send_bytes(encode_job(job))
            except OSError as error:
                raise LaunchFailed(f"The fork server is gone: {error}.") from None
            with self._answered:
                if not self._answered.wait_for(lambda: self._answers or self._is_over, _START_SECONDS):
                    raise LaunchFailed(f"The fork server did not answer within {_START_SECONDS:.0f} seconds.")
                if not self._answers:
                    raise LaunchFailed("The fork server is gone.")
                return self._answers.pop()

    def _listen(self, pipe: Connection) -> None:
        try:
            while True:
                told = decode_told(pipe.recv_bytes())
                if isinstance(told, Ended):
                    if (child := self._children.pop(told.pid, None)) is not None:
                        child.end(told.code)
                    continue
                child = self._children[told.pid] = ForkedChild(told.pid)
                with self._answered:
                    self._answers.append(child)
                    self._answered.notify_all()
        except (EOFError, OSError):
            pass
        with self._answered:
            self._is_over = True
            self._answered.notify_all()
        for child in self._children.values():
            threading.Thread(target=_watch, args=(child,), daemon=True).start()

    def close(self) -> None:
        """Let it end; what it has started goes on."""
        self._process.terminate()
        self._process.wait()


def _watch(child: ForkedChild) -> None:
    """Wait for the end of a process whose parent is gone: nobody will tell of it."""
    is_over_within(child.pid, None)
    child.end(None)
