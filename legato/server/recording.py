"""Taking journal entries: the owner of a run tells what became of it, and is believed.

A task run's states are facts. A flow run's states are too, but for what others may have decided meanwhile: a run that
was asked to stop, or is over, stays so, and its owner hears of it. Every id is taken once, however often it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from legato import clock
from legato.ids import flow_id
from legato.orchestration.bookkeeping import enter_flow_state, enter_task_state
from legato.orchestration.cancelling import finish_cancelling
from legato.orchestration.concurrency import HOLDING
from legato.orchestration.duplicates import ignore_repeated_transition
from legato.orchestration.endings import keep_final_flow_state
from legato.orchestration.pausing import pause_only_running_flow, resume_in_time
from legato.orchestration.policy import FLOW_POLICY, Policy, decide
from legato.orchestration.transition import Decision, Transition
from legato.schemas.flow_runs import FlowRunPolicy, RetryType
from legato.schemas.journal import (
    ArtifactChanged,
    ArtifactMade,
    Entry,
    FlowRunCreated,
    JournalReply,
    LogWritten,
    RunNotice,
    RunRenamed,
    StateEntered,
    StorageUsed,
    TaskRunCreated,
)
from legato.schemas.states import FINAL, State, StateType
from legato.server import system_blocks
from legato.server.events.flow_runs import Entered, state_events
from legato.server.events.outbox import emit
from legato.server.store import artifacts, concurrency_limits, recorded, task_run_cache
from legato.server.store.recorded import TrackedFlowRun, TrackedRun, TrackedTaskRun
from legato.server.store.transaction import Transaction
from legato.server.store.types import KeptDetails
from legato.server.transitions import mirror

_KEPT_RULES = {
    ignore_repeated_transition,
    keep_final_flow_state,
    finish_cancelling,
    pause_only_running_flow,
    resume_in_time,
}
OWNED_FLOW_POLICY = Policy(*(line for line in FLOW_POLICY.lines if line[2] in _KEPT_RULES))
"""The rules that an owner's word does not override; the others were asked by the owner."""

_TOLD = FINAL | {StateType.CANCELLING, StateType.PAUSED}


def apply(db: Transaction, entries: Sequence[Entry], owned: Sequence[UUID] = ()) -> JournalReply:
    """Take entries, in order, and tell what the owners of flow runs must hear."""
    batch = _Batch(db, entries, owned)
    for entry in entries:
        batch.take[type(entry)](entry)
    batch.write()
    return batch.reply(owned)


def _flow_name(entry: FlowRunCreated) -> str:
    return entry.flow_name.replace("\0", "\ufffd")


