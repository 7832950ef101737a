"""Making the runs that schedules ask for, ahead of their time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from legato import clock
from legato.schedules import dates, zone
from legato.schemas.deployments import Deployment
from legato.schemas.schedules import Schedule
from legato.server.store import deployments, scheduled_runs
from legato.server.store.scheduled_runs import Batch, Planned
from legato.server.store.transaction import Transaction

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


def plan(deployment: Deployment, schedule_id: UUID, schedule: Schedule, moments: Iterable[datetime]) -> list[Planned]:
    """Return the runs of a schedule at some moments, each with the key that keeps it from being made twice."""
    place = zone(schedule.timezone)
    return [Planned(_key(deployment.id, moment, place), moment, schedule_id) for moment in moments]


def _key(deployment_id: UUID, moment: datetime, place: ZoneInfo) -> str:
    return f"scheduled {deployment_id} {moment.astimezone(place).isoformat()}"
