"""The scheduler: schedules have runs ahead of them, and what they missed is caught up with as far as they want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from legato import clock
from legato.schedules.ahead import Reach, Stretch, start_of_missed, stretch
from legato.schemas.deployments import CatchUp
from legato.schemas.schedules import Schedule
from legato.server import scheduling
from legato.server.services.loop import Service
from legato.server.store import deployment_schedules, deployments, scheduled_runs
from legato.server.store.scheduled_runs import Batch
from legato.server.store.transaction import Transaction
from legato.settings import (
    LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE,
    LEGATO_API_SERVICES_SCHEDULER_ENABLED,
    LEGATO_API_SERVICES_SCHEDULER_INSERT_BATCH_SIZE,
    LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS,
    LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS,
    LEGATO_API_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME,
    LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS,
    LEGATO_API_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME,
)

_SHORTEST_PAUSE = 1.0
_BREATH = 0.1  # others want to write, too


def turn(db: Transaction) -> float | None:
    """Make runs of the schedules that need them, as many as one transaction should have."""
    now = clock.now()
    due = deployment_schedules.due(db, now, LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE.value())
    if due:
        extend(db, due, now)
        is_urgent = any(row.made_until is None or row.made_until < now for row in due)
        return 0 if is_urgent else _BREATH
    next_look = deployment_schedules.next_look(db)
    if next_look is None:
        return None
    usual = LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS.value()
    return min(usual, max(_SHORTEST_PAUSE, (next_look - now).total_seconds()))


def extend(db: Transaction, due: Sequence[Any], now: datetime) -> None:
    """Make the next runs of schedules, given as locked rows; when enough are made the rest is left for another turn."""
    known = deployments.placed(db, {row.deployment_id for row in due})
    most, planned = LEGATO_API_SERVICES_SCHEDULER_INSERT_BATCH_SIZE.value(), 0
    batches = list[Batch]()
    notes = list[tuple[datetime | None, datetime | None, UUID]]()
    for row, found in _stretches(due, now):
        deployment, placement = known[row.deployment_id]
        if deployment.paused:
            notes.append((row.made_until, None, row.id))
            continue
        runs = scheduling.plan(deployment, row.id, row.schedule, found.moments)
        batches.append(Batch(deployment, placement, runs))
        notes.append((found.moments[-1] if found.moments else row.made_until, found.look_at, row.id))
        planned += len(runs)
        if planned >= most:
            break
    scheduled_runs.insert(db, batches)
    deployment_schedules.note_made(db, notes)


def _stretches(due: Sequence[Any], now: datetime) -> Iterator[tuple[Any, Stretch]]:
    """Return the next moments of schedules; those that many have in common are worked out once."""
    reach = Reach(
        LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS.value(),
        LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS.value(),
        LEGATO_API_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME.value(),
        LEGATO_API_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME.value(),
    )

    @cache
    def worked_out(text: bytes, start: datetime) -> Stretch:
        return stretch(msgspec.json.decode(text, type=Schedule), start, now, reach)

    for row in due:
        yield row, worked_out(msgspec.json.encode(row.schedule), _start(row, now))


def _start(row: Any, now: datetime) -> datetime:
    if row.made_until is None:
        return now
    catch_up = CatchUp(row.catchup_policy or (CatchUp.ALL if row.catchup else CatchUp.NONE))
    return start_of_missed(row.schedule, row.made_until, now, catch_up, row.max_lateness)


SERVICE = Service(
    "scheduler",
    turn,
    LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_SCHEDULER_ENABLED.value,
    wakes_on="schedules",
)
