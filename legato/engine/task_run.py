"""The life of a task run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from legato import clock
from legato.annotations import Annotation, allow_failure
from legato.context import FlowRunContext, TagsContext, TaskRunContext, in_task_run
from legato.engine.control import TimedOut
from legato.engine.crashes import PARENT_CANCELLED, failed_state, interrupted_state, log_exception, timed_out_state
from legato.engine.definitions import TaskDefinition, is_async_function
from legato.engine.effects import Call, Life, Sleep, Wait
from legato.engine.hooks import run_hooks
from legato.engine.inputs import futures_in, task_inputs, track_state
from legato.engine.keeping import keep, keeper_of_task, storage_key
from legato.engine.parameters import call_arguments
from legato.engine.recorder import Recorder
from legato.exceptions import CancelRun, MissingResult, UpstreamTaskError
from legato.futures import Future
from legato.ids import uuid7
from legato.logging import task_run_logger
from legato.logging.setup import flush as flush_logs
from legato.schemas.states import State, StateType, state_value
from legato.schemas.task_runs import TaskRun, TaskRunInput, TaskRunPolicy
from legato.settings import LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED
from legato.states import return_value_to_state
from legato.traversal import PLAIN, replaced

if TYPE_CHECKING:
    from legato.engine.caching import Answer, Cache


class TaskCall:
    """A call of a task: its run, and all that the run needs."""

    __slots__ = (
        "collections",
        "flow_context",
        "is_nested",
        "keeper",
        "log",
        "parameters",
        "recorder",
        "run",
        "task",
        "upstream",
        "wait_for",
    )

    def __init__(
        self,
        task: TaskDefinition[..., Any],
        parameters: dict[str, Any],
        wait_for: Iterable[Any] | None,
        recorder: Recorder,
        collections: dict[str, list[TaskRunInput]] | None = None,
        run: TaskRun | None = None,
    ) -> None:
        self.task, self.parameters, self.recorder, self.collections = task, parameters, recorder, collections
        self.wait_for = list(wait_for) if wait_for is not None else None
        self.flow_context = FlowRunContext.get()
        self.is_nested = TaskRunContext.get() is not None
        self.upstream = futures_in([*parameters.values(), *(self.wait_for or ())])
        self.keeper = keeper_of_task(task, self.flow_context)
        self.run = run or self._create()
        flow_context = self.flow_context
        self.log = task_run_logger(self.run, task, flow_context, recorder)

    def _create(self) -> TaskRun:
        context = self.flow_context
        if context is not None:
            if context.control.stopped_for is not None:
                raise CancelRun
            if context.control.is_timed_out:
                raise TimeoutError("The flow run's time is over: it starts no more tasks.")
            dynamic_key = context.next_dynamic_key(self.task.task_key)
            if (known := context.kept.get((self.task.task_key, dynamic_key))) is not None:
                return self._found(known, context)
        else:
            dynamic_key = str(uuid7())
        return self._create_new(dynamic_key)

    def _found(self, run: TaskRun, context: FlowRunContext) -> TaskRun:
        """Return the run that an earlier attempt of the flow run made; one that did not end waits anew."""
        state = run.state
        if state is not None and context.resumes and (not state.is_final() or run.id in context.anew):
            again: State[Any] = State(type=StateType.PENDING, message="Run again.")
            self.recorder.enter_task(run, again, context.flow_run, force=True)
        return run

    def _create_new(self, dynamic_key: str) -> TaskRun:
        task, context, now = self.task, self.flow_context, clock.now()
        short = dynamic_key if context is not None else dynamic_key[-8:]
        run = TaskRun(
            id=uuid7(),
            created=now,
            updated=now,
            name=f"{task.name}-{short}",
            flow_run_id=context.flow_run.id if context is not None else None,
            task_key=task.task_key,
            dynamic_key=dynamic_key,
            task_version=task.version,
            tags=sorted(task.tags | TagsContext.get()),
            task_inputs=task_inputs(self.parameters, self.wait_for, context, self.collections),
        )
        if task.has_policy:
            run.empirical_policy = TaskRunPolicy(
                max_retries=task.retries,
                retries=task.retries,
                retry_delay=task.retry_delay_seconds,
                retry_jitter_factor=task.retry_jitter_factor,
            )
        self.recorder.create_task_run(run)
        self.recorder.enter_task(run, State(type=StateType.PENDING), None)
        if context is not None and (context.flow_run.empirical_policy.retries or context.resumes):
            context.kept[task.task_key, dynamic_key] = run
        return run

    def enter(
        self,
        proposed: State[Any],
        *,
        kept: dict[str, Any] | None = None,
        cached: State[Any] | None = None,
        force: bool = False,
    ) -> State[Any]:
        """Enter a state, as far as the rules allow, and return the state the run is in."""
        flow_run = self.flow_context.flow_run if self.flow_context is not None else None
        decision = self.recorder.enter_task(self.run, proposed, flow_run, force=force, kept=kept, cached=cached)
        state = decision.state or self.run.state
        assert state is not None
        return state

    def adopt(self, state: State[Any]) -> State[Any]:
        """Be in the state that the server put the run into."""
        flow_run = self.flow_context.flow_run if self.flow_context is not None else None
        self.recorder.adopt_task(self.run, state, flow_run)
        return state

    def observe(self, state: State[Any]) -> None:
        """Let a task run that was called, not submitted, count for the final state of the flow run around it."""
        context = self.flow_context
        if context is None:
            flush_logs()
            self.recorder.courier.flush()
        elif not self.is_nested:
            context.task_run_states.append(state)


def task_run(call: TaskCall) -> Life[State[Any]]:
    """Live a task run: wait for what it needs, run the function until it ends well or no attempt is left."""
    if call.run.state is not None and call.run.state.is_completed() and (yield from _has_value(call)):
        return call.run.state  # an earlier attempt of the flow run did this
    if any(not future.is_done() for future in call.upstream):
        yield Wait(call.upstream)
    try:
        parameters = _resolved(call)
    except UpstreamTaskError as error:
        call.log.warning("Not run: %s", error)
        return call.enter(State(type=StateType.PENDING, name="NotReady", message=str(error)))
    cache = (yield from _cache(call, parameters)) if call.task.caching.key_fn is not None else None
    try:
        state = yield from _tried(call, parameters, cache)
    finally:
        if cache is not None:
            cache.release()
    if not state.is_final():
        return state
    _remember(call, state)
    call.log.log(20 if state.is_completed() else 40, "Finished in state %s", state)
    hooks = call.task.on_completion if state.is_completed() else call.task.on_failure if state.is_failed() else ()
    if state.name == "Cached" and not LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED.value():
        return state
    if hooks:
        yield from run_hooks(hooks, call.task, call.run, state, call.log)
    return state


def _cache(call: TaskCall, parameters: dict[str, Any]) -> Life[Cache]:
    from legato.engine.caching import cache_of

    return (yield from cache_of(call, parameters))


def _tried(call: TaskCall, parameters: dict[str, Any], cache: Cache | None) -> Life[State[Any]]:
    """Return the state that a run comes to: that of an answer which is cached, or of the last of its attempts."""
    while True:
        state = yield from _started(call, cache)
        if state.is_running():
            state = yield from _attempt(call, parameters, cache)
        elif not awaits_retry(state):
            return state
        if not awaits_retry(state):
            return state
        yield Sleep(seconds_until(state))


def _started(call: TaskCall, cache: Cache | None) -> Life[State[Any]]:
    """Return the state of a run that is to start: Running, or what keeps it from that."""
    proposed: State[Any] = State(type=StateType.RUNNING)
    if cache is not None:
        answer = yield from _answer(call, cache)
        cache.mark(proposed)
        if answer is not None:
            return call.enter(proposed, kept=answer.wire, cached=answer.state)
        proposed.message = cache.note
    if call.run.tags:
        from legato.engine.limits import is_limited, start_within_limits

        if (yield from is_limited(call)):
            return (yield from start_within_limits(call, proposed))
    return call.enter(proposed)


def _answer(call: TaskCall, cache: Cache) -> Life[Answer | None]:
    from legato.engine.caching import find_answer

    return (yield from find_answer(call, cache))


def _has_value(call: TaskCall) -> Life[bool]:
    """Tell whether the value of a run that completed earlier can be had; if not, the run starts anew."""
    state = call.run.state
    assert state is not None
    try:
        yield Call(state_value, (state,))
    except MissingResult as error:
        call.log.warning("Its result is lost, so the task runs again: %s", error)
        call.enter(State(type=StateType.PENDING, message=f"Result lost: {error}"), force=True)
        return False
    return True


def awaits_retry(state: State[Any]) -> bool:
    """Tell whether another attempt follows; a scheduled state that the user's code returned is none."""
    return state.is_scheduled() and state.name == "AwaitingRetry"


