"""Where in which run is this code? The context of the flow run, of the task run, and of tags."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from legato import clock
from legato.exceptions import MissingContextError
from legato.loops import running_loop

if TYPE_CHECKING:
    from uuid import UUID

    from legato.engine.control import Control
    from legato.engine.definitions import FlowDefinition, TaskDefinition
    from legato.engine.recorder import Recorder
    from legato.futures import Future
    from legato.results.keeping import Keeper
    from legato.schemas.flow_runs import FlowRun
    from legato.schemas.states import State
    from legato.schemas.task_runs import TaskRun
    from legato.task_runners import TaskRunner

_flow_run: ContextVar[FlowRunContext | None] = ContextVar("legato_flow_run", default=None)
_task_run: ContextVar[TaskRunContext | None] = ContextVar("legato_task_run", default=None)
_tags: ContextVar[frozenset[str]] = ContextVar("legato_tags", default=frozenset())


class FlowRunContext:
    """The flow run that this code is part of."""

    __slots__ = (
        "_dynamic_keys",
        "anew",
        "control",
        "flow",
        "flow_run",
        "flow_run_states",
        "keeper",
        "keepers",
        "kept",
        "log_prints",
        "parameters",
        "parent",
        "recorder",
        "resumes",
        "start_time",
        "task_run_futures",
        "task_run_results",
        "task_run_states",
        "task_runner",
    )

    def __init__(
        self,
        flow: FlowDefinition[..., Any],
        flow_run: FlowRun,
        parameters: dict[str, Any],
        task_runner: TaskRunner,
        recorder: Recorder,
        control: Control,
        log_prints: bool,
        keeper: Keeper,
    ) -> None:
        self.flow, self.flow_run, self.parameters, self.keeper = flow, flow_run, parameters, keeper
        self.task_runner, self.recorder, self.control, self.log_prints = task_runner, recorder, control, log_prints
        self.parent = _flow_run.get()
        self.start_time: datetime = clock.now()
        self.task_run_futures: list[Future[Any]] = []
        self.task_run_states: list[State[Any]] = []
        self.flow_run_states: list[State[Any]] = []
        self.task_run_results: dict[int, tuple[Any, UUID]] = {}
        self.keepers: dict[int, tuple[object, Keeper]] = {}
        self.kept: dict[tuple[str, str], TaskRun] = {}
        self.anew: Collection[UUID] = ()
        self.resumes = False
        self._dynamic_keys: dict[str, Iterator[int]] = {}

    def next_dynamic_key(self, task_key: str) -> str:
        """Return the number of this call among the calls of a task in this flow run, from 0."""
        return str(next(self._dynamic_keys.setdefault(task_key, count())))

    def start_over(self) -> None:
        """Forget what was observed of an attempt, before the next one."""
        self.task_run_futures, self.task_run_states, self.flow_run_states = [], [], []
        self.task_run_results, self._dynamic_keys = {}, {}

    @classmethod
    def get(cls) -> FlowRunContext | None:
        """Return the context of the current flow run, or None outside of one."""
        return _flow_run.get()


EngineContext = FlowRunContext


class TaskRunContext:
    """The task run that this code is part of."""

    __slots__ = ("flow_run_context", "log_prints", "parameters", "start_time", "task", "task_run")

    def __init__(
        self,
        task: TaskDefinition[..., Any],
        task_run: TaskRun,
        parameters: dict[str, Any],
        flow_run_context: FlowRunContext | None,
        log_prints: bool,
    ) -> None:
        self.task, self.task_run, self.parameters = task, task_run, parameters
        self.flow_run_context, self.log_prints = flow_run_context, log_prints
        self.start_time: datetime = clock.now()

    @classmethod
    def get(cls) -> TaskRunContext | None:
        """Return the context of the current task run, or None outside of one."""
        return _task_run.get()


class TagsContext:
    """The tags that runs created here get."""

    @classmethod
    def get(cls) -> frozenset[str]:
        """Return the current tags."""
        return _tags.get()


@contextmanager
def in_flow_run(context: FlowRunContext) -> Iterator[None]:
    """Make a flow run the current run; what is called in it is no longer part of a task run around it."""
    flow_token, task_token = _flow_run.set(context), _task_run.set(None)
    try:
        yield
    finally:
        _task_run.reset(task_token)
        _flow_run.reset(flow_token)


@contextmanager
def in_task_run(context: TaskRunContext) -> Iterator[None]:
    """Make a task run the current run."""
    token = _task_run.set(context)
    try:
        yield
    finally:
        _task_run.reset(token)


@contextmanager
def tags(*new_tags: str) -> Iterator[frozenset[str]]:
    """Give every run that is created in the block these tags, besides those of blocks around it.

    with tags("nightly", "eu"):
        my_flow()
    """
    current = _tags.get() | frozenset(new_tags)
    token = _tags.set(current)
    try:
        yield current
    finally:
        _tags.reset(token)


def get_run_context() -> FlowRunContext | TaskRunContext:
    """Return the context of the task run, else of the flow run, that this code is part of.

    Raises:
        MissingContextError: this code is part of no run.
    """
    context = _task_run.get() or _flow_run.get()
    if context is None:
        raise MissingContextError("No run context available: you are not in a flow or task run.")
    return context


def awaits_here() -> bool:
    """Tell whether the innermost run here is async, so that calling what is async gives something to await."""
    task_context, flow_context = _task_run.get(), _flow_run.get()
    if task_context is not None:
        return task_context.task.isasync and running_loop() is not None
    if flow_context is not None:
        return flow_context.flow.isasync and running_loop() is not None
    return True
