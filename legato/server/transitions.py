"""The one home of "a run enters a state": facts, rules, bookkeeping and rows, in the caller's transaction."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from legato import clock
from legato.orchestration.bookkeeping import enter_flow_state, enter_task_state
from legato.orchestration.concurrency import HOLDING
from legato.orchestration.due_runs import settle
from legato.orchestration.policy import (
    FLOW_POLICY,
    FORCED_FLOW_POLICY,
    FORCED_TASK_POLICY,
    LONE_TASK_POLICY,
    TASK_POLICY,
    Policy,
    decide,
)
from legato.orchestration.transition import (
    Abort,
    Change,
    Decision,
    Fact,
    Facts,
    Fate,
    KeepInCache,
    Reject,
    TakeSlots,
    Transition,
    Wait,
)
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import State, StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun
from legato.schemas.transitions import (
    OrchestrationResult,
    SetStateStatus,
    StateAbortDetails,
    StateAcceptDetails,
    StateRejectDetails,
    StateWaitDetails,
)
from legato.server.events.flow_runs import Entered, state_events
from legato.server.events.outbox import emit
from legato.server.refusals import unknown_run
from legato.server.store import concurrency_limits, schedule_runs, task_run_cache
from legato.server.store.recorded import TrackedFlowRun, insert_states, load_flow_runs, update_flow_runs
from legato.server.store.runs import load, write_state
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_TASK_RUN_TAG_CONCURRENCY_SLOT_WAIT_SECONDS

_STARTS = (StateType.PENDING, StateType.RUNNING)


def proposal(state: StateCreate) -> State[Any]:
    """Return the state a client asks for, with an id and a time of the server's own; what is scheduled is due now."""
    details = state.state_details or StateDetails()
    if state.type is StateType.SCHEDULED and details.scheduled_time is None:
        details = msgspec.structs.replace(details, scheduled_time=clock.now())
    return State(type=state.type, name=state.name, message=state.message, data=state.data, state_details=details)


def is_since(result: OrchestrationResult, moment: datetime) -> bool:
    """Tell whether the state that a run is in was made at a moment or later."""
    return result.state is not None and result.state.timestamp >= moment


def propose_flow_state(db: Transaction, id: UUID, state: State[Any], *, force: bool = False) -> OrchestrationResult:
    """Ask for a state of a flow run.

    Raises:
        ObjectNotFound: there is no such flow run.
    """
    now = clock.now()
    # A schedule is locked before its runs, here as where runs are handed out.
    schedule = schedule_runs.schedule_of(db, id) if state.type in _STARTS and not force else None
    run = load(FlowRun, db, id, now, lock=True)
    if run is None:
        raise unknown_run("Flow run", id)
    initial, facts = run.state, Facts()
    if schedule is not None:
        facts.fate = _fate(db, schedule, run, now)
    transition = Transition(run=run, initial=initial, proposed=state, now=now, facts=facts)
    intended = state.type
    decision = decide(FORCED_FLOW_POLICY if force else FLOW_POLICY, transition)
    if decision.state is not None:
        enter_flow_state(run, initial, decision.state, decision)
        _write(db, run, decision.state, now)
        emit(db, state_events(db, [Entered(run, initial, intended, decision.state)]))
        if run.parent_task_run_id is not None:
            mirror(db, run.parent_task_run_id, run.id, decision.state, now)
    return _result(decision, run.state)


def _fate(db: Transaction, schedule: Any, run: FlowRun, now: datetime) -> Fate | None:
    before = max(now, run.next_scheduled_start_time or now)
    active, waiting = schedule_runs.of_schedules(db, [schedule], before)[schedule.id]
    return settle(schedule_runs.terms_of(schedule), active, waiting, now).fates.get(run.id)


def enter_flow_states(db: Transaction, ids: Sequence[UUID], state_of: Callable[[TrackedFlowRun], State[Any]]) -> None:
    """Let many flow runs enter states that no rule is asked about: the caller has seen to it that they may."""
    if not ids:
        return
    now, happened = clock.now(), list[Entered]()
    runs = load_flow_runs(db, ids)
    for run in runs.values():
        initial, state = run.state, state_of(run)
        enter_flow_state(run, initial, state, Decision(state=state))
        run.state = state
        happened.append(Entered(run, initial, state.type, state))
    update_flow_runs(db, runs.values(), now)
    insert_states(db, False, [(id, run.state) for id, run in runs.items() if run.state is not None])
    emit(db, state_events(db, happened))
    db.changes.flow_runs.update(runs)
    for run in runs.values():
        if run.parent_task_run_id is not None and run.state is not None:
            mirror(db, run.parent_task_run_id, run.id, run.state, now)


