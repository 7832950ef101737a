"""Task runs that are asked for here and executed by whoever serves the task."""

from __future__ import annotations

import time
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from legato import clock, connect
from legato.context import TagsContext
from legato.contract.task_runs import CreateTaskRun, ReadTaskRun
from legato.either_way import either_way, twin
from legato.engine.definitions import TaskDefinition
from legato.ids import uuid7
from legato.results.keeping import Keeper
from legato.results.kinds import loaded, written
from legato.schemas.states import State, StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun, TaskRunPolicy

R = TypeVar("R")
_LOOK_SECONDS = (0.05, 1.0)


class BackgroundRun(Generic[R]):
    """A task run that somebody else executes."""

    def __init__(self, task_run: TaskRun) -> None:
        self.task_run = task_run

    @property
    def id(self) -> UUID:
        """The id of the task run."""
        return self.task_run.id

    @property
    def task_run_id(self) -> UUID:
        """The id of the task run."""
        return self.task_run.id

    @property
    def state(self) -> State[R]:
        """The state of the task run as it was looked at last."""
        assert self.task_run.state is not None
        return self.task_run.state

    @either_way
    def wait(self, timeout: float | None = None) -> State[R]:
        """Wait for the end of the run, at most so many seconds, and return the state it is in then."""
        return self._wait(timeout)

    await_state = twin(wait)

    def _wait(self, timeout: float | None) -> State[R]:
        end = None if timeout is None else time.monotonic() + timeout
        pause, longest = _LOOK_SECONDS
        while True:
            self.task_run = connect.send(ReadTaskRun(id=self.task_run.id))
            rest = None if end is None else end - time.monotonic()
            if self.state.is_final() or (rest is not None and rest <= 0):
                return self.state
            time.sleep(pause if rest is None else min(pause, rest))
            pause = min(1.5 * pause, longest)

    @either_way
    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> R:
        """Wait for the end of the run and return its value.

        Raises:
            TimeoutError: it is not over after so many seconds.
            Exception: what the task raised, unless `raise_on_failure` is false.
        """
        from legato.schemas.states import state_value

        state = self._wait(timeout)
        if not state.is_final():
            raise TimeoutError(f"Task run {self.task_run.name!r} is {state.name} after {timeout} seconds.")
        value: R = state_value(state, raise_on_failure)
        return value

    def __repr__(self) -> str:
        return f"<BackgroundRun {self.task_run.name!r}: {self.state.name}>"


def keeper_of(task: TaskDefinition[..., Any]) -> Keeper:
    """Return what keeps the parameters and results of background runs of a task."""
    return Keeper(task.results, None, is_needed=task.caching.key_fn is not None)


def asked_for(task: TaskDefinition[..., Any], parameters: dict[str, Any]) -> TaskRun:
    """Ask for a run of a task by whoever serves it; the parameters lie in the task's storage until then.

    Raises:
        ResultNotStored: the parameters cannot be stored.
    """
    keeper, id = keeper_of(task), uuid4()
    written(parameters, keeper.serializer(), keeper.storage(), _key(id))
    dynamic_key = str(uuid7())
    details = StateDetails(scheduled_time=clock.now(), task_parameters_id=id)
    policy = TaskRunPolicy()
    if task.has_policy:
        policy = TaskRunPolicy(
            max_retries=task.retries,
            retries=task.retries,
            retry_delay=task.retry_delay_seconds,
            retry_jitter_factor=task.retry_jitter_factor,
        )
    return connect.send(
        CreateTaskRun(
            name=f"{task.name}-{dynamic_key[-8:]}",
            task_key=task.task_key,
            dynamic_key=dynamic_key,
            task_version=task.version,
            tags=sorted(task.tags | TagsContext.get()),
            empirical_policy=policy,
            state=StateCreate(type=StateType.SCHEDULED, state_details=details),
        )
    )


def parameters_of(task: TaskDefinition[..., Any], run: TaskRun) -> dict[str, Any]:
    """Return the parameters of a background run.

    Raises:
        MissingResult: they are not there, or cannot be read.
    """
    id = run.state.state_details.task_parameters_id if run.state is not None else None
    if id is None:
        return {}
    content = keeper_of(task).storage().read(_key(id))
    found: dict[str, Any] = loaded(content, _key(id))
    return found


def _key(id: UUID) -> str:
    return f"parameters/{id}"
