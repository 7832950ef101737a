"""Schedules: when a deployment runs."""

from __future__ import annotations

from datetime import timedelta
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
        if not self.interval > 0:
            raise ValueError("The interval of a schedule must be longer than nothing")
        super().__post_init__()


class CronSchedule(Schedule, kw_only=True):
    """A run whenever a cron expression says so."""

    cron: str


class RRuleSchedule(Schedule, kw_only=True):
    """A run whenever a recurrence rule says so."""

    rrule: str
