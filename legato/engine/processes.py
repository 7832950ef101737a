"""Processes for the functions of tasks: one per thread of the runner that asks, each with a pipe to it.

They are fresh interpreters, which know nothing of the script: no line of it runs twice, with or without a main guard.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from types import GeneratorType, SimpleNamespace, TracebackType
from typing import Any, cast

from legato import secrecy
from legato.context import FlowRunContext, TaskRunContext, in_flow_run, in_task_run
from legato.engine.control import Control, TimedOut
from legato.engine.effects import Call
from legato.exceptions import TaskProcessDied
from legato.logging.prints import redirect_prints
from legato.logging.setup import flush, set_up

_PROGRAM = "import sys; from legato.engine.processes import serve; serve(int(sys.argv[1]))"
_DEATH_SECONDS = 5


class ProcessPool:
    """Calls functions in processes; a process serves the thread that asked first and is kept for its next call."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._lock = threading.Lock()

    def __enter__(self) -> ProcessPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with self._lock:
            workers, self._all, self._idle = self._all, [], []
        for worker in workers:
            worker.stop()

    def invoke(self, call: Call) -> Any:
        """Call a function in a process and return what it returns, or raise what it raises.

        Raises:
            TaskProcessDied: the process died.
            TimedOut: it took longer than it may; the process is killed.
        """
        import cloudpickle

        message = cloudpickle.dumps((call.fn, call.args, call.kwargs, _where()))
        worker = self._take()
        try:
            answer = worker.ask(message, call.timeout)
        except BaseException:
            self._discard(worker)
            raise
        with self._lock:
            self._idle.append(worker)
        is_value, content = answer
        if is_value:
            return content
        raise content

    def _take(self) -> _Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            worker = _Worker()
            self._all.append(worker)
        return worker

    def _discard(self, worker: _Worker) -> None:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
        worker.stop()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-c", _PROGRAM, str(theirs.fileno())]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        theirs.close()
        self._pipe.send(sys.path)

    def ask(self, message: bytes, timeout: float | None) -> tuple[bool, Any]:
        import pickle

        end = None if timeout is None else time.monotonic() + timeout
        try:
            self._pipe.send_bytes(message)
            while True:
                if not self._pipe.poll(None if end is None else max(0.0, end - time.monotonic())):
                    raise TimedOut
                kind, content = pickle.loads(self._pipe.recv_bytes())
                if kind == "secrets":
                    secrecy.remember_all(content)
                    continue
                if kind != "entries":
                    return kind == "value", content
                if (context := FlowRunContext.get()) is not None:
                    context.recorder.append(*content)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise TaskProcessDied(f"The process of the task {_death(self._process.wait(_DEATH_SECONDS))}.") from None

    def stop(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.wait()


def _death(code: int) -> str:
    if code < 0:
        hint = " (likely out of memory)" if -code == signal.SIGKILL else ""
        return f"was killed by signal {-code}{hint}"
    return f"ended with exit code {code}"


def _where() -> tuple[Any, ...] | None:
    """Return what the process must know of the runs that the call is part of."""
    flow_context, task_context = FlowRunContext.get(), TaskRunContext.get()
    if flow_context is None or task_context is None:
        return None
    facts = (secrecy.known(), flow_context.flow.name, flow_context.flow_run, flow_context.log_prints)
    return (*facts, task_context.task.name, task_context.task_run, task_context.parameters, task_context.log_prints)


def serve(fd: int) -> None:
    """Answer calls that come through a pipe until it is closed: the whole life of a process."""
    import cloudpickle

    pipe = Connection(fd)
    sys.path[:] = pipe.recv()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that asks
    set_up()
    redirect_prints()
    while True:
        try:
            message = pipe.recv_bytes()
        except EOFError:
            return
        answer = _answer(message, pipe)
        try:
            content = cloudpickle.dumps(answer)
        except Exception as error:
            content = cloudpickle.dumps(("error", TypeError(f"The result cannot travel between processes: {error}")))
        flush()
        _tell_secrets(pipe)
        pipe.send_bytes(content)


def _answer(message: bytes, pipe: Connection) -> tuple[str, Any]:
    import pickle

    try:
        fn, args, kwargs, where = pickle.loads(message)
        with _in_run(where, pipe):
            value = fn(*args, **kwargs)
            return "value", list(value) if isinstance(value, GeneratorType) else value
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))  # the frames stay behind in this process
        return "error", error


_told: frozenset[str] = frozenset()


def _tell_secrets(pipe: Connection) -> None:
    """Have secrets that this process has come to know masked by the one that records."""
    global _told
    if (known := secrecy.known()) != _told:
        import pickle

        pipe.send_bytes(pickle.dumps(("secrets", known - _told)))
        _told = known


class _PipeRecorder:
    """Sends log lines to the process that records."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def append(self, *entries: Any) -> None:
        import pickle

        _tell_secrets(self._pipe)
        self._pipe.send_bytes(pickle.dumps(("entries", entries)))


@contextmanager
def _in_run(where: tuple[Any, ...] | None, pipe: Connection) -> Iterator[None]:
    """Make the runs of the process that asks the current ones here too."""
    if where is None:
        yield
        return
    secrets, flow_name, flow_run, flow_prints, task_name, task_run, parameters, task_prints = where
    secrecy.remember_all(secrets)
    flow, task = (
        cast(Any, SimpleNamespace(name=flow_name, isasync=False)),
        cast(Any, SimpleNamespace(name=task_name, isasync=False)),
    )
    recorder, nothing = cast(Any, _PipeRecorder(pipe)), cast(Any, None)
    flow_context = FlowRunContext(flow, flow_run, {}, nothing, recorder, Control(), flow_prints, nothing)
    with in_flow_run(flow_context), in_task_run(TaskRunContext(task, task_run, parameters, flow_context, task_prints)):
        yield
