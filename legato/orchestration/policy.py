"""The policies: which rules look at which transition, in which order; and `decide`, which asks them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from legato.orchestration.caching import keep_in_cache, use_cached_state
from legato.orchestration.cancelling import (
    cancel_at_once_without_infrastructure,
    finish_cancelling,
    hold_task_of_stopped_flow,
)
from legato.orchestration.concurrency import take_concurrency_slots
from legato.orchestration.duplicates import ignore_repeated_transition
from legato.orchestration.endings import keep_final_flow_state, keep_final_task_state, note_unknown_result
from legato.orchestration.overlapping import follow_schedule
from legato.orchestration.pausing import pause_only_running_flow, resume_in_time
from legato.orchestration.retries import follow_flow_attempt, rename_rerun, retry_failed_flow, retry_failed_task
from legato.orchestration.scheduling import (
    copy_scheduled_time,
    keep_pending_from_returning,
    mark_late_only_scheduled,
    wait_for_scheduled_time,
)
from legato.orchestration.transition import Amend, Decision, Fact, Reject, Rule, Transition
from legato.schemas.states import FINAL, StateType

S = StateType
ANY: frozenset[StateType | None] = frozenset({None, *StateType})
Line = tuple[Iterable[StateType | None], Iterable[StateType | None], Rule, Fact]


class Policy:
    """A table of rules, looked up by the types of the two states."""

    def __init__(self, *lines: Line) -> None:
        self.lines = lines
        self._rules = {
            (before, after): tuple(rule for froms, tos, rule, _ in lines if before in froms and after in tos)
            for before in ANY
            for after in StateType
        }
        self._needs = {
            pair: reduce(or_, (n for froms, tos, _, n in lines if pair[0] in froms and pair[1] in tos), Fact.NONE)
            for pair in self._rules
        }

    def rules(self, before: StateType | None, after: StateType) -> tuple[Rule, ...]:
        """Return the rules that look at a transition, in order."""
        return self._rules[before, after]

    def needs(self, before: StateType | None, after: StateType) -> Fact:
        """Return the shared facts that must be gathered before a transition can be decided."""
        return self._needs[before, after]


FLOW_POLICY = Policy(
    # from                                     to                            rule                     needs
    (ANY, ANY, ignore_repeated_transition, Fact.NONE),
    (FINAL, ANY, keep_final_flow_state, Fact.NONE),
    ({S.CANCELLED, S.CANCELLING}, ANY - {S.CANCELLED}, finish_cancelling, Fact.NONE),
    ({S.SCHEDULED, S.PAUSED}, {S.CANCELLING}, cancel_at_once_without_infrastructure, Fact.NONE),
    ({S.PENDING, S.CANCELLING, S.RUNNING, S.CANCELLED}, {S.PENDING}, keep_pending_from_returning, Fact.NONE),
    (ANY, {S.SCHEDULED}, mark_late_only_scheduled, Fact.NONE),
    (ANY, {S.PAUSED}, pause_only_running_flow, Fact.NONE),
    ({S.PAUSED}, ANY, resume_in_time, Fact.NONE),
    ({S.SCHEDULED}, {S.PENDING, S.RUNNING}, follow_schedule, Fact.FATE),
    ({S.SCHEDULED}, {S.PENDING}, copy_scheduled_time, Fact.NONE),
    ({S.SCHEDULED, S.PENDING}, {S.RUNNING}, wait_for_scheduled_time, Fact.NONE),
    ({S.RUNNING}, {S.FAILED}, retry_failed_flow, Fact.NONE),
)

TASK_POLICY = Policy(
    (ANY, ANY, ignore_repeated_transition, Fact.NONE),
    (ANY, {S.RUNNING}, use_cached_state, Fact.CACHE),
    (FINAL, ANY, keep_final_task_state, Fact.FLOW),
    (ANY, {S.RUNNING}, hold_task_of_stopped_flow, Fact.FLOW),
    (ANY, {S.RUNNING}, take_concurrency_slots, Fact.SLOTS),
    ({S.SCHEDULED}, {S.PENDING}, copy_scheduled_time, Fact.NONE),
    ({S.SCHEDULED, S.PENDING}, {S.RUNNING}, wait_for_scheduled_time, Fact.NONE),
    ({S.RUNNING}, {S.FAILED}, retry_failed_task, Fact.NONE),
    (ANY, {S.RUNNING}, rename_rerun, Fact.NONE),
    (ANY, {S.RUNNING}, follow_flow_attempt, Fact.FLOW),
    (ANY, {S.COMPLETED}, keep_in_cache, Fact.NONE),
)

LONE_TASK_POLICY = Policy(
    ({S.PENDING, S.CANCELLING, S.RUNNING, S.CANCELLED}, {S.PENDING}, keep_pending_from_returning, Fact.NONE),
    *TASK_POLICY.lines,
)
"""For task runs without a flow run, which servers of tasks take, each of them once."""

FORCED_FLOW_POLICY = Policy(
    ({S.SCHEDULED, S.PAUSED}, {S.CANCELLING}, cancel_at_once_without_infrastructure, Fact.NONE),
    ({S.FAILED, S.CRASHED}, {S.COMPLETED}, note_unknown_result, Fact.NONE),
)

FORCED_TASK_POLICY = Policy(
    ({S.FAILED, S.CRASHED}, {S.COMPLETED}, note_unknown_result, Fact.NONE),
    (ANY, {S.RUNNING}, follow_flow_attempt, Fact.FLOW),
)


def decide(policy: Policy, t: Transition) -> Decision:
    """Ask the rules of a policy about a transition, in order, until one does not let it go on."""
    decision = Decision(state=t.proposed)
    for rule in policy.rules(t.initial.type if t.initial is not None else None, t.proposed.type):
        verdict = rule(t)
        if verdict is None:
            continue
        if isinstance(verdict, Amend):
            _amend(decision, verdict, t)
            continue
        decision.verdict = verdict
        decision.state = verdict.state if isinstance(verdict, Reject) else None
        if isinstance(verdict, Reject) and verdict.policy is not None:
            decision.policy = verdict.policy
        decision.changes = []
        if decision.state is None:
            decision.policy = decision.run_count = decision.flow_run_run_count = None
        break
    return decision


def _amend(decision: Decision, verdict: Amend, t: Transition) -> None:
    if verdict.state is not None:
        decision.state = t.proposed = verdict.state
    if verdict.policy is not None:
        decision.policy = verdict.policy
    if verdict.run_count is not None:
        decision.run_count = t.amended_run_count = verdict.run_count
    if verdict.flow_run_run_count is not None:
        decision.flow_run_run_count = verdict.flow_run_run_count
    if verdict.changes:
        decision.changes = [*decision.changes, *verdict.changes]
