"""Cron expressions, read on the wall clock of a time zone.

When clocks go forward, a time of day that is left out fires once, at the moment the clocks changed; a time that comes
in every hour is left out with the hour. When they go back, a time of day fires the first time only; one that comes in
every hour fires both times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from legato.schedules.clocks import change_between

_LONGEST = 1_000
_CHANGES_BY = timedelta(hours=3)


def check(expression: str) -> None:
    """Make sure that an expression is one.

    Raises:
        ValueError: it is not, or it asks for chance (`R`, `H`).
    """
    from croniter import croniter

    if len(expression) > _LONGEST or not croniter.is_valid(expression):
        raise ValueError(f'Invalid cron string: "{expression[:100]}"')
    if any(part[:1] in ("R", "H", "r", "h") for part in expression.split()):
        raise ValueError(f'Random and Hashed expressions are unsupported, received: "{expression}"')


def moments(expression: str, day_or: bool, zone: ZoneInfo, start: datetime) -> Iterator[datetime]:
    """Return the moments at which an expression fires, from `start` on."""
    from croniter import croniter

    hours = _hours(expression)
    wall = start.astimezone(zone).replace(tzinfo=None) - _before(start, zone)
    walls = croniter(expression, wall, day_or=day_or, max_years_between_matches=50)
    waiting: list[datetime] = []
    while True:
        try:
            wall = walls.get_next(datetime)
        except ValueError:  # croniter knows of no further match
            break
        found = _instants(wall, zone, comes_hourly=hours == "*" or hours.startswith("*/"))
        for moment in found:
            heappush(waiting, moment)
        # Nothing that comes later on the wall comes before this moment.
        sure = wall.replace(tzinfo=zone).astimezone(UTC)
        while waiting and waiting[0] <= sure:
            if (moment := heappop(waiting)) >= start:
                yield moment
    yield from (moment for moment in sorted(waiting) if moment >= start)


def _before(start: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far back on the wall something may be found that fires at a moment or later."""
    around = {(start + side).astimezone(zone).utcoffset() for side in (-_CHANGES_BY, _CHANGES_BY)}
    return timedelta(microseconds=1) if len(around) == 1 else _CHANGES_BY


def _hours(expression: str) -> str:
    if expression.startswith("@"):
        return "*" if expression == "@hourly" else "0"
    return expression.split()[1]


def _instants(wall: datetime, zone: ZoneInfo, *, comes_hourly: bool) -> list[datetime]:
    """Return the moments at which the clock on the wall shows a time: one, two when clocks go back, or none."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return [first]
    if first < second:
        return [first, second] if comes_hourly else [first]
    if comes_hourly:
        return []
    return [change_between(zone, second, first)]
