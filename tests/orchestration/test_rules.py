"""The rules, one after the other."""

from typing import Any

import pytest

from legato.ids import uuid7
from legato.orchestration.transition import Abort, Decision, Reject, Wait
from legato.schemas.flow_runs import FlowRunPolicy, RetryType
from legato.schemas.states import StateType
from legato.schemas.task_runs import TaskRunPolicy
from tests.orchestration.scenes import after, decide_flow, decide_task, flow_run, state, task_run

S = StateType
KEPT, LOST = {"type": "reference"}, {"type": "unpersisted"}


def reason(decision: Decision) -> str | None:
    return None if decision.verdict is None or isinstance(decision.verdict, Wait) else decision.verdict.reason


def entered(decision: Decision) -> str | None:
    return None if decision.state is None else decision.state.name


def test_a_transition_told_twice_is_ignored() -> None:
    key = uuid7()
    for decide in (decide_flow, decide_task):
        told = state(S.RUNNING, transition_id=key)
        decision = decide(told, state(S.RUNNING, transition_id=key))
        assert isinstance(decision.verdict, Reject)
        assert decision.state is None
        assert decide(told, state(S.COMPLETED, transition_id=uuid7())).verdict is None


@pytest.mark.parametrize("to", [S.CANCELLING, S.PAUSED, S.CRASHED])
@pytest.mark.parametrize("final", [S.COMPLETED, S.FAILED, S.CRASHED, S.CANCELLED])
def test_a_run_that_is_over_is_not_stopped_again(final: StateType, to: StateType) -> None:
    for decide in (decide_flow, decide_task):
        assert isinstance(decide(state(final), state(to)).verdict, Abort)


@pytest.mark.parametrize(("data", "runs_again"), [(KEPT, False), (LOST, True), (None, True)])
def test_a_completed_run_runs_again_only_without_a_result(data: Any, runs_again: bool) -> None:
    for decide in (decide_flow, decide_task):
        decision = decide(state(S.COMPLETED, data=data), state(S.RUNNING))
        assert (decision.verdict is None) is runs_again


def test_a_flow_run_is_rescheduled_only_with_a_deployment() -> None:
    assert isinstance(decide_flow(state(S.FAILED), state(S.SCHEDULED)).verdict, Abort)
    decision = decide_flow(state(S.FAILED), state(S.SCHEDULED), flow_run(deployment_id=uuid7()))
    assert decision.verdict is None
    assert decision.policy is not None
    assert decision.policy.retry_type is RetryType.RESCHEDULE


def test_a_flow_run_that_starts_again_forgets_its_pauses() -> None:
    run = flow_run(empirical_policy=FlowRunPolicy(pause_keys=["a"], resuming=True))
    decision = decide_flow(state(S.FAILED), state(S.RUNNING), run)
    assert decision.policy == FlowRunPolicy()


def test_a_task_run_that_was_over_counts_anew_and_is_retrying_in_a_new_attempt_of_its_flow() -> None:
    run = task_run(run_count=3, flow_run_run_count=1)
    decision = decide_task(state(S.FAILED), state(S.RUNNING), run, flow_run_count=2)
    assert (entered(decision), decision.run_count, decision.flow_run_run_count) == ("Retrying", 0, 2)


def test_a_flow_run_without_a_process_is_cancelled_at_once() -> None:
    assert entered(decide_flow(state(S.SCHEDULED), state(S.CANCELLING))) == "Cancelled"
    held = flow_run(infrastructure_pid="host:1")
    assert entered(decide_flow(state(S.SCHEDULED), state(S.CANCELLING), held)) == "Cancelling"
    assert entered(decide_flow(state(S.SCHEDULED, "Resuming"), state(S.CANCELLING), held)) == "Cancelled"
    suspended = state(S.PAUSED, pause_reschedule=True)
    assert entered(decide_flow(suspended, state(S.CANCELLING), force=True)) == "Cancelled"


def test_only_a_scheduled_run_is_late() -> None:
    assert decide_flow(state(S.SCHEDULED), state(S.SCHEDULED, "Late")).verdict is None
    assert isinstance(decide_flow(state(S.RUNNING), state(S.SCHEDULED, "Late")).verdict, Reject)


