"""The life of a flow run."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from legato import clock
from legato.context import FlowRunContext, TagsContext, in_flow_run
from legato.engine.control import Control, TimedOut
from legato.engine.crashes import PARENT_CANCELLED, failed_state, interrupted_state, log_exception, timed_out_state
from legato.engine.definitions import FlowDefinition
from legato.engine.effects import Call, Flush, Life, Sleep, Wait
from legato.engine.hooks import run_hooks
from legato.engine.inputs import task_inputs, track_state
from legato.engine.keeping import keep
from legato.engine.parameters import call_arguments, wire_parameters
from legato.engine.recorder import Recorder
from legato.engine.task_run import awaits_retry, seconds_until, with_states
from legato.entrypoints import entrypoint_of
from legato.exceptions import CancelRun, MissingResult, ParameterTypeError
from legato.ids import flow_id, run_name, uuid7
from legato.logging import flow_run_logger
from legato.logging.setup import flush as flush_logs
from legato.results.keeping import Keeper
from legato.results.options import ResultOptions
from legato.schemas.flow_runs import FlowRun, FlowRunPolicy
from legato.schemas.states import State, StateDetails, StateType, state_value
from legato.schemas.task_runs import TaskRun
from legato.states import return_value_to_state

if TYPE_CHECKING:
    from legato.engine.resuming import Earlier
    from legato.task_runners import TaskRunner


class FlowCall:
    """A call of a flow: its run, and all that the run needs."""

    __slots__ = (
        "context",
        "ended",
        "flow",
        "is_started",
        "keeper",
        "log",
        "parameters",
        "parent",
        "parent_task_run",
        "recorder",
        "run",
        "wait_for",
    )

    def __init__(
        self,
        flow: FlowDefinition[..., Any],
        parameters: dict[str, Any],
        recorder: Recorder,
        task_runner: TaskRunner,
        wait_for: Iterable[Any] | None = None,
        given: dict[str, Any] | None = None,
        earlier: Earlier | None = None,
    ) -> None:
        self.flow, self.parameters, self.recorder = flow, parameters, recorder
        self.wait_for = list(wait_for) if wait_for is not None else None
        self.parent = FlowRunContext.get()
        self.parent_task_run = self._create_parent_task_run(given or parameters)
        self.ended = self._ended_before()
        earlier = earlier or self._earlier()
        self.run = earlier.run if earlier is not None else self._create()
        if earlier is None and self.ended is None:
            recorder.create_flow_run(self.run, flow.name)
        log_prints = flow.log_prints
        if log_prints is None and self.parent is not None:
            log_prints = self.parent.log_prints
        around = self.parent.keeper if self.parent is not None else None
        self.keeper = Keeper(flow.results, around, is_short=self.parent is None)
        self.context = FlowRunContext(
            flow,
            self.run,
            parameters,
            task_runner,
            recorder,
            Control(None if self.parent is None else self.parent.control),
            bool(log_prints),
            Keeper(ResultOptions(storage=flow.results.storage, serializer=flow.results.serializer), around),
        )
        self.is_started = earlier is not None and earlier.is_started
        if earlier is not None:
            self.context.kept, self.context.anew = earlier.kept(), earlier.anew
            self.context.resumes = not earlier.is_started or self.run.run_count > 1
        self.log = flow_run_logger(self.run, flow, recorder)

    def _earlier(self) -> Earlier | None:
        """Return what there is of this subflow's run, where the run around it is run again."""
        tracking = self.parent_task_run
        if self.parent is None or not self.parent.resumes or tracking is None or tracking.state is None:
            return None
        child = tracking.state.state_details.child_flow_run_id
        goes_on = child is not None and not tracking.state.is_completed() and tracking.id not in self.parent.anew
        if child is None or not goes_on:
            return None
        from legato.engine.resuming import reopened

        return reopened(child)

    def _ended_before(self) -> State[Any] | None:
        """Return the state of a subflow that an earlier attempt of the run around it completed, if it has its value."""
        tracking = self.parent_task_run
        if self.parent is None or tracking is None or tracking.state is None or not tracking.state.is_completed():
            return None
        if tracking.id in self.parent.anew:
            return None
        try:
            state_value(tracking.state)
        except MissingResult:
            return None
        return tracking.state

    def _create(self) -> FlowRun:
        flow, now = self.flow, clock.now()
        run = FlowRun(
            id=uuid7(),
            created=now,
            updated=now,
            name=run_name(),
            flow_id=flow_id(flow.name),
            flow_version=flow.version,
            parameters=wire_parameters(self.parameters),
            tags=sorted(TagsContext.get()),
            parent_task_run_id=self.parent_task_run.id if self.parent_task_run is not None else None,
        )
        if self.parent is None and (entrypoint := entrypoint_of(flow.fn)) is not None:
            run.context = {"entrypoint": entrypoint}
        if flow.retries:
            run.empirical_policy = FlowRunPolicy(
                max_retries=flow.retries, retries=flow.retries, retry_delay=flow.retry_delay_seconds
            )
        return run

    def _create_parent_task_run(self, given: dict[str, Any]) -> TaskRun | None:
        """Make the task run by which the flow run around this one tracks it."""
        parent = self.parent
        if parent is None:
            return None
        if parent.control.stopped_for is not None:
            raise CancelRun
        task_key = self.flow.task_key
        dynamic_key = parent.next_dynamic_key(task_key)
        if (known := parent.kept.get((task_key, dynamic_key))) is not None:
            return known
        now = clock.now()
        run = TaskRun(
            id=uuid7(),
            created=now,
            updated=now,
            name=f"{self.flow.name}-{dynamic_key}",
            flow_run_id=parent.flow_run.id,
            task_key=task_key,
            dynamic_key=dynamic_key,
            task_inputs=task_inputs(given, self.wait_for, parent),
        )
        self.recorder.create_task_run(run)
        if parent.flow_run.empirical_policy.retries or parent.resumes:
            parent.kept[task_key, dynamic_key] = run
        return run

    def enter(self, proposed: State[Any], *, force: bool = False, kept: dict[str, Any] | None = None) -> State[Any]:
        """Enter a state, as far as the rules allow; the task run that tracks a subflow enters it too."""
        decision = self.recorder.enter_flow(self.run, proposed, force=force, kept=kept)
        if decision.state is not None and self.parent_task_run is not None:
            details = StateDetails(child_flow_run_id=self.run.id, scheduled_time=proposed.state_details.scheduled_time)
            mirrored = msgspec.structs.replace(decision.state, id=uuid7(), state_details=details)
            assert self.parent is not None
            self.recorder.enter_task(self.parent_task_run, mirrored, self.parent.flow_run, force=True, kept=kept)
        state = decision.state or self.run.state
        assert state is not None
        return state


