"""A process that has everything imported and forks for each flow run: `python -m legato.launching.fork_server FD`.

It has one thread, no connection and nothing of any user's code, so that what it forks is like a new interpreter, but
for the time that imports take. It ends when the process that asks is gone; what it has started goes on.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import traceback
from multiprocessing.connection import Connection, wait

import msgspec

from legato.launching.jobs import CONSOLE, Job

_IMPORTED = """
legato legato.artifacts legato.contract.artifacts legato.contract.claims legato.deployments.running legato.execution
legato.flows legato.futures legato.logging.setup legato.results.kinds legato.results.storage legato.runner.serving
legato.states legato.task_runners legato.tasks legato.transport.courier legato.transport.http
asyncio cloudpickle concurrent.futures.thread encodings.idna h11 httpcore2 httpx2 pydantic
""".split()
"""What the process of a run needs sooner or later: what is imported here it need not import."""


class Started(msgspec.Struct, tag=True):
    """A job has a process."""

    pid: int


class Ended(msgspec.Struct, tag=True):
    """A process is over, with an exit code, or minus the number of a signal."""

    pid: int
    code: int


Told = Started | Ended
encode_job, decode_job = msgspec.json.Encoder().encode, msgspec.json.Decoder(Job).decode
encode_told, decode_told = msgspec.json.Encoder().encode, msgspec.json.Decoder(Told).decode


def serve(pipe: Connection) -> Job | None:
    """Start a process for each job that comes through a pipe; return None when the pipe is closed.

    In such a process it returns the job.
    """
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the terminal is for the process that asks
    while True:
        ready = wait([pipe, woken])
        if woken in ready:
            os.read(woken, 1_000)
            _tell_ends(pipe)
        if pipe in ready:
            try:
                job = decode_job(pipe.recv_bytes())
            except (EOFError, ConnectionResetError):
                return None
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                for fd in (woken, wake):
                    os.close(fd)
                pipe.close()
                return job
            pipe.send_bytes(encode_told(Started(pid)))


def _tell_ends(pipe: Connection) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        pipe.send_bytes(encode_told(Ended(pid, os.waitstatus_to_exitcode(status))))


def become(job: Job) -> None:
    """Make this process what a job asks for: its session, environment, folder and output."""
    os.setsid()
    for signum in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(signum, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    console = os.dup(2)
    output = os.open(job.output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for fd in (1, 2):
        os.dup2(output, fd)
    os.close(output)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(job.env)
    os.environ[CONSOLE] = str(console)
    if job.cwd is not None:
        os.chdir(job.cwd)
    sys.path[0:1] = [os.getcwd()]


def _execute(job: Job) -> int:
    try:
        become(job)
        # By its name: what executes runs stands above what starts their processes.
        return int(importlib.import_module("legato.execution").main([str(job.flow_run_id)]))
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        return 1


def main() -> int:
    """Serve until nobody asks any more, or be one of the processes that were asked for."""
    for name in _IMPORTED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    job = serve(Connection(int(sys.argv[1])))
    return 0 if job is None else _execute(job)


if __name__ == "__main__":
    sys.exit(main())