def seconds_until(state: State[Any]) -> float:
    """Return the seconds until the time that a state waits for."""
    when = state.state_details.scheduled_time
    return max(0.0, (when - clock.now()).total_seconds()) if when is not None else 0.0


def _attempt(call: TaskCall, parameters: dict[str, Any], cache: Cache | None) -> Life[State[Any]]:
    """Run the function once and enter the state that comes of it."""
    task, parent = call.task, call.flow_context
    log_prints = task.log_prints if task.log_prints is not None else parent is not None and parent.log_prints
    with in_task_run(TaskRunContext(task, call.run, parameters, parent, log_prints)):
        try:
            if task.task_run_name is not None:
                _set_name(call, parameters)
            args, kwargs = call_arguments(task.signature, parameters)
            value = yield Call(task.fn, args, kwargs, task.timeout_seconds, task.isasync, True)
            state = return_value_to_state((yield from with_states(value)))
        except TimedOut as error:
            state = timed_out_state(error, "Task run", task.timeout_seconds)
        except Exception as error:
            log_exception(call.log, error)
            state = failed_state(error, "Task run encountered an exception")
        except BaseException as error:
            state = interrupted_state(error, parent.control if parent is not None else None)
            if state.is_cancelled():
                state.message = PARENT_CANCELLED
            call.enter(state)
            call.log.error("Finished in state %s", state)
            raise
        if state.is_failed() and task.retry_condition_fn is not None and task.retries:
            yield from _ask_whether_to_retry(call, state)
        kept = yield from keep(call.keeper, state, storage_key(task.results.storage_key, parameters))
    if kept.problem is not None:
        call.log.log(30 if call.keeper.is_asked else 10, "%s", kept.problem)
    call.recorder.announce(kept.folder)
    if cache is not None and state.is_completed():
        cache.mark(state)
    entered = call.enter(state, kept=kept.wire)
    if cache is not None and entered.is_completed():
        from legato.engine.caching import keep_answer

        yield from keep_answer(call, cache, entered, kept.wire)
    if awaits_retry(entered):
        call.log.warning("%s; attempt %d of %d", state.message, call.run.run_count, task.retries + 1)
    return entered