def flow_run(call: FlowCall) -> Life[State[Any]]:
    """Live a flow run: run the function until it ends well or no attempt is left, and all of its tasks are over."""
    run, flow = call.run, call.flow
    if call.ended is not None:
        assert call.parent is not None
        call.parent.flow_run_states.append(call.ended)
        _remember(call, call.ended)
        return call.ended
    if not call.is_started:
        call.enter(State(type=StateType.PENDING))
    call.log.info(_beginning(call), run.name, flow.name)
    with call.recorder.owning(run.id, call.context.control.hear):
        try:
            while awaits_retry(state := (yield from _attempt(call))):
                yield Sleep(seconds_until(state))
                call.context.start_over()
            call.context.control.finish()
        except BaseException as error:
            yield from _interrupted(call, error)
            raise
        return (yield from _ended(call, state))


def _beginning(call: FlowCall) -> str:
    if call.context.resumes:
        return "Going on with flow run %r of flow %r"
    return "Beginning flow run %r for flow %r" if call.is_started else "Created flow run %r for flow %r"


def invalid_parameters(call: FlowCall, error: ParameterTypeError) -> Life[State[Any]]:
    """Record a flow run whose parameters are not valid: it fails before it starts."""
    call.enter(State(type=StateType.PENDING))
    text = f"Validation of flow parameters failed with error: {error}"
    state = call.enter(State(type=StateType.FAILED, message=text, data=error), force=True)
    yield from _finished(call, state)
    if call.parent is None:
        yield Flush(call.recorder.courier)
    return state