class _Batch:
    """Entries on their way into the database: all that is asked of it is asked at once, and written at once."""

    def __init__(self, db: Transaction, entries: Sequence[Entry], owned: Sequence[UUID]) -> None:
        self.db, self.now = db, clock.now()
        self.accepted = self.known = self.refused = 0
        self.flow_states: list[tuple[UUID, State[Any]]] = []
        self.task_states: list[tuple[UUID, State[Any]]] = []
        self.happened: list[Entered] = []
        self.logs: list[LogWritten] = []
        self.storages: list[StorageUsed] = []
        self.answers: list[State[Any]] = []
        self.let_go: list[UUID] = []
        self.artifacts: list[ArtifactMade] = []
        self.artifact_changes: list[ArtifactChanged] = []
        self.notices: dict[UUID, RunNotice] = {}
        self.take: dict[type[Any], Callable[[Any], None]] = {
            FlowRunCreated: self._create_flow_run,
            TaskRunCreated: self._create_task_run,
            StateEntered: self._enter,
            RunRenamed: self._rename,
            LogWritten: self._log,
            StorageUsed: self._use_storage,
            ArtifactMade: self.artifacts.append,
            ArtifactChanged: self.artifact_changes.append,
        }
        self._look_up(entries, owned)

    def _look_up(self, entries: Sequence[Entry], owned: Sequence[UUID]) -> None:
        task_ids, flow_ids, created, around = set[UUID](), set(owned), set[UUID](), set[UUID | None]()
        states: dict[bool, list[StateEntered]] = {True: [], False: []}
        for entry in entries:
            match entry:
                case StateEntered():
                    states[entry.is_task].append(entry)
                    (task_ids if entry.is_task else flow_ids).add(entry.run_id)
                case TaskRunCreated():
                    created.add(entry.id)
                    task_ids.add(entry.id)
                    around.add(entry.flow_run_id)
                case LogWritten():
                    around.add(entry.flow_run_id)
                    if entry.flow_run_id is None and entry.task_run_id is not None:
                        task_ids.add(entry.task_run_id)
                case RunRenamed():
                    (task_ids if entry.is_task else flow_ids).add(entry.run_id)
                case FlowRunCreated():
                    created.add(entry.id)
                    flow_ids.add(entry.id)
        self.task_runs = recorded.load_task_runs(self.db, task_ids)
        around.update(run.flow_run_id for run in self.task_runs.values())
        flow_ids.update(id for id in around if id is not None)
        self.flow_runs = recorded.load_flow_runs(self.db, flow_ids)
        self.deleted = recorded.deleted_among(self.db, created.difference(self.task_runs, self.flow_runs))
        # A run that is new here has no states yet, so only those of the others can be known.
        self.seen = recorded.known_states(self.db, True, [e.id for e in states[True] if e.run_id in self.task_runs])
        self.seen |= recorded.known_states(self.db, False, [e.id for e in states[False] if e.run_id in self.flow_runs])

    def _create_flow_run(self, entry: FlowRunCreated) -> None:
        if entry.id in self.flow_runs:
            self.known += 1
        elif entry.id in self.deleted:
            self.refused += 1
        else:
            self.accepted += 1
            self.flow_runs[entry.id] = TrackedFlowRun(
                id=entry.id,
                name=entry.name,
                flow_id=flow_id(_flow_name(entry)),
                tags=entry.tags,
                empirical_policy=entry.empirical_policy or FlowRunPolicy(),
                parent_task_run_id=entry.parent_task_run_id,
                creation=entry,
            )
            self.db.changes.flow_runs.add(entry.id)

    def _create_task_run(self, entry: TaskRunCreated) -> None:
        if entry.id in self.task_runs:
            self.known += 1
        elif entry.id in self.deleted or (entry.flow_run_id is not None and entry.flow_run_id not in self.flow_runs):
            self.refused += 1
        else:
            self.accepted += 1
            self.task_runs[entry.id] = TrackedTaskRun(
                id=entry.id, name=entry.name, flow_run_id=entry.flow_run_id, creation=entry
            )

    def _enter(self, entry: StateEntered) -> None:
        if entry.id in self.seen:
            self.known += 1
            return
        run = (self.task_runs if entry.is_task else self.flow_runs).get(entry.run_id)
        if run is None:
            self.refused += 1
            return
        state = entry.state()
        state.state_details = KeptDetails.of(entry.details)
        if isinstance(run, TrackedTaskRun):
            self._enter_task_state(run, state)
        elif not self._enter_flow_state(run, state):
            self.refused += 1
            return
        run.state, run.is_changed = state, True
        self.seen.add(entry.id)
        self.accepted += 1

    def _enter_task_state(self, run: TrackedTaskRun, state: State[Any]) -> None:
        decision = Decision(state=state)
        if state.type is StateType.RUNNING and run.flow_run_id is not None:
            decision.flow_run_run_count = self.flow_runs[run.flow_run_id].run_count
        if run.state_type in FINAL and state.type not in FINAL:
            decision.run_count = 0
        if run.creation is None and run.state_type in HOLDING and state.type not in HOLDING:
            self.let_go.append(run.id)
        enter_task_state(run, run.state, state, decision)
        self.task_states.append((run.id, state))
        if state.state_details.cache_key is not None and state.is_completed() and state.name != "Cached":
            self.answers.append(state)

    def _enter_flow_state(self, run: TrackedFlowRun, state: State[Any]) -> bool:
        # The owner judged by its own clock, at that moment.
        transition = Transition(run=run, initial=run.state, proposed=state, now=state.timestamp)
        decision = decide(OWNED_FLOW_POLICY, transition)
        if decision.verdict is not None:
            self._notify(run)
            return False
        if state.name == "AwaitingRetry":
            policy = decision.policy or run.empirical_policy
            decision.policy = msgspec.structs.replace(
                policy, resuming=False, pause_keys=[], retry_type=RetryType.IN_PROCESS
            )
        elif state.is_scheduled():
            policy = decision.policy or run.empirical_policy
            decision.policy = msgspec.structs.replace(policy, retry_type=RetryType.RESCHEDULE)
        initial = run.state
        enter_flow_state(run, initial, state, decision)
        self.flow_states.append((run.id, state))
        self.happened.append(Entered(run, initial, state.type, state))
        self.db.changes.flow_runs.add(run.id)
        if state.is_final() or state.is_scheduled():
            self.db.changes.due.update(id for id in (run.work_queue_id, run.deployment_id) if id is not None)
        return True

    def _notify(self, run: TrackedFlowRun) -> None:
        if run.state is not None:
            self.notices[run.id] = RunNotice(
                flow_run_id=run.id,
                state_type=run.state.type,
                state_name=run.state.name or run.state.type,
                message=run.state.message,
            )

    def _rename(self, entry: RunRenamed) -> None:
        run: TrackedRun | None = (self.task_runs if entry.is_task else self.flow_runs).get(entry.run_id)
        if run is None:
            self.refused += 1
        elif run.name == entry.name:
            self.known += 1
        else:
            run.name, run.is_renamed = entry.name, True
            self.accepted += 1
            if not entry.is_task:
                self.db.changes.flow_runs.add(run.id)

    def _log(self, entry: LogWritten) -> None:
        if entry.flow_run_id is not None:
            is_of_known_run = entry.flow_run_id in self.flow_runs
        else:
            is_of_known_run = entry.task_run_id is None or entry.task_run_id in self.task_runs
        if is_of_known_run:
            self.logs.append(entry)
        else:
            self.refused += 1

    def _use_storage(self, entry: StorageUsed) -> None:
        self.storages.append(entry)
        self.accepted += 1

    def write(self) -> None:
        """Write everything, what others refer to first."""
        new_flows = [run for run in self.flow_runs.values() if run.creation is not None]
        if new_flows:
            self._write_new_flow_runs(new_flows)
        new_tasks = [run for run in self.task_runs.values() if run.creation is not None]
        if new_tasks:
            self._drop_twins(recorded.insert_task_runs(self.db, new_tasks, self.now))
        if children := [run for run in new_flows if run.parent_task_run_id is not None]:
            recorded.link_parents(self.db, children)
        self._update_known()
        if self.flow_states:
            recorded.insert_states(self.db, False, self.flow_states)
            emit(self.db, state_events(self.db, self.happened))
            self._mirror_deployed()
        if self.task_states:
            recorded.insert_states(self.db, True, self.task_states)
            changed = {self.task_runs[id].flow_run_id for id, _ in self.task_states}
            self.db.changes.task_runs_of |= {id for id in changed if id is not None}
        if self.let_go:
            concurrency_limits.free_among(self.db, self.let_go)
        for state in self.answers:
            details = state.state_details
            task_run_cache.keep(self.db, details.cache_key or "", details.cache_expiration, state.id)
        for storage in self.storages:
            system_blocks.make_folder_known(self.db, storage.id, storage.folder)
        if self.logs:
            new = recorded.insert_logs(self.db, self.logs, self.now)
            self.accepted += new
            self.known += len(self.logs) - new
            self.db.changes.logs_of |= {entry.flow_run_id for entry in self.logs if entry.flow_run_id is not None}

        self._write_artifacts()

    def _mirror_deployed(self) -> None:
        """Let the task runs that track runs of deployments follow: no process owns both, as it does for subflows."""
        for run, _, _, state in {one.run.id: one for one in self.happened}.values():
            if run.deployment_id is not None and run.parent_task_run_id is not None:
                mirror(self.db, run.parent_task_run_id, run.id, state, self.now)

    def _write_artifacts(self) -> None:
        """Write artifacts whatever became of their runs: they outlive them."""
        if self.artifacts:
            new = artifacts.record(self.db, self.artifacts)
            self.accepted += new
            self.known += len(self.artifacts) - new
        if self.artifact_changes:
            taken, gone = artifacts.record_changes(self.db, self.artifact_changes)
            self.accepted += taken
            self.refused += gone

    def _write_new_flow_runs(self, runs: list[TrackedFlowRun]) -> None:
        named = {run.flow_id: _flow_name(run.creation) for run in runs if run.creation is not None}
        recorded.insert_flows(self.db, named, self.now)
        recorded.insert_flow_runs(self.db, runs, self.now)

    def _drop_twins(self, ids: set[UUID]) -> None:
        """Refuse the task runs whose place in the flow run another one has."""
        if not ids:
            return
        before = len(self.task_states)
        self.task_states = [(id, state) for id, state in self.task_states if id not in ids]
        lost = len(ids) + before - len(self.task_states)
        self.accepted -= lost
        self.refused += lost
        for id in ids:
            del self.task_runs[id]

    def _update_known(self) -> None:
        for is_task, runs in ((False, self.flow_runs), (True, self.task_runs)):
            old = [run for run in runs.values() if run.creation is None]
            if changed := [run for run in old if run.is_changed]:
                update: Any = recorded.update_task_runs if is_task else recorded.update_flow_runs
                update(self.db, changed, self.now)
            if renamed := [run for run in old if run.is_renamed]:
                recorded.rename(self.db, is_task, renamed, self.now)

    def reply(self, owned: Sequence[UUID]) -> JournalReply:
        """Return the counts, and what the owners must hear."""
        for id in recorded.deleted_among(self.db, [id for id in owned if id not in self.flow_runs]):
            self.notices[id] = RunNotice(flow_run_id=id, state_type=StateType.CANCELLED, state_name="Deleted")
        for id in owned:
            run = self.flow_runs.get(id)
            if run is not None and run.state_type in _TOLD:
                self._notify(run)
        return JournalReply(
            accepted=self.accepted, known=self.known, refused=self.refused, notices=list(self.notices.values())
        )
