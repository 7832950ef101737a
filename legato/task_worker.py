"""Serving tasks: executing their background runs, which others ask for with `delay`."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import msgspec

from legato import background, connect
from legato.contract.task_runs import SetTaskRunState
from legato.either_way import either_way, settled, twin
from legato.engine.crashes import describe
from legato.engine.definitions import TaskDefinition
from legato.engine.recorder import Recorder
from legato.engine.task_run import TaskCall
from legato.exceptions import ApiUnreachable, LegatoException
from legato.launching.patience import Patience, patiently
from legato.launching.stopping import stopped_by_signals
from legato.logging.setup import set_up
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun
from legato.schemas.transitions import OrchestrationResult, SetStateStatus
from legato.settings import LEGATO_API_KEY, LEGATO_HOME, LEGATO_WORKER_GRACE_SECONDS
from legato.task_runners import execute_here

_logger = logging.getLogger("legato.workers")
_PATH = "/task_runs/subscriptions/scheduled"
_LOOK_SECONDS = 1.0
_decode = msgspec.json.Decoder(TaskRun).decode


class TaskWorker:
    """Executes background runs of tasks, `limit` of them at once, until it is stopped."""

    def __init__(self, *tasks: TaskDefinition[..., Any], limit: int | None = 10, task_runner: object = None) -> None:
        if not tasks:
            raise TypeError("Serve at least one task.")
        for task in tasks:
            if not isinstance(task, TaskDefinition):
                raise TypeError(f"Only tasks can be served like this, got {type(task).__name__}.")
        if limit is not None and limit < 1:
            raise ValueError(f"A task worker executes one run at a time at least, not {limit}.")
        self.tasks = {task.task_key: task for task in tasks}
        self.limit = limit
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.stopping = threading.Event()
        self._running = 0
        self._changed = threading.Condition()

    @either_way
    def start(self) -> None:
        """Execute runs until `stop`, SIGTERM or SIGINT, however long the API is away in between."""
        set_up()
        with stopped_by_signals(self.stopping):
            thread = threading.Thread(target=self._serve, name="legato-tasks", daemon=True)
            thread.start()
            while thread.is_alive() and not self.stopping.wait(_LOOK_SECONDS):
                pass  # a signal is heard between waits
            with self._changed:
                self._changed.wait_for(lambda: not self._running, LEGATO_WORKER_GRACE_SECONDS.value())
            connect.courier().flush()

    astart = twin(start)

    def stop(self) -> None:
        """Have `start` end."""
        self.stopping.set()

    def _serve(self) -> None:
        patience = Patience()
        while not self.stopping.is_set():
            try:
                api_url = connect.find_api_url(LEGATO_HOME.value())
                if api_url is None:
                    raise ApiUnreachable("There is no server: start one with `legato server start`.")
                for run in self._handed(api_url):
                    patience.over()
                    self._begin(run)
            except (OSError, ApiUnreachable) as error:
                if self.stopping.is_set():
                    return
                self.stopping.wait(patience.note(ApiUnreachable(str(error))))

    def _handed(self, api_url: str) -> Iterator[TaskRun]:
        """Yield runs as they are handed to this worker; the next one is asked for when there is room for it."""
        from websockets.exceptions import ConnectionClosed, InvalidHandshake
        from websockets.sync.client import connect as connected
        from websockets.typing import Subprotocol

        address = "ws" + api_url.removeprefix("http") + _PATH
        try:
            with connected(address, subprotocols=[Subprotocol("prefect")]) as websocket:
                websocket.send(_message(type="auth", token=LEGATO_API_KEY.value()))
                websocket.recv()
                websocket.send(_message(type="subscribe", keys=sorted(self.tasks), client_id=self.name))
                while True:
                    try:
                        text = websocket.recv(timeout=_LOOK_SECONDS)
                    except TimeoutError:
                        if self.stopping.is_set():
                            return
                        continue
                    yield _decode(text)
                    if not self._has_room():
                        return
                    websocket.send(_message(type="ack"))
        except (ConnectionClosed, InvalidHandshake) as error:
            raise OSError(str(error)) from None

    def _has_room(self) -> bool:
        """Wait until there is room for another run; False where this worker is stopped instead."""
        with self._changed:
            while self.limit is not None and self._running >= self.limit and not self.stopping.is_set():
                self._changed.wait(_LOOK_SECONDS)
        return not self.stopping.is_set()

    def _begin(self, run: TaskRun) -> None:
        with self._changed:
            self._running += 1
        threading.Thread(target=self._execute, args=(run,), name=f"legato-task-{run.id}", daemon=True).start()

    def _execute(self, run: TaskRun) -> None:
        try:
            self.execute_task_run(run)
        except Exception:
            _logger.exception("Task run %r cannot be executed.", run.name)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def execute_task_run(self, run: TaskRun) -> None:
        """Execute a background run in this thread, unless somebody else has taken it.

        Raises:
            ObjectNotFound: it is deleted.
        """
        details = run.state.state_details if run.state is not None else StateDetails()
        taken = StateDetails(task_parameters_id=details.task_parameters_id)
        state = StateCreate(type=StateType.PENDING, message=f"Taken by {self.name}.", state_details=taken)
        result: OrchestrationResult = patiently(lambda: connect.send(SetTaskRunState(id=run.id, state=state)))
        if result.status is not SetStateStatus.ACCEPT:
            return
        run.state = result.state
        task = self.tasks[run.task_key]
        try:
            parameters = background.parameters_of(task, run)
        except LegatoException as error:
            _fail(run, f"The parameters of the run cannot be read: {describe(error)}")
            return
        call = TaskCall(task, parameters, None, Recorder(connect.courier()), run=run)
        call.keeper = background.keeper_of(task)
        execute_here(call)


def _fail(run: TaskRun, message: str) -> None:
    state = StateCreate(type=StateType.FAILED, message=message)
    patiently(lambda: connect.send(SetTaskRunState(id=run.id, state=state, force=True)))


def _message(**fields: Any) -> str:
    return msgspec.json.encode(fields).decode()


TaskServer = TaskWorker


@either_way
def serve(*tasks: TaskDefinition[..., Any], limit: int | None = 10, task_runner: object = None) -> None:
    """Execute background runs of tasks, `limit` of them at once, until this process is stopped.

        serve(resize, send_mail, limit=20)

    Raises:
        TypeError: something that is given is no task.
    """
    worker = TaskWorker(*tasks, limit=limit)
    print(f"Serving {', '.join(sorted(task.name for task in tasks))}. Stop it with Ctrl+C.", flush=True)
    settled(worker.start())


aserve = twin(serve)
