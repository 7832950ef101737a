"""Every so often, counted from an anchor; whole days keep the time on the wall when clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo


def moments(step: timedelta, anchor: datetime, zone: ZoneInfo, start: datetime) -> Iterator[datetime]:
    """Return the moments that lie a whole number of steps from an anchor, from `start` on.

    The days of a step are days on the calendar of the zone; what is left of it is time that passes.
    """
    local, days, rest = (
        anchor.astimezone(zone),
        step.days,
        timedelta(seconds=step.seconds, microseconds=step.microseconds),
    )
    wall = local.replace(tzinfo=None)
    # Days are of other lengths where clocks change, by less than two days in all: so far back nothing is missed.
    first = -((anchor - start) // step) if not days else (start - anchor - timedelta(days=2)) // step
    for number in count(first):
        moment = _instant(wall + timedelta(days=days * number), zone) + rest * number
        if moment >= start:
            yield moment


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
