"""Task runners: where and when submitted task runs are executed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from enum import Enum
from typing import TYPE_CHECKING, Any

from legato.engine.control import task_stopper
from legato.engine.crashes import interrupted_state
from legato.engine.drivers import Invoke, arun, run
from legato.engine.task_run import TaskCall, task_run
from legato.engine.threads import Threads
from legato.futures import Future, when_all_done
from legato.loops import running_loop
from legato.schemas.states import State

if TYPE_CHECKING:
    import asyncio

    from legato.engine.processes import ProcessPool

MOST_THREADS = 250


class TaskConcurrencyType(Enum):
    """Whether the tasks of a runner run one after the other, in turns, or at the same time."""

    SEQUENTIAL = "SEQUENTIAL"
    CONCURRENT = "CONCURRENT"
    PARALLEL = "PARALLEL"


class TaskRunner:
    """Executes submitted task runs; one object serves one flow run at a time, `duplicate` makes others like it."""

    concurrency_type = TaskConcurrencyType.SEQUENTIAL

    @property
    def name(self) -> str:
        """The name of the class."""
        return type(self).__name__

    def duplicate(self) -> TaskRunner:
        """Return a runner with the same options."""
        return type(self)()

    @contextmanager
    def started(self) -> Iterator[TaskRunner]:
        """Hold what the runner needs for as long as the block lasts."""
        yield self

    def submit(self, call: TaskCall, asynchronous: bool) -> Future[Any]:
        """Take a task run and return its future."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{self.name}()"


class SequentialTaskRunner(TaskRunner):
    """Executes each task run as it is submitted, in the place where it is."""

    def submit(self, call: TaskCall, asynchronous: bool) -> Future[Any]:
        """Execute a task run; async tasks of async flows, which cannot block, run one after the other."""
        future: Future[Any] = Future(call.run, asynchronous)
        loop = running_loop()
        if call.task.isasync and loop is not None:
            before = getattr(self, "_last", None)
            self._last = future
            call.upstream = [*call.upstream, before] if before is not None else call.upstream
            _start_on(loop, future, call)
        else:
            future.finish(_live(call))
        return future


class ConcurrentTaskRunner(TaskRunner):
    """Executes sync tasks in threads and async tasks on the event loop.

    `max_workers` is the number of threads. A task run gets one when everything it waits for is there.
    """

    concurrency_type = TaskConcurrencyType.CONCURRENT

    def __init__(self, max_workers: int | None = None) -> None:
        if max_workers is not None and max_workers < 1:
            raise ValueError(f"max_workers must be at least 1, got {max_workers}.")
        self.max_workers = max_workers
        self._threads = Threads(max_workers or MOST_THREADS)

    def duplicate(self) -> TaskRunner:
        """Return a runner with as many threads."""
        return type(self)(self.max_workers)

    @contextmanager
    def started(self) -> Iterator[TaskRunner]:
        """Keep threads for as long as the block lasts; they are started as they are needed."""
        try:
            yield self
        finally:
            self._threads.close()
            self._threads = Threads(self.max_workers or MOST_THREADS)

    def submit(self, call: TaskCall, asynchronous: bool) -> Future[Any]:
        """Take a task run and return its future."""
        future: Future[Any] = Future(call.run, asynchronous)
        if call.task.isasync:
            from legato import portal

            _start_on(running_loop() or portal.loop(), future, call)
        else:
            self._start_in_thread(future, call)
        return future

    def _start_in_thread(self, future: Future[Any], call: TaskCall) -> None:
        context = copy_context()
        future.offer(lambda: context.run(execute, future, call, self._invoke()))
        future.upstream = [upstream for upstream in call.upstream if not upstream.is_done()]
        if future.upstream:
            when_all_done(future.upstream, lambda: self._threads.submit(lambda: do_if_unclaimed(future)))
        else:
            self._threads.submit(lambda: do_if_unclaimed(future))

    def _invoke(self) -> Invoke | None:
        return None


class ProcessPoolTaskRunner(ConcurrentTaskRunner):
    """Executes the functions of sync tasks in processes, so that they use several cores.

    `max_workers` is the number of processes, by default one per core. Arguments and results travel by cloudpickle. A
    process that dies fails its own task run only.
    """

    concurrency_type = TaskConcurrencyType.PARALLEL
    _processes: ProcessPool | None = None

    def __init__(self, max_workers: int | None = None) -> None:
        import os

        super().__init__(max_workers or os.cpu_count() or 1)

    @contextmanager
    def started(self) -> Iterator[TaskRunner]:
        """Keep processes for as long as the block lasts."""
        from legato.engine.processes import ProcessPool

        with super().started(), ProcessPool() as self._processes:
            yield self

    def _invoke(self) -> Invoke | None:
        assert self._processes is not None
        return self._processes.invoke


def execute(future: Future[Any], call: TaskCall, invoke: Invoke | None = None) -> None:
    """Execute a task run in this thread and finish its future, whatever happens."""
    control = call.flow_context.control if call.flow_context is not None else None
    try:
        if control is None:
            state = run(task_run(call), invoke)
        else:
            with control.this_thread():
                state = run(task_run(call), invoke)
    except BaseException as error:
        state = _ended(call, error)
    future.finish(state)


def execute_here(call: TaskCall) -> State[Any]:
    """Execute a task run in this thread, an async one on the portal, and return its final state."""
    state = _live(call)
    call.observe(state)
    return state


def _live(call: TaskCall) -> State[Any]:
    if not call.task.isasync:
        return run(task_run(call))
    from legato import portal

    return portal.run(lambda: arun(task_run(call)))  # type: ignore[no-any-return]


def _ended(call: TaskCall, error: BaseException) -> State[Any]:
    """Return the state that the life of a task run left behind, which ended with an exception."""
    if call.run.state is not None and call.run.state.is_final():
        return call.run.state
    control = call.flow_context.control if call.flow_context is not None else None
    return call.enter(interrupted_state(error, control))


def do_if_unclaimed(future: Future[Any]) -> None:
    """Do the work of a future, unless somebody did."""
    if (work := future.claim()) is not None:
        work()


def _start_on(loop: asyncio.AbstractEventLoop, future: Future[Any], call: TaskCall) -> None:
    import asyncio

    from legato import portal

    future.loop = loop
    context = copy_context()
    control = call.flow_context.control if call.flow_context is not None else None

    async def live() -> None:
        task = asyncio.current_task()
        assert task is not None
        try:
            if control is None:
                state = await arun(task_run(call))
            else:
                with control.stoppable(task_stopper(loop, task)):
                    state = await arun(task_run(call))
        except BaseException as error:
            state = _ended(call, error)
        future.finish(state)

    portal.start(loop, live, context)


BaseTaskRunner = TaskRunner
