"""Clocks on the wall, and the moments at which they are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the moment between two at which clocks change: they do so at whole seconds."""
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def comes_twice(zone: ZoneInfo, moment: datetime) -> bool:
    """Tell whether the clock on the wall shows the time of a moment twice, as clocks go back."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first < second