def test_a_pause_fires_once_at_each_place() -> None:
    decision = decide_flow(state(S.RUNNING), state(S.PAUSED, pause_key="a"))
    assert decision.policy is not None
    assert decision.policy.pause_keys == ["a"]
    again = decide_flow(state(S.RUNNING), state(S.PAUSED, pause_key="a"), flow_run(empirical_policy=decision.policy))
    assert reason(again) == "This pause has already fired."


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (flow_run(), Abort),
        (flow_run(deployment_id=uuid7(), parent_task_run_id=uuid7()), Abort),
        (flow_run(deployment_id=uuid7()), type(None)),
    ],
)
def test_only_a_deployed_flow_run_that_is_no_subflow_is_suspended(run: Any, verdict: type) -> None:
    decision = decide_flow(state(S.RUNNING), state(S.PAUSED, pause_reschedule=True), run)
    assert isinstance(decision.verdict, verdict)


def test_a_paused_run_goes_on_in_time() -> None:
    decision = decide_flow(state(S.PAUSED, pause_timeout=after(1)), state(S.RUNNING))
    assert decision.policy is not None
    assert decision.policy.resuming
    late = decide_flow(state(S.PAUSED, pause_timeout=after(-1)), state(S.RUNNING))
    assert entered(late) == "Failed"
    assert isinstance(decide_flow(state(S.PAUSED), state(S.PENDING)).verdict, Reject)


def test_a_run_waits_for_its_time() -> None:
    for decide in (decide_flow, decide_task):
        decision = decide(state(S.SCHEDULED, scheduled_time=after(9.2)), state(S.RUNNING))
        assert isinstance(decision.verdict, Wait)
        assert decision.verdict.seconds == 10
        assert decide(state(S.SCHEDULED, scheduled_time=after(-1)), state(S.RUNNING)).verdict is None
        pending = decide(state(S.SCHEDULED, scheduled_time=after(5)), state(S.PENDING)).state
        assert pending is not None
        assert pending.state_details.scheduled_time == after(5)


@pytest.mark.parametrize(
    ("retries", "run_count", "name"), [(None, 1, "Failed"), (0, 1, "Failed"), (1, 1, "AwaitingRetry"), (1, 2, "Failed")]
)
def test_a_failed_flow_run_with_attempts_left_awaits_retry(retries: int | None, run_count: int, name: str) -> None:
    run = flow_run(run_count=run_count, empirical_policy=FlowRunPolicy(retries=retries, retry_delay=5))
    decision = decide_flow(state(S.RUNNING), state(S.FAILED), run)
    assert entered(decision) == name
    if name == "AwaitingRetry":
        assert decision.state is not None
        assert decision.policy is not None
        assert decision.state.state_details.scheduled_time == after(5)
        assert decision.policy.retry_type is RetryType.IN_PROCESS


@pytest.mark.parametrize(("run_count", "delay"), [(1, 1), (2, 10), (3, 100), (4, 100)])
def test_the_last_of_several_delays_is_used_again(run_count: int, delay: float) -> None:
    run = task_run(run_count=run_count, empirical_policy=TaskRunPolicy(retries=9, retry_delay=[1, 10, 100]))
    decision = decide_task(state(S.RUNNING), state(S.FAILED), run)
    assert decision.state is not None
    assert decision.state.state_details.scheduled_time == after(delay)


def test_a_failure_that_is_not_retriable_is_final() -> None:
    run = task_run(run_count=1, empirical_policy=TaskRunPolicy(retries=3))
    assert entered(decide_task(state(S.RUNNING), state(S.FAILED, retriable=False), run)) == "Failed"


def test_a_task_run_that_runs_again_is_called_so() -> None:
    run = task_run(run_count=1)
    assert entered(decide_task(state(S.SCHEDULED, "AwaitingRetry"), state(S.RUNNING), run)) == "Retrying"
    assert entered(decide_task(state(S.PENDING), state(S.RUNNING), run)) == "Rerunning"
    assert entered(decide_task(state(S.PENDING), state(S.RUNNING))) == "Running"


def test_a_task_run_starts_only_while_its_flow_runs() -> None:
    assert isinstance(decide_task(state(S.PENDING), state(S.RUNNING), flow=state(S.COMPLETED)).verdict, Abort)
    paused = decide_task(state(S.PENDING), state(S.RUNNING), flow=state(S.PAUSED, pause_timeout=after(60)))
    assert entered(paused) == "NotReady"
    assert paused.state is not None
    assert paused.state.state_details.pause_timeout == after(60)
    assert decide_task(state(S.PENDING), state(S.RUNNING), task_run(flow_run_id=None)).verdict is None


def test_a_forced_completion_does_not_keep_the_result_of_a_failure() -> None:
    decision = decide_task(state(S.FAILED, data=KEPT), state(S.COMPLETED), force=True)
    assert decision.state is not None
    assert decision.state.data == {"type": "unknown"}
