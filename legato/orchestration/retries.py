"""Trying again after a failure."""

from __future__ import annotations

import math
from datetime import timedelta

import msgspec

from legato.orchestration.transition import Amend, Reject, Transition, Verdict
from legato.schemas.flow_runs import RetryType
from legato.schemas.states import State, StateDetails, StateType
from legato.schemas.task_runs import TaskRunPolicy


def retry_failed_flow(t: Transition) -> Verdict | None:
    """A failure of a flow run with attempts left becomes AwaitingRetry."""
    policy = t.run.empirical_policy
    if policy.retries is None or t.run_count > policy.retries:
        return None
    policy = msgspec.structs.replace(policy, resuming=False, pause_keys=[], retry_type=RetryType.IN_PROCESS)
    return Reject(reason="Retrying", state=_await_retry(t, policy.retry_delay or 0), policy=policy)


def retry_failed_task(t: Transition) -> Verdict | None:
    """A failure of a task run with attempts left becomes AwaitingRetry."""
    policy = t.run.empirical_policy
    if t.proposed.state_details.retriable is False or t.run_count > (policy.retries or 0):
        return None
    return Reject(reason="Retrying", state=_await_retry(t, retry_delay(policy, t.run_count, t.facts.chance)))


def rename_rerun(t: Transition) -> Verdict | None:
    """A task run that ran before is Retrying after AwaitingRetry, and Rerunning otherwise."""
    if t.run_count == 0 or t.proposed.name == "Retrying":
        return None
    awaited = t.initial is not None and t.initial.name == "AwaitingRetry"
    return Amend(state=t.proposed.copy(update={"name": "Retrying" if awaited else "Rerunning"}))


def follow_flow_attempt(t: Transition) -> Verdict | None:
    """A task run remembers in which attempt of its flow run it ran."""
    return Amend(flow_run_run_count=t.facts.flow_run_count) if t.run.flow_run_id is not None else None


def retry_delay(policy: TaskRunPolicy, run_count: int, chance: float) -> float:
    """Return the seconds before the next attempt; the last of a list of delays is used again and again."""
    delay = policy.retry_delay or 0
    if isinstance(delay, list):
        delay = delay[min(run_count - 1, len(delay) - 1)] if delay else 0
    if policy.retry_jitter_factor and delay:
        return jittered(delay, policy.retry_jitter_factor, chance)
    return delay


def jittered(delay: float, factor: float, chance: float) -> float:
    """Return an exponentially distributed delay around `delay`, within [delay / (1 + factor), delay * (1 + factor)]."""
    low, high = delay / (1 + factor), delay * (1 + factor)
    from_low, to_high = 1 - math.exp(-low / delay), 1 - math.exp(-high / delay)
    return min(high, max(low, -delay * math.log(1 - (from_low + chance * (to_high - from_low)))))


def _await_retry(t: Transition, delay: float) -> State[object]:
    when = t.proposed.timestamp + timedelta(seconds=delay)
    return State(
        type=StateType.SCHEDULED,
        name="AwaitingRetry",
        message=t.proposed.message,
        data=t.proposed.data,
        timestamp=t.proposed.timestamp,
        state_details=StateDetails(scheduled_time=when, transition_id=t.proposed.state_details.transition_id),
    )