def _attempt(call: FlowCall) -> Life[State[Any]]:
    """Run the function once, wait for its tasks, and enter the state that comes of it."""
    run, flow, context = call.run, call.flow, call.context
    state = run.state if call.is_started else call.enter(State(type=StateType.RUNNING))
    call.is_started = False
    assert state is not None
    if awaits_retry(state):
        return state  # the clock was set back while this waited
    with in_flow_run(context), context.task_runner.started():
        try:
            if run.run_count == 1:
                yield from run_hooks(flow.on_running, flow, run, run.state, call.log)  # type: ignore[arg-type]
                _set_name(call)
            args, kwargs = call_arguments(flow.signature, call.parameters)
            if flow.timeout_seconds is not None:
                context.control.deadline = time.monotonic() + flow.timeout_seconds
            value = yield Call(flow.fn, args, kwargs, flow.timeout_seconds, flow.isasync, True)
            yield Wait(list(context.task_run_futures))
            state = return_value_to_state((yield from _observed(context, value)))
        except TimedOut as error:
            state = timed_out_state(error, "Flow run", flow.timeout_seconds)
            _give_up_waiting_tasks(context, State(type=StateType.CANCELLED, message="The flow run's time is over."))
            yield Wait(list(context.task_run_futures))
        except Exception as error:
            log_exception(call.log, error)
            yield Wait(list(context.task_run_futures))
            state = failed_state(error, "Flow run encountered an exception.")
        kept = yield from keep(call.keeper, state, None)
    if kept.problem is not None:
        call.log.log(30 if call.keeper.is_asked else 10, "%s", kept.problem)
    call.recorder.announce(kept.folder)
    entered = call.enter(state, kept=kept.wire)
    if awaits_retry(entered):
        call.log.warning("%s; attempt %d of %d", state.message, run.run_count, flow.retries + 1)
    return entered


def _observed(context: FlowRunContext, value: Any) -> Life[Any]:
    """Return the value with states for futures; for None, the states of everything that was called, if anything was."""
    if value is not None:
        return (yield from with_states(value))
    states = [future.wait_here() for future in context.task_run_futures]
    states += context.task_run_states + context.flow_run_states
    return states or None


def _set_name(call: FlowCall) -> None:
    template = call.flow.flow_run_name
    if template is None:
        return
    made = template() if callable(template) else str(template).format(**call.parameters)
    if not isinstance(made, str):
        raise TypeError(f"flow_run_name gave {type(made).__name__} {made!r}, not a string.")
    call.run.name = made
    call.recorder.rename(call.run.id, made, is_task=False)


def _give_up_waiting_tasks(context: FlowRunContext, state: State[Any]) -> None:
    """Finish the submitted task runs that nobody has started."""
    for future in context.task_run_futures:
        if not future.is_done() and future.claim() is not None:
            end = msgspec.structs.replace(state, id=uuid7(), timestamp=clock.now(), state_details=StateDetails())
            context.recorder.enter_task(future.task_run, end, context.flow_run, force=True)
            future.finish(end)


def _interrupted(call: FlowCall, error: BaseException) -> Life[None]:
    """Record a run whose code was stopped from outside, and its task runs with it."""
    context = call.context
    state = interrupted_state(error, context.control)
    kind = StateType.CANCELLED if state.is_scheduled() else state.type
    stopped: State[Any] = State(type=kind, message=PARENT_CANCELLED if state.is_cancelled() else state.message)
    if context.control.ending is None and state.type is not StateType.CRASHED:
        state = stopped  # as the run around it was
    context.control.stop(state)
    _give_up_waiting_tasks(context, stopped)
    for future in list(context.task_run_futures):
        if not future.is_done() and (future.task_run.state is None or not future.task_run.state.is_final()):
            end = msgspec.structs.replace(stopped, id=uuid7(), timestamp=clock.now(), state_details=StateDetails())
            call.recorder.enter_task(future.task_run, end, call.run, force=True)
    yield from _finished(call, call.enter(state, force=True))
    if call.parent is None:
        yield Flush(call.recorder.courier)


def _ended(call: FlowCall, state: State[Any]) -> Life[State[Any]]:
    """Return the final state once it is kept; it is Cancelled if that was asked for before the end was known."""
    if call.parent is None:
        yield Flush(call.recorder.courier)
        if call.context.control.cancel_requested and not state.is_cancelled():
            state = State(type=StateType.CANCELLED, message="Flow run was cancelled successfully.")
            state = call.enter(state, force=True)
    yield from _finished(call, state)
    if call.parent is None:
        yield Flush(call.recorder.courier)
    return state


def _remember(call: FlowCall, state: State[Any]) -> None:
    """Note in the run around a subflow what it made, for dependencies."""
    if call.parent is not None and call.parent_task_run is not None:
        track_state(state, call.parent_task_run.id, call.parent)


def _finished(call: FlowCall, state: State[Any]) -> Life[None]:
    if state.is_scheduled():
        call.log.info("Left in state %s", state)
    else:
        call.log.log(20 if state.is_completed() else 40, "Finished in state %s", state)
    if call.parent is not None:
        call.parent.flow_run_states.append(state)
    _remember(call, state)
    yield from run_hooks(call.flow.hooks_in(state.type), call.flow, call.run, state, call.log)
    flush_logs()
