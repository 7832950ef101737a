"""Making the runs that schedules ask for, ahead of their time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from legato import clock
from legato.schedules import dates, zone
from legato.schedules.ahead import Reach, Stretch, start_of_missed, stretch
from legato.schemas.deployments import CatchUp, Deployment
from legato.schemas.schedules import Schedule
from legato.server.store import deployment_schedules, deployments, scheduled_runs
from legato.server.store.scheduled_runs import Batch, Planned
from legato.server.store.transaction import Transaction
from legato.settings import (
    LEGATO_API_SERVICES_SCHEDULER_INSERT_BATCH_SIZE,
    LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS,
    LEGATO_API_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME,
    LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS,
    LEGATO_API_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME,
)

MIN_RUNS, MAX_RUNS = 3, 100
MIN_TIME, MAX_TIME = timedelta(hours=1), timedelta(days=100)


class Window:
    """How far ahead runs are made: so many at least and for so long, so many at most and until then."""

    def __init__(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        min_time: timedelta | None = None,
        min_runs: int | None = None,
        max_runs: int | None = None,
    ) -> None:
        self.start = clock.now() if start is None else clock.utc(start)
        self.max_runs = MAX_RUNS if max_runs is None else max_runs
        self._min_runs = MIN_RUNS if min_runs is None else min_runs
        self.end = self.start + MAX_TIME if end is None else clock.utc(end)
        self._until = self.start + (MIN_TIME if min_time is None else min_time)

    def moments(self, schedule: Schedule) -> list[datetime]:
        """Return the moments of a schedule for which runs are made."""
        if self.max_runs < 1:
            return []
        return dates(schedule, self.start, enough=self._is_enough, end=self.end)

    def _is_enough(self, count: int, moment: datetime) -> bool:
        return count >= self.max_runs or (count >= self._min_runs and moment >= self._until)


def schedule(db: Transaction, id: UUID, window: Window) -> None:
    """Make the runs of a deployment within a window that are not there yet."""
    deployment, placement = deployments.placed(db, [id])[id]
    planned: dict[str, Planned] = {}
    for one in deployment.schedules:
        if one.active:
            runs = plan(deployment, one.id, one.schedule, window.moments(one.schedule))
            planned |= {run.key: run for run in runs}
    scheduled_runs.insert(db, [Batch(deployment, placement, planned.values())])


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
        runs = plan(deployment, row.id, row.schedule, found.moments)
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


def plan(deployment: Deployment, schedule_id: UUID, schedule: Schedule, moments: Iterable[datetime]) -> list[Planned]:
    """Return the runs of a schedule at some moments, each with the key that keeps it from being made twice."""
    place = zone(schedule.timezone)
    return [Planned(_key(deployment.id, moment, place), moment, schedule_id) for moment in moments]


def _key(deployment_id: UUID, moment: datetime, place: ZoneInfo) -> str:
    return f"scheduled {deployment_id} {moment.astimezone(place).isoformat()}"
