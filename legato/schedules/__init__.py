"""When next? The moments at which a schedule fires, in UTC, in order, without repetition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import UNSET

from legato import clock
from legato.schedules import cron, interval, rrule
from legato.schemas.schedules import Schedule

MOST_DATES = 1000


def zone(name: str | None) -> ZoneInfo:
    """Return the time zone of a name; UTC where there is none.

    Raises:
        ValueError: no such time zone is known.
    """
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):
        text = f'Invalid timezone: "{name}" (specify in IANA tzdata format, for example, America/New_York)'
        raise ValueError(text) from None


def check(schedule: Schedule) -> None:
    """Make sure that a schedule can be read.

    Raises:
        ValueError: it names a time zone that is not known, or an expression that does not mean anything.
    """
    zone(schedule.timezone)
    if schedule.interval is not UNSET and not timedelta(seconds=schedule.interval):
        raise ValueError("The interval of a schedule must be a microsecond or longer")
    if schedule.cron is not UNSET:
        cron.check(schedule.cron)
    elif schedule.rrule is not UNSET:
        rrule.check(schedule.rrule)


def moments(schedule: Schedule, start: datetime) -> Iterator[datetime]:
    """Return the moments at which a schedule fires from a moment on, that one included."""
    return _distinct(_moments(schedule, start), start)


def _moments(schedule: Schedule, start: datetime) -> Iterator[datetime]:
    place = zone(schedule.timezone)
    if schedule.interval is not UNSET:
        anchor = schedule.anchor_date or clock.now()
        assert isinstance(anchor, datetime)
        return interval.moments(timedelta(seconds=schedule.interval), anchor, place, start)
    if schedule.cron is not UNSET:
        return cron.moments(schedule.cron, schedule.day_or is not False, place, start)
    assert schedule.rrule is not UNSET
    return rrule.moments(schedule.rrule, place, start)


def _distinct(found: Iterator[datetime], start: datetime) -> Iterator[datetime]:
    last = start - timedelta(microseconds=1)
    try:
        for moment in found:
            if moment > last:
                last = moment
                yield moment
    except OverflowError:
        return  # the end of the calendar


def dates(
    schedule: Schedule, start: datetime, *, enough: Callable[[int, datetime], bool], end: datetime | None = None
) -> list[datetime]:
    """Return moments from `start` until `end`, or until after so many of them, up to this last one, it is enough."""
    found: list[datetime] = []
    for moment in moments(schedule, start):
        if (end is not None and moment > end) or len(found) >= MOST_DATES:
            break
        found.append(moment)
        if enough(len(found), moment):
            break
    return found
