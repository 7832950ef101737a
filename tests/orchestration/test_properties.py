"""What holds for every transition, whatever the run."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from legato.ids import uuid7
from legato.orchestration.bookkeeping import enter_flow_state, enter_task_state, estimated_lateness, estimated_run_time
from legato.orchestration.retries import jittered
from legato.orchestration.transition import Abort, Decision, Reject, Wait
from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import FINAL, State, StateType
from legato.schemas.task_runs import TaskRunPolicy
from tests.orchestration.scenes import after, decide_flow, decide_task, flow_run, state, task_run

types = some.sampled_from(StateType)
seconds = some.none() | some.integers(-100, 100)
delays = some.none() | some.floats(0, 1000) | some.lists(some.floats(0, 1000), max_size=3)


@some.composite
def states(draw: Any) -> State[Any]:
    kind = draw(types)
    names = {StateType.SCHEDULED: ["Scheduled", "Late", "AwaitingRetry", "Resuming"]}.get(kind, [None])
    when, end = draw(seconds), draw(seconds)
    details = {
        "scheduled_time": None if when is None else after(when),
        "pause_timeout": None if end is None else after(end),
        "pause_reschedule": draw(some.booleans()),
        "pause_key": draw(some.sampled_from([None, "a", "b"])),
        "retriable": draw(some.sampled_from([None, True, False])),
    }
    data = draw(some.sampled_from([None, {"type": "unpersisted"}, {"type": "reference"}, 7]))
    found = state(kind, draw(some.sampled_from(names)), data, **details)
    assert found is not None
    return found


@some.composite
def flow_runs(draw: Any) -> Any:
    policy = FlowRunPolicy(
        retries=draw(some.none() | some.integers(0, 3)),
        resuming=draw(some.booleans()),
        pause_keys=draw(some.sampled_from([[], ["a"]])),
    )
    ids = some.sampled_from([None, uuid7()])
    return flow_run(
        run_count=draw(some.integers(0, 5)),
        empirical_policy=policy,
        deployment_id=draw(ids),
        parent_task_run_id=draw(ids),
    )


@some.composite
def task_runs(draw: Any) -> Any:
    policy = TaskRunPolicy(
        retries=draw(some.none() | some.integers(0, 3)),
        retry_delay=draw(delays),
        retry_jitter_factor=draw(some.none() | some.floats(0.01, 10)),
    )
    return task_run(run_count=draw(some.integers(0, 5)), empirical_policy=policy)


def check(decision: Decision, proposed: State[Any]) -> None:
    verdict = decision.verdict
    if verdict is None:
        assert decision.state is not None
        assert decision.state.type is proposed.type
        assert decision.state.id == proposed.id
    elif isinstance(verdict, Reject):
        assert decision.state is verdict.state
    else:
        assert isinstance(verdict, Abort | Wait)
        assert decision.state is decision.policy is decision.run_count is None
    if isinstance(verdict, Wait):
        assert verdict.seconds > 0


@given(flow_runs(), some.none() | states(), states(), some.booleans())
def test_a_flow_run_gets_exactly_one_answer(run: Any, before: Any, proposed: State[Any], force: bool) -> None:
    check(decide_flow(before, proposed, run, force=force), proposed)


@given(task_runs(), some.none() | states(), states(), states(), some.floats(0, 0.999), some.booleans())
def test_a_task_run_gets_exactly_one_answer(
    run: Any, before: Any, proposed: State[Any], flow: State[Any], chance: float, force: bool
) -> None:
    check(decide_task(before, proposed, run, flow=flow, chance=chance, force=force), proposed)


@given(flow_runs(), some.lists(types, max_size=12))
def test_a_cancelled_flow_run_never_runs(run: Any, wishes: list[StateType]) -> None:
    current = state(StateType.CANCELLED)
    for wish in wishes:
        decision = decide_flow(current, state(wish), run)
        assert decision.state is None or decision.state.type in FINAL
        current = decision.state or current


@given(some.lists(types, max_size=15), some.booleans())
def test_the_books_of_a_run_add_up(path: list[StateType], is_task: bool) -> None:
    run: Any = task_run() if is_task else flow_run()
    current, running = None, 0.0
    for second, kind in enumerate(path):
        entered = State(type=kind, timestamp=after(second))
        enter: Any = enter_task_state if is_task else enter_flow_state
        enter(run, current, entered, Decision(state=entered))
        running += 1.0 if current is not None and current.type is StateType.RUNNING else 0.0
        current = entered
    assert run.run_count == path.count(StateType.RUNNING)
    assert run.total_run_time == running
    if path:
        assert (run.state_type, run.state_id) == (path[-1], current and current.id)
        assert run.expected_start_time == after(0)
        assert (run.end_time is not None) is (path[-1] in FINAL and run.start_time is not None)
    assert estimated_run_time(run, current and current.timestamp, after(100)) >= run.total_run_time
    assert estimated_lateness(run, after(100)) >= 0


@given(some.floats(0.001, 1e5), some.floats(0.001, 100), some.floats(0, 0.999999))
def test_a_jittered_delay_stays_within_its_bounds(delay: float, factor: float, chance: float) -> None:
    found = jittered(delay, factor, chance)
    assert delay / (1 + factor) <= found <= delay * (1 + factor)