def propose_task_state(db: Transaction, id: UUID, state: State[Any], *, force: bool = False) -> OrchestrationResult:
    """Ask for a state of a task run.

    Raises:
        ObjectNotFound: there is no such task run.
    """
    now = clock.now()
    run = load(TaskRun, db, id, now, lock=True)
    if run is None:
        raise unknown_run("Task run", id)
    policy = FORCED_TASK_POLICY if force else TASK_POLICY if run.flow_run_id is not None else LONE_TASK_POLICY
    initial, facts = run.state, _facts(db, policy, run, state)
    decision = decide(policy, Transition(run=run, initial=initial, proposed=state, now=now, facts=facts))
    if decision.state is not None:
        enter_task_state(run, initial, decision.state, decision)
        _write(db, run, decision.state, now)
        _apply(db, run, decision.changes, decision.state)
        if run.tags and initial is not None and initial.type in HOLDING and decision.state.type not in HOLDING:
            concurrency_limits.free(db, [run.id])
        if run.flow_run_id is None and decision.state.type is StateType.SCHEDULED:
            db.changes.waiting.add(run.id)
    return _result(decision, run.state)


def _facts(db: Transaction, policy: Policy, run: TaskRun, proposed: State[Any]) -> Facts:
    facts = Facts(chance=random.random())
    needs = policy.needs(None if run.state is None else run.state.type, proposed.type)
    if run.flow_run_id is not None and Fact.FLOW in needs:
        flow = load_flow_runs(db, (run.flow_run_id,), lock=False).get(run.flow_run_id)
        if flow is not None:
            facts.flow_state, facts.flow_run_count = flow.state, flow.run_count
    if run.tags and Fact.SLOTS in needs:
        facts.limits = concurrency_limits.for_tags(db, run.tags, run.id)
        facts.slot_wait_seconds = LEGATO_TASK_RUN_TAG_CONCURRENCY_SLOT_WAIT_SECONDS.value()
    details = proposed.state_details
    if details.cache_key is not None and not details.refresh_cache and Fact.CACHE in needs:
        facts.cached_state = task_run_cache.find(db, details.cache_key)
    return facts


def _apply(db: Transaction, run: TaskRun, changes: list[Change], state: State[Any]) -> None:
    for change in changes:
        match change:
            case TakeSlots():
                concurrency_limits.take(db, change.limit_ids, run.id)
            case KeepInCache():
                task_run_cache.keep(db, change.key, change.expiration, state.id)


def _write(db: Transaction, run: FlowRun | TaskRun, state: State[Any], now: datetime) -> None:
    run.state = _without_lost_result(state)
    write_state(db, run, run.state, now)
    run.state = state
    if isinstance(run, FlowRun):
        db.changes.flow_runs.add(run.id)
        if state.type is StateType.SCHEDULED or state.is_final():
            db.changes.due.update(id for id in (run.work_queue_id, run.deployment_id) if id is not None)
    elif run.flow_run_id is not None:
        db.changes.task_runs_of.add(run.flow_run_id)


def _without_lost_result(state: State[Any]) -> State[Any]:
    """Return what is kept: where Prefect reads that a result was not persisted, it looks in vain for an error, too."""
    is_lost = isinstance(state.data, dict) and state.data.get("type") == "unpersisted"
    return msgspec.structs.replace(state, data=None) if is_lost else state


def mirror(db: Transaction, task_run_id: UUID, flow_run_id: UUID, state: State[Any], now: datetime) -> None:
    """Let the task run that tracks a flow run enter the state which that one is in."""
    parent = load(TaskRun, db, task_run_id, now, lock=True)
    if parent is None:
        return
    copy = state.copy(reset_fields=True)
    details = copy.state_details
    copy.state_details = StateDetails(
        child_flow_run_id=flow_run_id,
        scheduled_time=details.scheduled_time,
        pause_timeout=details.pause_timeout,
        pause_reschedule=details.pause_reschedule,
    )
    enter_task_state(parent, parent.state, copy, Decision(state=copy))
    _write(db, parent, copy, now)


def _result(decision: Decision, current: State[Any] | None) -> OrchestrationResult:
    verdict = decision.verdict
    if verdict is None:
        return OrchestrationResult(state=current, status=SetStateStatus.ACCEPT, details=StateAcceptDetails())
    if isinstance(verdict, Reject):
        rejected = StateRejectDetails(reason=verdict.reason)
        return OrchestrationResult(state=current, status=SetStateStatus.REJECT, details=rejected)
    if isinstance(verdict, Abort):
        aborted = StateAbortDetails(reason=verdict.reason)
        return OrchestrationResult(state=current, status=SetStateStatus.ABORT, details=aborted)
    assert isinstance(verdict, Wait)
    wait = StateWaitDetails(delay_seconds=math.ceil(verdict.seconds), reason=verdict.reason)
    return OrchestrationResult(state=current, status=SetStateStatus.WAIT, details=wait)
