"""Settling what becomes of runs whose schedules have policies, in the transaction that hands runs out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from legato import clock
from legato.orchestration.due_runs import Plan, settle
from legato.orchestration.overlapping import skipped_state
from legato.schemas.deployments import CatchUp
from legato.schemas.states import State, StateType
from legato.server import scheduling
from legato.server.store import schedule_runs
from legato.server.store.transaction import Transaction
from legato.server.transitions import enter_flow_states, propose_flow_state


def held_back(db: Transaction, before: datetime | None, *scope: ColumnElement[bool]) -> set[UUID]:
    """Settle the runs within a scope that are due by a moment; return those that are not to be handed out."""
    found = schedule_runs.candidates(db, before, *scope)
    return set(found) - settle_runs(db, set(found.values()), before) if found else set()


def settle_due(db: Transaction) -> None:
    """Settle all runs that are due now."""
    now = clock.now()
    if found := schedule_runs.candidates(db, now):
        settle_runs(db, set(found.values()), now)


def settle_runs(db: Transaction, schedule_ids: Collection[UUID], before: datetime | None) -> set[UUID]:
    """Skip runs of schedules and cancel others as their policies say; return those that may start."""
    now = clock.now()
    rows = schedule_runs.taken(db, schedule_ids)
    _catch_up(db, rows, now)
    runs = schedule_runs.of_schedules(db, rows, before)
    may_start: set[UUID] = set()
    for row in rows:
        plan = settle(schedule_runs.terms_of(row), *runs[row.id], now)
        _carry_out(db, plan)
        may_start |= {id for id, fate in plan.fates.items() if fate.skipped is None and not fate.waits}
    return may_start


def _catch_up(db: Transaction, rows: Collection[Any], now: datetime) -> None:
    """Make the latest run that was missed first, so that no earlier one passes for it."""
    behind = [
        row
        for row in rows
        if row.catchup_policy == CatchUp.LATEST and row.made_until is not None and row.made_until < now
    ]
    if behind:
        scheduling.extend(db, behind, now)


def _carry_out(db: Transaction, plan: Plan) -> None:
    reasons = {id: fate.skipped for id, fate in plan.fates.items() if fate.skipped is not None}
    enter_flow_states(db, list(reasons), lambda run: skipped_state(reasons[run.id]))
    for id in plan.cancel:
        message = "The next run of its schedule is due."
        propose_flow_state(db, id, State(type=StateType.CANCELLING, message=message))
