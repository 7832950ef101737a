"""Runs that are made ahead of their time, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from legato import clock
from legato.ids import run_name, uuid7
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import DEFAULT_NAMES, StateType
from legato.server.store.flow_runs import Placement
from legato.server.store.tables import flow_run, flow_run_state
from legato.server.store.transaction import Transaction
from legato.server.store.types import KeptDetails

AUTO_TAG = "auto-scheduled"
_MESSAGE = "Flow run scheduled"
_TYPE, _NAME = StateType.SCHEDULED, DEFAULT_NAMES[StateType.SCHEDULED]
_NEW = (
    *("id", "created", "updated", "name", "flow_id", "parameters", "idempotency_key", "context"),
    *("empirical_policy", "tags", "run_count", "total_run_time", "infrastructure_document_id", "schedule_id"),
    *("state_id", "state_type", "state_name", "state_timestamp", "state_message", "state_details"),
    *("expected_start_time", "next_scheduled_start_time"),
    *("job_variables", "auto_scheduled", "deployment_id", "deployment_version"),
    *("work_queue_id", "work_queue_name", "created_by"),
)
_NEW_STATE = ("id", "flow_run_id", "type", "name", "timestamp", "message", "state_details")
_POLICY = FlowRunPolicy()


class Planned(NamedTuple):
    """A run to be made, by the key that keeps it from being made twice."""

    key: str
    moment: datetime
    schedule_id: UUID


class Batch(NamedTuple):
    """Runs of a deployment to be made, and where they wait."""

    deployment: Deployment
    placement: Placement
    planned: Collection[Planned]


def insert(db: Transaction, batches: Iterable[Batch]) -> int:
    """Insert runs in the state Scheduled, passing over those that are there already; return how many were not."""
    now = clock.now()
    runs, states = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for batch in batches:
        _add(batch, now, runs, states)
    if not runs:
        return 0
    new = {run[0] for run in runs}
    if db.insert_rows(flow_run, _NEW, runs) < len(runs):
        new = {row[0] for row in db.rows_by(flow_run, ("id",), "id", new)}
        states = [state for state in states if state[1] in new]
    db.insert_rows(flow_run_state, _NEW_STATE, states)
    db.changes.flow_runs |= new
    places = _NEW.index("work_queue_id"), _NEW.index("deployment_id")
    db.changes.due |= {run[place] for run in runs for place in places if run[place] is not None}
    return len(new)


def _add(batch: Batch, now: datetime, runs: list[tuple[Any, ...]], states: list[tuple[Any, ...]]) -> None:
    """Add the rows of runs and of their states."""
    deployment, place = batch.deployment, batch.placement._replace(auto_scheduled=True)
    tags = [AUTO_TAG, *deployment.tags]
    for one in batch.planned:
        id, state_id = uuid7(), uuid7()
        details = KeptDetails(scheduled_time=one.moment, flow_run_id=id)
        runs.append(
            (
                *(id, now, now, run_name(), deployment.flow_id, deployment.parameters, one.key, {}),
                *(_POLICY, tags, 0, 0.0, deployment.infrastructure_document_id, one.schedule_id),
                *(state_id, _TYPE, _NAME, now, _MESSAGE, details, one.moment, one.moment),
                *place,
            )
        )
        states.append((state_id, id, _TYPE, _NAME, now, _MESSAGE, details))
