"""Schedules: when a deployment runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from legato import clock
from legato.schemas.words import Moment

LONGEST_RRULE = 6500

Interval = Annotated[float, Meta(gt=0, le=10**10)]


class Schedule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Exactly one of: an interval of seconds from an anchor, a cron expression, a recurrence rule (RFC 5545)."""

    interval: Interval | UnsetType = UNSET
    anchor_date: Moment | UnsetType | None = UNSET
    cron: str | UnsetType = UNSET
    rrule: Annotated[str, Meta(max_length=LONGEST_RRULE)] | UnsetType = UNSET
    timezone: str | None = None
    day_or: bool | UnsetType = UNSET

    def __post_init__(self) -> None:
        kinds = [name for name in ("interval", "cron", "rrule") if getattr(self, name) is not UNSET]
        if len(kinds) != 1:
            raise ValueError("A schedule has an interval, a cron expression or an rrule: just one of them")
        kind = kinds[0]
        for name, home in {"anchor_date": "interval", "day_or": "cron"}.items():
            if kind != home and getattr(self, name) is not UNSET:
                raise ValueError(f"{name} belongs to schedules with {home}, not to those with {kind}")
        if kind == "interval":
            self._anchor()
        elif kind == "cron":
            self.day_or = True if self.day_or is UNSET else self.day_or
        else:
            self.timezone = self.timezone or "UTC"

    def _anchor(self) -> None:
        anchor = self.anchor_date or clock.now()
        if self.timezone is None:
            self.timezone = getattr(anchor.tzinfo, "key", None) or "UTC"
        self.anchor_date = clock.utc(anchor)


class Upcoming(msgspec.Struct, kw_only=True):
    """A moment of a schedule, as the clock on its wall shows it; `note` says what clock changes do to it."""

    time: Moment
    local_time: str
    note: str | None = None


class IntervalSchedule(Schedule, kw_only=True):
    """A run every so many seconds (or timedelta), counted from `anchor_date`."""

    interval: Any

    def __post_init__(self) -> None:
        if isinstance(self.interval, timedelta):
            self.interval = self.interval.total_seconds()
        if isinstance(self.interval, bool) or not isinstance(self.interval, int | float):
            raise ValueError("The interval of a schedule is a number of seconds, or a timedelta")
        if not self.interval > 0:
            raise ValueError("The interval of a schedule must be longer than nothing")
        super().__post_init__()


class CronSchedule(Schedule, kw_only=True):
    """A run whenever a cron expression says so."""

    cron: str


class RRuleSchedule(Schedule, kw_only=True):
    """A run whenever a recurrence rule says so."""

    rrule: str


class NoSchedule(msgspec.Struct):
    """That a deployment runs only when somebody asks for it."""


def construct_schedule(
    interval: float | timedelta | None = None,
    anchor_date: datetime | str | None = None,
    timezone: str | None = None,
    cron: str | None = None,
    rrule: str | None = None,
) -> Schedule:
    """Return the schedule of an interval (seconds or timedelta), a cron expression or a recurrence rule.

    Raises:
        ValueError: none or several of them are given, or one that cannot be.
    """
    given = [name for name, value in {"interval": interval, "cron": cron, "rrule": rrule}.items() if value is not None]
    if len(given) > 1:
        raise ValueError("Only one of interval, cron, or rrule can be provided.")
    if anchor_date is not None and interval is None:
        raise ValueError("An anchor date can only be provided with an interval schedule")
    if interval is not None:
        return IntervalSchedule(interval=interval, anchor_date=_moment(anchor_date), timezone=timezone)
    if cron is not None:
        return CronSchedule(cron=cron, timezone=timezone)
    if rrule is not None:
        return RRuleSchedule(rrule=rrule, timezone=timezone)
    raise ValueError("Either interval, cron, or rrule must be provided")


def _moment(value: datetime | str | None) -> datetime | UnsetType:
    if value is None:
        return UNSET
    return datetime.fromisoformat(value) if isinstance(value, str) else value
