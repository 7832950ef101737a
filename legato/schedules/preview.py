"""The next moments of a schedule, as people want to see them: in local time, with a word on clocks that change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec import UNSET

from legato.schedules import moments, zone
from legato.schedules.clocks import change_between, comes_twice
from legato.schemas.schedules import Schedule, Upcoming


def preview(schedule: Schedule, start: datetime, count: int) -> list[Upcoming]:
    """Return the next moments of a schedule from a moment on.

    Raises:
        ValueError: the schedule cannot be read.
    """
    place, before, found = zone(schedule.timezone), start, list[Upcoming]()
    for moment in islice(moments(schedule, start), count):
        found.append(
            Upcoming(
                time=moment,
                local_time=moment.astimezone(place).isoformat(),
                note=_note(place, before, moment, is_cron=schedule.cron is not UNSET),
            )
        )
        before = moment
    return found


def _note(place: ZoneInfo, before: datetime, moment: datetime, *, is_cron: bool) -> str | None:
    """Return what is to be said of clocks that changed since the moment before, or show this time twice."""
    said = []
    shift = _offset(place, moment) - _offset(place, before)
    if shift:
        change = change_between(place, before.astimezone(UTC), moment)
        said.append(_change(place, change, shift))
        if change == moment and shift > timedelta(0) and is_cron:
            said.append("Times of day in between fire then.")
    if comes_twice(place, moment):
        turn = "second" if moment.astimezone(place).fold else "first"
        said.append(f"This time of day comes twice; this is the {turn} time.")
    return " ".join(said) or None


def _change(place: ZoneInfo, change: datetime, shift: timedelta) -> str:
    after = change.astimezone(place)
    wall = after.replace(tzinfo=None) - shift
    direction = "forward" if shift > timedelta(0) else "back"
    return f"Clocks go {direction} from {wall:%H:%M} to {after:%H:%M} on {after:%Y-%m-%d}."


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None
    return offset
