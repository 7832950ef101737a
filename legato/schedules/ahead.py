"""How far ahead of their time the runs of a schedule are made, and when more are needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from legato.schedules import moments
from legato.schemas.deployments import CatchUp
from legato.schemas.schedules import Schedule

_INSTANT = timedelta(microseconds=1)
_LOOK_AGAIN = timedelta(days=1)
_BRIEF = timedelta(minutes=1)


class Reach(NamedTuple):
    """How far ahead: so many runs at least and for so long, so many at once at most and for so long."""

    min_runs: int
    max_runs: int
    min_time: timedelta
    max_time: timedelta


class Stretch(NamedTuple):
    """The next moments of a schedule that get runs, and when more are needed: never, where it names no others."""

    moments: list[datetime]
    look_at: datetime | None


def stretch(schedule: Schedule, start: datetime, now: datetime, reach: Reach) -> Stretch:
    """Return the next moments from `start` on.

    A schedule that has none ahead gets the few next ones, so that many schedules have theirs soon; one that has some
    gets those until well after the time for which there must be runs, so that it is not looked at for each.
    """
    few = start <= now
    most = reach.max_runs if few else max(1, reach.max_runs - reach.min_runs)
    until = now if few else now + reach.min_time * 7 / 6
    found: list[datetime] = []
    ahead = 0
    for moment in moments(schedule, start):
        if moment > now + reach.max_time:
            return Stretch(found, now + min(_LOOK_AGAIN, reach.max_time / 2))
        found.append(moment)
        ahead += moment >= now
        if len(found) >= most and not few:
            return Stretch(found, found[-min(len(found), max(1, reach.max_runs // 2))])
        if len(found) >= most or (ahead >= reach.min_runs and moment >= until):
            # Others that wait for their first runs come before this one is looked at again.
            return Stretch(found, max(now, min(found[-min(len(found), reach.min_runs)], moment - reach.min_time)))
    return Stretch(found, None)


def start_of_missed(
    schedule: Schedule, made_until: datetime, now: datetime, catch_up: CatchUp, max_lateness: float | None
) -> datetime:
    """Return from when on a schedule gets runs, where runs were made until some time ago."""
    first = made_until + _INSTANT
    # Where the scheduler was held up for a moment only, nothing was missed.
    is_behind = first < now - _BRIEF
    if max_lateness is not None:
        first = max(first, now - timedelta(seconds=max_lateness))
    if catch_up is CatchUp.ALL or not is_behind:
        return first
    latest = last(schedule, first, now) if catch_up is CatchUp.LATEST else None
    return now if latest is None else latest


def last(schedule: Schedule, earliest: datetime, now: datetime) -> datetime | None:
    """Return the last moment of a schedule up to now; None where it has none since the earliest that counts."""
    back = timedelta(seconds=1)
    while True:
        start, found = max(earliest, now - back), None
        for moment in moments(schedule, start):
            if moment > now:
                break
            found = moment
        if found is not None or start == earliest:
            return found
        back *= 8  # what comes seldom is looked for in longer and longer stretches