def _ask_whether_to_retry(call: TaskCall, state: State[Any]) -> Life[None]:
    condition = call.task.retry_condition_fn
    assert condition is not None
    try:
        again = yield Call(condition, (call.task, call.run, state), is_async=is_async_function(condition))
    except Exception:
        call.log.exception("An error was encountered in retry_condition_fn; the task is not tried again.")
        again = False
    if not again:
        state.state_details.retriable = False


def with_states(value: Any) -> Life[Any]:
    """Return a value with the futures in it replaced by their final states, once they are there."""
    if type(value) in PLAIN or not (futures := futures_in([value])):
        return value
    yield Wait(futures)
    return replaced(value, (Future,), lambda future: future.wait_here())


def _resolved(call: TaskCall) -> dict[str, Any]:
    """Return the parameters with the values of futures and states in place of them.

    Raises:
        UpstreamTaskError: one of them did not complete.
    """
    for upstream in call.wait_for or ():
        resolve(upstream)
    if not call.upstream and all(type(value) in PLAIN for value in call.parameters.values()):
        return call.parameters
    return {name: resolve(value) for name, value in call.parameters.items()}


def resolve(value: Any) -> Any:
    accepts_failure = isinstance(value, allow_failure)

    def read(item: Future[Any] | State[Any]) -> Any:
        state = item.wait_here() if isinstance(item, Future) else item
        assert state is not None
        if state.is_completed():
            return state.result()
        if accepts_failure and state.is_failed():
            return state.result(raise_on_failure=False)
        run_id = state.state_details.task_run_id
        raise UpstreamTaskError(f"Upstream task run '{run_id}' did not reach a 'COMPLETED' state.")

    value = replaced(value, (Future, State), read)
    return value.unwrap() if isinstance(value, Annotation) else value


def _set_name(call: TaskCall, parameters: dict[str, Any]) -> None:
    name = call.task.task_run_name
    made = name() if callable(name) else str(name).format(**parameters)
    if not isinstance(made, str):
        raise TypeError(f"task_run_name gave {type(made).__name__} {made!r}, not a string.")
    if made != call.run.name:
        call.run.name = made
        call.recorder.rename(call.run.id, made, is_task=True)


def _remember(call: TaskCall, state: State[Any]) -> None:
    """Note in the flow run's context what this task run made, for dependencies."""
    if call.flow_context is not None:
        track_state(state, call.run.id, call.flow_context)
